// The prediction of placement_planner.h: who is in memory in which phase.
#include "core/models/autoencoder_memory.h"
#include "core/models/block_memory.h"
#include "core/pipeline/placement_planner.h"

#include <algorithm>
#include <array>
#include <vector>

namespace diptych {

namespace {

constexpr std::uint64_t kAutoNarrowBytes = std::uint64_t{2} << 30; // as in weight_store.cpp
constexpr std::uint64_t kBytesOfFloat32 = 4;
constexpr std::uint64_t kBytesOfBFloat16 = 2;
constexpr int kPixelsPerCell = 8;

// Formats that quantise while loading: bytes of a number with its share of the scales. Columns that
// are kept apart, a few in a hundred where there are any, are not counted. 0 = no such format.
struct HeldFormat {
    WeightFormat format;
    double bytesPerNumber;
};
constexpr std::array kHeldFormats = {
    HeldFormat{WeightFormat::Auto, 0.0},
    HeldFormat{WeightFormat::Float32, 0.0},
    HeldFormat{WeightFormat::BFloat16, 0.0},
    HeldFormat{WeightFormat::Int8, 1.0},            // a scale a row is next to nothing
    HeldFormat{WeightFormat::Int4, 0.5 + 4.0 / 64}, // a float32 scale for 64 numbers
};

double uniformBytes(WeightFormat format) {
    for (const HeldFormat& held : kHeldFormats)
        if (held.format == format)
            return held.bytesPerNumber;
    return 0.0;
}

// Of a group of weights: what lies in the mapped file, and what is made of it.
struct HeldBytes {
    std::uint64_t mapped = 0;
    std::uint64_t made = 0;

    std::uint64_t all() const { return mapped + made; }
    HeldBytes operator+(const HeldBytes& other) const {
        return {mapped + other.mapped, made + other.made};
    }
};

std::uint64_t part(std::uint64_t bytes, std::int64_t count, std::int64_t of) {
    return of > 0 ? bytes * static_cast<std::uint64_t>(count) / static_cast<std::uint64_t>(of)
                  : bytes;
}

bool isCpu(const DeviceName& device) {
    return device.kind == DeviceKind::Cpu;
}

// How a component's weights are held on its device.
class WeightHolder {
  public:
    WeightHolder(const ComponentDescription& component, const DeviceName& device,
                 WeightFormat format)
        : format_(format), onCpu_(isCpu(device)), uniform_(uniformBytes(format)),
          narrows_(uniform_ > 0.0 || format == WeightFormat::BFloat16 ||
                   (format == WeightFormat::Auto && component.float32Bytes > kAutoNarrowBytes)),
          deviceBytes_(format == WeightFormat::Float32 ? kBytesOfFloat32 : kBytesOfBFloat16) {}

    HeldBytes held(const WeightCount& count) const {
        const std::uint64_t quantised = uniform_ > 0.0 ? count.quantisable : 0;
        HeldBytes bytes = heldPlainly(count, quantised) + heldAsStored(count);
        bytes.made += static_cast<std::uint64_t>(static_cast<double>(quantised) * uniform_);
        return bytes;
    }

    // Whether a matrix is anything else than what activations are.
    bool widens(const WeightCount& count) const {
        return onCpu_ && (uniform_ > 0.0 || count.bfloat16 + count.storedQuantised() > 0 ||
                          (narrows_ && count.float32 + count.encoded > 0));
    }

    models::BlockMemoryOptions blockOptions(const WeightCount& count) const {
        return {onCpu_ ? kBytesOfFloat32 : deviceBytes_, widens(count)};
    }

  private:
    // What is neither quantised now nor was when it was stored. In a component that is quantised
    // while it is loaded the other matrices are bfloat16.
    HeldBytes heldPlainly(const WeightCount& count, std::uint64_t quantised) const {
        if (!onCpu_)
            return {0, (count.matrices() - quantised + count.copied) * deviceBytes_};
        const std::uint64_t copied = count.copied * kBytesOfFloat32;
        if (quantised > 0) {
            const std::uint64_t others = count.matrices() - quantised;
            const std::uint64_t lying = std::min(others, count.bfloat16);
            return {lying * kBytesOfBFloat16, (others - lying) * kBytesOfBFloat16 + copied};
        }
        const std::uint64_t made = narrows_ ? kBytesOfBFloat16 : kBytesOfFloat32;
        HeldBytes bytes{count.bfloat16 * kBytesOfBFloat16, count.encoded * made + copied};
        (narrows_ ? bytes.made : bytes.mapped) += count.float32 * made;
        return bytes;
    }

    // What is stored quantised stays so, but for int8 where int4 is asked for.
    HeldBytes heldAsStored(const WeightCount& count) const {
        const bool coarsens = format_ == WeightFormat::Int4;
        const std::uint64_t stays = count.int4.bytes + (coarsens ? 0 : count.int8.bytes);
        const auto made = static_cast<std::uint64_t>(
            coarsens ? static_cast<double>(count.int8.numbers) * uniform_ : 0.0);
        return onCpu_ ? HeldBytes{stays, made} : HeldBytes{0, stays + made};
    }

    WeightFormat format_;
    bool onCpu_;
    double uniform_;
    bool narrows_;
    std::uint64_t deviceBytes_;
};

models::ZImageTransformerConfig configOf(const TransformerSizes& sizes) {
    models::ZImageTransformerConfig config;
    config.dim = sizes.dim;
    config.headCount = sizes.headCount;
    config.layerCount = sizes.layerCount;
    config.patchSize = sizes.patchSize;
    return config;
}

models::Qwen3Config configOf(const TextEncoderSizes& sizes) {
    models::Qwen3Config config;
    config.hiddenSize = sizes.hiddenSize;
    config.intermediateSize = sizes.intermediateSize;
    config.layerCount = sizes.layerCount;
    config.headCount = sizes.headCount;
    config.keyValueHeadCount = sizes.keyValueHeadCount;
    config.headDim = sizes.headDim;
    return config;
}

models::AutoencoderKLConfig configOf(const AutoencoderSizes& sizes) {
    models::AutoencoderKLConfig config;
    config.blockChannels = sizes.blockChannels;
    config.layersPerBlock = sizes.layersPerBlock;
    config.latentChannels = sizes.latentChannels;
    config.midAttention = sizes.midAttention;
    return config;
}

// A component over the course of a job.
struct Course {
    MemoryUse use = MemoryUse::Activations;
    DeviceName device;
    std::uint64_t bound = 0;     // once it is loaded, before its first use
    std::uint64_t used = 0;      // from its use on
    std::uint64_t left = 0;      // behind its last use in the job
    std::uint64_t transient = 0; // while it is loaded
};

// Everything that follows from one set of arguments.
class Forecast {
  public:
    Forecast(const ModelDescription& model, const JobSize& job, const Placement& placement)
        : model_(model), job_(job), placement_(placement) {
        followTextEncoder();
        followTransformer();
        followAutoencoder();
    }

    std::vector<PhaseMemory> phases() const;

  private:
    struct Term {
        MemoryUse use;
        DeviceName device;
        std::uint64_t bytes;
    };
    using Moment = std::vector<Term>;

    bool streams(const ComponentDescription& component, Residency residency) const;
    void followTextEncoder();
    void followTransformer();
    void followAutoencoder();
    std::uint64_t autoencoderPeak(bool decode) const;
    std::uint64_t samplePeak() const;

    Moment momentOf(std::uint64_t text, std::uint64_t transformer, std::uint64_t autoencoder) const;
    Moment with(Moment moment, const DeviceName& device, std::uint64_t bytes) const;
    std::vector<Moment> momentsOf(Phase phase) const;

    const ModelDescription& model_;
    const JobSize& job_;
    const Placement& placement_;
    Course text_, transformer_, autoencoder_;
};

// A component whose weights are the same to all: loaded, used, freed or not.
Course courseOf(MemoryUse use, const DeviceName& device, HeldBytes held, Residency residency,
                const ComponentDescription& component) {
    Course course{use, device, isCpu(device) ? held.made : held.all(), held.all(), 0, 0};
    course.left = residency == Residency::Offload ? 0 : course.used;
    if (isCpu(device) && held.made > 0)
        course.transient = component.largestBytes;
    return course;
}

// Whether a component whose blocks are to be streamed really is.
bool Forecast::streams(const ComponentDescription& component, Residency residency) const {
    return residency == Residency::Stream && !job_.hasAdapters &&
           !quantisesOnLoad(component, placement_.weightFormat);
}

void Forecast::followTextEncoder() {
    const ComponentDescription& text = model_.textEncoder;
    if (!text.isThere || !job_.encodesHere)
        return;
    const WeightHolder holder(text, placement_.textEncoder, placement_.weightFormat);
    const std::int64_t layers = model_.textEncoderSizes.layerCount;
    const std::int64_t asked =
        job_.hiddenLayer < 0 ? job_.hiddenLayer + layers + 1 : job_.hiddenLayer;
    const std::int64_t run = std::clamp<std::int64_t>(asked, 0, layers);
    HeldBytes blocks = holder.held(text.blocks);
    // Layers that are not run and rows of the table that are not looked up stay on the disk.
    blocks.mapped = part(blocks.mapped, run, layers);
    HeldBytes table = holder.held(text.table);
    table.mapped = 0;
    const HeldBytes rest = holder.held(text.rest) + table;
    const Residency residency = placement_.residency.textEncoder;
    if (streams(text, residency)) {
        text_ = courseOf(MemoryUse::TextEncoder, placement_.textEncoder,
                         rest + holder.held(text.largestBlock), residency, text);
        text_.left = rest.all();
        return;
    }
    text_ =
        courseOf(MemoryUse::TextEncoder, placement_.textEncoder, rest + blocks, residency, text);
}

void Forecast::followTransformer() {
    const ComponentDescription& transformer = model_.transformer;
    if (!transformer.isThere)
        return;
    const WeightHolder holder(transformer, placement_.transformer, placement_.weightFormat);
    const HeldBytes rest = holder.held(transformer.rest) + holder.held(transformer.table);
    const Residency residency = placement_.residency.transformer;
    const bool streamed = streams(transformer, residency);
    const WeightCount& blocks = streamed ? transformer.largestBlock : transformer.blocks;
    transformer_ = courseOf(MemoryUse::Transformer, placement_.transformer,
                            rest + holder.held(blocks), residency, transformer);
    if (streamed)
        transformer_.left = rest.all();
}

void Forecast::followAutoencoder() {
    const ComponentDescription& autoencoder = model_.autoencoder;
    if (!autoencoder.isThere)
        return;
    const WeightHolder holder(autoencoder, placement_.autoencoder,
                              withoutQuantisation(placement_.weightFormat));
    autoencoder_ = courseOf(MemoryUse::Autoencoder, placement_.autoencoder,
                            holder.held(autoencoder.rest), Residency::Resident, autoencoder);
}

std::uint64_t Forecast::autoencoderPeak(bool decode) const {
    const models::AutoencoderKLConfig config = configOf(model_.autoencoderSizes);
    const std::uint64_t bytes =
        isCpu(placement_.autoencoder) || placement_.weightFormat == WeightFormat::Float32
            ? kBytesOfFloat32
            : kBytesOfBFloat16;
    const TileSettings& tiles = placement_.tiles;
    if (tiles.tiling != Tiling::On)
        return decode ? models::decodePeakBytes(config, job_.width, job_.height, bytes)
                      : models::encodePeakBytes(config, job_.width, job_.height, bytes);
    const models::TileOptions options{tiles.tilePixels / kPixelsPerCell * kPixelsPerCell,
                                      tiles.overlapPixels / kPixelsPerCell * kPixelsPerCell};
    if (!models::checkTileOptions(options))
        return 0; // refused before anything is loaded
    return decode ? models::tiledDecodePeakBytes(config, job_.width, job_.height, options, bytes)
                  : models::tiledEncodePeakBytes(config, job_.width, job_.height, options, bytes);
}

std::uint64_t Forecast::samplePeak() const {
    const WeightHolder holder(model_.transformer, placement_.transformer, placement_.weightFormat);
    std::vector<std::int64_t> captions{std::max(job_.promptTokens, 1)};
    if (job_.negativeTokens > 0)
        captions.push_back(job_.negativeTokens);
    return models::transformerPeakBytes(configOf(model_.transformerSizes),
                                        job_.height / kPixelsPerCell, job_.width / kPixelsPerCell,
                                        captions, holder.blockOptions(model_.transformer.blocks));
}

Forecast::Moment Forecast::momentOf(std::uint64_t text, std::uint64_t transformer,
                                    std::uint64_t autoencoder) const {
    return {{MemoryUse::TextEncoder, placement_.textEncoder, text},
            {MemoryUse::Transformer, placement_.transformer, transformer},
            {MemoryUse::Autoencoder, placement_.autoencoder, autoencoder}};
}

Forecast::Moment Forecast::with(Moment moment, const DeviceName& device,
                                std::uint64_t bytes) const {
    moment.push_back({MemoryUse::Activations, device, bytes});
    return moment;
}

// The worst moments of a phase that may be its peak.
std::vector<Forecast::Moment> Forecast::momentsOf(Phase phase) const {
    const bool early = job_.hasPreview || job_.hasSource; // the autoencoder, before sampling
    const std::uint64_t drawn = early ? autoencoder_.used : 0;
    // Between two pictures the transformer stays.
    const std::uint64_t behind =
        job_.pictures > 1 && placement_.residency.transformer == Residency::Offload
            ? transformer_.used
            : transformer_.left;
    switch (phase) {
    case Phase::Load:
        return {with(momentOf(text_.bound, 0, 0), placement_.textEncoder, text_.transient),
                with(momentOf(text_.left, transformer_.bound, drawn), placement_.transformer,
                     transformer_.transient),
                with(momentOf(text_.left, early ? 0 : behind, autoencoder_.bound),
                     placement_.autoencoder, autoencoder_.transient)};
    case Phase::Encode: {
        std::vector<Moment> moments;
        if (text_.used > 0) {
            const WeightHolder holder(model_.textEncoder, placement_.textEncoder,
                                      placement_.weightFormat);
            moments.push_back(
                with(momentOf(text_.used, 0, 0), placement_.textEncoder,
                     models::textEncoderPeakBytes(configOf(model_.textEncoderSizes),
                                                  std::max(job_.promptTokens, job_.negativeTokens),
                                                  holder.blockOptions(model_.textEncoder.blocks))));
        }
        if (job_.hasSource && autoencoder_.used > 0)
            moments.push_back(with(momentOf(text_.left, transformer_.bound, autoencoder_.used),
                                   placement_.autoencoder, autoencoderPeak(false)));
        return moments;
    }
    case Phase::Sample:
        if (transformer_.used == 0)
            return {};
        return {with(momentOf(text_.left, transformer_.used, drawn), placement_.transformer,
                     samplePeak())};
    case Phase::Decode:
        if (autoencoder_.used == 0)
            return {};
        return {with(momentOf(text_.left, behind, autoencoder_.used), placement_.autoencoder,
                     autoencoderPeak(true))};
    case Phase::Save:
        break;
    }
    return {};
}

std::vector<PhaseMemory> Forecast::phases() const {
    std::vector<DeviceName> devices;
    for (const DeviceName& device :
         {placement_.textEncoder, placement_.transformer, placement_.autoencoder})
        if (std::find(devices.begin(), devices.end(), device) == devices.end())
            devices.push_back(device);
    std::vector<PhaseMemory> phases;
    for (const Phase phase : {Phase::Load, Phase::Encode, Phase::Sample, Phase::Decode}) {
        const std::vector<Moment> moments = momentsOf(phase);
        for (const DeviceName& device : devices) {
            PhaseMemory worst{phase, device, {}};
            for (const Moment& moment : moments) {
                PhaseMemory here{phase, device, {}};
                for (const Term& term : moment)
                    if (term.device == device && term.bytes > 0)
                        here.shares.push_back({term.use, term.bytes});
                if (here.bytes() > worst.bytes())
                    worst = std::move(here);
            }
            if (worst.shares.empty())
                continue;
            std::stable_sort(
                worst.shares.begin(), worst.shares.end(),
                [](const MemoryShare& a, const MemoryShare& b) { return a.bytes > b.bytes; });
            phases.push_back(std::move(worst));
        }
    }
    return phases;
}

} // namespace

std::uint64_t PhaseMemory::bytes() const {
    std::uint64_t sum = 0;
    for (const MemoryShare& share : shares)
        sum += share.bytes;
    return sum;
}

std::vector<PhaseMemory> predictMemory(const ModelDescription& model, const JobSize& job,
                                       const Placement& placement) {
    return Forecast(model, job, placement).phases();
}

} // namespace diptych
