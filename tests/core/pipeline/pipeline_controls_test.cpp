// The controls that change how a prompt acts: skip-layer guidance, variety, seed rules, long
// prompts.
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>

#include <functional>

namespace diptych {
namespace {

using test::draw;
using test::Drawn;
using test::openTiny;
using test::tinyRequest;

at::Tensor latentsOf(const Drawn& drawn) {
    return toTensor(drawn.pictures.at(0).latents);
}

TEST(SkipLayers, evaluateOnceMoreInTheirRangeOnly) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.steps = 8;
    const Drawn plain = draw(*pipeline, request);
    EXPECT_EQ(plain.report.skippedEvaluations, 0);
    // Shares of the steps: 0, 0.125, 0.25, … 0.875.
    const std::vector<std::tuple<double, double, int>> ranges = {
        {0.05, 0.5, 3}, {0.0, 1.0, 8}, {0.0, 0.125, 1}, {0.125, 0.25, 1}, {0.5, 0.5, 0}};
    for (const auto& [start, stop, skipped] : ranges) {
        request.request.skipLayers = {2.5, {}, start, stop};
        const Drawn drawn = draw(*pipeline, request);
        EXPECT_EQ(drawn.report.skippedEvaluations, skipped) << start;
        EXPECT_EQ(drawn.report.evaluations, 8 + skipped) << start;
        EXPECT_EQ(at::equal(latentsOf(drawn), latentsOf(plain)), skipped == 0) << start;
    }
    request.request.skipLayers.scale = 0.0;
    EXPECT_TRUE(at::equal(latentsOf(draw(*pipeline, request)), latentsOf(plain)));
}

TEST(SkipLayers, growWithTheirScaleInAStraightLine) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.steps = 1; // one step is linear in the prediction
    request.request.skipLayers = {0.0, {0}, 0.0, 1.0};
    const at::Tensor plain = latentsOf(draw(*pipeline, request));
    request.request.skipLayers.scale = 1.0;
    const at::Tensor once = latentsOf(draw(*pipeline, request)) - plain;
    request.request.skipLayers.scale = 3.0;
    const at::Tensor thrice = latentsOf(draw(*pipeline, request)) - plain;
    EXPECT_GT(once.abs().max().item<float>(), 0.0F);
    EXPECT_TRUE(test::closeToLargest(thrice, once * 3, 1e-4));
}

TEST(SkipLayers, namedLayersMustExist) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.skipLayers = {1.0, {0, 99}, 0.0, 1.0};
    const auto refused = pipeline->generate(
        request, {},
        [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(refused.error().message.find("99"), std::string::npos);
}

TEST(Variety, isTheSeedsAndZeroIsNone) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn plain = draw(*pipeline, request);
    request.request.variety = {2.0, 0.5};
    const Drawn varied = draw(*pipeline, request);
    EXPECT_NE(varied.pictures[0].latents, plain.pictures[0].latents);
    EXPECT_EQ(draw(*pipeline, request).pictures[0].latents, varied.pictures[0].latents);
    // What is reported, and saved, is the prompt's own embedding.
    EXPECT_EQ(varied.report.prompts[0].embedding, plain.report.prompts[0].embedding);
    request.request.variety.fraction = 0.0;
    EXPECT_EQ(draw(*pipeline, request).pictures[0].latents, plain.pictures[0].latents);
}

TEST(Variety, differsBetweenThePicturesOfAJob) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.variety = {2.0, 1.0};
    request.request.count = 2;
    const Drawn both = draw(*pipeline, request);
    request.request.count = 1;
    request.request.seed = both.pictures[1].seed;
    EXPECT_EQ(draw(*pipeline, request).pictures[0].latents, both.pictures[1].latents);
}

TEST(SeedRules, nameTheSeedThatDrawsThePictureAgain) {
    const auto pipeline = openTiny();
    for (const Choice<SeedRule>& rule : choicesOf<SeedRule>()) {
        ResolvedRequest request = tinyRequest("a lighthouse");
        request.request.seedRule = rule.value;
        request.request.count = 3;
        const Drawn drawn = draw(*pipeline, request);
        EXPECT_EQ(drawn.pictures[0].seed, 42);
        EXPECT_EQ(drawn.pictures[1].latents == drawn.pictures[0].latents,
                  rule.value == SeedRule::Fixed);
        request.request.count = 1;
        request.request.seed = drawn.pictures[2].seed;
        EXPECT_EQ(draw(*pipeline, request).pictures[0].latents, drawn.pictures[2].latents)
            << rule.name;
    }
}

TEST(InitialNoise, hasANameThatOnlySeedAndSizeDecide) {
    const auto pipeline = openTiny();
    const auto nameOf = [&](const std::function<void(GenerationRequest&)>& change) {
        ResolvedRequest request = tinyRequest("A cat");
        request.request.steps = 1;
        change(request.request);
        return draw(*pipeline, request).pictures.at(0).noiseHash;
    };
    const std::string name = nameOf([](auto&) {});
    EXPECT_EQ(name.size(), 16U);
    EXPECT_EQ(nameOf([](auto& request) { request.conversation.user = "A dog"; }), name);
    EXPECT_EQ(nameOf([](auto& request) { request.shift = 1.0; }), name);
    EXPECT_NE(nameOf([](auto& request) { *request.seed += 1; }), name);
    EXPECT_NE(nameOf([](auto& request) { request.width *= 2; }), name);
}

TEST(LongPrompts, areShortenedAsAskedAndSaved) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a b c d e f g h i j k l m n o p q r s t u v w x y z");
    const Drawn full = draw(*pipeline, request);
    const std::int64_t tokens = full.report.prompts[0].embedding.shape[0];
    request.request.maxPromptTokens = 16;
    ASSERT_GT(tokens, 16);
    for (const Choice<LongPromptMode>& mode : choicesOf<LongPromptMode>()) {
        request.request.longPromptMode = mode.value;
        const Drawn drawn = draw(*pipeline, request);
        const bool whole = mode.value == LongPromptMode::Full;
        EXPECT_EQ(drawn.report.prompts[0].embedding.shape[0], whole ? tokens : 16) << mode.name;
        EXPECT_EQ(drawn.report.notices.empty(), whole) << mode.name;
        EXPECT_EQ(at::equal(latentsOf(drawn), latentsOf(full)), whole) << mode.name;
        // A saved embedding draws the same picture, and is not shortened twice.
        GenerationInputs inputs;
        inputs.promptEmbeddings = {drawn.report.prompts[0].embedding};
        EXPECT_TRUE(at::equal(latentsOf(draw(*pipeline, request, inputs)), latentsOf(drawn)));
    }
}

} // namespace
} // namespace diptych
