// Dialects of checkpoints: which tensors come out of which file, under which names.
#include "core/base/file.h"
#include "core/checkpoint/component_weights.h"
#include "core/checkpoint/misplaced_file.h"

#include "core/checkpoint/safetensors_writer.h"
#include "tests/support/test_files.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace diptych {
namespace {

using test::dataPath;
using test::TemporaryFolder;

constexpr const char* kFp8File = "tiny-zimage-variants/comfyui/tiny_zimage_fp8_scaled.safetensors";
constexpr const char* kComfyFile = "tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors";

std::vector<float> valuesOf(const StoredTensor& tensor) {
    std::vector<float> values(tensor.elementCount());
    tensor.decode(0, values);
    return values;
}

std::string hashOf(const StoredTensor& tensor) {
    const std::vector<float> values = valuesOf(tensor);
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const std::byte byte : std::as_bytes(std::span(values)))
        hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001B3ULL;
    return fmt::format("{:016x}", hash);
}

std::set<std::string> namesOf(const ComponentWeights& weights) {
    std::set<std::string> names;
    for (const auto& [name, tensor] : weights.tensors())
        names.insert(name);
    return names;
}

ComponentWeights opened(const std::filesystem::path& path, ComponentKind kind) {
    auto weights = ComponentWeights::open(path, kind);
    EXPECT_TRUE(weights) << weights.error().message;
    return std::move(*weights);
}

ComponentWeights tinyTransformer() {
    return opened(dataPath("tiny-zimage/transformer"), ComponentKind::Transformer);
}

void expectHashes(const ComponentWeights& weights, const char* hashes) {
    const auto expected = nlohmann::json::parse(test::readBytes(dataPath(hashes)));
    EXPECT_EQ(weights.tensors().size(), expected.size());
    for (const auto& [name, hash] : expected.items()) {
        const StoredTensor* tensor = weights.find(name);
        ASSERT_TRUE(tensor) << name;
        EXPECT_EQ(hashOf(*tensor), hash.get<std::string>()) << name;
    }
}

// A tensor of a file made by hand.
struct Entry {
    std::string name;
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape;
    std::string bytes;
};

std::string floats(std::vector<float> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

std::filesystem::path writeEntries(const TemporaryFolder& folder, const std::vector<Entry>& entries,
                                   const std::map<std::string, std::string>& metadata = {}) {
    std::vector<TensorToWrite> tensors;
    for (const Entry& entry : entries)
        tensors.push_back(
            {entry.name, entry.type, entry.shape, std::as_bytes(std::span(entry.bytes))});
    const auto path = folder / "file.safetensors";
    EXPECT_TRUE(writeSafetensors(path, tensors, metadata, Overwrite::Yes));
    return path;
}

// What makes a file a Z-Image transformer, one element each.
std::vector<Entry> landmarks(const std::string& prefix = {}) {
    return {{prefix + "cap_embedder.1.weight", StorageType::F32, {2, 1}, floats({1, 2})},
            {prefix + "layers.0.adaLN_modulation.0.weight", StorageType::F32, {1, 1}, floats({3})}};
}

TEST(ComponentWeights, comfyNamesBecomeDiffusersNames) {
    const ComponentWeights comfy = opened(dataPath(kComfyFile), ComponentKind::Transformer);
    const ComponentWeights sharded = opened(
        dataPath("tiny-zimage-variants/sharded-bf16/transformer"), ComponentKind::Transformer);
    EXPECT_EQ(namesOf(comfy), namesOf(sharded));
    for (const auto& [name, tensor] : sharded.tensors()) {
        const StoredTensor* other = comfy.find(name);
        ASSERT_TRUE(other) << name;
        EXPECT_EQ(other->shape, tensor.shape) << name;
        EXPECT_TRUE(other->isPlain());
        EXPECT_EQ(valuesOf(*other), valuesOf(tensor)) << name;
    }
}

TEST(ComponentWeights, scaledFloat8EqualsNumpyBitForBit) {
    expectHashes(opened(dataPath(kFp8File), ComponentKind::Transformer),
                 "checkpoint/fp8_hashes.json");
}

TEST(ComponentWeights, aGgufFileOfEveryFormatEqualsNumpyBitForBit) {
    const ComponentWeights weights =
        opened(dataPath("checkpoint/tiny_zimage_mixed.gguf"), ComponentKind::Transformer);
    std::set<std::string> formats;
    for (const auto& [name, tensor] : weights.tensors())
        formats.emplace(toString(tensor.format));
    EXPECT_GE(formats.size(), 10U);
    EXPECT_EQ(namesOf(weights), namesOf(tinyTransformer()));
    expectHashes(weights, "checkpoint/mixed_hashes.json");
}

TEST(ComponentWeights, theGgufTextEncoderIsTheSafetensorsOne) {
    const ComponentWeights gguf =
        opened(dataPath("tiny-zimage/text_encoder_gguf/tiny-f32.gguf"), ComponentKind::TextEncoder);
    const ComponentWeights plain =
        opened(dataPath("tiny-zimage/text_encoder"), ComponentKind::TextEncoder);
    EXPECT_EQ(namesOf(gguf), namesOf(plain));
    for (const auto& [name, tensor] : plain.tensors()) {
        ASSERT_TRUE(gguf.contains(name)) << name;
        EXPECT_EQ(gguf.find(name)->shape, tensor.shape) << name;
        EXPECT_EQ(valuesOf(*gguf.find(name)), valuesOf(tensor)) << name;
    }
    EXPECT_EQ(gguf.metadata().at("general.architecture"), "qwen3");
}

// The reverse of the reader's rules, written down from the specification's list.
std::string originalName(std::string name) {
    const auto swap = [&](const std::string& from, const std::string& to) {
        if (const auto at = name.find(from); at != std::string::npos)
            name.replace(at, from.size(), to);
    };
    for (int i = 0; i < 4; ++i)
        swap(fmt::format("decoder.up_blocks.{}.", i), fmt::format("decoder.up.{}.", 3 - i));
    swap("encoder.down_blocks.", "encoder.down.");
    swap("mid_block.resnets.0.", "mid.block_1.");
    swap("mid_block.resnets.1.", "mid.block_2.");
    swap("mid_block.attentions.0.group_norm.", "mid.attn_1.norm.");
    swap("mid_block.attentions.0.to_q.", "mid.attn_1.q.");
    swap("mid_block.attentions.0.to_k.", "mid.attn_1.k.");
    swap("mid_block.attentions.0.to_v.", "mid.attn_1.v.");
    swap("mid_block.attentions.0.to_out.0.", "mid.attn_1.proj_out.");
    swap(".resnets.", ".block.");
    swap(".conv_shortcut.", ".nin_shortcut.");
    swap(".downsamplers.0.conv.", ".downsample.conv.");
    swap(".upsamplers.0.conv.", ".upsample.conv.");
    swap(".conv_norm_out.", ".norm_out.");
    return name;
}

TEST(ComponentWeights, theOriginalAutoencoderNamesBecomeDiffusersNames) {
    const ComponentWeights plain = opened(dataPath("tiny-zimage/vae"), ComponentKind::Autoencoder);
    std::vector<Entry> entries = landmarks("model.diffusion_model.");
    for (const auto& [name, tensor] : plain.tensors()) {
        Entry entry{"first_stage_model." + originalName(name), StorageType::F32, tensor.shape,
                    floats(valuesOf(tensor))};
        if (name.find("attentions") != std::string::npos && entry.shape.size() == 2)
            entry.shape.insert(entry.shape.end(), {1, 1});
        entries.push_back(std::move(entry));
    }
    TemporaryFolder folder;
    const ComponentWeights original =
        opened(writeEntries(folder, entries), ComponentKind::Autoencoder);
    EXPECT_EQ(namesOf(original), namesOf(plain));
    for (const auto& [name, tensor] : plain.tensors()) {
        ASSERT_TRUE(original.contains(name)) << name;
        EXPECT_EQ(original.find(name)->shape, tensor.shape) << name;
        EXPECT_EQ(valuesOf(*original.find(name)), valuesOf(tensor)) << name;
    }
}

TEST(ComponentWeights, anAllInOneFileGivesEachComponentItsOwn) {
    std::vector<Entry> entries = landmarks("model.diffusion_model.");
    entries.push_back({"vae.decoder.conv_in.weight", StorageType::F32, {1}, floats({5})});
    const std::string text = "text_encoders.qwen3_4b.transformer.";
    entries.push_back({text + "model.embed_tokens.weight", StorageType::F32, {1}, floats({6})});
    entries.push_back({text + "lm_head.weight", StorageType::F32, {1}, floats({7})});
    TemporaryFolder folder;
    const auto path = writeEntries(folder, entries);
    EXPECT_EQ(
        namesOf(opened(path, ComponentKind::Transformer)),
        (std::set<std::string>{"cap_embedder.1.weight", "layers.0.adaLN_modulation.0.weight"}));
    EXPECT_EQ(namesOf(opened(path, ComponentKind::Autoencoder)),
              std::set<std::string>{"decoder.conv_in.weight"});
    EXPECT_EQ(namesOf(opened(path, ComponentKind::TextEncoder)),
              (std::set<std::string>{"model.embed_tokens.weight", "lm_head.weight"}));
}

TEST(ComponentWeights, padTokensGetTheirRowAndTheUnusedNormGoes) {
    std::vector<Entry> entries = landmarks();
    entries.push_back({"x_pad_token", StorageType::F32, {2}, floats({1, 2})});
    // Twice the width, as some converters to GGUF write a bfloat16 token: 1, 2 and rubbish.
    entries.push_back({"cap_pad_token",
                       StorageType::BF16,
                       {4},
                       std::string("\x80\x3f\x00\x40\xff\xff\xff\xff", 8)});
    entries.push_back({"norm_final.weight", StorageType::F32, {2}, floats({1, 2})});
    TemporaryFolder folder;
    const ComponentWeights weights =
        opened(writeEntries(folder, entries), ComponentKind::Transformer);
    EXPECT_EQ(weights.find("x_pad_token")->shape, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(weights.find("cap_pad_token")->shape, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(valuesOf(*weights.find("cap_pad_token")), (std::vector<float>{1, 2}));
    EXPECT_FALSE(weights.contains("norm_final.weight"));
}

// 0x38 is 1, 0x40 is 2, 0x44 is 3 in e4m3.
Entry fusedFloat8() {
    return {
        "layers.0.attention.qkv.weight", StorageType::F8E4M3, {3, 2}, "\x38\x40\x44\x38\x40\x44"};
}

TEST(ComponentWeights, plainFloat8NeedsNoScale) {
    std::vector<Entry> entries = landmarks();
    entries.push_back(fusedFloat8());
    TemporaryFolder folder;
    const ComponentWeights weights =
        opened(writeEntries(folder, entries), ComponentKind::Transformer);
    EXPECT_EQ(valuesOf(*weights.find("layers.0.attention.to_k.weight")),
              (std::vector<float>{3, 1}));
    EXPECT_FALSE(weights.find("layers.0.attention.to_k.weight")->isPlain());
}

TEST(ComponentWeights, newScalesAreAppliedForATensorOrForEachRow) {
    std::vector<Entry> entries = landmarks();
    entries.push_back(fusedFloat8());
    entries.push_back({"layers.0.attention.qkv.weight_scale", StorageType::F32, {}, floats({0.5})});
    entries.push_back({"layers.0.attention.qkv.input_scale", StorageType::F32, {}, floats({9})});
    const std::string description = R"({"format": "float8_e4m3fn"})";
    entries.push_back({"layers.0.attention.qkv.comfy_quant",
                       StorageType::U8,
                       {static_cast<std::int64_t>(description.size())},
                       description});
    TemporaryFolder folder;
    ComponentWeights weights = opened(writeEntries(folder, entries), ComponentKind::Transformer);
    EXPECT_EQ(weights.tensors().size(), 5U) << "the helpers are no tensors of the model";
    EXPECT_EQ(valuesOf(*weights.find("layers.0.attention.to_v.weight")),
              (std::vector<float>{1, 1.5}));
    entries[3] = {
        "layers.0.attention.qkv.weight_scale", StorageType::F32, {3, 1}, floats({1, 10, 100})};
    weights = opened(writeEntries(folder, entries), ComponentKind::Transformer);
    EXPECT_EQ(valuesOf(*weights.find("layers.0.attention.to_k.weight")),
              (std::vector<float>{30, 10}));
    EXPECT_EQ(valuesOf(*weights.find("layers.0.attention.to_v.weight")),
              (std::vector<float>{200, 300}));
}

TEST(ComponentWeights, otherQuantisationsAreNamedNotGuessed) {
    TemporaryFolder folder;
    const auto path = writeEntries(
        folder, landmarks(),
        {{"_quantization_metadata", R"({"layers": {"cap_embedder.1": {"format": "nvfp4"}}})"}});
    const auto weights = ComponentWeights::open(path, ComponentKind::Transformer);
    ASSERT_FALSE(weights);
    EXPECT_EQ(weights.error().code, ErrorCode::Unsupported);
    EXPECT_NE(weights.error().message.find("nvfp4"), std::string::npos);
    EXPECT_NE(weights.error().message.find("cap_embedder.1"), std::string::npos);
}

TEST(ComponentWeights, impossibleScalesAndFusedShapesAreRefused) {
    TemporaryFolder folder;
    std::vector<Entry> entries = landmarks();
    entries.push_back(fusedFloat8());
    entries.push_back(
        {"layers.0.attention.qkv.scale_weight", StorageType::F32, {2}, floats({1, 2})});
    auto weights =
        ComponentWeights::open(writeEntries(folder, entries), ComponentKind::Transformer);
    EXPECT_EQ(weights.error().code, ErrorCode::Unsupported);
    entries.resize(2);
    entries.push_back(
        {"layers.0.attention.qkv.weight", StorageType::F32, {4}, floats({1, 2, 3, 4})});
    weights = ComponentWeights::open(writeEntries(folder, entries), ComponentKind::Transformer);
    EXPECT_EQ(weights.error().code, ErrorCode::FileInvalid);
    EXPECT_NE(weights.error().message.find("cannot be cut into 3 parts"), std::string::npos);
}

TEST(ComponentWeights, theWrongKindOfFileIsSentToItsPlace) {
    const auto messageOf = [](const std::filesystem::path& path, ComponentKind kind) {
        const auto weights = ComponentWeights::open(path, kind);
        return weights ? std::string("opened") : weights.error().message;
    };
    const auto belongs = [&](const char* file, ComponentKind kind, const char* place) {
        const std::string message = messageOf(dataPath(file), kind);
        EXPECT_NE(message.find("this is a"), std::string::npos) << message;
        EXPECT_NE(message.find(std::string("it belongs to ") + place), std::string::npos)
            << message;
    };
    const ComponentKind kinds[] = {ComponentKind::Transformer, ComponentKind::TextEncoder,
                                   ComponentKind::Autoencoder};
    for (const ComponentKind kind : kinds) {
        belongs("goldens/lora/peft_transformer.safetensors", kind, "--lora");
        belongs("goldens/lora/comfy_fused.safetensors", kind, "--lora");
        belongs("tiny-zimage/tokenizer/tokenizer.json", kind, "--tokenizer");
        belongs("tiny-zimage", kind, "--model-path");
        if (kind != ComponentKind::Transformer) {
            belongs(kComfyFile, kind, "--dit-path");
            belongs("checkpoint/tiny_zimage_mixed.gguf", kind, "--dit-path");
        }
        if (kind != ComponentKind::Autoencoder)
            belongs("tiny-zimage/vae", kind, "--vae-path");
        if (kind != ComponentKind::TextEncoder) {
            belongs("tiny-zimage/text_encoder", kind, "--text-encoder-path");
            belongs("tiny-zimage/text_encoder_gguf/tiny-f32.gguf", kind, "--text-encoder-path");
        }
    }
}

TEST(MisplacedFile, whatBelongsElsewhereIsSentToItsPlace) {
    const TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a.png", "\x89PNG\r\n\x1a\n", Overwrite::No));
    const std::vector<std::pair<std::filesystem::path, const char*>> files = {
        {dataPath("goldens/lora/kohya_unet.safetensors"), "--lora"},
        {dataPath(kComfyFile), "--dit-path"},
        {dataPath("tiny-zimage/vae"), "--vae-path"},
        {dataPath("tiny-zimage/text_encoder"), "--text-encoder-path"},
        {dataPath("tiny-zimage"), "--model-path"},
        {dataPath("tiny-zimage/tokenizer/tokenizer.json"), "--tokenizer"},
        {folder / "a.png", "--image"}};
    for (const FilePlace place : {FilePlace::Lora, FilePlace::Latents, FilePlace::Embeddings,
                                  FilePlace::Picture, FilePlace::Tokenizer})
        for (const auto& [path, home] : files) {
            const auto misplaced = describeMisplacedFile(path, place);
            const bool fits =
                (place == FilePlace::Lora && std::string(home) == "--lora") ||
                (place == FilePlace::Tokenizer && std::string(home) == "--tokenizer") ||
                (place == FilePlace::Picture && std::string(home) == "--image");
            EXPECT_EQ(misplaced.has_value(), !fits) << path;
            if (misplaced) {
                EXPECT_EQ(misplaced->code, ErrorCode::InvalidInput);
                EXPECT_NE(misplaced->message.find(std::string("it belongs to ") + home),
                          std::string::npos)
                    << misplaced->message;
            }
        }
    EXPECT_FALSE(describeMisplacedFile(folder / "none", FilePlace::Lora));
}

TEST(ComponentWeights, aConfigurationBelongsToTheWeightsOfItsFolder) {
    const auto folder = dataPath("tiny-zimage/transformer");
    EXPECT_EQ(configFileOf(folder), folder / "config.json");
    EXPECT_EQ(configFileOf(folder / "diffusion_pytorch_model.safetensors"), folder / "config.json");
    EXPECT_FALSE(configFileOf(dataPath(kComfyFile)));
}

} // namespace
} // namespace diptych
