// From a list of shapes to pixels: the five styles.
#pragma once

#include "app/train/world/canvas.h"
#include "app/train/world/drawing.h"
#include "app/train/world/scene.h"

namespace diptych::flatland {

/// Draws onto `canvas`, whose proportions are those of the drawing. Flat and pastel differ in their
/// palettes only; outline adds contours; neon draws glowing contours on dark grounds; pencil draws
/// coloured hatching and grey contours on paper.
void renderInStyle(const Drawing& drawing, const Scene& scene, Canvas& canvas);

} // namespace diptych::flatland
