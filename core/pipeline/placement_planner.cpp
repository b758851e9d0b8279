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
        plan.devices.assign(devices_.begin(), devices_.end());
        while (excess(plan.steps) > 0.0 && takeStep(plan.steps)) {
        }
        dropNeedless(plan.steps);
        plan.placement = placementAfter(plan.steps);
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
    using Steps = std::vector<PlanStep>;

    static bool contains(const Steps& steps, PlanStep step) {
        return std::find(steps.begin(), steps.end(), step) != steps.end();
    }

    // How far the phases are beyond what is comfortable, all together; 0 = nowhere.
    double excess(const Steps& steps) const {
        double sum = 0.0;
        for (const PhaseMemory& phase : predictMemory(model_, job_, placementAfter(steps))) {
            const std::uint64_t budget = comfortable(freeOn(devices_, phase.device));
            if (budget > 0 && phase.bytes() > budget)
                sum += static_cast<double>(phase.bytes() - budget);
        }
        return sum;
    }

    // The next step that helps.
    bool takeStep(Steps& steps) const {
        const double now = excess(steps);
        for (const PlanStep step : kSteps) {
            if (contains(steps, step) || !isOpen(step))
                continue;
            Steps next = steps;
            next.push_back(step);
            if (excess(next) >= now)
                continue;
            steps = std::move(next);
            return true;
        }
        return false;
    }

    // A later step may have made an earlier one superfluous.
    void dropNeedless(Steps& steps) const {
        for (const PlanStep step : Steps(steps)) {
            Steps without = steps;
            std::erase(without, step);
            if (without.size() < steps.size() && excess(without) <= excess(steps))
                steps = std::move(without);
        }
    }

    // Whether the wish leaves it to the plan.
    bool isOpen(PlanStep step) const {
        switch (step) {
        case PlanStep::FreeTextEncoder:
            return wish_.residency.textEncoder == Residency::Auto;
        case PlanStep::StreamTextEncoder:
            return wish_.residency.textEncoder == Residency::Auto && canStream(model_.textEncoder);
        case PlanStep::StreamTransformer:
            return wish_.residency.transformer == Residency::Auto && canStream(model_.transformer);
        case PlanStep::TileAutoencoder:
            return wish_.tiles.tiling == Tiling::Auto && freeOn(devices_, wish_.autoencoder) > 0;
        }
        return false;
    }

    bool canStream(const ComponentDescription& component) const {
        return !job_.hasAdapters && !quantisesOnLoad(component, wish_.weightFormat);
    }

    Placement placementAfter(const Steps& steps) const {
        Placement placement = wish_;
        Residencies& residency = placement.residency;
        if (contains(steps, PlanStep::FreeTextEncoder))
            residency.textEncoder = Residency::Offload;
        if (contains(steps, PlanStep::StreamTextEncoder))
            residency.textEncoder = Residency::Stream;
        if (contains(steps, PlanStep::StreamTransformer))
            residency.transformer = Residency::Stream;
        if (contains(steps, PlanStep::TileAutoencoder)) // when it is known what stays beside it
            placement.tiles = largestTiles(placement);
        return placement;
    }

    // The largest tiles that leave room for the weights beside them.
    TileSettings largestTiles(const Placement& placement) const {
        std::uint64_t weights = 0;
        for (const PhaseMemory& phase : predictMemory(model_, job_, placement))
            if (phase.phase == Phase::Decode && phase.device == placement.autoencoder)
                for (const MemoryShare& share : phase.shares)
                    weights += share.use == MemoryUse::Activations ? 0 : share.bytes;
        const std::uint64_t budget = comfortable(freeOn(devices_, placement.autoencoder));
        const AutoencoderSizes& sizes = model_.autoencoderSizes;
        models::AutoencoderKLConfig config;
        config.blockChannels = sizes.blockChannels;
        config.layersPerBlock = sizes.layersPerBlock;
        config.latentChannels = sizes.latentChannels;
        config.midAttention = sizes.midAttention;
        const models::TileOptions options = models::tileFor(budget > weights ? budget - weights : 0,
                                                            config, job_.width, job_.height);
        return {Tiling::On, options.tilePixels, options.overlapPixels};
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
    job.encodesHere = request.embeddings.prompt.empty();
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
