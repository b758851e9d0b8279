// Models from ComfyUI, fp8 and GGUF files without a config.json, against the published reference
// code; tolerances are those of the golden data.
#include "core/checkpoint/safetensors_writer.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/component_config.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>

namespace diptych::models {
namespace {

using test::dataPath;
using test::GoldenCase;

constexpr const char* kComfyFile = "tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors";
constexpr const char* kFp8File = "tiny-zimage-variants/comfyui/tiny_zimage_fp8_scaled.safetensors";
constexpr const char* kGgufEncoder = "tiny-zimage/text_encoder_gguf/tiny-f32.gguf";

template <typename Config> Config configOf(const std::filesystem::path& path, ComponentKind kind) {
    return valueOrThrow(Config::fromWeights(valueOrThrow(ComponentWeights::open(path, kind))));
}

std::shared_ptr<WeightStore> storeOf(const std::filesystem::path& path, ComponentKind kind,
                                     WeightFormat format = WeightFormat::Auto) {
    return WeightStore::fromComponent(
        std::make_shared<ComponentWeights>(valueOrThrow(ComponentWeights::open(path, kind))),
        {at::kCPU, format});
}

ZImageTransformer transformerFrom(const char* file, WeightFormat format = WeightFormat::Auto) {
    const auto path = dataPath(file);
    const auto store = storeOf(path, ComponentKind::Transformer, format);
    ZImageTransformer model = ZImageTransformer::bind(
        WeightView(store), configOf<ZImageTransformerConfig>(path, ComponentKind::Transformer));
    store->refuseUnused();
    return model;
}

GoldenCase caseNamed(const std::string& id) {
    for (GoldenCase& golden : test::goldenCases("transformer_forward_weights"))
        if (golden.id() == id)
            return std::move(golden);
    throw std::runtime_error(id + " is missing");
}

at::Tensor predict(const ZImageTransformer& model, const GoldenCase& golden) {
    const at::Tensor latent = golden["x0"]; // [C, 1, h, w]
    const std::vector<at::Tensor> captions{golden["cap0"]};
    const ZImagePrompts prompts =
        model.prepare(captions, latent.size(2), latent.size(3), RunContext{});
    return model.forward(latent.transpose(0, 1), golden["t"].item<double>(), prompts, RunContext{})
        .transpose(0, 1);
}

TEST(Dialects, theComfyUIFileEqualsTheReference) {
    const ZImageTransformer model = transformerFrom(kComfyFile);
    const GoldenCase golden = caseNamed("forward_weights_bf16");
    EXPECT_TRUE(golden.close(predict(model, golden), "y.bf16"));
}

TEST(Dialects, partsOfAFusedTensorAreViewsOfTheFile) {
    const ZImageTransformer model = transformerFrom(kComfyFile);
    const ZImageBlock& block = model.layers[0];
    ASSERT_EQ(block.toQ.weight.scalar_type(), at::kBFloat16);
    const auto* q = block.toQ.weight.data_ptr<at::BFloat16>();
    EXPECT_EQ(block.toK.weight.data_ptr<at::BFloat16>(), q + 64 * 64);
    EXPECT_EQ(block.toV.weight.data_ptr<at::BFloat16>(), q + 2 * 64 * 64);
}

TEST(Dialects, scaledFloat8EqualsTheReference) {
    const ZImageTransformer model = transformerFrom(kFp8File);
    EXPECT_EQ(model.layers[0].toQ.weight.scalar_type(), at::kFloat);
    const GoldenCase golden = caseNamed("forward_weights_fp8");
    EXPECT_TRUE(golden.close(predict(model, golden), "y.fp8"));
}

TEST(Dialects, scaledFloat8HeldAsBfloat16IsRoundedOnce) {
    const ZImageTransformer exact = transformerFrom(kFp8File, WeightFormat::Float32);
    const ZImageTransformer narrow = transformerFrom(kFp8File, WeightFormat::BFloat16);
    ASSERT_EQ(narrow.layers[2].toK.weight.scalar_type(), at::kBFloat16);
    EXPECT_TRUE(
        at::equal(narrow.layers[2].toK.weight, exact.layers[2].toK.weight.to(at::kBFloat16)));
    const GoldenCase golden = caseNamed("forward_weights_fp8");
    EXPECT_TRUE(test::closeInNorm(predict(narrow, golden), golden["y.fp8"], 1e-2));
}

TEST(Dialects, aGgufTransformerOfEveryFormatIsBoundAndRuns) {
    const ZImageTransformer model = transformerFrom("checkpoint/tiny_zimage_mixed.gguf");
    const GoldenCase golden = caseNamed("forward_weights_bf16");
    EXPECT_TRUE(predict(model, golden).isfinite().all().item<bool>());
}

TEST(Dialects, sizesFromTheTensorsAreThoseOfTheConfiguration) {
    const auto transformer =
        configOf<ZImageTransformerConfig>(dataPath(kComfyFile), ComponentKind::Transformer);
    const auto published = valueOrThrow(ZImageTransformerConfig::fromJson(
        test::readBytes(dataPath("tiny-zimage/transformer/config.json")), "config.json"));
    EXPECT_EQ(transformer.dim, published.dim);
    EXPECT_EQ(transformer.channels, published.channels);
    EXPECT_EQ(transformer.layerCount, published.layerCount);
    EXPECT_EQ(transformer.refinerLayerCount, published.refinerLayerCount);
    EXPECT_EQ(transformer.headCount, published.headCount);
    EXPECT_EQ(transformer.captionDim, published.captionDim);
    EXPECT_EQ(transformer.axesDims, published.axesDims);
    const auto autoencoder =
        configOf<AutoencoderKLConfig>(dataPath("tiny-zimage/vae"), ComponentKind::Autoencoder);
    const auto tiny = valueOrThrow(AutoencoderKLConfig::fromJson(
        test::readBytes(dataPath("tiny-zimage/vae/config.json")), "config.json"));
    EXPECT_EQ(autoencoder.blockChannels, tiny.blockChannels);
    EXPECT_EQ(autoencoder.layersPerBlock, tiny.layersPerBlock);
    EXPECT_EQ(autoencoder.latentChannels, tiny.latentChannels);
    EXPECT_EQ(autoencoder.normGroups, tiny.normGroups);
    EXPECT_EQ(autoencoder.midAttention, tiny.midAttention);
    EXPECT_EQ(autoencoder.quantConvolution, tiny.quantConvolution);
}

void expectTinyEncoder(const Qwen3Config& config) {
    const auto tiny = valueOrThrow(Qwen3Config::fromJson(
        test::readBytes(dataPath("tiny-zimage/text_encoder/config.json")), "config.json"));
    EXPECT_EQ(config.vocabularySize, tiny.vocabularySize);
    EXPECT_EQ(config.hiddenSize, tiny.hiddenSize);
    EXPECT_EQ(config.intermediateSize, tiny.intermediateSize);
    EXPECT_EQ(config.layerCount, tiny.layerCount);
    EXPECT_EQ(config.headCount, tiny.headCount);
    EXPECT_EQ(config.keyValueHeadCount, tiny.keyValueHeadCount);
    EXPECT_EQ(config.headDim, tiny.headDim);
    EXPECT_EQ(config.rmsNormEps, tiny.rmsNormEps);
    EXPECT_EQ(config.ropeTheta, tiny.ropeTheta);
    EXPECT_EQ(config.tiedEmbeddings, tiny.tiedEmbeddings);
}

TEST(Dialects, theTextEncodersSizesComeFromTensorsAndGgufMetadata) {
    expectTinyEncoder(configOf<Qwen3Config>(dataPath(kGgufEncoder), ComponentKind::TextEncoder));
    expectTinyEncoder(
        configOf<Qwen3Config>(dataPath("tiny-zimage/text_encoder"), ComponentKind::TextEncoder));
}

TEST(Dialects, theGgufTextEncoderEqualsTheSafetensorsOneBitForBit) {
    const auto statesOf = [](const char* file) {
        const auto path = dataPath(file);
        const Qwen3TextModel model =
            Qwen3TextModel::bind(WeightView(storeOf(path, ComponentKind::TextEncoder)),
                                 configOf<Qwen3Config>(path, ComponentKind::TextEncoder),
                                 Qwen3TextModel::Purpose::Encode);
        return model.allHiddenStates({{5, 17, 200, 3, 77, 1024}, 0}, RunContext{});
    };
    const auto gguf = statesOf(kGgufEncoder);
    const auto plain = statesOf("tiny-zimage/text_encoder");
    ASSERT_EQ(gguf.size(), plain.size());
    for (std::size_t i = 0; i < gguf.size(); ++i)
        EXPECT_TRUE(at::equal(gguf[i], plain[i])) << i;
}

// An autoencoder of two levels by its landmarks alone.
std::filesystem::path writeAutoencoder(const test::TemporaryFolder& folder, std::int64_t channels,
                                       std::int64_t latentChannels) {
    const std::vector<float> zeros(4096);
    const auto bytes = [&](std::int64_t count) {
        return std::as_bytes(std::span(zeros).first(static_cast<std::size_t>(count)));
    };
    const std::vector<TensorToWrite> tensors{
        {"encoder.down.0.block.0.conv1.weight", StorageType::F32, {channels, 1}, bytes(channels)},
        {"encoder.down.1.block.0.conv1.weight", StorageType::F32, {channels, 1}, bytes(channels)},
        {"decoder.conv_in.weight", StorageType::F32, {1, latentChannels}, bytes(latentChannels)}};
    const auto path = folder / "ae.safetensors";
    EXPECT_TRUE(writeSafetensors(path, tensors, {}, Overwrite::Yes));
    return path;
}

TEST(Dialects, groupsAre32WhereTheyDivideTheChannels) {
    test::TemporaryFolder folder;
    const auto groups = [&](std::int64_t channels) {
        return configOf<AutoencoderKLConfig>(writeAutoencoder(folder, channels, 16),
                                             ComponentKind::Autoencoder)
            .normGroups;
    };
    EXPECT_EQ(groups(128), 32);
    EXPECT_EQ(groups(24), 8);
}

TEST(Dialects, modelsThatOnlyLookAlikeAreRefused) {
    test::TemporaryFolder folder;
    const auto weights =
        ComponentWeights::open(writeAutoencoder(folder, 32, 4), ComponentKind::Autoencoder);
    const auto autoencoder = AutoencoderKLConfig::fromWeights(*weights);
    EXPECT_EQ(autoencoder.error().code, ErrorCode::Unsupported);
    EXPECT_NE(autoencoder.error().message.find("4 latent channels"), std::string::npos);
    EXPECT_EQ(Qwen3Config::fromWeights(*weights).error().code, ErrorCode::WeightsInvalid);
    EXPECT_EQ(ZImageTransformerConfig::fromWeights(*weights).error().code,
              ErrorCode::WeightsInvalid);
}

} // namespace
} // namespace diptych::models
