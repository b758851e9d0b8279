#include "core/image/picture_difference.h"

#include "core/image/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

namespace diptych {

namespace {

constexpr double kPeak = 255.0;

/// One number for each pixel, row by row.
struct Plane {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<double> values;

    Plane(std::size_t planeWidth, std::size_t planeHeight)
        : width(planeWidth), height(planeHeight), values(planeWidth * planeHeight) {}
    double& at(std::size_t x, std::size_t y) { return values[y * width + x]; }
    double at(std::size_t x, std::size_t y) const { return values[y * width + x]; }
};

Plane lumaOf(const Image& rgb) {
    Plane luma(static_cast<std::size_t>(rgb.width()), static_cast<std::size_t>(rgb.height()));
    const auto bytes = rgb.bytes();
    for (std::size_t i = 0; i < luma.values.size(); ++i)
        luma.values[i] = 0.299 * bytes[i * 3] + 0.587 * bytes[i * 3 + 1] + 0.114 * bytes[i * 3 + 2];
    return luma;
}

constexpr std::size_t kWindow = 11;

std::array<double, kWindow> gaussianWindow() {
    constexpr double kSigma = 1.5;
    constexpr double kMiddle = (kWindow - 1) / 2.0;
    std::array<double, kWindow> weights{};
    double sum = 0.0;
    for (std::size_t i = 0; i < kWindow; ++i) {
        const double distance = static_cast<double>(i) - kMiddle;
        weights[i] = std::exp(-distance * distance / (2.0 * kSigma * kSigma));
        sum += weights[i];
    }
    for (double& weight : weights)
        weight /= sum;
    return weights;
}

// The Gaussian mean around every pixel whose window lies inside.
Plane blurInside(const Plane& plane) {
    const std::array<double, kWindow> weights = gaussianWindow();
    Plane across(plane.width - kWindow + 1, plane.height);
    for (std::size_t y = 0; y < across.height; ++y)
        for (std::size_t x = 0; x < across.width; ++x)
            for (std::size_t k = 0; k < kWindow; ++k)
                across.at(x, y) += weights[k] * plane.at(x + k, y);
    Plane both(across.width, plane.height - kWindow + 1);
    for (std::size_t y = 0; y < both.height; ++y)
        for (std::size_t k = 0; k < kWindow; ++k)
            for (std::size_t x = 0; x < both.width; ++x)
                both.at(x, y) += weights[k] * across.at(x, y + k);
    return both;
}

Plane product(const Plane& a, const Plane& b) {
    Plane result(a.width, a.height);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = a.values[i] * b.values[i];
    return result;
}

double structuralSimilarity(const Plane& a, const Plane& b) {
    if (a.width < kWindow || a.height < kWindow)
        return std::numeric_limits<double>::quiet_NaN();
    constexpr double kC1 = (0.01 * kPeak) * (0.01 * kPeak);
    constexpr double kC2 = (0.03 * kPeak) * (0.03 * kPeak);
    const Plane meanA = blurInside(a);
    const Plane meanB = blurInside(b);
    const Plane squareA = blurInside(product(a, a));
    const Plane squareB = blurInside(product(b, b));
    const Plane mixed = blurInside(product(a, b));
    double sum = 0.0;
    for (std::size_t i = 0; i < meanA.values.size(); ++i) {
        const double muA = meanA.values[i];
        const double muB = meanB.values[i];
        const double varianceA = squareA.values[i] - muA * muA;
        const double varianceB = squareB.values[i] - muB * muB;
        const double covariance = mixed.values[i] - muA * muB;
        sum += (2.0 * muA * muB + kC1) * (2.0 * covariance + kC2) /
               ((muA * muA + muB * muB + kC1) * (varianceA + varianceB + kC2));
    }
    return sum / static_cast<double>(meanA.values.size());
}

// Means of 2×2 pixels; an odd last row or column is left out.
Plane halved(const Plane& plane) {
    Plane half(plane.width / 2, plane.height / 2);
    for (std::size_t y = 0; y < half.height; ++y)
        for (std::size_t x = 0; x < half.width; ++x)
            half.at(x, y) = (plane.at(2 * x, 2 * y) + plane.at(2 * x + 1, 2 * y) +
                             plane.at(2 * x, 2 * y + 1) + plane.at(2 * x + 1, 2 * y + 1)) /
                            4.0;
    return half;
}

// Length of the gradient by Prewitt's kernels, which sum up to one third of three differences.
double gradientLength(const Plane& plane, std::size_t x, std::size_t y) {
    double across = 0.0;
    double down = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
        across += plane.at(x, y + k) - plane.at(x + 2, y + k);
        down += plane.at(x + k, y) - plane.at(x + k, y + 2);
    }
    return std::hypot(across / 3.0, down / 3.0);
}

// The paper's border is a matter of padding; here it is left out.
double gradientDeviation(const Plane& a, const Plane& b) {
    constexpr std::size_t kSmallestSide = 6;
    constexpr double kStability = 170.0; // T of the paper, for 0…255
    if (a.width < kSmallestSide || a.height < kSmallestSide)
        return std::numeric_limits<double>::quiet_NaN();
    const Plane halfA = halved(a);
    const Plane halfB = halved(b);
    std::vector<double> similarities;
    double sum = 0.0;
    for (std::size_t y = 0; y + 2 < halfA.height; ++y)
        for (std::size_t x = 0; x + 2 < halfA.width; ++x) {
            const double lengthA = gradientLength(halfA, x, y);
            const double lengthB = gradientLength(halfB, x, y);
            similarities.push_back((2.0 * lengthA * lengthB + kStability) /
                                   (lengthA * lengthA + lengthB * lengthB + kStability));
            sum += similarities.back();
        }
    const auto count = static_cast<double>(similarities.size());
    double squares = 0.0;
    for (const double similarity : similarities)
        squares += (similarity - sum / count) * (similarity - sum / count);
    return std::sqrt(squares / count);
}

Status checkSizes(const Image& a, const Image& b) {
    if (a.width() == b.width() && a.height() == b.height())
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("pictures of {}×{} and {}×{} pixels cannot be compared pixel by pixel",
                            a.width(), a.height(), b.width(), b.height()),
                "bring them to one size first");
}

using Colour = std::array<int, 3>;

Colour differenceAt(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                    std::size_t pixel) {
    Colour difference{};
    for (std::size_t c = 0; c < 3; ++c)
        difference[c] = std::abs(a[pixel * 3 + c] - b[pixel * 3 + c]);
    return difference;
}

std::uint8_t rounded(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, kPeak)));
}

void drawAbsolute(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                  std::span<std::uint8_t> target) {
    int largest = 1;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    for (std::size_t i = 0; i < a.size(); ++i)
        target[i] = rounded(std::abs(a[i] - b[i]) * kPeak / largest);
}

void drawHighlight(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                   double threshold, std::span<std::uint8_t> target) {
    constexpr Colour kTint = {255, 0, 0};
    for (std::size_t pixel = 0; pixel < a.size() / 3; ++pixel) {
        const Colour difference = differenceAt(a, b, pixel);
        const bool isTinted =
            *std::max_element(difference.begin(), difference.end()) > threshold * kPeak;
        for (std::size_t c = 0; c < 3; ++c) {
            const std::uint8_t value = b[pixel * 3 + c];
            target[pixel * 3 + c] =
                isTinted ? static_cast<std::uint8_t>((value + kTint[c]) / 2) : value;
        }
    }
}

void drawHeatmap(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                 std::span<std::uint8_t> target) {
    constexpr std::size_t kSums = 3 * 255 + 1; // of a pixel's three differences
    std::vector<std::uint16_t> sums(a.size() / 3);
    int largest = 1;
    for (std::size_t pixel = 0; pixel < sums.size(); ++pixel) {
        const Colour difference = differenceAt(a, b, pixel);
        const int sum = difference[0] + difference[1] + difference[2];
        sums[pixel] = static_cast<std::uint16_t>(sum);
        largest = std::max(largest, sum);
    }
    std::vector<Rgb8> colours(kSums);
    for (std::size_t sum = 0; sum < kSums; ++sum)
        colours[sum] = heatColour(std::min(static_cast<double>(sum) / largest, 1.0));
    for (std::size_t pixel = 0; pixel < sums.size(); ++pixel)
        std::copy(colours[sums[pixel]].begin(), colours[sums[pixel]].end(),
                  target.begin() + static_cast<std::ptrdiff_t>(pixel * 3));
}

// Inverse of the CIE L*a*b* function (CIE 15:2004).
double labInverse(double value) {
    constexpr double kDelta = 6.0 / 29.0;
    return value > kDelta ? value * value * value : 3.0 * kDelta * kDelta * (value - 4.0 / 29.0);
}

// IEC 61966-2-1.
double encodeSrgb(double linear) {
    const double light = std::clamp(linear, 0.0, 1.0);
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1.0 / 2.4) - 0.055;
}

} // namespace

template <> std::span<const Choice<DifferenceMode>> choicesOf<DifferenceMode>() {
    static constexpr Choice<DifferenceMode> kChoices[] = {
        {DifferenceMode::Highlight, "highlight", "the second picture, what differs tinted red"},
        {DifferenceMode::Absolute, "absolute", "the differences themselves, brightened"},
        {DifferenceMode::Heatmap, "heatmap", "how much differs in colours from black to white"},
    };
    return kChoices;
}

Rgb8 heatColour(double share) {
    const double t = std::clamp(share, 0.0, 1.0);
    // Lightness grows evenly; the hue turns from violet over red to yellow, most colourful
    // half-way.
    const double lightness = 100.0 * t;
    const double chroma = 4.0 * t * (1.0 - t) * 62.0;
    const double hue = (300.0 + 160.0 * t) * std::numbers::pi / 180.0;
    const double fy = (lightness + 16.0) / 116.0;
    const double x = 0.95047 * labInverse(fy + chroma * std::cos(hue) / 500.0); // D65
    const double y = labInverse(fy);
    const double z = 1.08883 * labInverse(fy - chroma * std::sin(hue) / 200.0);
    return {rounded(kPeak * encodeSrgb(3.2404542 * x - 1.5371385 * y - 0.4985314 * z)),
            rounded(kPeak * encodeSrgb(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z)),
            rounded(kPeak * encodeSrgb(0.0556434 * x - 0.2040259 * y + 1.0572252 * z))};
}

Result<PictureMetrics> comparePictures(const Image& first, const Image& second) {
    DIPTYCH_TRY_DONE(checkSizes(first, second));
    const Image a = toRgb8(first);
    const Image b = toRgb8(second);
    const auto valuesA = a.bytes();
    const auto valuesB = b.bytes();
    std::int64_t sum = 0;
    std::int64_t squares = 0;
    for (std::size_t i = 0; i < valuesA.size(); ++i) {
        const int difference = std::abs(valuesA[i] - valuesB[i]);
        sum += difference;
        squares += difference * difference;
    }
    const auto count = static_cast<double>(valuesA.size());
    const Plane lumaA = lumaOf(a);
    const Plane lumaB = lumaOf(b);
    PictureMetrics metrics;
    metrics.meanAbsoluteError = static_cast<double>(sum) / count;
    metrics.psnr = squares == 0
                       ? std::numeric_limits<double>::infinity()
                       : 10.0 * std::log10(kPeak * kPeak / (static_cast<double>(squares) / count));
    metrics.ssim = structuralSimilarity(lumaA, lumaB);
    metrics.gradientDistance = gradientDeviation(lumaA, lumaB);
    return metrics;
}

Result<Image> differencePicture(const Image& first, const Image& second, DifferenceMode mode,
                                double threshold) {
    DIPTYCH_TRY_DONE(checkSizes(first, second));
    if (!(threshold >= 0.0 && threshold <= 1.0))
        return fail(ErrorCode::InvalidInput,
                    fmt::format("a threshold of {} is outside 0 to 1", threshold),
                    "0.1 marks what differs by a tenth of the full range");
    const Image a = toRgb8(first);
    const Image b = toRgb8(second);
    std::vector<std::uint8_t> rgb(a.bytes().size());
    switch (mode) {
    case DifferenceMode::Absolute:
        drawAbsolute(a.bytes(), b.bytes(), rgb);
        break;
    case DifferenceMode::Highlight:
        drawHighlight(a.bytes(), b.bytes(), threshold, rgb);
        break;
    case DifferenceMode::Heatmap:
        drawHeatmap(a.bytes(), b.bytes(), rgb);
        break;
    }
    return fromInterleavedRgb8(a.width(), a.height(), std::move(rgb));
}

AlignedPictures alignPictures(const Image& a, const Image& b) {
    if (a.width() == b.width() && a.height() == b.height())
        return {a, b, false};
    const auto area = [](const Image& image) {
        return static_cast<std::int64_t>(image.width()) * image.height();
    };
    const auto resize = [](const Image& image, const Image& model) {
        return valueOrThrow(fitTo(image, model.width(), model.height(), FitMode::Stretch));
    };
    if (area(a) > area(b))
        return {resize(a, b), b, true};
    return {a, resize(b, a), true};
}

} // namespace diptych
