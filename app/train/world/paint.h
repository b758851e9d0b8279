// From a scene to a picture.
#pragma once

#include "app/train/world/scene.h"
#include "core/image/image.h"

namespace diptych::flatland {

/// The scene as 8-bit RGB, anti-aliased, in any size and aspect; the same bytes on every machine.
/// `width` and `height` in pixels, at least 1. A scene that contradicts itself (scene.h) is drawn
/// as well as it can be.
Image paint(const Scene& scene, int width, int height);

} // namespace diptych::flatland
