// What training never sees: combinations of colour, kind and place that the judge's prompts ask
// for, so that a model which draws them has understood words instead of learning pictures by heart.
#pragma once

#include "app/train/world/scene.h"

namespace diptych::flatland {

/// One combination in this many is held out.
inline constexpr unsigned kHeldOutOneIn = 12;

/// Whether this group in this scene is held out. In a landscape the combination is (colour, kind,
/// ground, sky), whatever the side, size and count; on a plain background, where there are few, it
/// is (colour, kind, side). Style and detail do not count. The rule hashes the values' places in
/// their lists (scene.h), so it holds on every machine and for ever.
bool isHeldOut(const Scene& scene, const Group& group);
/// Whether any of its groups is held out. Scenes without objects never are.
bool isHeldOut(const Scene& scene);

} // namespace diptych::flatland
