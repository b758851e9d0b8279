#include "tests/core/net/net_test_support.h"

namespace diptych::net {
namespace {

using test::accessTo;
using test::FakeHttpTransport;
using test::faultIn;

class HttpExchangeTest : public testing::Test {
  protected:
    Result<HttpResponse> call(std::string body = {}) {
        ServerAccess access = accessTo("http://mac:8080", &pauses_);
        access.key = key_;
        return HttpExchange(transport_, access)
            .call({"/v1/x", std::move(body)}, RunContext{stop_.get_token(), nullptr, nullptr});
    }

    std::shared_ptr<FakeHttpTransport> transport_ = std::make_shared<FakeHttpTransport>();
    std::vector<int> pauses_;
    std::string key_;
    std::stop_source stop_;
};

TEST_F(HttpExchangeTest, theKeyIsSentAndNeverRepeated) {
    key_ = "s3cret";
    transport_->answer(401, R"({"detail": "'Bearer s3cret' is wrong, s3cret"})");
    const auto response = call("{}");
    ASSERT_FALSE(response);
    EXPECT_EQ(faultIn(response), "unauthorized");
    EXPECT_EQ(transport_->requests.at(0).headers.back(),
              (std::pair<std::string, std::string>("Authorization", "Bearer s3cret")));
    const Error& error = response.error();
    EXPECT_EQ((error.message + error.hint + error.detail).find("s3cret"), std::string::npos);
    for (const std::string& arg : error.args)
        EXPECT_EQ(arg.find("s3cret"), std::string::npos);
}

TEST_F(HttpExchangeTest, withoutAKeyNoneIsSent) {
    transport_->answer(200, "{}");
    ASSERT_TRUE(call());
    for (const auto& header : transport_->requests.at(0).headers)
        EXPECT_NE(header.first, "Authorization");
    EXPECT_EQ(transport_->requests.at(0).method, "GET");
}

TEST_F(HttpExchangeTest, everyStatusHasItsFault) {
    const std::pair<int, const char*> cases[] = {
        {400, "bad_request"},       {401, "unauthorized"},      {403, "forbidden"},
        {404, "not_found"},         {405, "not_found"},         {407, "proxy_failed"},
        {413, "request_too_large"}, {422, "unprocessable"},     {429, "too_many_requests"},
        {500, "server_fault"},      {502, "server_fault"},      {503, "overloaded"},
        {418, "unexpected_status"}, {600, "unexpected_status"}, {101, "unexpected_status"}};
    for (const auto& [status, name] : cases) {
        transport_ = std::make_shared<FakeHttpTransport>();
        transport_->answer(status, R"({"detail": "because"})");
        const auto response = call();
        EXPECT_EQ(faultIn(response), name) << status;
        EXPECT_EQ(transport_->requests.size(), status == 503 ? 3U : 1U) << status;
    }
}

TEST_F(HttpExchangeTest, theServersOwnWordsAreShownInWhateverFormTheyCome) {
    for (const char* body :
         {R"({"detail": "no such model"})", R"({"detail": [{"msg": "no such model"}]})",
          R"({"error": {"message": "no such model"}})", R"({"error": "no such model"})",
          R"({"message": "no such model"})"}) {
        transport_ = std::make_shared<FakeHttpTransport>();
        transport_->answer(404, body);
        EXPECT_NE(call().error().message.find("no such model"), std::string::npos) << body;
    }
    transport_ = std::make_shared<FakeHttpTransport>();
    transport_->answer(404, "{\"detail\": \"a\\nb\\u0007" + std::string(5000, 'x') + "\"}");
    const std::string message = call().error().message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
    EXPECT_LT(message.size(), 600U);
}

TEST_F(HttpExchangeTest, aBusyServerIsAskedAgainAfterTheTimeThatItNames) {
    transport_->answer(503, "{}", {{"Retry-After", "2"}});
    transport_->answer(503, "{}");
    transport_->answer(200, "{}");
    EXPECT_TRUE(call());
    EXPECT_EQ(pauses_, (std::vector<int>{2000, 1000}));
}

TEST_F(HttpExchangeTest, aServerThatAsksForTooMuchTimeIsGivenUp) {
    transport_->answer(503, "{}", {{"Retry-After", "3600"}});
    const auto response = call();
    EXPECT_EQ(faultIn(response), "overloaded");
    EXPECT_NE(response.error().message.find("3600 s"), std::string::npos);
    EXPECT_EQ(transport_->requests.size(), 1U);
}

TEST_F(HttpExchangeTest, brokenConnectionsAreTriedThreeTimesOthersOnce) {
    const std::pair<RemoteFault, std::size_t> cases[] = {
        {RemoteFault::ConnectionReset, 3},  {RemoteFault::ClosedEarly, 3},
        {RemoteFault::IdleTimedOut, 3},     {RemoteFault::ConnectionRefused, 1},
        {RemoteFault::NameNotFound, 1},     {RemoteFault::TlsWrongName, 1},
        {RemoteFault::FirstByteTimedOut, 1}};
    for (const auto& [fault, attempts] : cases) {
        transport_ = std::make_shared<FakeHttpTransport>();
        transport_->fail(fault, "3 s");
        EXPECT_EQ(faultIn(call()), faultName(fault));
        EXPECT_EQ(transport_->requests.size(), attempts) << faultName(fault);
    }
}

TEST_F(HttpExchangeTest, aPauseEndsWhenTheUserStops) {
    transport_->answer([this](const HttpRequest&) -> TransportResult<HttpResponse> {
        stop_.request_stop();
        return HttpResponse{503, {}, "{}", {}};
    });
    EXPECT_EQ(call().error().code, ErrorCode::Cancelled);
    EXPECT_EQ(transport_->requests.size(), 1U);
}

TEST_F(HttpExchangeTest, aRedirectOnTheSameServerIsFollowedElsewhereTheKeyDoesNotGo) {
    key_ = "s3cret";
    transport_->answer(307, "", {{"Location", "/other"}});
    transport_->answer(200, "{}");
    EXPECT_TRUE(call("{}"));
    EXPECT_EQ(transport_->requests.at(1).url, "http://mac:8080/other");
    EXPECT_EQ(transport_->requests.at(1).method, "POST");

    for (const char* target :
         {"http://evil.example/", "https://mac:8080/", "//evil.example/", ""}) {
        transport_ = std::make_shared<FakeHttpTransport>();
        transport_->answer(308, "", {{"Location", target}});
        EXPECT_EQ(faultIn(call("{}")), "redirect_refused") << target;
        EXPECT_EQ(transport_->requests.size(), 1U) << target;
    }
}

TEST_F(HttpExchangeTest, redirectsEndAfterThreeAndNeverTurnAPostIntoAGet) {
    transport_->answer(307, "", {{"Location", "/again"}});
    EXPECT_EQ(faultIn(call("{}")), "redirect_refused");
    EXPECT_EQ(transport_->requests.size(), 4U);
    transport_ = std::make_shared<FakeHttpTransport>();
    transport_->answer(302, "", {{"Location", "/again"}});
    EXPECT_EQ(faultIn(call("{}")), "redirect_refused");
    EXPECT_EQ(transport_->requests.size(), 1U);
}

TEST_F(HttpExchangeTest, aBodyShorterThanAnnouncedIsBroken) {
    transport_->answer(200, "{}", {{"content-length", "3"}});
    EXPECT_EQ(faultIn(call()), "closed_early");
}

TEST(HttpKeys, oneThatCannotStandInAHeaderIsRefusedWithoutBeingShown) {
    EXPECT_TRUE(checkKey("sk-0123_abc.=/+"));
    for (const char* key : {"", "two words", "line\n", "\xC3\xA4-umlaut", "a\rInjected: x"}) {
        const Status status = checkKey(key);
        ASSERT_FALSE(status) << key;
        const bool shown = *key && status.error().message.find(key) != std::string::npos;
        EXPECT_FALSE(shown) << key;
    }
}

TEST(RemoteFaults, namesAreUniqueAndLeadBack) {
    for (int i = 0; i <= static_cast<int>(RemoteFault::StreamBroken); ++i) {
        const auto fault = static_cast<RemoteFault>(i);
        EXPECT_EQ(parseFaultName(faultName(fault)), fault) << i;
        const Error error = remoteError(fault, "http://mac", "a fact");
        EXPECT_EQ(faultOf(error), fault);
        EXPECT_FALSE(error.hint.empty());
        EXPECT_TRUE(error.code == ErrorCode::Network || error.code == ErrorCode::Remote);
    }
}

} // namespace
} // namespace diptych::net
