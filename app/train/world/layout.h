// Where the things of a scene stand: few columns and lines, so that pictures are calm and the same
// words always mean the same place.
#pragma once

#include "app/train/world/path.h"
#include "app/train/world/rng.h"
#include "app/train/world/scene.h"

#include <vector>

namespace diptych::flatland {

/// Shares of the picture's height.
inline constexpr float kHorizon = 0.62F;

/// An object's own coordinates: the middle of its foot is (0, 0), its top is at y = -1, and one
/// unit is its height; `mapping` leads from there to the drawing.
struct Placement {
    Kind kind = Kind::House;
    Colour colour = Colour::Red;
    Mapping mapping;
};

/// Width by height of an object of this kind.
float aspectOf(Kind kind);

/// The centre column of a side. `width` in units of the drawing.
float columnOf(Side side, float width);

/// All objects from back to front. `rng` moves them a little and turns some around.
std::vector<Placement> layOut(const Scene& scene, float width, float height, Rng& rng);

} // namespace diptych::flatland
