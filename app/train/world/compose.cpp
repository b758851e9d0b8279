#include "app/train/world/compose.h"

#include "app/train/world/painters.h"

#include <algorithm>

namespace diptych::flatland {

Composition compose(const Scene& scene, int width, int height) {
    const float unit = static_cast<float>(std::min(width, height));
    Composition composition;
    Drawing& drawing = composition.drawing;
    drawing.width = static_cast<float>(width) / unit;
    drawing.height = static_cast<float>(height) / unit;
    Rng rng(scene.detail);
    const Palette palette = paletteOf(scene, rng.below(12));
    Stage stage{.scene = scene, .palette = palette, .rng = rng, .drawing = drawing};
    composition.objects = layOut(scene, drawing.width, drawing.height, rng);
    paintSky(stage);
    paintGround(stage);
    if (scene.sunbeams)
        paintSunbeams(stage);
    for (const Placement& object : composition.objects)
        paintObject(stage, object);
    return composition;
}

} // namespace diptych::flatland
