// app/train/world: scenes in English.
#include "app/train/world/caption.h"
#include "app/train/world/random_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace diptych::flatland {
namespace {

SceneMix allStyles() {
    SceneMix mix;
    mix.styles = {1, 1, 1, 1, 1};
    return mix;
}

TEST(Caption, usesTheVocabularyAndAllOfIt) {
    const std::vector<std::string> words = vocabularyWords();
    EXPECT_LE(words.size(), 400U);
    EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
    std::set<std::string> unused(words.begin(), words.end());
    EXPECT_EQ(unused.size(), words.size());
    const std::set<std::string> known = unused;
    Rng rng(1);
    for (int i = 0; i < 30000; ++i) {
        const Scene scene = randomScene(rng, allStyles());
        for (const std::string& text : {caption(scene, rng), fullCaption(scene)})
            for (const std::string& word : wordsOf(text)) {
                ASSERT_TRUE(known.contains(word)) << word << " in: " << text;
                unused.erase(word);
            }
    }
    EXPECT_TRUE(unused.empty()) << *unused.begin();
}

TEST(Caption, isTidy) {
    Rng rng(2);
    for (int i = 0; i < 20000; ++i) {
        const std::string text = caption(randomScene(rng, allStyles()), rng);
        ASSERT_FALSE(text.empty());
        EXPECT_EQ(text.find("  "), std::string::npos) << text;
        EXPECT_EQ(text.find(" ,"), std::string::npos) << text;
        EXPECT_NE(text.front(), ' ') << text;
        EXPECT_NE(text.back(), ' ') << text;
        EXPECT_NE(text.back(), ',') << text;
        const auto capital = [](unsigned char letter) { return std::isupper(letter) != 0; };
        EXPECT_TRUE(std::none_of(text.begin() + 1, text.end(), capital)) << text;
        const std::size_t stop = text.find('.');
        EXPECT_TRUE(stop == std::string::npos || stop + 1 == text.size()) << text;
        EXPECT_LE(wordsOf(text).size(), 50U) << text;
    }
}

TEST(Caption, namesOnlyColoursOfTheScene) {
    Rng rng(3);
    for (int i = 0; i < 20000; ++i) {
        const Scene scene = randomScene(rng);
        const std::string text = caption(scene, rng);
        const std::vector<std::string> words = wordsOf(text);
        for (const Colour colour : kColours) {
            const bool shown =
                std::any_of(scene.groups.begin(), scene.groups.end(),
                            [colour](const Group& group) { return group.colour == colour; });
            for (std::size_t k = 0; k < words.size(); ++k) {
                const bool ofSky = k + 1 < words.size() && words[k + 1] == "sky";
                EXPECT_TRUE(shown || ofSky || words[k] != nameOf(colour)) << text;
            }
        }
    }
}

/// Whether the scene is ever called that, apart from a capital and a full stop.
bool isCalled(const Scene& scene, const Mentions& mentions, const std::string& wanted) {
    EXPECT_FALSE(contradiction(scene));
    Rng rng(4);
    for (int i = 0; i < 20000; ++i) {
        std::string text = caption(scene, mentions, rng);
        text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
        if (text.ends_with('.'))
            text.pop_back();
        if (text == wanted)
            return true;
    }
    return false;
}

TEST(Caption, speaksAsPeopleDo) {
    Scene house;
    house.sky = Sky::Night;
    house.moon = Moon::Full;
    house.groups = {{.kind = Kind::House, .colour = Colour::Red, .size = Size::Normal}};
    Mentions mentions{.colour = true, .sky = true, .body = true};
    EXPECT_TRUE(isCalled(house, mentions, "a red house under a full moon"));

    Scene sunset;
    sunset.ground = Ground::Mountains;
    sunset.sky = Sky::Sunset;
    mentions = {.ground = true, .sky = true};
    EXPECT_TRUE(isCalled(sunset, mentions, "a sunset over mountains"));

    Scene cat;
    cat.sun = cat.sunbeams = true;
    cat.groups = {{.kind = Kind::SleepingCat, .colour = Colour::Orange, .size = Size::Normal}};
    mentions = {.sunbeams = true};
    EXPECT_TRUE(isCalled(cat, mentions, "a cat sleeping in sunlight"));

    Scene boats;
    boats.ground = Ground::Sea;
    boats.sky = Sky::Night;
    boats.groups = {{.kind = Kind::Boat, .colour = Colour::Blue, .size = Size::Small, .count = 2}};
    mentions = {.colour = true, .size = true, .ground = true, .sky = true};
    EXPECT_TRUE(isCalled(boats, mentions, "two small blue boats on the sea at night"));

    Scene shapes;
    shapes.ground = Ground::Plain;
    shapes.groups = {
        {.kind = Kind::Circle, .colour = Colour::Red, .size = Size::Normal, .side = Side::Left},
        {.kind = Kind::Square, .colour = Colour::Blue, .size = Size::Normal, .side = Side::Right}};
    mentions = {.colour = true, .side = true};
    EXPECT_TRUE(
        isCalled(shapes, mentions, "a red circle on the left and a blue square on the right"));
}

TEST(FullCaption, saysEverythingInOneWay) {
    Scene scene;
    scene.sky = Sky::Night;
    scene.moon = Moon::Full;
    scene.stars = scene.clouds = true;
    scene.groups = {
        {.kind = Kind::House, .colour = Colour::Red, .size = Size::Big, .side = Side::Left}};
    EXPECT_EQ(fullCaption(scene), "Flat art of a big red house on the left in a meadow at night, "
                                  "with a full moon on the right, stars and clouds.");
    scene = Scene{};
    scene.style = Style::Pastel;
    scene.ground = Ground::Sea;
    scene.groups = {{.kind = Kind::Boat, .colour = Colour::Orange, .size = Size::Normal}};
    EXPECT_EQ(fullCaption(scene), "A pastel picture of an orange boat in the middle on the sea by "
                                  "day, under a clear sky.");
}

TEST(FullCaption, tellsDifferentScenesApart) {
    std::map<std::string, Scene> scenes;
    Rng rng(5);
    for (int i = 0; i < 30000; ++i) {
        Scene scene = randomScene(rng, allStyles());
        scene.detail = 0;
        const auto [entry, added] = scenes.emplace(fullCaption(scene), scene);
        ASSERT_EQ(entry->second, scene) << entry->first;
    }
}

} // namespace
} // namespace diptych::flatland
