// Things that people build: houses, lighthouses, cars, boats and balloons. Their own coordinates:
// foot at y = 0, top at y = -1.
#include "app/train/world/painters.h"

namespace diptych::flatland {

void paintHouse(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    const Materials& materials = look.materials;
    painter.fill(Path::rectangle(0.2F, -0.96F, 0.33F, -0.6F), shades.dark);
    painter.fill(Path::rectangle(-0.38F, -0.58F, 0.38F, 0), shades.base);
    painter.detail(Path::rectangle(-0.38F, -0.58F, 0.38F, -0.52F), shades.dark, 0.55F);
    painter.fill(Path::polygon({{-0.5F, -0.54F}, {0, -1}, {0.5F, -0.54F}}), shades.dark);
    painter.detail(Path::circle({0, -0.71F}, 0.075F), materials.glass);
    const auto window = [&](float x) {
        painter.detail(Path::rectangle(x - 0.085F, -0.42F, x + 0.085F, -0.24F), materials.glass);
        painter.detail(Path::rectangle(x - 0.008F, -0.42F, x + 0.008F, -0.24F), shades.dark);
        painter.detail(Path::rectangle(x - 0.085F, -0.336F, x + 0.085F, -0.32F), shades.dark);
    };
    window(-0.24F);
    window(0.24F);
    Path door;
    door.moveTo({-0.085F, 0}).lineTo({-0.085F, -0.24F});
    door.curveTo({-0.085F, -0.38F}, {0.085F, -0.38F}, {0.085F, -0.24F}).lineTo({0.085F, 0});
    painter.detail(door.close(), materials.cream);
    painter.detail(Path::circle({0.05F, -0.15F}, 0.014F), materials.wood);
}

void paintLighthouse(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    const Materials& materials = look.materials;
    if (look.night) {
        const auto beam = [&](float side) {
            painter.detail(Path::polygon({{0, -0.83F}, {side, -0.97F}, {side, -0.67F}}),
                           hex(0xfff0b4), 0.26F);
        };
        beam(-1.3F);
        beam(1.3F);
    }
    painter.fill(Path::polygon({{-0.165F, 0}, {-0.1F, -0.76F}, {0.1F, -0.76F}, {0.165F, 0}}),
                 shades.base);
    painter.detail(
        Path::polygon({{-0.152F, -0.15F}, {-0.138F, -0.31F}, {0.138F, -0.31F}, {0.152F, -0.15F}}),
        shades.light);
    painter.detail(
        Path::polygon({{-0.124F, -0.47F}, {-0.112F, -0.62F}, {0.112F, -0.62F}, {0.124F, -0.47F}}),
        shades.light);
    painter.detail(Path::roundedRectangle(-0.035F, -0.44F, 0.035F, -0.34F, 0.03F), materials.glass);
    painter.detail(Path::roundedRectangle(-0.045F, -0.13F, 0.045F, 0, 0.02F), materials.cream);
    painter.fill(Path::rectangle(-0.15F, -0.775F, 0.15F, -0.735F), shades.dark);
    painter.fill(Path::rectangle(-0.09F, -0.9F, 0.09F, -0.77F), shades.dark);
    painter.detail(Path::rectangle(-0.055F, -0.885F, 0.055F, -0.775F), hex(0xffe9a6));
    Path dome;
    dome.moveTo({-0.125F, -0.885F}).curveTo({-0.1F, -0.97F}, {-0.03F, -1}, {0, -1});
    dome.curveTo({0.03F, -1}, {0.1F, -0.97F}, {0.125F, -0.885F});
    painter.fill(dome.close(), shades.dark);
}

void paintCar(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    const Materials& materials = look.materials;
    Path cabin;
    cabin.moveTo({-0.62F, -0.54F}).curveTo({-0.52F, -0.86F}, {-0.46F, -1}, {-0.3F, -1});
    cabin.lineTo({0.14F, -1}).curveTo({0.32F, -1}, {0.44F, -0.78F}, {0.58F, -0.54F});
    painter.fill(cabin.close(), shades.base);
    Path body;
    body.moveTo({-0.93F, -0.2F}).curveTo({-0.97F, -0.45F}, {-0.92F, -0.62F}, {-0.72F, -0.62F});
    body.lineTo({0.5F, -0.62F}).curveTo({0.75F, -0.58F}, {0.95F, -0.52F}, {0.95F, -0.3F});
    body.lineTo({0.95F, -0.2F}).curveTo({0.95F, -0.14F}, {0.9F, -0.14F}, {0.86F, -0.14F});
    body.lineTo({-0.86F, -0.14F}).curveTo({-0.9F, -0.14F}, {-0.92F, -0.16F}, {-0.93F, -0.2F});
    painter.fill(body.close(), shades.base);
    painter.detail(Path::roundedRectangle(-0.93F, -0.28F, 0.95F, -0.17F, 0.05F), shades.dark);
    Path rear;
    rear.moveTo({-0.44F, -0.6F}).curveTo({-0.4F, -0.75F}, {-0.36F, -0.84F}, {-0.27F, -0.84F});
    rear.lineTo({-0.11F, -0.84F}).lineTo({-0.11F, -0.6F});
    painter.detail(rear.close(), materials.glass);
    Path front;
    front.moveTo({0.02F, -0.6F}).lineTo({0.02F, -0.84F}).lineTo({0.12F, -0.84F});
    front.curveTo({0.21F, -0.84F}, {0.28F, -0.74F}, {0.36F, -0.6F});
    painter.detail(front.close(), materials.glass);
    painter.detail(Path::ellipse({0.88F, -0.42F}, 0.055F, 0.07F), hex(0xffe9a6));
    for (const float x : {-0.52F, 0.52F}) {
        painter.fill(Path::circle({x, -0.19F}, 0.19F), materials.dark);
        painter.detail(Path::circle({x, -0.19F}, 0.085F), hex(0xc9ced8));
    }
}

void paintBoat(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    painter.fill(Path::rectangle(-0.017F, -1, 0.017F, -0.22F), look.materials.wood);
    Path mainsail;
    mainsail.moveTo({0.03F, -0.97F}).curveTo({0.2F, -0.78F}, {0.38F, -0.52F}, {0.42F, -0.26F});
    mainsail.lineTo({0.03F, -0.24F});
    painter.fill(mainsail.close(), shades.light);
    Path jib;
    jib.moveTo({-0.035F, -0.88F}).curveTo({-0.16F, -0.7F}, {-0.3F, -0.5F}, {-0.36F, -0.32F});
    jib.lineTo({-0.035F, -0.32F});
    painter.fill(jib.close(), look.materials.cream);
    Path hull;
    hull.moveTo({-0.46F, -0.26F}).lineTo({0.46F, -0.26F});
    hull.curveTo({0.42F, -0.1F}, {0.34F, 0}, {0.24F, 0}).lineTo({-0.26F, 0});
    hull.curveTo({-0.36F, 0}, {-0.43F, -0.1F}, {-0.46F, -0.26F});
    painter.fill(hull.close(), shades.base);
    painter.detail(
        Path::polygon({{-0.45F, -0.205F}, {0.45F, -0.205F}, {0.437F, -0.165F}, {-0.44F, -0.165F}}),
        shades.dark);
}

void paintBalloon(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    const auto gore = [](float middle, float foot) {
        Path path;
        path.moveTo({0, -1}).curveTo({0.6F * middle, -1}, {middle, -0.86F}, {middle, -0.64F});
        path.curveTo({middle, -0.48F}, {0.55F * middle + 0.4F * foot, -0.34F}, {foot, -0.22F});
        path.lineTo({-foot, -0.22F});
        path.curveTo({-0.55F * middle - 0.4F * foot, -0.34F}, {-middle, -0.48F}, {-middle, -0.64F});
        path.curveTo({-middle, -0.86F}, {-0.6F * middle, -1}, {0, -1});
        return path.close();
    };
    for (const float x : {-1.0F, 1.0F})
        painter.fill(Path::polygon({{x * 0.1F, -0.22F},
                                    {x * 0.115F, -0.22F},
                                    {x * 0.075F, -0.1F},
                                    {x * 0.06F, -0.1F}}),
                     look.materials.wood);
    painter.fill(gore(0.37F, 0.115F), shades.dark);
    painter.detail(gore(0.265F, 0.085F), shades.base);
    painter.detail(gore(0.11F, 0.035F), shades.light);
    painter.fill(Path::roundedRectangle(-0.085F, -0.12F, 0.085F, 0, 0.025F), look.materials.wood);
    painter.detail(Path::rectangle(-0.085F, -0.085F, 0.085F, -0.06F), look.materials.amber);
}

} // namespace diptych::flatland
