// Who has which layers: reading, checking, sharing out.
#include "core/cluster/layer_split.h"

#include <gtest/gtest.h>

namespace diptych::cluster {
namespace {

std::string messageOf(const Status& status) {
    return status ? std::string() : status.error().message;
}

LayerSplit splitIn(std::string_view text) {
    const auto split = parseSplit(text);
    return split ? *split : LayerSplit{};
}

TEST(LayerSplitTest, readsRangesAndSingleLayers) {
    EXPECT_EQ(splitIn("0-13,14-27"), (LayerSplit{{0, 14}, {14, 28}}));
    EXPECT_EQ(splitIn(" 0 , 1 - 2,3-3 "), (LayerSplit{{0, 1}, {1, 3}, {3, 4}}));
    EXPECT_EQ(toString(splitIn("0,1-2,3-3")), "0,1-2,3");
}

TEST(LayerSplitTest, refusesWhatIsNoRange) {
    for (const char* text : {"", ",", "0-3,", "a", "3-1", "-1", "0-", "0-3;4-5", "0x2", "99999999"})
        EXPECT_FALSE(parseSplit(text)) << text;
}

TEST(LayerSplitTest, aSplitThatCoversEveryLayerOnceFits) {
    EXPECT_TRUE(checkSplit(splitIn("0-13,14-27"), 28, 2));
    EXPECT_TRUE(checkSplit(splitIn("0,1-26,27"), 28, 3));
    EXPECT_TRUE(checkSplit(splitIn("0-27"), 28, 1));
}

TEST(LayerSplitTest, listsMissingDoubledAndForeignLayers) {
    EXPECT_NE(messageOf(checkSplit(splitIn("0-9,14-27"), 28, 2)).find("missing: 10-13"),
              std::string::npos);
    EXPECT_NE(messageOf(checkSplit(splitIn("0-14,13-27"), 28, 2)).find("given twice: 13-14"),
              std::string::npos);
    EXPECT_NE(messageOf(checkSplit(splitIn("0-13,14-29"), 28, 2)).find("out of range: 28-29"),
              std::string::npos);
    const std::string all = messageOf(checkSplit(splitIn("0-2,2,5-30"), 28, 3));
    EXPECT_NE(all.find("missing: 3-4"), std::string::npos) << all;
    EXPECT_NE(all.find("given twice: 2"), std::string::npos) << all;
    EXPECT_NE(all.find("out of range: 28-30"), std::string::npos) << all;
}

TEST(LayerSplitTest, refusesAnotherOrderAndAnotherNumberOfRanks) {
    EXPECT_NE(messageOf(checkSplit(splitIn("2-3,0-1"), 4, 2)).find("order"), std::string::npos);
    EXPECT_NE(messageOf(checkSplit(splitIn("0-1,2-3"), 4, 3)).find("2 ranges for 3 ranks"),
              std::string::npos);
}

TEST(LayerSplitTest, anEvenSplitGivesTheFirstOnesMore) {
    EXPECT_EQ(toString(*evenSplit(28, 2)), "0-13,14-27");
    EXPECT_EQ(toString(*evenSplit(28, 3)), "0-9,10-18,19-27");
    EXPECT_EQ(toString(*evenSplit(4, 4)), "0,1,2,3");
    EXPECT_FALSE(evenSplit(4, 5));
    EXPECT_FALSE(evenSplit(4, 0));
    for (std::int64_t layers = 1; layers < 40; ++layers)
        for (std::size_t ranks = 1; ranks <= static_cast<std::size_t>(layers); ++ranks)
            ASSERT_TRUE(checkSplit(*evenSplit(layers, ranks), layers, ranks));
}

TEST(LayerSplitTest, aSplitByMemoryFillsTheMachinesAlike) {
    const PartBytes bytes{100, 400, 400};
    EXPECT_EQ(toString(*splitByMemory(36, bytes, std::vector<std::uint64_t>{3000, 3000})),
              "0-17,18-35");
    const LayerSplit uneven =
        *splitByMemory(36, bytes, std::vector<std::uint64_t>{8000, 2000, 2000});
    ASSERT_TRUE(checkSplit(uneven, 36, 3));
    EXPECT_GT(uneven[0].count(), 20);
    EXPECT_GE(uneven[1].count(), uneven[2].count()); // the last one has the head too
    for (std::uint64_t first : {1, 10, 100, 100'000}) {
        const std::vector<std::uint64_t> memory{first, 500, 40'000};
        ASSERT_TRUE(checkSplit(*splitByMemory(28, bytes, memory), 28, 3)) << first;
    }
    EXPECT_FALSE(splitByMemory(28, bytes, std::vector<std::uint64_t>{0, 5}));
}

TEST(LayerSplitTest, countsTheBytesOfEnds) {
    const PartBytes bytes{100, 7, 9};
    EXPECT_EQ(bytesOf({0, 2}, bytes, 4), 207U);
    EXPECT_EQ(bytesOf({1, 3}, bytes, 4), 200U);
    EXPECT_EQ(bytesOf({3, 4}, bytes, 4), 109U);
    EXPECT_EQ(bytesOf({0, 4}, bytes, 4), 416U);
}

} // namespace
} // namespace diptych::cluster
