// Scenes for training: drawn by weights, never held out, never contradicting themselves.
#pragma once

#include "app/train/world/rng.h"
#include "app/train/world/scene.h"

#include <array>

namespace diptych::flatland {

/// How often what is drawn; probabilities, and weights where there are several values.
struct SceneMix {
    float plain = 0.24F;     ///< a plain background instead of a landscape
    float empty = 0.14F;     ///< a landscape without objects
    float twoGroups = 0.3F;  ///< a second group, where it finds room
    float severalOf = 0.22F; ///< two or three of the first kind
    float sized = 0.4F;      ///< small or big instead of normal
    float clouds = 0.4F;
    float sunbeams = 0.16F;                            ///< of the days with a sun
    std::array<float, 3> skies = {0.4F, 0.28F, 0.32F}; ///< by Sky
    /// By Style. Neon and Pencil are LoRAs' work.
    std::array<float, 5> styles = {0.74F, 0.13F, 0.13F, 0, 0};

    bool operator==(const SceneMix&) const = default;
};

/// A mix for a learner that has come this far, 0…1: at first mostly single objects and shapes in
/// the flat style, at last SceneMix{}.
SceneMix mixAt(float progress);

/// A scene that is not held out (held_out.h) and has no contradiction.
Scene randomScene(Rng& rng, const SceneMix& mix = {});

/// As randomScene, held-out scenes included.
Scene anyScene(Rng& rng, const SceneMix& mix = {});

} // namespace diptych::flatland
