#include "tests/app/cli/cli_fixture.h"
#include "tests/support/fake_http_transport.h"

namespace diptych::test {

namespace {

class CliRemoteTest : public CliTest {
  protected:
    CliRemoteTest() { transport_ = network_; }

    CliRun encode(std::vector<std::string> more, const std::string& url = "http://mac:8080") {
        std::vector<std::string> arguments = {
            "encode",     "A cat", "--api-url", url, "--output", path("output/e.safetensors"),
            "--overwrite"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    /// What the pipeline that was opened last encodes prompts with.
    std::shared_ptr<net::HiddenStatesService> encoder() const {
        return pipeline_->opened.empty() ? nullptr : pipeline_->opened.back().remoteEncoder;
    }

    std::shared_ptr<FakeHttpTransport> network_ = std::make_shared<FakeHttpTransport>();
};

TEST_F(CliRemoteTest, theFlagsLeadToTheServer) {
    variables_["MY_KEY"] = "s3cret";
    ASSERT_EQ(encode({"--api-model", "qwen", "--api-key-env", "MY_KEY", "--api-timeout", "7",
                      "--api-ca-file", "ca.pem"})
                  .status,
              0);
    ASSERT_TRUE(encoder());
    EXPECT_EQ(encoder()->identity(), "http://mac:8080 qwen");
    EXPECT_EQ(certificates_, std::vector<std::filesystem::path>{"ca.pem"});
    network_->answer(401, "{}");
    EXPECT_FALSE(encoder()->encode({"p"}, {}));
    const net::HttpRequest& request = network_->requests.at(0);
    EXPECT_EQ(request.headers.back().second, "Bearer s3cret");
    EXPECT_EQ(request.timeouts.firstByte, std::chrono::seconds(7));
}

TEST_F(CliRemoteTest, theNetworkIsOnlyOpenedWhereAPromptIsEncoded) {
    ASSERT_EQ(encode({"--local-encoder"}).status, 0);
    EXPECT_FALSE(encoder());
    ASSERT_EQ(encode({"--no-use-api-encoder"}).status, 0);
    ASSERT_EQ(run({"encode", "A cat", "--output", path("output/l.safetensors")}).status, 0);
    ASSERT_EQ(
        run({"generate", "--prompt-embeds", path("output/l.safetensors"), "--width", "16",
             "--height", "16", "--api-url", "http://mac:8080", "--output", path("output/a.png")})
            .status,
        0);
    EXPECT_TRUE(certificates_.empty());
    ASSERT_EQ(encode({"--use-api-encoder"}).status, 0);
    EXPECT_TRUE(encoder());
}

TEST_F(CliRemoteTest, severalServersStandForOne) {
    ASSERT_EQ(encode({"--api-model", "q"}, "http://mac:8080, https://tower").status, 0);
    EXPECT_EQ(encoder()->identity(), "http://mac:8080 q, https://tower q");
}

TEST_F(CliRemoteTest, aConfigurationFileIsEnough) {
    writeBytes(folder_ / "api.toml",
               "[default.api]\nbase_url = \"http://mac:8080\"\nmodel_id = \"qwen\"\n");
    ASSERT_EQ(run({"encode", "A cat", "--config", path("api.toml"), "--output",
                   path("output/e.safetensors")})
                  .status,
              0);
    ASSERT_TRUE(encoder());
    EXPECT_EQ(encoder()->identity(), "http://mac:8080 qwen");
}

TEST_F(CliRemoteTest, withoutAModelTheDemoModelIsNotTakenForTheServers) {
    variables_.clear();
    ASSERT_EQ(encode({}).status, 0);
    EXPECT_TRUE(pipeline_->opened.back().location.model.empty());
    EXPECT_TRUE(pipeline_->opened.back().location.tokenizer.empty());
}

TEST_F(CliRemoteTest, whatIsWrongWithTheSettingsIsToldBeforeAnythingIsAsked) {
    const CliRun bare = encode({}, "mac:8080");
    EXPECT_EQ(bare.status, 3);
    EXPECT_NE(errorLine(bare).find("'mac:8080' is no server's address"), std::string::npos);
    EXPECT_NE(bare.error.find("hint: write http://mac:8080"), std::string::npos);

    const CliRun unset = encode({"--api-key-env", "MY_KEY"});
    EXPECT_EQ(unset.status, 3);
    EXPECT_NE(errorLine(unset).find("MY_KEY"), std::string::npos);

    variables_["MY_KEY"] = "two words";
    const CliRun wrong = encode({"--api-key-env", "MY_KEY"});
    EXPECT_EQ(wrong.status, 3);
    EXPECT_EQ(wrong.error.find("two words"), std::string::npos);
    EXPECT_EQ(encode({"--api-timeout", "0"}).status, 3);
    EXPECT_EQ(encode({"--api-encoding-format", "hex"}).status, 2);
    EXPECT_TRUE(pipeline_->opened.empty());
}

TEST_F(CliRemoteTest, aKeyOnAnOpenWireIsNoted) {
    variables_["MY_KEY"] = "s3cret";
    const std::vector<std::string> key = {"--api-key-env", "MY_KEY"};
    const CliRun open = encode(key);
    EXPECT_NE(open.error.find("note: the key travels unencrypted"), std::string::npos);
    EXPECT_EQ((open.error + open.output).find("s3cret"), std::string::npos);
    EXPECT_EQ(encode(key, "https://mac").error.find("unencrypted"), std::string::npos);
    EXPECT_EQ(encode(key, "http://127.0.0.1:1").error.find("unencrypted"), std::string::npos);
}

TEST_F(CliRemoteTest, aBuildWithoutNetworkSaysSo) {
    transport_.reset();
    const CliRun result = encode({});
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(errorLine(result).find("no network"), std::string::npos);
}

TEST_F(CliRemoteTest, aServersFaultEndsWithStatusFive) {
    pipeline_->workError = net::remoteError(net::RemoteFault::ConnectionRefused, "http://mac:8080");
    EXPECT_EQ(encode({}).status, 5);
    pipeline_->workError = net::remoteError(net::RemoteFault::NotFound, "http://mac:8080", "x");
    EXPECT_EQ(encode({}).status, 5);
}

} // namespace

} // namespace diptych::test
