// Prompts encoded by someone else: the same pictures, without a text encoder here.
#include "tests/core/pipeline/pipeline_fixture.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace diptych::test {

namespace {

/// Answers with what a pipeline with a text encoder of its own encodes.
class HonestService final : public net::HiddenStatesService {
  public:
    Result<net::HiddenStates> encode(const net::HiddenStatesQuery& query,
                                     const RunContext& context) override {
        queries.push_back(query);
        if (error)
            return fail(*error);
        FormattedPrompt prompt;
        prompt.text = query.prompt;
        DIPTYCH_TRY(EncodedPrompt encoded, local_->encode(prompt, query.layer, context));
        net::HiddenStates states;
        states.values = std::move(encoded.embedding);
        states.layer = query.layer;
        states.model = "tiny";
        states.server = "http://mac:8080";
        states.dtype = "bfloat16";
        states.notices = {{"server_passed_over", "Another one was asked first."}};
        return states;
    }
    std::string identity() const override { return "http://mac:8080 tiny"; }

    std::vector<net::HiddenStatesQuery> queries;
    std::optional<Error> error;

  private:
    std::unique_ptr<ImagePipeline> local_ = openTiny();
};

class PipelineRemoteTest : public testing::Test {
  protected:
    PipelineRemoteTest() { std::filesystem::remove_all(copy_.path() / "text_encoder"); }

    std::unique_ptr<ImagePipeline> open() {
        return valueOrThrow(openImagePipeline({{copy_.path(), "", ""}, {}, service_}));
    }

    TinyCopy copy_;
    std::shared_ptr<HonestService> service_ = std::make_shared<HonestService>();
};

TEST_F(PipelineRemoteTest, drawsTheSamePictureWithoutATextEncoder) {
    const auto local = openTiny();
    ResolvedRequest request = tinyRequest("A cat");
    request.request.guidanceScale = 2.0;
    const Drawn expected = draw(*local, request);
    const auto remote = open();
    const Drawn drawn = draw(*remote, request);
    EXPECT_EQ(drawn.pictures.at(0).latents, expected.pictures.at(0).latents);
    EXPECT_EQ(drawn.pictures.at(0).image, expected.pictures.at(0).image);
    EXPECT_EQ(drawn.report.encoder, "tiny at http://mac:8080");
    ASSERT_EQ(service_->queries.size(), 2U);
    const net::HiddenStatesQuery& query = service_->queries.front();
    EXPECT_EQ(query.prompt, expected.report.formattedPrompt.text);
    EXPECT_EQ(query.layer, kDefaultHiddenLayer);
    EXPECT_EQ(query.tokenCount, static_cast<int>(expected.report.prompts[0].tokenIds.size()));
    EXPECT_EQ(query.width, expected.report.prompts[0].embedding.shape.at(1));
}

TEST_F(PipelineRemoteTest, aPromptIsAskedForOnce) {
    const auto pipeline = open();
    const Drawn first = draw(*pipeline, tinyRequest("A cat"));
    const Drawn second = draw(*pipeline, tinyRequest("A cat"));
    EXPECT_EQ(service_->queries.size(), 1U);
    EXPECT_EQ(first.pictures.at(0).image, second.pictures.at(0).image);
    ResolvedRequest other = tinyRequest("A cat");
    other.request.hiddenLayer = -3;
    draw(*pipeline, other);
    draw(*pipeline, tinyRequest("A dog"));
    EXPECT_EQ(service_->queries.size(), 3U);
}

TEST_F(PipelineRemoteTest, noticesOfTheServersAreReportedOnce) {
    const auto pipeline = open();
    const auto count = [&] {
        int found = 0;
        for (const Notice& notice : draw(*pipeline, tinyRequest("A cat")).report.notices)
            found += notice.code == "server_passed_over" ? 1 : 0;
        return found;
    };
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(count(), 0);
}

TEST_F(PipelineRemoteTest, encodesWithoutATokenizerToo) {
    std::filesystem::remove_all(copy_.path() / "tokenizer");
    const auto pipeline = open();
    FormattedPrompt prompt;
    prompt.text = "A cat";
    const EncodedPrompt encoded = valueOrThrow(pipeline->encode(prompt, -2, {}));
    EXPECT_TRUE(encoded.tokenIds.empty());
    EXPECT_EQ(service_->queries.at(0).tokenCount, 0);
    EXPECT_EQ(encoded.embedding, valueOrThrow(openTiny()->encode(prompt, -2, {})).embedding);
    EXPECT_EQ(encoded.encoder, "tiny at http://mac:8080");
}

TEST_F(PipelineRemoteTest, withoutAnyModelThereIsNothingToHoldTheAnswerAgainst) {
    const auto pipeline = valueOrThrow(openImagePipeline({{"", "", ""}, {}, service_}));
    FormattedPrompt prompt;
    prompt.text = "A cat";
    ASSERT_TRUE(pipeline->encode(prompt, -2, {}));
    EXPECT_EQ(service_->queries.at(0).width, 0);
}

TEST_F(PipelineRemoteTest, whatAServerCannotDoIsRefused) {
    const auto pipeline = open();
    const std::vector<std::int32_t> ids = {1, 2, 3};
    EXPECT_EQ(pipeline->encodeTokens(ids, -2, {}).error().code, ErrorCode::Unsupported);
    EXPECT_EQ(pipeline->allHiddenStates(ids, {}).error().code, ErrorCode::Unsupported);
}

TEST_F(PipelineRemoteTest, aServersErrorIsTheJobs) {
    service_->error = Error{ErrorCode::Network, "nobody there", "", "", {}};
    const auto pipeline = open();
    FormattedPrompt prompt;
    prompt.text = "A cat";
    EXPECT_EQ(pipeline->encode(prompt, -2, {}).error().message, "nobody there");
    service_->error.reset();
    EXPECT_TRUE(pipeline->encode(prompt, -2, {})) << "an error is not remembered";
}

} // namespace

} // namespace diptych::test
