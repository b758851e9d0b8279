// Bringing a picture to the size that is drawn.
#pragma once

#include "core/base/result.h"
#include "core/domain/generation_request.h"
#include "core/image/image.h"

namespace diptych {

/// The picture as RGB of `width` × `height` pixels with its own depth, alpha composed over
/// `background`. Resampled with an antialiased Lanczos kernel of three lobes, edges repeated; the
/// same size gives the same values. Crop cuts off equally on both sides, Pad centres the picture on
/// the background. Memory is a few rows beside the two pictures. Errors: InvalidInput (a size
/// outside 1…Image::kLargestSide).
Result<Image> fitTo(const Image& image, int width, int height, FitMode mode,
                    Rgb8 background = kWhite);

/// What a picture means as a mask: 8-bit grey, white = redraw. It is the brightness, 0.299 R +
/// 0.587 G
/// + 0.114 B (ITU-R BT.601), and transparent parts are black; but where all that is visible has one
/// colour, as strokes on a transparent ground have, it is the opacity.
Image toMask(const Image& image);

} // namespace diptych
