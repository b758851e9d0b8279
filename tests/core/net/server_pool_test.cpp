#include "core/net/server_pool.h"

#include "core/net/connection_test.h"
#include "tests/core/net/net_test_support.h"

namespace diptych::net {
namespace {

using test::accessTo;
using test::FakeHttpTransport;
using test::faultIn;
using test::goodAnswer;

class FakeService final : public HiddenStatesService {
  public:
    explicit FakeService(std::string name) : name_(std::move(name)) {}

    Result<HiddenStates> encode(const HiddenStatesQuery&, const RunContext&) override {
        ++asked;
        if (whileBusy)
            std::exchange(whileBusy, {})();
        if (error)
            return fail(*error);
        HiddenStates states;
        states.server = name_;
        return states;
    }
    std::string identity() const override { return name_; }

    std::optional<Error> error;
    std::function<void()> whileBusy;
    int asked = 0;

  private:
    std::string name_;
};

class ServerPoolTest : public testing::Test {
  protected:
    std::string served() {
        const auto states = pool_.encode({"p"}, {});
        return states ? states->server : faultIn(states);
    }

    std::chrono::steady_clock::time_point now_{};
    std::shared_ptr<FakeService> first_ = std::make_shared<FakeService>("first");
    std::shared_ptr<FakeService> second_ = std::make_shared<FakeService>("second");
    ServerPool pool_{{first_, second_},
                     {std::chrono::milliseconds(30'000), [this] { return now_; }}};
};

TEST_F(ServerPoolTest, theFirstIsPreferredAsLongAsItIsWell) {
    EXPECT_EQ(served(), "first");
    EXPECT_EQ(second_->asked, 0);
    EXPECT_EQ(pool_.identity(), "first, second");
}

TEST_F(ServerPoolTest, aFailureLeadsToTheNextAndIsTold) {
    first_->error = remoteError(RemoteFault::ConnectionRefused, "http://first");
    const auto states = pool_.encode({"p"}, {});
    ASSERT_TRUE(states);
    EXPECT_EQ(states->server, "second");
    ASSERT_EQ(states->notices.size(), 1U);
    EXPECT_NE(states->notices[0].message.find("http://first"), std::string::npos);
    EXPECT_EQ(pool_.health().at(0).failures, 1);
}

TEST_F(ServerPoolTest, aServerThatFailedRestsForAWhile) {
    first_->error = remoteError(RemoteFault::ConnectionRefused, "http://first");
    EXPECT_EQ(served(), "second");
    first_->error.reset();
    EXPECT_EQ(served(), "second");
    EXPECT_EQ(first_->asked, 1);
    now_ += std::chrono::seconds(31);
    EXPECT_EQ(served(), "first");
    EXPECT_EQ(pool_.health().at(0).failures, 0);
}

TEST_F(ServerPoolTest, theLessBusyGoesFirst) {
    std::string meanwhile;
    first_->whileBusy = [&] { meanwhile = served(); };
    EXPECT_EQ(served(), "first");
    EXPECT_EQ(meanwhile, "second");
}

TEST_F(ServerPoolTest, whenAllFailEachIsNamed) {
    first_->error = remoteError(RemoteFault::ConnectionRefused, "http://first");
    second_->error = remoteError(RemoteFault::NotFound, "http://second", "model");
    const auto states = pool_.encode({"p"}, {});
    ASSERT_FALSE(states);
    EXPECT_NE(states.error().message.find("http://first"), std::string::npos);
    EXPECT_NE(states.error().message.find("http://second"), std::string::npos);
}

TEST_F(ServerPoolTest, whatNoServerCanMendIsNotTriedElsewhere) {
    for (const ErrorCode code : {ErrorCode::Cancelled, ErrorCode::InvalidInput}) {
        first_->error = Error{code, "no", "", "", {}};
        EXPECT_EQ(pool_.encode({"p"}, {}).error().code, code);
    }
    EXPECT_EQ(second_->asked, 0);
}

class ConnectionTest : public testing::Test {
  protected:
    ConnectionReport run(const std::string& url = "http://mac") {
        HiddenStatesClient client(transport_, {accessTo(url), "qwen", WireFormat::Base64, 0});
        told_.clear();
        return testConnection(client, {"p", -2, 2, 3, 0}, {}, [this](const StageResult& result) {
            told_ += std::string(stageName(result.stage)) +
                     (result.state == StageState::Passed   ? "+ "
                      : result.state == StageState::Failed ? "! "
                                                           : "- ");
        });
    }
    static std::string failedStage(const ConnectionReport& report) {
        for (const StageResult& result : report.stages)
            if (result.state == StageState::Failed)
                return std::string(stageName(result.stage));
        return "none";
    }

    std::shared_ptr<FakeHttpTransport> transport_ = std::make_shared<FakeHttpTransport>();
    std::string told_; ///< every stage as it was heard
};

constexpr const char* kModels = R"({"data": [{"id": "qwen"}]})";

TEST_F(ConnectionTest, aGoodServerPassesEveryStage) {
    transport_->answer(200, kModels);
    transport_->answer(200, kModels);
    transport_->answer(200, goodAnswer().dump());
    const ConnectionReport report = run();
    EXPECT_TRUE(report.ok());
    EXPECT_EQ(report.stages.size(), 9U);
    EXPECT_EQ(report.stages.at(2).state, StageState::Skipped) << "no TLS with http://";
    EXPECT_EQ(report.stages.at(8).state, StageState::Passed);
    EXPECT_EQ(report.width, 3);
    EXPECT_EQ(report.tokens, 2);
    EXPECT_EQ(report.bytes, goodAnswer().dump().size());
}

TEST_F(ConnectionTest, theStageThatFailsIsNamed) {
    const auto stageOfFault = [this](RemoteFault fault) {
        transport_ = std::make_shared<FakeHttpTransport>();
        transport_->fail(fault);
        return failedStage(run("https://mac"));
    };
    EXPECT_EQ(stageOfFault(RemoteFault::NameNotFound), "name");
    EXPECT_EQ(stageOfFault(RemoteFault::ConnectionRefused), "connection");
    EXPECT_EQ(stageOfFault(RemoteFault::TlsWrongName), "tls");
    EXPECT_EQ(stageOfFault(RemoteFault::NotHttp), "http");
    const auto stageOfStatus = [this](int status) {
        transport_ = std::make_shared<FakeHttpTransport>();
        transport_->answer(status, "{}");
        return failedStage(run());
    };
    EXPECT_EQ(stageOfStatus(401), "authorisation");
    EXPECT_EQ(stageOfStatus(404), "endpoint");
    EXPECT_EQ(stageOfStatus(500), "round_trip");
}

TEST_F(ConnectionTest, aMissingModelAndAWrongWidthAreToldApart) {
    transport_->answer(200, R"({"data": [{"id": "other"}]})");
    EXPECT_EQ(failedStage(run()), "model");
    transport_ = std::make_shared<FakeHttpTransport>();
    transport_->answer(200, kModels);
    transport_->answer(200, kModels);
    nlohmann::json narrow = goodAnswer();
    narrow["shape"] = {3, 2};
    transport_->answer(200, narrow.dump());
    EXPECT_EQ(failedStage(run()), "width");
}

TEST_F(ConnectionTest, stagesAreToldInOrderAndOnceMoreWhereALaterRequestFails) {
    transport_->answer(200, kModels);
    transport_->answer(200, kModels);
    transport_->answer(200, goodAnswer().dump());
    run();
    EXPECT_EQ(told_, "name+ connection+ tls- http+ authorisation+ endpoint+ model+ width+ "
                     "round_trip+ ");
    transport_ = std::make_shared<FakeHttpTransport>();
    transport_->answer(200, kModels);
    transport_->answer(200, kModels);
    transport_->fail(RemoteFault::ConnectionRefused);
    const ConnectionReport report = run();
    EXPECT_EQ(told_, "name+ connection+ tls- http+ connection! tls- http- authorisation- "
                     "endpoint- model- width- round_trip- ");
    EXPECT_EQ(report.stages.size(), 9U);
    EXPECT_EQ(failedStage(report), "connection");
}

TEST_F(ConnectionTest, oneSmallQuestionMeasuresTheLatency) {
    transport_->answer(200, kModels);
    const HttpExchange exchange(transport_, accessTo("http://mac"));
    const auto seconds = measureLatency(exchange, {});
    ASSERT_TRUE(seconds);
    EXPECT_GE(*seconds, 0.0);
    transport_ = std::make_shared<FakeHttpTransport>();
    transport_->fail(RemoteFault::Unreachable);
    EXPECT_EQ(faultIn(measureLatency(HttpExchange(transport_, accessTo("http://mac")), {})),
              "unreachable");
}

} // namespace
} // namespace diptych::net
