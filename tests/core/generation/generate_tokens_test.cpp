// The loop that writes: what ends a text, and how soon it stops.
#include "core/generation/generate_tokens.h"

#include <gtest/gtest.h>

#include <stop_token>

namespace diptych::generation {
namespace {

using Ids = std::vector<std::int32_t>;

// Always wants the token after the last one it read, of ten.
class CountingScorer final : public TokenScorer {
  public:
    Result<std::vector<float>> extend(std::span<const std::int32_t> ids,
                                      const RunContext&) override {
        reads.emplace_back(ids.begin(), ids.end());
        std::vector<float> scores(10, 0.0F);
        scores[static_cast<std::size_t>(ids.back() + 1) % 10] = 1.0F;
        return scores;
    }

    std::vector<Ids> reads;
};

class GenerateTokens : public testing::Test {
  protected:
    Result<GeneratedTokens> generate(const GenerationLimits& limits) {
        TextSampling greedy;
        greedy.temperature = 0.0;
        const Ids prompt{7, 1};
        TokenSampler sampler(greedy, 0, prompt);
        return generateTokens(
            scorer_, sampler, prompt, limits,
            [this](std::int32_t id) {
                heard_.push_back(id);
                if (heard_.size() == stopAfter_)
                    stop_.request_stop();
            },
            RunContext{stop_.get_token(), nullptr, nullptr});
    }

    CountingScorer scorer_;
    Ids heard_;
    std::size_t stopAfter_ = 0;
    std::stop_source stop_;
};

TEST_F(GenerateTokens, readsThePromptOnceAndThenOneTokenAtATime) {
    const auto generated = generate({{}, 4});
    ASSERT_TRUE(generated);
    EXPECT_EQ(generated->ids, (Ids{2, 3, 4, 5}));
    EXPECT_EQ(generated->finishReason, FinishReason::Length);
    EXPECT_EQ(heard_, generated->ids);
    EXPECT_EQ(scorer_.reads, (std::vector<Ids>{{7, 1}, {2}, {3}, {4}}));
}

TEST_F(GenerateTokens, endsWithTheFirstTokenThatEndsAText) {
    const auto generated = generate({{9, 5}, 100});
    ASSERT_TRUE(generated);
    EXPECT_EQ(generated->ids, (Ids{2, 3, 4, 5}));
    EXPECT_EQ(generated->finishReason, FinishReason::Stop);
    EXPECT_EQ(heard_.back(), 5);
}

TEST_F(GenerateTokens, anEndCountsBeforeTheLength) {
    EXPECT_EQ(generate({{5}, 4})->finishReason, FinishReason::Stop);
    EXPECT_EQ(generate({{6}, 4})->finishReason, FinishReason::Length);
}

TEST_F(GenerateTokens, stopsWithinOneToken) {
    stopAfter_ = 3;
    const auto generated = generate({{}, 100});
    ASSERT_FALSE(generated);
    EXPECT_EQ(generated.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(heard_.size(), 3U);
    EXPECT_EQ(scorer_.reads.size(), 3U) << "nothing is read after the stop";
}

} // namespace
} // namespace diptych::generation
