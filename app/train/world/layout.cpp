#include "app/train/world/layout.h"

#include <algorithm>

namespace diptych::flatland {
namespace {

struct Proportions {
    float height = 0.36F; ///< of an object of normal size, in units of the drawing
    float aspect = 1;
};

Proportions proportionsOf(Kind kind) {
    switch (kind) {
    case Kind::House:
        return {.height = 0.43F, .aspect = 1.0F};
    case Kind::Lighthouse:
        return {.height = 0.54F, .aspect = 0.36F};
    case Kind::Tree:
        return {.height = 0.47F, .aspect = 0.84F};
    case Kind::Flower:
        return {.height = 0.43F, .aspect = 0.66F};
    case Kind::Car:
        return {.height = 0.25F, .aspect = 1.9F};
    case Kind::Boat:
        return {.height = 0.44F, .aspect = 0.92F};
    case Kind::Bird:
        return {.height = 0.27F, .aspect = 1.35F};
    case Kind::Balloon:
        return {.height = 0.4F, .aspect = 0.74F};
    case Kind::Cat:
        return {.height = 0.41F, .aspect = 0.78F};
    case Kind::SleepingCat:
        return {.height = 0.24F, .aspect = 1.75F};
    case Kind::Circle:
    case Kind::Square:
    case Kind::Triangle:
    case Kind::Star:
    case Kind::Heart:
        return {.height = 0.36F, .aspect = 1.08F};
    }
    return {};
}

float factorOf(Size size) {
    switch (size) {
    case Size::Small:
        return 0.68F;
    case Size::Normal:
        return 1.0F;
    case Size::Big:
        return 1.36F;
    }
    return 1.0F;
}

/// How much smaller things get so that all have room.
float crowding(const Scene& scene, const Group& group) {
    constexpr float kByCount[] = {1.0F, 0.84F, 0.7F};
    return kByCount[group.count - 1] * (scene.groups.size() > 1 ? 0.86F : 1.0F);
}

/// The widest that an object may be, in units of the drawing.
float roomFor(const Scene& scene, const Group& group, float width) {
    if (group.count > 1)
        return width * (group.count == 2 ? 0.35F : 0.255F);
    return width * (scene.groups.size() > 1 ? 0.44F : 0.9F);
}

/// The line on which the object's foot stands; bigger things stand nearer.
float footOf(const Scene& scene, const Group& group, float objectHeight, float height) {
    if (scene.ground == Ground::Plain)
        return height / 2 + objectHeight / 2;
    const float nearness = group.size == Size::Big     ? 0.045F
                           : group.size == Size::Small ? -0.04F
                                                       : 0;
    switch (habitatOf(group.kind)) {
    case Habitat::Air:
        return height * 0.3F + objectHeight / 2;
    case Habitat::Water:
        // Off the shore that land objects bring with them.
        return height * (scene.groups.size() > 1 ? 0.765F : 0.79F + nearness);
    default:
        return height * (0.87F + nearness);
    }
}

} // namespace

float aspectOf(Kind kind) {
    return proportionsOf(kind).aspect;
}

float columnOf(Side side, float width) {
    constexpr float kShares[] = {0.24F, 0.5F, 0.76F};
    return width * kShares[indexOf(side)];
}

std::vector<Placement> layOut(const Scene& scene, float width, float height, Rng& rng) {
    constexpr float kRows[3][3] = {{0.5F}, {0.3F, 0.7F}, {0.2F, 0.5F, 0.8F}};
    constexpr float kMargin = 0.02F;
    std::vector<Placement> placements;
    for (Group group : scene.groups) {
        group.count = std::clamp(group.count, 1, 3);
        const Proportions proportions = proportionsOf(group.kind);
        const float tall =
            std::min(proportions.height * factorOf(group.size) * crowding(scene, group),
                     roomFor(scene, group, width) / proportions.aspect);
        const float foot = footOf(scene, group, tall, height);
        const float half = tall * proportions.aspect / 2 + kMargin;
        const bool turned = !isShape(group.kind) && rng.chance(0.5F);
        for (int i = 0; i < group.count; ++i) {
            float x =
                group.count == 1 ? columnOf(group.side, width) : width * kRows[group.count - 1][i];
            x = std::clamp(x + rng.between(-0.012F, 0.012F), std::min(half, width / 2),
                           std::max(width - half, width / 2));
            const float sway = rng.between(-0.01F, 0.01F) + (i == 1 ? 0.012F : 0.0F);
            const float lower = scene.ground == Ground::Plain ? 0 : sway;
            placements.push_back({.kind = group.kind,
                                  .colour = group.colour,
                                  .mapping = {.scaleX = turned ? -tall : tall,
                                              .scaleY = tall,
                                              .dx = x,
                                              .dy = foot + lower}});
        }
    }
    return placements;
}

} // namespace diptych::flatland
