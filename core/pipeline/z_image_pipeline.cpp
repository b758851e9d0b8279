// ImagePipeline for Z-Image checkpoints.
#include "core/pipeline/image_pipeline.h"

#include "core/base/system_memory.h"
#include "core/encoders/local_text_encoder.h"
#include "core/lora/lora_session.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/component_config.h"
#include "core/models/z_image_transformer.h"
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"
#include "core/sampling/schedule.h"
#include "core/sampling/solver.h"
#include "core/tensor/cpu_runtime.h"
#include "core/tensor/device.h"
#include "core/tensor/guarded.h"
#include "core/tensor/host_values.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <chrono>

namespace diptych {

namespace {

using models::AutoencoderKL;
using models::AutoencoderKLConfig;
using models::ZImagePrompts;
using models::ZImageTransformer;
using models::ZImageTransformerConfig;

constexpr std::int64_t kPixelsPerCell = 8;

class Stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Error invalidInput(std::string message, std::string hint) {
    return Error{ErrorCode::InvalidInput, std::move(message), std::move(hint), "", {}};
}

// A model bound to its weights, with what is reported about them.
template <typename Model> struct Loaded {
    Model model;
    std::string dtype;
    at::Device device;
    std::uint64_t bytes = 0;
};

template <typename Model, typename Config>
Result<Loaded<Model>> loadModel(const std::filesystem::path& path, ComponentKind kind,
                                const WeightOptions& options, const RunContext& context) {
    DIPTYCH_TRY(ComponentWeights weights, ComponentWeights::open(path, kind));
    DIPTYCH_TRY(const Config config, models::readComponentConfig<Config>(path, weights));
    return guarded([&] {
        const c10::InferenceMode inference;
        auto store = WeightStore::fromComponent(
            std::make_shared<ComponentWeights>(std::move(weights)), options);
        store->watch(context);
        Loaded<Model> loaded{Model::bind(WeightView(store), config), "", options.device, 0};
        store->refuseUnused();
        loaded.dtype = store->dominantType();
        loaded.bytes = store->bytesTaken();
        return loaded;
    });
}

// [B, 3, H, W] → picture `index`.
Image toImage(const at::Tensor& pictures, std::int64_t index) {
    const at::Tensor pixels = models::toPixels(pictures.narrow(0, index, 1)); // [1, H, W, 3]
    const auto* begin = pixels.data_ptr<std::uint8_t>();
    return valueOrThrow(fromInterleavedRgb8(static_cast<int>(pixels.size(2)),
                                            static_cast<int>(pixels.size(1)),
                                            {begin, begin + pixels.numel()}));
}

void requireFinite(const at::Tensor& tensor, const std::string& what) {
    if (tensor.isfinite().all().item<bool>())
        return;
    throw ErrorException(Error{ErrorCode::WeightsInvalid,
                               fmt::format("{} holds numbers that are not finite", what),
                               "the weights may be damaged, or their format too narrow: check the "
                               "file, or try --dtype float32",
                               "",
                               {}});
}

class ZImagePipeline final : public ImagePipeline {
  public:
    struct Devices {
        at::Device textEncoder, transformer, autoencoder;
    };

    ZImagePipeline(PipelineOptions options, ModelSpec spec, Devices devices)
        : options_(std::move(options)), spec_(std::move(spec)), devices_(devices) {}

    const ModelSpec& spec() const override { return spec_; }

    Result<EncodedPrompt> encode(const FormattedPrompt& prompt, int hiddenLayer,
                                 const RunContext& context) override;
    Result<EncodedPrompt> encodeTokens(std::span<const std::int32_t> ids, int hiddenLayer,
                                       const RunContext& context) override;
    Result<std::vector<HostTensor>> allHiddenStates(std::span<const std::int32_t> ids,
                                                    const RunContext& context) override;
    Result<std::vector<std::int32_t>> tokenize(const FormattedPrompt& prompt) override;
    Result<GenerationReport> generate(const ResolvedRequest& request,
                                      const GenerationInputs& inputs,
                                      const PictureHandler& onPicture,
                                      const RunContext& context) override;
    Result<std::vector<DecodedPicture>> decode(const HostTensor& latents,
                                               const RunContext& context) override;
    Result<EncodedPicture> encodePicture(const Image& image, const RunContext& context) override;
    void unload() override;

  private:
    // Everything one job needs, found out before the first step.
    struct Job {
        const GenerationRequest& request;
        sampling::Schedule schedule;
        const PictureHandler& onPicture;
        std::vector<at::Tensor> positives; // one for all pictures, or one each; [S, D]
        std::vector<at::Tensor> negatives; // empty when guidance is off
        at::Tensor initialLatents;         // undefined, or [count, C, h, w]
        std::int64_t latentHeight = 0;
        std::int64_t latentWidth = 0;
        int count = 1;
    };

    // The captions of one or several pictures, as the transformer takes them; made when a step
    // first needs them, for truncated guidance needs both kinds and other jobs only one.
    struct Captions {
        at::Tensor positive;                   // [S, D]
        at::Tensor negative;                   // undefined when guidance is off
        std::optional<ZImagePrompts> alone;    // the positive one
        std::optional<ZImagePrompts> together; // positive, negative
    };

    Status needTokenizer();
    Status needTextEncoder(const RunContext& context);
    Result<EncodedPrompt> encodeIds(std::span<const std::int32_t> ids, int hiddenLayer,
                                    const RunContext& context);
    Status needTransformer(const RunContext& context);
    Status needAutoencoder(const RunContext& context);
    void makeRoomForTransformer();
    WeightOptions weightOptions(at::Device device) const;

    Status encodePrompts(Job& job, const GenerationInputs& inputs, GenerationReport& report,
                         const RunContext& context);
    Result<at::Tensor> encodeOne(const FormattedPrompt& prompt, GenerationReport& report,
                                 int hiddenLayer, const RunContext& context);
    at::Tensor givenEmbedding(const HostTensor& values) const;
    at::Tensor givenLatents(const HostTensor& values) const;
    at::Tensor predict(const at::Tensor& x, float t, const Job& job, Captions& captions,
                       GenerationReport& report, const RunContext& context) const;
    at::Tensor sample(const Job& job, int index, Captions& captions, GenerationReport& report,
                      const RunContext& context) const;
    Status drawPictures(const Job& job, GenerationReport& report, const RunContext& context);

    PipelineOptions options_;
    ModelSpec spec_;
    Devices devices_;
    std::optional<Tokenizer> tokenizer_;
    std::unique_ptr<LocalTextEncoder> textEncoder_;
    std::optional<Loaded<ZImageTransformer>> transformer_;
    std::optional<Loaded<AutoencoderKL>> autoencoder_;
    lora::LoraSession loras_;
};

WeightOptions ZImagePipeline::weightOptions(at::Device device) const {
    return {device, options_.placement.weightFormat};
}

Status ZImagePipeline::needTokenizer() {
    if (tokenizer_)
        return Done{};
    DIPTYCH_TRY(const auto folder, locateComponent(options_.location, Component::Tokenizer));
    DIPTYCH_TRY(tokenizer_, Tokenizer::load(folder));
    return Done{};
}

Status ZImagePipeline::needTextEncoder(const RunContext& context) {
    if (textEncoder_)
        return Done{};
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::TextEncoder));
    const std::string name =
        options_.location.textEncoder.empty() ? spec_.name : path.filename().string();
    DIPTYCH_TRY(textEncoder_,
                LocalTextEncoder::load(path, name, weightOptions(devices_.textEncoder), context));
    return Done{};
}

Status ZImagePipeline::needTransformer(const RunContext& context) {
    if (transformer_)
        return Done{};
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::Transformer));
    DIPTYCH_TRY(transformer_, loadModel<ZImageTransformer, ZImageTransformerConfig>(
                                  path, ComponentKind::Transformer,
                                  weightOptions(devices_.transformer), context));
    return Done{};
}

Status ZImagePipeline::needAutoencoder(const RunContext& context) {
    if (autoencoder_)
        return Done{};
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::Autoencoder));
    DIPTYCH_TRY(autoencoder_, loadModel<AutoencoderKL, AutoencoderKLConfig>(
                                  path, ComponentKind::Autoencoder,
                                  weightOptions(devices_.autoencoder), context));
    return Done{};
}

// Text encoder and transformer together need 20 GB at full size. Where that is more than half of
// the host's memory, the text encoder goes before the transformer comes.
void ZImagePipeline::makeRoomForTransformer() {
    if (!textEncoder_ || transformer_ || !devices_.transformer.is_cpu())
        return;
    const auto path = locateComponent(options_.location, Component::Transformer);
    const auto weights = path ? ComponentWeights::open(*path, ComponentKind::Transformer)
                              : tl::unexpected<Error>(Error{});
    const std::uint64_t needed =
        textEncoder_->weightBytes() + (weights ? weights->totalBytes() : 0);
    if (needed < systemMemory().totalBytes / 2)
        return;
    textEncoder_.reset();
    loras_.forget(lora::Part::TextEncoder);
    releaseUnusedMemory();
}

Result<std::vector<std::int32_t>> ZImagePipeline::tokenize(const FormattedPrompt& prompt) {
    DIPTYCH_TRY_DONE(needTokenizer());
    return tokenizer_->encode(prompt.text);
}

Result<EncodedPrompt> ZImagePipeline::encode(const FormattedPrompt& prompt, int hiddenLayer,
                                             const RunContext& context) {
    DIPTYCH_TRY(const auto ids, tokenize(prompt));
    return encodeTokens(ids, hiddenLayer, context);
}

Result<EncodedPrompt> ZImagePipeline::encodeTokens(std::span<const std::int32_t> ids,
                                                   int hiddenLayer, const RunContext& context) {
    DIPTYCH_TRY_DONE(needTextEncoder(context));
    loras_.removeFrom(lora::Part::TextEncoder); // they belong to requests
    return encodeIds(ids, hiddenLayer, context);
}

Result<EncodedPrompt> ZImagePipeline::encodeIds(std::span<const std::int32_t> ids, int hiddenLayer,
                                                const RunContext& context) {
    const Stopwatch watch;
    context.report(Phase::Encode, 0, 1);
    DIPTYCH_TRY(const PromptEmbedding embedding,
                textEncoder_->encodeTokens(ids, hiddenLayer, context));
    context.report(Phase::Encode, 1, 1);
    return guarded([&] {
        requireFinite(embedding.hidden, "the prompt's embedding");
        return EncodedPrompt{toHostTensor(embedding.hidden),
                             embedding.tokenIds,
                             embedding.layer,
                             embedding.encoder,
                             embedding.dtype,
                             watch.seconds()};
    });
}

Result<std::vector<HostTensor>> ZImagePipeline::allHiddenStates(std::span<const std::int32_t> ids,
                                                                const RunContext& context) {
    DIPTYCH_TRY_DONE(needTextEncoder(context));
    loras_.removeFrom(lora::Part::TextEncoder);
    DIPTYCH_TRY(const auto states, textEncoder_->allHiddenStates(ids, context));
    std::vector<HostTensor> result;
    for (const at::Tensor& state : states)
        result.push_back(toHostTensor(state));
    return result;
}

at::Tensor ZImagePipeline::givenEmbedding(const HostTensor& values) const {
    const at::Tensor embedding = toTensor(values).to(at::kFloat);
    const std::int64_t width = transformer_->model.config.captionDim;
    if (embedding.dim() != 2 || embedding.size(0) < 1 || embedding.size(1) != width)
        throw ErrorException(invalidInput(
            fmt::format(
                "the prompt embedding does not fit this transformer: expected [tokens, {}], "
                "found {}",
                width, shapeText(values.shape)),
            "use an embedding made by this model's text encoder"));
    requireFinite(embedding, "the prompt embedding");
    return embedding;
}

at::Tensor ZImagePipeline::givenLatents(const HostTensor& values) const {
    const at::Tensor latents = toTensor(values).to(at::kFloat);
    const std::int64_t channels = transformer_->model.config.channels;
    const bool fits = latents.dim() == 4 && latents.size(0) >= 1 && latents.size(1) == channels &&
                      latents.size(2) >= 2 && latents.size(3) >= 2 && latents.size(2) % 2 == 0 &&
                      latents.size(3) % 2 == 0;
    if (!fits)
        throw ErrorException(invalidInput(
            fmt::format("the initial latents have the shape {}, expected [pictures, {}, height/8, "
                        "width/8] with even height and width",
                        shapeText(values.shape), channels),
            "use latents that --save-latents wrote"));
    requireFinite(latents, "the initial latents");
    return latents;
}

Result<at::Tensor> ZImagePipeline::encodeOne(const FormattedPrompt& prompt,
                                             GenerationReport& report, int hiddenLayer,
                                             const RunContext& context) {
    DIPTYCH_TRY(const auto ids, tokenize(prompt));
    DIPTYCH_TRY_DONE(needTextEncoder(context));
    DIPTYCH_TRY_DONE(loras_.applyTo(lora::Part::TextEncoder, textEncoder_->model(), context));
    DIPTYCH_TRY(EncodedPrompt encoded, encodeIds(ids, hiddenLayer, context));
    report.encoder = encoded.encoder;
    report.seconds.encode += encoded.seconds;
    at::Tensor embedding = toTensor(encoded.embedding);
    report.prompts.push_back(std::move(encoded));
    return embedding;
}

// Fills in the embeddings of the job, and loads the transformer on the way: given embeddings can
// only be checked against it.
Status ZImagePipeline::encodePrompts(Job& job, const GenerationInputs& inputs,
                                     GenerationReport& report, const RunContext& context) {
    const GenerationRequest& request = job.request;
    const bool guided = request.guidanceScale > 0.0;
    const bool givenPrompts = !inputs.promptEmbeddings.empty();
    if (givenPrompts && guided && inputs.negativeEmbeddings.empty())
        return fail(invalidInput("guidance needs a negative embedding beside the prompt embedding",
                                 "give one (--negative-embeds), or set the guidance scale to 0"));
    const Stopwatch watch;
    if (!givenPrompts) {
        report.formattedPrompt = formatChat(request.conversation);
        DIPTYCH_TRY(at::Tensor positive,
                    encodeOne(report.formattedPrompt, report, request.hiddenLayer, context));
        if (positive.size(0) > kTrainedPromptTokens)
            report.notices.push_back(
                {"prompt_beyond_trained_range",
                 fmt::format("The prompt has {} tokens; the model was trained with up to {}.",
                             positive.size(0), kTrainedPromptTokens)});
        job.positives.push_back(std::move(positive));
    }
    if (guided && inputs.negativeEmbeddings.empty()) {
        Conversation negative;
        negative.user = request.negativePrompt;
        negative.cleanWhitespace = request.conversation.cleanWhitespace;
        DIPTYCH_TRY(at::Tensor embedding,
                    encodeOne(formatChat(negative), report, request.hiddenLayer, context));
        job.negatives.push_back(std::move(embedding));
    }
    makeRoomForTransformer();
    DIPTYCH_TRY_DONE(needTransformer(context));
    DIPTYCH_TRY_DONE(loras_.applyTo(lora::Part::Transformer, transformer_->model, context));
    report.loras = loras_.reports();
    for (Notice& notice : loras_.notices())
        report.notices.push_back(std::move(notice));
    report.seconds.load = watch.seconds() - report.seconds.encode;
    return guarded([&]() -> Status {
        const std::int64_t width = transformer_->model.config.captionDim;
        for (const HostTensor& values : inputs.promptEmbeddings)
            job.positives.push_back(givenEmbedding(values));
        if (guided)
            for (const HostTensor& values : inputs.negativeEmbeddings)
                job.negatives.push_back(givenEmbedding(values));
        if (job.positives.front().size(1) != width)
            return fail(Error{ErrorCode::WeightsInvalid,
                              fmt::format("the text encoder does not fit the transformer: expected "
                                          "hidden states {} wide, got {}",
                                          width, job.positives.front().size(1)),
                              "use the text encoder that the transformer was trained with",
                              "",
                              {}});
        if (inputs.initialLatents)
            job.initialLatents = givenLatents(*inputs.initialLatents);
        return Done{};
    });
}

// The guided prediction data − noise, [1, C, h, w] float32, at time t.
at::Tensor ZImagePipeline::predict(const at::Tensor& x, float t, const Job& job, Captions& captions,
                                   GenerationReport& report, const RunContext& context) const {
    const GenerationRequest& request = job.request;
    const ZImageTransformer& model = transformer_->model;
    const auto prepared = [&](std::optional<ZImagePrompts>& prompts,
                              const std::vector<at::Tensor>& list) -> const ZImagePrompts& {
        if (!prompts)
            prompts = model.prepare(list, job.latentHeight, job.latentWidth, context);
        return *prompts;
    };
    report.evaluations += 1;
    if (!captions.negative.defined() || !sampling::isGuided(t, request.cfgTruncation))
        return model.forward(x, t, prepared(captions.alone, {captions.positive}), context);
    report.guidedEvaluations += 1;
    const at::Tensor both =
        model.forward(at::cat({x, x}, 0), t,
                      prepared(captions.together, {captions.positive, captions.negative}), context);
    const at::Tensor positive = both.narrow(0, 0, 1);
    const at::Tensor guided =
        sampling::guide(positive, both.narrow(0, 1, 1), request.guidanceScale);
    const double limit = request.cfgNormalization.value_or(0.0);
    return limit > 0.0 ? sampling::limitNorm(guided, positive, limit) : guided;
}

// The latents of one picture after all steps, [1, C, h, w] float32 on the transformer's device.
at::Tensor ZImagePipeline::sample(const Job& job, int index, Captions& captions,
                                  GenerationReport& report, const RunContext& context) const {
    const GenerationRequest& request = job.request;
    const ZImageTransformer& model = transformer_->model;
    const sampling::Schedule& schedule = job.schedule;
    const auto solver = valueOrThrow(sampling::makeSolver(request.scheduler, schedule));
    const sampling::Velocity velocity = [&](const at::Tensor& x, float sigma) {
        // The transformer's time runs from 0 (noise) to 1 (picture) and its output is data − noise.
        const float t = (1000.0F - 1000.0F * sigma) / 1000.0F;
        return -predict(x, t, job, captions, report, context);
    };
    at::Tensor x =
        job.initialLatents.defined()
            ? job.initialLatents.narrow(0, index, 1)
            : sampling::gaussianNoise(*request.seed + index, {1, model.config.channels,
                                                              job.latentHeight, job.latentWidth});
    x = x.to(transformer_->device);
    context.report(Phase::Sample, 0, request.steps);
    for (int step = 0; step < schedule.steps(); ++step) {
        context.throwIfCancelled();
        x = solver->step(x, step, velocity);
        if (x.is_cpu())
            requireFinite(x, fmt::format("the result of step {} of the transformer", step + 1));
        context.report(Phase::Sample, step + 1, request.steps);
    }
    requireFinite(x, "the transformer's result");
    return x;
}

Status ZImagePipeline::drawPictures(const Job& job, GenerationReport& report,
                                    const RunContext& context) {
    const auto pick = [](const std::vector<at::Tensor>& list, int index) {
        return list[list.size() == 1 ? 0 : static_cast<std::size_t>(index)];
    };
    const bool samePrompts = job.positives.size() == 1 && job.negatives.size() <= 1;
    Captions captions;
    for (int index = 0; index < job.count; ++index) {
        const Stopwatch samplingWatch;
        if (index == 0 || !samePrompts)
            captions = {pick(job.positives, index),
                        job.negatives.empty() ? at::Tensor() : pick(job.negatives, index),
                        {},
                        {}};
        const at::Tensor latents = sample(job, index, captions, report, context);
        const double samplingSeconds = samplingWatch.seconds();
        report.seconds.sample += samplingSeconds;

        const Stopwatch loadWatch;
        DIPTYCH_TRY_DONE(needAutoencoder(context));
        report.seconds.load += loadWatch.seconds();
        const Stopwatch decodeWatch;
        context.report(Phase::Decode, 0, 1);
        const at::Tensor pictures = autoencoder_->model.decode(latents, context); // [1, 3, H, W]
        requireFinite(pictures, "the autoencoder's result");
        context.report(Phase::Decode, 1, 1);
        report.seconds.decode += decodeWatch.seconds();
        // seed + index wraps at 2^63 like the generator's state would.
        const auto seed = static_cast<std::int64_t>(
            (static_cast<std::uint64_t>(*job.request.seed) + static_cast<std::uint64_t>(index)) &
            0x7FFFFFFFFFFFFFFFULL);
        DIPTYCH_TRY_DONE(job.onPicture({toImage(pictures, 0), toHostTensor(latents), index, seed,
                                        samplingSeconds + decodeWatch.seconds()},
                                       report));
    }
    return Done{};
}

Result<GenerationReport> ZImagePipeline::generate(const ResolvedRequest& resolved,
                                                  const GenerationInputs& inputs,
                                                  const PictureHandler& onPicture,
                                                  const RunContext& context) {
    return guarded([&]() -> Result<GenerationReport> {
        const c10::InferenceMode inference;
        const GenerationRequest& request = resolved.request;
        DIPTYCH_TRY(sampling::Schedule schedule,
                    sampling::makeSchedule(request.sigmaSpacing, request.steps,
                                           request.shift.value_or(spec_.shift)));
        if (const auto solver = sampling::makeSolver(request.scheduler, schedule); !solver)
            return fail(solver.error());
        GenerationReport report;
        report.notices = resolved.notices;
        report.model = spec_.name;
        DIPTYCH_TRY_DONE(loras_.select(request.loras));
        Job job{request, std::move(schedule), onPicture, {}, {}, {}, 0, 0, request.count};
        DIPTYCH_TRY_DONE(encodePrompts(job, inputs, report, context));
        report.dtype = transformer_->dtype;
        job.latentHeight = request.height / kPixelsPerCell;
        job.latentWidth = request.width / kPixelsPerCell;
        if (job.initialLatents.defined()) {
            job.count = static_cast<int>(job.initialLatents.size(0));
            job.latentHeight = job.initialLatents.size(2);
            job.latentWidth = job.initialLatents.size(3);
        }
        for (const auto* list : {&job.positives, &job.negatives})
            if (list->size() > 1 && static_cast<int>(list->size()) != job.count)
                return fail(invalidInput(
                    fmt::format("there are {} embeddings for {} pictures", list->size(), job.count),
                    "give one embedding for all pictures, or one for each"));
        report.width = static_cast<int>(job.latentWidth * kPixelsPerCell);
        report.height = static_cast<int>(job.latentHeight * kPixelsPerCell);
        DIPTYCH_TRY_DONE(drawPictures(job, report, context));
        return report;
    });
}

Result<std::vector<DecodedPicture>> ZImagePipeline::decode(const HostTensor& values,
                                                           const RunContext& context) {
    DIPTYCH_TRY_DONE(needAutoencoder(context));
    return guarded([&]() -> Result<std::vector<DecodedPicture>> {
        const c10::InferenceMode inference;
        const AutoencoderKL& model = autoencoder_->model;
        const at::Tensor latents = toTensor(values).to(at::kFloat);
        if (latents.dim() != 4 || latents.numel() == 0 ||
            latents.size(1) != model.config.latentChannels)
            return fail(
                invalidInput(fmt::format("the latents have the shape {}, expected "
                                         "[pictures, {}, height/8, width/8]",
                                         shapeText(values.shape), model.config.latentChannels),
                             "use latents that --save-latents or vae-encode wrote"));
        requireFinite(latents, "the latents");
        std::vector<DecodedPicture> pictures;
        for (std::int64_t i = 0; i < latents.size(0); ++i) {
            context.report(Phase::Decode, i, latents.size(0));
            const at::Tensor picture = model.decode(latents.narrow(0, i, 1), context);
            requireFinite(picture, "the autoencoder's result");
            pictures.push_back({toImage(picture, 0), toHostTensor(picture)});
        }
        context.report(Phase::Decode, latents.size(0), latents.size(0));
        return pictures;
    });
}

Result<EncodedPicture> ZImagePipeline::encodePicture(const Image& image,
                                                     const RunContext& context) {
    for (const int side : {image.width(), image.height()})
        if (side % kSizeMultiple != 0)
            return fail(invalidInput(
                fmt::format("the picture is {} × {} pixels; both sides must be multiples of {}",
                            image.width(), image.height(), kSizeMultiple),
                fmt::format("the nearest size is {} × {}", nearestValidSide(image.width()),
                            nearestValidSide(image.height()))));
    DIPTYCH_TRY_DONE(needAutoencoder(context));
    return guarded([&] {
        const c10::InferenceMode inference;
        std::vector<float> planes = toPlanarFloat(image);
        const at::Tensor picture =
            at::from_blob(planes.data(), {1, 3, image.height(), image.width()}, at::kFloat) * 2 - 1;
        context.report(Phase::Encode, 0, 1);
        const models::LatentDistribution posterior = autoencoder_->model.encode(picture, context);
        requireFinite(posterior.mean, "the autoencoder's result");
        context.report(Phase::Encode, 1, 1);
        return EncodedPicture{toHostTensor(posterior.mean), toHostTensor(posterior.logvar),
                              toHostTensor(autoencoder_->model.toSamplingSpace(posterior.mean))};
    });
}

void ZImagePipeline::unload() {
    loras_ = {};
    textEncoder_.reset();
    transformer_.reset();
    autoencoder_.reset();
    tokenizer_.reset();
    releaseUnusedMemory();
}

} // namespace

Result<std::unique_ptr<ImagePipeline>> openImagePipeline(const PipelineOptions& options) {
    const std::filesystem::path& model = options.location.model;
    if (!model.empty() && !std::filesystem::exists(model))
        return fail(Error{ErrorCode::FileNotFound,
                          fmt::format("there is no checkpoint at {}", model.string()),
                          "name a folder that holds transformer, vae, text_encoder and tokenizer, "
                          "or a single file that holds all weights",
                          "",
                          {model.string()}});
    DIPTYCH_TRY(const auto textEncoder, resolveDevice(options.placement.textEncoder));
    DIPTYCH_TRY(const auto transformer, resolveDevice(options.placement.transformer));
    DIPTYCH_TRY(const auto autoencoder, resolveDevice(options.placement.autoencoder));
    DIPTYCH_TRY(ModelSpec spec, readModelSpec(options.location));
    return std::make_unique<ZImagePipeline>(
        options, std::move(spec), ZImagePipeline::Devices{textEncoder, transformer, autoencoder});
}

} // namespace diptych
