#include "core/domain/placement.h"
#include "tests/core/net/net_test_support.h"

#include <cstring>

namespace diptych::net {
namespace {

using nlohmann::json;
using test::accessTo;
using test::FakeHttpTransport;
using test::faultIn;
using test::goodAnswer;

class HiddenStatesClientTest : public testing::Test {
  protected:
    Result<HiddenStates> encode(const HiddenStatesQuery& query) {
        if (!client_) {
            options_.access = accessTo("http://mac:8080");
            client_ = std::make_unique<HiddenStatesClient>(transport_, options_);
        }
        return client_->encode(query, {});
    }
    /// The fault of a single answer.
    std::string faultOfAnswer(const json& answer, const HiddenStatesQuery& query = {"p"}) {
        transport_ = std::make_shared<FakeHttpTransport>();
        client_.reset();
        transport_->answer(200, answer.dump());
        return faultIn(encode(query));
    }
    /// The good answer with one member changed; null removes it.
    std::string faultOfMember(const char* key, const json& value) {
        json answer = goodAnswer();
        answer[key] = value;
        if (value.is_null())
            answer.erase(key);
        return faultOfAnswer(answer);
    }
    json sent(std::size_t index = 0) const {
        return json::parse(transport_->requests.at(index).body);
    }
    static std::vector<float> numbers(const HiddenStates& states) {
        std::vector<float> result(states.values.bytes.size() / sizeof(float));
        std::memcpy(result.data(), states.values.bytes.data(), states.values.bytes.size());
        return result;
    }
    static std::string safetensors(const char* dtype, std::size_t bytes, const json& metadata) {
        json header = {
            {"__metadata__", metadata},
            {"hidden_states", {{"dtype", dtype}, {"shape", {2, 3}}, {"data_offsets", {0, bytes}}}}};
        const std::string text = header.dump();
        std::string file(8, '\0');
        file[0] = static_cast<char>(text.size());
        file[1] = static_cast<char>(text.size() >> 8);
        return file + text + std::string(bytes, '\x3F');
    }

    std::shared_ptr<FakeHttpTransport> transport_ = std::make_shared<FakeHttpTransport>();
    HiddenStatesOptions options_{{}, "qwen", WireFormat::Base64, 0};
    std::unique_ptr<HiddenStatesClient> client_;
};

const std::vector<float> kOneToSix = {1, 2, 3, 4, 5, 6};

TEST_F(HiddenStatesClientTest, sendsExactlyWhatTheProtocolAsksFor) {
    transport_->answer(200, goodAnswer().dump());
    const auto states = encode({"<|im_start|>user\nA cat", -2, 2, 3, 36});
    ASSERT_TRUE(states) << states.error().message;
    EXPECT_EQ(transport_->requests.at(0).url, "http://mac:8080/v1/hidden_states");
    EXPECT_EQ(transport_->requests.at(0).method, "POST");
    EXPECT_EQ(sent(), (json{{"input", "<|im_start|>user\nA cat"},
                            {"model", "qwen"},
                            {"layer", -2},
                            {"max_length", 2},
                            {"encoding_format", "base64"}}));
    EXPECT_EQ(numbers(*states), kOneToSix);
    EXPECT_EQ(states->values.shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(states->dtype, "bfloat16");
    EXPECT_EQ(states->model, "qwen");
    EXPECT_EQ(states->server, "http://mac:8080");
    EXPECT_EQ(client_->identity(), "http://mac:8080 qwen");
}

TEST_F(HiddenStatesClientTest, alwaysSendsAMaximumLength) {
    transport_->answer(200, goodAnswer().dump());
    ASSERT_TRUE(encode({"p"}));
    EXPECT_EQ(sent().at("max_length"), kUnknownTokenCount);
}

TEST_F(HiddenStatesClientTest, readsNumbersToo) {
    json answer = goodAnswer();
    answer.erase("encoding_format");
    answer["hidden_states"] = {{1, 2.0, 3}, {4, 5, 6}};
    transport_->answer(200, answer.dump());
    options_.format = WireFormat::Float;
    const auto states = encode({"p"});
    ASSERT_TRUE(states) << states.error().message;
    EXPECT_EQ(numbers(*states), kOneToSix);
    EXPECT_EQ(sent().at("encoding_format"), "float");
}

TEST_F(HiddenStatesClientTest, everyMemberOfTheAnswerIsChecked) {
    EXPECT_EQ(faultOfMember("attention_mask", {1, 1}), "none");
    EXPECT_EQ(faultOfMember("dtype", nullptr), "none");
    EXPECT_EQ(faultOfMember("model", "other"), "wrong_model");
    EXPECT_EQ(faultOfMember("model", nullptr), "wrong_field");
    EXPECT_EQ(faultOfMember("layer", -3), "wrong_layer");
    EXPECT_EQ(faultOfMember("layer", nullptr), "wrong_field");
    EXPECT_EQ(faultOfMember("layer", "-2"), "wrong_field");
    EXPECT_EQ(faultOfMember("dtype", "int64"), "wrong_type");
    EXPECT_EQ(faultOfMember("dtype", "a guess"), "wrong_type");
    EXPECT_EQ(faultOfMember("dtype", 7), "wrong_field");
    EXPECT_EQ(faultOfMember("shape", nullptr), "wrong_field");
    EXPECT_EQ(faultOfMember("shape", {2, 2}), "wrong_byte_count");
    EXPECT_EQ(faultOfMember("shape", {6}), "wrong_shape");
    EXPECT_EQ(faultOfMember("shape", {-2, -3}), "wrong_shape");
    EXPECT_EQ(faultOfMember("shape", {1LL << 40, 1LL << 40}), "wrong_shape");
    EXPECT_EQ(faultOfMember("encoding_format", "hex"), "wrong_field");
    EXPECT_EQ(faultOfMember("encoding_format", nullptr), "none");
    EXPECT_EQ(faultOfMember("hidden_states", nullptr), "wrong_field");
    EXPECT_EQ(faultOfMember("hidden_states", "????"), "bad_base64");
    EXPECT_EQ(faultOfMember("hidden_states", {{1, 2, 3}, {4, 5, 6}}), "wrong_field");
    EXPECT_EQ(faultOfMember("hidden_states", "AADAfwAAAEAAAEBAAACAQAAAoEAAAMBA"), "not_finite");
    EXPECT_EQ(faultOfAnswer(json::array()), "not_json");
}

TEST_F(HiddenStatesClientTest, theQuerysNumbersAreHeldAgainstTheAnswer) {
    EXPECT_EQ(faultOfAnswer(goodAnswer(), {"p", -2, 2, 3, 0}), "none");
    EXPECT_EQ(faultOfAnswer(goodAnswer(), {"p", -2, 3, 3, 0}), "wrong_token_count");
    EXPECT_EQ(faultOfAnswer(goodAnswer(), {"p", -2, 2, 2560, 0}), "wrong_width");
}

TEST_F(HiddenStatesClientTest, theFinalNormIsOnlyTakenFromAServerThatHasUnderstood) {
    json answer = goodAnswer();
    answer["layer"] = -1;
    EXPECT_EQ(faultOfAnswer(answer, {"p", -1}), "layer_unavailable");
    EXPECT_EQ(sent().at("layer_numbering"), "huggingface");
    answer["layer_numbering"] = "huggingface";
    EXPECT_EQ(faultOfAnswer(answer, {"p", -1}), "none");
}

TEST_F(HiddenStatesClientTest, positiveLayersAreTranslatedByTheModelsDepth) {
    json answer = goodAnswer();
    answer["layer"] = -3;
    transport_->answer(200, R"({"data": [{"id": "qwen", "layer_count": 4}]})");
    transport_->answer(200, answer.dump());
    const auto states = encode({"p", 2});
    ASSERT_TRUE(states) << states.error().message;
    EXPECT_EQ(sent(1).at("layer"), -3);
    EXPECT_EQ(states->layer, 2);
}

TEST_F(HiddenStatesClientTest, withoutANameTheOnlySuitableModelIsTaken) {
    options_.model.clear();
    transport_->answer(200, R"({"data": [{"id": "vision", "capabilities": ["chat"]},
                                         {"id": "qwen", "capabilities": ["hidden_states"]}]})");
    transport_->answer(200, goodAnswer().dump());
    ASSERT_TRUE(encode({"p"}));
    ASSERT_TRUE(encode({"p"}));
    EXPECT_EQ(transport_->requests.size(), 3U) << "the list is asked for once";
    EXPECT_EQ(client_->identity(), "http://mac:8080 qwen");
}

TEST_F(HiddenStatesClientTest, severalModelsAreListedInTheError) {
    options_.model.clear();
    transport_->answer(200, R"({"data": [{"id": "small"}, {"id": "large"}]})");
    const auto states = encode({"p"});
    EXPECT_EQ(faultIn(states), "model_not_chosen");
    EXPECT_NE(states.error().message.find("small, large"), std::string::npos);
}

TEST_F(HiddenStatesClientTest, safetensorsAreReadAndCheckedLikeJson) {
    const json facts = {{"model", "qwen"}, {"layer", "-2"}, {"dtype", "bfloat16"}};
    const auto fault = [&](const std::string& body) {
        transport_ = std::make_shared<FakeHttpTransport>();
        client_.reset();
        transport_->answer(200, body, {{"Content-Type", kSafetensorsType}});
        return faultIn(encode({"p"}));
    };
    EXPECT_EQ(fault(safetensors("F32", 24, facts)), "none");
    EXPECT_EQ(fault(safetensors("BF16", 12, facts)), "none");
    EXPECT_EQ(fault(safetensors("F16", 12, facts)), "wrong_type");
    EXPECT_EQ(fault(safetensors("F32", 24, {{"model", "qwen"}, {"layer", "5"}})), "wrong_layer");
    EXPECT_EQ(fault(safetensors("F32", 24, {{"model", "qwen"}})), "wrong_field");
    EXPECT_EQ(fault(safetensors("F32", 24, facts).substr(0, 120)), "bad_safetensors");
    EXPECT_EQ(fault("<html>"), "bad_safetensors");
}

// `dtype` is that of the server's weights; the numbers travel as they always do.
TEST_F(HiddenStatesClientTest, everyFormatThatWeightsMayHaveIsTaken) {
    for (const WeightFormat format :
         {WeightFormat::Float32, WeightFormat::BFloat16, WeightFormat::Int8, WeightFormat::Int4}) {
        const std::string name(toString(format));
        EXPECT_EQ(faultOfMember("dtype", name), "none") << name;
        transport_ = std::make_shared<FakeHttpTransport>();
        client_.reset();
        const json facts = {{"model", "qwen"}, {"layer", "-2"}, {"dtype", name}};
        transport_->answer(200, safetensors("F32", 24, facts),
                           {{"Content-Type", kSafetensorsType}});
        const auto states = encode({"p"});
        ASSERT_TRUE(states) << states.error().message;
        EXPECT_EQ(states->dtype, name);
    }
}

TEST_F(HiddenStatesClientTest, bfloat16IsWidenedToTheNumbersThatItMeans) {
    transport_->answer(200, safetensors("BF16", 12, {{"model", "qwen"}, {"layer", "-2"}}),
                       {{"Content-Type", kSafetensorsType}});
    const auto states = encode({"p"});
    ASSERT_TRUE(states) << states.error().message;
    EXPECT_EQ(states->values.type, StorageType::F32);
    EXPECT_EQ(numbers(*states), std::vector<float>(6, 0.74609375F)); // 0x3F3F0000
}

TEST_F(HiddenStatesClientTest, autoOffersSafetensorsAndTakesBase64) {
    options_.format = WireFormat::Auto;
    transport_->answer(200, goodAnswer().dump());
    ASSERT_TRUE(encode({"p"}));
    EXPECT_EQ(sent().at("encoding_format"), "base64");
    EXPECT_NE(transport_->requests.at(0).headers.at(0).second.find(kSafetensorsType),
              std::string::npos);
}

TEST_F(HiddenStatesClientTest, aServerWithoutSafetensorsIsAskedForBase64FromThenOn) {
    options_.format = WireFormat::SafetensorsBFloat16;
    transport_->answer(422, R"({"detail": "unknown encoding_format"})");
    transport_->answer(200, goodAnswer().dump());
    ASSERT_TRUE(encode({"p"}));
    ASSERT_TRUE(encode({"p"}));
    EXPECT_EQ(sent(0).at("encoding_format"), "safetensors");
    EXPECT_EQ(sent(0).at("payload_dtype"), "bfloat16");
    EXPECT_EQ(sent(1).at("encoding_format"), "base64");
    EXPECT_EQ(sent(2).at("encoding_format"), "base64");
}

TEST_F(HiddenStatesClientTest, whatIsNotJsonIsNamedByItsType) {
    transport_->answer(200, "<html>", {{"Content-Type", "text/html; charset=utf-8"}});
    const auto states = encode({"p"});
    EXPECT_EQ(faultIn(states), "wrong_content_type");
    EXPECT_NE(states.error().message.find("text/html"), std::string::npos);
}

} // namespace
} // namespace diptych::net
