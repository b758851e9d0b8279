// core/image: the picture buffer and its conversions.
#include "core/image/image.h"

#include <gtest/gtest.h>

#include <cstring>

namespace diptych {
namespace {

Image makeImage(int width, int height, int channels, std::vector<std::uint8_t> bytes) {
    return valueOrThrow(Image::create(width, height, channels, 8, std::move(bytes)));
}

Image makeImage16(int width, int height, int channels, const std::vector<std::uint16_t>& samples) {
    std::vector<std::uint8_t> bytes(samples.size() * 2);
    std::memcpy(bytes.data(), samples.data(), bytes.size());
    return valueOrThrow(Image::create(width, height, channels, 16, std::move(bytes)));
}

std::vector<std::uint8_t> bytesOf(const Image& image) {
    return {image.bytes().begin(), image.bytes().end()};
}

TEST(Image, refusesWhatIsNoPicture) {
    const auto refused = [](int width, int height, int channels, int bits, std::size_t bytes) {
        const auto result =
            Image::create(width, height, channels, bits, std::vector<std::uint8_t>(bytes));
        return !result && result.error().code == ErrorCode::InvalidInput;
    };
    EXPECT_TRUE(refused(0, 1, 3, 8, 0));
    EXPECT_TRUE(refused(1, -1, 3, 8, 3));
    EXPECT_TRUE(refused(1 << 30, 1 << 30, 4, 16, 0));
    EXPECT_TRUE(refused(1, 1, 5, 8, 5));
    EXPECT_TRUE(refused(1, 1, 0, 8, 0));
    EXPECT_TRUE(refused(1, 1, 3, 12, 3));
    EXPECT_TRUE(refused(2, 2, 3, 8, 11));
    EXPECT_FALSE(refused(2, 2, 3, 8, 12));
    EXPECT_FALSE(refused(2, 2, 1, 16, 8));
}

TEST(Image, spreadsGreyOverThreeChannels) {
    EXPECT_EQ(bytesOf(toRgb8(makeImage(2, 1, 1, {7, 200}))),
              (std::vector<std::uint8_t>{7, 7, 7, 200, 200, 200}));
}

TEST(Image, composesAlphaOverTheBackground) {
    const Image image = makeImage(3, 1, 4, {10, 20, 30, 0, 10, 20, 30, 255, 100, 0, 255, 51});
    // 51 / 255 = 0.2 exactly.
    EXPECT_EQ(bytesOf(toRgb8(image, {200, 100, 0})),
              (std::vector<std::uint8_t>{200, 100, 0, 10, 20, 30, 180, 80, 51}));
    EXPECT_EQ(bytesOf(toRgb8(makeImage(1, 1, 2, {0, 0}))),
              (std::vector<std::uint8_t>{255, 255, 255}));
}

TEST(Image, roundsSixteenBitsToTheNearestEight) {
    for (int value = 0; value <= 65535; ++value) {
        const Image image = makeImage16(1, 1, 1, {static_cast<std::uint16_t>(value)});
        const int expected = static_cast<int>(value * 255.0 / 65535.0 + 0.5);
        ASSERT_EQ(toRgb8(image).sample(0), expected) << value;
        ASSERT_EQ(toEightBit(image).sample(0), expected) << value;
    }
}

TEST(Image, keepsSixteenBitPrecisionInFloatPlanes) {
    const Image image = makeImage16(2, 1, 3, {0, 1, 65535, 32768, 2, 3});
    EXPECT_EQ(toPlanarFloat(image), (std::vector<float>{0.0F, 32768 / 65535.0F, 1 / 65535.0F,
                                                        2 / 65535.0F, 1.0F, 3 / 65535.0F}));
}

TEST(Image, givesFloatPlanesInChannelOrder) {
    const Image image = valueOrThrow(fromInterleavedRgb8(2, 1, {255, 0, 51, 0, 255, 102}));
    EXPECT_EQ(toPlanarFloat(image),
              (std::vector<float>{1.0F, 0.0F, 0.0F, 1.0F, 51 / 255.0F, 102 / 255.0F}));
}

// The picture ABC / DEF as a camera stores it for each orientation (EXIF 2.32, tag 0x0112).
TEST(Image, turnsEveryOrientationUpright) {
    const Image upright = makeImage(3, 2, 1, {'A', 'B', 'C', 'D', 'E', 'F'});
    const std::vector<std::string> stored = {"ABCDEF", "CBAFED", "FEDCBA", "DEFABC",
                                             "ADBECF", "CFBEAD", "FCEBDA", "DAEBFC"};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const std::string& text = stored[static_cast<std::size_t>(orientation - 1)];
        const bool lying = orientation >= 5;
        const Image image = makeImage(lying ? 2 : 3, lying ? 3 : 2, 1, {text.begin(), text.end()});
        EXPECT_EQ(applyOrientation(image, orientation), upright) << orientation;
    }
    EXPECT_EQ(applyOrientation(upright, 0), upright);
    EXPECT_EQ(applyOrientation(upright, 9), upright);
}

TEST(Image, movesWholePixelsWhenTurned) {
    const Image lying = makeImage16(1, 2, 3, {1, 2, 3, 256, 257, 258});
    EXPECT_EQ(applyOrientation(lying, 6), makeImage16(2, 1, 3, {256, 257, 258, 1, 2, 3}));
}

} // namespace
} // namespace diptych
