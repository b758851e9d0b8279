// app/train/world: what is said to lie in each cell of a picture.
#include "app/train/world/cell_labels.h"
#include "app/train/world/random_scene.h"

#include <gtest/gtest.h>

#include <numeric>
#include <span>

namespace diptych::flatland {
namespace {

constexpr int kSide = 128; // pixels
constexpr int kCell = 8;   // pixels
constexpr std::size_t kCells = kSide / kCell;

class Map {
  public:
    explicit Map(const Scene& scene) : values_(cellLabels(scene, kSide, kSide, kCell)) {}

    std::span<const float> cell(std::size_t row, std::size_t column) const {
        return std::span(values_).subspan((row * kCells + column) * kLabelCount, kLabelCount);
    }
    /// The label's shares in these columns together, in cells.
    float total(std::size_t label, std::size_t fromColumn = 0,
                std::size_t toColumn = kCells) const {
        float sum = 0;
        for (std::size_t row = 0; row < kCells; ++row)
            for (std::size_t column = fromColumn; column < toColumn; ++column)
                sum += cell(row, column)[label];
        return sum;
    }

  private:
    std::vector<float> values_;
};

std::size_t kindLabel(Kind kind) {
    return kKindLabels + indexOf(kind);
}
std::size_t colourLabel(Colour colour) {
    return kColourLabels + indexOf(colour);
}

TEST(CellLabels, everyCellIsAccountedForOnce) {
    Rng rng(1);
    for (int i = 0; i < 200; ++i) {
        const Map map(randomScene(rng));
        for (std::size_t row = 0; row < kCells; ++row)
            for (std::size_t column = 0; column < kCells; ++column) {
                const auto cell = map.cell(row, column);
                const auto kinds = cell.subspan(kKindLabels, kKinds.size());
                const auto colours = cell.subspan(kColourLabels, kColours.size());
                const auto rest = cell.subspan(kBodyLabels, kShareLabels - kBodyLabels);
                const float things = std::accumulate(kinds.begin(), kinds.end(), 0.0F);
                ASSERT_NEAR(things + std::accumulate(rest.begin(), rest.end(), 0.0F), 1, 1e-4);
                ASSERT_NEAR(things, std::accumulate(colours.begin(), colours.end(), 0.0F), 1e-4);
            }
    }
}

TEST(CellLabels, aRedHouseOnTheLeftIsThere) {
    Scene scene;
    scene.groups = {{Kind::House, Colour::Red, Size::Normal, 1, Side::Left}};
    const Map map(scene);
    const float house = map.total(kindLabel(Kind::House));
    EXPECT_GT(house, 10);
    EXPECT_FLOAT_EQ(map.total(colourLabel(Colour::Red)), house);
    EXPECT_GT(map.total(kindLabel(Kind::House), 0, kCells / 2), 0.95F * house);
    EXPECT_EQ(map.total(kindLabel(Kind::Tree)), 0);
    EXPECT_EQ(map.total(colourLabel(Colour::Blue)), 0);
    EXPECT_GT(map.total(kSkyLabels + indexOf(Sky::Day)), 80);
    EXPECT_GT(map.total(kGroundLabels + indexOf(Ground::Meadow) - 1), 50);
}

// The middle of a standing object is half its height above its foot, at its own column.
TEST(CellLabels, posesAreInTheObjectsOwnCoordinates) {
    Scene scene;
    scene.ground = Ground::Plain;
    scene.groups = {{Kind::Square, Colour::Green, Size::Normal, 1, Side::Right}};
    const Map map(scene);
    const float share = map.total(kindLabel(Kind::Square));
    EXPECT_NEAR(map.total(kPoseLabels) / share, 0, 0.05);
    EXPECT_NEAR(map.total(kPoseLabels + 1) / share, -0.5, 0.05);
    const float height = map.total(kPoseLabels + 2) / share; // in sides of the picture
    // The square is a little smaller than the object's box.
    const float box = height * height * kCells * kCells;
    EXPECT_LT(share, box);
    EXPECT_GT(share, 0.75F * box);
}

TEST(CellLabels, sunAndMoonAreToldApart) {
    Scene scene;
    scene.sun = true;
    scene.bodySide = Side::Left;
    EXPECT_GT(Map(scene).total(kBodyLabels), 1);
    scene.sun = false;
    scene.sky = Sky::Night;
    scene.moon = Moon::Full;
    EXPECT_EQ(Map(scene).total(kBodyLabels), 0);
    EXPECT_GT(Map(scene).total(kBodyLabels + 1), 1);
    scene.moon = Moon::Crescent;
    EXPECT_GT(Map(scene).total(kBodyLabels + 2), 0.3);
}

} // namespace
} // namespace diptych::flatland
