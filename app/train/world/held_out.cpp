#include "app/train/world/held_out.h"

#include "app/train/world/rng.h"

#include <algorithm>

namespace diptych::flatland {

bool isHeldOut(const Scene& scene, const Group& group) {
    const bool plain = scene.ground == Ground::Plain;
    std::uint64_t key = indexOf(group.colour);
    key = key * 64 + indexOf(group.kind);
    key = key * 64 + indexOf(scene.ground);
    key = key * 64 + (plain ? indexOf(group.side) : indexOf(scene.sky));
    return mixBits(key + 0x464c41544c414e44ULL) % kHeldOutOneIn == 0;
}

bool isHeldOut(const Scene& scene) {
    return std::any_of(scene.groups.begin(), scene.groups.end(),
                       [&](const Group& group) { return isHeldOut(scene, group); });
}

} // namespace diptych::flatland
