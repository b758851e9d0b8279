// Decoding and encoding in tiles: pictures of any size in the memory of one tile.
//
// Only what is expensive is done in tiles. The half of the autoencoder at latent resolution, which
// holds the attention over the whole picture, is done at once while it needs no more memory than a
// tile. The fine half is done tile by tile, each tile with a few cells of context around it, and
// with one set of norm statistics for all tiles: measured on the picture in small, as many evenly
// spread cells of it as a tile with its context has. Tiles therefore agree with each other in tone,
// and what differs from the untiled result is a slight, even shift. Neighbours are blended by
// linear ramps where they overlap; at the border of the picture there is nothing to blend.
//
// How close it comes to the untiled result (pictures in −1…1, tiles of 128 pixels and more;
// measured in the tests on a model of random weights, which answers much more strongly to its norms
// than a trained one: left to themselves, tiles there are an RMS of 0.16 to 0.23 off):
//  - where a tile covers the picture: the same bits;
//  - a picture of no more cells than a tile with its context: 1e-4 everywhere;
//  - beyond: RMS 0.03 for pictures, 0.05 for the posterior, in the interior of tiles as at their
//    seams, nearly all of it in the picture's overall tone and contrast. Seams themselves, which
//    show as a difference between two overlaps: 0.0005 with 32 pixels, 0.005 with none.
// Where even the coarse half does not fit, it is done in tiles too. All tiles then attend to the
// cells of the picture in small, so that they still agree, and the RMS is three times as large.
#pragma once

#include "core/models/autoencoder_kl.h"
#include "core/models/tile_grid.h"

#include <cstdint>

namespace diptych::models {

struct TileOptions {
    int tilePixels = 512;   ///< side of a tile, a multiple of the pixels of a latent cell (8)
    int overlapPixels = 64; ///< of neighbouring tiles, likewise; from 0 to less than tilePixels

    bool operator==(const TileOptions&) const = default;
};

/// Context beyond a tile on each side, in latent cells: with less the edges of a tile's window show
/// at its seams (0.01 with two cells), more changes nothing (1e-4 with four). Twice as much where
/// the coarse half is done in tiles as well.
inline constexpr std::int64_t kTileHaloCells = 4;

/// Errors: InvalidInput, naming the value and the nearest valid one.
Status checkTileOptions(const TileOptions& options, std::int64_t pixelFactor = 8);

/// How a picture is computed.
struct TilePlan {
    TileGeometry geometry; ///< cells
    bool whole = false;    ///< at once, by the model itself
    bool coarseWhole = true;
};

/// The plan for a picture of h×w cells. Throws ErrorException(InvalidInput) as checkTileOptions.
TilePlan planTiles(const AutoencoderKLConfig& config, std::int64_t latentHeight,
                   std::int64_t latentWidth, const TileOptions& options);

/// As AutoencoderKL::decode, in tiles; reports finished tiles as Phase::Decode. Items of a batch
/// are done one after another. A stop request is heard within a band of rows of one convolution,
/// a fraction of a second. Throws ErrorException(InvalidInput) as checkTileOptions.
at::Tensor decodeTiled(const AutoencoderKL& model, const at::Tensor& latents,
                       const TileOptions& options, const RunContext& context);

/// As AutoencoderKL::encode, likewise; reports Phase::Encode. Throws also when a side of the
/// picture is no multiple of the pixels of a latent cell.
LatentDistribution encodeTiled(const AutoencoderKL& model, const at::Tensor& pictures,
                               const TileOptions& options, const RunContext& context);

} // namespace diptych::models
