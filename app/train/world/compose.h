// From a scene to its shapes, before they become pixels.
#pragma once

#include "app/train/world/drawing.h"
#include "app/train/world/layout.h"
#include "app/train/world/scene.h"

#include <vector>

namespace diptych::flatland {

struct Composition {
    Drawing drawing;
    std::vector<Placement> objects; ///< the n-th belongs to the drawing's n-th part of objects
};

/// The scene's shapes for a picture of this proportion of `width` to `height`, in pixels.
Composition compose(const Scene& scene, int width, int height);

} // namespace diptych::flatland
