// Scenes in English: many ways to ask for a scene, and one way to describe it in full.
#pragma once

#include "app/train/world/rng.h"
#include "app/train/world/scene.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::flatland {

/// What a caption says; the rest is left open. Kind and number of objects are always said.
struct Mentions {
    bool style = false;
    bool colour = false;
    bool size = false;
    bool side = false; ///< of single objects
    bool ground = false;
    bool sky = false;
    bool body = false;     ///< sun or moon
    bool bodySide = false; ///< said only together with `body`
    bool stars = false;
    bool clouds = false;
    bool sunbeams = false;
};

/// What people would say about the scene: rather what is unusual (night, two, big) than what goes
/// without saying (day, flat, no clouds), rather little than all. Whatever is not said looks most
/// often usual, so that a short prompt gives a simple picture.
Mentions randomMentions(const Scene& scene, Rng& rng);

/// The scene in ordinary English, in one of many wordings, in lower case or with a capital letter
/// and perhaps a full stop: "a red house under a full moon", "Two small blue boats on the sea at
/// night". What `mentions` asks for but the scene has not is left out.
std::string caption(const Scene& scene, const Mentions& mentions, Rng& rng);
/// With randomMentions.
std::string caption(const Scene& scene, Rng& rng);

/// Everything about the scene in one fixed wording: what the rewriter answers to a short prompt.
/// "Flat art of a big red house on the left in a meadow at night, with a full moon on the right,
/// stars and clouds."
std::string fullCaption(const Scene& scene);

/// Every word of any caption in lower case, sorted, without doubles. Marks: the comma and the full
/// stop. In captions a word may have a capital only as the first one.
std::vector<std::string> vocabularyWords();
/// A caption's words in lower case, without marks.
std::vector<std::string> wordsOf(std::string_view caption);

} // namespace diptych::flatland
