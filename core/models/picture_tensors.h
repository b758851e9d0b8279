// Between pictures and the tensors that the autoencoder takes and gives.
#pragma once

#include "core/domain/generation_request.h"
#include "core/image/image.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace diptych {

/// The picture as the autoencoder takes it: [1, 3, H, W] float32 in −1…1, alpha composed over
/// `background`.
at::Tensor toModelInput(const Image& image, Rgb8 background = kWhite);

/// The first item of the autoencoder's result [B, 3, H, W] as 8-bit RGB.
Image toImage(const at::Tensor& pictures);

/// Which latent cells to redraw, [1, 1, h, w]: 1 where the mask, brought to the size by `fit`, is
/// white (at least half bright), 0 elsewhere. What `FitMode::Pad` adds is redrawn. Each cell takes
/// the value of its first pixel (reference: zimage-spec 8).
at::Tensor maskInCells(const Image& mask, std::int64_t latentHeight, std::int64_t latentWidth,
                       FitMode fit);

} // namespace diptych
