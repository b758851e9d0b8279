// Reading the config.json of each architecture: wrong types and impossible sizes are errors that
// name the key.
#include "core/models/autoencoder_kl.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include "core/tensor/guarded.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numeric>

namespace diptych::models {

namespace {

using nlohmann::json;

constexpr std::int64_t kLargestSize = 1 << 24; // of any width, count or vocabulary

// The keys of one config.json; throws ErrorException naming file and key.
class ConfigReader {
  public:
    ConfigReader(std::string_view text, std::string_view source)
        : source_(source), object_(json::parse(text, nullptr, false)) {
        if (object_.is_discarded())
            invalid("it is not valid JSON");
        if (!object_.is_object())
            invalid("it holds no JSON object");
    }

    bool has(const char* key) const { return object_.contains(key) && !object_[key].is_null(); }

    /// A positive size.
    std::int64_t size(const char* key, std::int64_t fallback) const {
        if (!has(key))
            return fallback;
        return toSize(object_[key], key);
    }

    std::vector<std::int64_t> sizes(const char* key, std::vector<std::int64_t> fallback) const {
        if (!has(key))
            return fallback;
        if (!object_[key].is_array() || object_[key].empty() || object_[key].size() > 64)
            invalid(fmt::format("'{}' must be a list of whole numbers", key));
        std::vector<std::int64_t> result;
        for (const json& entry : object_[key])
            result.push_back(toSize(entry, key));
        return result;
    }

    /// A finite number.
    double number(const char* key, double fallback) const {
        if (!has(key))
            return fallback;
        const json& value = object_[key];
        if (!value.is_number() || !std::isfinite(value.get<double>()))
            invalid(fmt::format("'{}' must be a number (found {})", key, value.dump()));
        return value.get<double>();
    }

    double positiveNumber(const char* key, double fallback) const {
        const double value = number(key, fallback);
        if (value <= 0.0)
            invalid(fmt::format("'{}' must be greater than 0 (found {})", key, value));
        return value;
    }

    bool boolean(const char* key, bool fallback) const {
        if (!has(key))
            return fallback;
        if (!object_[key].is_boolean())
            invalid(fmt::format("'{}' must be true or false (found {})", key, object_[key].dump()));
        return object_[key].get<bool>();
    }

    std::string text(const char* key, std::string fallback) const {
        if (!has(key))
            return fallback;
        if (!object_[key].is_string())
            invalid(fmt::format("'{}' must be a string (found {})", key, object_[key].dump()));
        return object_[key].get<std::string>();
    }

    /// A nested object; empty when the key is absent.
    ConfigReader child(const char* key) const {
        if (!has(key))
            return {"{}", source_};
        if (!object_[key].is_object())
            invalid(fmt::format("'{}' must be an object", key));
        return {object_[key].dump(), source_};
    }

    [[noreturn]] void invalid(const std::string& reason) const {
        throw ErrorException(Error{ErrorCode::FileInvalid,
                                   fmt::format("{} cannot be used: {}", source_, reason),
                                   "copy or download the file again",
                                   "",
                                   {source_}});
    }

    [[noreturn]] void unsupported(const std::string& what) const {
        throw ErrorException(Error{ErrorCode::Unsupported,
                                   fmt::format("{}: {} is not supported", source_, what),
                                   "use a checkpoint of the published Z-Image layout",
                                   "",
                                   {source_}});
    }

    void require(bool condition, const std::string& reason) const {
        if (!condition)
            invalid(reason);
    }

  private:
    std::int64_t toSize(const json& value, const char* key) const {
        if (!value.is_number_integer() || value.get<double>() < 1.0 ||
            value.get<double>() > static_cast<double>(kLargestSize))
            invalid(fmt::format("'{}' must be a whole number from 1 to {} (found {})", key,
                                kLargestSize, value.dump()));
        return value.get<std::int64_t>();
    }

    std::string source_;
    json object_;
};

ZImageTransformerConfig readTransformer(const ConfigReader& reader) {
    ZImageTransformerConfig config;
    if (reader.has("siglip_feat_dim"))
        reader.unsupported("the Omni variant of Z-Image (siglip_feat_dim)");
    if (reader.sizes("all_patch_size", {2}) != std::vector<std::int64_t>{2} ||
        reader.sizes("all_f_patch_size", {1}) != std::vector<std::int64_t>{1})
        reader.unsupported("a patch size other than 2");
    if (!reader.boolean("qk_norm", true))
        reader.unsupported("a transformer without query and key norms (qk_norm false)");
    config.channels = reader.size("in_channels", config.channels);
    config.dim = reader.size("dim", config.dim);
    config.layerCount = reader.size("n_layers", config.layerCount);
    config.refinerLayerCount = reader.size("n_refiner_layers", config.refinerLayerCount);
    config.headCount = reader.size("n_heads", config.headCount);
    config.normEps = reader.positiveNumber("norm_eps", config.normEps);
    config.captionDim = reader.size("cap_feat_dim", config.captionDim);
    config.ropeTheta = reader.positiveNumber("rope_theta", config.ropeTheta);
    config.timestepScale = reader.positiveNumber("t_scale", config.timestepScale);
    config.axesDims = reader.sizes("axes_dims", config.axesDims);
    reader.require(
        config.dim % config.headCount == 0,
        fmt::format("'dim' {} is not a multiple of 'n_heads' {}", config.dim, config.headCount));
    reader.require(config.axesDims.size() == 3, "'axes_dims' must have three entries");
    for (const std::int64_t width : config.axesDims)
        reader.require(width % 2 == 0, "the entries of 'axes_dims' must be even");
    const std::int64_t sum =
        std::accumulate(config.axesDims.begin(), config.axesDims.end(), std::int64_t{0});
    reader.require(
        sum == config.headDim(),
        fmt::format("'axes_dims' add up to {}, not to the head width {}", sum, config.headDim()));
    return config;
}

Qwen3Config readQwen3(const ConfigReader& reader) {
    Qwen3Config config;
    if (const std::string type = reader.text("model_type", "qwen3"); type != "qwen3")
        reader.unsupported(fmt::format("a text encoder of type '{}'", type));
    if (const std::string activation = reader.text("hidden_act", "silu"); activation != "silu")
        reader.unsupported(fmt::format("the activation '{}'", activation));
    if (reader.boolean("attention_bias", false))
        reader.unsupported("attention with biases");
    if (reader.boolean("use_sliding_window", false))
        reader.unsupported("sliding-window attention");
    const ConfigReader scaling = reader.child("rope_scaling");
    const ConfigReader parameters =
        reader.child("rope_parameters"); // spelling since transformers 5
    for (const ConfigReader* rope : {&scaling, &parameters})
        if (const std::string type = rope->text("rope_type", rope->text("type", "default"));
            type != "default")
            reader.unsupported(fmt::format("rotary embedding of type '{}'", type));
    config.vocabularySize = reader.size("vocab_size", config.vocabularySize);
    config.hiddenSize = reader.size("hidden_size", config.hiddenSize);
    config.intermediateSize = reader.size("intermediate_size", config.intermediateSize);
    config.layerCount = reader.size("num_hidden_layers", config.layerCount);
    config.headCount = reader.size("num_attention_heads", config.headCount);
    config.keyValueHeadCount = reader.size("num_key_value_heads", config.headCount);
    config.headDim = reader.size("head_dim", config.headDim);
    config.rmsNormEps = reader.positiveNumber("rms_norm_eps", config.rmsNormEps);
    config.ropeTheta = parameters.positiveNumber(
        "rope_theta", reader.positiveNumber("rope_theta", config.ropeTheta));
    config.contextLength = reader.size("max_position_embeddings", config.contextLength);
    // Qwen3Config upstream defaults to untied when the key is missing.
    config.tiedEmbeddings = reader.boolean("tie_word_embeddings", false);
    reader.require(config.headCount % config.keyValueHeadCount == 0,
                   fmt::format("'num_attention_heads' {} is not a multiple of "
                               "'num_key_value_heads' {}",
                               config.headCount, config.keyValueHeadCount));
    reader.require(config.headDim % 2 == 0, "'head_dim' must be even");
    return config;
}

AutoencoderKLConfig readAutoencoder(const ConfigReader& reader) {
    AutoencoderKLConfig config;
    if (const std::string activation = reader.text("act_fn", "silu"); activation != "silu")
        reader.unsupported(fmt::format("the activation '{}'", activation));
    config.blockChannels = reader.sizes("block_out_channels", config.blockChannels);
    config.layersPerBlock = reader.size("layers_per_block", config.layersPerBlock);
    config.imageChannels = reader.size("in_channels", config.imageChannels);
    config.latentChannels = reader.size("latent_channels", config.latentChannels);
    config.normGroups = reader.size("norm_num_groups", config.normGroups);
    config.scalingFactor = reader.positiveNumber("scaling_factor", config.scalingFactor);
    config.shiftFactor = reader.number("shift_factor", config.shiftFactor);
    config.midAttention = reader.boolean("mid_block_add_attention", config.midAttention);
    config.quantConvolution = reader.boolean("use_quant_conv", config.quantConvolution);
    config.postQuantConvolution =
        reader.boolean("use_post_quant_conv", config.postQuantConvolution);
    reader.require(config.imageChannels == 3 && reader.size("out_channels", 3) == 3,
                   "pictures must have three channels");
    reader.require(config.blockChannels.size() <= 8, "'block_out_channels' is too long");
    for (const std::int64_t channels : config.blockChannels)
        reader.require(channels % config.normGroups == 0,
                       fmt::format("{} channels cannot be divided into {} groups", channels,
                                   config.normGroups));
    return config;
}

template <typename Read>
auto readConfig(Read read, std::string_view text, std::string_view source) {
    return guarded([&] { return read(ConfigReader(text, source)); });
}

} // namespace

Result<ZImageTransformerConfig> ZImageTransformerConfig::fromJson(std::string_view text,
                                                                  std::string_view source) {
    return readConfig(readTransformer, text, source);
}

Result<Qwen3Config> Qwen3Config::fromJson(std::string_view text, std::string_view source) {
    return readConfig(readQwen3, text, source);
}

Result<AutoencoderKLConfig> AutoencoderKLConfig::fromJson(std::string_view text,
                                                          std::string_view source) {
    return readConfig(readAutoencoder, text, source);
}

} // namespace diptych::models
