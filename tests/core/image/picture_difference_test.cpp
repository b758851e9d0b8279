// Metrics against the published formulas, written down here once more, window by window.
#include "core/image/picture_difference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace diptych {
namespace {

constexpr int kWidth = 26;
constexpr int kHeight = 19;

Image picture(int width, int height, const std::function<int(int, int, int)>& value) {
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                rgb.push_back(static_cast<std::uint8_t>(value(x, y, c)));
    return fromInterleavedRgb8(width, height, std::move(rgb)).value();
}

Image plain(int width, int height, int value) {
    return picture(width, height, [=](int, int, int) { return value; });
}

Image waves(int width = kWidth, int height = kHeight) {
    return picture(width, height, [](int x, int y, int c) {
        return 120 + static_cast<int>(90.0 * std::sin(0.7 * x + c) * std::cos(0.4 * y));
    });
}

Image noisyWaves() {
    const Image base = waves();
    unsigned state = 12345;
    return picture(kWidth, kHeight, [&](int x, int y, int c) {
        state = state * 1664525U + 1013904223U;
        const int noise = static_cast<int>(state >> 24) % 41 - 20;
        const int at = (y * kWidth + x) * 3 + c;
        return std::clamp(base.sample(static_cast<std::size_t>(at)) + noise, 0, 255);
    });
}

double luma(const Image& image, int x, int y) {
    const auto at = static_cast<std::size_t>(y * image.width() + x) * 3;
    return 0.299 * image.sample(at) + 0.587 * image.sample(at + 1) + 0.114 * image.sample(at + 2);
}

// Wang et al. 2004, equation 13 with the weights of section III-B, one window after the other.
double referenceSsim(const Image& a, const Image& b) {
    double total = 0.0;
    int windows = 0;
    for (int top = 0; top + 11 <= a.height(); ++top)
        for (int left = 0; left + 11 <= a.width(); ++left, ++windows) {
            double weights = 0.0, muA = 0.0, muB = 0.0;
            const auto weightAt = [](int x, int y) {
                return std::exp(-((x - 5) * (x - 5) + (y - 5) * (y - 5)) / (2.0 * 1.5 * 1.5));
            };
            for (int y = 0; y < 11; ++y)
                for (int x = 0; x < 11; ++x) {
                    weights += weightAt(x, y);
                    muA += weightAt(x, y) * luma(a, left + x, top + y);
                    muB += weightAt(x, y) * luma(b, left + x, top + y);
                }
            muA /= weights;
            muB /= weights;
            double varianceA = 0.0, varianceB = 0.0, covariance = 0.0;
            for (int y = 0; y < 11; ++y)
                for (int x = 0; x < 11; ++x) {
                    const double weight = weightAt(x, y) / weights;
                    const double dA = luma(a, left + x, top + y) - muA;
                    const double dB = luma(b, left + x, top + y) - muB;
                    varianceA += weight * dA * dA;
                    varianceB += weight * dB * dB;
                    covariance += weight * dA * dB;
                }
            const double c1 = 6.5025, c2 = 58.5225; // (0.01 · 255)², (0.03 · 255)²
            total += (2 * muA * muB + c1) * (2 * covariance + c2) /
                     ((muA * muA + muB * muB + c1) * (varianceA + varianceB + c2));
        }
    return total / windows;
}

// Xue et al. 2014, equations 2 to 6.
double referenceGmsd(const Image& a, const Image& b) {
    const auto half = [](const Image& image, int x, int y) {
        return (luma(image, 2 * x, 2 * y) + luma(image, 2 * x + 1, 2 * y) +
                luma(image, 2 * x, 2 * y + 1) + luma(image, 2 * x + 1, 2 * y + 1)) /
               4.0;
    };
    const auto gradient = [&](const Image& image, int x, int y) {
        const double across =
            (half(image, x - 1, y - 1) + half(image, x - 1, y) + half(image, x - 1, y + 1) -
             half(image, x + 1, y - 1) - half(image, x + 1, y) - half(image, x + 1, y + 1)) /
            3.0;
        const double down =
            (half(image, x - 1, y - 1) + half(image, x, y - 1) + half(image, x + 1, y - 1) -
             half(image, x - 1, y + 1) - half(image, x, y + 1) - half(image, x + 1, y + 1)) /
            3.0;
        return std::sqrt(across * across + down * down);
    };
    std::vector<double> map;
    for (int y = 1; y + 1 < a.height() / 2; ++y)
        for (int x = 1; x + 1 < a.width() / 2; ++x) {
            const double mA = gradient(a, x, y), mB = gradient(b, x, y);
            map.push_back((2 * mA * mB + 170.0) / (mA * mA + mB * mB + 170.0));
        }
    double mean = 0.0, variance = 0.0;
    for (const double value : map)
        mean += value / static_cast<double>(map.size());
    for (const double value : map)
        variance += (value - mean) * (value - mean) / static_cast<double>(map.size());
    return std::sqrt(variance);
}

TEST(PictureDifference, metricsEqualTheirFormulas) {
    const Image a = waves();
    const Image b = noisyWaves();
    double sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < a.bytes().size(); ++i) {
        const double difference = std::abs(a.sample(i) - b.sample(i));
        sum += difference;
        squares += difference * difference;
    }
    const auto count = static_cast<double>(a.bytes().size());
    const PictureMetrics metrics = comparePictures(a, b).value();
    EXPECT_NEAR(metrics.meanAbsoluteError, sum / count, 1e-12);
    EXPECT_NEAR(metrics.psnr, 20.0 * std::log10(255.0) - 10.0 * std::log10(squares / count), 1e-9);
    EXPECT_NEAR(metrics.ssim, referenceSsim(a, b), 1e-9);
    EXPECT_NEAR(metrics.gradientDistance, referenceGmsd(a, b), 1e-9);
    EXPECT_LT(metrics.ssim, 0.99);
    EXPECT_GT(metrics.gradientDistance, 0.001);
}

TEST(PictureDifference, equalPicturesHaveNoDistance) {
    const PictureMetrics metrics = comparePictures(waves(), waves()).value();
    EXPECT_EQ(metrics.meanAbsoluteError, 0.0);
    EXPECT_EQ(metrics.psnr, std::numeric_limits<double>::infinity());
    EXPECT_NEAR(metrics.ssim, 1.0, 1e-12);
    EXPECT_EQ(metrics.gradientDistance, 0.0);
}

TEST(PictureDifference, aShiftOfAllValuesHasTheMetricsOfItsSize) {
    const PictureMetrics metrics = comparePictures(plain(20, 20, 100), plain(20, 20, 110)).value();
    EXPECT_EQ(metrics.meanAbsoluteError, 10.0);
    EXPECT_NEAR(metrics.psnr, 20.0 * std::log10(25.5), 1e-12);
    // Without structure only the luminance term is left.
    EXPECT_NEAR(metrics.ssim, (2 * 100.0 * 110.0 + 6.5025) / (100.0 * 100 + 110.0 * 110 + 6.5025),
                1e-9);
    EXPECT_EQ(metrics.gradientDistance, 0.0);
}

TEST(PictureDifference, picturesSmallerThanTheWindowHaveNoSsim) {
    const PictureMetrics metrics = comparePictures(plain(10, 30, 1), plain(10, 30, 2)).value();
    EXPECT_TRUE(std::isnan(metrics.ssim));
    EXPECT_FALSE(std::isnan(metrics.gradientDistance));
    EXPECT_TRUE(std::isnan(comparePictures(plain(5, 9, 1), plain(5, 9, 2))->gradientDistance));
}

TEST(PictureDifference, otherDepthsAndTransparencyAreComparedAsTheyLook) {
    const Image grey = Image::create(12, 12, 1, 8, std::vector<std::uint8_t>(144, 77)).value();
    EXPECT_EQ(comparePictures(grey, plain(12, 12, 77))->meanAbsoluteError, 0.0);
    const Image clear = Image::create(12, 12, 4, 8, std::vector<std::uint8_t>(576, 0)).value();
    EXPECT_EQ(comparePictures(clear, plain(12, 12, 255))->meanAbsoluteError, 0.0);
}

TEST(PictureDifference, differentSizesAreRefusedAndCanBeAligned) {
    const Image large = waves(40, 30);
    const Image small = waves(20, 10);
    EXPECT_EQ(comparePictures(large, small).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(differencePicture(large, small, DifferenceMode::Absolute).error().code,
              ErrorCode::InvalidInput);
    for (const auto& [a, b] : {std::pair(large, small), std::pair(small, large)}) {
        const AlignedPictures aligned = alignPictures(a, b);
        EXPECT_TRUE(aligned.resized);
        EXPECT_EQ(aligned.a.width(), 20);
        EXPECT_EQ(aligned.b.height(), 10);
        EXPECT_TRUE(comparePictures(aligned.a, aligned.b));
    }
    EXPECT_EQ(alignPictures(large, large).b, large);
    EXPECT_FALSE(alignPictures(large, large).resized);
}

TEST(PictureDifference, absoluteDifferencesAreBrightenedToWhite) {
    const Image a = plain(4, 1, 100);
    const Image b = picture(4, 1, [](int x, int, int c) {
        return x == 1 && c == 0 ? 90 : x == 2 ? 105 : 100;
    });
    const Image difference = differencePicture(a, b, DifferenceMode::Absolute).value();
    EXPECT_EQ(difference.sample(0), 0);
    EXPECT_EQ(difference.sample(3), 255) << "10 is the largest";
    EXPECT_EQ(difference.sample(4), 0) << "each channel by itself";
    EXPECT_EQ(difference.sample(6), 128) << "5 of 10, rounded";
}

TEST(PictureDifference, highlightTintsWhatDiffersByMoreThanTheThreshold) {
    const Image a = plain(3, 1, 100);
    const Image b =
        picture(3, 1, [](int x, int, int c) { return c == 1 && x > 0 ? 129 + x : 100; });
    const Image marked = differencePicture(a, b, DifferenceMode::Highlight).value();
    EXPECT_EQ(marked.sample(4), 130) << "a difference of 30 is not more than 30";
    EXPECT_EQ(marked.sample(3), 100);
    EXPECT_EQ(marked.sample(6), (100 + 255) / 2) << "31 is";
    EXPECT_EQ(marked.sample(7), 131 / 2);
    EXPECT_EQ(differencePicture(a, b, DifferenceMode::Highlight, 1.5).error().code,
              ErrorCode::InvalidInput);
    EXPECT_EQ(differencePicture(a, b, DifferenceMode::Highlight, std::nan("")).error().code,
              ErrorCode::InvalidInput);
}

TEST(PictureDifference, theHeatMapGrowsBrighterFromBlackToWhite) {
    double before = -1.0;
    for (int i = 0; i <= 100; ++i) {
        const Rgb8 colour = heatColour(i / 100.0);
        const double brightness = 0.2126 * std::pow(colour[0] / 255.0, 2.2) +
                                  0.7152 * std::pow(colour[1] / 255.0, 2.2) +
                                  0.0722 * std::pow(colour[2] / 255.0, 2.2);
        EXPECT_GE(brightness, before - 1e-3) << i;
        before = brightness;
    }
    EXPECT_EQ(heatColour(0.0), (Rgb8{0, 0, 0}));
    for (const int value : heatColour(1.0))
        EXPECT_GE(value, 253);
    const Rgb8 middle = heatColour(0.5);
    EXPECT_GT(middle[0], middle[1] + 60) << "red";
    EXPECT_EQ(heatColour(-1.0), heatColour(0.0));

    const Image a = plain(3, 1, 0);
    const Image b = picture(3, 1, [](int x, int, int) { return x * 20; });
    const Image heat = differencePicture(a, b, DifferenceMode::Heatmap).value();
    EXPECT_EQ(heat.sample(0), 0);
    EXPECT_EQ(heat.sample(3), heatColour(0.5)[0]);
    EXPECT_EQ(heat.sample(6), heatColour(1.0)[0]);
}

} // namespace
} // namespace diptych
