#include "core/image/fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace diptych {
namespace {

// Every sample from its place: value(x, y, channel) in 0…255, or in 0…65535.
template <typename Value>
Image makeImage(int width, int height, int channels, int bits, const Value& value) {
    std::vector<std::uint8_t> bytes;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c) {
                const auto sample = static_cast<std::uint16_t>(value(x, y, c));
                const auto* raw = reinterpret_cast<const std::uint8_t*>(&sample);
                bytes.insert(bytes.end(), raw, raw + bits / 8); // little-endian
            }
    return valueOrThrow(Image::create(width, height, channels, bits, std::move(bytes)));
}

int sampleAt(const Image& image, int x, int y, int channel) {
    return image.sample((static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width()) +
                         static_cast<std::size_t>(x)) *
                            static_cast<std::size_t>(image.channels()) +
                        static_cast<std::size_t>(channel));
}

constexpr FitMode kModes[] = {FitMode::Crop, FitMode::Pad, FitMode::Stretch};

TEST(Fit, theSameSizeIsTheSamePicture) {
    const auto value = [](int x, int y, int c) { return (x * 37 + y * 91 + c * 13) % 256; };
    const Image image = makeImage(23, 17, 3, 8, value);
    for (const FitMode mode : kModes)
        EXPECT_EQ(*fitTo(image, 23, 17, mode), image);
}

TEST(Fit, oneColourStaysOneColourAtEverySize) {
    for (const int bits : {8, 16}) {
        const int value = bits == 8 ? 77 : 33333;
        const Image image = makeImage(50, 30, 3, bits, [&](int, int, int) { return value; });
        for (const auto& [width, height] : {std::pair{1, 1}, {16, 16}, {333, 7}, {50, 31}})
            for (const FitMode mode : {FitMode::Crop, FitMode::Stretch}) {
                const Image fitted = *fitTo(image, width, height, mode);
                EXPECT_EQ(fitted.width(), width);
                EXPECT_EQ(fitted.height(), height);
                EXPECT_EQ(fitted.bits(), bits);
                for (int x = 0; x < width; ++x)
                    EXPECT_NEAR(sampleAt(fitted, x, height / 2, 1), value, 1);
            }
    }
}

TEST(Fit, cropKeepsTheMiddleAndTheAspect) {
    // A white square in the middle of a wide black picture.
    const Image image =
        makeImage(300, 100, 3, 8, [](int x, int, int) { return x >= 100 && x < 200 ? 255 : 0; });
    const Image fitted = *fitTo(image, 50, 50, FitMode::Crop);
    EXPECT_GT(sampleAt(fitted, 1, 25, 0), 240);
    EXPECT_GT(sampleAt(fitted, 48, 25, 0), 240);
    EXPECT_EQ(sampleAt(*fitTo(image, 50, 50, FitMode::Stretch), 5, 25, 0), 0);
}

TEST(Fit, padShowsTheBackgroundOnBothSides) {
    const Image image = makeImage(30, 10, 1, 16, [](int, int, int) { return 65535; });
    const Image fitted = *fitTo(image, 30, 30, FitMode::Pad, {255, 0, 0});
    EXPECT_EQ(fitted.channels(), 3);
    for (const int y : {0, 9, 20, 29}) {
        EXPECT_EQ(sampleAt(fitted, 15, y, 0), 65535);
        EXPECT_EQ(sampleAt(fitted, 15, y, 1), 0);
    }
    EXPECT_EQ(sampleAt(fitted, 15, 10, 1), 65535);
    EXPECT_EQ(sampleAt(fitted, 15, 19, 1), 65535);
}

TEST(Fit, shrinkingAveragesInsteadOfPicking) {
    // A fine chequerboard becomes an even grey, not black or white.
    const Image image =
        makeImage(512, 512, 1, 8, [](int x, int y, int) { return (x + y) % 2 ? 255 : 0; });
    const Image fitted = *fitTo(image, 37, 41, FitMode::Stretch);
    for (int x = 0; x < 37; ++x)
        EXPECT_NEAR(sampleAt(fitted, x, 20, 0), 128, 3);
}

TEST(Fit, transparencyShowsTheBackgroundWithoutAFringe) {
    // Transparent pixels are black underneath; nothing of that may show.
    const Image image = makeImage(
        64, 64, 4, 8, [](int x, int, int c) { return x < 32 ? (c == 3 ? 255 : 200) : 0; });
    const Image fitted = *fitTo(image, 24, 24, FitMode::Stretch, {200, 200, 200});
    EXPECT_EQ(fitted.channels(), 3);
    for (int x = 0; x < 24; ++x)
        EXPECT_NEAR(sampleAt(fitted, x, 12, 2), 200, 1);
}

TEST(Fit, enlargingARampStaysARamp) {
    const Image image = makeImage(16, 1, 1, 8, [](int x, int, int) { return x * 16; });
    const Image fitted = *fitTo(image, 160, 10, FitMode::Stretch);
    for (int x = 30; x < 130; ++x)
        EXPECT_NEAR(sampleAt(fitted, x, 5, 0), ((x + 0.5) / 10 - 0.5) * 16, 2.0);
}

TEST(Fit, anyPictureIsTakenDownToOnePixelAndFromOne) {
    const Image dot = makeImage(1, 1, 2, 16, [](int, int, int c) { return c ? 65535 : 1000; });
    for (const FitMode mode : kModes) {
        const Image fitted = *fitTo(dot, 48, 32, mode);
        EXPECT_EQ(sampleAt(fitted, 24, 16, 0), 1000);
    }
    const Image line = makeImage(5000, 1, 3, 8, [](int, int, int) { return 9; });
    EXPECT_EQ(fitTo(line, 16, 16, FitMode::Pad)->height(), 16);
    EXPECT_EQ(fitTo(line, 16, 16, FitMode::Crop)->height(), 16);
    for (const int side : {0, -1, std::numeric_limits<int>::max()})
        EXPECT_EQ(fitTo(dot, side, 16, FitMode::Crop).error().code, ErrorCode::InvalidInput);
}

TEST(Fit, fiftyMegapixelsTakeRowsOfMemoryOnly) {
    const Image image =
        valueOrThrow(Image::create(8660, 5774, 3, 8, std::vector<std::uint8_t>(150'008'520, 90)));
    const Image fitted = *fitTo(image, 1024, 1024, FitMode::Crop);
    EXPECT_EQ(sampleAt(fitted, 500, 500, 0), 90);
}

TEST(Brightness, weighsColoursAndTakesTransparentForWhite) {
    const Image image = makeImage(4, 1, 4, 8, [](int x, int, int c) {
        if (c == 3)
            return x == 3 ? 0 : 255;
        return x == c ? 255 : 0;
    });
    const std::vector<float> brightness = toBrightness(image);
    ASSERT_EQ(brightness.size(), 4U);
    EXPECT_NEAR(brightness[0], 0.299F, 1e-6F);
    EXPECT_NEAR(brightness[1], 0.587F, 1e-6F);
    EXPECT_NEAR(brightness[2], 0.114F, 1e-6F);
    EXPECT_NEAR(brightness[3], 1.0F, 1e-6F);
}

} // namespace
} // namespace diptych
