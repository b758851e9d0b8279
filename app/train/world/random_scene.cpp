#include "app/train/world/random_scene.h"

#include "app/train/world/held_out.h"

#include <algorithm>
#include <vector>

namespace diptych::flatland {
namespace {

std::vector<Kind> kindsOf(const Scene& scene) {
    std::vector<Kind> kinds;
    for (const Kind kind : kKinds)
        if (!isShape(kind) && (kind != Kind::Boat || scene.ground == Ground::Sea))
            kinds.push_back(kind);
    // The sea is where boats are: as often as all others together.
    if (scene.ground == Ground::Sea)
        kinds.insert(kinds.end(), 7, Kind::Boat);
    return kinds;
}

Kind randomKind(Rng& rng, const Scene& scene) {
    if (scene.ground != Ground::Plain)
        return rng.pick(kindsOf(scene));
    if (rng.chance(0.26F))
        return kKinds[rng.below(indexOf(Kind::Circle))];
    return kKinds[indexOf(Kind::Circle) + rng.below(5)];
}

Colour randomColour(Rng& rng, const Scene& scene) {
    for (;;) {
        const Colour colour = rng.pick(kColours);
        // Light on light and dark on dark would show nothing.
        if (scene.ground == Ground::Plain &&
            colour == (scene.backdrop == Backdrop::Dark ? Colour::Black : Colour::White))
            continue;
        return colour;
    }
}

Group randomGroup(Rng& rng, const Scene& scene, const SceneMix& mix) {
    Group group;
    group.kind = randomKind(rng, scene);
    group.colour = randomColour(rng, scene);
    if (rng.chance(mix.sized))
        group.size = rng.chance(0.5F) ? Size::Small : Size::Big;
    return group;
}

void addGroups(Rng& rng, Scene& scene, const SceneMix& mix) {
    Group first = randomGroup(rng, scene, mix);
    const bool several = rng.chance(mix.severalOf);
    const bool second = rng.chance(mix.twoGroups);
    if (several)
        first.count = rng.chance(0.6F) ? 2 : 3;
    else
        first.side = rng.pick(kSides);
    if (!second) {
        scene.groups = {first};
        return;
    }
    Group other = randomGroup(rng, scene, mix);
    while (scene.ground == Ground::Plain && isShape(first.kind) != isShape(other.kind))
        other = randomGroup(rng, scene, mix);
    const bool sameHabitat =
        scene.ground == Ground::Plain || habitatOf(first.kind) == habitatOf(other.kind);
    if (first.count == 1 && sameHabitat) {
        first.side = rng.chance(0.5F) ? Side::Left : Side::Right;
        other.side = first.side == Side::Left ? Side::Right : Side::Left;
    } else {
        other.side = rng.pick(kSides);
    }
    scene.groups = {first, other};
}

/// Whether a sun or a moon on this side would hide behind something.
bool hidden(const Scene& scene, Side side) {
    return std::any_of(scene.groups.begin(), scene.groups.end(), [&](const Group& group) {
        const bool low = scene.sky == Sky::Sunset;
        const bool tall = low || group.size == Size::Big || group.kind == Kind::Lighthouse;
        const bool inTheWay = habitatOf(group.kind) == Habitat::Air || tall;
        if (group.count > 1)
            return habitatOf(group.kind) == Habitat::Air;
        return inTheWay && group.side == side;
    });
}

void placeBody(Rng& rng, Scene& scene) {
    std::vector<Side> sides;
    for (const Side side : kSides)
        if (!hidden(scene, side))
            sides.push_back(side);
    if (scene.sky == Sky::Night)
        scene.moon = rng.chance(0.15F)  ? Moon::None
                     : rng.chance(0.6F) ? Moon::Full
                                        : Moon::Crescent;
    else
        scene.sun = rng.chance(scene.sky == Sky::Sunset ? 0.85F : 0.6F);
    if (sides.empty()) {
        scene.sun = false;
        scene.moon = Moon::None;
    }
    if (scene.sun || scene.moon != Moon::None)
        scene.bodySide = rng.pick(sides);
}

Scene proposedScene(Rng& rng, const SceneMix& mix) {
    Scene scene;
    scene.detail = static_cast<std::uint32_t>(rng.next() >> 32);
    scene.style = kStyles[rng.weighted(mix.styles)];
    if (rng.chance(mix.plain)) {
        scene.ground = Ground::Plain;
        scene.backdrop = rng.chance(0.25F) ? Backdrop::Dark : Backdrop::Light;
        addGroups(rng, scene, mix);
        return scene;
    }
    scene.ground = kGrounds[1 + rng.below(kGrounds.size() - 1)];
    scene.sky = kSkies[rng.weighted(mix.skies)];
    if (!rng.chance(mix.empty))
        addGroups(rng, scene, mix);
    placeBody(rng, scene);
    scene.stars = scene.sky == Sky::Night && rng.chance(0.7F);
    scene.clouds = rng.chance(scene.stars ? mix.clouds * 0.4F : mix.clouds);
    scene.sunbeams = scene.sun && scene.sky == Sky::Day && rng.chance(mix.sunbeams);
    return scene;
}

} // namespace

SceneMix mixAt(float progress) {
    const SceneMix goal;
    const float share = std::clamp(progress, 0.0F, 1.0F);
    const auto between = [share](float from, float to) { return from + (to - from) * share; };
    SceneMix mix = goal;
    mix.plain = between(0.4F, goal.plain);
    mix.twoGroups = between(0.05F, goal.twoGroups);
    mix.severalOf = between(0.05F, goal.severalOf);
    mix.sized = between(0.1F, goal.sized);
    mix.clouds = between(0.15F, goal.clouds);
    mix.styles[indexOf(Style::Outline)] = between(0.02F, goal.styles[indexOf(Style::Outline)]);
    mix.styles[indexOf(Style::Pastel)] = between(0.02F, goal.styles[indexOf(Style::Pastel)]);
    return mix;
}

Scene anyScene(Rng& rng, const SceneMix& mix) {
    for (;;) {
        Scene scene = proposedScene(rng, mix);
        if (!contradiction(scene))
            return scene;
    }
}

Scene randomScene(Rng& rng, const SceneMix& mix) {
    for (;;) {
        Scene scene = anyScene(rng, mix);
        if (!isHeldOut(scene))
            return scene;
    }
}

} // namespace diptych::flatland
