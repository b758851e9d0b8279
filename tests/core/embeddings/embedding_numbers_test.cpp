// Statistics, comparisons and principal components against numbers found by hand.
#include "core/embeddings/embedding_comparison.h"
#include "core/embeddings/embedding_matrix.h"
#include "core/embeddings/embedding_statistics.h"
#include "core/embeddings/principal_components.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <span>

namespace diptych {
namespace {

EmbeddingMatrix matrix(std::size_t columns, std::vector<float> values) {
    return {values.size() / columns, columns, std::move(values)};
}

template <typename Number> HostTensor tensor(StorageType type, std::vector<Number> numbers) {
    const auto bytes = std::as_bytes(std::span(numbers));
    return {type, {1, static_cast<std::int64_t>(numbers.size())}, {bytes.begin(), bytes.end()}};
}

TEST(EmbeddingMatrix, readsEveryTypeOfNumbersWithAFraction) {
    const std::vector<float> expected = {1.5F, -2.0F};
    EXPECT_EQ(toEmbeddingMatrix(tensor<float>(StorageType::F32, {1.5F, -2.0F}), "")->values,
              expected);
    EXPECT_EQ(toEmbeddingMatrix(tensor<double>(StorageType::F64, {1.5, -2.0}), "")->values,
              expected);
    EXPECT_EQ(
        toEmbeddingMatrix(tensor<std::uint16_t>(StorageType::BF16, {0x3FC0, 0xC000}), "")->values,
        expected);
    EXPECT_EQ(
        toEmbeddingMatrix(tensor<std::uint16_t>(StorageType::F16, {0x3E00, 0xC000}), "")->values,
        expected);
    const HostTensor whole = tensor<std::int32_t>(StorageType::I32, {1, 2});
    EXPECT_EQ(toEmbeddingMatrix(whole, "x").error().code, ErrorCode::InvalidInput);
    EXPECT_FALSE(widenToFloat32(whole));
    EXPECT_FALSE(toEmbeddingMatrix(
        tensor<float>(StorageType::F32, {1.0F, std::numeric_limits<float>::infinity()}), "x"));
    HostTensor flat = tensor<float>(StorageType::F32, {1.0F});
    flat.shape = {1};
    EXPECT_FALSE(toEmbeddingMatrix(flat, "x"));
    const EmbeddingMatrix back = matrix(2, {1, 2, 3, 4});
    EXPECT_EQ(toEmbeddingMatrix(toHostTensor(back), "").value(), back);
}

// numpy: a = array([[1, -2, 4], [3, 2, -6]]); a.mean(), a.std(), …
TEST(EmbeddingStatistics, equalNumpys) {
    const EmbeddingStatistics statistics = statisticsOf(matrix(3, {1, -2, 4, 3, 2, -6}));
    EXPECT_EQ(statistics.tokens, 2U);
    EXPECT_EQ(statistics.width, 3U);
    EXPECT_EQ(statistics.minimum, -6.0);
    EXPECT_EQ(statistics.maximum, 4.0);
    EXPECT_NEAR(statistics.mean, 1.0 / 3.0, 1e-12);
    EXPECT_NEAR(statistics.deviation, std::sqrt(70.0 / 6.0 - 1.0 / 9.0), 1e-12);
    EXPECT_NEAR(statistics.norm, std::sqrt(70.0), 1e-12);
    EXPECT_NEAR(statistics.medianMagnitude, 2.5, 1e-12) << "1 2 2 3 4 6";
    EXPECT_NEAR(statistics.tokenNorms[0], std::sqrt(21.0), 1e-12);
    EXPECT_NEAR(statistics.tokenNorms[1], 7.0, 1e-12);
    EXPECT_NEAR(statistics.channels[2].mean, -1.0, 1e-12);
    EXPECT_NEAR(statistics.channels[2].deviation, 5.0, 1e-12);
    EXPECT_EQ(statistics.channels[2].largest, 6.0);
    EXPECT_NEAR(statistics.channels[2].rms, std::sqrt(26.0), 1e-12);
    EXPECT_TRUE(statistics.outliers.empty());
}

TEST(EmbeddingStatistics, listTheChannelsThatAreFarLargerThanTheOthers) {
    EmbeddingMatrix embedding = emptyEmbedding(4, 64);
    for (std::size_t i = 0; i < embedding.values.size(); ++i)
        embedding.values[i] = i % 2 == 0 ? 1.0F : -1.0F;
    for (std::size_t token = 0; token < 4; ++token) {
        embedding.row(token)[5] = 30.0F;
        embedding.row(token)[40] = -2752.0F;
        embedding.row(token)[41] = 9.0F;
    }
    const auto outliers = statisticsOf(embedding).outliers;
    ASSERT_EQ(outliers.size(), 2U);
    EXPECT_EQ(outliers[0].channel, 40U);
    EXPECT_NEAR(outliers[0].timesMedian, 2752.0, 1e-9);
    EXPECT_EQ(outliers[1].channel, 5U);
}

TEST(EmbeddingComparison, ofAnEmbeddingWithItselfIsPerfect) {
    const EmbeddingMatrix a = matrix(3, {1, -2, 4, 3, 2, -6});
    const EmbeddingComparison comparison = compareEmbeddings(a, a).value();
    EXPECT_NEAR(comparison.mean.cosine, 1.0, 1e-12);
    EXPECT_NEAR(comparison.last.cosine, 1.0, 1e-12);
    EXPECT_EQ(comparison.mean.meanSquaredError, 0.0);
    EXPECT_EQ(comparison.largestDifference, 0.0);
    EXPECT_EQ(comparison.alignedTokens, 2U);
}

TEST(EmbeddingComparison, comparesMeansLastTokensAndTokenByToken) {
    const EmbeddingMatrix a = matrix(2, {1, 0, 3, 4});
    const EmbeddingMatrix b = matrix(2, {0, 2, 4, 3, 5, 5});
    const EmbeddingComparison comparison = compareEmbeddings(a, b).value();
    // Means (2, 2) and (3, 10/3).
    EXPECT_NEAR(comparison.mean.cosine,
                (6 + 20.0 / 3) / (std::sqrt(8.0) * std::sqrt(9 + 100.0 / 9)), 1e-12);
    EXPECT_NEAR(comparison.mean.meanSquaredError, (1 + 16.0 / 9) / 2, 1e-12);
    EXPECT_NEAR(comparison.last.cosine, 35.0 / (5 * std::sqrt(50.0)), 1e-12);
    EXPECT_NEAR(comparison.last.meanSquaredError, 2.5, 1e-12);
    ASSERT_EQ(comparison.tokenCosines.size(), 2U);
    EXPECT_NEAR(comparison.tokenCosines[0], 0.0, 1e-12);
    EXPECT_NEAR(comparison.tokenCosines[1], 24.0 / 25, 1e-12);
    EXPECT_EQ(comparison.largestDifference, 2.0);
    EXPECT_NEAR(comparison.meanDifference, (1 + 2 + 1 + 1) / 4.0, 1e-12);
    EXPECT_FALSE(compareEmbeddings(a, matrix(3, {1, 2, 3})));
}

TEST(EmbeddingComparison, leavesOutlierChannelsOutOfOneCosine) {
    EmbeddingMatrix a = emptyEmbedding(1, 32);
    EmbeddingMatrix b = a;
    for (std::size_t i = 0; i < 32; ++i) {
        a.values[i] = 1.0F;
        b.values[i] = i % 2 == 0 ? 1.0F : -1.0F;
    }
    a.values[4] = b.values[4] = 5000.0F;
    a.values[6] = b.values[6] = 4000.0F; // an even number of channels is left
    const EmbeddingComparison comparison = compareEmbeddings(a, b).value();
    EXPECT_GT(comparison.mean.cosine, 0.9999);
    EXPECT_EQ(comparison.outliers, 2U);
    EXPECT_NEAR(comparison.cosineWithoutOutliers, -2.0 / 30, 1e-12);
}

TEST(EmbeddingComparison, matricesHoldTheCosinesOfAllPairs) {
    const EmbeddingMatrix a = matrix(2, {1, 0, 0, 2});
    const EmbeddingMatrix b = matrix(2, {0, 1, 3, 4, 0, 0});
    const std::vector<double> tokens = tokenCosineMatrix(a, b).value();
    const std::vector<double> expected = {0, 0.6, 0, 1, 0.8, 0};
    ASSERT_EQ(tokens.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(tokens[i], expected[i], 1e-12) << i;
    const std::vector<EmbeddingMatrix> both = {a, b};
    const std::vector<double> pooled = pooledCosineMatrix(both).value();
    EXPECT_NEAR(pooled[0], 1.0, 1e-12);
    EXPECT_NEAR(pooled[1], pooled[2], 1e-12);
    EXPECT_NEAR(pooled[1], (0.5 * 1 + 1 * 5.0 / 3) / (std::sqrt(1.25) * std::sqrt(1 + 25.0 / 9)),
                1e-12);
}

TEST(PrincipalComponents, findTheDirectionsOfLargestVariance) {
    // Around (10, 20): ±3 along (0.6, 0.8), ±1 across.
    std::vector<EmbeddingMatrix> points;
    for (const auto& [along, across] :
         {std::pair(3.0, 0.0), std::pair(-3.0, 0.0), std::pair(0.0, 1.0), std::pair(0.0, -1.0)})
        points.push_back(matrix(2, {static_cast<float>(10 + 0.6 * along - 0.8 * across),
                                    static_cast<float>(20 + 0.8 * along + 0.6 * across)}));
    const PrincipalComponents found = principalComponents(points, 3).value();
    EXPECT_NEAR(std::abs(found.coordinates[0]), 3.0, 1e-4);
    EXPECT_NEAR(found.coordinates[3], -found.coordinates[0], 1e-4);
    EXPECT_NEAR(std::abs(found.coordinates[7]), 1.0, 1e-4);
    EXPECT_NEAR(found.coordinates[1], 0.0, 1e-4);
    EXPECT_NEAR(found.explained[0], 0.9, 1e-5);
    EXPECT_NEAR(found.explained[1], 0.1, 1e-5);
    EXPECT_NEAR(found.explained[2], 0.0, 1e-9);
}

TEST(PrincipalComponents, keepTheDistancesOfPoints) {
    std::vector<EmbeddingMatrix> points;
    unsigned state = 7;
    for (int i = 0; i < 6; ++i) {
        std::vector<float> values;
        for (int d = 0; d < 9; ++d) {
            state = state * 1664525U + 1013904223U;
            values.push_back(static_cast<float>(state >> 20) / 100.0F);
        }
        points.push_back(matrix(9, values));
    }
    const PrincipalComponents found = principalComponents(points, 5).value();
    for (std::size_t a = 0; a < 6; ++a)
        for (std::size_t b = 0; b < a; ++b) {
            double before = 0.0, after = 0.0;
            for (std::size_t d = 0; d < 9; ++d)
                before += std::pow(double{points[a].values[d]} - points[b].values[d], 2);
            for (std::size_t d = 0; d < 5; ++d)
                after += std::pow(found.coordinates[a * 5 + d] - found.coordinates[b * 5 + d], 2);
            EXPECT_NEAR(after, before, 1e-6 * before);
        }
    EXPECT_FALSE(principalComponents(std::span(points).first(1), 2));
    const std::vector<EmbeddingMatrix> same(4, points[0]);
    EXPECT_EQ(principalComponents(same, 2).value().coordinates, std::vector<double>(8, 0.0));
}

} // namespace
} // namespace diptych
