#include "core/net/chat_client.h"

#include "tests/core/net/net_test_support.h"

namespace diptych::net {
namespace {

using nlohmann::json;
using test::accessTo;
using test::FakeHttpTransport;
using test::faultIn;

class ChatClientTest : public testing::Test {
  protected:
    ChatClientTest() {
        query_.model = "qwen";
        query_.messages = {{"system", "Rewrite."}, {"user", "A cat"}};
    }
    Result<ChatReply> stream(std::string body, const char* type = "text/event-stream") {
        transport_->answer(200, std::move(body), {{"Content-Type", type}});
        return ChatClient(transport_, accessTo("http://mac"))
            .stream(query_,
                    [this](std::string_view content, std::string_view thinking) {
                        content_ += content;
                        thinking_ += thinking;
                    },
                    {});
    }

    std::shared_ptr<FakeHttpTransport> transport_ = std::make_shared<FakeHttpTransport>();
    ChatQuery query_;
    std::string content_, thinking_;
};

TEST_F(ChatClientTest, aWholeReplyIsReadWithItsThoughts) {
    transport_->answer(200, R"({"model": "q", "choices": [{"message": {"role": "assistant",
        "content": "A cat.", "thinking": "Hm."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3}})");
    const auto reply = ChatClient(transport_, accessTo("http://mac")).complete(query_, {});
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->content, "A cat.");
    EXPECT_EQ(reply->thinking, "Hm.");
    EXPECT_EQ(reply->finishReason, "stop");
    EXPECT_EQ(reply->usage->completionTokens, 3);
}

TEST_F(ChatClientTest, theOtherNameOfThoughtsAndMissingMembersAreUnderstood) {
    transport_->answer(
        200, R"({"choices": [{"message": {"content": null, "reasoning_content": "Hm."}}]})");
    const auto reply = ChatClient(transport_, accessTo("http://mac")).complete(query_, {});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->content, "");
    EXPECT_EQ(reply->thinking, "Hm.");
}

TEST_F(ChatClientTest, onlyWhatIsSetIsSent) {
    EXPECT_EQ(json::parse(chatBody(query_, false)),
              json::parse(R"({"model": "qwen", "max_tokens": 512, "messages": [
                  {"role": "system", "content": "Rewrite."}, {"role": "user", "content": "A cat"}]})"));
    query_.temperature = 0.0;
    query_.minP = 0.0;
    query_.topK = 20;
    query_.seed = 7;
    const json body = json::parse(chatBody(query_, true));
    EXPECT_EQ(body.at("temperature"), 0.0);
    EXPECT_FALSE(body.contains("min_p"));
    EXPECT_EQ(body.at("top_k"), 20);
    EXPECT_EQ(body.at("stream"), true);
}

TEST_F(ChatClientTest, aStreamIsHandedOnPieceByPiece) {
    const auto reply = stream(
        ": keepalive\r\n\r\ndata: {\"choices\":[{\"delta\":{\"thinking\":\"Hm.\"}}]}\r\n\r\n"
        "data: {\"choices\":[{\"delta\":{\"content\":\"A c\xC3\xA4\"}}]}\r\n\r\n"
        "data: {\"choices\":[{\"delta\":{\"content\":\"t.\"},\"finish_reason\":\"stop\"}]}\r\n\r\n"
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\r\n\r\n"
        "data: [DONE]\r\n\r\n");
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->content, "A c\xC3\xA4t.");
    EXPECT_EQ(content_, reply->content);
    EXPECT_EQ(thinking_, "Hm.");
    EXPECT_EQ(reply->finishReason, "stop");
    EXPECT_EQ(reply->usage->promptTokens, 7);
}

TEST_F(ChatClientTest, aStreamWithoutItsEndIsBroken) {
    EXPECT_EQ(faultIn(stream("data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n")),
              "closed_early");
    EXPECT_EQ(content_, "A");
    EXPECT_EQ(transport_->requests.size(), 1U) << "what was handed on is not asked for again";
}

TEST_F(ChatClientTest, anErrorInTheStreamIsTold) {
    const auto reply = stream("data: {\"error\": {\"message\": \"out of memory\"}}\n\n");
    EXPECT_EQ(faultIn(reply), "stream_broken");
    EXPECT_NE(reply.error().message.find("out of memory"), std::string::npos);
    transport_ = std::make_shared<FakeHttpTransport>();
    EXPECT_EQ(faultIn(stream("data: {\"choices\n\n")), "not_json");
}

TEST_F(ChatClientTest, aServerThatDoesNotStreamIsUnderstood) {
    const auto reply =
        stream(R"({"choices": [{"message": {"content": "A cat."}}]})", "application/json");
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(content_, "A cat.");
}

} // namespace
} // namespace diptych::net
