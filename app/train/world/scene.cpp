#include "app/train/world/scene.h"

#include <algorithm>

namespace diptych::flatland {

Habitat habitatOf(Kind kind) {
    switch (kind) {
    case Kind::House:
    case Kind::Lighthouse:
    case Kind::Tree:
    case Kind::Flower:
    case Kind::Car:
    case Kind::Cat:
    case Kind::SleepingCat:
        return Habitat::Land;
    case Kind::Boat:
        return Habitat::Water;
    case Kind::Bird:
    case Kind::Balloon:
        return Habitat::Air;
    case Kind::Circle:
    case Kind::Square:
    case Kind::Triangle:
    case Kind::Star:
    case Kind::Heart:
        return Habitat::Plane;
    }
    return Habitat::Plane;
}

bool isShape(Kind kind) {
    return habitatOf(kind) == Habitat::Plane;
}

std::string_view nameOf(Style style) {
    constexpr std::string_view kNames[] = {"flat", "outline", "pastel", "neon", "pencil"};
    return kNames[indexOf(style)];
}

std::string_view nameOf(Sky sky) {
    constexpr std::string_view kNames[] = {"day", "sunset", "night"};
    return kNames[indexOf(sky)];
}

std::string_view nameOf(Ground ground) {
    constexpr std::string_view kNames[] = {"plain",  "meadow", "hills",  "mountains", "sea",
                                           "desert", "snow",   "forest", "city"};
    return kNames[indexOf(ground)];
}

std::string_view nameOf(Colour colour) {
    constexpr std::string_view kNames[] = {"red",    "orange", "yellow", "green", "blue",
                                           "purple", "pink",   "white",  "black"};
    return kNames[indexOf(colour)];
}

std::string_view nameOf(Kind kind) {
    constexpr std::string_view kNames[] = {
        "house", "lighthouse",   "tree",   "flower", "car",      "boat", "bird", "balloon",
        "cat",   "sleeping cat", "circle", "square", "triangle", "star", "heart"};
    return kNames[indexOf(kind)];
}

std::string_view nameOf(Side side) {
    constexpr std::string_view kNames[] = {"left", "centre", "right"};
    return kNames[indexOf(side)];
}

namespace {

std::optional<std::string_view> contradictionOfSky(const Scene& scene) {
    const bool plain = scene.ground == Ground::Plain;
    const bool night = scene.sky == Sky::Night;
    const bool body = scene.sun || scene.moon != Moon::None;
    if (plain && (scene.sky != Sky::Day || body || scene.stars || scene.clouds || scene.sunbeams))
        return "a plain background has no sky";
    if (!plain && scene.backdrop != Backdrop::Light)
        return "a landscape has no backdrop";
    if (scene.sun && night)
        return "the sun at night";
    if (!night && (scene.moon != Moon::None || scene.stars))
        return "the moon or stars without night";
    if (scene.sunbeams && (!scene.sun || scene.sky != Sky::Day))
        return "sunbeams without the sun of the day";
    if (!body && scene.bodySide != Side::Right)
        return "a side for neither sun nor moon";
    return std::nullopt;
}

std::optional<std::string_view> contradictionOfGroup(const Scene& scene, const Group& group) {
    const bool plain = scene.ground == Ground::Plain;
    if (group.count < 1 || group.count > 3)
        return "a count outside 1 to 3";
    if (group.count > 1 && group.side != Side::Centre)
        return "one side for several objects";
    if (isShape(group.kind) && !plain)
        return "a shape in a landscape";
    if (group.kind == Kind::Boat && !plain && scene.ground != Ground::Sea)
        return "a boat on dry land";
    return std::nullopt;
}

/// Whether two groups would be drawn over each other.
bool collide(const Scene& scene, const Group& a, const Group& b) {
    if (a.count == 1 && b.count == 1) {
        const bool sameLine =
            scene.ground == Ground::Plain || habitatOf(a.kind) == habitatOf(b.kind);
        return a.side == b.side || (sameLine && (a.side == Side::Centre || b.side == Side::Centre));
    }
    if (scene.ground == Ground::Plain)
        return true;
    const Group& many = a.count > 1 ? a : b;
    const Group& other = a.count > 1 ? b : a;
    // A row of objects leaves room in the air only while it is not tall itself.
    return other.count > 1 || habitatOf(other.kind) != Habitat::Air ||
           habitatOf(many.kind) == Habitat::Air || many.size == Size::Big ||
           other.size == Size::Big || many.kind == Kind::Lighthouse;
}

} // namespace

std::optional<std::string_view> contradiction(const Scene& scene) {
    if (const auto why = contradictionOfSky(scene))
        return why;
    if (scene.groups.size() > 2)
        return "more than two groups";
    if (scene.ground == Ground::Plain && scene.groups.empty())
        return "an empty plain background";
    const bool body = scene.sun || scene.moon != Moon::None;
    for (const Group& group : scene.groups) {
        if (const auto why = contradictionOfGroup(scene, group))
            return why;
        if (body && habitatOf(group.kind) == Habitat::Air &&
            (group.count > 1 || group.side == scene.bodySide))
            return "a sun or moon behind what flies";
    }
    if (scene.groups.size() == 2) {
        const Group& a = scene.groups[0];
        const Group& b = scene.groups[1];
        if (collide(scene, a, b))
            return "two groups in one place";
        if (a.kind == b.kind && a.colour == b.colour)
            return "two equal groups";
    }
    return std::nullopt;
}

} // namespace diptych::flatland
