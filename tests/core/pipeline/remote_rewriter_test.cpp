// The rewriter over a chat server: what is sent, how thoughts come out of every dialect, what
// happens when a server refuses or fails.
#include "core/pipeline/remote_rewriter.h"

#include "tests/support/fake_http_transport.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <stop_token>

namespace diptych::test {

namespace {

using nlohmann::json;

class Listener final : public TextSink {
  public:
    void piece(AnswerPart part, std::string_view text) override {
        (part == AnswerPart::Thinking ? thinking : answer) += text;
        ++pieces;
        if (stopAfter == pieces)
            stop.request_stop();
    }

    std::string thinking, answer;
    int pieces = 0;
    int stopAfter = 0;
    std::stop_source stop;
};

std::string event(const json& delta) {
    return "data: " + json{{"choices", {{{"delta", delta}}}}}.dump() + "\n\n";
}

constexpr const char* kEnd =
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n"
    "data: [DONE]\n\n";

class RemoteRewriterTest : public testing::Test {
  protected:
    RemoteRewriterTest() {
        request_.prompt = "A cat";
        request_.instruction = "Expand.";
        request_.seed = 7;
    }

    void stream(const std::string& body) {
        transport_->answer(200, body, {{"Content-Type", "text/event-stream"}});
    }
    Result<RewriteResult> rewrite(const std::vector<std::string>& urls = {"http://mac:8080"}) {
        RemoteEncoderSettings settings;
        settings.urls = urls;
        auto servers = valueOrThrow(serversOf(settings, "key"));
        for (net::ServerAccess& server : servers)
            server.retry.pause = [](std::chrono::milliseconds, const std::stop_token&) {
                return true;
            };
        RemoteRewriter rewriter(transport_, servers, model_);
        return rewriter.rewrite(request_, &listener_, {listener_.stop.get_token()});
    }
    json sent(std::size_t index = 0) { return json::parse(transport_->requests.at(index).body); }

    std::shared_ptr<FakeHttpTransport> transport_ = std::make_shared<FakeHttpTransport>();
    std::string model_ = "qwen";
    RewriteRequest request_;
    Listener listener_;
};

TEST_F(RemoteRewriterTest, streamsTheAnswerOfTheServer) {
    stream(event({{"content", "A grey"}}) + event({{"content", " cat."}}) + kEnd);
    const auto result = rewrite();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->text, "A grey cat.");
    EXPECT_EQ(result->thinking, "");
    EXPECT_EQ(listener_.answer, "A grey cat.");
    EXPECT_EQ(listener_.pieces, 2);
    EXPECT_EQ(result->prompt, "A cat");
    EXPECT_EQ(result->tokenCount, 3);
    EXPECT_TRUE(result->tokenIds.empty());
    EXPECT_TRUE(result->notices.empty());
    const json body = sent();
    EXPECT_EQ(body.at("model"), "qwen");
    EXPECT_EQ(body.at("messages"), json::parse(R"([{"role": "system", "content": "Expand."},
                                                   {"role": "user", "content": "A cat"}])"));
    EXPECT_EQ(body.at("temperature"), 0.6);
    EXPECT_EQ(body.at("top_k"), 20);
    EXPECT_EQ(body.at("max_tokens"), 512);
    EXPECT_EQ(body.at("seed"), 7);
    EXPECT_EQ(body.at("stream"), true);
    EXPECT_FALSE(body.contains("presence_penalty")) << "nothing that changes nothing";
    EXPECT_FALSE(body.contains("chat_template_kwargs"));
}

TEST_F(RemoteRewriterTest, takesThoughtsOutOfEveryDialect) {
    struct Dialect {
        std::vector<json> deltas;
        const char* thinking;
        const char* text;
    };
    const std::vector<Dialect> dialects = {
        {{{{"thinking", "Hm."}}, {{"content", "A cat."}}}, "Hm.", "A cat."},
        {{{{"reasoning_content", "Hm."}}, {{"content", "A cat."}}}, "Hm.", "A cat."},
        {{{{"reasoning", "Hm."}}, {{"content", "A cat."}}}, "Hm.", "A cat."},
        {{{{"content", "<thi"}}, {{"content", "nk>Hm.</think>A cat."}}}, "Hm.", "A cat."},
        {{{{"content", "<think>One.</think>A cat."}}, {{"content", "<think>Two.</think> Grey."}}},
         "One.\n\nTwo.",
         "A cat. Grey."},
        {{{{"content", "<think>Never closed"}}}, "Never closed", ""},
        {{{{"content", "Opened by the server.</think>A cat."}}}, "Opened by the server.", "A cat."},
        {{{{"content", "I think so: {\"prompt\": \"A cat\"}"}}},
         "I think so:",
         "{\"prompt\": \"A cat\"}"},
    };
    for (const Dialect& dialect : dialects) {
        transport_ = std::make_shared<FakeHttpTransport>();
        std::string body;
        for (const json& delta : dialect.deltas)
            body += event(delta);
        stream(body + kEnd);
        const auto result = rewrite();
        ASSERT_TRUE(result) << body << result.error().message;
        EXPECT_EQ(result->thinking, dialect.thinking) << body;
        EXPECT_EQ(result->text, dialect.text) << body;
    }
}

TEST_F(RemoteRewriterTest, readsAWholeAnswerOfAServerThatDoesNotStream) {
    transport_->answer(200, R"({"choices": [{"message": {"content": "A cat.", "thinking": "Hm."},
        "finish_reason": "length"}]})");
    const auto result = rewrite();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->text, "A cat.");
    EXPECT_EQ(result->thinking, "Hm.");
    EXPECT_EQ(result->finishReason, FinishReason::Length);
    ASSERT_EQ(result->notices.size(), 1U);
    EXPECT_EQ(result->notices[0].code, "text_cut");
}

TEST_F(RemoteRewriterTest, asksOnceMoreWithoutNumbersThatAServerRefuses) {
    transport_->answer(400, R"({"error": {"message": "unknown field top_k"}})");
    stream(event({{"content", "A cat."}}) + kEnd);
    request_.thinking = false;
    request_.sampling.frequencyPenalty = 0.5;
    const auto result = rewrite();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(sent(0).at("chat_template_kwargs").at("enable_thinking"), false);
    EXPECT_EQ(sent(0).at("frequency_penalty"), 0.5);
    const json plain = sent(1);
    for (const char* key : {"top_k", "min_p", "enable_thinking", "chat_template_kwargs"})
        EXPECT_FALSE(plain.contains(key)) << key;
    EXPECT_EQ(plain.at("temperature"), 0.6);
    ASSERT_EQ(result->notices.size(), 1U);
    EXPECT_EQ(result->notices[0].code, "numbers_left_out");
    EXPECT_EQ(result->notices[0].message,
              "http://mac:8080 does not take top-k, no thinking: written without");
}

TEST_F(RemoteRewriterTest, tellsTheFirstRefusalWhenThePlainQuestionIsRefusedToo) {
    transport_->answer(400, R"({"error": {"message": "the prompt is too long"}})");
    transport_->answer(400, R"({"error": {"message": "another"}})");
    const auto result = rewrite();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Remote);
    EXPECT_NE(result.error().message.find("too long"), std::string::npos) << result.error().message;
    EXPECT_EQ(transport_->requests.size(), 2U);
}

TEST_F(RemoteRewriterTest, asksTheServerForItsOnlyModel) {
    model_.clear();
    transport_->answer(200, R"({"data": [{"id": "embedder", "capabilities": ["hidden_states"]},
                                         {"id": "writer", "capabilities": ["chat"]}]})");
    stream(event({{"content", "A cat."}}) + kEnd);
    ASSERT_TRUE(rewrite());
    EXPECT_EQ(sent(1).at("model"), "writer");
}

TEST_F(RemoteRewriterTest, asksTheNextServerWhenOneFailsBeforeItWrites) {
    transport_->answer(404, "{}");
    stream(event({{"content", "A cat."}}) + kEnd);
    const auto result = rewrite({"http://mac:8080", "http://tower:8080"});
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_EQ(result->notices.size(), 1U);
    EXPECT_EQ(result->notices[0].code, "server_passed_over");
    EXPECT_NE(result->notices[0].message.find("http://tower:8080 wrote instead"),
              std::string::npos);
}

TEST_F(RemoteRewriterTest, doesNotBeginAgainBehindHalfAText) {
    stream(event({{"content", "A gr"}}));
    const auto result = rewrite({"http://mac:8080", "http://tower:8080"});
    ASSERT_FALSE(result);
    EXPECT_EQ(transport_->requests.size(), 1U);
    EXPECT_EQ(listener_.answer, "A gr");
}

TEST_F(RemoteRewriterTest, namesEveryServerWhenAllFail) {
    transport_->answer(404, "{}");
    const auto result = rewrite({"http://mac:8080", "http://tower:8080"});
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find("none of 2 servers"), std::string::npos);
    EXPECT_NE(result.error().message.find("tower"), std::string::npos);
}

TEST_F(RemoteRewriterTest, refusesRawTextsAndBadNumbersBeforeItAsks) {
    request_.raw = true;
    EXPECT_EQ(rewrite().error().code, ErrorCode::Unsupported);
    request_.raw = false;
    request_.sampling.topP = 2.0;
    EXPECT_EQ(rewrite().error().code, ErrorCode::InvalidInput);
    request_.sampling.topP = 0.5;
    request_.prompt = " ";
    EXPECT_EQ(rewrite().error().code, ErrorCode::InvalidInput);
    EXPECT_TRUE(transport_->requests.empty());
}

TEST_F(RemoteRewriterTest, aBadAddressOrKeyIsToldBeforeAnythingIsSent) {
    RemoteEncoderSettings settings;
    settings.urls = {"mac:8080"};
    EXPECT_FALSE(serversOf(settings, ""));
    settings.urls = {"http://mac:8080"};
    EXPECT_FALSE(serversOf(settings, "two words"));
}

} // namespace

} // namespace diptych::test
