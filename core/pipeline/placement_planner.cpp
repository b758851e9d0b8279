#include "core/pipeline/placement_planner.h"

#include "core/base/text.h"
#include "core/models/autoencoder_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace diptych {

namespace {

constexpr std::array kSteps = {PlanStep::FreeTextEncoder, PlanStep::TileAutoencoder,
                               PlanStep::StreamTransformer, PlanStep::StreamTextEncoder};

std::uint64_t comfortable(std::uint64_t freeBytes) {
    return static_cast<std::uint64_t>(kComfortableShare * static_cast<double>(freeBytes));
}

std::uint64_t freeOn(std::span<const DeviceMemory> devices, const DeviceName& device) {
    for (const DeviceMemory& memory : devices)
        if (memory.device == device)
            return memory.freeBytes;
    return 0;
}

// Settles step by step what a wish leaves open.
class Planner {
  public:
    Planner(const ModelDescription& model, const JobSize& job, const Placement& wish,
            std::span<const DeviceMemory> devices)
        : model_(model), job_(job), wish_(wish), devices_(devices) {}

    MemoryPlan plan() const {
        MemoryPlan plan;
        plan.placement = wish_;
        plan.devices.assign(devices_.begin(), devices_.end());
        while (excess(plan.placement) > 0.0 && takeStep(plan)) {
        }
        for (Residency* const residency :
             {&plan.placement.residency.textEncoder, &plan.placement.residency.transformer,
              &plan.placement.residency.autoencoder})
            if (*residency == Residency::Auto)
                *residency = Residency::Resident;
        plan.phases = predictMemory(model_, job_, plan.placement);
        for (const PhaseMemory& phase : plan.phases)
            plan.fit = std::max(plan.fit, memoryFit(phase.bytes(), plan.freeBytesFor(phase)));
        return plan;
    }

  private:
    // How far the phases are beyond what is comfortable, all together; 0 = nowhere.
    double excess(const Placement& placement) const {
        double sum = 0.0;
        for (const PhaseMemory& phase : predictMemory(model_, job_, placement)) {
            const std::uint64_t budget = comfortable(freeOn(devices_, phase.device));
            if (budget > 0 && phase.bytes() > budget)
                sum += static_cast<double>(phase.bytes() - budget);
        }
        return sum;
    }

    // The next step that helps.
    bool takeStep(MemoryPlan& plan) const {
        for (const PlanStep step : kSteps) {
            Placement next = plan.placement;
            if (!apply(step, next) || excess(next) >= excess(plan.placement))
                continue;
            plan.placement = next;
            plan.steps.push_back(step);
            return true;
        }
        return false;
    }

    // False where the wish has settled this, or the step was taken.
    bool apply(PlanStep step, Placement& placement) const {
        Residencies& residency = placement.residency;
        switch (step) {
        case PlanStep::FreeTextEncoder:
            return change(wish_.residency.textEncoder, residency.textEncoder, Residency::Offload);
        case PlanStep::StreamTransformer:
            return !job_.hasAdapters &&
                   change(wish_.residency.transformer, residency.transformer, Residency::Stream);
        case PlanStep::StreamTextEncoder:
            return !job_.hasAdapters &&
                   change(wish_.residency.textEncoder, residency.textEncoder, Residency::Stream);
        case PlanStep::TileAutoencoder:
            if (wish_.tiles.tiling != Tiling::Auto || placement.tiles.tiling == Tiling::On)
                return false;
            return tile(placement);
        }
        return false;
    }

    static bool change(Residency wished, Residency& settled, Residency to) {
        if (wished != Residency::Auto || settled == to)
            return false;
        settled = to;
        return true;
    }

    // The largest tile that leaves room for the weights that stay beside it. These become fewer
    // with later steps, but a tile that fits now fits then.
    bool tile(Placement& placement) const {
        const std::uint64_t budget = comfortable(freeOn(devices_, placement.autoencoder));
        if (budget == 0)
            return false;
        std::uint64_t weights = 0;
        for (const PhaseMemory& phase : predictMemory(model_, job_, placement))
            if (phase.phase == Phase::Decode && phase.device == placement.autoencoder)
                for (const MemoryShare& share : phase.shares)
                    weights += share.use == MemoryUse::Activations ? 0 : share.bytes;
        models::AutoencoderKLConfig config;
        config.blockChannels = model_.autoencoderSizes.blockChannels;
        config.layersPerBlock = model_.autoencoderSizes.layersPerBlock;
        config.latentChannels = model_.autoencoderSizes.latentChannels;
        config.midAttention = model_.autoencoderSizes.midAttention;
        const models::TileOptions options = models::tileFor(
            budget > weights ? budget - weights : 0, config, job_.width, job_.height);
        placement.tiles = {Tiling::On, options.tilePixels, options.overlapPixels};
        return true;
    }

    const ModelDescription& model_;
    const JobSize& job_;
    const Placement& wish_;
    std::span<const DeviceMemory> devices_;
};

// The largest size in the aspect ratio of the job that would not be too large.
std::optional<PictureSize> smallerSize(const ModelDescription& model, const JobSize& job,
                                       const Placement& wish,
                                       std::span<const DeviceMemory> devices) {
    constexpr double kFactor = 0.85; // of the side, from one try to the next
    constexpr double kLeastSide = 64.0;
    const double side = std::sqrt(static_cast<double>(job.width) * job.height);
    for (double next = side * kFactor; next >= kLeastSide; next *= kFactor) {
        const PictureSize size = sizeWithArea(job.width, job.height, static_cast<int>(next));
        JobSize smaller = job;
        smaller.width = size.width;
        smaller.height = size.height;
        if (Planner(model, smaller, wish, devices).plan().fit != MemoryFit::TooLarge)
            return size;
    }
    return std::nullopt;
}

} // namespace

JobSize jobSizeOf(const GenerationRequest& request, int promptTokens) {
    JobSize job;
    job.width = request.width;
    job.height = request.height;
    job.pictures = request.count;
    job.promptTokens = promptTokens;
    // What stands before a short negative prompt and behind it.
    constexpr int kFrameTokens = 16;
    if (request.guidanceScale > 0.0)
        job.negativeTokens = kFrameTokens + static_cast<int>(request.negativePrompt.size() / 4);
    job.hiddenLayer = request.hiddenLayer;
    job.hasSource = !request.source.path.empty();
    job.hasAdapters = !request.loras.empty();
    return job;
}

std::string_view memoryUseName(MemoryUse use) {
    switch (use) {
    case MemoryUse::TextEncoder:
        return "text encoder";
    case MemoryUse::Transformer:
        return "transformer";
    case MemoryUse::Autoencoder:
        return "autoencoder";
    case MemoryUse::Activations:
        return "computing";
    }
    return "";
}

MemoryFit memoryFit(std::uint64_t bytes, std::uint64_t freeBytes) {
    if (freeBytes == 0 || bytes <= comfortable(freeBytes))
        return MemoryFit::Comfortable;
    return bytes <= freeBytes ? MemoryFit::Tight : MemoryFit::TooLarge;
}

std::optional<Notice> noticeOf(PlanStep step) {
    switch (step) {
    case PlanStep::FreeTextEncoder:
        break; // the next prompt takes a moment longer
    case PlanStep::TileAutoencoder:
        return Notice{"autoencoder_tiled", "The autoencoder works in tiles: the whole picture "
                                           "would not fit into the free memory."};
    case PlanStep::StreamTransformer:
        return Notice{"transformer_streamed",
                      "The transformer is read block by block in every step: as a whole it would "
                      "not fit into the free memory."};
    case PlanStep::StreamTextEncoder:
        return Notice{"text_encoder_streamed", "The text encoder is read block by block: as a "
                                               "whole it would not fit into the free memory."};
    }
    return std::nullopt;
}

std::uint64_t MemoryPlan::freeBytesFor(const PhaseMemory& phase) const {
    return freeOn(devices, phase.device);
}

const PhaseMemory* MemoryPlan::tightest() const {
    const auto share = [this](const PhaseMemory& phase) {
        const std::uint64_t free = freeBytesFor(phase);
        // Where that is not known the largest phase is the one to tell of.
        return static_cast<double>(phase.bytes()) / (free > 0 ? static_cast<double>(free) : 1e18);
    };
    const auto found = std::max_element(
        phases.begin(), phases.end(),
        [&](const PhaseMemory& a, const PhaseMemory& b) { return share(a) < share(b); });
    return found == phases.end() ? nullptr : &*found;
}

MemoryPlan planPlacement(const ModelDescription& model, const JobSize& job, const Placement& wish,
                         std::span<const DeviceMemory> devices) {
    MemoryPlan plan = Planner(model, job, wish, devices).plan();
    if (plan.fit == MemoryFit::TooLarge)
        plan.smaller = smallerSize(model, job, wish, devices);
    return plan;
}

Placement withDevices(Placement placement, std::span<const DeviceName> usable) {
    DeviceName best{DeviceKind::Cpu, 0};
    for (const DeviceName& device : usable)
        if (best.kind == DeviceKind::Cpu)
            best = device;
    for (DeviceName* const device :
         {&placement.textEncoder, &placement.transformer, &placement.autoencoder})
        if (device->kind == DeviceKind::Auto)
            *device = best;
    return placement;
}

std::string describe(const PhaseMemory& phase, std::uint64_t freeBytes) {
    std::string shares;
    for (const MemoryShare& share : phase.shares)
        shares += fmt::format("{}{} {}", shares.empty() ? "" : ", ", memoryUseName(share.use),
                              formatBytes(share.bytes));
    std::string text = fmt::format("{} ({})", formatBytes(phase.bytes()), shares);
    if (freeBytes > 0)
        text += fmt::format(" of {} free", formatBytes(freeBytes));
    return text;
}

} // namespace diptych
