#include "app/train/world/held_out_prompts.h"

#include "app/train/world/caption.h"
#include "app/train/world/held_out.h"
#include "app/train/world/random_scene.h"

#include <algorithm>

namespace diptych::flatland {

Expectations expectationsOf(const Scene& scene, const Mentions& mentions) {
    Expectations expected;
    for (const Group& group : scene.groups) {
        ExpectedObject object{
            .kind = group.kind, .colour = group.colour, .count = group.count, .side = {}};
        if (mentions.side && group.count == 1)
            object.side = group.side;
        expected.objects.push_back(object);
    }
    const bool moon = mentions.body && scene.moon != Moon::None;
    const bool stars = mentions.stars && scene.stars;
    if (scene.ground != Ground::Plain && (mentions.sky || moon || stars))
        expected.sky = scene.sky;
    return expected;
}

std::vector<HeldOutPrompt> heldOutPrompts(std::uint64_t seed, std::size_t count) {
    Rng rng(mixBits(seed ^ 0x4845'4c44ULL));
    SceneMix mix;
    mix.empty = 0;
    std::vector<HeldOutPrompt> prompts;
    while (prompts.size() < count) {
        const Scene scene = anyScene(rng, mix);
        if (!isHeldOut(scene))
            continue;
        Mentions mentions = randomMentions(scene, rng);
        mentions.colour = true;
        mentions.side = rng.chance(0.67F);
        mentions.sky = rng.chance(0.9F);
        mentions.ground = mentions.ground || rng.chance(0.5F);
        prompts.push_back({.prompt = caption(scene, mentions, rng),
                           .expectations = expectationsOf(scene, mentions),
                           .scene = scene});
    }
    return prompts;
}

} // namespace diptych::flatland
