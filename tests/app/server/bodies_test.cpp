// What bodies are read as, and the forms in which hidden states leave.
#include "app/server/body_reader.h"
#include "app/server/gate.h"
#include "app/server/rest/generate_body.h"
#include "app/server/v1/hidden_states_body.h"
#include "app/server/v1/text_pipe.h"
#include "core/checkpoint/safetensors.h"
#include "tests/support/fake_image_pipeline.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace diptych::server {
namespace {

std::vector<std::string> fieldsOf(const BodyReader& body) {
    std::vector<std::string> fields;
    for (const FieldProblem& problem : body.problems())
        fields.push_back(problem.field);
    return fields;
}

TEST(BodyReader, everyProblemNamesItsField) {
    BodyReader body(R"({"a": 1.5, "b": "x", "c": true, "d": null, "e": 9.0, "promt": 1})");
    EXPECT_EQ(body.integer("a"), std::nullopt);
    EXPECT_EQ(body.number("b"), std::nullopt);
    EXPECT_EQ(body.boolean("c"), true);
    EXPECT_EQ(body.text("d"), std::nullopt);
    EXPECT_EQ(body.integer("e"), 9);
    EXPECT_EQ(body.requiredText("prompt"), "");
    EXPECT_EQ(body.integerWithin("e", 1, 8), std::nullopt);
    body.refuseOthers();
    EXPECT_EQ(fieldsOf(body), (std::vector<std::string>{"a", "b", "prompt", "e", "promt"}));
    EXPECT_NE(body.problems().back().message.find("did you mean prompt?"), std::string::npos);
}

TEST(BodyReader, onlyObjectsAreBodies) {
    for (const std::string& text :
         {std::string("7"), std::string(""), std::string("{"), std::string("[]"),
          std::string(100000, '['), std::string("{\"a\": \"\xFF\"}")}) {
        BodyReader body(text);
        EXPECT_FALSE(body.isObject());
        EXPECT_EQ(body.problems().size(), 1U);
        EXPECT_EQ(body.text("a"), std::nullopt);
    }
}

TEST(HiddenStatesBody, layersAreCountedAsBlocks) {
    const auto layer = [](int number, bool huggingFace = false, int count = 36) {
        return engineLayerFor(number, huggingFace, count);
    };
    EXPECT_EQ(*layer(-2), (EngineLayer{35, LastLayer::Normed}));
    EXPECT_EQ(*layer(-2), *layer(-2, true));
    EXPECT_EQ(*layer(0), (EngineLayer{1, LastLayer::Normed}));
    EXPECT_EQ(*layer(-36), *layer(0));
    EXPECT_EQ(*layer(-1), (EngineLayer{36, LastLayer::Plain}));
    EXPECT_EQ(*layer(35), *layer(-1));
    EXPECT_EQ(*layer(-1, true), (EngineLayer{36, LastLayer::Normed}));
    EXPECT_EQ(*layer(0, true), (EngineLayer{0, LastLayer::Normed}));
    for (const int number : {36, -37, 1000})
        EXPECT_EQ(layer(number).error().code, ErrorCode::InvalidInput) << number;
    EXPECT_FALSE(layer(37, true));
    EXPECT_EQ(layer(-2, false, 0)->hiddenLayer, -2);
    EXPECT_FALSE(layer(3, false, 0));
}

TEST(HiddenStatesBody, bfloat16IsRoundedToTheNearest) {
    // Between two neighbours, exactly in the middle of two, beyond the middle.
    const std::vector<std::pair<std::uint32_t, std::uint16_t>> values = {
        {0x3F800000, 0x3F80}, {0x3F807FFF, 0x3F80}, {0x3F808000, 0x3F80},
        {0x3F818000, 0x3F82}, {0x3F808001, 0x3F81}, {0xC0490FDB, 0xC049}};
    EncodedPrompt encoded;
    encoded.embedding = {StorageType::F32, {1, static_cast<std::int64_t>(values.size())}, {}};
    encoded.embedding.bytes.resize(values.size() * 4);
    for (std::size_t i = 0; i < values.size(); ++i)
        std::memcpy(encoded.embedding.bytes.data() + 4 * i, &values[i].first, 4);
    HiddenStatesRequest request;
    request.encoding = Encoding::Safetensors;
    request.bfloat16 = true;
    const HttpReply reply = valueOrThrow(hiddenStatesReply(encoded, request));
    ASSERT_GE(reply.body.size(), values.size() * 2);
    const char* raw = reply.body.data() + reply.body.size() - values.size() * 2;
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, raw + 2 * i, 2);
        EXPECT_EQ(half, values[i].second) << i;
    }
}

TEST(HiddenStatesBody, numbersInJsonGiveTheSameFloatsAgain) {
    EncodedPrompt encoded;
    const std::vector<float> values = {0.1F,           -1.0F, 3.4028235e38F,
                                       1.1754944e-38F, 0.0F,  16777217.0F};
    encoded.embedding = {StorageType::F32, {2, 3}, {}};
    encoded.embedding.bytes.resize(values.size() * sizeof(float));
    std::memcpy(encoded.embedding.bytes.data(), values.data(), encoded.embedding.bytes.size());
    const HttpReply reply = valueOrThrow(hiddenStatesReply(encoded, {}));
    const auto rows = nlohmann::json::parse(reply.body)["hidden_states"];
    for (std::size_t i = 0; i < values.size(); ++i)
        EXPECT_EQ(rows[i / 3][i % 3].get<float>(), values[i]);
}

TEST(GenerateBody, adaptersOfTheNetworkStayInTheirFolder) {
    const test::TemporaryFolder folder;
    std::filesystem::create_directories(folder / "loras");
    test::writeBytes(folder / "loras/style.safetensors", "x");
    test::writeBytes(folder / "secret.safetensors", "x");
    config::AppConfig settings;
    settings.lora.folder = folder / "loras";
    const auto read = [&](const std::string& file, LoraPaths paths) {
        const nlohmann::json text = {{"prompt", "a"},
                                     {"loras", {{{"path", file}, {"scale", 0.5}}}}};
        BodyReader body(text.dump());
        const GenerationRequest request =
            readGenerateBody(body, TemplateLibrary(), settings, ModelSpec(), paths);
        return std::pair(fieldsOf(body), request.loras);
    };
    const std::string outside = (folder / "secret.safetensors").string();
    const std::vector<std::string> refused = {"loras"};
    const auto named = read("style", LoraPaths::InFolder);
    EXPECT_TRUE(named.first.empty());
    ASSERT_EQ(named.second.size(), 1U);
    EXPECT_EQ(named.second[0].strength, 0.5);
    EXPECT_EQ(read(outside, LoraPaths::InFolder).first, refused);
    EXPECT_EQ(read("../secret.safetensors", LoraPaths::InFolder).first, refused);
    EXPECT_EQ(read("nothing", LoraPaths::InFolder).first, refused);
    EXPECT_TRUE(read(outside, LoraPaths::Anywhere).first.empty());
    settings.lora.folder.clear();
    EXPECT_EQ(read("style", LoraPaths::InFolder).first, refused);
}

TEST(Gate, keysAreComparedWhole) {
    ServerOptions options;
    options.key = "open";
    HttpCall call;
    call.path = "/v1/models";
    const auto passes = [&](const std::string& header) {
        call.headers["authorization"] = header;
        return !refuseAtGate(options, call).has_value();
    };
    EXPECT_TRUE(passes("Bearer open"));
    EXPECT_TRUE(passes("bearer open"));
    for (const char* header :
         {"", "open", "Bearer ", "Bearer ope", "Bearer openopen", "Bearer Open"})
        EXPECT_FALSE(passes(header)) << header;
}

TEST(TextPipe, blanksAtBothEndsOfAPartAreLeftOut) {
    TextPipe pipe;
    for (const char* piece : {"\n\n", " A", " cat ", "\n", "sits. ", "\n"})
        pipe.piece(AnswerPart::Answer, piece);
    pipe.piece(AnswerPart::Thinking, " Hm.\n");
    std::string answer;
    std::string thinking;
    for (const TextPiece& piece : pipe.take(std::chrono::milliseconds(0)))
        (piece.part == AnswerPart::Answer ? answer : thinking) += piece.text;
    EXPECT_EQ(answer, "A cat \nsits.");
    EXPECT_EQ(thinking, "Hm.");
}

} // namespace
} // namespace diptych::server
