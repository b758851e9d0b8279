// core/checkpoint: what inspect says about models, adapters, tensor files, folders and foreign
// files.
#include "core/checkpoint/inspect.h"
#include "core/checkpoint/safetensors_writer.h"
#include "tests/core/checkpoint/safetensors_builder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace diptych {
namespace {

using test::TemporaryFolder;

FileDescription describeData(std::string_view relative) {
    return describeFile(test::dataPath(relative)).value();
}

template <typename T> T fact(const FileDescription& description, std::string_view key) {
    for (const Fact& entry : description.facts) {
        if (entry.key == key)
            return std::get<T>(entry.value);
    }
    ADD_FAILURE() << "no fact " << key << " in " << description.title;
    return T{};
}

std::string textFact(const FileDescription& description, std::string_view key) {
    return fact<std::string>(description, key);
}

// A file of one-byte tensors with these names and shapes.
FileDescription
describeTensors(const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& shapes,
                const std::map<std::string, std::string>& metadata = {}) {
    TemporaryFolder folder;
    std::vector<std::string> data;
    for (const auto& [name, shape] : shapes) {
        std::size_t count = 1;
        for (const std::int64_t extent : shape)
            count *= static_cast<std::size_t>(extent);
        data.emplace_back(count, 'x');
    }
    std::vector<TensorToWrite> tensors;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        tensors.push_back({shapes[i].first, StorageType::U8, shapes[i].second,
                           std::as_bytes(std::span<const char>(data[i]))});
    EXPECT_TRUE(writeSafetensors(folder / "x.safetensors", tensors, metadata, Overwrite::No));
    return describeFile(folder / "x.safetensors").value();
}

TEST(Inspect, recognisesTransformersInEitherNames) {
    const auto sharded = describeData("tiny-zimage-variants/sharded-bf16/transformer");
    EXPECT_EQ(sharded.kind, DescribedKind::ZImageTransformer);
    EXPECT_EQ(sharded.title, "Z-Image transformer, diffusers names, bf16, 774 K parameters");
    EXPECT_EQ(fact<std::int64_t>(sharded, "files"), 3);
    EXPECT_EQ(fact<std::int64_t>(sharded, "layers"), 3);
    EXPECT_EQ(fact<std::int64_t>(sharded, "refiner_layers"), 2);
    EXPECT_EQ(fact<std::int64_t>(sharded, "width"), 64);
    EXPECT_TRUE(fact<bool>(sharded, "complete"));
    EXPECT_EQ(sharded.metadata,
              (std::vector<std::pair<std::string, std::string>>{{"format", "pt"}}));

    const auto comfy = describeData("tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors");
    EXPECT_EQ(comfy.title, "Z-Image transformer, ComfyUI names, bf16, 774 K parameters");
    EXPECT_EQ(textFact(comfy, "names"), "comfyui");
    EXPECT_TRUE(fact<bool>(comfy, "complete"));

    const auto scaled =
        describeData("tiny-zimage-variants/comfyui/tiny_zimage_fp8_scaled.safetensors");
    EXPECT_EQ(scaled.title, "Z-Image transformer, ComfyUI names, fp8 e4m3, 774 K parameters");
    EXPECT_EQ(textFact(scaled, "quantization"), "scaled (scale_weight)");
    EXPECT_EQ(scaled.typeCounts.size(), 3U);
}

TEST(Inspect, recognisesOneShardAsAPart) {
    const auto shard = describeData("tiny-zimage-variants/sharded-bf16/transformer/"
                                    "diffusion_pytorch_model-00003-of-00003.safetensors");
    EXPECT_EQ(shard.kind, DescribedKind::ZImageTransformer);
    EXPECT_FALSE(fact<bool>(shard, "complete"));
    EXPECT_EQ(shard.title.rfind("Part of a Z-Image transformer", 0), 0U);
}

TEST(Inspect, findsThePrefixOfAnAllInOneFile) {
    const auto description =
        describeTensors({{"model.diffusion_model.layers.0.adaLN_modulation.0.weight", {4, 2}},
                         {"model.diffusion_model.layers.0.attention.qkv.weight", {6, 2}},
                         {"vae.decoder.up.0.block.0.conv1.weight", {1}}});
    EXPECT_EQ(description.kind, DescribedKind::ZImageTransformer);
    EXPECT_EQ(textFact(description, "prefix"), "model.diffusion_model.");
    EXPECT_TRUE(fact<bool>(description, "also_holds_autoencoder"));
}

TEST(Inspect, doesNotTakeLumina2ForZImage) {
    const auto description = describeTensors({{"layers.0.adaLN_modulation.1.weight", {4, 2}},
                                              {"layers.0.attention.qkv.weight", {6, 2}}});
    EXPECT_EQ(description.kind, DescribedKind::Tensors);
}

TEST(Inspect, recognisesTextEncodersAndAutoencoders) {
    const auto encoder = describeData("tiny-zimage/text_encoder_bf16");
    EXPECT_EQ(encoder.kind, DescribedKind::Qwen3TextEncoder);
    EXPECT_EQ(encoder.title.rfind("Qwen3 text encoder, bf16, ", 0), 0U) << encoder.title;
    EXPECT_EQ(textFact(encoder, "prefix"), "model.");
    EXPECT_EQ(fact<std::int64_t>(encoder, "layers"), 4);
    EXPECT_EQ(fact<std::int64_t>(encoder, "vocabulary"), 2048);
    EXPECT_FALSE(fact<bool>(encoder, "language_model_head"));

    const auto vae = describeData("tiny-zimage/vae");
    EXPECT_EQ(vae.kind, DescribedKind::AutoencoderKL);
    EXPECT_EQ(vae.title.rfind("AutoencoderKL, diffusers names, float32, ", 0), 0U) << vae.title;
    EXPECT_EQ(fact<std::int64_t>(vae, "latent_channels"), 16);
    EXPECT_TRUE(fact<bool>(vae, "encoder"));

    const auto original = describeTensors(
        {{"decoder.up.0.block.0.conv1.weight", {1}}, {"decoder.conv_in.weight", {2, 16, 1, 1}}});
    EXPECT_EQ(original.kind, DescribedKind::AutoencoderKL);
    EXPECT_EQ(textFact(original, "names"), "bfl");
}

struct LoraCase {
    const char* file;
    const char* title;
    const char* dialect;
    bool fused;
};

TEST(Inspect, tellsLoraDialectsApart) {
    const std::vector<LoraCase> cases{
        {"comfy_fused", "LoRA for the Z-Image transformer, ComfyUI names, rank 4 to 12, with alpha",
         "diffusion_model", true},
        {"diffsynth_default",
         "LoRA for the Z-Image transformer, DiffSynth names, rank 4, without alpha", "diffsynth",
         false},
        {"diffusion_model_kohya_alpha",
         "LoRA for the Z-Image transformer, ComfyUI names, rank 4, with alpha", "diffusion_model",
         false},
        {"diffusion_model_peft",
         "LoRA for the Z-Image transformer, ComfyUI names, rank 4, without alpha",
         "diffusion_model", false},
        {"dora", "DoRA for the Z-Image transformer, ComfyUI names, rank 4, with alpha",
         "diffusion_model", false},
        {"kohya_fused", "LoRA for the Z-Image transformer, kohya names, rank 4 to 12, with alpha",
         "kohya", true},
        {"kohya_unet", "LoRA for the Z-Image transformer, kohya names, rank 4, with alpha", "kohya",
         false},
        {"loha", "LoHa for the Z-Image transformer, ComfyUI names, rank 4, with alpha",
         "diffusion_model", false},
        {"lokr_full", "LoKr for the Z-Image transformer, ComfyUI names, with alpha",
         "diffusion_model", false},
        {"lokr_lowrank", "LoKr for the Z-Image transformer, ComfyUI names, rank 2, with alpha",
         "diffusion_model", false},
        {"onetrainer_lora_transformer",
         "LoRA for the Z-Image transformer, OneTrainer names, rank 4, with alpha", "onetrainer",
         false},
        {"peft_base_model", "LoRA for the Z-Image transformer, PEFT names, rank 4, without alpha",
         "peft", false},
        {"peft_transformer",
         "LoRA for the Z-Image transformer, diffusers names, rank 4, without alpha", "diffusers",
         false},
        {"second_peft", "LoRA for the Z-Image transformer, diffusers names, rank 2, without alpha",
         "diffusers", false},
    };
    for (const LoraCase& expected : cases) {
        const auto description =
            describeData(std::string("goldens/lora/") + expected.file + ".safetensors");
        EXPECT_EQ(description.kind, DescribedKind::Lora) << expected.file;
        EXPECT_EQ(description.title.rfind(std::string(expected.title) + ", float32", 0), 0U)
            << description.title;
        EXPECT_EQ(textFact(description, "dialect"), expected.dialect) << expected.file;
        EXPECT_EQ(fact<bool>(description, "fused_qkv"), expected.fused) << expected.file;
    }
}

TEST(Inspect, tellsLorasOfOtherModels) {
    EXPECT_EQ(textFact(describeTensors({{"lora_unet_down_blocks_0_attn.lora_down.weight", {2, 4}}}),
                       "target"),
              "other");
    EXPECT_EQ(textFact(describeTensors({{"model.layers.0.self_attn.q_proj.lora_A.weight", {2, 4}}}),
                       "target"),
              "text_encoder");
}

TEST(Inspect, recognisesLatentsAndEmbeddings) {
    const auto latents = describeTensors({{"latents", {2, 16, 4, 6}}}, {{"made", "here"}});
    EXPECT_EQ(latents.kind, DescribedKind::Latents);
    EXPECT_EQ(fact<std::int64_t>(latents, "batch"), 2);
    EXPECT_EQ(fact<std::int64_t>(latents, "channels"), 16);
    EXPECT_EQ(fact<std::int64_t>(latents, "width"), 6);
    EXPECT_EQ(latents.metadata.front().second, "here");

    const auto embeddings = describeTensors({{"embeddings", {5, 8}}, {"hidden_states.0", {5, 8}}});
    EXPECT_EQ(embeddings.kind, DescribedKind::Embeddings);
    EXPECT_EQ(fact<std::int64_t>(embeddings, "tokens"), 5);
    EXPECT_EQ(fact<std::int64_t>(embeddings, "hidden_states"), 1);
    const auto list = describeTensors({{"embeddings_0", {5, 8}}, {"embeddings_1", {3, 8}}});
    EXPECT_EQ(fact<std::int64_t>(list, "embeddings"), 2);
    EXPECT_EQ(fact<std::int64_t>(list, "tokens"), 8);
    EXPECT_EQ(describeTensors({{"w", {3}}}).title, "Unknown tensors, 1 of them, U8, 3 parameters");
}

TEST(Inspect, listsTheComponentsOfACheckpointFolder) {
    TemporaryFolder folder;
    const auto source = test::dataPath("tiny-zimage");
    std::filesystem::copy(source / "model_index.json", folder / "model_index.json");
    std::filesystem::copy(source / "vae", folder / "vae", std::filesystem::copy_options::recursive);
    std::filesystem::copy(source / "scheduler", folder / "scheduler",
                          std::filesystem::copy_options::recursive);
    std::filesystem::create_directory(folder / "text_encoder");
    const auto description = describeFile(folder.path()).value();
    EXPECT_EQ(description.kind, DescribedKind::CheckpointFolder);
    EXPECT_EQ(description.title, "Checkpoint folder of ZImagePipeline, missing: transformer, "
                                 "tokenizer, unusable: text_encoder");
    EXPECT_FALSE(fact<bool>(description, "complete"));
    ASSERT_EQ(description.components.size(), 5U);
    EXPECT_EQ(description.components[0].className, "ZImageTransformer2DModel");
    EXPECT_FALSE(description.components[0].isPresent);
    EXPECT_NE(description.components[1].problem.find("no safetensors weights"), std::string::npos);
    EXPECT_EQ(description.components[3].title.rfind("AutoencoderKL", 0), 0U);
    EXPECT_GT(description.components[3].bytes, 900'000U);
    EXPECT_EQ(description.components[4].title, "Configuration of FlowMatchEulerDiscreteScheduler");
    EXPECT_EQ(describeFile(folder / "model_index.json").value().title, description.title);
}

TEST(Inspect, describesGgufTokenizersAndConfigurations) {
    const auto gguf = describeData("tiny-zimage/text_encoder_gguf");
    EXPECT_EQ(gguf.kind, DescribedKind::Gguf);
    EXPECT_EQ(gguf.title.rfind("GGUF, Qwen3 text encoder, F32, ", 0), 0U) << gguf.title;
    EXPECT_EQ(textFact(gguf, "architecture"), "qwen3");
    EXPECT_EQ(gguf.typeCounts.front().second, 46);

    const auto config = describeData("tiny-zimage/transformer/config.json");
    EXPECT_EQ(config.kind, DescribedKind::Configuration);
    EXPECT_EQ(config.title, "Configuration of ZImageTransformer2DModel");
    EXPECT_EQ(fact<std::int64_t>(config, "dim"), 64);
    EXPECT_EQ(textFact(config, "axes_dims"), "[8,12,12]");

    TemporaryFolder folder;
    test::writeBytes(
        folder / "tokenizer.json",
        R"({"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]},"added_tokens":[{}]})");
    const auto tokenizer = describeFile(folder.path()).value();
    EXPECT_EQ(tokenizer.kind, DescribedKind::Tokenizer);
    EXPECT_EQ(fact<std::int64_t>(tokenizer, "vocabulary"), 2);
    EXPECT_EQ(fact<std::int64_t>(tokenizer, "added_tokens"), 1);
}

TEST(Inspect, describesForeignFilesAndRefusesDamagedOnes) {
    TemporaryFolder folder;
    const auto kindOf = [&](const char* name, std::string_view bytes) {
        test::writeBytes(folder / name, bytes);
        return describeFile(folder / name).value();
    };
    EXPECT_EQ(kindOf("a.png", "\x89PNG\r\n\x1a\n").kind, DescribedKind::Png);
    EXPECT_EQ(kindOf("a.jpg", "\xFF\xD8\xFF\xE0").kind, DescribedKind::Jpeg);
    EXPECT_EQ(kindOf("a.webp", "RIFF0000WEBPVP8 ").kind, DescribedKind::WebP);
    const auto page = kindOf("model.safetensors", "<html>");
    EXPECT_EQ(page.kind, DescribedKind::Other);
    EXPECT_EQ(page.title, "A web page (HTML)");
    EXPECT_NE(textFact(page, "advice").find("download the file again"), std::string::npos);
    EXPECT_EQ(kindOf("notes.txt", "hello").title, "Not a known kind of file");
    test::writeBytes(folder / "cut.safetensors", test::goodSafetensors().substr(0, 100));
    EXPECT_EQ(describeFile(folder / "cut.safetensors").error().code, ErrorCode::FileInvalid);
    EXPECT_EQ(describeFile(folder / "nowhere").error().code, ErrorCode::FileNotFound);
    TemporaryFolder empty;
    EXPECT_EQ(describeFile(empty.path()).error().code, ErrorCode::FileNotFound);
}

TEST(Inspect, writesEverythingAsOneJsonObject) {
    const auto description =
        describeFile(test::dataPath("goldens/lora/loha.safetensors"), ListTensors::Yes).value();
    const auto json = nlohmann::json::parse(toJson(description));
    EXPECT_EQ(json["kind"], "lora");
    EXPECT_EQ(json["title"], description.title);
    EXPECT_EQ(json["facts"]["rank"], 4);
    EXPECT_EQ(json["facts"]["alpha"], true);
    EXPECT_EQ(json["types"]["F32"], 5);
    EXPECT_EQ(json["metadata"]["format"], "pt");
    ASSERT_EQ(json["tensors"].size(), 5U);
    EXPECT_EQ(json["tensors"][0]["shape"], nlohmann::json::parse("[64,4]"));
    EXPECT_FALSE(json.contains("components"));
    const auto folder = nlohmann::json::parse(toJson(describeData("tiny-zimage")));
    EXPECT_EQ(folder["components"][0]["name"], "transformer");
}

} // namespace
} // namespace diptych
