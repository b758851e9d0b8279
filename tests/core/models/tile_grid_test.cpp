// How a side is cut and blended, for every size in reach.
#include "core/models/tile_grid.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace diptych::models {
namespace {

TEST(TileGrid, coversEverySideOnceWithTheOverlapAskedFor) {
    for (std::int64_t side = 1; side <= 40; ++side) {
        for (std::int64_t tile = 1; tile <= 12; ++tile) {
            for (std::int64_t overlap = 0; overlap < tile; ++overlap) {
                const auto spans = cutIntoTiles(side, {tile, overlap, 3});
                ASSERT_EQ(spans.front().begin, 0);
                ASSERT_EQ(spans.back().end, side);
                for (std::size_t i = 0; i < spans.size(); ++i) {
                    ASSERT_LE(spans[i].length(), tile);
                    ASSERT_EQ(spans[i].length(), spans[0].length());
                    ASSERT_EQ(spans[i].windowBegin, std::max<std::int64_t>(0, spans[i].begin - 3));
                    ASSERT_EQ(spans[i].windowEnd, std::min(side, spans[i].end + 3));
                    if (i > 0) {
                        ASSERT_GT(spans[i].begin, spans[i - 1].begin) << "a tile is repeated";
                        ASSERT_GE(spans[i - 1].end - spans[i].begin, overlap);
                    }
                }
            }
        }
    }
}

TEST(TileGrid, usesAsFewTilesAsPossible) {
    EXPECT_EQ(cutIntoTiles(64, {64, 8, 4}).size(), 1U);
    EXPECT_EQ(cutIntoTiles(65, {64, 8, 4}).size(), 2U);
    EXPECT_EQ(cutIntoTiles(128, {64, 0, 4}).size(), 2U);
    // 120 = 64 + 56: two tiles, where a walk to the last overlap would begin a third one.
    EXPECT_EQ(cutIntoTiles(120, {64, 8, 4}).size(), 2U);
    EXPECT_EQ(cutIntoTiles(128, {64, 8, 4}),
              (std::vector<TileSpan>{{0, 48, 0, 52}, {40, 88, 36, 92}, {80, 128, 76, 128}}));
}

TEST(TileGrid, sharesAddUpToOne) {
    for (const std::int64_t overlap : {0, 1, 3, 4, 7}) {
        const auto spans = cutIntoTiles(37, {8, overlap, 0});
        const auto shares = blendShares(spans, 2);
        std::vector<double> sums(74);
        for (std::size_t i = 0; i < spans.size(); ++i) {
            for (std::size_t k = 0; k < shares[i].size(); ++k) {
                EXPECT_GT(shares[i][k], 0.0F);
                sums[static_cast<std::size_t>(spans[i].begin) * 2 + k] += shares[i][k];
            }
        }
        for (const double sum : sums)
            EXPECT_NEAR(sum, 1.0, 1e-6);
    }
}

TEST(TileGrid, rampsLieOnlyWhereTilesOverlap) {
    const auto shares = blendShares(cutIntoTiles(14, {8, 2, 0}), 2); // 0…8 and 6…14
    ASSERT_EQ(shares.size(), 2U);
    ASSERT_EQ(shares[0].size(), 16U);
    for (std::size_t k = 0; k < 12; ++k) {
        EXPECT_EQ(shares[0][k], 1.0F) << "also at the border of the picture";
        EXPECT_EQ(shares[1][15 - k], 1.0F);
    }
    const std::vector<float> ramp = {0.125F, 0.375F, 0.625F, 0.875F};
    EXPECT_EQ(std::vector<float>(shares[1].begin(), shares[1].begin() + 4), ramp);
    EXPECT_EQ(std::vector<float>(shares[0].rbegin(), shares[0].rbegin() + 4), ramp);
}

TEST(TileGrid, samplesAreSpreadEvenlyInPairs) {
    EXPECT_EQ(sampleCells(3, 3), (std::vector<std::int64_t>{0, 1, 2}));
    EXPECT_EQ(sampleCells(3, 9), (std::vector<std::int64_t>{0, 1, 2}));
    EXPECT_EQ(sampleCells(16, 4), (std::vector<std::int64_t>{3, 4, 11, 12}));
    EXPECT_EQ(sampleCells(1, 0), (std::vector<std::int64_t>{0}));
    for (std::int64_t side = 2; side < 50; ++side) {
        for (std::int64_t count = 2; count < side; ++count) {
            const auto cells = sampleCells(side, count);
            EXPECT_EQ(static_cast<std::int64_t>(cells.size()), count / 2 * 2);
            EXPECT_TRUE(std::is_sorted(cells.begin(), cells.end(), std::less_equal<>()));
            EXPECT_LT(cells.back(), side);
        }
    }
}

} // namespace
} // namespace diptych::models
