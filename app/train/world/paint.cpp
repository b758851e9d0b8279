#include "app/train/world/paint.h"

#include "app/train/world/painters.h"
#include "app/train/world/styles.h"

#include <algorithm>

namespace diptych::flatland {

namespace {

/// The scene's shapes, for a picture of this proportion of `width` to `height`.
Drawing composeDrawing(const Scene& scene, int width, int height) {
    const float unit = static_cast<float>(std::min(width, height));
    Drawing drawing{.width = static_cast<float>(width) / unit,
                    .height = static_cast<float>(height) / unit,
                    .parts = {}};
    Rng rng(scene.detail);
    const Palette palette = paletteOf(scene, rng.below(12));
    Stage stage{.scene = scene, .palette = palette, .rng = rng, .drawing = drawing};
    const std::vector<Placement> placements = layOut(scene, drawing.width, drawing.height, rng);
    paintSky(stage);
    paintGround(stage);
    if (scene.sunbeams)
        paintSunbeams(stage);
    for (const Placement& placement : placements)
        paintObject(stage, placement);
    return drawing;
}

} // namespace

Image paint(const Scene& scene, int width, int height) {
    const Drawing drawing = composeDrawing(scene, width, height);
    Canvas canvas(width, height, Rgb{1, 1, 1});
    renderInStyle(drawing, scene, canvas);
    return canvas.toImage();
}

} // namespace diptych::flatland
