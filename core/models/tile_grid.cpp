#include "core/models/tile_grid.h"

#include <algorithm>

namespace diptych::models {

std::vector<TileSpan> cutIntoTiles(std::int64_t side, const TileGeometry& geometry) {
    const auto dividedUp = [](std::int64_t a, std::int64_t b) { return (a + b - 1) / b; };
    const std::int64_t overlap = geometry.overlap;
    const std::int64_t count =
        side <= geometry.tile ? 1 : dividedUp(side - overlap, geometry.tile - overlap);
    // The shortest length with which so many tiles still overlap as they should.
    const std::int64_t length = dividedUp(side + (count - 1) * overlap, count);
    std::vector<TileSpan> spans;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t begin = count == 1 ? 0 : i * (side - length) / (count - 1);
        const std::int64_t end = begin + length;
        spans.push_back({begin, end, std::max<std::int64_t>(0, begin - geometry.halo),
                         std::min(side, end + geometry.halo)});
    }
    return spans;
}

std::vector<std::vector<float>> blendShares(const std::vector<TileSpan>& spans,
                                            std::int64_t samplesPerCell) {
    // Sample k of n on the way up; never 0, so that the sum can be divided by.
    const auto ramp = [](std::int64_t k, std::int64_t n) {
        return (static_cast<double>(k) + 0.5) / static_cast<double>(n);
    };
    std::vector<double> sums(static_cast<std::size_t>(spans.back().end * samplesPerCell));
    std::vector<std::vector<double>> weights(spans.size());
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const std::int64_t length = spans[i].length() * samplesPerCell;
        const std::int64_t before =
            i == 0 ? 0 : (spans[i - 1].end - spans[i].begin) * samplesPerCell;
        const std::int64_t after =
            i + 1 == spans.size() ? 0 : (spans[i].end - spans[i + 1].begin) * samplesPerCell;
        for (std::int64_t k = 0; k < length; ++k) {
            const double up = k < before ? ramp(k, before) : 1.0;
            const double down = k >= length - after ? ramp(length - 1 - k, after) : 1.0;
            weights[i].push_back(up * down);
            sums[static_cast<std::size_t>(spans[i].begin * samplesPerCell + k)] += up * down;
        }
    }
    std::vector<std::vector<float>> shares(spans.size());
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const auto first = static_cast<std::size_t>(spans[i].begin * samplesPerCell);
        for (std::size_t k = 0; k < weights[i].size(); ++k)
            shares[i].push_back(static_cast<float>(weights[i][k] / sums[first + k]));
    }
    return shares;
}

std::vector<std::int64_t> sampleCells(std::int64_t side, std::int64_t count) {
    constexpr std::int64_t kRun = 2;
    std::vector<std::int64_t> cells;
    if (count >= side) {
        for (std::int64_t cell = 0; cell < side; ++cell)
            cells.push_back(cell);
        return cells;
    }
    const std::int64_t runs = std::max<std::int64_t>(1, count / kRun);
    for (std::int64_t i = 0; i < runs; ++i) {
        const std::int64_t first = side * i / runs;
        const std::int64_t last = side * (i + 1) / runs;
        const std::int64_t begin = std::max(first, (first + last - kRun) / 2);
        for (std::int64_t k = 0; k < kRun && begin + k < side; ++k)
            cells.push_back(begin + k);
    }
    return cells;
}

} // namespace diptych::models
