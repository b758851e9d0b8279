#include "core/net/layer_numbering.h"

#include <gtest/gtest.h>

namespace diptych::net {
namespace {

ServerLayer of(int layer, int count) {
    return valueOrThrow(serverLayerFor(layer, count));
}

TEST(LayerNumbering, bothNumberingsAgreeFromMinusTwoDown) {
    for (const int layer : {-2, -3, -36}) {
        EXPECT_EQ(of(layer, 36), (ServerLayer{layer, false}));
        EXPECT_EQ(of(layer, 0), (ServerLayer{layer, false}));
    }
}

TEST(LayerNumbering, positiveNumbersAreCountedFromTheEnd) {
    EXPECT_EQ(of(35, 36), (ServerLayer{-2, false}));
    EXPECT_EQ(of(1, 36), (ServerLayer{-36, false}));
}

TEST(LayerNumbering, theNormAndTheEmbeddingsNeedAServerThatKnowsThem) {
    EXPECT_EQ(of(-1, 0), (ServerLayer{-1, true}));
    EXPECT_EQ(of(36, 36), (ServerLayer{-1, true}));
    EXPECT_EQ(of(0, 0), (ServerLayer{0, true}));
    EXPECT_EQ(of(-37, 36), (ServerLayer{0, true}));
}

TEST(LayerNumbering, whatCannotBeTranslatedIsRefused) {
    for (const auto& [layer, count] :
         std::vector<std::pair<int, int>>{{37, 36}, {-38, 36}, {35, 0}, {1, 0}})
        EXPECT_EQ(serverLayerFor(layer, count).error().code, ErrorCode::InvalidInput) << layer;
}

} // namespace
} // namespace diptych::net
