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
        const auto read = metadataFromJson("{\"" + key + "\":" + value + "}");
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
