// Prompts about what training has never seen, with what a right picture shows: the examination of a
// model.
#pragma once

#include "app/train/world/judge.h"
#include "app/train/world/scene.h"

#include <cstdint>
#include <string>
#include <vector>

namespace diptych::flatland {

struct HeldOutPrompt {
    std::string prompt;
    Expectations expectations; ///< what the prompt says, and nothing else
    Scene scene;               ///< one right picture, for trying the judge
};

/// `count` prompts, always the same for the same seed. Every one has objects with kind, colour and
/// number; two of three name a side, nearly all that have a sky name it. Styles are flat, outline
/// and pastel.
std::vector<HeldOutPrompt> heldOutPrompts(std::uint64_t seed, std::size_t count);

/// What a caption with these mentions promises about the scene.
struct Mentions;
Expectations expectationsOf(const Scene& scene, const Mentions& mentions);

} // namespace diptych::flatland
