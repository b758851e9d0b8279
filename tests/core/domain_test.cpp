// core/domain: requests are checked, never silently changed.
#include "core/domain/generation_request.h"
#include "core/domain/placement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace diptych {
namespace {

ModelSpec withShift(double shift) {
    ModelSpec spec;
    spec.shift = shift;
    return spec;
}

TEST(Resolve, drawsASeedOnlyWhenThereIsNone) {
    GenerationRequest request;
    request.seed = 0;
    EXPECT_EQ(resolve(request, {})->request.seed, 0);
    request.seed.reset();
    const auto first = resolve(request, {});
    const auto second = resolve(request, {});
    ASSERT_TRUE(first->request.seed.has_value());
    EXPECT_NE(first->request.seed, second->request.seed);
}

TEST(Resolve, takesTheShiftOfTheCheckpointUnlessGiven) {
    GenerationRequest request;
    EXPECT_EQ(resolve(request, withShift(6.0))->request.shift, 6.0);
    request.shift = 1.5;
    EXPECT_EQ(resolve(request, withShift(6.0))->request.shift, 1.5);
}

TEST(Resolve, shiftsBySizeWhereTheCheckpointSaysSo) {
    ModelSpec spec;
    spec.dynamicShift = DynamicShift{};
    GenerationRequest request;
    request.width = request.height = 256;
    EXPECT_NEAR(*resolve(request, spec)->request.shift, std::exp(0.5), 1e-12);
    request.width = request.height = 1024;
    EXPECT_NEAR(*resolve(request, spec)->request.shift, std::exp(1.15), 1e-12);
    request.shift = 2.0;
    EXPECT_EQ(resolve(request, spec)->request.shift, 2.0);
}

TEST(Resolve, namesTheNearestValidSize) {
    GenerationRequest request;
    request.width = 1016;
    const auto refused = resolve(request, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(refused.error().message.find("1016"), std::string::npos);
    EXPECT_NE(refused.error().hint.find("1024"), std::string::npos);
    for (const int side : {0, -16, 8, 8208, std::numeric_limits<int>::max()}) {
        request.width = side;
        EXPECT_FALSE(resolve(request, {})) << side;
    }
    EXPECT_EQ(nearestValidSide(1211), 1216);
    EXPECT_EQ(nearestValidSide(-5), 16);
    EXPECT_EQ(nearestValidSide(100000), 8192);
}

TEST(Resolve, refusesNumbersOutOfRange) {
    ModelSpec layers;
    layers.textLayerCount = 36;
    const auto refuses = [&](auto change) {
        GenerationRequest request;
        change(request);
        return !resolve(request, layers).has_value();
    };
    EXPECT_FALSE(refuses([](GenerationRequest&) {}));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.steps = 0; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.steps = 1000000; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.count = 0; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.seed = -1; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.guidanceScale = -0.5; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.cfgNormalization = -1.0; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.cfgTruncation = -0.1; }));
    EXPECT_TRUE(refuses(
        [](GenerationRequest& r) { r.cfgTruncation = std::numeric_limits<double>::infinity(); }));
    EXPECT_FALSE(refuses([](GenerationRequest& r) {
        r.cfgNormalization = 0.0;
        r.cfgTruncation.reset();
    }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.shift = 0.0; }));
    EXPECT_TRUE(
        refuses([](GenerationRequest& r) { r.shift = std::numeric_limits<double>::quiet_NaN(); }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.hiddenLayer = 37; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.hiddenLayer = -38; }));
    EXPECT_FALSE(refuses([](GenerationRequest& r) { r.hiddenLayer = -37; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.source.strength = 1.1; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) {
        r.source.strength = std::numeric_limits<double>::quiet_NaN();
    }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.source.mask = "mask.png"; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.twoPass.strength = -0.1; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.twoPass.baseSide = 8; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.skipLayers.layers = {7, -1}; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.skipLayers.stop = 2.0; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.variety.strength = -1.0; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.variety.fraction = 1.5; }));
    EXPECT_TRUE(refuses([](GenerationRequest& r) { r.maxPromptTokens = 0; }));
}

TEST(Choices, namesRoundTripAndUnknownOnesAreListed) {
    for (const Choice<SeedRule>& choice : choicesOf<SeedRule>()) {
        EXPECT_EQ(*parseChoice<SeedRule>(choice.name, "seed rule"), choice.value);
        EXPECT_EQ(toString(choice.value), choice.name);
    }
    const auto refused = parseChoice<LongPromptMode>("cut", "long prompt mode");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("'cut'"), std::string::npos);
    EXPECT_NE(refused.error().hint.find("attention_pool"), std::string::npos);
}

TEST(Seeds, followTheirRule) {
    constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(pictureSeed(7, SeedRule::Increment, 0), 7);
    EXPECT_EQ(pictureSeed(7, SeedRule::Increment, 3), 10);
    EXPECT_EQ(pictureSeed(kLargest, SeedRule::Increment, 1), 0);
    EXPECT_EQ(pictureSeed(7, SeedRule::Fixed, 3), 7);
    EXPECT_EQ(pictureSeed(7, SeedRule::Random, 0), 7);
    std::set<std::int64_t> seen;
    for (int index = 0; index < 1000; ++index) {
        const std::int64_t seed = pictureSeed(kLargest, SeedRule::Random, index);
        EXPECT_GE(seed, 0);
        EXPECT_EQ(seed, pictureSeed(kLargest, SeedRule::Random, index));
        seen.insert(seed);
    }
    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_NE(pictureSeed(7, SeedRule::Random, 1), 8);
}

TEST(Sizes, keepTheAspectOfASourcePicture) {
    EXPECT_EQ(sizeForSource(640, 480), (PictureSize{640, 480}));
    EXPECT_EQ(sizeForSource(1, 3000), (PictureSize{16, 3008}));
    EXPECT_EQ(sizeForSource(8000, 6000), (PictureSize{1184, 880}));
    EXPECT_EQ(sizeWithArea(2048, 2048, 1024), (PictureSize{1024, 1024}));
    EXPECT_EQ(sizeWithArea(3072, 1024, 1024), (PictureSize{1776, 592}));
    EXPECT_EQ(sizeWithArea(1000000, 1, 1024), (PictureSize{8192, 16}));
}

TEST(FirstStep, isTheReferences) {
    EXPECT_EQ(firstStep(9, 0.6), 3);
    EXPECT_EQ(firstStep(8, 0.3), 5);
    EXPECT_EQ(firstStep(8, 0.8), 1);
    EXPECT_EQ(firstStep(8, 1.0), 0);
    EXPECT_EQ(firstStep(8, 0.0), 8);
    EXPECT_EQ(firstStep(8, 0.01), 7);
}

TEST(Placement, namesOfDevicesRoundTrip) {
    for (const char* name : {"auto", "cpu", "cuda:0", "cuda:3", "mps"})
        EXPECT_EQ(toString(*parseDeviceName(name)), name);
    EXPECT_EQ(toString(*parseDeviceName("cuda")), "cuda:0");
    for (const char* name : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "CPU"})
        EXPECT_FALSE(parseDeviceName(name)) << name;
}

TEST(Placement, refusesFloat16WithAReason) {
    for (const WeightFormat format :
         {WeightFormat::Auto, WeightFormat::Float32, WeightFormat::BFloat16, WeightFormat::Int8,
          WeightFormat::Int4})
        EXPECT_EQ(parseWeightFormat(toString(format)).value(), format);
    EXPECT_EQ(withoutQuantisation(WeightFormat::Int4), WeightFormat::Auto);
    EXPECT_EQ(withoutQuantisation(WeightFormat::BFloat16), WeightFormat::BFloat16);
    EXPECT_TRUE(parseWeightFormat("bfloat16"));
    const auto refused = parseWeightFormat("float16");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().hint.find("bfloat16"), std::string::npos);
}

} // namespace
} // namespace diptych
