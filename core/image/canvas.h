// A picture to draw on: rectangles, other pictures, and text in the built-in font.
#pragma once

#include "core/base/result.h"
#include "core/image/image.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// Pixels that a text takes at `scale`. It has one line; a line feed is a box like other signs that
/// the font has not.
int textWidth(std::string_view utf8, int scale);
int textHeight(int scale);

/// `utf8` cut so that it takes at most `width` pixels at `scale`, with … at its end if it was cut.
std::string shortenText(std::string_view utf8, int width, int scale);

/// `utf8` in lines of at most `width` pixels, broken at blanks, long words anywhere; at most
/// `mostLines`, the last shortened.
std::vector<std::string> wrapText(std::string_view utf8, int width, int scale,
                                  std::size_t mostLines);

/// 8-bit RGB. What lies outside is cut off.
class Canvas {
  public:
    /// Errors: InvalidInput (a side outside 1…Image::kLargestSide, more than kLargestPixels).
    static Result<Canvas> create(int width, int height, Rgb8 background);

    static constexpr std::int64_t kLargestPixels = 200'000'000;

    int width() const { return width_; }
    int height() const { return height_; }

    void fill(int left, int top, int width, int height, Rgb8 colour);
    /// Alpha over white.
    void draw(int left, int top, const Image& image);
    /// Each pixel of the font becomes `scale`² pixels.
    void write(int left, int top, std::string_view utf8, int scale, Rgb8 colour);

    Image take() &&;

  private:
    Canvas() = default;

    int width_ = 0;
    int height_ = 0;
    std::vector<std::uint8_t> rgb_; // [height, width, 3]
};

} // namespace diptych
