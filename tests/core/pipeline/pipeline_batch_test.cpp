// Several prompts in one pass, as the server encodes those that wait together.
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>

#include <limits>

namespace diptych {
namespace {

using test::openTiny;

const std::vector<std::vector<std::int32_t>> kBatch = {
    {5}, {1, 2, 3, 4, 5, 6, 7}, {9, 8, 7}, std::vector<std::int32_t>(40, 11), {1, 2, 3}};

TEST(PipelineBatch, promptsEncodedTogetherAreThoseEncodedAlone) {
    const auto pipeline = openTiny();
    for (const int layer : {0, 2, -2, -1}) {
        const auto together =
            valueOrThrow(pipeline->encodeBatch(kBatch, layer, LastLayer::Normed, {}));
        ASSERT_EQ(together.size(), kBatch.size());
        for (std::size_t i = 0; i < kBatch.size(); ++i) {
            const auto alone = valueOrThrow(pipeline->encodeTokens(kBatch[i], layer, {}));
            EXPECT_EQ(together[i].tokenIds, kBatch[i]);
            // Products of other heights round differently in the last digits.
            EXPECT_TRUE(test::closeToLargest(toTensor(together[i].embedding),
                                             toTensor(alone.embedding), 1e-5))
                << layer << " " << i;
        }
    }
}

TEST(PipelineBatch, oneAloneIsTheSameToTheBit) {
    const auto pipeline = openTiny();
    const std::vector<std::vector<std::int32_t>> one = {kBatch[1]};
    const auto batch = valueOrThrow(pipeline->encodeBatch(one, -2, LastLayer::Normed, {}));
    EXPECT_EQ(batch.front().embedding,
              valueOrThrow(pipeline->encodeTokens(kBatch[1], -2, {})).embedding);
}

TEST(PipelineBatch, theLastLayerIsThereWithoutItsNorm) {
    const auto pipeline = openTiny();
    const std::vector<std::vector<std::int32_t>> one = {kBatch[1]};
    const auto last = [&](int layer, LastLayer kind) {
        return toTensor(
            valueOrThrow(pipeline->encodeBatch(one, layer, kind, {})).front().embedding);
    };
    EXPECT_FALSE(last(-1, LastLayer::Plain).equal(last(-1, LastLayer::Normed)));
    EXPECT_TRUE(last(-2, LastLayer::Plain).equal(last(-2, LastLayer::Normed)));
    // Dividing by the root of the mean square leaves a direction and the norm's weights; equal
    // ratios in every row show that nothing else was done.
    const at::Tensor plain = last(-1, LastLayer::Plain);
    const at::Tensor normed = last(-1, LastLayer::Normed);
    const at::Tensor weights = normed / (plain * plain.pow(2).mean(-1, true).rsqrt());
    EXPECT_TRUE(at::allclose(weights[0], weights[3], 1e-3, 1e-5));
}

TEST(PipelineBatch, aBadListIsRefused) {
    const auto pipeline = openTiny();
    const std::vector<std::vector<std::int32_t>> empty = {{1}, {}};
    EXPECT_EQ(pipeline->encodeBatch(empty, -2, LastLayer::Normed, {}).error().code,
              ErrorCode::InvalidInput);
    const std::vector<std::vector<std::int32_t>> unknown = {{1}, {std::numeric_limits<int>::max()}};
    EXPECT_EQ(pipeline->encodeBatch(unknown, -2, LastLayer::Normed, {}).error().code,
              ErrorCode::InvalidInput);
}

} // namespace
} // namespace diptych
