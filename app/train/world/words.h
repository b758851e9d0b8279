// The words of Flatland's captions, as tables. Every word of a caption comes from here, so that the
// vocabulary can be listed (caption.h).
#pragma once

#include "app/train/world/scene.h"

#include <span>
#include <string_view>
#include <vector>

namespace diptych::flatland {

using Phrases = std::span<const std::string_view>;

/// A way to name a kind.
struct Noun {
    std::string_view singular;
    std::string_view plural;
    std::string_view after; ///< what follows: "sleeping" in "a black cat sleeping"; may be empty
};

/// "stands", "stand". Shapes have none.
struct Verb {
    std::string_view singular;
    std::string_view plural;
};

/// How captions name a landscape.
struct GroundWords {
    Phrases land;  ///< where something stands: "in a meadow"
    Phrases water; ///< where a boat is: "on the sea"
    Phrases air;   ///< where something flies: "over a meadow"
    Phrases noun;  ///< the landscape itself, after "over" or before "at night"
    Phrases tag;   ///< one or two words
};

/// How captions name a style.
struct StyleWords {
    Phrases before; ///< "a pastel picture of"
    Phrases after;  ///< "in pastel colors", behind a comma
};

std::span<const Noun> nounsOf(Kind kind);
/// Nouns for the sentence with a verb: the cat of "a cat is sleeping".
std::span<const Noun> subjectsOf(Kind kind);
std::span<const Verb> verbsOf(Kind kind);
/// The landscape's words; for Ground::Plain those of the backdrop.
GroundWords wordsOf(Ground ground, Backdrop backdrop);
/// Where the scene's objects are: what stands on land decides, then a boat, then what flies. The
/// landscape itself when there are none.
Phrases placesOf(const Scene& scene);
StyleWords wordsOf(Style style);
/// "at night", "under a dark sky".
Phrases phrasesOf(Sky sky);
Phrases tagsOf(Sky sky);
/// The empty string for Normal.
Phrases wordsOf(Size size);
/// "on the left".
Phrases phrasesOf(Side side);

/// What a caption may say about one more thing in the sky.
struct SkyThing {
    Phrases with;  ///< a noun phrase after "with": "a full moon"
    Phrases under; ///< a whole phrase that stands alone: "under a full moon"
};
SkyThing wordsOfSun(Sky sky);
SkyThing wordsOf(Moon moon);
SkyThing wordsOfStars();
SkyThing wordsOfClouds(Sky sky);
SkyThing wordsOfSunbeams();
Phrases wordsOfClearSky();

/// "a picture of": how people begin to ask for anything.
Phrases openings();
/// "two", "three" by count, and words for any number above one.
std::string_view wordOfCount(int count);
Phrases wordsOfMany();
/// "and", "next to": between two objects.
Phrases conjunctions();
/// "to the left of": between an object and another to the right of it.
Phrases leftOf();
/// "in the sky": where something flies over an unnamed landscape.
Phrases inTheSky();
/// "side by side": behind several objects.
Phrases inARow();
/// All tables, one phrase after the other.
std::vector<std::string_view> allPhrases();

} // namespace diptych::flatland
