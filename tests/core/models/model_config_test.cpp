// config.json of each architecture: what is read, and that nonsense is refused with the key's name.
#include "core/models/autoencoder_kl.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include "tests/support/test_files.h"

#include <gtest/gtest.h>

namespace diptych::models {
namespace {

template <typename Config> std::string errorOf(const std::string& json) {
    const auto result = Config::fromJson(json, "config.json");
    return result ? std::string() : result.error().message;
}

TEST(ModelConfig, readsThePublishedTextEncoder) {
    const auto config = Qwen3Config::fromJson(
        test::readBytes(test::dataPath("qwen3/real-config/config.json")), "config.json");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->hiddenSize, 2560);
    EXPECT_EQ(config->headDim, 128);
    EXPECT_EQ(config->keyValueHeadCount, 8);
    EXPECT_EQ(config->layerCount, 36);
    EXPECT_TRUE(config->tiedEmbeddings);
}

TEST(ModelConfig, readsBothSpellingsOfTheRotaryBase) {
    EXPECT_EQ(Qwen3Config::fromJson(R"({"rope_theta": 5e5})", "c")->ropeTheta, 5e5);
    EXPECT_EQ(Qwen3Config::fromJson(
                  R"({"rope_parameters": {"rope_theta": 7e5, "rope_type": "default"}})", "c")
                  ->ropeTheta,
              7e5);
    EXPECT_EQ(Qwen3Config::fromJson(R"({"rope_scaling": {"rope_type": "yarn"}})", "c").error().code,
              ErrorCode::Unsupported);
}

TEST(ModelConfig, missingKeysMeanWhatUpstreamMeans) {
    const auto text = Qwen3Config::fromJson(R"({"num_attention_heads": 4})", "c");
    EXPECT_EQ(text->keyValueHeadCount, 4);
    EXPECT_EQ(text->headDim, 128);
    EXPECT_FALSE(text->tiedEmbeddings);
    EXPECT_EQ(ZImageTransformerConfig::fromJson("{}", "c")->dim, 3840);
    EXPECT_EQ(AutoencoderKLConfig::fromJson("{}", "c")->scalingFactor, 0.3611);
}

TEST(ModelConfig, truncatesTheFeedForwardWidth) {
    ZImageTransformerConfig config;
    EXPECT_EQ(config.feedForwardDim(), 10240);
    config.dim = 64;
    EXPECT_EQ(config.feedForwardDim(), 170);
}

TEST(ModelConfig, namesTheKeyThatIsWrong) {
    const auto mentions = [](const std::string& message, const char* word) {
        return message.find(word) != std::string::npos;
    };
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"dim": "wide"})"), "'dim'"));
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"dim": -3840})"), "'dim'"));
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"dim": 1e30})"), "'dim'"));
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"n_layers": 2.5})"), "'n_layers'"));
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"dim": 3841})"), "'dim'"));
    EXPECT_TRUE(
        mentions(errorOf<ZImageTransformerConfig>(R"({"axes_dims": [32, 48]})"), "'axes_dims'"));
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"axes_dims": [32, 48, 46]})"),
                         "'axes_dims'"));
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"norm_eps": null, "rope_theta": 0})"),
                         "'rope_theta'"));
    EXPECT_TRUE(mentions(errorOf<Qwen3Config>(R"({"tie_word_embeddings": "yes"})"),
                         "'tie_word_embeddings'"));
    EXPECT_TRUE(
        mentions(errorOf<Qwen3Config>(R"({"num_attention_heads": 5, "num_key_value_heads": 2})"),
                 "'num_attention_heads'"));
    EXPECT_TRUE(mentions(errorOf<Qwen3Config>(R"({"model_type": "llama"})"), "llama"));
    EXPECT_TRUE(
        mentions(errorOf<AutoencoderKLConfig>(R"({"block_out_channels": [100, 33]})"), "channels"));
    EXPECT_TRUE(mentions(errorOf<AutoencoderKLConfig>("[1, 2]"), "no JSON object"));
    EXPECT_TRUE(mentions(errorOf<AutoencoderKLConfig>("{\"act_fn\": "), "not valid JSON"));
    EXPECT_TRUE(mentions(errorOf<ZImageTransformerConfig>(R"({"siglip_feat_dim": 1152})"), "Omni"));
}

} // namespace
} // namespace diptych::models
