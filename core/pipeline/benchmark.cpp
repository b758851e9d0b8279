#include "core/pipeline/benchmark.h"

#include "core/base/stopwatch.h"
#include "core/base/system_memory.h"
#include "core/models/component_config.h"
#include "core/models/flop_count.h"
#include "core/models/qwen3_continuation.h"
#include "core/sampling/noise.h"
#include "core/tensor/device.h"
#include "core/tensor/guarded.h"
#include "core/tensor/matrix_vector.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace diptych {

namespace {

using models::AutoencoderKL;
using models::AutoencoderKLConfig;
using models::Qwen3Config;
using models::Qwen3TextModel;
using models::ZImagePrompts;
using models::ZImageTransformer;
using models::ZImageTransformerConfig;

constexpr std::int64_t kPixelsPerCell = 8;

// Random weights: every tensor is a stretch of one block of random numbers, so that 6 billion of
// them are made at the speed of memory. Small enough that activations stay of ordinary size.
class RandomRecipe {
  public:
    RandomRecipe(at::Device device, at::ScalarType type)
        : device_(device), type_(type),
          block_((at::randn({kBlock}, makeCpuGenerator(1), at::TensorOptions(at::kFloat)) * kScale)
                     .to(type)) {}

    at::Tensor operator()(const std::string&, const Shape& shape) {
        at::Tensor tensor = at::empty(shape, at::TensorOptions(type_));
        at::Tensor flat = tensor.view({-1});
        for (std::int64_t begin = 0; begin < flat.numel(); begin += kBlock) {
            const std::int64_t count = std::min(kBlock, flat.numel() - begin);
            flat.narrow(0, begin, count).copy_(block_.narrow(0, 0, count));
        }
        return tensor.to(device_);
    }

  private:
    static constexpr std::int64_t kBlock = 1 << 22;
    static constexpr double kScale = 0.02;

    at::Device device_;
    at::ScalarType type_;
    at::Tensor block_;
};

ZImageTransformerConfig tinyTransformerConfig() {
    ZImageTransformerConfig config;
    config.dim = 192;
    config.headCount = 6;
    config.layerCount = 4;
    config.captionDim = 128;
    config.axesDims = {8, 12, 12};
    return config;
}

Qwen3Config tinyTextConfig() {
    Qwen3Config config;
    config.vocabularySize = 4096;
    config.hiddenSize = 128;
    config.intermediateSize = 384;
    config.layerCount = 6;
    config.headCount = 4;
    config.keyValueHeadCount = 2;
    config.headDim = 32;
    return config;
}

AutoencoderKLConfig tinyAutoencoderConfig() {
    AutoencoderKLConfig config;
    config.blockChannels = {32, 32, 64, 64};
    return config;
}

// One benchmark run: what it was asked for and what it has found so far.
class Benchmark {
  public:
    Benchmark(const BenchmarkOptions& options, const RunContext& context)
        : options_(options), context_(context) {}

    Result<BenchmarkReport> run();

  private:
    struct Times {
        double median = 0.0, min = 0.0, max = 0.0;
    };

    template <typename Function> double secondsOf(const at::Device& device, Function&& function);
    static Times summarise(std::vector<double> seconds);
    template <typename Function> Times measure(const at::Device& device, Function&& function);
    template <typename First, typename Second>
    std::pair<Times, Times> measureInTurns(const at::Device& device, First&& first,
                                           Second&& second);
    void add(std::string name, const Times& times, double flops, double ceiling = 0.0,
             int extrapolatedFromLayers = 0);
    template <typename Config>
    Result<Config> configOf(Component component, Config turbo, Config tiny) const;
    Result<std::shared_ptr<WeightStore>> weightsOf(Component component, at::Device device) const;

    Status measureLinear();
    Status measureEncode();
    Status measureTransformer();
    Status measureAutoencoder();
    Status measureDecodeTokens();
    double productCeiling(std::int64_t rows, std::int64_t in, std::int64_t out, at::Device device);

    const BenchmarkOptions& options_;
    const RunContext& context_;
    BenchmarkReport report_;
    double bestCeiling_ = 0.0; // GFLOP/s of the best plain product so far
};

void finishWork(const at::Device& device) {
    if (!device.is_cpu()) // reading a value back waits for everything queued before it
        at::zeros({1}, at::TensorOptions(device)).item<float>();
}

template <typename Function>
double Benchmark::secondsOf(const at::Device& device, Function&& function) {
    context_.throwIfCancelled();
    finishWork(device);
    const Stopwatch watch;
    function();
    finishWork(device);
    return watch.seconds();
}

Benchmark::Times Benchmark::summarise(std::vector<double> seconds) {
    std::sort(seconds.begin(), seconds.end());
    return {seconds[seconds.size() / 2], seconds.front(), seconds.back()};
}

template <typename Function>
Benchmark::Times Benchmark::measure(const at::Device& device, Function&& function) {
    std::vector<double> seconds;
    secondsOf(device, function); // touches the weights and warms the caches; does not count
    for (int i = 0; i < options_.repeat; ++i)
        seconds.push_back(secondsOf(device, function));
    return summarise(std::move(seconds));
}

template <typename First, typename Second>
std::pair<Benchmark::Times, Benchmark::Times>
Benchmark::measureInTurns(const at::Device& device, First&& first, Second&& second) {
    std::vector<double> firstSeconds;
    std::vector<double> secondSeconds;
    secondsOf(device, first);
    secondsOf(device, second);
    for (int i = 0; i < options_.repeat; ++i) {
        firstSeconds.push_back(secondsOf(device, first));
        secondSeconds.push_back(secondsOf(device, second));
    }
    return {summarise(std::move(firstSeconds)), summarise(std::move(secondSeconds))};
}

void Benchmark::add(std::string name, const Times& times, double flops, double ceiling,
                    int extrapolatedFromLayers) {
    BenchmarkTiming timing{std::move(name), times.median, times.min, times.max, flops, ceiling};
    timing.extrapolatedFromLayers = extrapolatedFromLayers;
    report_.timings.push_back(std::move(timing));
}

template <typename Config>
Result<Config> Benchmark::configOf(Component component, Config turbo, Config tiny) const {
    if (options_.randomWeights == RandomWeights::Turbo)
        return turbo;
    if (options_.randomWeights == RandomWeights::Tiny)
        return tiny;
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, component));
    DIPTYCH_TRY(const auto weights, ComponentWeights::open(path, diptych::weightsOf(component)));
    return models::readComponentConfig<Config>(path, weights);
}

Result<std::shared_ptr<WeightStore>> Benchmark::weightsOf(Component component,
                                                          at::Device device) const {
    WeightOptions weights{device, options_.placement.weightFormat};
    if (component == Component::Autoencoder)
        weights.format = withoutQuantisation(weights.format);
    if (options_.randomWeights != RandomWeights::None) {
        const at::ScalarType type =
            weights.format == WeightFormat::Float32 ? at::kFloat : at::kBFloat16;
        return WeightStore::fromRecipe(RandomRecipe(device, type), "random weights", weights);
    }
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, component));
    DIPTYCH_TRY(ComponentWeights stored,
                ComponentWeights::open(path, diptych::weightsOf(component)));
    return WeightStore::fromComponent(std::make_shared<ComponentWeights>(std::move(stored)),
                                      weights);
}

// GFLOP/s of a plain product of this shape in the dtype that products are computed in.
double Benchmark::productCeiling(std::int64_t rows, std::int64_t in, std::int64_t out,
                                 at::Device device) {
    const auto type = device.is_cpu() ? at::kFloat : at::kBFloat16;
    const at::TensorOptions like = at::TensorOptions(device).dtype(type);
    const at::Tensor x = at::ones({rows, in}, like);
    const at::Tensor w = at::ones({out, in}, like) * 0.01;
    at::Tensor y = at::empty({rows, out}, like);
    const Times times = measure(device, [&] { at::mm_out(y, x, w.t()); });
    const double flops =
        2.0 * static_cast<double>(rows) * static_cast<double>(in) * static_cast<double>(out);
    const double gflops = flops / times.median * 1e-9;
    bestCeiling_ = std::max(bestCeiling_, gflops);
    return gflops;
}

// A layer whose weight is held in a format; Auto is what it is.
Linear heldAs(WeightFormat format, const at::Tensor& weight) {
    Linear linear;
    if (format == WeightFormat::Int8 || format == WeightFormat::Int4) {
        const auto quantised =
            format == WeightFormat::Int8 ? QuantisedFormat::Int8 : QuantisedFormat::Int4;
        linear.quantised = std::make_shared<const QuantisedMatrix>(
            quantise(quantised, weight.cpu(), "random").to(weight.device()));
    } else {
        linear.weight = weight;
    }
    return linear;
}

Status Benchmark::measureLinear() {
    DIPTYCH_TRY(const at::Device device, resolveDevice(options_.placement.transformer));
    DIPTYCH_TRY(const auto config, configOf(Component::Transformer, ZImageTransformerConfig{},
                                            tinyTransformerConfig()));
    const std::int64_t patches = (options_.height / kSizeMultiple) *
                                 static_cast<std::int64_t>(options_.width / kSizeMultiple);
    // Image tokens and a caption, both in multiples of 32: 1056 tokens at 512×512 with up to 32
    // caption tokens.
    const std::int64_t tokens = (patches + 31) / 32 * 32 + 32;
    const std::int64_t D = config.dim;
    const std::int64_t F = config.feedForwardDim();
    const at::ScalarType stored =
        options_.placement.weightFormat == WeightFormat::Float32 ? at::kFloat : at::kBFloat16;
    RandomRecipe recipe(device, stored);
    for (const auto& [in, out] : {std::pair{D, D}, std::pair{D, F}, std::pair{F, D}}) {
        const auto type = device.is_cpu() ? at::kFloat : stored;
        const at::Tensor x = at::ones({tokens, in}, at::TensorOptions(device).dtype(type));
        const at::Tensor weight = recipe("", {out, in});
        const Linear linear = heldAs(options_.placement.weightFormat, weight);
        const at::Tensor plainWeight = weight.to(type);
        at::Tensor y = at::empty({tokens, out}, x.options());
        // In turns, so that a machine that slows down slows both.
        const auto [times, plain] = measureInTurns(
            device, [&] { linear.forward(x); }, [&] { at::mm_out(y, x, plainWeight.t()); });
        const double flops =
            2.0 * static_cast<double>(tokens) * static_cast<double>(in) * static_cast<double>(out);
        const double ceiling = flops / plain.median * 1e-9;
        bestCeiling_ = std::max(bestCeiling_, ceiling);
        const char* const plainName = stored == at::kFloat ? "float32" : "bfloat16";
        add(fmt::format("linear {}×{}→{} {}", tokens, in, out,
                        linear.quantised ? toString(linear.quantised->format) : plainName),
            times, flops, ceiling);
    }
    return Done{};
}

Status Benchmark::measureEncode() {
    DIPTYCH_TRY(const at::Device device, resolveDevice(options_.placement.textEncoder));
    DIPTYCH_TRY(Qwen3Config config,
                configOf(Component::TextEncoder, Qwen3Config{}, tinyTextConfig()));
    const std::int64_t wanted = config.layerCount - 1; // layer −2 needs all but the last
    const bool fewer = options_.layers > 0 && options_.layers < wanted &&
                       options_.randomWeights != RandomWeights::None;
    const std::int64_t built = fewer ? options_.layers : wanted;
    if (options_.randomWeights != RandomWeights::None)
        config.layerCount = built;
    DIPTYCH_TRY(const auto store, weightsOf(Component::TextEncoder, device));
    const auto model =
        Qwen3TextModel::bind(WeightView(store), config, Qwen3TextModel::Purpose::Encode);
    models::TokenSequence sequence;
    for (int i = 0; i < options_.promptTokens; ++i)
        sequence.ids.push_back((i * 37) % config.vocabularySize);
    const auto layersRun = static_cast<int>(built);
    // With all layers of a checkpoint there is a last one that is not run; random weights leave it
    // out.
    const int layer = options_.randomWeights == RandomWeights::None ? -2 : layersRun;
    Times times = measure(device, [&] { model.hiddenStates({&sequence, 1}, layer, context_); });
    const double scale = static_cast<double>(wanted) / static_cast<double>(built);
    times = {times.median * scale, times.min * scale, times.max * scale};
    add(fmt::format("encode {} tokens", options_.promptTokens), times,
        models::textEncoderFlops(config, options_.promptTokens, wanted),
        device.is_cpu() ? productCeiling(options_.promptTokens, config.hiddenSize,
                                         config.intermediateSize, device)
                        : bestCeiling_,
        fewer ? layersRun : 0);
    report_.dtype = store->dominantType();
    return Done{};
}

Status Benchmark::measureTransformer() {
    DIPTYCH_TRY(const at::Device device, resolveDevice(options_.placement.transformer));
    DIPTYCH_TRY(
        ZImageTransformerConfig config,
        configOf(Component::Transformer, ZImageTransformerConfig{}, tinyTransformerConfig()));
    const ZImageTransformerConfig whole = config;
    const bool fewer = options_.layers > 0 && options_.layers < config.layerCount &&
                       options_.randomWeights != RandomWeights::None;
    if (fewer)
        config.layerCount = options_.layers;
    DIPTYCH_TRY(const auto store, weightsOf(Component::Transformer, device));
    const ZImageTransformer model = ZImageTransformer::bind(WeightView(store), config);
    report_.dtype = store->dominantType();

    const std::int64_t h = options_.height / kPixelsPerCell;
    const std::int64_t w = options_.width / kPixelsPerCell;
    const std::vector<at::Tensor> captions{
        sampling::gaussianNoise(2, {options_.promptTokens, config.captionDim})};
    const at::Tensor latents = sampling::gaussianNoise(3, {1, config.channels, h, w}).to(device);
    std::optional<ZImagePrompts> prompts;
    const Times prepareTimes =
        measure(device, [&] { prompts = model.prepare(captions, h, w, context_); });
    add("dit prepare", prepareTimes, 0.0);
    Times times = measure(device, [&] { model.forward(latents, 0.5, *prompts, context_); });
    const double ran = models::transformerStepFlops(config, h, w, options_.promptTokens);
    const double all = models::transformerStepFlops(whole, h, w, options_.promptTokens);
    if (fewer) // the main blocks are alike, so the step grows with the work
        times = {times.median * all / ran, times.min * all / ran, times.max * all / ran};
    const std::int64_t tokens = prompts->jointRotary.cos.size(0);
    const double ceiling = productCeiling(tokens, config.dim, config.feedForwardDim(), device);
    add(fmt::format("dit step {}×{}", options_.width, options_.height), times, all, ceiling,
        fewer ? static_cast<int>(config.layerCount) : 0);
    return Done{};
}

Status Benchmark::measureAutoencoder() {
    DIPTYCH_TRY(const at::Device device, resolveDevice(options_.placement.autoencoder));
    DIPTYCH_TRY(const AutoencoderKLConfig config,
                configOf(Component::Autoencoder, AutoencoderKLConfig{}, tinyAutoencoderConfig()));
    DIPTYCH_TRY(const auto store, weightsOf(Component::Autoencoder, device));
    const AutoencoderKL model = AutoencoderKL::bind(WeightView(store), config);
    const std::int64_t h = options_.height / kPixelsPerCell;
    const std::int64_t w = options_.width / kPixelsPerCell;
    const at::Tensor latents =
        sampling::gaussianNoise(4, {1, config.latentChannels, h, w}).to(device);
    const Times times = measure(device, [&] { model.decode(latents, context_); });
    if (bestCeiling_ == 0.0)
        productCeiling(1056, 3840, 3840, device);
    add(fmt::format("vae decode {}×{}", options_.width, options_.height), times,
        models::decoderFlops(config, h, w), bestCeiling_);
    return Done{};
}

// What every token of a text reads: the layers' matrices, quantised or not, and the head.
std::vector<at::Tensor> matricesOf(const Qwen3TextModel& model) {
    std::vector<at::Tensor> matrices;
    for (const models::Qwen3Layer& layer : model.layers)
        for (const Linear* linear : {&layer.toQ, &layer.toK, &layer.toV, &layer.toOut, &layer.gate,
                                     &layer.up, &layer.down}) {
            if (const QuantisedMatrix* quantised = linear->quantised.get())
                for (const at::Tensor& part :
                     {quantised->codes, quantised->scales, quantised->keptWeight}) {
                    if (part.defined())
                        matrices.push_back(part);
                }
            else
                matrices.push_back(linear->weight);
        }
    matrices.push_back(model.head.weight);
    return matrices;
}

double bytesOf(const std::vector<at::Tensor>& tensors) {
    double bytes = 0.0;
    for (const at::Tensor& tensor : tensors)
        bytes += static_cast<double>(tensor.nbytes());
    return bytes;
}

Status Benchmark::measureDecodeTokens() {
    constexpr int kTokens = 4; // written in one measurement
    DIPTYCH_TRY(const at::Device device, resolveDevice(options_.placement.textEncoder));
    DIPTYCH_TRY(Qwen3Config config,
                configOf(Component::TextEncoder, Qwen3Config{}, tinyTextConfig()));
    const std::int64_t wanted = config.layerCount;
    const bool fewer = options_.layers > 0 && options_.layers < wanted &&
                       options_.randomWeights != RandomWeights::None;
    if (fewer)
        config.layerCount = options_.layers;
    DIPTYCH_TRY(const auto store, weightsOf(Component::TextEncoder, device));
    const auto model =
        Qwen3TextModel::bind(WeightView(store), config, Qwen3TextModel::Purpose::Generate);
    report_.dtype = store->dominantType();
    const std::vector<at::Tensor> matrices = matricesOf(model);
    const double bytes = bytesOf(matrices);
    const double layerBytes = (bytes - static_cast<double>(model.head.weight.nbytes())) /
                              static_cast<double>(config.layerCount);
    const double allBytes = bytes + layerBytes * static_cast<double>(wanted - config.layerCount);

    models::Qwen3Continuation text(
        model, options_.promptTokens + static_cast<std::int64_t>(kTokens) * (options_.repeat + 1),
        models::KeyValueCache::On);
    text.extend(std::vector<std::int64_t>(static_cast<std::size_t>(options_.promptTokens), 1),
                context_);
    const auto write = [&] {
        for (std::int64_t id = 0; id < kTokens; ++id)
            text.extend({&id, 1}, context_);
    };
    BenchmarkTiming timing;
    Times times;
    if (device.is_cpu()) { // in turns, so that a machine that slows down slows both
        const auto [writing, reading] = measureInTurns(device, write, [&] {
            for (const at::Tensor& matrix : matrices)
                readOnce(matrix);
        });
        times = writing;
        timing.ceilingBandwidth = bytes / reading.median;
    } else {
        times = measure(device, write);
    }
    const double scale = allBytes / bytes / kTokens; // the time is that of reading the weights
    timing.name = fmt::format("decode token after {} tokens", options_.promptTokens);
    timing.medianSeconds = times.median * scale;
    timing.minSeconds = times.min * scale;
    timing.maxSeconds = times.max * scale;
    timing.extrapolatedFromLayers = fewer ? static_cast<int>(config.layerCount) : 0;
    timing.tokens = 1.0;
    timing.bytes = allBytes;
    report_.timings.push_back(std::move(timing));
    return Done{};
}

Result<BenchmarkReport> Benchmark::run() {
    const c10::InferenceMode inference;
    DIPTYCH_TRY(const at::Device device, resolveDevice(options_.placement.transformer));
    report_.device = device.str();
    report_.threads = at::get_num_threads();
    resetPeakResidentBytes();
    const auto wants = [&](BenchmarkStage stage) {
        return options_.stage == stage || options_.stage == BenchmarkStage::All;
    };
    if (wants(BenchmarkStage::Linear))
        DIPTYCH_TRY_DONE(measureLinear());
    if (wants(BenchmarkStage::Encode))
        DIPTYCH_TRY_DONE(measureEncode());
    if (wants(BenchmarkStage::Transformer))
        DIPTYCH_TRY_DONE(measureTransformer());
    if (wants(BenchmarkStage::Autoencoder))
        DIPTYCH_TRY_DONE(measureAutoencoder());
    if (wants(BenchmarkStage::DecodeTokens))
        DIPTYCH_TRY_DONE(measureDecodeTokens());
    report_.peakResidentBytes = peakResidentBytes();
    for (const BenchmarkTiming& timing : report_.timings) {
        if (timing.extrapolatedFromLayers > 0)
            report_.remarks.push_back(fmt::format(
                "'{}' was measured with {} layers and extrapolated to all; peak memory is that of "
                "the layers built",
                timing.name, timing.extrapolatedFromLayers));
        if (options_.stage == BenchmarkStage::All)
            report_.pictureSeconds += timing.name.starts_with("dit step")
                                          ? timing.medianSeconds * options_.steps
                                      : timing.name.starts_with("linear") ? 0.0
                                                                          : timing.medianSeconds;
    }
    return report_;
}

} // namespace

Result<BenchmarkStage> parseBenchmarkStage(std::string_view text) {
    if (text == "linear")
        return BenchmarkStage::Linear;
    if (text == "encode")
        return BenchmarkStage::Encode;
    if (text == "dit")
        return BenchmarkStage::Transformer;
    if (text == "vae")
        return BenchmarkStage::Autoencoder;
    if (text == "all")
        return BenchmarkStage::All;
    if (text == "decode-tokens")
        return BenchmarkStage::DecodeTokens;
    return fail(ErrorCode::InvalidInput, fmt::format("unknown stage '{}'", text),
                "use linear, encode, dit, vae, decode-tokens or all");
}

Result<RandomWeights> parseRandomWeights(std::string_view text) {
    if (text == "turbo")
        return RandomWeights::Turbo;
    if (text == "tiny")
        return RandomWeights::Tiny;
    return fail(ErrorCode::InvalidInput, fmt::format("unknown random weights '{}'", text),
                "use turbo or tiny");
}

Result<BenchmarkReport> runBenchmark(const BenchmarkOptions& options, const RunContext& context) {
    const bool sizeFits = options.width >= kSmallestSide && options.height >= kSmallestSide &&
                          options.width % kSizeMultiple == 0 &&
                          options.height % kSizeMultiple == 0 && options.width <= kLargestSide &&
                          options.height <= kLargestSide;
    if (!sizeFits || options.repeat < 1 || options.steps < 1 || options.promptTokens < 1 ||
        options.layers < 0)
        return fail(ErrorCode::InvalidInput,
                    "width and height must be multiples of 16, repeat, steps and tokens at least 1",
                    fmt::format("the nearest size is {}×{}", nearestValidSide(options.width),
                                nearestValidSide(options.height)));
    return guarded([&] { return Benchmark(options, context).run(); });
}

} // namespace diptych
