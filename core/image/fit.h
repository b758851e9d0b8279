// Bringing a picture to the size that is drawn.
#pragma once

#include "core/base/result.h"
#include "core/domain/generation_request.h"
#include "core/image/image.h"

#include <vector>

namespace diptych {

/// The picture as RGB of `width` × `height` pixels with its own depth, alpha composed over
/// `background`. Resampled with an antialiased Lanczos kernel of three lobes, edges repeated; the
/// same size gives the same values. Crop cuts off equally on both sides, Pad centres the picture on
/// the background. Memory is a few rows beside the two pictures. Errors: InvalidInput (a size
/// outside 1…Image::kLargestSide).
Result<Image> fitTo(const Image& image, int width, int height, FitMode mode,
                    Rgb8 background = kWhite);

/// The brightness of each pixel in 0…1, row by row [height × width]: 0.299 R + 0.587 G + 0.114 B
/// (ITU-R BT.601), alpha composed over white.
std::vector<float> toBrightness(const Image& image);

} // namespace diptych
