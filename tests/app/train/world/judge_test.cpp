// app/train/world: the judge sees what is there, and does not see what is not.
#include "app/train/world/held_out_prompts.h"
#include "app/train/world/judge.h"
#include "app/train/world/paint.h"
#include "app/train/world/random_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::flatland {
namespace {

/// Gaussian blur of 1.2 pixels along rows or columns.
std::vector<float> blurred(const std::vector<float>& samples, int width, int height, bool alongX) {
    constexpr int kReach = 4;
    std::array<float, 2 * kReach + 1> weights{};
    float total = 0;
    for (int i = -kReach; i <= kReach; ++i)
        total += weights[static_cast<std::size_t>(i + kReach)] =
            std::exp(-static_cast<float>(i * i) / (2 * 1.2F * 1.2F));
    std::vector<float> result(samples.size());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                float sum = 0;
                for (int i = -kReach; i <= kReach; ++i) {
                    const int fromX = alongX ? std::clamp(x + i, 0, width - 1) : x;
                    const int fromY = alongX ? y : std::clamp(y + i, 0, height - 1);
                    sum += weights[static_cast<std::size_t>(i + kReach)] *
                           samples[static_cast<std::size_t>((fromY * width + fromX) * 3 + c)];
                }
                result[static_cast<std::size_t>((y * width + x) * 3 + c)] = sum / total;
            }
    return result;
}

/// What an autoencoder does to a picture, roughly: blur of 1.2 pixels, noise of 6/255, and up to
/// 4/255 more or less of each primary colour.
Image degraded(const Image& picture, Rng& rng) {
    const int width = picture.width();
    const int height = picture.height();
    std::vector<float> samples(picture.bytes().begin(), picture.bytes().end());
    samples = blurred(blurred(samples, width, height, true), width, height, false);
    const float shift[] = {rng.between(-4, 4), rng.between(-4, 4), rng.between(-4, 4)};
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        float normal = -6; // twelve uniform numbers add up to about a normal one
        for (int k = 0; k < 12; ++k)
            normal += rng.unit();
        bytes.push_back(static_cast<std::uint8_t>(
            std::clamp(samples[i] + shift[i % 3] + 6 * normal + 0.5F, 0.0F, 255.0F)));
    }
    return valueOrThrow(fromInterleavedRgb8(width, height, std::move(bytes)));
}

/// Its outlines take a while to draw.
const Judge& judge() {
    static const Judge kJudge;
    return kJudge;
}

/// The rates over pictures of the prompts' own scenes.
Tally tallyOf(std::size_t count, int width, int height, bool degrade) {
    Tally tally;
    Rng rng(11);
    for (const HeldOutPrompt& prompt : heldOutPrompts(77, count)) {
        const Image picture = paint(prompt.scene, width, height);
        tally.add(judge().judge(degrade ? degraded(picture, rng) : picture, prompt.expectations));
    }
    return tally;
}

void expectRates(const Tally& tally, double least) {
    EXPECT_GE(tally.colour.rate(), least) << tally.summary();
    EXPECT_GE(tally.kind.rate(), least) << tally.summary();
    EXPECT_GE(tally.side.rate(), least) << tally.summary();
    EXPECT_GE(tally.sky.rate(), least) << tally.summary();
    EXPECT_GE(tally.count.rate(), least) << tally.summary();
}

TEST(Judge, isRightAboutCleanPictures) {
    const Tally tally = tallyOf(300, 256, 256, false);
    EXPECT_EQ(tally.colour.asked, 300);
    EXPECT_GT(tally.side.asked, 120);
    EXPECT_GT(tally.sky.asked, 150);
    expectRates(tally, 0.99);
}

TEST(Judge, isRightAboutBlurredAndNoisyPictures) {
    expectRates(tallyOf(160, 256, 256, true), 0.97);
}

TEST(Judge, isRightAtOtherSizes) {
    expectRates(tallyOf(60, 192, 192, false), 0.97);
    expectRates(tallyOf(60, 384, 256, false), 0.97);
    expectRates(tallyOf(60, 256, 384, false), 0.97);
    expectRates(tallyOf(20, 512, 512, false), 0.95);
}

template <typename List, typename Value>
Value otherThan(const List& values, Value value, Rng& rng) {
    for (;;)
        if (const Value other = rng.pick(values); other != value)
            return other;
}

/// Rates for prompts that ask for something else than the picture shows.
template <typename Change> Tally tallyOfWrong(Change change) {
    Tally tally;
    Rng rng(12);
    for (HeldOutPrompt& prompt : heldOutPrompts(78, 200)) {
        if (prompt.expectations.objects.size() != 1)
            continue;
        change(prompt.expectations, rng);
        tally.add(judge().judge(paint(prompt.scene, 256, 256), prompt.expectations));
    }
    return tally;
}

TEST(Judge, seesAWrongColour) {
    const Tally tally = tallyOfWrong([](Expectations& expected, Rng& rng) {
        Colour& colour = expected.objects[0].colour;
        colour = otherThan(kColours, colour, rng);
    });
    EXPECT_GT(tally.colour.asked, 90);
    EXPECT_LE(tally.colour.rate(), 0.02) << tally.summary();
    EXPECT_GE(tally.kind.rate(), 0.98) << tally.summary();
    EXPECT_GE(tally.sky.rate(), 0.98) << tally.summary();
}

TEST(Judge, seesAWrongKind) {
    const Tally tally = tallyOfWrong([](Expectations& expected, Rng& rng) {
        Kind& kind = expected.objects[0].kind;
        kind = otherThan(kKinds, kind, rng);
    });
    EXPECT_LE(tally.kind.rate(), 0.02) << tally.summary();
    EXPECT_GE(tally.colour.rate(), 0.98) << tally.summary();
}

TEST(Judge, seesAWrongSide) {
    const Tally tally = tallyOfWrong([](Expectations& expected, Rng& rng) {
        ExpectedObject& object = expected.objects[0];
        if (object.side)
            object.side = otherThan(kSides, *object.side, rng);
    });
    EXPECT_GT(tally.side.asked, 40);
    EXPECT_LE(tally.side.rate(), 0.02) << tally.summary();
    EXPECT_GE(tally.colour.rate(), 0.98) << tally.summary();
}

TEST(Judge, seesAWrongSky) {
    const Tally tally = tallyOfWrong([](Expectations& expected, Rng& rng) {
        if (expected.sky)
            expected.sky = otherThan(kSkies, *expected.sky, rng);
    });
    EXPECT_GT(tally.sky.asked, 60);
    EXPECT_LE(tally.sky.rate(), 0.01) << tally.summary();
}

TEST(Judge, seesAWrongNumber) {
    const Tally tally = tallyOfWrong([](Expectations& expected, Rng&) {
        int& count = expected.objects[0].count;
        count = count % 3 + 1;
    });
    EXPECT_LE(tally.count.rate(), 0.02) << tally.summary();
}

TEST(Judge, seesColoursThatChangedPlaces) {
    Tally tally;
    for (HeldOutPrompt& prompt : heldOutPrompts(79, 250)) {
        std::vector<ExpectedObject>& objects = prompt.expectations.objects;
        if (objects.size() != 2 || objects[0].kind == objects[1].kind ||
            objects[0].colour == objects[1].colour)
            continue;
        std::swap(objects[0].colour, objects[1].colour);
        tally.add(judge().judge(paint(prompt.scene, 256, 256), prompt.expectations));
    }
    EXPECT_GT(tally.colour.asked, 20);
    EXPECT_LE(tally.colour.rate(), 0.05) << tally.summary();
}

TEST(Judge, findsNothingInEmptyLandscapes) {
    SceneMix mix;
    mix.plain = 0;
    mix.empty = 1;
    Rng rng(13);
    int wrong = 0;
    for (int i = 0; i < 100; ++i) {
        const Observation seen = judge().observe(paint(randomScene(rng, mix), 256, 256));
        wrong += seen.objects.empty() && seen.sky ? 0 : 1;
    }
    EXPECT_LE(wrong, 1);
}

TEST(Judge, acceptsPicturesOfAnyContent) {
    const Image grey =
        valueOrThrow(fromInterleavedRgb8(64, 64, std::vector<std::uint8_t>(64 * 64 * 3, 128)));
    EXPECT_TRUE(judge().observe(grey).objects.empty());
    EXPECT_FALSE(judge().observe(grey).sky);
    const Image dot = valueOrThrow(fromInterleavedRgb8(1, 1, {255, 0, 0}));
    const Verdict verdict = judge().judge(dot, heldOutPrompts(1, 1)[0].expectations);
    EXPECT_FALSE(verdict.kind.value_or(true));
}

} // namespace
} // namespace diptych::flatland
