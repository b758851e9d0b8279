#include "core/encoders/long_prompt.h"
#include "tests/support/goldens.h"

#include <ATen/ATen.h>

namespace diptych {
namespace {

using test::allClose;

// Row i holds i and 10·i.
at::Tensor ramp(std::int64_t rows) {
    const at::Tensor column = at::arange(rows, at::kFloat).unsqueeze(1);
    return at::cat({column, column * 10}, 1);
}

constexpr LongPromptMode kShortening[] = {LongPromptMode::Truncate, LongPromptMode::Interpolate,
                                          LongPromptMode::Pool, LongPromptMode::AttentionPool};

TEST(LongPrompt, upToTheLimitNothingChanges) {
    const at::Tensor embedding = ramp(7);
    for (const LongPromptMode mode : kShortening)
        for (const std::int64_t limit : {7, 8, 100})
            EXPECT_TRUE(shortenEmbedding(embedding, mode, limit).is_same(embedding));
    EXPECT_TRUE(shortenEmbedding(embedding, LongPromptMode::Full, 2).is_same(embedding));
}

TEST(LongPrompt, everyModeKeepsExactlyTheLimitAndTheType) {
    const at::Tensor embedding = at::randn({1505, 8}).to(at::kBFloat16);
    for (const LongPromptMode mode : kShortening)
        for (const std::int64_t limit : {1, 2, 1000, 1504}) {
            const at::Tensor shorter = shortenEmbedding(embedding, mode, limit);
            EXPECT_EQ(shorter.sizes(), (at::IntArrayRef{limit, 8}));
            EXPECT_EQ(shorter.scalar_type(), at::kBFloat16);
            EXPECT_TRUE(shorter.isfinite().all().item<bool>());
        }
}

TEST(LongPrompt, truncateKeepsTheBeginning) {
    EXPECT_TRUE(at::equal(shortenEmbedding(ramp(9), LongPromptMode::Truncate, 4), ramp(4)));
}

TEST(LongPrompt, interpolateIsLinearWithExactEnds) {
    // Nine rows to five: every second one.
    EXPECT_TRUE(allClose(shortenEmbedding(ramp(9), LongPromptMode::Interpolate, 5),
                         ramp(9).slice(0, 0, 9, 2), 1e-5, 0));
    const at::Tensor embedding = at::randn({100, 3});
    const at::Tensor shorter = shortenEmbedding(embedding, LongPromptMode::Interpolate, 33);
    EXPECT_TRUE(at::equal(shorter[0], embedding[0]));
    EXPECT_TRUE(allClose(shorter[32], embedding[99], 1e-6, 0));
}

TEST(LongPrompt, poolAveragesNeighbours) {
    EXPECT_TRUE(allClose(shortenEmbedding(ramp(6), LongPromptMode::Pool, 3),
                         ramp(3) * 2 + at::tensor({0.5F, 5.0F}), 1e-5, 0));
}

TEST(LongPrompt, attentionPoolWeighsWhatStandsOut) {
    // Rows all alike but one: in its pool it weighs more than its share of the mean.
    at::Tensor embedding = at::ones({8, 2});
    embedding[2] = at::tensor({1.0F, -1.0F});
    const at::Tensor shorter = shortenEmbedding(embedding, LongPromptMode::AttentionPool, 2);
    EXPECT_LT(shorter[0][1].item<float>(), 0.5F); // the mean of 1, 1, −1, 1
    EXPECT_GT(shorter[0][1].item<float>(), -1.0F);
    EXPECT_TRUE(allClose(shorter[1], at::ones({2}), 1e-6, 0));
    // Alike rows weigh alike: plain pooling.
    EXPECT_TRUE(allClose(shortenEmbedding(at::ones({9, 2}), LongPromptMode::AttentionPool, 4),
                         at::ones({4, 2}), 1e-6, 0));
}

} // namespace
} // namespace diptych
