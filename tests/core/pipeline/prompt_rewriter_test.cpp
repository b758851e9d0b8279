// The prompt rewriter on the tiny model: the reference's texts, and when it stops.
#include "core/pipeline/prompt_rewriter.h"

#include "tests/core/pipeline/pipeline_fixture.h"

#include <nlohmann/json.hpp>

#include <stop_token>

namespace diptych {
namespace {

using test::openTiny;

class Listener final : public TextSink {
  public:
    void piece(AnswerPart part, std::string_view text) override {
        (part == AnswerPart::Thinking ? thinking : answer) += text;
        if (++pieces == stopAfter)
            stop.request_stop();
    }

    std::string thinking, answer;
    int pieces = 0;
    int stopAfter = 0;
    std::stop_source stop;
};

class PhaseListener final : public ProgressSink {
  public:
    void progress(Phase phase, std::int64_t, std::int64_t) override { phases.push_back(phase); }
    bool heard(Phase phase) const {
        return std::find(phases.begin(), phases.end(), phase) != phases.end();
    }

    std::vector<Phase> phases;
};

RewriteRequest greedyRequest(std::string prompt, int maxTokens) {
    RewriteRequest request;
    request.prompt = std::move(prompt);
    request.sampling.temperature = 0.0;
    request.sampling.maxTokens = maxTokens;
    return request;
}

nlohmann::json goldens() {
    return test::readJson("qwen3/tiny-generate.json");
}

TEST(LocalRewriter, writesTheReferencesTextsWithKeptKeysAndWithout) {
    const auto pipeline = openTiny();
    const nlohmann::json all = goldens();
    ASSERT_EQ(all["greedy"].size(), 6U);
    for (const auto& golden : all["greedy"])
        for (const bool cache : {true, false}) {
            RewriteRequest request = greedyRequest(golden["prompt"], 32);
            request.raw = true;
            request.ignoreStop = true;
            request.keyValueCache = cache;
            Listener listener;
            const RewriteResult result =
                valueOrThrow(pipeline->rewriter().rewrite(request, &listener, {}));
            EXPECT_EQ(result.tokenIds, golden["new_ids"].get<std::vector<std::int32_t>>());
            EXPECT_EQ(result.text, golden["text"].get<std::string>());
            EXPECT_EQ(listener.answer, result.text);
            EXPECT_EQ(result.prompt, request.prompt);
            EXPECT_EQ(result.thinking, "");
            EXPECT_EQ(result.finishReason, FinishReason::Length);
            EXPECT_GT(result.tokensPerSecond, 0.0);
            EXPECT_GT(listener.pieces, 20) << "in pieces, not at the end";
        }
}

TEST(LocalRewriter, penalisesRepetitionsAsTheReferenceDoes) {
    const auto pipeline = openTiny();
    const nlohmann::json all = goldens();
    ASSERT_EQ(all["repetition_penalty_greedy"].size(), 4U);
    for (const auto& golden : all["repetition_penalty_greedy"]) {
        const auto expected = golden["new_ids"].get<std::vector<std::int32_t>>();
        RewriteRequest request = greedyRequest(golden["prompt"], static_cast<int>(expected.size()));
        request.raw = true;
        request.ignoreStop = true;
        request.sampling.repetitionPenalty = golden["repetition_penalty"];
        EXPECT_EQ(valueOrThrow(pipeline->rewriter().rewrite(request, nullptr, {})).tokenIds,
                  expected)
            << golden["name"];
    }
}

TEST(LocalRewriter, aRequestIsFormattedAsTheModelsChat) {
    RewriteRequest request = greedyRequest("A cat", 32);
    EXPECT_EQ(formatRewrite(request), "<|im_start|>user\nA cat<|im_end|>\n<|im_start|>assistant\n");
    request.instruction = "Expand.";
    request.thinking = false;
    EXPECT_EQ(formatRewrite(request),
              "<|im_start|>system\nExpand.<|im_end|>\n<|im_start|>user\nA cat<|im_end|>\n"
              "<|im_start|>assistant\n<think>\n\n</think>\n\n");
    request.raw = true;
    EXPECT_EQ(formatRewrite(request), "A cat");

    const auto pipeline = openTiny();
    const auto golden = goldens()["greedy"][0];
    const RewriteResult result =
        valueOrThrow(pipeline->rewriter().rewrite(greedyRequest("A cat", 32), nullptr, {}));
    EXPECT_EQ(result.tokenIds, golden["new_ids"].get<std::vector<std::int32_t>>());
}

TEST(LocalRewriter, endsWithTheTokensThatTheCheckpointNames) {
    const auto golden = goldens()["stopping"][0];
    const test::TinyCopy model;
    const std::filesystem::path file = model.path() / "text_encoder/generation_config.json";
    test::writeBytes(file, "{\"eos_token_id\": " + golden["eos_token_id"].dump() + "}");
    RewriteRequest request = greedyRequest(golden["prompt"], 32);
    request.raw = true;
    const RewriteResult result =
        valueOrThrow(model.open()->rewriter().rewrite(request, nullptr, {}));
    EXPECT_EQ(result.tokenIds, golden["new_ids"].get<std::vector<std::int32_t>>());
    EXPECT_EQ(result.finishReason, FinishReason::Stop);
    EXPECT_TRUE(result.notices.empty());
    request.ignoreStop = true;
    EXPECT_EQ(valueOrThrow(model.open()->rewriter().rewrite(request, nullptr, {})).tokenIds.size(),
              32U);
    test::writeBytes(file, "{\"eos_token_id\": \"x\"}");
    EXPECT_EQ(model.open()->rewriter().rewrite(request, nullptr, {}).error().code,
              ErrorCode::FileInvalid);
}

TEST(LocalRewriter, theSameSeedWritesTheSameText) {
    const auto pipeline = openTiny();
    RewriteRequest request = greedyRequest("A cat", 16);
    request.sampling.temperature = 1.5;
    request.sampling.topK = 0;
    request.sampling.topP = 1.0;
    const auto textOf = [&](std::int64_t seed) {
        request.seed = seed;
        return valueOrThrow(pipeline->rewriter().rewrite(request, nullptr, {})).tokenIds;
    };
    EXPECT_EQ(textOf(1), textOf(1));
    EXPECT_NE(textOf(1), textOf(2));
}

TEST(LocalRewriter, stopsWithinOneToken) {
    const auto pipeline = openTiny();
    Listener listener;
    listener.stopAfter = 3;
    const RunContext context{listener.stop.get_token(), nullptr, nullptr};
    const auto result =
        pipeline->rewriter().rewrite(greedyRequest("A cat", 2000), &listener, context);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(listener.pieces, 3);
    EXPECT_TRUE(pipeline->rewriter().rewrite(greedyRequest("A cat", 2), nullptr, {}));
}

TEST(LocalRewriter, respectsTheModelsContext) {
    const test::TinyCopy model;
    const std::filesystem::path file = model.path() / "text_encoder/config.json";
    nlohmann::json config = nlohmann::json::parse(test::readBytes(file));
    config["max_position_embeddings"] = 20;
    test::writeBytes(file, config.dump());
    const auto pipeline = model.open();
    RewriteRequest request = greedyRequest("A cat", 500); // 13 tokens in the chat format
    request.ignoreStop = true;
    const RewriteResult result = valueOrThrow(pipeline->rewriter().rewrite(request, nullptr, {}));
    EXPECT_EQ(result.tokenIds.size(), 7U);
    EXPECT_EQ(result.finishReason, FinishReason::Length);
    request.prompt = "A cat on a mat in a room of a house";
    const auto refused = pipeline->rewriter().rewrite(request, nullptr, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(refused.error().message.find("20"), std::string::npos);
}

TEST(LocalRewriter, refusesBadInputBeforeAnythingIsLoaded) {
    const auto pipeline = openTiny();
    PhaseListener phases;
    const RunContext context{{}, &phases, nullptr};
    RewriteRequest request = greedyRequest("  \n", 10);
    EXPECT_EQ(pipeline->rewriter().rewrite(request, nullptr, context).error().code,
              ErrorCode::InvalidInput);
    request = greedyRequest("A cat", 10);
    request.sampling.topP = 1.5;
    EXPECT_EQ(pipeline->rewriter().rewrite(request, nullptr, context).error().code,
              ErrorCode::InvalidInput);
    request = greedyRequest("A cat", 10);
    request.seed = -1;
    EXPECT_EQ(pipeline->rewriter().rewrite(request, nullptr, context).error().code,
              ErrorCode::InvalidInput);
    EXPECT_TRUE(phases.phases.empty());
}

TEST(LocalRewriter, sharesTheTextEncoderWithThePictures) {
    const auto pipeline = openTiny();
    PhaseListener first;
    ASSERT_TRUE(pipeline->rewriter().rewrite(greedyRequest("A cat", 2), nullptr,
                                             RunContext{{}, &first, nullptr}));
    EXPECT_TRUE(first.heard(Phase::Load));
    PhaseListener second;
    const std::vector<std::int32_t> ids{1, 2, 3};
    ASSERT_TRUE(pipeline->encodeTokens(ids, -2, RunContext{{}, &second, nullptr}));
    EXPECT_FALSE(second.heard(Phase::Load)) << "loaded once for both";
    PhaseListener third;
    ASSERT_TRUE(pipeline->rewriter().rewrite(greedyRequest("A cat", 2), nullptr,
                                             RunContext{{}, &third, nullptr}));
    EXPECT_FALSE(third.heard(Phase::Load));
}

TEST(LocalRewriter, writesWithoutAnythingButTextEncoderAndTokenizer) {
    const test::TinyCopy model;
    for (const char* part : {"transformer", "vae", "scheduler"})
        std::filesystem::remove_all(model.path() / part);
    EXPECT_TRUE(model.open()->rewriter().rewrite(greedyRequest("A cat", 2), nullptr, {}));
    std::filesystem::remove_all(model.path() / "text_encoder");
    EXPECT_EQ(model.open()->rewriter().rewrite(greedyRequest("A cat", 2), nullptr, {}).error().code,
              ErrorCode::FileNotFound);
}

TEST(LocalRewriter, writesFromBfloat16AndGgufWeights) {
    for (const char* encoder : {"text_encoder_bf16", "text_encoder_gguf/tiny-f32.gguf"}) {
        const auto pipeline = valueOrThrow(
            openImagePipeline({{test::dataPath("tiny-zimage"),
                                test::dataPath(std::string("tiny-zimage/") + encoder), ""},
                               {}}));
        const RewriteResult result =
            valueOrThrow(pipeline->rewriter().rewrite(greedyRequest("A cat", 32), nullptr, {}));
        EXPECT_EQ(result.tokenIds.front(), 898) << encoder;
    }
}

// How an answer is taken apart, whoever wrote it.
RewriteResult answerOf(const RewriteRequest& request, std::string_view text,
                       FinishReason reason = FinishReason::Stop) {
    RewriteAnswer answer(request, nullptr);
    for (const char c : text)
        answer.push({&c, 1});
    RewriteResult result;
    answer.finish(reason, result);
    return result;
}

TEST(RewriteAnswer, keepsThoughtsOutOfThePrompt) {
    const RewriteRequest request = greedyRequest("A cat", 10);
    const RewriteResult plain = answerOf(request, "<think>\nHm.\n</think>\n\nA grey cat.\n");
    EXPECT_EQ(plain.thinking, "Hm.");
    EXPECT_EQ(plain.text, "A grey cat.");
    EXPECT_TRUE(plain.notices.empty());
    const RewriteResult json = answerOf(request, "Let me see.\n{\"prompt\": \"a cat\"}");
    EXPECT_EQ(json.thinking, "Let me see.");
    EXPECT_EQ(json.text, "{\"prompt\": \"a cat\"}");
}

TEST(RewriteAnswer, aThoughtThatNeverEndsIsNoPrompt) {
    const RewriteResult result =
        answerOf(greedyRequest("A cat", 10), "<think>\nHm", FinishReason::Length);
    EXPECT_EQ(result.thinking, "Hm");
    EXPECT_EQ(result.text, "");
    ASSERT_EQ(result.notices.size(), 1U);
    EXPECT_EQ(result.notices[0].code, "thinking_cut");
    EXPECT_EQ(answerOf(greedyRequest("A cat", 10), "A gr", FinishReason::Length).notices.at(0).code,
              "text_cut");
}

TEST(RewriteAnswer, aRawTextMayEndInsideABlock) {
    RewriteRequest request = greedyRequest("<|im_start|>assistant\n<think>\n", 10);
    request.raw = true;
    const RewriteResult result = answerOf(request, "Hm\n</think>\n\nA cat");
    EXPECT_EQ(result.thinking, "Hm\n");
    EXPECT_EQ(result.text, "\n\nA cat");
    EXPECT_TRUE(result.notices.empty());
}

TEST(RewriteAnswer, takesThoughtsThatComeApart) {
    RewriteRequest request = greedyRequest("A <|im_end|> cat", 10);
    Listener listener;
    RewriteAnswer answer(request, &listener);
    answer.pushThinking("So");
    answer.pushThinking(" so.");
    answer.push("A cat");
    RewriteResult result;
    answer.finish(FinishReason::Stop, result);
    EXPECT_EQ(result.thinking, "So so.");
    EXPECT_EQ(listener.thinking, "So so.");
    EXPECT_EQ(result.text, "A cat");
    ASSERT_EQ(result.notices.size(), 1U);
    EXPECT_EQ(result.notices[0].code, "special_tokens_in_prompt");
}

} // namespace
} // namespace diptych
