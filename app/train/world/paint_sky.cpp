#include "app/train/world/painters.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::flatland {
namespace {

/// The thing itself in its own coordinates is the thing in the drawing's.
PartPainter painterOf(Stage& stage, Layer layer) {
    return {stage.drawing.begin(layer), Mapping{}};
}

void paintBands(Stage& stage) {
    // Where each band begins, in shares of the way to the horizon.
    constexpr float kStarts[] = {0.0F, 0.26F, 0.48F, 0.68F, 0.85F};
    PartPainter painter = painterOf(stage, Layer::Sky);
    const float bottom = stage.height();
    for (std::size_t i = 0; i < stage.palette.sky.bands.size(); ++i)
        painter.fill(Path::rectangle(0, stage.horizon() * kStarts[i], stage.width(), bottom),
                     stage.palette.sky.bands[i]);
}

bool nearBody(const Stage& stage, Point point) {
    if (stage.scene.moon == Moon::None)
        return false;
    const Point centre = bodyCentre(stage);
    const float dx = point.x - centre.x;
    const float dy = point.y - centre.y;
    const float distance = bodyRadius(stage) * 1.7F;
    return dx * dx + dy * dy < distance * distance;
}

Path sparkle(Point centre, float radius) {
    const float waist = radius * 0.2F;
    Path path;
    path.moveTo({centre.x, centre.y - radius}).lineTo({centre.x + waist, centre.y - waist});
    path.lineTo({centre.x + radius, centre.y}).lineTo({centre.x + waist, centre.y + waist});
    path.lineTo({centre.x, centre.y + radius}).lineTo({centre.x - waist, centre.y + waist});
    path.lineTo({centre.x - radius, centre.y}).lineTo({centre.x - waist, centre.y - waist});
    return path.close();
}

void paintStars(Stage& stage) {
    PartPainter painter = painterOf(stage, Layer::Light);
    constexpr Rgb kStar = hex(0xfff6d8);
    // One star in most cells of a coarse grid: scattered, but evenly.
    const int columns = static_cast<int>(std::lround(stage.width() * 6));
    const int rows = static_cast<int>(std::lround(stage.height() * 3.4F));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const Point share{stage.rng.between(0.15F, 0.85F), stage.rng.between(0.15F, 0.85F)};
            const float drawn = stage.rng.unit();
            const Point at{(static_cast<float>(column) + share.x) * stage.width() /
                               static_cast<float>(columns),
                           (static_cast<float>(row) + share.y) * stage.horizon() * 0.82F /
                               static_cast<float>(rows)};
            if (drawn < 0.16F || nearBody(stage, at))
                continue;
            if (drawn > 0.84F)
                painter.fill(sparkle(at, 0.026F), kStar);
            else
                painter.fill(Path::circle(at, drawn > 0.55F ? 0.0085F : 0.0062F), kStar, 0.9F);
        }
    }
}

void paintSun(Stage& stage) {
    const Point centre = bodyCentre(stage);
    const float radius = bodyRadius(stage);
    PartPainter halo = painterOf(stage, Layer::Light);
    halo.fill(Path::circle(centre, radius * 2.15F), stage.palette.sky.halo, 0.3F);
    halo.fill(Path::circle(centre, radius * 1.5F), stage.palette.sky.halo, 0.45F);
    painterOf(stage, Layer::Body).fill(Path::circle(centre, radius), stage.palette.sky.body);
}

void paintFullMoon(Stage& stage) {
    const Point centre = bodyCentre(stage);
    const float radius = bodyRadius(stage);
    const SkyColours& sky = stage.palette.sky;
    PartPainter halo = painterOf(stage, Layer::Light);
    halo.fill(Path::circle(centre, radius * 1.95F), sky.halo, 0.1F);
    halo.fill(Path::circle(centre, radius * 1.42F), sky.halo, 0.16F);
    PartPainter moon = painterOf(stage, Layer::Body);
    moon.fill(Path::circle(centre, radius), sky.body);
    const auto crater = [&](float x, float y, float size) {
        moon.detail(Path::circle({centre.x + x * radius, centre.y + y * radius}, size * radius),
                    sky.bodyShade);
    };
    crater(-0.34F, -0.26F, 0.26F);
    crater(0.36F, 0.22F, 0.3F);
    crater(-0.22F, 0.46F, 0.17F);
    crater(0.28F, -0.5F, 0.13F);
}

void paintCrescent(Stage& stage) {
    const Point centre = bodyCentre(stage);
    const float radius = bodyRadius(stage);
    PartPainter halo = painterOf(stage, Layer::Light);
    halo.fill(Path::circle(centre, radius * 1.6F), stage.palette.sky.halo, 0.1F);
    // From the upper horn around the left to the lower horn and back inside; the horns lie at
    // (0.35, ∓0.94) of the radius.
    Path path;
    path.moveTo({0.35F, -0.94F});
    path.curveTo({-0.1F, -1.1F}, {-1, -0.8F}, {-1, 0});
    path.curveTo({-1, 0.8F}, {-0.1F, 1.1F}, {0.35F, 0.94F});
    path.curveTo({-0.55F, 0.62F}, {-0.55F, -0.62F}, {0.35F, -0.94F});
    path.close();
    const float tilted = stage.scene.bodySide == Side::Left ? -radius : radius;
    PartPainter moon(stage.drawing.begin(Layer::Body),
                     Mapping{.scaleX = -tilted, .scaleY = radius, .dx = centre.x, .dy = centre.y});
    moon.fill(path, stage.palette.sky.body);
}

/// A cloud with a flat foot, about 2.4 wide and 1 high, its foot's middle at (0, 0).
void paintCloud(Stage& stage, Point foot, float size, bool mirrored) {
    PartPainter painter(
        stage.drawing.begin(Layer::Cloud),
        Mapping{.scaleX = mirrored ? -size : size, .scaleY = size, .dx = foot.x, .dy = foot.y});
    const SkyColours& sky = stage.palette.sky;
    painter.fill(Path::roundedRectangle(-1.2F, -0.5F, 1.2F, 0, 0.25F), sky.cloud);
    painter.fill(Path::circle({-0.35F, -0.5F}, 0.42F), sky.cloud);
    painter.fill(Path::circle({0.3F, -0.56F}, 0.54F), sky.cloud);
    painter.fill(Path::circle({0.78F, -0.34F}, 0.33F), sky.cloud);
    painter.detail(Path::roundedRectangle(-1.02F, -0.16F, 0.7F, 0, 0.08F), sky.cloudShade);
}

/// Whether something on this side wants the sky for itself.
bool skyTaken(const Scene& scene, Side side) {
    const bool body = scene.sun || scene.moon != Moon::None;
    if (body && scene.bodySide == side)
        return true;
    for (const Group& group : scene.groups) {
        const bool tall = habitatOf(group.kind) == Habitat::Air ||
                          (group.size == Size::Big && group.kind != Kind::Car &&
                           group.kind != Kind::SleepingCat) ||
                          group.kind == Kind::Lighthouse;
        if (tall && (group.count > 1 || group.side == side))
            return true;
    }
    return false;
}

void paintClouds(Stage& stage) {
    int painted = 0;
    for (const Side side : {Side::Left, Side::Right, Side::Centre}) {
        constexpr float kHeights[] = {0.2F, 0.13F, 0.25F};
        const float x = columnOf(side, stage.width()) + stage.rng.between(-0.05F, 0.05F);
        const float lift = stage.rng.between(-0.02F, 0.03F);
        const float size = stage.rng.between(0.075F, 0.1F);
        const bool mirrored = stage.rng.chance(0.5F);
        if (skyTaken(stage.scene, side))
            continue;
        paintCloud(stage, {x, stage.height() * (kHeights[indexOf(side)] + lift)}, size, mirrored);
        ++painted;
    }
    if (painted > 0)
        return;
    // No room: small ones at the edges, where they are cut off.
    paintCloud(stage, {0.02F, stage.height() * 0.12F}, 0.07F, false);
    paintCloud(stage, {stage.width() - 0.02F, stage.height() * 0.1F}, 0.07F, true);
}

} // namespace

Point bodyCentre(const Stage& stage) {
    const float x = columnOf(stage.scene.bodySide, stage.width());
    if (stage.scene.sky == Sky::Sunset) {
        // Mountains and houses would hide a sun that touches the horizon.
        const bool high = stage.scene.ground == Ground::Mountains ||
                          stage.scene.ground == Ground::Forest ||
                          stage.scene.ground == Ground::City;
        return {x, stage.height() * (high ? 0.33F : 0.48F)};
    }
    return {x, stage.height() * 0.19F};
}

float bodyRadius(const Stage& stage) {
    if (stage.scene.sky == Sky::Sunset)
        return 0.125F;
    return stage.scene.sky == Sky::Day ? 0.088F : 0.1F;
}

void paintSky(Stage& stage) {
    if (stage.scene.ground == Ground::Plain) {
        painterOf(stage, Layer::Sky)
            .fill(Path::rectangle(0, 0, stage.width(), stage.height()), stage.palette.sky.bands[0]);
        return;
    }
    paintBands(stage);
    if (stage.scene.stars)
        paintStars(stage);
    if (stage.scene.sun)
        paintSun(stage);
    if (stage.scene.moon == Moon::Full)
        paintFullMoon(stage);
    if (stage.scene.moon == Moon::Crescent)
        paintCrescent(stage);
    if (stage.scene.clouds)
        paintClouds(stage);
}

void paintSunbeams(Stage& stage) {
    const Point sun = bodyCentre(stage);
    // Beams run from the sun to the far half of the ground.
    const float target = stage.scene.bodySide == Side::Left ? 0.62F : 0.38F;
    const float middle = stage.scene.bodySide == Side::Centre ? 0.5F : target;
    const float bottom = stage.height();
    constexpr Rgb kLight = hex(0xfff2b8);
    PartPainter painter = painterOf(stage, Layer::Light);
    for (const float offset : {-0.36F, 0.0F, 0.36F}) {
        const float foot = (middle + offset) * stage.width();
        painter.fill(Path::polygon({{sun.x - 0.012F, sun.y},
                                    {sun.x + 0.012F, sun.y},
                                    {foot + 0.12F, bottom},
                                    {foot - 0.12F, bottom}}),
                     kLight, 0.34F);
    }
    painterOf(stage, Layer::Body)
        .fill(Path::circle(sun, bodyRadius(stage)), stage.palette.sky.body);
    for (const Group& group : stage.scene.groups) {
        if (group.count != 1 || habitatOf(group.kind) != Habitat::Land)
            continue;
        painterOf(stage, Layer::Light)
            .fill(Path::ellipse({columnOf(group.side, stage.width()), stage.height() * 0.87F}, 0.3F,
                                0.075F),
                  kLight, 0.6F);
    }
}

} // namespace diptych::flatland
