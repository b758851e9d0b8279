#include "app/train/world/words.h"

#include <algorithm>
#include <initializer_list>

namespace diptych::flatland {
namespace {

using Words = std::string_view;

// Kinds -----------------------------------------------------------------------------------------

constexpr Noun kHouses[] = {
    {"house", "houses", ""}, {"house", "houses", ""}, {"cottage", "cottages", ""}};
constexpr Noun kLighthouses[] = {{"lighthouse", "lighthouses", ""}};
constexpr Noun kTrees[] = {{"tree", "trees", ""}};
constexpr Noun kFlowers[] = {{"flower", "flowers", ""}};
constexpr Noun kCars[] = {{"car", "cars", ""}};
constexpr Noun kBoats[] = {{"boat", "boats", ""},         {"boat", "boats", ""},
                           {"sailboat", "sailboats", ""}, {"sailing boat", "sailing boats", ""},
                           {"ship", "ships", ""},         {"boat", "boats", "sailing"}};
constexpr Noun kBirds[] = {
    {"bird", "birds", ""}, {"bird", "birds", "flying"}, {"flying bird", "flying birds", ""}};
constexpr Noun kBalloons[] = {{"balloon", "balloons", ""},
                              {"hot air balloon", "hot air balloons", ""},
                              {"hot air balloon", "hot air balloons", "floating"},
                              {"balloon", "balloons", "flying"}};
constexpr Noun kCats[] = {{"cat", "cats", ""},
                          {"cat", "cats", ""},
                          {"cat", "cats", "sitting"},
                          {"sitting cat", "sitting cats", ""},
                          {"kitten", "kittens", ""}};
constexpr Noun kSleepingCats[] = {{"sleeping cat", "sleeping cats", ""},
                                  {"cat", "cats", "sleeping"},
                                  {"cat", "cats", "asleep"},
                                  {"sleeping kitten", "sleeping kittens", ""}};
constexpr Noun kCircles[] = {{"circle", "circles", ""}};
constexpr Noun kSquares[] = {{"square", "squares", ""}};
constexpr Noun kTriangles[] = {{"triangle", "triangles", ""}};
constexpr Noun kStars[] = {{"star", "stars", ""}};
constexpr Noun kHearts[] = {{"heart", "hearts", ""}};

// What can go before a verb.
constexpr Noun kBoatSubjects[] = {
    {"boat", "boats", ""}, {"sailboat", "sailboats", ""}, {"ship", "ships", ""}};
constexpr Noun kBirdSubjects[] = {{"bird", "birds", ""}};
constexpr Noun kBalloonSubjects[] = {{"balloon", "balloons", ""},
                                     {"hot air balloon", "hot air balloons", ""}};
constexpr Noun kCatSubjects[] = {
    {"cat", "cats", ""}, {"cat", "cats", ""}, {"kitten", "kittens", ""}};

constexpr std::span<const Noun> kNouns[] = {
    kHouses, kLighthouses,  kTrees,   kFlowers, kCars,      kBoats, kBirds, kBalloons,
    kCats,   kSleepingCats, kCircles, kSquares, kTriangles, kStars, kHearts};

constexpr Verb kStand[] = {{"stands", "stand"}, {"is", "are"}};
constexpr Verb kGrow[] = {{"grows", "grow"}, {"stands", "stand"}};
constexpr Verb kBloom[] = {{"grows", "grow"}, {"blooms", "bloom"}};
constexpr Verb kDrive[] = {{"drives", "drive"}, {"is parked", "are parked"}};
constexpr Verb kSail[] = {{"sails", "sail"}, {"is sailing", "are sailing"}};
constexpr Verb kFly[] = {{"flies", "fly"}, {"is flying", "are flying"}};
constexpr Verb kFloat[] = {{"floats", "float"}, {"flies", "fly"}};
constexpr Verb kSit[] = {{"sits", "sit"}, {"is sitting", "are sitting"}};
constexpr Verb kSleep[] = {
    {"sleeps", "sleep"}, {"is sleeping", "are sleeping"}, {"is asleep", "are asleep"}};

constexpr std::span<const Verb> kVerbs[] = {
    kStand, kStand, kGrow, kBloom, kDrive, kSail, kFly, kFloat, kSit, kSleep, {}, {}, {}, {}, {}};

// Landscapes ------------------------------------------------------------------------------------

constexpr Words kMeadowLand[] = {"in a meadow", "on a meadow", "on the grass", "in a field",
                                 "in the grass"};
constexpr Words kMeadowAir[] = {"over a meadow", "above the meadow", "over the grass",
                                "over a field"};
constexpr Words kMeadowNoun[] = {"a meadow", "the meadow", "a field", "fields of grass"};
constexpr Words kMeadowTag[] = {"meadow", "grass", "field"};
constexpr Words kHillsLand[] = {"on a hill", "on the hills", "in the hills", "among hills",
                                "in front of hills"};
constexpr Words kHillsAir[] = {"over the hills", "above the hills", "over rolling hills"};
constexpr Words kHillsNoun[] = {"hills", "the hills", "rolling hills"};
constexpr Words kHillsTag[] = {"hills", "rolling hills"};
constexpr Words kMountainsLand[] = {"in the mountains", "in front of mountains",
                                    "near the mountains", "below the mountains"};
constexpr Words kMountainsAir[] = {"over the mountains", "above the mountains", "over mountains"};
constexpr Words kMountainsNoun[] = {"mountains", "the mountains", "snowy mountains",
                                    "high mountains"};
constexpr Words kMountainsTag[] = {"mountains", "mountain landscape"};
constexpr Words kSeaLand[] = {"by the sea", "on the beach", "by the ocean", "on the shore",
                              "at the beach"};
constexpr Words kSeaWater[] = {"on the sea", "at sea", "on the water", "on the ocean",
                               "in the sea"};
constexpr Words kSeaAir[] = {"over the sea", "above the sea", "over the ocean", "over the water"};
constexpr Words kSeaNoun[] = {"the sea", "the ocean", "a calm sea"};
constexpr Words kSeaTag[] = {"sea", "ocean"};
constexpr Words kDesertLand[] = {"in the desert", "in a desert", "on the sand", "among sand dunes"};
constexpr Words kDesertAir[] = {"over the desert", "above the desert", "over sand dunes"};
constexpr Words kDesertNoun[] = {"the desert", "a desert", "sand dunes"};
constexpr Words kDesertTag[] = {"desert", "sand dunes"};
constexpr Words kSnowLand[] = {"in the snow", "in a snowy landscape", "in a snowy field",
                               "in winter"};
constexpr Words kSnowAir[] = {"over the snow", "above the snow", "over a snowy landscape"};
constexpr Words kSnowNoun[] = {"a snowy landscape", "a winter landscape", "snow", "snowy fields"};
constexpr Words kSnowTag[] = {"snow", "winter", "snowy landscape"};
constexpr Words kForestLand[] = {"in the forest", "in a forest", "in the woods",
                                 "in front of a forest"};
constexpr Words kForestAir[] = {"over the forest", "above the forest", "over the woods"};
constexpr Words kForestNoun[] = {"a forest", "the forest", "the woods"};
constexpr Words kForestTag[] = {"forest", "woods"};
constexpr Words kCityLand[] = {"in the city", "in a city", "in town", "in front of a city"};
constexpr Words kCityAir[] = {"over the city", "above the city", "over a town"};
constexpr Words kCityNoun[] = {"a city", "the city", "a city skyline", "a town"};
constexpr Words kCityTag[] = {"city", "city skyline", "town"};
constexpr Words kLightPlain[] = {"on a plain background", "on a light background",
                                 "on a simple background", "on a plain light background"};
constexpr Words kLightTag[] = {"plain background", "light background"};
constexpr Words kDarkPlain[] = {"on a dark background", "on a plain dark background"};
constexpr Words kDarkTag[] = {"dark background"};

constexpr GroundWords kGroundWords[] = {
    {kLightPlain, kLightPlain, kLightPlain, kLightTag, kLightTag},
    {kMeadowLand, kMeadowLand, kMeadowAir, kMeadowNoun, kMeadowTag},
    {kHillsLand, kHillsLand, kHillsAir, kHillsNoun, kHillsTag},
    {kMountainsLand, kMountainsLand, kMountainsAir, kMountainsNoun, kMountainsTag},
    {kSeaLand, kSeaWater, kSeaAir, kSeaNoun, kSeaTag},
    {kDesertLand, kDesertLand, kDesertAir, kDesertNoun, kDesertTag},
    {kSnowLand, kSnowLand, kSnowAir, kSnowNoun, kSnowTag},
    {kForestLand, kForestLand, kForestAir, kForestNoun, kForestTag},
    {kCityLand, kCityLand, kCityAir, kCityNoun, kCityTag},
};

// Sky -------------------------------------------------------------------------------------------

constexpr Words kDay[] = {"by day",      "during the day",  "in the day",     "under a blue sky",
                          "in daylight", "on a bright day", "in the daytime", "under a bright sky"};
constexpr Words kSunset[] = {"at sunset",  "at sunset", "at dusk",       "in the evening",
                             "at sunrise", "at dawn",   "during sunset", "under an orange sky"};
constexpr Words kNight[] = {"at night",         "at night",        "in the night",
                            "under a dark sky", "by night",        "under the night sky",
                            "in the dark",      "during the night"};
constexpr Words kDayTag[] = {"day", "daytime", "blue sky", "bright day"};
constexpr Words kSunsetTag[] = {"sunset", "evening", "dusk", "sunset sky"};
constexpr Words kNightTag[] = {"night", "night sky", "night scene", "night style"};

constexpr Words kSunWith[] = {"the sun", "a sun", "a bright sun"};
constexpr Words kSunUnder[] = {"on a sunny day", "in the sun", "under the sun",
                               "under a sunny sky"};
constexpr Words kSunsetWith[] = {"the sun", "the setting sun", "a low sun"};
constexpr Words kSunsetUnder[] = {"under the setting sun", "in front of the setting sun",
                                  "in the evening sun"};
constexpr Words kFullWith[] = {"a full moon", "the full moon", "a big full moon"};
constexpr Words kFullUnder[] = {"under a full moon", "under the full moon", "by a full moon",
                                "on a full moon night"};
constexpr Words kCrescentWith[] = {"a crescent moon", "the crescent moon", "a half moon"};
constexpr Words kCrescentUnder[] = {"under a crescent moon", "under the crescent moon",
                                    "under a half moon"};
constexpr Words kStarsWith[] = {"stars", "many stars", "bright stars"};
constexpr Words kStarsUnder[] = {"under the stars", "under a starry sky", "on a starry night",
                                 "under a sky full of stars"};
constexpr Words kCloudsWith[] = {"clouds", "some clouds", "a few clouds"};
constexpr Words kCloudsUnder[] = {"under a cloudy sky", "on a cloudy day"};
constexpr Words kCloudsUnderAlways[] = {"under a cloudy sky"};
constexpr Words kSunbeamsWith[] = {"sunbeams", "sunlight", "rays of sunlight"};
constexpr Words kSunbeamsUnder[] = {"in sunlight",        "in the sunlight", "in warm sunlight",
                                    "in bright sunlight", "in the sunshine", "in the warm sun"};
constexpr Words kClear[] = {"under a clear sky", "under a cloudless sky"};

// The rest --------------------------------------------------------------------------------------

constexpr Words kSmall[] = {"small", "little", "tiny"};
constexpr Words kNormal[] = {""};
constexpr Words kBig[] = {"big", "large", "huge"};
constexpr Words kLeft[] = {"on the left", "on the left side", "to the left"};
constexpr Words kCentre[] = {"in the middle", "in the center", "in the centre"};
constexpr Words kRight[] = {"on the right", "on the right side", "to the right"};
constexpr Words kMany[] = {"some", ""};
constexpr Words kCounts[] = {"a", "two", "three"};
constexpr Words kConjunctions[] = {"and", "and", "next to", "with", "beside"};
constexpr Words kLeftOf[] = {"to the left of", "left of"};
constexpr Words kInTheSky[] = {"in the sky", "in the air", "up in the sky"};
constexpr Words kRow[] = {"side by side", "in a row", "next to each other"};

constexpr Words kFlatBefore[] = {"flat art of", "a flat picture of", "a flat illustration of",
                                 "a flat design poster of"};
constexpr Words kFlatAfter[] = {"flat style", "flat art", "flat design", "in flat style"};
constexpr Words kOutlineBefore[] = {"an outline drawing of", "an outline picture of",
                                    "outline art of"};
constexpr Words kOutlineAfter[] = {"outline style", "in outline style", "with outlines",
                                   "with thick outlines"};
constexpr Words kPastelBefore[] = {"a pastel picture of", "a pastel drawing of",
                                   "a soft pastel picture of", "pastel art of"};
constexpr Words kPastelAfter[] = {"pastel style", "in pastel colors", "in pastel colours",
                                  "in soft pastel colors"};
constexpr Words kNeonBefore[] = {"a neon picture of", "neon art of", "a night neon picture of"};
constexpr Words kNeonAfter[] = {"neon style", "in neon style", "neon lights", "night neon"};
constexpr Words kPencilBefore[] = {"a pencil drawing of", "a pencil sketch of"};
constexpr Words kPencilAfter[] = {"pencil style", "in pencil", "pencil sketch"};

constexpr StyleWords kStyleWords[] = {{kFlatBefore, kFlatAfter},
                                      {kOutlineBefore, kOutlineAfter},
                                      {kPastelBefore, kPastelAfter},
                                      {kNeonBefore, kNeonAfter},
                                      {kPencilBefore, kPencilAfter}};

constexpr Words kOpenings[] = {"a picture of", "an image of",  "an illustration of",
                               "a poster of",  "draw",         "show me",
                               "paint",        "a scene with", "a simple picture of"};
// What the grammar itself puts between phrases.
constexpr Words kGlue[] = {"a", "an", "one", "and", "with", "there is", "there are"};

} // namespace

std::span<const Noun> nounsOf(Kind kind) {
    return kNouns[indexOf(kind)];
}

std::span<const Noun> subjectsOf(Kind kind) {
    switch (kind) {
    case Kind::Boat:
        return kBoatSubjects;
    case Kind::Bird:
        return kBirdSubjects;
    case Kind::Balloon:
        return kBalloonSubjects;
    case Kind::Cat:
    case Kind::SleepingCat:
        return kCatSubjects;
    default:
        return nounsOf(kind);
    }
}

std::span<const Verb> verbsOf(Kind kind) {
    return kVerbs[indexOf(kind)];
}

GroundWords wordsOf(Ground ground, Backdrop backdrop) {
    if (ground == Ground::Plain && backdrop == Backdrop::Dark)
        return {kDarkPlain, kDarkPlain, kDarkPlain, kDarkTag, kDarkTag};
    return kGroundWords[indexOf(ground)];
}

Phrases placesOf(const Scene& scene) {
    const GroundWords words = wordsOf(scene.ground, scene.backdrop);
    const auto any = [&scene](Habitat habitat) {
        return std::any_of(scene.groups.begin(), scene.groups.end(), [habitat](const Group& group) {
            return habitatOf(group.kind) == habitat;
        });
    };
    if (scene.groups.empty())
        return words.noun;
    if (any(Habitat::Land) || any(Habitat::Plane))
        return words.land;
    return any(Habitat::Water) ? words.water : words.air;
}

StyleWords wordsOf(Style style) {
    return kStyleWords[indexOf(style)];
}

Phrases phrasesOf(Sky sky) {
    constexpr Phrases kPhrases[] = {kDay, kSunset, kNight};
    return kPhrases[indexOf(sky)];
}

Phrases tagsOf(Sky sky) {
    constexpr Phrases kTags[] = {kDayTag, kSunsetTag, kNightTag};
    return kTags[indexOf(sky)];
}

Phrases wordsOf(Size size) {
    constexpr Phrases kSizeWords[] = {kSmall, kNormal, kBig};
    return kSizeWords[indexOf(size)];
}

Phrases phrasesOf(Side side) {
    constexpr Phrases kSidePhrases[] = {kLeft, kCentre, kRight};
    return kSidePhrases[indexOf(side)];
}

SkyThing wordsOfSun(Sky sky) {
    if (sky == Sky::Sunset)
        return {kSunsetWith, kSunsetUnder};
    return {kSunWith, kSunUnder};
}

SkyThing wordsOf(Moon moon) {
    if (moon == Moon::Crescent)
        return {kCrescentWith, kCrescentUnder};
    return {kFullWith, kFullUnder};
}

SkyThing wordsOfStars() {
    return {kStarsWith, kStarsUnder};
}

SkyThing wordsOfClouds(Sky sky) {
    if (sky == Sky::Day)
        return {kCloudsWith, kCloudsUnder};
    return {kCloudsWith, kCloudsUnderAlways};
}

SkyThing wordsOfSunbeams() {
    return {kSunbeamsWith, kSunbeamsUnder};
}

Phrases wordsOfClearSky() {
    return kClear;
}

Phrases openings() {
    return kOpenings;
}

std::string_view wordOfCount(int count) {
    return kCounts[count - 1];
}

Phrases wordsOfMany() {
    return kMany;
}

Phrases conjunctions() {
    return kConjunctions;
}

Phrases leftOf() {
    return kLeftOf;
}

Phrases inTheSky() {
    return kInTheSky;
}

Phrases inARow() {
    return kRow;
}

std::vector<std::string_view> allPhrases() {
    std::vector<std::string_view> all;
    const auto add = [&all](Phrases phrases) {
        all.insert(all.end(), phrases.begin(), phrases.end());
    };
    for (const Kind kind : kKinds) {
        for (const Noun& noun : nounsOf(kind))
            all.insert(all.end(), {noun.singular, noun.plural, noun.after});
        for (const Noun& noun : subjectsOf(kind))
            all.insert(all.end(), {noun.singular, noun.plural});
        for (const Verb& verb : verbsOf(kind))
            all.insert(all.end(), {verb.singular, verb.plural});
    }
    for (const Colour colour : kColours)
        all.push_back(nameOf(colour));
    for (const Backdrop backdrop : {Backdrop::Light, Backdrop::Dark})
        for (const Ground ground : kGrounds) {
            const GroundWords words = wordsOf(ground, backdrop);
            for (const Phrases phrases :
                 {words.land, words.water, words.air, words.noun, words.tag})
                add(phrases);
        }
    for (const Style style : kStyles) {
        add(wordsOf(style).before);
        add(wordsOf(style).after);
    }
    for (const Phrases phrases :
         {Phrases(kDay),          Phrases(kSunset),        Phrases(kNight),
          Phrases(kDayTag),       Phrases(kSunsetTag),     Phrases(kNightTag),
          Phrases(kSunWith),      Phrases(kSunUnder),      Phrases(kSunsetWith),
          Phrases(kSunsetUnder),  Phrases(kFullWith),      Phrases(kFullUnder),
          Phrases(kCrescentWith), Phrases(kCrescentUnder), Phrases(kStarsWith),
          Phrases(kStarsUnder),   Phrases(kCloudsWith),    Phrases(kCloudsUnder),
          Phrases(kSunbeamsWith), Phrases(kSunbeamsUnder), Phrases(kClear),
          Phrases(kSmall),        Phrases(kBig),           Phrases(kLeft),
          Phrases(kCentre),       Phrases(kRight),         Phrases(kMany),
          Phrases(kCounts),       Phrases(kConjunctions),  Phrases(kLeftOf),
          Phrases(kInTheSky),     Phrases(kRow),           Phrases(kOpenings),
          Phrases(kGlue)})
        add(phrases);
    return all;
}

} // namespace diptych::flatland
