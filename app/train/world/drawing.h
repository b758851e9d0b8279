// A picture as a list of filled shapes from back to front, before a style turns it into pixels.
#pragma once

#include "app/train/world/path.h"
#include "app/train/world/rgb.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace diptych::flatland {

enum class Layer : std::uint8_t { Sky, Light, Body, Cloud, Ground, Shadow, Object };

struct Figure {
    Path path;
    Rgb colour;
    float opacity = 1;
    bool inside = false; ///< a detail on its part: the outline style draws no contour around it
};

/// Figures that make one thing; its outer contour is the contour of all of them together.
struct Part {
    Layer layer = Layer::Sky;
    std::vector<Figure> figures;
};

/// The unit of length is the shorter side of the picture; y points down.
struct Drawing {
    float width = 1;
    float height = 1;
    std::vector<Part> parts;

    Part& begin(Layer layer) { return parts.emplace_back(Part{.layer = layer, .figures = {}}); }
};

/// Adds figures to one part through a mapping from the part's own coordinates.
class PartPainter {
  public:
    PartPainter(Part& part, const Mapping& mapping) : part_(part), mapping_(mapping) {}

    void fill(const Path& path, Rgb colour, float opacity = 1) {
        part_.figures.push_back({path.mapped(mapping_), colour, opacity, false});
    }
    void detail(const Path& path, Rgb colour, float opacity = 1) {
        part_.figures.push_back({path.mapped(mapping_), colour, opacity, true});
    }

  private:
    Part& part_;
    Mapping mapping_;
};

} // namespace diptych::flatland
