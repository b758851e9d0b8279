// The one wording in which the rewriter answers: fixed order, one word for each thing.
#include "app/train/world/caption.h"
#include "app/train/world/phrase_text.h"
#include "app/train/world/words.h"

namespace diptych::flatland {
namespace {

constexpr std::string_view kOpenings[] = {"Flat art of", "An outline drawing of",
                                          "A pastel picture of", "A neon picture of",
                                          "A pencil drawing of"};

std::string described(const Group& group) {
    const Noun& noun = nounsOf(group.kind)[0];
    std::string text(wordsOf(group.size)[0]);
    append(text, nameOf(group.colour));
    append(text, group.count == 1 ? noun.singular : noun.plural);
    if (group.count == 1) {
        text = withArticle(text);
        append(text, phrasesOf(group.side)[0]);
        return text;
    }
    std::string counted(wordOfCount(group.count));
    append(counted, text);
    return counted;
}

std::vector<std::string> thingsInTheSky(const Scene& scene) {
    std::vector<std::string> things;
    if (scene.sun || scene.moon != Moon::None) {
        const SkyThing body = scene.sun ? wordsOfSun(scene.sky) : wordsOf(scene.moon);
        things.emplace_back(body.with[0]);
        append(things.back(), phrasesOf(scene.bodySide)[0]);
    }
    if (scene.sunbeams)
        things.emplace_back(wordsOfSunbeams().with[0]);
    if (scene.stars)
        things.emplace_back(wordsOfStars().with[0]);
    if (scene.clouds)
        things.emplace_back(wordsOfClouds(scene.sky).with[0]);
    return things;
}

} // namespace

std::string fullCaption(const Scene& scene) {
    std::string text(kOpenings[indexOf(scene.style)]);
    std::vector<std::string> objects;
    for (const Group& group : scene.groups)
        objects.push_back(described(group));
    append(text, joinedByAnd(objects));
    append(text, placesOf(scene)[0]);
    if (scene.ground != Ground::Plain) {
        append(text, phrasesOf(scene.sky)[0]);
        const std::vector<std::string> things = thingsInTheSky(scene);
        text.append(things.empty() ? ", " : ", with ");
        text.append(things.empty() ? std::string(wordsOfClearSky()[0]) : joinedByAnd(things));
    }
    text.append(".");
    return text;
}

} // namespace diptych::flatland
