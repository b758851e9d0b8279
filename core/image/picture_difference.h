// How far two pictures are apart: in numbers, and as a picture.
#pragma once

#include "core/base/result.h"
#include "core/domain/choice.h"
#include "core/image/image.h"

namespace diptych {

/// All are computed on 8-bit RGB, alpha composed over white. MAE and PSNR are over the samples of
/// all three channels, SSIM and the gradient distance over the luma 0.299 R + 0.587 G + 0.114 B
/// (ITU-R BT.601), which is not rounded.
struct PictureMetrics {
    double meanAbsoluteError = 0.0; ///< 0…255
    double psnr = 0.0;              ///< dB, peak 255; infinity when the pictures are equal
    /// Mean structural similarity, −1…1, 1 when equal: Gaussian window of 11×11 and σ 1.5, K1 0.01,
    /// K2 0.03, only windows that lie wholly inside. NaN where a side is shorter than the window.
    /// Wang, Bovik, Sheikh, Simoncelli 2004, "Image quality assessment: from error visibility to
    /// structural similarity".
    double ssim = 0.0;
    /// Gradient magnitude similarity deviation, 0 when equal, rarely above 0.35: cheap, and close
    /// to how people judge. NaN where a side is shorter than 6 pixels. Xue, Zhang, Mou, Bovik 2014,
    /// "Gradient magnitude similarity deviation: a highly efficient perceptual image quality
    /// index".
    double gradientDistance = 0.0;
};

/// Errors: InvalidInput when the sizes differ.
Result<PictureMetrics> comparePictures(const Image& a, const Image& b);

enum class DifferenceMode {
    Absolute,  ///< |a − b| for each channel, brightened so that the largest difference is white
    Highlight, ///< b, with what differs by more than the threshold tinted red
    Heatmap,   ///< the mean of the channels' differences as heatColour, the largest white
};
template <> std::span<const Choice<DifferenceMode>> choicesOf<DifferenceMode>();

/// More than 30 of 255, as the predecessor had it.
inline constexpr double kDefaultDifferenceThreshold = 0.118;

/// A picture of 8-bit RGB as large as the two. `threshold` 0…1 is for Highlight alone: a channel
/// that differs by more than this share of the full range marks its pixel. Errors: InvalidInput
/// when the sizes differ or the threshold is no such number.
Result<Image> differencePicture(const Image& a, const Image& b, DifferenceMode mode,
                                double threshold = kDefaultDifferenceThreshold);

/// Two pictures brought to one size.
struct AlignedPictures {
    Image a, b;
    bool resized = false; ///< whether one of them was
};

/// Brings the picture with more pixels to the size of the other, stretched where their shapes
/// differ; of two with as many, the second. Pictures of one size stay as they are.
AlignedPictures alignPictures(const Image& a, const Image& b);

/// A colour of the heat map, 0 ≤ share ≤ 1. Its lightness grows evenly with the share.
Rgb8 heatColour(double share);

} // namespace diptych
