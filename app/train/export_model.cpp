#include "app/train/export_model.h"

#include "app/train/autoencoder_training.h"
#include "app/train/flow_training.h"
#include "app/train/run_folder.h"
#include "core/base/file.h"
#include "core/tokenizer/tokenizer.h"

#include <ATen/ATen.h>

#include <nlohmann/json.hpp>

namespace diptych::train {

namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

ordered_json autoencoderConfig(const models::AutoencoderKLConfig& config) {
    const std::vector<std::string> down(config.blockChannels.size(), "DownEncoderBlock2D");
    const std::vector<std::string> up(config.blockChannels.size(), "UpDecoderBlock2D");
    return {{"_class_name", "AutoencoderKL"},
            {"act_fn", "silu"},
            {"block_out_channels", config.blockChannels},
            {"down_block_types", down},
            {"force_upcast", true},
            {"in_channels", config.imageChannels},
            {"latent_channels", config.latentChannels},
            {"layers_per_block", config.layersPerBlock},
            {"mid_block_add_attention", config.midAttention},
            {"norm_num_groups", config.normGroups},
            {"out_channels", config.imageChannels},
            {"sample_size", 256},
            {"scaling_factor", config.scalingFactor},
            {"shift_factor", config.shiftFactor},
            {"up_block_types", up},
            {"use_post_quant_conv", config.postQuantConvolution},
            {"use_quant_conv", config.quantConvolution}};
}

ordered_json textEncoderConfig(const models::Qwen3Config& config, std::int32_t endOfText,
                               std::int32_t endOfMessage) {
    return {{"architectures", {"Qwen3ForCausalLM"}},
            {"attention_bias", false},
            {"attention_dropout", 0.0},
            {"bos_token_id", endOfText},
            {"eos_token_id", endOfMessage},
            {"head_dim", config.headDim},
            {"hidden_act", "silu"},
            {"hidden_size", config.hiddenSize},
            {"initializer_range", 0.02},
            {"intermediate_size", config.intermediateSize},
            {"max_position_embeddings", 40960},
            {"max_window_layers", config.layerCount},
            {"model_type", "qwen3"},
            {"num_attention_heads", config.headCount},
            {"num_hidden_layers", config.layerCount},
            {"num_key_value_heads", config.keyValueHeadCount},
            {"rms_norm_eps", config.rmsNormEps},
            {"rope_scaling", nullptr},
            {"rope_theta", config.ropeTheta},
            {"sliding_window", nullptr},
            {"tie_word_embeddings", config.tiedEmbeddings},
            {"torch_dtype", "bfloat16"},
            {"use_cache", true},
            {"use_sliding_window", false},
            {"vocab_size", config.vocabularySize}};
}

ordered_json transformerConfig(const models::ZImageTransformerConfig& config) {
    return {{"_class_name", "ZImageTransformer2DModel"},
            {"all_f_patch_size", {1}},
            {"all_patch_size", {config.patchSize}},
            {"axes_dims", config.axesDims},
            {"axes_lens", {1536, 512, 512}},
            {"cap_feat_dim", config.captionDim},
            {"dim", config.dim},
            {"in_channels", config.channels},
            {"n_heads", config.headCount},
            {"n_kv_heads", config.headCount},
            {"n_layers", config.layerCount},
            {"n_refiner_layers", config.refinerLayerCount},
            {"norm_eps", config.normEps},
            {"qk_norm", true},
            {"rope_theta", config.ropeTheta},
            {"t_scale", config.timestepScale}};
}

ordered_json modelIndex() {
    return {{"_class_name", "ZImagePipeline"},
            {"scheduler", {"diffusers", "FlowMatchEulerDiscreteScheduler"}},
            {"text_encoder", {"transformers", "Qwen3ForCausalLM"}},
            {"tokenizer", {"transformers", "Qwen2Tokenizer"}},
            {"transformer", {"diffusers", "ZImageTransformer2DModel"}},
            {"vae", {"diffusers", "AutoencoderKL"}}};
}

ordered_json schedulerConfig() {
    return {{"_class_name", "FlowMatchEulerDiscreteScheduler"},
            {"num_train_timesteps", 1000},
            {"use_dynamic_shifting", false},
            {"shift", 3.0}};
}

Status writeJson(const fs::path& path, const ordered_json& json) {
    std::error_code ignored; // a folder that cannot be made shows when the file is written
    fs::create_directories(path.parent_path(), ignored);
    return writeFileAtomically(path, json.dump(2) + "\n", Overwrite::Yes);
}

Status writePart(const fs::path& folder, const char* file, const ordered_json& config,
                 const NamedTensors& weights) {
    DIPTYCH_TRY_DONE(writeJson(folder / "config.json", config));
    return saveTensors(folder / file, weights, at::kBFloat16, {{"format", "pt"}});
}

} // namespace

Status exportFlatland(const fs::path& folder, const std::string& tokenizerJson,
                      const fs::path& target) {
    DIPTYCH_TRY(const Tokenizer tokenizer, Tokenizer::fromJson(tokenizerJson));
    DIPTYCH_TRY(const auto autoencoder, loadTrainedAutoencoder(folder, at::kCPU));
    DIPTYCH_TRY(const NamedTensors autoencoderWeights, readAverage(folder, "autoencoder"));
    DIPTYCH_TRY(const NamedTensors encoderWeights, readAverage(folder, "text_encoder"));
    DIPTYCH_TRY(const NamedTensors transformerWeights, readAverage(folder, "transformer"));
    DIPTYCH_TRY_DONE(writePart(target / "vae", "diffusion_pytorch_model.safetensors",
                               autoencoderConfig(autoencoder.config), autoencoderWeights));
    DIPTYCH_TRY_DONE(writePart(target / "text_encoder", "model.safetensors",
                               textEncoderConfig(flatlandTextEncoder(tokenizer.vocabularySize()),
                                                 tokenizer.tokenId("<|endoftext|>").value_or(0),
                                                 tokenizer.tokenId("<|im_end|>").value_or(0)),
                               encoderWeights));
    DIPTYCH_TRY_DONE(writePart(target / "transformer", "diffusion_pytorch_model.safetensors",
                               transformerConfig(flatlandTransformer()), transformerWeights));
    DIPTYCH_TRY_DONE(writeJson(target / "model_index.json", modelIndex()));
    DIPTYCH_TRY_DONE(writeJson(target / "scheduler" / "scheduler_config.json", schedulerConfig()));
    std::error_code ignored;
    fs::create_directories(target / "tokenizer", ignored);
    return writeFileAtomically(target / "tokenizer" / "tokenizer.json", tokenizerJson,
                               Overwrite::Yes);
}

} // namespace diptych::train
