// The painters of a scene's parts, from back to front; paint.cpp calls them in that order.
#pragma once

#include "app/train/world/drawing.h"
#include "app/train/world/layout.h"
#include "app/train/world/palette.h"
#include "app/train/world/rng.h"
#include "app/train/world/scene.h"

namespace diptych::flatland {

/// What every painter needs.
struct Stage {
    const Scene& scene;
    const Palette& palette;
    Rng& rng;
    Drawing& drawing;

    float width() const { return drawing.width; }
    float height() const { return drawing.height; }
    float horizon() const { return drawing.height * kHorizon; }
};

/// Centre of the sun or the moon and its radius; for scenes that have one.
Point bodyCentre(const Stage& stage);
float bodyRadius(const Stage& stage);

/// Bands, stars, sun or moon, clouds; or the plain background.
void paintSky(Stage& stage);
/// The landscape up to where objects stand; nothing on a plain background.
void paintGround(Stage& stage);
/// Shafts of light from the sun and the bright patch where they fall.
void paintSunbeams(Stage& stage);
void paintObject(Stage& stage, const Placement& placement);

// The families behind paintObject and paintGround.

/// Colours and conditions for one object.
struct ObjectLook {
    Shades shades;
    Materials materials;
    Colour colour = Colour::Red;
    bool night = false;
};

void paintHouse(PartPainter& painter, const ObjectLook& look);
void paintLighthouse(PartPainter& painter, const ObjectLook& look);
void paintCar(PartPainter& painter, const ObjectLook& look);
void paintBoat(PartPainter& painter, const ObjectLook& look);
void paintBalloon(PartPainter& painter, const ObjectLook& look);
void paintTree(PartPainter& painter, const ObjectLook& look);
void paintFlower(PartPainter& painter, const ObjectLook& look);
void paintBird(PartPainter& painter, const ObjectLook& look);
void paintCat(PartPainter& painter, const ObjectLook& look);
void paintSleepingCat(PartPainter& painter, const ObjectLook& look);
void paintShape(PartPainter& painter, Kind kind, const ObjectLook& look);

void paintMeadow(Stage& stage);
void paintHills(Stage& stage);
void paintMountains(Stage& stage);
void paintSea(Stage& stage);
void paintDesert(Stage& stage);
void paintSnow(Stage& stage);
void paintForest(Stage& stage);
void paintCity(Stage& stage);

/// A filled layer of earth below a smooth ridge. `points` run from the left edge to the right one,
/// x in shares of the width, y in shares of the height.
Path ridge(const Stage& stage, std::initializer_list<Point> points);
/// Adds a part that holds one figure.
void addGround(Stage& stage, Path path, Rgb colour);

} // namespace diptych::flatland
