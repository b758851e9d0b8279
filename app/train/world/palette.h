// Every colour of a picture, by sky, landscape and style. Backgrounds are pale or dark and never as
// saturated as the objects: the eye finds the object at once, and so does the judge.
#pragma once

#include "app/train/world/rgb.h"
#include "app/train/world/scene.h"

#include <array>

namespace diptych::flatland {

struct SkyColours {
    std::array<Rgb, 5> bands; ///< from the top to the horizon
    Rgb body;                 ///< sun or moon
    Rgb bodyShade;            ///< craters
    Rgb halo;
    Rgb cloud;
    Rgb cloudShade;
};

struct GroundColours {
    std::array<Rgb, 4> layers; ///< from far to near; what each is depends on the landscape
    Rgb accent;                ///< snow caps, waves, lit windows of a skyline
    Rgb shadow;                ///< under objects, translucent
};

/// What objects are made of besides their own colour.
struct Materials {
    Rgb glass;   ///< windows; lit at night
    Rgb cream;   ///< doors, sails
    Rgb wood;    ///< trunks, baskets
    Rgb dark;    ///< wheels, eyes
    Rgb leaf;    ///< stems
    Rgb amber;   ///< beaks, lamps
    Rgb outline; ///< contours of the outline style
};

/// The named colour of an object with its lit and its shaded tone.
struct Shades {
    Rgb light;
    Rgb base;
    Rgb dark;
};

struct Palette {
    SkyColours sky;
    GroundColours ground;
    Materials materials;
};

/// `variant` chooses among a few skies and backdrops of equal meaning.
Palette paletteOf(const Scene& scene, std::size_t variant);
Shades shadesOf(Colour colour, const Scene& scene);

} // namespace diptych::flatland
