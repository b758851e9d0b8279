#include "core/pipeline/inside/z_image_components.h"

#include "core/base/system_memory.h"
#include "core/encoders/cached_text_encoder.h"
#include "core/encoders/remote_text_encoder.h"
#include "core/models/component_config.h"
#include "core/tensor/cpu_runtime.h"
#include "core/tensor/guarded.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <utility>

namespace diptych {

namespace {

using models::AutoencoderKL;
using models::AutoencoderKLConfig;
using models::ZImageTransformer;
using models::ZImageTransformerConfig;

constexpr std::uint64_t kRememberedBytes = std::uint64_t{128} << 20; // some 25 prompts

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
        Loaded<Model> loaded{Model::bind(WeightView(store), config), "", options.device};
        store->refuseUnused();
        loaded.dtype = store->dominantType();
        return loaded;
    });
}

} // namespace

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

ZImageComponents::ZImageComponents(PipelineOptions options, ModelSpec spec, Devices devices)
    : options_(std::move(options)), spec_(std::move(spec)), devices_(devices) {}

WeightOptions ZImageComponents::weightOptions(at::Device device) const {
    return {device, options_.placement.weightFormat};
}

Status ZImageComponents::needTokenizer() {
    if (tokenizer_)
        return Done{};
    DIPTYCH_TRY(const auto folder, locateComponent(options_.location, Component::Tokenizer));
    DIPTYCH_TRY(tokenizer_, Tokenizer::load(folder));
    return Done{};
}

Status ZImageComponents::needTextEncoder(const RunContext& context) {
    if (textEncoder_)
        return Done{};
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::TextEncoder));
    const std::string name =
        options_.location.textEncoder.empty() ? spec_.name : path.filename().string();
    DIPTYCH_TRY(textEncoder_,
                LocalTextEncoder::load(path, name, weightOptions(devices_.textEncoder), context));
    return Done{};
}

Status ZImageComponents::needRemoteTextEncoder() {
    if (remoteTextEncoder_)
        return Done{};
    auto encoder = std::make_unique<RemoteTextEncoder>(
        options_.remoteEncoder,
        RemoteTextEncoder::Expectations{readCaptionWidth(options_.location), spec_.textLayerCount});
    if (locateComponent(options_.location, Component::Tokenizer)) {
        DIPTYCH_TRY_DONE(needTokenizer());
        encoder->useTokenizer(*tokenizer_);
    }
    remoteTextEncoder_ = std::make_unique<CachedTextEncoder>(std::move(encoder), kRememberedBytes);
    return Done{};
}

Status ZImageComponents::needPromptEncoder(const RunContext& context) {
    if (encodesRemotely())
        return needRemoteTextEncoder();
    DIPTYCH_TRY_DONE(needTokenizer());
    DIPTYCH_TRY_DONE(needTextEncoder(context));
    return loras_.applyTo(lora::Part::TextEncoder, textEncoder_->model(), context);
}

Result<PromptEmbedding> ZImageComponents::encode(const FormattedPrompt& prompt, int layer,
                                                 const RunContext& context) {
    if (encodesRemotely())
        return remoteTextEncoder_->encode(prompt, layer, context);
    return textEncoder_->encodeTokens(tokenizer_->encode(prompt.text), layer, context);
}

Status ZImageComponents::needTransformer(const RunContext& context) {
    if (transformer_)
        return Done{};
    makeRoomForTransformer();
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::Transformer));
    DIPTYCH_TRY(transformer_, loadModel<ZImageTransformer, ZImageTransformerConfig>(
                                  path, ComponentKind::Transformer,
                                  weightOptions(devices_.transformer), context));
    return Done{};
}

Status ZImageComponents::needAutoencoder(const RunContext& context) {
    if (autoencoder_)
        return Done{};
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::Autoencoder));
    DIPTYCH_TRY(autoencoder_, loadModel<AutoencoderKL, AutoencoderKLConfig>(
                                  path, ComponentKind::Autoencoder,
                                  weightOptions(devices_.autoencoder), context));
    return Done{};
}

Result<const LatentPreview*> ZImageComponents::needPreview(const RunContext& context) {
    if (!context.preview)
        return nullptr;
    if (!preview_) {
        DIPTYCH_TRY_DONE(needAutoencoder(context));
        preview_ = LatentPreview::fit(autoencoder_->model, context);
    }
    return &*preview_;
}

// Text encoder and transformer together need 20 GB at full size. Where that is more than half of
// the host's memory, the text encoder goes before the transformer comes.
void ZImageComponents::makeRoomForTransformer() {
    if (!textEncoder_ || !devices_.transformer.is_cpu())
        return;
    const auto path = locateComponent(options_.location, Component::Transformer);
    const auto weights = path ? ComponentWeights::open(*path, ComponentKind::Transformer)
                              : tl::unexpected<Error>(Error{});
    const std::uint64_t needed =
        textEncoder_->weightBytes() + (weights ? weights->totalBytes() : 0);
    if (needed < systemMemory().totalBytes / 2)
        return;
    loras_.forget(lora::Part::TextEncoder);
    textEncoder_.reset();
    releaseUnusedMemory();
}

void ZImageComponents::unload() {
    loras_ = {};
    textEncoder_.reset();
    remoteTextEncoder_.reset();
    transformer_.reset();
    autoencoder_.reset();
    preview_.reset();
    tokenizer_.reset();
    releaseUnusedMemory();
}

} // namespace diptych
