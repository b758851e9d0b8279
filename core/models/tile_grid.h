// How a side of a picture is cut into overlapping tiles and how neighbours are blended. Everything
// is counted in latent cells; a picture's two sides are cut independently of each other.
#pragma once

#include <cstdint>
#include <vector>

namespace diptych::models {

/// Lengths in cells.
struct TileGeometry {
    std::int64_t tile = 0;    ///< at most, ≥ 1
    std::int64_t overlap = 0; ///< of neighbours, at least; 0 ≤ overlap < tile
    std::int64_t halo = 0;    ///< context beyond the tile on each side

    /// Cells of the largest tile with its context.
    std::int64_t windowCells() const { return (tile + 2 * halo) * (tile + 2 * halo); }
};

/// One tile along one side, in cells from the side's beginning. What is computed from the window
/// counts in [begin, end) only.
struct TileSpan {
    std::int64_t begin = 0, end = 0;
    std::int64_t windowBegin = 0, windowEnd = 0; ///< with context, within the picture

    std::int64_t length() const { return end - begin; }
    std::int64_t windowLength() const { return windowEnd - windowBegin; }

    bool operator==(const TileSpan&) const = default;
};

/// As few tiles as cover `side` cells with the overlap that was asked for, evenly spread, all of
/// one length and no longer than that takes: none repeats another, and little is computed twice.
std::vector<TileSpan> cutIntoTiles(std::int64_t side, const TileGeometry& geometry);

/// The share of each tile in each of its samples (`samplesPerCell` to a cell): linear ramps where
/// it overlaps with a neighbour, 1 elsewhere and up to the ends of the side. The shares of all
/// tiles in a sample add up to 1.
std::vector<std::vector<float>> blendShares(const std::vector<TileSpan>& spans,
                                            std::int64_t samplesPerCell);

/// The side in small: `count` of its cells (an odd number rounded down, at least 2), in evenly
/// spread pairs of neighbours; all of them where `count` ≥ `side`.
std::vector<std::int64_t> sampleCells(std::int64_t side, std::int64_t count);

} // namespace diptych::models
