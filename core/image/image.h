// A picture in memory: 1 to 4 channels of 8 or 16 bits, row by row, and the conversions the engine
// needs. Values are sRGB as stored in files; alpha is straight (not premultiplied). Colour profiles
// are not interpreted.
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace diptych {

/// What channels mean: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
class Image {
  public:
    static constexpr int kLargestSide = 1'000'000; ///< pixels, the limit of libpng too

    /// A picture from its samples. `bytes` holds height × width × channels samples, row by row
    /// without padding; 16-bit samples are in the byte order of the machine. Errors: InvalidInput
    /// (side outside 1…kLargestSide, channels outside 1…4, bits neither 8 nor 16, wrong length).
    static Result<Image> create(int width, int height, int channels, int bits,
                                std::vector<std::uint8_t> bytes);

    int width() const { return width_; }       ///< pixels
    int height() const { return height_; }     ///< pixels
    int channels() const { return channels_; } ///< 1…4
    int bits() const { return bits_; }         ///< 8 or 16 per sample
    bool hasAlpha() const { return channels_ == 2 || channels_ == 4; }
    /// The largest sample value: 255 or 65535.
    int maximum() const { return bits_ == 8 ? 255 : 65535; }
    std::size_t rowBytes() const;
    std::span<const std::uint8_t> bytes() const { return bytes_; }
    /// Row `y`, 0 ≤ y < height.
    std::span<const std::uint8_t> row(int y) const;
    /// Sample `index` in row-major order, 0 ≤ index < height × width × channels.
    int sample(std::size_t index) const;

    bool operator==(const Image&) const = default;

  private:
    Image() = default;

    int width_ = 0;
    int height_ = 0;
    int channels_ = 0;
    int bits_ = 0;
    std::vector<std::uint8_t> bytes_;
};

/// A background colour for transparent pixels: red, green, blue.
using Rgb8 = std::array<std::uint8_t, 3>;
inline constexpr Rgb8 kWhite = {255, 255, 255};

/// A picture of 8-bit RGB from `rgb` [height, width, 3]. Errors: InvalidInput as Image::create.
Result<Image> fromInterleavedRgb8(int width, int height, std::vector<std::uint8_t> rgb);

/// The picture as 8-bit RGB: grey is spread over three channels, alpha is composed over
/// `background` (on the stored values, at the picture's own depth), 16 bits are rounded to the
/// nearest 8-bit value.
Image toRgb8(const Image& image, Rgb8 background = kWhite);

/// The same picture with 8 bits per sample, channels kept.
Image toEightBit(const Image& image);

/// The picture as float planes [3, H, W] in 0…1, alpha composed over `background`; 16-bit precision
/// is kept.
std::vector<float> toPlanarFloat(const Image& image, Rgb8 background = kWhite);

/// The picture turned upright as an EXIF orientation says: 1 as it is, 2 mirrored left to right, 3
/// turned by 180°, 4 mirrored top to bottom, 5 transposed, 6 turned 90° clockwise, 7 transposed
/// over the other diagonal, 8 turned 90° counter-clockwise. Any other value leaves the picture as
/// it is.
Image applyOrientation(Image image, int orientation);

} // namespace diptych
