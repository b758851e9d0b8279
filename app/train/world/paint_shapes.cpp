// The basic shapes, each in a box from (-0.5, -1) to (0.5, 0), and the choice of a painter for each
// kind.
#include "app/train/world/painters.h"

namespace diptych::flatland {
namespace {

Path star() {
    Path path;
    for (int i = 0; i < 10; ++i) {
        // The first point at the top; y is down.
        const float turns = static_cast<float>(i) / 10 + 0.75F;
        const Point unit = onUnitCircle(turns > 1 ? turns - 1 : turns);
        const float radius = i % 2 == 0 ? 0.54F : 0.245F;
        const Point point{unit.x * radius, -0.47F + unit.y * radius};
        i == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    return path.close();
}

Path heart() {
    Path path;
    path.moveTo({0, -0.02F});
    path.curveTo({-0.3F, -0.27F}, {-0.52F, -0.45F}, {-0.52F, -0.68F});
    path.curveTo({-0.52F, -0.86F}, {-0.39F, -0.97F}, {-0.25F, -0.97F});
    path.curveTo({-0.13F, -0.97F}, {-0.05F, -0.9F}, {0, -0.8F});
    path.curveTo({0.05F, -0.9F}, {0.13F, -0.97F}, {0.25F, -0.97F});
    path.curveTo({0.39F, -0.97F}, {0.52F, -0.86F}, {0.52F, -0.68F});
    path.curveTo({0.52F, -0.45F}, {0.3F, -0.27F}, {0, -0.02F});
    return path.close();
}

} // namespace

void paintShape(PartPainter& painter, Kind kind, const ObjectLook& look) {
    const Rgb colour = look.shades.base;
    switch (kind) {
    case Kind::Circle:
        return painter.fill(Path::circle({0, -0.5F}, 0.5F), colour);
    case Kind::Square:
        return painter.fill(Path::rectangle(-0.46F, -0.96F, 0.46F, -0.04F), colour);
    case Kind::Triangle:
        return painter.fill(Path::polygon({{0, -0.97F}, {0.54F, -0.04F}, {-0.54F, -0.04F}}),
                            colour);
    case Kind::Star:
        return painter.fill(star(), colour);
    default:
        return painter.fill(heart(), colour);
    }
}

namespace {

void paintKind(PartPainter& painter, Kind kind, const ObjectLook& look) {
    switch (kind) {
    case Kind::House:
        return paintHouse(painter, look);
    case Kind::Lighthouse:
        return paintLighthouse(painter, look);
    case Kind::Tree:
        return paintTree(painter, look);
    case Kind::Flower:
        return paintFlower(painter, look);
    case Kind::Car:
        return paintCar(painter, look);
    case Kind::Boat:
        return paintBoat(painter, look);
    case Kind::Bird:
        return paintBird(painter, look);
    case Kind::Balloon:
        return paintBalloon(painter, look);
    case Kind::Cat:
        return paintCat(painter, look);
    case Kind::SleepingCat:
        return paintSleepingCat(painter, look);
    case Kind::Circle:
    case Kind::Square:
    case Kind::Triangle:
    case Kind::Star:
    case Kind::Heart:
        return paintShape(painter, kind, look);
    }
}

/// What grounds an object: a shadow on land, a dark mirror image in water.
void paintShadow(Stage& stage, const Placement& placement) {
    const Habitat habitat = habitatOf(placement.kind);
    if (stage.scene.ground == Ground::Plain || habitat == Habitat::Air)
        return;
    PartPainter painter(stage.drawing.begin(Layer::Shadow), placement.mapping);
    const float half = aspectOf(placement.kind) / 2;
    const Rgb colour = stage.palette.ground.shadow;
    if (habitat == Habitat::Water) {
        painter.fill(Path::ellipse({0, 0}, half * 1.05F, 0.035F), colour, 0.5F);
        painter.fill(Path::roundedRectangle(-half * 0.7F, 0.06F, half * 0.75F, 0.095F, 0.017F),
                     colour, 0.35F);
        return;
    }
    const bool slender = placement.kind == Kind::Tree || placement.kind == Kind::Flower;
    painter.fill(Path::ellipse({0, -0.005F}, half * (slender ? 0.62F : 1.08F),
                               placement.kind == Kind::Car ? 0.07F : 0.04F),
                 colour, 0.4F);
}

} // namespace

void paintObject(Stage& stage, const Placement& placement) {
    paintShadow(stage, placement);
    PartPainter painter(stage.drawing.begin(Layer::Object), placement.mapping);
    paintKind(painter, placement.kind,
              {.shades = shadesOf(placement.colour, stage.scene),
               .materials = stage.palette.materials,
               .colour = placement.colour,
               .night = stage.scene.sky == Sky::Night});
}

} // namespace diptych::flatland
