// The autoencoder on whole pictures or in tiles, as the settings and the free memory say.
#pragma once

#include "core/base/run_context.h"
#include "core/domain/notice.h"
#include "core/domain/placement.h"
#include "core/models/autoencoder_kl.h"

#include <c10/core/Device.h>

#include <vector>

namespace diptych {

/// Errors: InvalidInput (a tile of less than 8 pixels; an overlap that is negative or not less than
/// the tile).
Status checkTiles(const TileSettings& settings);

/// Latents [B, C, h, w] in sampling space → pictures [B, 3, H, W]. With Tiling::Auto in tiles when
/// the whole would take more than the free memory, which `notices` then tells. Throws
/// ErrorException: Cancelled; WeightsInvalid when the result is not finite.
at::Tensor decodeLatents(const models::AutoencoderKL& model, const at::Tensor& latents,
                         const TileSettings& settings, std::vector<Notice>& notices,
                         const RunContext& context);

/// Pictures [B, 3, H, W] in −1…1 → the posterior, likewise.
models::LatentDistribution encodePictures(const models::AutoencoderKL& model,
                                          const at::Tensor& pictures, const TileSettings& settings,
                                          std::vector<Notice>& notices, const RunContext& context);

} // namespace diptych
