// A picture under the brush: float RGB, shapes filled with exact area coverage.
#pragma once

#include "app/train/world/path.h"
#include "app/train/world/rgb.h"
#include "core/image/image.h"

#include <cstddef>
#include <span>
#include <vector>

namespace diptych::flatland {

class Canvas {
  public:
    /// `width` and `height` in pixels, at least 1; filled with `colour`.
    Canvas(int width, int height, Rgb colour);

    int width() const { return width_; }
    int height() const { return height_; }
    Rgb pixel(int x, int y) const { return pixels_[offset(x, y)]; }
    void setPixel(int x, int y, Rgb colour) { pixels_[offset(x, y)] = colour; }
    std::span<const Rgb> pixels() const { return pixels_; } ///< [height, width]
    std::span<Rgb> pixels() { return pixels_; }

    /// Paints what the polylines enclose. Where pieces of the same direction of turning overlap,
    /// they count once; pieces of opposite directions cancel.
    void fill(std::span<const Polyline> outline, Rgb colour, float opacity);
    void fill(const Path& path, Rgb colour, float opacity = 1);
    /// Draws along the path, with round corners. `lineWidth` in pixels.
    void stroke(const Path& path, float lineWidth, Rgb colour, float opacity = 1);

    /// Rounded to 8 bits.
    Image toImage() const;

  private:
    std::size_t offset(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
               static_cast<std::size_t>(x);
    }
    void addLine(Point from, Point to);
    void addRowPart(int row, float fromX, float toX, float height);
    void paintRows(int top, int bottom, int left, int right, Rgb colour, float opacity);

    int width_;
    int height_;
    std::vector<Rgb> pixels_;
    /// [height, width + 2]: how much the coverage changes from each pixel to the next; all zero
    /// between two calls of fill.
    std::vector<float> changes_;
};

} // namespace diptych::flatland
