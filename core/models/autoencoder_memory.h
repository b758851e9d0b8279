// How much memory the autoencoder takes, from the shapes alone, and the tiles that fit into less.
//
// Counted are the activations that live at once at the worst moment, input and result included, and
// what the convolution library copies for itself; weights are not. Found with the published
// configuration on a CPU in float32: 4.7 KiB a pixel for decoding untiled, 3.1 for encoding.
#pragma once

#include "core/models/tiled_autoencoder.h"

#include <cstdint>

namespace diptych::models {

inline constexpr std::uint64_t kBytesOfFloat32 = 4; ///< an activation on the CPU; 2 in bfloat16

/// Bytes at the peak of AutoencoderKL::decode and ::encode for one picture; sides in pixels.
std::uint64_t decodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                              std::uint64_t bytesPerValue = kBytesOfFloat32);
std::uint64_t encodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                              std::uint64_t bytesPerValue = kBytesOfFloat32);

/// The same in tiles. A picture that one tile covers takes what it takes untiled. `options` are
/// valid.
std::uint64_t tiledDecodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                                   const TileOptions& options,
                                   std::uint64_t bytesPerValue = kBytesOfFloat32);
std::uint64_t tiledEncodePeakBytes(const AutoencoderKLConfig& config, int width, int height,
                                   const TileOptions& options,
                                   std::uint64_t bytesPerValue = kBytesOfFloat32);

/// The largest tile with which both decoding and encoding stay within the budget; it covers the
/// picture where that fits untiled. The smallest one worth while, 128 pixels, where nothing fits.
TileOptions tileFor(std::uint64_t budgetBytes, const AutoencoderKLConfig& config, int width,
                    int height, std::uint64_t bytesPerValue = kBytesOfFloat32);

/// Whether the coarse half of a picture of `cells` takes no more than the fine half of one tile
/// with its context, `windowCells`.
bool coarseHalfFits(const AutoencoderKLConfig& config, std::int64_t cells,
                    std::int64_t windowCells);

} // namespace diptych::models
