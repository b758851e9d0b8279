// Plants and animals. Their own coordinates: foot at y = 0, top at y = -1.
#include "app/train/world/painters.h"

namespace diptych::flatland {

void paintTree(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    Path trunk;
    trunk.moveTo({-0.085F, 0}).curveTo({-0.05F, -0.1F}, {-0.045F, -0.25F}, {-0.045F, -0.5F});
    trunk.lineTo({0.045F, -0.5F}).curveTo({0.045F, -0.25F}, {0.05F, -0.1F}, {0.085F, 0});
    painter.fill(trunk.close(), look.materials.wood);
    painter.fill(Path::circle({-0.21F, -0.47F}, 0.2F), shades.base);
    painter.fill(Path::circle({0.21F, -0.47F}, 0.2F), shades.base);
    painter.fill(Path::circle({0, -0.5F}, 0.22F), shades.base);
    painter.fill(Path::circle({0.13F, -0.7F}, 0.2F), shades.base);
    painter.fill(Path::circle({-0.13F, -0.7F}, 0.2F), shades.base);
    painter.fill(Path::circle({0, -0.81F}, 0.19F), shades.base);
    painter.detail(Path::circle({-0.08F, -0.78F}, 0.13F), shades.light);
    painter.detail(Path::circle({-0.2F, -0.56F}, 0.1F), shades.light);
    painter.detail(Path::circle({0.2F, -0.42F}, 0.115F), shades.dark);
    painter.detail(Path::circle({0.04F, -0.4F}, 0.095F), shades.dark);
}

void paintFlower(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    painter.fill(Path::rectangle(-0.028F, -0.6F, 0.028F, 0), look.materials.leaf);
    const auto leaf = [&](float side) {
        Path path;
        path.moveTo({0, -0.05F})
            .curveTo({side * 0.08F, -0.24F}, {side * 0.2F, -0.3F}, {side * 0.31F, -0.3F});
        path.curveTo({side * 0.3F, -0.16F}, {side * 0.18F, -0.05F}, {0, -0.05F});
        painter.fill(path.close(), look.materials.leaf);
    };
    leaf(-1);
    leaf(1);
    constexpr Point kCentre{0, -0.66F};
    const auto petal = [&](int index, float distance, float radius) {
        const Point unit = onUnitCircle(static_cast<float>(index) / 6 + 1.0F / 12);
        return Path::circle({kCentre.x + unit.x * distance, kCentre.y + unit.y * distance}, radius);
    };
    for (int i = 0; i < 6; ++i)
        painter.fill(petal(i, 0.2F, 0.133F), shades.base);
    for (int i = 0; i < 6; ++i)
        painter.detail(petal(i, 0.23F, 0.062F), shades.light);
    const bool pale = look.colour == Colour::Yellow || look.colour == Colour::White ||
                      look.colour == Colour::Orange;
    painter.fill(Path::circle(kCentre, 0.12F), pale ? look.materials.wood : hex(0xffe49a));
}

void paintBird(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    Path farWing;
    farWing.moveTo({0.22F, -0.42F}).curveTo({0.36F, -0.66F}, {0.42F, -0.84F}, {0.38F, -0.97F});
    farWing.curveTo({0.16F, -0.9F}, {0.0F, -0.7F}, {-0.04F, -0.42F});
    painter.fill(farWing.close(), shades.dark);
    painter.fill(Path::polygon({{0.52F, -0.47F}, {0.69F, -0.39F}, {0.52F, -0.33F}}),
                 look.materials.amber);
    Path body;
    body.moveTo({0.56F, -0.4F}).curveTo({0.54F, -0.56F}, {0.36F, -0.6F}, {0.22F, -0.5F});
    body.curveTo({0.06F, -0.4F}, {-0.2F, -0.36F}, {-0.64F, -0.44F});
    body.lineTo({-0.55F, -0.3F}).lineTo({-0.67F, -0.2F});
    body.curveTo({-0.4F, -0.14F}, {-0.2F, -0.02F}, {0.08F, 0});
    body.curveTo({0.36F, 0}, {0.56F, -0.2F}, {0.56F, -0.4F});
    painter.fill(body.close(), shades.base);
    Path belly;
    belly.moveTo({0.42F, -0.17F}).curveTo({0.34F, -0.06F}, {0.2F, 0}, {0.08F, 0});
    belly.curveTo({-0.06F, -0.01F}, {-0.18F, -0.05F}, {-0.28F, -0.1F});
    belly.curveTo({-0.05F, -0.09F}, {0.2F, -0.12F}, {0.42F, -0.17F});
    painter.detail(belly.close(), shades.light);
    Path wing;
    wing.moveTo({0.2F, -0.4F}).curveTo({0.12F, -0.7F}, {-0.12F, -0.95F}, {-0.44F, -1});
    wing.curveTo({-0.4F, -0.76F}, {-0.4F, -0.46F}, {-0.2F, -0.26F});
    wing.curveTo({-0.06F, -0.18F}, {0.16F, -0.2F}, {0.2F, -0.4F});
    painter.fill(wing.close(), shades.light);
    painter.detail(Path::circle({0.43F, -0.43F}, 0.032F),
                   look.colour == Colour::Black ? hex(0xffe9a6) : look.materials.dark);
}

namespace {

/// A cat's head of the given half width around (0, 0): the ears reach up to y = -1.35 half widths.
void paintCatHead(PartPainter& painter, Point at, float half, const ObjectLook& look, bool asleep) {
    const auto point = [&](float x, float y) { return Point{at.x + x * half, at.y + y * half}; };
    const Shades& shades = look.shades;
    for (const float side : {-1.0F, 1.0F}) {
        painter.fill(Path::polygon({point(side * 0.97F, -0.1F), point(side * 0.86F, -1.34F),
                                    point(side * 0.12F, -0.72F)}),
                     shades.base);
        painter.detail(Path::polygon({point(side * 0.8F, -0.5F), point(side * 0.77F, -1.02F),
                                      point(side * 0.4F, -0.7F)}),
                       shades.light);
    }
    painter.fill(Path::ellipse(at, half, half * 0.84F), shades.base);
    const Rgb eye = look.colour == Colour::Black ? hex(0xffe9a6) : look.materials.dark;
    for (const float side : {-1.0F, 1.0F}) {
        if (!asleep) {
            painter.detail(Path::ellipse(point(side * 0.42F, -0.08F), half * 0.12F, half * 0.18F),
                           eye);
            continue;
        }
        Path lid;
        lid.moveTo(point(side * 0.42F - 0.2F, -0.08F));
        lid.curveTo(point(side * 0.42F - 0.12F, 0.14F), point(side * 0.42F + 0.12F, 0.14F),
                    point(side * 0.42F + 0.2F, -0.08F));
        lid.lineTo(point(side * 0.42F + 0.12F, -0.08F));
        lid.curveTo(point(side * 0.42F + 0.06F, 0.0F), point(side * 0.42F - 0.06F, 0.0F),
                    point(side * 0.42F - 0.12F, -0.08F));
        painter.detail(lid.close(), eye);
    }
    painter.detail(Path::polygon({point(-0.12F, 0.18F), point(0.12F, 0.18F), point(0, 0.34F)}),
                   eye);
}

} // namespace

void paintCat(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    Path tail;
    tail.moveTo({0.16F, -0.13F}).curveTo({0.34F, -0.1F}, {0.36F, -0.2F}, {0.3F, -0.34F});
    tail.curveTo({0.26F, -0.46F}, {0.34F, -0.56F}, {0.42F, -0.5F});
    tail.curveTo({0.37F, -0.47F}, {0.37F, -0.42F}, {0.4F, -0.34F});
    tail.curveTo({0.47F, -0.14F}, {0.38F, 0}, {0.16F, 0});
    painter.fill(tail.close(), shades.dark);
    Path body;
    body.moveTo({-0.23F, 0}).curveTo({-0.36F, -0.2F}, {-0.22F, -0.42F}, {-0.15F, -0.6F});
    body.lineTo({0.15F, -0.6F}).curveTo({0.22F, -0.42F}, {0.36F, -0.2F}, {0.23F, 0});
    painter.fill(body.close(), shades.base);
    painter.detail(Path::ellipse({0, -0.36F}, 0.1F, 0.17F), shades.light);
    painter.detail(Path::roundedRectangle(-0.125F, -0.1F, -0.005F, 0, 0.045F), shades.light);
    painter.detail(Path::roundedRectangle(0.005F, -0.1F, 0.125F, 0, 0.045F), shades.light);
    paintCatHead(painter, {0, -0.67F}, 0.245F, look, false);
}

void paintSleepingCat(PartPainter& painter, const ObjectLook& look) {
    const Shades& shades = look.shades;
    Path body;
    body.moveTo({-0.5F, 0}).curveTo({-0.62F, -0.6F}, {-0.2F, -1}, {0.2F, -1});
    body.curveTo({0.62F, -1}, {0.87F, -0.7F}, {0.87F, -0.36F});
    body.curveTo({0.87F, -0.12F}, {0.74F, 0}, {0.55F, 0});
    painter.fill(body.close(), shades.base);
    Path haunch;
    haunch.moveTo({0.2F, -0.1F}).curveTo({0.16F, -0.5F}, {0.4F, -0.66F}, {0.6F, -0.56F});
    haunch.curveTo({0.42F, -0.54F}, {0.28F, -0.4F}, {0.3F, -0.1F});
    painter.detail(haunch.close(), shades.dark);
    Path tail;
    tail.moveTo({0.86F, -0.3F}).curveTo({0.9F, -0.02F}, {0.7F, 0.0F}, {0.5F, 0.0F});
    tail.lineTo({-0.1F, 0}).curveTo({-0.2F, 0}, {-0.2F, -0.17F}, {-0.1F, -0.17F});
    tail.lineTo({0.46F, -0.17F}).curveTo({0.62F, -0.18F}, {0.7F, -0.24F}, {0.7F, -0.36F});
    painter.fill(tail.close(), shades.dark);
    paintCatHead(painter, {-0.48F, -0.34F}, 0.385F, look, true);
}

} // namespace diptych::flatland
