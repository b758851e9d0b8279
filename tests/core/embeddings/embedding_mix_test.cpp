// Blends, directions and mixtures against their formulas.
#include "core/embeddings/embedding_mix.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace diptych {
namespace {

EmbeddingMatrix matrix(std::size_t columns, std::vector<float> values) {
    return {values.size() / columns, columns, std::move(values)};
}

TEST(EmbeddingBlend, linearIsTheWeightedMeanOfEachNumber) {
    const EmbeddingMatrix a = matrix(2, {1, 2, 3, 4});
    const EmbeddingMatrix b = matrix(2, {5, -2, 7, 0});
    BlendOptions options;
    options.shares = {0.25};
    EXPECT_EQ(blend(a, b, options).value(), matrix(2, {2, 1, 4, 3}));
    options.shares = {0.0};
    EXPECT_EQ(blend(a, b, options).value(), a);
    options.shares = {1.0};
    EXPECT_EQ(blend(a, b, options).value(), b);
}

TEST(EmbeddingBlend, eachTokenMayHaveItsOwnShare) {
    BlendOptions options;
    options.shares = {0.0, 1.0};
    const EmbeddingMatrix a = matrix(1, {1, 1, 1});
    const EmbeddingMatrix b = matrix(1, {2, 2, 2});
    EXPECT_EQ(blend(a, b, options).value(), matrix(1, {1, 2, 2})) << "the last share goes on";
}

TEST(EmbeddingBlend, sphericalFollowsTheArc) {
    BlendOptions options;
    options.rule = BlendRule::Spherical;
    options.shares = {1.0 / 3.0};
    // A third of a right angle is 30°.
    const EmbeddingMatrix turned = blend(matrix(2, {1, 0}), matrix(2, {0, 1}), options).value();
    EXPECT_NEAR(turned.values[0], std::sqrt(3.0) / 2.0, 1e-6);
    EXPECT_NEAR(turned.values[1], 0.5, 1e-6);
    // Of unequal lengths: sin((1-t)w)/sin(w)·a + sin(t·w)/sin(w)·b with w = 60°.
    const double w = std::acos(0.5);
    const double h = std::sqrt(3.0);
    const EmbeddingMatrix longer =
        blend(matrix(2, {2, 0}), matrix(2, {2.0F, static_cast<float>(2.0 * h)}), options).value();
    const double fa = std::sin(2.0 / 3.0 * w) / std::sin(w);
    const double fb = std::sin(w / 3.0) / std::sin(w);
    EXPECT_NEAR(longer.values[0], fa * 2 + fb * 2, 1e-6);
    EXPECT_NEAR(longer.values[1], fb * 2 * h, 1e-6);
}

TEST(EmbeddingBlend, sphericalIsLinearWhereThereIsNoArc) {
    BlendOptions options;
    options.rule = BlendRule::Spherical;
    EXPECT_EQ(blend(matrix(2, {1, 1}), matrix(2, {3, 3}), options).value(), matrix(2, {2, 2}));
    EXPECT_EQ(blend(matrix(2, {0, 0}), matrix(2, {3, 5}), options).value(), matrix(2, {1.5, 2.5}));
    EXPECT_EQ(blend(matrix(2, {1, 0}), matrix(2, {-1, 0}), options).value(), matrix(2, {0, 0}));
}

TEST(EmbeddingBlend, differentLengthsFollowTheRule) {
    const EmbeddingMatrix shorter = matrix(1, {0, 10});
    const EmbeddingMatrix longer = matrix(1, {4, 6, 8});
    BlendOptions options;
    EXPECT_EQ(blend(shorter, longer, options).value(), matrix(1, {2, 8, 8}));
    EXPECT_EQ(blend(longer, shorter, options).value(), matrix(1, {2, 8, 8}));
    options.lengths = LengthRule::Cut;
    EXPECT_EQ(blend(shorter, longer, options).value(), matrix(1, {2, 8}));
    options.lengths = LengthRule::Stretch; // 0, 5, 10
    EXPECT_EQ(blend(shorter, longer, options).value(), matrix(1, {2, 5.5, 9}));
    EXPECT_EQ(blend(matrix(1, {7}), longer, options).value(), matrix(1, {5.5, 6.5, 7.5}));
}

TEST(EmbeddingBlend, refusesWhatDoesNotGoTogether) {
    BlendOptions options;
    EXPECT_EQ(blend(matrix(1, {1}), matrix(2, {1, 2}), options).error().code,
              ErrorCode::InvalidInput);
    options.shares = {};
    EXPECT_EQ(blend(matrix(1, {1}), matrix(1, {2}), options).error().code, ErrorCode::InvalidInput);
    options.shares = {std::nan("")};
    EXPECT_EQ(blend(matrix(1, {1}), matrix(1, {2}), options).error().code, ErrorCode::InvalidInput);
}

TEST(EmbeddingSteering, theDirectionIsTheDifferenceOfTheMeans) {
    const std::array positives = {matrix(2, {1, 0, 3, 4}), matrix(2, {4, 6})};
    const std::array negatives = {matrix(2, {1, 1, 0, 1, 2, 1})};
    const SteeringDirection direction = steeringDirection(positives, negatives).value();
    EXPECT_EQ(direction.sharedTokens, 0U);
    // Means of the tokens (2, 2) and (4, 6), their mean (3, 4); minus (1, 1).
    EXPECT_NEAR(direction.values[0], 2.0, 1e-12);
    EXPECT_NEAR(direction.values[1], 3.0, 1e-12);
    const SteeringDirection unit = normalized(direction).value();
    EXPECT_NEAR(unit.values[0], 2.0 / std::sqrt(13.0), 1e-12);
    const EmbeddingMatrix steered = steer(matrix(2, {10, 10, 20, 20}), direction, 0.5, 1).value();
    EXPECT_EQ(steered, matrix(2, {10, 10, 21, 21.5}));
    EXPECT_EQ(steer(matrix(2, {1, 2}), direction, 0.0, 0).value(), matrix(2, {1, 2}));
}

TEST(EmbeddingSteering, theTokensThatAllBeginWithAreLeftOut) {
    // The first token is huge and the same everywhere: in a mean over tokens it would outweigh all
    // else wherever lengths differ.
    const std::array positives = {matrix(1, {9000, 2, 4})};
    const std::array negatives = {matrix(1, {9000.5, 1})};
    const SteeringDirection direction = steeringDirection(positives, negatives).value();
    EXPECT_EQ(direction.sharedTokens, 1U);
    EXPECT_NEAR(direction.values[0], 2.0, 1e-12);
    const std::array same = {matrix(1, {9000})};
    EXPECT_EQ(steeringDirection(positives, same).value().sharedTokens, 0U)
        << "nothing would be left of it";
}

TEST(EmbeddingSteering, refusesWhatHasNoDirection) {
    const std::array some = {matrix(1, {1})};
    const std::array wide = {matrix(2, {1, 2})};
    EXPECT_EQ(steeringDirection({}, some).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(steeringDirection(some, {}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(steeringDirection(some, wide).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(normalized(steeringDirection(some, some).value()).error().code,
              ErrorCode::InvalidInput);
    EXPECT_EQ(steer(wide[0], {{1.0}, 0}, 1.0, 0).error().code, ErrorCode::InvalidInput);
}

TEST(EmbeddingLayers, areMixedByWeightsThatSumUpToOne) {
    const EmbeddingMatrix a = matrix(2, {1, 2});
    const EmbeddingMatrix b = matrix(2, {5, 10});
    EXPECT_EQ(mixLayers(std::vector<WeightedEmbedding>{{&a, 3.0}, {&b, 1.0}}).value(),
              matrix(2, {2, 4}));
    EXPECT_EQ(mixLayers(std::vector<WeightedEmbedding>{{&a, 2.0}, {&b, -1.0}}).value(),
              matrix(2, {-3, -6}));
    EXPECT_FALSE(mixLayers({}));
    EXPECT_FALSE(mixLayers(std::vector<WeightedEmbedding>{{&a, 1.0}, {&b, -1.0}}));
    const EmbeddingMatrix longer = matrix(2, {1, 2, 3, 4});
    EXPECT_FALSE(mixLayers(std::vector<WeightedEmbedding>{{&a, 1.0}, {&longer, 1.0}}));
}

} // namespace
} // namespace diptych
