#include "tests/app/cli/cli_fixture.h"
#include "tests/support/fake_http_transport.h"

#include "core/net/base64.h"

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

/// What the fake encodes "hello" to, every number replaced.
nlohmann::json answerOf(float number) {
    const HostTensor values = filledTensor({5, FakeImagePipeline::kWidth}, number);
    return {{"hidden_states", net::toBase64(values.bytes)},
            {"shape", {5, FakeImagePipeline::kWidth}},
            {"model", "qwen"},
            {"layer", -2},
            {"dtype", "bfloat16"},
            {"encoding_format", "base64"}};
}

TEST_F(CliRemoteTest, anotherEncoderIsComparedWithTheOneHere) {
    const auto compare = [this](float number) {
        network_ = std::make_shared<FakeHttpTransport>();
        transport_ = network_;
        network_->answer(200, answerOf(number).dump());
        return run({"encode", "hello", "--raw", "--api-model", "qwen", "--compare-with",
                    "http://mac:8080", "--json"});
    };
    const CliRun same = compare(1.0F);
    ASSERT_EQ(same.status, 0) << same.error;
    EXPECT_EQ(same.json()["finding"], "same");
    EXPECT_NEAR(same.json()["cosine"].get<double>(), 1.0, 1e-12);
    EXPECT_FALSE(pipeline_->opened.back().remoteEncoder) << "the reference is the one here";
    EXPECT_EQ(nlohmann::json::parse(network_->requests.at(0).body)["input"], "hello");
    EXPECT_TRUE(outputFiles().empty());
    const CliRun layer = compare(3.0F); // the fake's last layer
    EXPECT_EQ(layer.json()["finding"], "wrong_layer");
    EXPECT_EQ(layer.json()["found_layer"], -1);
    EXPECT_EQ(compare(-5.0F).json()["finding"], "other_model");
}

TEST_F(CliRemoteTest, aStoredReferenceDoesAsWell) {
    const std::string file = path("output/e.safetensors");
    ASSERT_EQ(run({"encode", "hello", "--raw", "--all-layers", "--output", file}).status, 0);
    const CliRun same = run({"encode", "hello", "--raw", "--compare-with", file});
    EXPECT_EQ(same.status, 0) << same.error;
    EXPECT_NE(same.output.find("same: The numbers are the same."), std::string::npos);
    EXPECT_EQ(run({"encode", "other", "--raw", "--compare-with", file}).status, 3);
    EXPECT_EQ(
        run({"encode", "hello", "--raw", "--hidden-layer", "-3", "--compare-with", file}).status,
        3);
    EXPECT_EQ(run({"encode", "hello", "--compare-with", file, "--output", path("x")}).status, 2);
    EXPECT_EQ(run({"encode", "--token-ids", "1", "--compare-with", file}).status, 2);
}

TEST_F(CliRemoteTest, aServersFaultEndsWithStatusFive) {
    pipeline_->workError = net::remoteError(net::RemoteFault::ConnectionRefused, "http://mac:8080");
    EXPECT_EQ(encode({}).status, 5);
    pipeline_->workError = net::remoteError(net::RemoteFault::NotFound, "http://mac:8080", "x");
    EXPECT_EQ(encode({}).status, 5);
}

} // namespace

} // namespace diptych::test
