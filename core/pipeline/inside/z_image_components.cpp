#include "core/pipeline/inside/z_image_components.h"

#include "core/encoders/cached_text_encoder.h"
#include "core/encoders/remote_text_encoder.h"
#include "core/models/component_config.h"
#include "core/pipeline/load_tokenizer.h"
#include "core/tensor/cpu_runtime.h"
#include "core/tensor/guarded.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych {

namespace {

using models::AutoencoderKL;
using models::AutoencoderKLConfig;
using models::ZImageTransformer;
using models::ZImageTransformerConfig;

constexpr std::uint64_t kRememberedBytes = std::uint64_t{128} << 20; // some 25 prompts

// `bind` makes the model of a view and a configuration.
template <typename Model, typename Config, typename Bind>
Result<Loaded<Model>> loadModel(const std::filesystem::path& path, ComponentKind kind,
                                const WeightOptions& options, const RunContext& context,
                                const Bind& bind) {
    DIPTYCH_TRY(ComponentWeights weights, ComponentWeights::open(path, kind));
    DIPTYCH_TRY(const Config config, models::readComponentConfig<Config>(path, weights));
    return guarded([&] {
        const c10::InferenceMode inference;
        auto store = WeightStore::fromComponent(
            std::make_shared<ComponentWeights>(std::move(weights)), options);
        store->watch(context);
        Loaded<Model> loaded{bind(WeightView(store), config), "", options.device};
        store->refuseUnused();
        store->watch(RunContext{}); // streamed blocks keep the store, not the context
        loaded.dtype = store->dominantType();
        return loaded;
    });
}

DeviceName nameOf(at::Device device) {
    if (device.is_cpu())
        return {DeviceKind::Cpu, 0};
    if (device.is_cuda())
        return {DeviceKind::Cuda, std::max<int>(device.index(), 0)};
    return {DeviceKind::Mps, 0};
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
    : options_(std::move(options)), spec_(std::move(spec)), devices_(devices),
      residency_(options_.placement.residency), tiles_(options_.placement.tiles) {}

WeightOptions ZImageComponents::weightOptions(at::Device device) const {
    return {device, options_.placement.weightFormat};
}

const ModelDescription& ZImageComponents::description() {
    if (!description_)
        description_ = describeModel(options_.location);
    return *description_;
}

bool ZImageComponents::canStream(const ComponentDescription& component) const {
    // An adapter changes weights where they are: they must be there. And what is quantised while it
    // is loaded would be quantised in every pass.
    return loras_.isEmpty() && !quantisesOnLoad(component, options_.placement.weightFormat);
}

models::BlockHolding ZImageComponents::holdingOf(Residency residency,
                                                 const ComponentDescription& component) const {
    return residency == Residency::Stream && canStream(component) ? models::BlockHolding::Streamed
                                                                  : models::BlockHolding::Kept;
}

bool ZImageComponents::keepsQuantised() {
    const auto keeps = [&](Residency residency, const ComponentDescription& component) {
        return residency == Residency::Stream &&
               quantisesOnLoad(component, options_.placement.weightFormat);
    };
    return keeps(residency_.textEncoder, description().textEncoder) ||
           keeps(residency_.transformer, description().transformer);
}

Status ZImageComponents::needTokenizer() {
    if (tokenizer_)
        return Done{};
    DIPTYCH_TRY(const auto folder, locateComponent(options_.location, Component::Tokenizer));
    DIPTYCH_TRY(tokenizer_, loadTokenizer(folder));
    return Done{};
}

Status ZImageComponents::needTextEncoder(const RunContext& context) {
    const models::BlockHolding holding =
        holdingOf(residency_.textEncoder, description().textEncoder);
    const bool streamed = holding == models::BlockHolding::Streamed;
    if (textEncoder_ && textEncoder_->isStreamed() == streamed)
        return Done{};
    freeTextEncoder();
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::TextEncoder));
    const std::string name =
        options_.location.textEncoder.empty() ? spec_.name : path.filename().string();
    DIPTYCH_TRY(
        textEncoder_,
        LocalTextEncoder::load(path, name, weightOptions(devices_.textEncoder), context, holding));
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

bool ZImageComponents::isTransformerReady() {
    const models::BlockHolding holding =
        holdingOf(residency_.transformer, description().transformer);
    const bool streamed = holding == models::BlockHolding::Streamed;
    return transformer_ && transformer_->model.layers.isStreamed() == streamed;
}

Status ZImageComponents::needTransformer(const RunContext& context) {
    if (isTransformerReady())
        return Done{};
    freeTransformer();
    const models::BlockHolding holding =
        holdingOf(residency_.transformer, description().transformer);
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::Transformer));
    const auto bind = [holding](const WeightView& weights, const ZImageTransformerConfig& config) {
        return ZImageTransformer::bind(weights, config, holding);
    };
    DIPTYCH_TRY(transformer_, loadModel<ZImageTransformer, ZImageTransformerConfig>(
                                  path, ComponentKind::Transformer,
                                  weightOptions(devices_.transformer), context, bind));
    return Done{};
}

Status ZImageComponents::needAutoencoder(const RunContext& context) {
    if (autoencoder_)
        return Done{};
    DIPTYCH_TRY(const auto path, locateComponent(options_.location, Component::Autoencoder));
    WeightOptions weights = weightOptions(devices_.autoencoder);
    weights.format = withoutQuantisation(weights.format);
    DIPTYCH_TRY(autoencoder_,
                loadModel<AutoencoderKL, AutoencoderKLConfig>(
                    path, ComponentKind::Autoencoder, weights, context, AutoencoderKL::bind));
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

MemoryPlan ZImageComponents::plan(const JobSize& job) {
    Placement wish = options_.placement;
    wish.textEncoder = nameOf(devices_.textEncoder);
    wish.transformer = nameOf(devices_.transformer);
    wish.autoencoder = nameOf(devices_.autoencoder);
    return planPlacement(description(), job, wish,
                         options_.freeMemory ? options_.freeMemory() : listFreeMemory());
}

void ZImageComponents::follow(const MemoryPlan& plan) {
    residency_ = plan.placement.residency;
    tiles_ = plan.placement.tiles;
}

void ZImageComponents::freeTextEncoder() {
    if (!textEncoder_)
        return;
    loras_.forget(lora::Part::TextEncoder);
    textEncoder_.reset();
    releaseUnusedMemory();
}

void ZImageComponents::freeTransformer() {
    if (!transformer_)
        return;
    loras_.forget(lora::Part::Transformer);
    transformer_.reset();
    releaseUnusedMemory();
}

void ZImageComponents::freeAutoencoder() {
    if (!autoencoder_)
        return;
    autoencoder_.reset();
    releaseUnusedMemory();
}

void ZImageComponents::leaveTextEncoder() {
    if (residency_.textEncoder == Residency::Offload)
        freeTextEncoder();
}

void ZImageComponents::leaveTransformer() {
    if (residency_.transformer == Residency::Offload)
        freeTransformer();
    else if (residency_.transformer == Residency::Stream)
        releaseUnusedMemory(); // what sampling leaves behind seldom suits decoding
}

void ZImageComponents::finishJob() {
    leaveTextEncoder();
    leaveTransformer();
    if (residency_.autoencoder == Residency::Offload || residency_.autoencoder == Residency::Stream)
        freeAutoencoder();
    residency_ = options_.placement.residency;
    tiles_ = options_.placement.tiles;
}

// Tiles, or smaller ones, that the picture is larger than; where the user wants none there are
// none.
bool ZImageComponents::shrinkTiles(int width, int height) {
    constexpr int kSmallestTile = 128;
    if (options_.placement.tiles.tiling == Tiling::Off)
        return false;
    int side = tiles_.tiling == Tiling::On ? tiles_.tilePixels / 2 : TileSettings{}.tilePixels;
    while (side >= std::max(width, height))
        side /= 2;
    if (side < kSmallestTile)
        return false;
    tiles_ = {Tiling::On, side, std::min(TileSettings{}.overlapPixels, side / 4)};
    return true;
}

std::optional<Notice> ZImageComponents::makeRoom(JobStage stage, int width, int height) {
    const auto done = [](const char* code, std::string what) {
        return Notice{code, "Memory ran out: " + std::move(what)};
    };
    if (textEncoder_ && stage != JobStage::EncodePrompt) {
        freeTextEncoder();
        return done("memory_text_encoder_freed", "the text encoder was freed.");
    }
    const bool onPictures = stage == JobStage::Decode || stage == JobStage::EncodePicture;
    const auto tiled = [&] {
        return done("memory_tiled",
                    fmt::format("the autoencoder works in tiles of {} pixels.", tiles_.tilePixels));
    };
    if (onPictures && tiles_.tiling != Tiling::On && shrinkTiles(width, height))
        return tiled();
    if (transformer_ && stage != JobStage::Sample) {
        freeTransformer();
        return done("memory_transformer_freed", "the transformer was freed.");
    }
    if (onPictures)
        return shrinkTiles(width, height) ? std::optional(tiled()) : std::nullopt;
    if (autoencoder_) {
        freeAutoencoder();
        return done("memory_autoencoder_freed", "the autoencoder was freed.");
    }
    if (stage == JobStage::Sample && residency_.transformer != Residency::Stream &&
        canStream(description().transformer)) {
        residency_.transformer = Residency::Stream;
        freeTransformer();
        return done("memory_transformer_streamed",
                    "the transformer is read block by block from here on.");
    }
    if (stage == JobStage::EncodePrompt && !encodesRemotely() &&
        residency_.textEncoder != Residency::Stream && canStream(description().textEncoder)) {
        residency_.textEncoder = Residency::Stream;
        freeTextEncoder();
        return done("memory_text_encoder_streamed", "the text encoder is read block by block.");
    }
    return std::nullopt;
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
