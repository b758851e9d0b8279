#include "core/models/autoencoder_memory.h"

#include "core/models/autoencoder_stages.h"

#include <algorithm>

namespace diptych::models {

namespace {

constexpr std::uint64_t kPictureBytesPerPixel = 3 * kBytesOfFloat32;
// The attention looks at a few queries at a time: their scores, scaled, and the softmax of them.
constexpr std::uint64_t kScoreValues = 3 * (4 << 20);

std::uint64_t product(std::int64_t a, std::int64_t b) {
    return static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b);
}

// Follows one pass through the model level by level and keeps the largest number of values that
// live at once. Two ways of running a block: as AutoencoderKL does it, on whole tensors, and as
// AutoencoderStages does it, in bands.
class PeakCounter {
  public:
    PeakCounter(const AutoencoderKLConfig& config, bool banded)
        : config_(config), banded_(banded) {}

    std::uint64_t peak() const { return peak_; }

    // Convolutions of the half at latent resolution; in and out of its first block may differ.
    void coarse(std::int64_t cells, std::int64_t in) {
        const std::int64_t top = config_.blockChannels.back();
        convolution(cells, config_.latentChannels, top);
        residual(cells, in, top);
        residual(cells, top, top);
        // Banded: x, its rows, keys and values; else also norm, queries, mixture and result.
        if (config_.midAttention)
            see(product(cells, (banded_ ? 4 : 8) * top) +
                std::min(kScoreValues, 3 * product(cells, cells)));
    }

    void decodeFinely(std::int64_t cells) {
        std::int64_t in = config_.blockChannels.back();
        std::int64_t pixels = cells;
        for (std::size_t level = config_.blockChannels.size(); level-- > 0;) {
            const std::int64_t out = config_.blockChannels[level];
            if (level + 1 < config_.blockChannels.size()) {
                residual(pixels, in, out);
                residual(pixels, out, out);
            }
            if (level > 0) {
                pixels *= 4;
                convolution(pixels, out, out);
            }
            in = out;
        }
        normedConvolution(pixels, in, config_.imageChannels);
    }

    void encodeFinely(std::int64_t cells) {
        std::int64_t pixels = cells * config_.pixelFactor() * config_.pixelFactor();
        std::int64_t in = config_.blockChannels.front();
        convolution(pixels, config_.imageChannels, in);
        for (std::size_t level = 0; level + 1 < config_.blockChannels.size(); ++level) {
            const std::int64_t out = config_.blockChannels[level];
            residual(pixels, in, out);
            residual(pixels, out, out);
            see(2 * product(pixels, out)); // with a row and a column added
            pixels /= 4;
            in = out;
        }
    }

  private:
    void see(std::uint64_t values) { peak_ = std::max(peak_, values); }

    // What a convolution needs besides input and output: the library's copy of its input; in bands
    // the normed and the padded input, the output, and the library's copies of both.
    std::uint64_t scratch(std::int64_t pixels, std::int64_t in, std::int64_t out) const {
        if (!banded_)
            return product(pixels, in);
        return product(std::min(pixels, kValuesPerBand / std::max(in, out)), 4 * in + 3 * out);
    }

    void convolution(std::int64_t pixels, std::int64_t in, std::int64_t out) {
        see(product(pixels, in + out) + scratch(pixels, in, out));
    }

    void normedConvolution(std::int64_t pixels, std::int64_t in, std::int64_t out) {
        if (banded_)
            convolution(pixels, in, std::max(in, out));
        else // input, norm and activation
            see(product(pixels, 3 * in + out) + scratch(pixels, in, out));
    }

    void residual(std::int64_t pixels, std::int64_t in, std::int64_t out) {
        if (banded_) {
            const std::int64_t shortcut = in == out ? 0 : in + 2 * out;
            see(product(pixels, std::max({2 * in, shortcut, 3 * out})) +
                scratch(pixels, std::max(in, out), out));
            return;
        }
        normedConvolution(pixels, in, out);
        // The block's input, and the first half's result, its norm, its activation, its successor.
        see(product(pixels, in + 4 * out) + scratch(pixels, out, out));
    }

    const AutoencoderKLConfig& config_;
    bool banded_;
    std::uint64_t peak_ = 0;
};

std::int64_t cellsOf(const AutoencoderKLConfig& config, int pixels) {
    const std::int64_t factor = config.pixelFactor();
    return (pixels + factor - 1) / factor;
}

// Channels that the coarse half of the encoder is given.
std::int64_t encodedChannels(const AutoencoderKLConfig& config) {
    const std::vector<std::int64_t>& channels = config.blockChannels;
    return channels[channels.size() > 1 ? channels.size() - 2 : 0];
}

std::uint64_t pictureBytes(int width, int height) {
    return product(width, height) * kPictureBytesPerPixel;
}

enum class Direction { Decode, Encode };

// Values at the peak of one half or both, in bands.
std::uint64_t bandedPeak(const AutoencoderKLConfig& config, Direction direction,
                         std::int64_t coarseCells, std::int64_t fineCells) {
    PeakCounter counter(config, true);
    const bool decode = direction == Direction::Decode;
    if (coarseCells > 0)
        counter.coarse(coarseCells, decode ? config.blockChannels.back() : encodedChannels(config));
    if (fineCells > 0)
        decode ? counter.decodeFinely(fineCells) : counter.encodeFinely(fineCells);
    return counter.peak();
}

std::uint64_t tiledPeakBytes(const AutoencoderKLConfig& config, int width, int height,
                             const TileOptions& options, std::uint64_t bytesPerValue,
                             Direction direction) {
    const std::int64_t rows = cellsOf(config, height);
    const std::int64_t columns = cellsOf(config, width);
    const TilePlan plan = planTiles(config, rows, columns, options);
    if (plan.whole)
        return direction == Direction::Decode
                   ? decodePeakBytes(config, width, height, bytesPerValue)
                   : encodePeakBytes(config, width, height, bytesPerValue);
    const std::int64_t cells = rows * columns;
    const std::int64_t windowCells = std::min(cells, plan.geometry.windowCells());
    // A tile's picture, too, is a float32 one.
    const std::uint64_t pictures =
        pictureBytes(width, height) +
        product(windowCells, config.pixelFactor() * config.pixelFactor()) * kPictureBytesPerPixel;
    if (!plan.coarseWhole)
        return pictures + bandedPeak(config, direction, windowCells, windowCells) * bytesPerValue;
    const std::int64_t channels =
        direction == Direction::Decode ? config.blockChannels.back() : encodedChannels(config);
    // Features of the picture and of the tile; they are put together in float32.
    const std::uint64_t features = product(cells + windowCells, channels) * kBytesOfFloat32;
    const std::uint64_t fine =
        features + bandedPeak(config, direction, 0, windowCells) * bytesPerValue;
    const std::uint64_t coarse = bandedPeak(config, direction, cells, 0) * bytesPerValue;
    return pictures + std::max(fine, coarse);
}

} // namespace

std::uint64_t decodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                              std::uint64_t bytesPerValue) {
    const std::int64_t cells = cellsOf(config, height) * cellsOf(config, width);
    PeakCounter counter(config, false);
    counter.coarse(cells, config.blockChannels.back());
    counter.decodeFinely(cells);
    return counter.peak() * bytesPerValue + pictureBytes(width, height);
}

std::uint64_t encodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                              std::uint64_t bytesPerValue) {
    const std::int64_t cells = cellsOf(config, height) * cellsOf(config, width);
    PeakCounter counter(config, false);
    counter.encodeFinely(cells);
    counter.coarse(cells, encodedChannels(config));
    return counter.peak() * bytesPerValue + pictureBytes(width, height);
}

std::uint64_t tiledDecodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                                   const TileOptions& options, std::uint64_t bytesPerValue) {
    return tiledPeakBytes(config, width, height, options, bytesPerValue, Direction::Decode);
}

std::uint64_t tiledEncodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                                   const TileOptions& options, std::uint64_t bytesPerValue) {
    return tiledPeakBytes(config, width, height, options, bytesPerValue, Direction::Encode);
}

TileOptions tileFor(std::uint64_t budgetBytes, const AutoencoderKLConfig& config, int width,
                    int height, std::uint64_t bytesPerValue) {
    constexpr int kSmallestTile = 128;
    constexpr int kStep = 64;
    const auto factor = static_cast<int>(config.pixelFactor());
    const auto withOverlap = [&](int tile) {
        const int overlap = std::min(TileOptions{}.overlapPixels, tile / 4);
        return TileOptions{tile, overlap / factor * factor};
    };
    const int step = std::max(kStep, factor);
    const int smallest = std::max(kSmallestTile, factor);
    const int covering = (std::max(width, height) + step - 1) / step * step;
    for (int tile = covering; tile > smallest; tile -= step) {
        const TileOptions options = withOverlap(tile);
        if (tiledDecodePeakBytes(config, width, height, options, bytesPerValue) <= budgetBytes &&
            tiledEncodePeakBytes(config, width, height, options, bytesPerValue) <= budgetBytes)
            return options;
    }
    return withOverlap(smallest);
}

bool coarseHalfFits(const AutoencoderKLConfig& config, std::int64_t cells,
                    std::int64_t windowCells) {
    const auto fits = [&](Direction direction) { // but for the scores, which do not grow
        return bandedPeak(config, direction, cells, 0) <=
               bandedPeak(config, direction, 0, windowCells) + kScoreValues;
    };
    return fits(Direction::Decode) && fits(Direction::Encode);
}

} // namespace diptych::models
