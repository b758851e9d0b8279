// diptych-cli rewrite, with a rewriter that writes what it is told to.
#include "tests/app/cli/cli_fixture.h"
#include "tests/support/fake_http_transport.h"

namespace diptych::test {

namespace {

class CliRewriteTest : public CliTest {
  protected:
    CliRewriteTest() {
        std::filesystem::create_directories(folder_ / "templates");
        write("scene_expander", "Expand.");
        write("haiku", "Write a haiku about {{subject|it}}.");
        variables_["HOME"] = path("home");
    }

    void write(const std::string& name, const std::string& body) {
        writeBytes(folder_ / "templates" / (name + ".md"),
                   "---\nname: " + name + "\ncategory: rewriter\n---\n\n" + body + "\n");
    }

    FakePromptRewriter& rewriter() { return pipeline_->rewriter; }
    const RewriteRequest& last() { return rewriter().requests.back(); }
};

TEST_F(CliRewriteTest, printsTheAnswerAndKeepsThoughtsOnStandardError) {
    const CliRun result = run({"rewrite", "A cat"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.output, "A grey cat on a red roof.\n");
    EXPECT_EQ(result.error, "Hm.\n");
    EXPECT_EQ(last().prompt, "A cat");
    EXPECT_EQ(last().instruction, "Expand.") << "the rewriter that is configured";
    EXPECT_TRUE(last().thinking);
    EXPECT_TRUE(last().keyValueCache);
    EXPECT_EQ(last().sampling, TextSampling());
    const CliRun quiet = run({"rewrite", "A cat", "--quiet"});
    EXPECT_EQ(quiet.output, "A grey cat on a red roof.\n");
    EXPECT_EQ(quiet.error, "");
}

TEST_F(CliRewriteTest, printsTheWholeResultAsJson) {
    const CliRun result = run({"rewrite", "A cat", "--json", "--seed", "7"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json object = result.json();
    EXPECT_EQ(object.at("prompt"), "A cat");
    EXPECT_EQ(object.at("thinking"), "Hm.");
    EXPECT_EQ(object.at("text"), "A grey cat on a red roof.");
    EXPECT_EQ(object.at("token_ids").at(1), 5);
    EXPECT_EQ(object.at("finish_reason"), "stop");
    EXPECT_EQ(object.at("seconds"), 2.0);
    EXPECT_GT(object.at("tokens_per_second"), 1.0);
    EXPECT_EQ(object.at("seed"), 7);
    EXPECT_EQ(object.at("rewriter"), "scene_expander");
    EXPECT_TRUE(object.at("notices").empty());
    EXPECT_EQ(result.error, "");
}

TEST_F(CliRewriteTest, handsEveryNumberOn) {
    ASSERT_EQ(run({"rewrite",
                   "A cat",
                   "--temperature",
                   "0.9",
                   "--top-p",
                   "0.8",
                   "--top-k",
                   "7",
                   "--min-p",
                   "0.05",
                   "--presence-penalty",
                   "1.5",
                   "--repetition-penalty",
                   "1.1",
                   "--max-tokens",
                   "99",
                   "--seed",
                   "5",
                   "--ignore-eos",
                   "--no-thinking",
                   "--no-kv-cache"})
                  .status,
              0);
    TextSampling expected;
    expected.temperature = 0.9;
    expected.topP = 0.8;
    expected.topK = 7;
    expected.minP = 0.05;
    expected.presencePenalty = 1.5;
    expected.repetitionPenalty = 1.1;
    expected.maxTokens = 99;
    EXPECT_EQ(last().sampling, expected);
    EXPECT_EQ(last().seed, 5);
    EXPECT_TRUE(last().ignoreStop);
    EXPECT_FALSE(last().thinking);
    EXPECT_FALSE(last().keyValueCache);
}

TEST_F(CliRewriteTest, readsTheConfigurationAndThePredecessorsFlags) {
    writeBytes(folder_ / "config.toml",
               "[default.rewriter]\ntemperature = 0.7\ntop_k = 9\n"
               "max_tokens = 77\nthinking = false\ntemplate = \"haiku\"\n");
    ASSERT_EQ(run({"rewrite", "A cat", "--config", path("config.toml"), "--rewriter-top-k", "3",
                   "--template-var", "subject=rain"})
                  .status,
              0);
    EXPECT_EQ(last().sampling.temperature, 0.7);
    EXPECT_EQ(last().sampling.topK, 3);
    EXPECT_EQ(last().sampling.maxTokens, 77);
    EXPECT_FALSE(last().thinking);
    EXPECT_EQ(last().instruction, "Write a haiku about rain.");
}

TEST_F(CliRewriteTest, takesAnInstructionInsteadOfARewriter) {
    EXPECT_EQ(run({"rewrite", "A cat", "--instruction", "Be brief."}).status, 0);
    EXPECT_EQ(last().instruction, "Be brief.");
    EXPECT_EQ(run({"rewrite", "A cat", "--rewriter", "none"}).status, 0);
    EXPECT_EQ(last().instruction, "");
    EXPECT_EQ(run({"rewrite", "A cat", "--rewriter", "haiku"}).status, 0);
    EXPECT_EQ(last().instruction, "Write a haiku about it.");
    EXPECT_EQ(run({"rewrite", "A cat", "--rewriter", "haiku", "--instruction", "x"}).status, 2);
    EXPECT_EQ(run({"rewrite", "A cat", "--rewriter", "none", "--template-var", "a=b"}).status, 2);
    const CliRun unknown = run({"rewrite", "A cat", "--rewriter", "haikus"});
    EXPECT_EQ(unknown.status, 3);
    EXPECT_NE(unknown.error.find("haiku"), std::string::npos);
}

TEST_F(CliRewriteTest, aRawTextIsTheWholeInput) {
    rewriter().writes = " on a mat";
    const CliRun result = run({"rewrite", "A cat", "--raw"});
    EXPECT_EQ(result.output, " on a mat\n");
    EXPECT_TRUE(last().raw);
    EXPECT_EQ(last().instruction, "");
    EXPECT_EQ(run({"rewrite", "A cat", "--raw", "--instruction", "x"}).status, 2);
    EXPECT_EQ(run({"rewrite", "A cat", "--raw", "--rewriter", "haiku"}).status, 2);
}

TEST_F(CliRewriteTest, readsPromptsFromFilesAndStandardInput) {
    EXPECT_EQ(run({"rewrite", "-"}, "A dog").status, 0);
    EXPECT_EQ(last().prompt, "A dog");
    writeBytes(folder_ / "list.txt", "A cat\n# no\nA dog\n");
    rewriter().writes = "Two\nlines";
    const CliRun lines = run({"rewrite", "--prompts", path("list.txt"), "--seed", "3"});
    EXPECT_EQ(lines.output, "Two lines\nTwo lines\n");
    EXPECT_EQ(last().seed, 4);
    const CliRun json = run({"rewrite", "--prompts", path("list.txt"), "--json"});
    EXPECT_EQ(json.json().at("rewrites").size(), 2U);
    EXPECT_EQ(json.json().at("rewrites").at(1).at("prompt"), "A dog");
    EXPECT_EQ(run({"rewrite", "A cat", "--prompts", path("list.txt")}).status, 2);
}

TEST_F(CliRewriteTest, refusesBadInputBeforeTheModelIsOpened) {
    EXPECT_EQ(run({"rewrite"}).status, 2);
    EXPECT_EQ(run({"rewrite", " "}).status, 3);
    EXPECT_EQ(run({"rewrite", "A cat", "--temperature", "9"}).status, 3);
    EXPECT_EQ(run({"rewrite", "A cat", "--max-tokens", "0"}).status, 3);
    EXPECT_EQ(run({"rewrite", "A cat", "--top-k", "x"}).status, 2);
    EXPECT_EQ(run({"rewrite", "A cat", "--api-url", "http://x"}).status, 3)
        << "a build without network";
    EXPECT_TRUE(pipeline_->opened.empty());
}

TEST_F(CliRewriteTest, aServerWritesWhereOneIsNamed) {
    const auto network = std::make_shared<FakeHttpTransport>();
    network->answer(200, R"({"choices": [{"message": {"content": "A grey cat.",
        "reasoning_content": "Hm."}}], "usage": {"completion_tokens": 4}})");
    transport_ = network;
    const CliRun result = run({"rewrite", "A cat", "--api-url", "http://mac:8080", "--api-model",
                               "qwen", "--seed", "7", "--temperature", "0.5"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.output, "A grey cat.\n");
    EXPECT_TRUE(result.error.ends_with("Hm.\n")) << result.error;
    const nlohmann::json sent = nlohmann::json::parse(network->requests.at(0).body);
    EXPECT_EQ(sent.at("messages").at(0).at("content"), "Expand.");
    EXPECT_EQ(sent.at("temperature"), 0.5);
    EXPECT_EQ(sent.at("seed"), 7);
    EXPECT_TRUE(pipeline_->opened.empty()) << "no model is needed here";
    const CliRun local =
        run({"rewrite", "A cat", "--api-url", "http://mac:8080", "--local-encoder"});
    EXPECT_EQ(local.status, 0) << local.error;
    EXPECT_EQ(pipeline_->opened.size(), 1U);
}

TEST_F(CliRewriteTest, stopsInTheMiddleOfAText) {
    rewriter().afterPiece = [this](std::size_t pieces) {
        if (pieces == 8)
            stop_.request_stop();
    };
    const CliRun result = run({"rewrite", "A cat"});
    EXPECT_EQ(result.status, 130);
    EXPECT_TRUE(std::string("A grey cat on a red roof.")
                    .starts_with(result.output.substr(0, result.output.size() - 1)))
        << result.output;
    EXPECT_TRUE(result.output.ends_with('\n'));
}

TEST_F(CliRewriteTest, tellsWhenTheTokensRanOut) {
    rewriter().writes = "<think>\nHm";
    rewriter().finishReason = FinishReason::Length;
    const CliRun result = run({"rewrite", "A cat"});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.output, "");
    EXPECT_NE(result.error.find("note: the model was still thinking"), std::string::npos);
    EXPECT_EQ(run({"rewrite", "A cat", "--json"}).json().at("finish_reason"), "length");
}

TEST_F(CliRewriteTest, aFailureLeavesTheErrorOnly) {
    rewriter().error = Error{ErrorCode::WeightsInvalid, "no", "try another", "", {}};
    const CliRun result = run({"rewrite", "A cat", "--json"});
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(nlohmann::json::parse(result.error).at("error").at("code"), "weights_invalid");
}

} // namespace

} // namespace diptych::test
