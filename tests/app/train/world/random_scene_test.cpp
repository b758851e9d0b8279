// app/train/world: which scenes training sees, and which it never does.
#include "app/train/world/held_out.h"
#include "app/train/world/held_out_prompts.h"
#include "app/train/world/random_scene.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace diptych::flatland {
namespace {

TEST(RandomScene, neverContradictsItselfAndIsNeverHeldOut) {
    Rng rng(1);
    for (int i = 0; i < 20000; ++i) {
        const Scene scene = randomScene(rng);
        const auto why = contradiction(scene);
        ASSERT_FALSE(why) << *why;
        ASSERT_FALSE(isHeldOut(scene));
        ASSERT_TRUE(scene.style != Style::Neon && scene.style != Style::Pencil);
    }
}

TEST(RandomScene, coversTheWholeWorld) {
    Rng rng(2);
    std::set<std::pair<Kind, Colour>> kinds;
    std::set<std::tuple<Ground, Sky, Style>> landscapes;
    std::set<std::tuple<int, Size, Side>> groups;
    std::set<Moon> moons;
    for (int i = 0; i < 20000; ++i) {
        const Scene scene = randomScene(rng);
        landscapes.emplace(scene.ground, scene.sky, scene.style);
        moons.insert(scene.moon);
        for (const Group& group : scene.groups) {
            kinds.emplace(group.kind, group.colour);
            groups.emplace(group.count, group.size, group.side);
        }
    }
    EXPECT_EQ(kinds.size(), kKinds.size() * kColours.size());
    EXPECT_EQ(landscapes.size(), 8U * 3 * 3 + 3);
    EXPECT_EQ(groups.size(), 3U * 3 + 2 * 3);
    EXPECT_EQ(moons.size(), 3U);
}

TEST(RandomScene, equalSeedsGiveEqualScenes) {
    Rng first(3);
    Rng second(3);
    Rng other(4);
    int different = 0;
    for (int i = 0; i < 50; ++i) {
        const Scene scene = randomScene(first);
        EXPECT_EQ(scene, randomScene(second));
        different += scene == randomScene(other) ? 0 : 1;
    }
    EXPECT_GT(different, 45);
}

TEST(RandomScene, aBeginnerGetsSimplerScenes) {
    EXPECT_EQ(mixAt(1), SceneMix{});
    EXPECT_EQ(mixAt(5), SceneMix{});
    EXPECT_EQ(mixAt(-1), mixAt(0));
    const auto crowd = [](const SceneMix& mix) {
        Rng rng(8);
        int objects = 0;
        for (int i = 0; i < 2000; ++i)
            for (const Group& group : randomScene(rng, mix).groups)
                objects += group.count;
        return objects;
    };
    EXPECT_LT(crowd(mixAt(0)) * 12, crowd(mixAt(1)) * 10);
}

TEST(HeldOut, theRuleStaysAsItIs) {
    int landscapes = 0;
    int heldOut = 0;
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const Ground ground : kGrounds)
        for (const Sky sky : kSkies)
            for (const Kind kind : kKinds)
                for (const Colour colour : kColours) {
                    Scene scene;
                    scene.ground = ground;
                    scene.sky = sky;
                    const Group group{.kind = kind, .colour = colour, .size = Size::Normal};
                    const bool out = isHeldOut(scene, group);
                    ++landscapes;
                    heldOut += out ? 1 : 0;
                    hash = (hash ^ (out ? 1U : 0U)) * 0x100000001b3ULL;
                }
    EXPECT_NEAR(static_cast<double>(heldOut) / landscapes, 1.0 / kHeldOutOneIn, 0.015);
    // A changed rule would examine models on what they were trained with.
    EXPECT_EQ(hash, 0x482ac9371346f366U) << std::hex << "0x" << hash;
}

TEST(HeldOut, styleSizeCountAndDetailDoNotMatter) {
    Rng rng(9);
    for (int i = 0; i < 2000; ++i) {
        Scene scene = anyScene(rng);
        if (scene.groups.empty())
            continue;
        const bool before = isHeldOut(scene);
        scene.style = Style::Neon;
        scene.detail += 1;
        for (Group& group : scene.groups) {
            group.size = Size::Small;
            group.count = 1;
        }
        EXPECT_EQ(before, isHeldOut(scene));
    }
}

TEST(HeldOutPrompts, areHeldOutAndPromiseWhatTheySay) {
    const std::vector<HeldOutPrompt> prompts = heldOutPrompts(1, 300);
    ASSERT_EQ(prompts.size(), 300U);
    int sides = 0;
    int skies = 0;
    for (const HeldOutPrompt& prompt : prompts) {
        EXPECT_TRUE(isHeldOut(prompt.scene));
        EXPECT_FALSE(contradiction(prompt.scene));
        ASSERT_EQ(prompt.expectations.objects.size(), prompt.scene.groups.size());
        ASSERT_FALSE(prompt.scene.groups.empty());
        for (std::size_t i = 0; i < prompt.scene.groups.size(); ++i) {
            const Group& group = prompt.scene.groups[i];
            const ExpectedObject& object = prompt.expectations.objects[i];
            EXPECT_EQ(object.kind, group.kind);
            EXPECT_EQ(object.colour, group.colour);
            EXPECT_EQ(object.count, group.count);
            EXPECT_TRUE(!object.side || *object.side == group.side);
            EXPECT_NE(prompt.prompt.find(nameOf(group.colour).substr(1)), std::string::npos)
                << prompt.prompt;
            sides += object.side ? 1 : 0;
        }
        EXPECT_TRUE(!prompt.expectations.sky || *prompt.expectations.sky == prompt.scene.sky);
        skies += prompt.expectations.sky ? 1 : 0;
    }
    EXPECT_GT(sides, 120);
    EXPECT_GT(skies, 150);
    EXPECT_EQ(prompts[7].prompt, heldOutPrompts(1, 8)[7].prompt);
    EXPECT_NE(prompts[7].prompt, heldOutPrompts(2, 8)[7].prompt);
}

TEST(Contradiction, namesWhatIsWrong) {
    const auto wrong = [](auto change) {
        Scene scene;
        scene.groups = {{.kind = Kind::House, .colour = Colour::Red, .size = Size::Normal}};
        EXPECT_FALSE(contradiction(scene));
        change(scene);
        return contradiction(scene).has_value();
    };
    EXPECT_TRUE(wrong([](Scene& s) { s.moon = Moon::Full; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.stars = true; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.sunbeams = true; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.bodySide = Side::Left; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.backdrop = Backdrop::Dark; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.groups[0].kind = Kind::Circle; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.groups[0].kind = Kind::Boat; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.groups[0].count = 4; }));
    EXPECT_TRUE(wrong([](Scene& s) { s.groups.push_back(s.groups[0]); }));
    EXPECT_TRUE(wrong([](Scene& s) {
        s.ground = Ground::Plain;
        s.groups.clear();
    }));
    EXPECT_TRUE(wrong([](Scene& s) {
        s.sun = true;
        s.groups[0].kind = Kind::Bird;
        s.groups[0].side = Side::Right;
    }));
}

} // namespace
} // namespace diptych::flatland
