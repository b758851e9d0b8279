// app/train/world: scenes become pictures.
#include "app/train/world/contact_sheet.h"
#include "app/train/world/paint.h"
#include "app/train/world/random_scene.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace diptych::flatland {
namespace {

/// FNV-1a.
std::uint64_t hashOf(std::uint64_t hash, const Image& picture) {
    for (const std::uint8_t byte : picture.bytes())
        hash = (hash ^ byte) * 0x100000001b3ULL;
    return hash;
}

TEST(Paint, aSceneHasTheSamePixelsOnEveryMachine) {
    // When this changes on purpose, a model trained before knows another world.
    constexpr std::uint64_t kHashes[] = {0x921837f1c794e1e5, 0x4e5c1c189a2566dc, 0x419fed8eebf34b6e,
                                         0x72a7614be87a3dc2, 0xd45f7c0649135694};
    for (const Style style : kStyles) {
        SceneMix mix;
        mix.styles = {};
        mix.styles[indexOf(style)] = 1;
        Rng rng(2024);
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        for (int i = 0; i < 40; ++i)
            hash = hashOf(hash, paint(randomScene(rng, mix), 112, 96));
        EXPECT_EQ(hash, kHashes[indexOf(style)]) << nameOf(style) << std::hex << " 0x" << hash;
    }
}

TEST(Paint, everySizeAndAspectIsDrawn) {
    Rng rng(5);
    for (const auto& [width, height] :
         {std::pair{1, 1}, {16, 16}, {192, 192}, {384, 256}, {256, 384}, {1000, 40}, {40, 1000}})
        for (const Style style : kStyles) {
            Scene scene = randomScene(rng);
            scene.style = style;
            const Image picture = paint(scene, width, height);
            EXPECT_EQ(picture.width(), width);
            EXPECT_EQ(picture.height(), height);
            EXPECT_EQ(picture.channels(), 3);
            EXPECT_EQ(picture.bits(), 8);
        }
}

TEST(Paint, aLargePictureIsTheSmallOneInDetail) {
    Rng rng(6);
    for (int i = 0; i < 12; ++i) {
        const Scene scene = randomScene(rng);
        const Image small = paint(scene, 128, 128);
        const Image large = paint(scene, 256, 256);
        long long difference = 0;
        for (int y = 0; y < 128; ++y)
            for (int x = 0; x < 128 * 3; ++x) {
                const std::size_t left = static_cast<std::size_t>(x / 3 * 6 + x % 3);
                const int mean = (large.row(2 * y)[left] + large.row(2 * y)[left + 3] +
                                  large.row(2 * y + 1)[left] + large.row(2 * y + 1)[left + 3] + 2) /
                                 4;
                difference += std::abs(mean - small.row(y)[static_cast<std::size_t>(x)]);
            }
        EXPECT_LT(difference, 128 * 128 * 3 * 0.6) << i;
    }
}

TEST(Paint, theDetailSeedMovesWhatNoCaptionNames) {
    Scene scene;
    scene.ground = Ground::Hills;
    scene.groups = {Group{}};
    const Image first = paint(scene, 64, 64);
    EXPECT_EQ(first, paint(scene, 64, 64));
    scene.detail = 1;
    EXPECT_NE(first, paint(scene, 64, 64));
}

TEST(Paint, everyFactOfASceneShows) {
    Scene scene;
    scene.groups = {{.kind = Kind::House, .colour = Colour::Red, .size = Size::Normal}};
    const auto differs = [&](auto change) {
        Scene changed = scene;
        change(changed);
        return paint(scene, 96, 96) != paint(changed, 96, 96);
    };
    EXPECT_TRUE(differs([](Scene& s) { s.style = Style::Pastel; }));
    EXPECT_TRUE(differs([](Scene& s) { s.sky = Sky::Sunset; }));
    EXPECT_TRUE(differs([](Scene& s) { s.ground = Ground::Snow; }));
    EXPECT_TRUE(differs([](Scene& s) { s.sun = true; }));
    EXPECT_TRUE(differs([](Scene& s) { s.moon = Moon::Full; }));
    EXPECT_TRUE(differs([](Scene& s) { s.stars = true; }));
    EXPECT_TRUE(differs([](Scene& s) { s.clouds = true; }));
    EXPECT_TRUE(differs([](Scene& s) { s.groups[0].kind = Kind::Cat; }));
    EXPECT_TRUE(differs([](Scene& s) { s.groups[0].colour = Colour::Pink; }));
    EXPECT_TRUE(differs([](Scene& s) { s.groups[0].size = Size::Big; }));
    EXPECT_TRUE(differs([](Scene& s) { s.groups[0].count = 2; }));
    EXPECT_TRUE(differs([](Scene& s) { s.groups[0].side = Side::Left; }));
    EXPECT_TRUE(differs([](Scene& s) { s.ground = Ground::Plain; }));
}

TEST(ContactSheet, holdsAllPicturesInRows) {
    Rng rng(7);
    const std::vector<Scene> scenes = {randomScene(rng), randomScene(rng), randomScene(rng)};
    const Image sheet = contactSheet(scenes, 2, 32);
    EXPECT_EQ(sheet.width(), 2 * 38 + 6);
    EXPECT_EQ(sheet.height(), 2 * 38 + 6);
    const Image last = paint(scenes[2], 32, 32);
    for (int y = 0; y < 32; ++y) {
        const auto row = sheet.row(44 + y).subspan(6 * 3, 32 * 3);
        EXPECT_TRUE(std::equal(row.begin(), row.end(), last.row(y).begin())) << y;
    }
    EXPECT_EQ(contactSheet(std::vector<Image>{}, 3).width(), 1);
}

} // namespace
} // namespace diptych::flatland
