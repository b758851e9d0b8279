// ImagePipeline for Z-Image checkpoints.
#include "core/pipeline/image_pipeline.h"

#include "core/base/stopwatch.h"
#include "core/encoders/embedding_file.h"
#include "core/models/picture_tensors.h"
#include "core/pipeline/inside/autoencoding.h"
#include "core/pipeline/inside/generation_job.h"
#include "core/pipeline/inside/local_rewriter.h"
#include "core/pipeline/inside/z_image_components.h"
#include "core/tensor/device.h"
#include "core/tensor/guarded.h"
#include "core/tensor/host_values.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <utility>

namespace diptych {

namespace {

class ZImagePipeline final : public ImagePipeline {
  public:
    ZImagePipeline(PipelineOptions options, ModelSpec spec, ZImageComponents::Devices devices)
        : components_(std::move(options), std::move(spec), devices) {}

    const ModelSpec& spec() const override { return components_.spec(); }

    Result<EncodedPrompt> encode(const FormattedPrompt& prompt, int hiddenLayer,
                                 const RunContext& context) override;
    Result<EncodedPrompt> encodeTokens(std::span<const std::int32_t> ids, int hiddenLayer,
                                       const RunContext& context) override;
    Result<std::vector<EncodedPrompt>> encodeBatch(std::span<const std::vector<std::int32_t>> batch,
                                                   int hiddenLayer, LastLayer last,
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
    PromptRewriter& rewriter() override { return rewriter_; }
    void unload() override { components_.unload(); }

  private:
    Status needPlainTextEncoder(const RunContext& context);
    Result<EncodedPrompt> describe(const PromptEmbedding& embedding, const Stopwatch& watch);

    ZImageComponents components_;
    LocalRewriter rewriter_{components_};
};

// Adapters belong to requests; encoding alone has none.
Status ZImagePipeline::needPlainTextEncoder(const RunContext& context) {
    if (components_.encodesRemotely())
        return fail(ErrorCode::Unsupported,
                    "a remote text encoder takes a prompt and gives one layer: no token ids, not "
                    "all layers",
                    "encode locally for this (--local-encoder)");
    DIPTYCH_TRY_DONE(components_.needTextEncoder(context));
    components_.loras().removeFrom(lora::Part::TextEncoder);
    return Done{};
}

Result<std::vector<std::int32_t>> ZImagePipeline::tokenize(const FormattedPrompt& prompt) {
    DIPTYCH_TRY_DONE(components_.needTokenizer());
    return components_.tokenizer().encode(prompt.text);
}

Result<EncodedPrompt> ZImagePipeline::encode(const FormattedPrompt& prompt, int hiddenLayer,
                                             const RunContext& context) {
    if (!components_.encodesRemotely()) {
        DIPTYCH_TRY(const auto ids, tokenize(prompt));
        return encodeTokens(ids, hiddenLayer, context);
    }
    DIPTYCH_TRY_DONE(components_.needPromptEncoder(context));
    const Stopwatch watch;
    context.report(Phase::Encode, 0, 1);
    DIPTYCH_TRY(const PromptEmbedding embedding, components_.encode(prompt, hiddenLayer, context));
    context.report(Phase::Encode, 1, 1);
    return describe(embedding, watch);
}

Result<EncodedPrompt> ZImagePipeline::describe(const PromptEmbedding& embedding,
                                               const Stopwatch& watch) {
    return guarded([&] {
        requireFinite(embedding.hidden, "the prompt's embedding");
        return EncodedPrompt{toHostTensor(embedding.hidden),
                             embedding.tokenIds,
                             embedding.layer,
                             embedding.encoder,
                             embedding.dtype,
                             watch.seconds(),
                             embedding.notices};
    });
}

Result<EncodedPrompt> ZImagePipeline::encodeTokens(std::span<const std::int32_t> ids,
                                                   int hiddenLayer, const RunContext& context) {
    const CallEnd end(components_);
    DIPTYCH_TRY_DONE(needPlainTextEncoder(context));
    const Stopwatch watch;
    context.report(Phase::Encode, 0, 1);
    DIPTYCH_TRY(const PromptEmbedding embedding,
                components_.textEncoder().encodeTokens(ids, hiddenLayer, context));
    context.report(Phase::Encode, 1, 1);
    return describe(embedding, watch);
}

Result<std::vector<EncodedPrompt>>
ZImagePipeline::encodeBatch(std::span<const std::vector<std::int32_t>> batch, int hiddenLayer,
                            LastLayer last, const RunContext& context) {
    const CallEnd end(components_);
    DIPTYCH_TRY_DONE(needPlainTextEncoder(context));
    const Stopwatch watch;
    const auto total = static_cast<std::int64_t>(batch.size());
    context.report(Phase::Encode, 0, total);
    const auto norm =
        last == LastLayer::Normed ? models::FinalNorm::Apply : models::FinalNorm::Skip;
    DIPTYCH_TRY(const auto embeddings,
                components_.textEncoder().encodeBatch(batch, hiddenLayer, norm, context));
    context.report(Phase::Encode, total, total);
    std::vector<EncodedPrompt> encoded;
    for (const PromptEmbedding& embedding : embeddings) {
        DIPTYCH_TRY(EncodedPrompt prompt, describe(embedding, watch));
        encoded.push_back(std::move(prompt));
    }
    return encoded;
}

Result<std::vector<HostTensor>> ZImagePipeline::allHiddenStates(std::span<const std::int32_t> ids,
                                                                const RunContext& context) {
    const CallEnd end(components_);
    DIPTYCH_TRY_DONE(needPlainTextEncoder(context));
    DIPTYCH_TRY(const auto states, components_.textEncoder().allHiddenStates(ids, context));
    std::vector<HostTensor> result;
    for (const at::Tensor& state : states)
        result.push_back(toHostTensor(state));
    return result;
}

Result<GenerationReport> ZImagePipeline::generate(const ResolvedRequest& request,
                                                  const GenerationInputs& inputs,
                                                  const PictureHandler& onPicture,
                                                  const RunContext& context) {
    // What is given goes before what the request names.
    const EmbeddingFiles& files = request.request.embeddings;
    if (!files.prompt.empty() && inputs.promptEmbeddings.empty()) {
        GenerationInputs given = inputs;
        DIPTYCH_TRY(EmbeddingFile prompt, readEmbeddingFile(files.prompt));
        given.promptEmbeddings = std::move(prompt.embeddings);
        if (given.negativeEmbeddings.empty() && !files.negative.empty()) {
            DIPTYCH_TRY(EmbeddingFile negative, readEmbeddingFile(files.negative));
            given.negativeEmbeddings = std::move(negative.embeddings);
        }
        return generate(request, given, onPicture, context);
    }
    const CallEnd end(components_);
    return guarded([&]() -> Result<GenerationReport> {
        const c10::InferenceMode inference;
        return GenerationJob(components_, request, inputs, onPicture, context).run();
    });
}

Result<std::vector<DecodedPicture>> ZImagePipeline::decode(const HostTensor& values,
                                                           const RunContext& context) {
    const TileSettings& tiles = components_.options().placement.tiles;
    DIPTYCH_TRY_DONE(checkTiles(tiles));
    const CallEnd end(components_);
    DIPTYCH_TRY_DONE(components_.needAutoencoder(context));
    return guarded([&]() -> Result<std::vector<DecodedPicture>> {
        const c10::InferenceMode inference;
        const models::AutoencoderKL& model = components_.autoencoder().model;
        const at::Tensor latents = toTensor(values).to(at::kFloat);
        if (latents.dim() != 4 || latents.numel() == 0 ||
            latents.size(1) != model.config.latentChannels)
            return fail(Error{ErrorCode::InvalidInput,
                              fmt::format("the latents have the shape {}, expected "
                                          "[pictures, {}, height/8, width/8]",
                                          shapeText(values.shape), model.config.latentChannels),
                              "use latents that --save-latents or vae-encode wrote",
                              "",
                              {}});
        requireFinite(latents, "the latents");
        std::vector<DecodedPicture> pictures;
        for (std::int64_t i = 0; i < latents.size(0); ++i) {
            std::vector<Notice> notices;
            const at::Tensor picture =
                decodeLatents(model, latents.narrow(0, i, 1), tiles, notices, context);
            pictures.push_back({toImage(picture), toHostTensor(picture)});
        }
        return pictures;
    });
}

Result<EncodedPicture> ZImagePipeline::encodePicture(const Image& image,
                                                     const RunContext& context) {
    for (const int side : {image.width(), image.height()})
        if (side % kSizeMultiple != 0)
            return fail(Error{
                ErrorCode::InvalidInput,
                fmt::format("the picture is {} × {} pixels; both sides must be multiples of {}",
                            image.width(), image.height(), kSizeMultiple),
                fmt::format("the nearest size is {} × {}", nearestValidSide(image.width()),
                            nearestValidSide(image.height())),
                "",
                {}});
    const TileSettings& tiles = components_.options().placement.tiles;
    DIPTYCH_TRY_DONE(checkTiles(tiles));
    const CallEnd end(components_);
    DIPTYCH_TRY_DONE(components_.needAutoencoder(context));
    return guarded([&] {
        const c10::InferenceMode inference;
        const models::AutoencoderKL& model = components_.autoencoder().model;
        std::vector<Notice> notices;
        const models::LatentDistribution posterior =
            encodePictures(model, toModelInput(image), tiles, notices, context);
        return EncodedPicture{toHostTensor(posterior.mean), toHostTensor(posterior.logvar),
                              toHostTensor(model.toSamplingSpace(posterior.mean))};
    });
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
        options, std::move(spec), ZImageComponents::Devices{textEncoder, transformer, autoencoder});
}

} // namespace diptych
