// A picture as areas that have a colour name.
#pragma once

#include "app/train/world/scene.h"
#include "core/image/image.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace diptych::flatland {

/// A colour in Oklab, where distances are about as large as they look. Source: Björn Ottosson, "A
/// perceptual color space for image processing", 2020.
struct Oklab {
    float light = 0; ///< 0 black … 1 white
    float a = 0;     ///< green to red
    float b = 0;     ///< blue to yellow

    float chroma() const;
    float hue() const; ///< degrees, 0…360
};

/// From linear sRGB light, 0…1 each.
Oklab toOklab(float r, float g, float b);

/// A picture made small and smooth, its shorter side kWorkingSide pixels, so that noise and size do
/// not matter.
struct ColourField {
    int width = 0;
    int height = 0;
    std::vector<Oklab> pixels; ///< [height, width]

    const Oklab& at(int x, int y) const {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
};
inline constexpr int kWorkingSide = 192;

ColourField colourField(const Image& picture);

/// The object colour that people would call this; nothing for backgrounds, which are paler or
/// darker.
std::optional<Colour> colourName(const Oklab& colour);

/// One byte for each pixel.
struct ByteGrid {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> values; ///< [height, width]

    ByteGrid() = default;
    ByteGrid(int gridWidth, int gridHeight, std::uint8_t value)
        : width(gridWidth), height(gridHeight),
          values(static_cast<std::size_t>(gridWidth) * static_cast<std::size_t>(gridHeight),
                 value) {}
    bool contains(int x, int y) const { return x >= 0 && y >= 0 && x < width && y < height; }
    std::uint8_t& at(int x, int y) { return values[offset(x, y)]; }
    std::uint8_t at(int x, int y) const { return values[offset(x, y)]; }

  private:
    std::size_t offset(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
};

/// A connected area of one colour name.
struct Area {
    Colour colour = Colour::Red;
    int pixels = 0; ///< without its holes
    double centreX = 0;
    double centreY = 0; ///< pixels of the field, holes included
    ByteGrid mask;      ///< the smallest rectangle around it: 1 inside, holes included
};

/// All areas that cover at least `smallest` of the square of the shorter side, the largest first.
std::vector<Area> namedAreas(const ColourField& field, double smallest);

} // namespace diptych::flatland
