#include "app/train/world/paint.h"

#include "app/train/world/canvas.h"
#include "app/train/world/compose.h"
#include "app/train/world/styles.h"

namespace diptych::flatland {

Image paint(const Scene& scene, int width, int height) {
    const Composition composition = compose(scene, width, height);
    Canvas canvas(width, height, Rgb{1, 1, 1});
    renderInStyle(composition.drawing, scene, canvas);
    return canvas.toImage();
}

} // namespace diptych::flatland
