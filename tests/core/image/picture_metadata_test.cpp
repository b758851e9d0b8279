// core/image: how a picture was made, as JSON and as the text other programs read.
#include "core/image/infotext.h"
#include "core/image/picture_metadata.h"

#include <gtest/gtest.h>

#include <limits>

namespace diptych {
namespace {

constexpr const char* kDifficultPrompt =
    "  一隻貓, \"quoted\" \\ back\nSteps: not yet, a: b\n\n  double  blanks: 😀\ttab 'x' é";

PictureMetadata fullMetadata() {
    PictureMetadata metadata;
    metadata.version = "0.1.0";
    metadata.request.conversation = {
        kDifficultPrompt, "system\r\ntext", "thought", "answer", true, false, true, true};
    metadata.request.templateName = "photo";
    metadata.request.negativePrompt = "blurry,\nlow: quality";
    metadata.request.width = 1328;
    metadata.request.height = 784;
    metadata.request.steps = 27;
    metadata.request.seed = std::numeric_limits<std::int64_t>::max();
    metadata.request.count = 3;
    metadata.request.guidanceScale = 0.1 + 0.2;
    metadata.request.shift = 1.0 / 3.0;
    metadata.request.scheduler = "unipc";
    metadata.request.sigmaSpacing = "karras";
    metadata.request.cfgNormalization = 1.25;
    metadata.request.cfgTruncation = 0.7;
    metadata.request.hiddenLayer = -5;
    metadata.request.seedRule = SeedRule::Random;
    metadata.request.variety = {1.5, 0.25};
    metadata.request.skipLayers = {2.5, {7, 9}, 0.1, 0.6};
    metadata.request.longPromptMode = LongPromptMode::AttentionPool;
    metadata.request.maxPromptTokens = 300;
    metadata.request.twoPass = {true, 768, 0.4};
    metadata.request.loraTriggerWords = true;
    metadata.request.source = {"photo é.png", "mask.png", 0.6, FitMode::Pad, {1, 20, 255}, true};
    metadata.formattedPrompt = "<|im_start|>user\n一隻貓<|im_end|>\n";
    metadata.request.loras = {{"style, one", 0.7}, {"zwei", -1e-300}};
    metadata.loras = loraRecords(metadata.request.loras);
    metadata.model = "Z-Image-Turbo";
    metadata.encoder = "local:Qwen3-4B";
    metadata.dtype = "bfloat16";
    metadata.seconds = 12.345678901234567;
    return metadata;
}

PictureMetadata simpleMetadata() {
    PictureMetadata metadata;
    metadata.version = "0.1.0";
    metadata.request.conversation.user = "a cat";
    metadata.request.seed = 42;
    metadata.model = "Z-Image-Turbo";
    return metadata;
}

TEST(PictureMetadata, comesBackExactlyFromJson) {
    const auto read = metadataFromJson(metadataToJson(fullMetadata()));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, fullMetadata());
}

TEST(PictureMetadata, tellsNothingOfControlsThatAreAtTheirDefaults) {
    const std::string json = metadataToJson(simpleMetadata());
    for (const char* key : {"seed_rule", "variety", "skip_layer_guidance", "long_prompt_mode",
                            "max_tokens", "two_pass", "lora_trigger_words", "source_image",
                            "source_mask", "\"strength\"", "fit", "background", "sample_posterior"})
        EXPECT_EQ(json.find(key), std::string::npos) << key;
    PictureMetadata off = simpleMetadata();
    off.request.variety.fraction = 0.1;
    off.request.skipLayers.layers = {3};
    off.request.twoPass.baseSide = 64;
    off.request.source.fit = FitMode::Pad;
    EXPECT_EQ(metadataToJson(off), json) << "what is off has no numbers";
}

TEST(PictureMetadata, namesSourceFilesWithoutTheirFolders) {
    PictureMetadata metadata = simpleMetadata();
    metadata.request.source.path = "/home/me/photos/cat.png";
    metadata.request.source.mask = "/home/me/masks/ears.png";
    const std::string json = metadataToJson(metadata);
    EXPECT_EQ(json.find("/home"), std::string::npos);
    const auto read = metadataFromJson(json);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->request.source.path, "cat.png");
    EXPECT_EQ(read->request.source.mask, "ears.png");
    EXPECT_EQ(read->request.source.strength, 0.7) << "told although it is the default";
    EXPECT_NE(json.find("\"strength\":0.7"), std::string::npos);
}

TEST(PictureMetadata, namesTheKeyOfAWrongControl) {
    for (const char* text :
         {R"({"seed_rule": "x"})", R"({"seed_rule": 1})", R"({"variety": 1})",
          R"({"variety": {"strength": "x"}})", R"({"skip_layer_guidance": {"layers": [1.5]}})",
          R"({"skip_layer_guidance": {"layers": 7}})", R"({"two_pass": true})",
          R"({"two_pass": {"base_size": 1e99}})", R"({"background": "#12345g"})",
          R"({"background": [1, 2, 3]})", R"({"fit": "zoom"})", R"({"source_image": 1})",
          R"({"max_tokens": "many"})"}) {
        const auto read = metadataFromJson(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::FileInvalid);
        EXPECT_NE(std::string(text).find(read.error().args.at(0)), std::string::npos) << text;
    }
}

TEST(PictureMetadata, keepsOpenChoicesOpen) {
    PictureMetadata open;
    open.request.cfgTruncation.reset(); // which is not its default
    const auto read = metadataFromJson(metadataToJson(open));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, open);
    EXPECT_FALSE(read->request.seed);
    EXPECT_FALSE(read->request.shift);
}

TEST(PictureMetadata, hasEveryKeyOfTheContract) {
    const std::string json = metadataToJson(fullMetadata());
    for (const char* key : {"version",
                            "prompt",
                            "system_prompt",
                            "thinking_content",
                            "assistant_content",
                            "template",
                            "negative_prompt",
                            "formatted_prompt",
                            "seed",
                            "width",
                            "height",
                            "steps",
                            "scheduler",
                            "sigma_spacing",
                            "shift",
                            "guidance_scale",
                            "cfg_normalization",
                            "cfg_truncation",
                            "hidden_layer",
                            "loras",
                            "model",
                            "encoder",
                            "dtype",
                            "seconds",
                            "force_think_block",
                            "strip_quotes",
                            "clean_whitespace",
                            "raw"})
        EXPECT_NE(json.find(std::string(key) + "\":"), std::string::npos) << key;
    EXPECT_EQ(json.find('\n'), std::string::npos);
}

TEST(PictureMetadata, keepsDefaultsForKeysThatOlderVersionsDidNotWrite) {
    const auto read = metadataFromJson(R"({"prompt":"x","steps":null,"scheduler":null})");
    ASSERT_TRUE(read);
    PictureMetadata expected;
    expected.request.conversation.user = "x";
    EXPECT_EQ(*read, expected);
}

TEST(PictureMetadata, ignoresUnknownKeys) {
    const auto read = metadataFromJson(R"({"prompt":"x","future":{"a":[1]},"steps":4})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->request.conversation.user, "x");
    EXPECT_EQ(read->request.steps, 4);
}

TEST(PictureMetadata, namesTheKeyOfAWrongValue) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"prompt", "3"},
        {"width", "\"8\""},
        {"width", "1e3"},
        {"steps", "99999999999"},
        {"seed", "9223372036854775808"},
        {"seed", "1.5"},
        {"seed", "true"},
        {"shift", "\"x\""},
        {"raw", "1"},
        {"loras", "{}"},
        {"loras", "[1]"},
        {"loras", "[{\"name\":1}]"},
        {"loras", "[{\"scale\":\"a\"}]"},
        {"guidance_scale", "[]"}};
    for (const auto& [key, value] : cases) {
        std::string text = "{\"";
        text.append(key).append("\":").append(value).append("}");
        const auto read = metadataFromJson(text);
        ASSERT_FALSE(read) << key << value;
        EXPECT_EQ(read.error().code, ErrorCode::FileInvalid);
        EXPECT_NE(read.error().message.find("'" + key + "'"), std::string::npos)
            << read.error().message;
    }
    for (const char* text : {"", "[]", "{", "3", "{\"a\":}"})
        EXPECT_FALSE(metadataFromJson(text)) << text;
}

TEST(PictureMetadata, survivesTextThatIsNotUtf8) {
    PictureMetadata metadata;
    metadata.request.conversation.user = "a\xFFz";
    metadata.model = "\xC3";
    const auto read = metadataFromJson(metadataToJson(metadata));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->request.conversation.user, "a\uFFFDz");
    EXPECT_EQ(pictureTextChunks(metadata, MetadataLevel::All).size(), 2U);
}

TEST(PictureMetadata, writesTheTextOtherProgramsRead) {
    EXPECT_EQ(toInfotext(simpleMetadata()),
              "a cat\nSteps: 8, Sampler: Euler, CFG scale: 1, Seed: 42, Size: 1024x1024, Model: "
              "Z-Image-Turbo, Version: Diptych 0.1.0");
    PictureMetadata guided = simpleMetadata();
    guided.request.negativePrompt = "blurry";
    guided.request.guidanceScale = 2.5;
    guided.request.shift = 3.0;
    guided.request.scheduler = "own_scheduler";
    guided.model = "a: \"b\", c";
    EXPECT_EQ(toInfotext(guided),
              "a cat\nNegative prompt: blurry\nSteps: 8, Sampler: own_scheduler, CFG scale: 3.5, "
              "Seed: 42, Size: 1024x1024, Model: \"a: \\\"b\\\", c\", Shift: 3, Version: Diptych "
              "0.1.0");
    EXPECT_EQ(toInfotext(PictureMetadata()),
              "Steps: 8, Sampler: Euler, CFG scale: 1, Size: 1024x1024");
}

TEST(PictureMetadata, readsItsOwnInfotext) {
    PictureMetadata metadata = simpleMetadata();
    metadata.request.conversation.user = "first, line: one\nSteps: 3 of them\n\n  猫 \"x\"";
    metadata.request.negativePrompt = "bad,\n worse: 1";
    metadata.request.guidanceScale = 0.1;
    metadata.request.shift = 3.25;
    metadata.request.scheduler = "flow_heun";
    metadata.request.seed = std::numeric_limits<std::int64_t>::max();
    metadata.model = "odd, name: \"x\"\\";
    EXPECT_EQ(metadataFromInfotext(toInfotext(metadata)), metadata);
}

TEST(PictureMetadata, writesImageToImageAsOtherProgramsDo) {
    PictureMetadata metadata = simpleMetadata();
    EXPECT_EQ(toInfotext(metadata).find("Denoising"), std::string::npos);
    metadata.request.source.path = "photo.png";
    metadata.request.source.strength = 0.6;
    EXPECT_NE(toInfotext(metadata).find("Denoising strength: 0.6"), std::string::npos);
    EXPECT_EQ(metadataFromInfotext(toInfotext(metadata)).request.source.strength, 0.6);
}

TEST(PictureMetadata, writesTwoPassesAsOtherProgramsDo) {
    PictureMetadata metadata = simpleMetadata();
    metadata.request.width = 2048;
    metadata.request.height = 2048;
    metadata.request.twoPass = {true, 1024, 0.4};
    const std::string text = toInfotext(metadata);
    EXPECT_NE(text.find("Size: 1024x1024"), std::string::npos) << "the size of the first pass";
    EXPECT_NE(text.find("Denoising strength: 0.4"), std::string::npos);
    EXPECT_NE(text.find("Hires upscale: 2,"), std::string::npos) << text;
    EXPECT_NE(text.find("Hires upscaler: Latent"), std::string::npos);
    metadata.request.width = 1600;
    metadata.request.height = 896;
    EXPECT_NE(toInfotext(metadata).find("Hires resize: 1600x896"), std::string::npos)
        << toInfotext(metadata);
    metadata.request.width = 1024;
    EXPECT_EQ(toInfotext(metadata).find("Hires"), std::string::npos) << "drawn in one pass";
}

TEST(PictureMetadata, readsTwoPassesBack) {
    for (const PictureSize size : {PictureSize{2048, 2048}, PictureSize{1600, 896}}) {
        PictureMetadata metadata = simpleMetadata();
        metadata.request.width = size.width;
        metadata.request.height = size.height;
        metadata.request.twoPass = {true, 768, 0.4};
        const GenerationRequest read = metadataFromInfotext(toInfotext(metadata)).request;
        EXPECT_EQ(read.width, size.width);
        EXPECT_EQ(read.height, size.height);
        EXPECT_TRUE(read.twoPass.enabled);
        EXPECT_EQ(read.twoPass.strength, 0.4);
        EXPECT_EQ(sizeWithArea(size.width, size.height, read.twoPass.baseSide),
                  sizeWithArea(size.width, size.height, 768));
    }
}

TEST(PictureMetadata, readsAnotherProgramsHiresFix) {
    const GenerationRequest read =
        metadataFromInfotext("a cat\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: "
                             "512x768, Denoising strength: 0.7, Hires upscale: 1.5, Hires steps: "
                             "10, Hires upscaler: Latent, Version: v1.10.0")
            .request;
    EXPECT_EQ(read.width, 768);
    EXPECT_EQ(read.height, 1152);
    EXPECT_TRUE(read.twoPass.enabled);
    EXPECT_EQ(read.twoPass.baseSide, 627);
    EXPECT_EQ(read.twoPass.strength, 0.7);
    for (const char* odd : {"Hires upscale: 1e300", "Hires upscale: nan", "Hires upscale: -2",
                            "Hires upscale: x", "Hires resize: 9x"}) {
        const GenerationRequest kept =
            metadataFromInfotext(
                std::string("a\nSteps: 20, Size: 512x768, Denoising strength: 9, ") + odd +
                ", Seed: 1")
                .request;
        EXPECT_EQ(kept.width, 512) << odd;
        EXPECT_EQ(kept.twoPass.strength, 0.5) << odd;
    }
    const GenerationRequest sizeless =
        metadataFromInfotext("a\nSteps: 20, Size: -5x0, Hires upscale: 2, Seed: 1").request;
    EXPECT_FALSE(sizeless.twoPass.enabled);
}

TEST(PictureMetadata, readsAnotherProgramsInfotext) {
    const PictureMetadata read = metadataFromInfotext(
        "masterpiece, (cat:1.2)\r\nNegative prompt: lowres\r\nSteps: 20, Sampler: DPM++ 2M SDE "
        "Karras, CFG scale: 7, Seed: 123, Size: 512x768, Model hash: abc, Model: some-model, Lora "
        "hashes: \"a: 1, b: 2\", Version: v1.10.1\n");
    EXPECT_EQ(read.request.conversation.user, "masterpiece, (cat:1.2)");
    EXPECT_EQ(read.request.negativePrompt, "lowres");
    EXPECT_EQ(read.request.steps, 20);
    EXPECT_EQ(read.request.scheduler, GenerationRequest().scheduler);
    EXPECT_EQ(read.request.guidanceScale, 6.0);
    EXPECT_EQ(read.request.seed, 123);
    EXPECT_EQ(read.request.width, 512);
    EXPECT_EQ(read.request.height, 768);
    EXPECT_EQ(read.model, "some-model");
    EXPECT_EQ(read.version, "");
}

TEST(PictureMetadata, keepsDefaultsForNumbersItCannotRead) {
    const PictureMetadata read = metadataFromInfotext(
        "x\nSteps: many, CFG scale: nan, Seed: -1, Size: 1024, Shift: 1e999, Model: m");
    EXPECT_EQ(read.request.steps, GenerationRequest().steps);
    EXPECT_EQ(read.request.guidanceScale, 0.0);
    EXPECT_FALSE(read.request.seed);
    EXPECT_EQ(read.request.width, GenerationRequest().width);
    EXPECT_FALSE(read.request.shift);
    EXPECT_EQ(read.model, "m");
}

TEST(PictureMetadata, hidesThePromptOnRequest) {
    PictureMetadata metadata = fullMetadata();
    Conversation& conversation = metadata.request.conversation;
    conversation.user = "secret-user";
    conversation.system = "secret-system";
    conversation.thinking = "secret-thinking";
    conversation.assistant = "secret-assistant";
    metadata.request.negativePrompt = "secret-negative";
    metadata.formattedPrompt = "secret-formatted";
    const auto all = pictureTextChunks(metadata, MetadataLevel::All);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(readPictureMetadata(all), metadata);
    const auto hidden = pictureTextChunks(metadata, MetadataLevel::NoPrompt);
    ASSERT_EQ(hidden.size(), 2U);
    for (const TextEntry& entry : hidden) {
        EXPECT_EQ(entry.text.find("secret"), std::string::npos) << entry.text;
        EXPECT_EQ(entry.text.find("rompt\""), std::string::npos) << entry.text;
    }
    PictureMetadata expected = metadata;
    expected.request.negativePrompt.clear();
    expected.formattedPrompt.clear();
    for (std::string* part :
         {&expected.request.conversation.user, &expected.request.conversation.system,
          &expected.request.conversation.thinking, &expected.request.conversation.assistant})
        part->clear();
    EXPECT_EQ(readPictureMetadata(hidden), expected);
    EXPECT_TRUE(pictureTextChunks(metadata, MetadataLevel::None).empty());
}

TEST(PictureMetadata, fallsBackToTheInfotext) {
    const std::string infotext = toInfotext(simpleMetadata());
    EXPECT_EQ(readPictureMetadata({{"diptych", "{\"steps\":"}, {"parameters", infotext}}),
              simpleMetadata());
    EXPECT_EQ(readPictureMetadata({{"parameters", infotext}}), simpleMetadata());
    EXPECT_FALSE(readPictureMetadata({{"comment", "x"}}));
    EXPECT_FALSE(readPictureMetadata({{"diptych", "no JSON"}}));
}

TEST(PictureMetadata, namesItsLevels) {
    for (const MetadataLevel level :
         {MetadataLevel::All, MetadataLevel::NoPrompt, MetadataLevel::None})
        EXPECT_EQ(valueOrThrow(parseMetadataLevel(toString(level))), level);
    const auto refused = parseMetadataLevel("some");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().hint.find("no-prompt"), std::string::npos);
}

TEST(Infotext, comesBackFromItsText) {
    const std::vector<Infotext> cases = {
        {"", "", {{"Steps", "1"}, {"Sampler", "Euler"}, {"Seed", "0"}}},
        {"a", "", {{"Steps", "1"}, {"Ab cd-e/f", "x y"}, {"Seed", "0"}}},
        {"a\n\n b: c, d: e, f: g\nh",
         "n\n\nm, Steps: 2",
         {{"Steps", "1"}, {"Empty", ""}, {"Quoted", "a, \"b\": \\\nc"}, {"Seed", "0"}}},
        {"", "only negative", {{"Steps", "1"}, {"Sampler", "Euler"}, {"Seed", "0"}}},
        {"Steps: 9, Sampler: x, Seed: 3, in the prompt",
         "",
         {{"Steps", "1"}, {"Sampler", "Euler"}, {"Seed", "0"}}},
    };
    for (const Infotext& infotext : cases)
        EXPECT_EQ(parseInfotext(formatInfotext(infotext)), infotext) << formatInfotext(infotext);
}

TEST(Infotext, takesATextWithoutSettingsAsPrompt) {
    EXPECT_EQ(parseInfotext("just a cat: sitting"), (Infotext{"just a cat: sitting", "", {}}));
    EXPECT_EQ(parseInfotext("a\nNegative prompt: b"), (Infotext{"a", "b", {}}));
    EXPECT_EQ(parseInfotext(""), Infotext());
    EXPECT_EQ(parseInfotext(" \n\n "), Infotext());
}

TEST(Infotext, ignoresWhatOthersAppendBehindTheSettings) {
    const Infotext read = parseInfotext("cat\nSteps: 4, Sampler: a, Seed: 1\nTemplate: dog");
    EXPECT_EQ(read.prompt, "cat");
    ASSERT_NE(read.find("Seed"), nullptr);
    EXPECT_EQ(*read.find("Seed"), "1");
}

TEST(Infotext, readsUnterminatedQuotesInLinearTime) {
    std::string text = "x\nSteps: 1, Sampler: a";
    for (int i = 0; i < 200'000; ++i)
        text += ", ab: \"c\\";
    EXPECT_EQ(parseInfotext(text).prompt, "x");
}

} // namespace
} // namespace diptych
