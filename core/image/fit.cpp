#include "core/image/fit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <utility>

namespace diptych {

namespace {

constexpr int kLobes = 3;
constexpr std::size_t kColours = 3;

// Lanczos: sinc(x)·sinc(x/3) for |x| < 3 (Turkowski 1990, "Filters for common resampling tasks").
double lanczos(double x) {
    if (x == 0.0)
        return 1.0;
    if (std::abs(x) >= kLobes)
        return 0.0;
    const double angle = std::numbers::pi * x;
    return kLobes * std::sin(angle) * std::sin(angle / kLobes) / (angle * angle);
}

// The source samples that one target sample is made of.
struct Taps {
    int first = 0;
    std::vector<float> weights; ///< sum 1
};

// Target sample i of `count` covers the stretch [begin + i·step, begin + (i+1)·step) of a side with
// `length` samples, step = extent/count.
std::vector<Taps> tapsOf(int length, double begin, double extent, int count) {
    const double step = extent / count;
    const double stretch = std::max(step, 1.0); // shrinking widens the kernel: no aliasing
    std::vector<Taps> all;
    for (int i = 0; i < count; ++i) {
        const double centre = begin + (i + 0.5) * step;
        const int first = static_cast<int>(std::floor(centre - kLobes * stretch));
        const int last = static_cast<int>(std::ceil(centre + kLobes * stretch));
        Taps taps;
        taps.first = std::clamp(first, 0, length - 1);
        taps.weights.assign(
            static_cast<std::size_t>(std::clamp(last, taps.first, length - 1) - taps.first) + 1,
            0.0F);
        double sum = 0.0;
        for (int sample = first; sample <= last; ++sample) {
            const double weight = lanczos((sample + 0.5 - centre) / stretch);
            const int inside = std::clamp(sample, taps.first,
                                          taps.first + static_cast<int>(taps.weights.size()) - 1);
            taps.weights[static_cast<std::size_t>(inside - taps.first)] +=
                static_cast<float>(weight);
            sum += weight;
        }
        for (float& weight : taps.weights)
            weight /= static_cast<float>(sum);
        all.push_back(std::move(taps));
    }
    return all;
}

// The rows of a picture as interleaved RGB in 0…maximum, alpha composed over the background.
class RgbRows {
  public:
    RgbRows(const Image& image, Rgb8 background) : image_(image), maximum_(image.maximum()) {
        for (std::size_t c = 0; c < kColours; ++c)
            background_[c] =
                static_cast<float>(background[c]) / 255.0F * static_cast<float>(maximum_);
    }

    void read(int y, std::span<float> rgb) const {
        const auto channels = static_cast<std::size_t>(image_.channels());
        const auto width = static_cast<std::size_t>(image_.width());
        const bool grey = channels < kColours;
        std::size_t at = static_cast<std::size_t>(y) * width * channels;
        for (std::size_t x = 0; x < width; ++x, at += channels) {
            const float alpha = image_.hasAlpha()
                                    ? static_cast<float>(image_.sample(at + channels - 1)) /
                                          static_cast<float>(maximum_)
                                    : 1.0F;
            for (std::size_t c = 0; c < kColours; ++c)
                rgb[x * kColours + c] =
                    static_cast<float>(image_.sample(at + (grey ? 0 : c))) * alpha +
                    background_[c] * (1.0F - alpha);
        }
    }

  private:
    const Image& image_;
    int maximum_;
    std::array<float, kColours> background_{};
};

void storeSample(std::vector<std::uint8_t>& bytes, std::size_t index, float value, int maximum) {
    const float whole = std::round(std::clamp(value, 0.0F, static_cast<float>(maximum)));
    if (maximum == 255) {
        bytes[index] = static_cast<std::uint8_t>(whole);
        return;
    }
    const auto wide = static_cast<std::uint16_t>(whole);
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&wide), 2, bytes.data() + 2 * index);
}

// A part of the source, in its pixels.
struct Region {
    double left = 0.0, top = 0.0, width = 0.0, height = 0.0;
};

// A target of whole pixels inside a larger picture.
struct Target {
    int left = 0, top = 0, width = 0, height = 0;
};

// Writes the region of `image` into the target's rectangle of an RGB picture `stride` pixels wide.
void resample(const Image& image, const Region& region, const Target& target, int stride,
              Rgb8 background, std::vector<std::uint8_t>& bytes) {
    const std::vector<Taps> columns =
        tapsOf(image.width(), region.left, region.width, target.width);
    const std::vector<Taps> rows = tapsOf(image.height(), region.top, region.height, target.height);
    const RgbRows source(image, background);
    const std::size_t rowValues = static_cast<std::size_t>(target.width) * kColours;
    std::vector<float> full(static_cast<std::size_t>(image.width()) * kColours);
    std::vector<std::vector<float>> narrowed; // the source rows in use, resampled along x
    int firstNarrowed = 0;
    std::vector<float> sum(rowValues);
    for (int y = 0; y < target.height; ++y) {
        const Taps& taps = rows[static_cast<std::size_t>(y)];
        const int drop = std::min(taps.first - firstNarrowed, static_cast<int>(narrowed.size()));
        narrowed.erase(narrowed.begin(), narrowed.begin() + drop);
        firstNarrowed = taps.first;
        for (int row = firstNarrowed + static_cast<int>(narrowed.size());
             row < taps.first + static_cast<int>(taps.weights.size()); ++row) {
            source.read(row, full);
            std::vector<float> line(rowValues, 0.0F);
            for (std::size_t x = 0; x < columns.size(); ++x)
                for (std::size_t k = 0; k < columns[x].weights.size(); ++k)
                    for (std::size_t c = 0; c < kColours; ++c)
                        line[x * kColours + c] +=
                            columns[x].weights[k] *
                            full[(static_cast<std::size_t>(columns[x].first) + k) * kColours + c];
            narrowed.push_back(std::move(line));
        }
        std::fill(sum.begin(), sum.end(), 0.0F);
        for (std::size_t k = 0; k < taps.weights.size(); ++k)
            for (std::size_t i = 0; i < rowValues; ++i)
                sum[i] += taps.weights[k] * narrowed[k][i];
        const std::size_t begin =
            (static_cast<std::size_t>(target.top + y) * static_cast<std::size_t>(stride) +
             static_cast<std::size_t>(target.left)) *
            kColours;
        for (std::size_t i = 0; i < rowValues; ++i)
            storeSample(bytes, begin + i, sum[i], image.maximum());
    }
}

} // namespace

Result<Image> fitTo(const Image& image, int width, int height, FitMode mode, Rgb8 background) {
    for (const int side : {width, height})
        if (side < 1 || side > Image::kLargestSide)
            return fail(ErrorCode::InvalidInput,
                        "a picture cannot be brought to " + std::to_string(width) + " × " +
                            std::to_string(height) + " pixels",
                        "ask for sides of at least 1 pixel");
    Region region{0.0, 0.0, static_cast<double>(image.width()),
                  static_cast<double>(image.height())};
    Target target{0, 0, width, height};
    const double across = width / region.width;
    const double down = height / region.height;
    if (mode == FitMode::Crop) {
        const double scale = std::max(across, down);
        const Region part{0.0, 0.0, width / scale, height / scale};
        region = {(region.width - part.width) / 2, (region.height - part.height) / 2, part.width,
                  part.height};
    } else if (mode == FitMode::Pad) {
        const double scale = std::min(across, down);
        const auto scaled = [&](double side, int largest) {
            return std::clamp(static_cast<int>(std::lround(side * scale)), 1, largest);
        };
        target.width = scaled(region.width, width);
        target.height = scaled(region.height, height);
        target.left = (width - target.width) / 2;
        target.top = (height - target.height) / 2;
    }
    const std::size_t samples =
        static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * kColours;
    const auto sampleBytes = static_cast<std::size_t>(image.bits() / 8);
    std::vector<std::uint8_t> bytes(samples * sampleBytes);
    if (target.width != width || target.height != height)
        for (std::size_t i = 0; i < samples; ++i)
            storeSample(bytes, i,
                        static_cast<float>(background[i % kColours]) / 255.0F *
                            static_cast<float>(image.maximum()),
                        image.maximum());
    resample(image, region, target, width, background, bytes);
    return Image::create(width, height, 3, image.bits(), std::move(bytes));
}

std::vector<float> toBrightness(const Image& image) {
    const std::vector<float> planes = toPlanarFloat(image, kWhite); // [3, H, W]
    const std::size_t pixels = planes.size() / kColours;
    std::vector<float> brightness(pixels);
    for (std::size_t i = 0; i < pixels; ++i)
        brightness[i] =
            0.299F * planes[i] + 0.587F * planes[pixels + i] + 0.114F * planes[2 * pixels + i];
    return brightness;
}

} // namespace diptych
