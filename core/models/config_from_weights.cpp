// Sizes of models whose files carry no config.json, read off the shapes of their tensors.
#include "core/models/autoencoder_kl.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace diptych::models {

namespace {

constexpr std::int64_t kLatentChannels = 16; // of the only published autoencoder for Z-Image

tl::unexpected<Error> notA(const char* what, const ComponentWeights& weights) {
    const std::string path = weights.path().string();
    return fail(Error{ErrorCode::WeightsInvalid,
                      fmt::format("{} holds no {}", path, what),
                      "check that this is the right file; diptych-cli inspect says what it holds",
                      "",
                      {path}});
}

// A number in the metadata of a GGUF file.
double numberOr(const ComponentWeights& weights, const std::string& key, double fallback) {
    const auto found = weights.metadata().find(key);
    if (found == weights.metadata().end())
        return fallback;
    const double value = std::strtod(found->second.c_str(), nullptr);
    return std::isfinite(value) && value > 0.0 ? value : fallback;
}

std::int64_t ratio(std::int64_t whole, std::int64_t part) {
    return part > 0 ? whole / part : 0;
}

} // namespace

Result<ZImageTransformerConfig>
ZImageTransformerConfig::fromWeights(const ComponentWeights& weights) {
    ZImageTransformerConfig config;
    const std::int64_t headDim = weights.extent("layers.0.attention.norm_q.weight", 0);
    config.dim = weights.extent("cap_embedder.1.weight", 0);
    config.captionDim = weights.extent("cap_embedder.1.weight", 1);
    config.channels =
        ratio(weights.extent("all_x_embedder.2-1.weight", 1), config.patchSize * config.patchSize);
    config.layerCount = weights.countNumbered("layers.", ".attention.norm_q.weight");
    config.refinerLayerCount = weights.countNumbered("noise_refiner.", ".attention.norm_q.weight");
    config.headCount = ratio(config.dim, headDim);
    // Lumina 2 has the same names but for its modulation.
    const bool isZImage = weights.contains("layers.0.adaLN_modulation.0.weight");
    const bool fits = config.channels > 0 && config.captionDim > 0 &&
                      config.refinerLayerCount > 0 && config.headCount > 0 &&
                      config.dim % headDim == 0 && headDim % 16 == 0;
    if (!isZImage || !fits)
        return notA("Z-Image transformer", weights);
    config.axesDims = {headDim / 4, headDim / 8 * 3, headDim / 8 * 3};
    return config;
}

Result<Qwen3Config> Qwen3Config::fromWeights(const ComponentWeights& weights) {
    Qwen3Config config;
    const std::string body = weights.contains("model.embed_tokens.weight") ? "model." : "";
    const std::string first = body + "layers.0.";
    const auto rows = [&](const char* name) { return weights.extent(first + name, 0); };
    config.vocabularySize = weights.extent(body + "embed_tokens.weight", 0);
    config.hiddenSize = weights.extent(body + "embed_tokens.weight", 1);
    config.intermediateSize = rows("mlp.gate_proj.weight");
    config.layerCount = weights.countNumbered(body + "layers.", ".self_attn.q_norm.weight");
    config.headDim = rows("self_attn.q_norm.weight");
    config.headCount = ratio(rows("self_attn.q_proj.weight"), config.headDim);
    config.keyValueHeadCount = ratio(rows("self_attn.k_proj.weight"), config.headDim);
    config.tiedEmbeddings = !weights.contains("lm_head.weight");
    const bool fits = config.vocabularySize > 0 && config.intermediateSize > 0 &&
                      config.keyValueHeadCount > 0 && config.headDim % 2 == 0 &&
                      config.headCount % config.keyValueHeadCount == 0;
    if (!fits || config.headCount == 0)
        return notA("Qwen3 text encoder", weights);
    config.rmsNormEps =
        numberOr(weights, "qwen3.attention.layer_norm_rms_epsilon", config.rmsNormEps);
    config.ropeTheta = numberOr(weights, "qwen3.rope.freq_base", config.ropeTheta);
    config.contextLength = static_cast<std::int64_t>(
        numberOr(weights, "qwen3.context_length", static_cast<double>(config.contextLength)));
    const auto scaling = weights.metadata().find("qwen3.rope.scaling.type");
    if (scaling != weights.metadata().end() && scaling->second != "none")
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: rotary embedding of type '{}' is not supported",
                                weights.path().string(), scaling->second),
                    "use a text encoder of the published Z-Image layout");
    return config;
}

Result<AutoencoderKLConfig> AutoencoderKLConfig::fromWeights(const ComponentWeights& weights) {
    AutoencoderKLConfig config;
    const std::string level = "encoder.down_blocks.";
    const std::string firstBlock = ".resnets.0.conv1.weight";
    const std::int64_t levels = weights.countNumbered(level, firstBlock);
    config.blockChannels.clear();
    for (std::int64_t i = 0; i < levels; ++i)
        config.blockChannels.push_back(
            weights.extent(fmt::format("{}{}{}", level, i, firstBlock), 0));
    config.layersPerBlock = weights.countNumbered(level + "0.resnets.", ".conv1.weight");
    config.latentChannels = weights.extent("decoder.conv_in.weight", 1);
    config.midAttention = weights.contains("decoder.mid_block.attentions.0.to_q.weight");
    config.quantConvolution = weights.contains("quant_conv.weight");
    config.postQuantConvolution = weights.contains("post_quant_conv.weight");
    const auto divides = [&](std::int64_t groups) {
        return std::all_of(config.blockChannels.begin(), config.blockChannels.end(),
                           [&](std::int64_t channels) { return channels % groups == 0; });
    };
    config.normGroups = divides(32) ? 32 : 8;
    if (levels == 0 || levels > 8 || !divides(config.normGroups))
        return notA("AutoencoderKL", weights);
    if (config.latentChannels != kLatentChannels)
        return fail(
            ErrorCode::Unsupported,
            fmt::format("{}: an autoencoder with {} latent channels belongs to another model",
                        weights.path().string(), config.latentChannels),
            fmt::format("use the one with {} channels that Z-Image shares with FLUX",
                        kLatentChannels));
    return config;
}

} // namespace diptych::models
