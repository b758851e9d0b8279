// Noise, schedules and guidance against the published reference code.
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"
#include "core/sampling/schedule.h"

#include "tests/support/goldens.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace diptych::sampling {
namespace {

using test::allClose;
using test::GoldenCase;
using test::goldenCases;

at::Tensor asTensor(const std::vector<float>& values) {
    return at::tensor(values, at::kFloat);
}

// Two evaluations a step but for the last: every inner noise level twice.
std::vector<float> oncePerEvaluation(const std::vector<float>& sigmas) {
    std::vector<float> repeated;
    for (const float sigma : sigmas)
        repeated.insert(repeated.end(), sigma == 1.0F || sigma == 0.0F ? 1 : 2, sigma);
    return repeated;
}

TEST(Noise, equalsTheReferenceGenerator) {
    for (const GoldenCase& golden : goldenCases("noise"))
        EXPECT_TRUE(golden.close(gaussianNoise(golden.config()["seed"], golden.config()["shape"]),
                                 "noise"));
}

TEST(Noise, isTheSameForTheSameSeedAndDiffersForOthers) {
    const std::vector<std::int64_t> shape{1, 16, 4, 4};
    const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    EXPECT_TRUE(at::equal(gaussianNoise(largest, shape), gaussianNoise(largest, shape)));
    EXPECT_FALSE(at::equal(gaussianNoise(0, shape), gaussianNoise(1, shape)));
}

TEST(Noise, aSourceGoesOnWhereItStopped) {
    NoiseSource source(5);
    const at::Tensor first = source.draw({2, 16});
    const at::Tensor second = source.draw({2, 16});
    EXPECT_TRUE(at::equal(first, gaussianNoise(5, {2, 16})));
    EXPECT_FALSE(at::equal(second, first));
}

TEST(Noise, isMixedWithDataAsInTheReference) {
    for (const GoldenCase& golden : goldenCases("add_noise")) {
        const float sigma = golden["sigma"].item<float>();
        EXPECT_TRUE(golden.close(addNoise(golden["sample"], golden["noise"], sigma), "noisy"));
    }
    const at::Tensor data = gaussianNoise(1, {1, 16});
    const at::Tensor noise = gaussianNoise(2, {1, 16});
    EXPECT_TRUE(at::equal(addNoise(data, noise, 0.0F), data));
    EXPECT_TRUE(at::equal(addNoise(data, noise, 1.0F), noise));
}

TEST(VaryEmbedding, changesTheShareOfValuesByTheirTypicalSize) {
    at::Tensor embedding = gaussianNoise(3, {64, 256}) * 4;
    embedding.select(1, 4).fill_(2752); // an outlier channel, as Qwen3 has them
    const at::Tensor varied = varyEmbedding(embedding, 0.5, 0.25, 9);
    const at::Tensor change = varied - embedding;
    EXPECT_NEAR((change != 0).to(at::kFloat).mean().item<double>(), 0.25, 0.02);
    const double deviation = change.masked_select(change != 0).std().item<double>();
    EXPECT_NEAR(deviation, 0.5 * embedding.abs().median().item<double>(), 0.1);
    EXPECT_TRUE(at::equal(varyEmbedding(embedding, 0.5, 0.25, 9), varied));
    EXPECT_FALSE(at::equal(varyEmbedding(embedding, 0.5, 0.25, 10), varied));
    EXPECT_TRUE(varyEmbedding(embedding, 0.0, 1.0, 9).is_same(embedding));
    EXPECT_TRUE(varyEmbedding(embedding, 1.0, 0.0, 9).is_same(embedding));
}

TEST(Schedule, linearSigmasEqualTheReferenceForEveryScheduler) {
    std::map<std::string, int> compared;
    for (const GoldenCase& golden : goldenCases("scheduler")) {
        const auto& config = golden.config();
        if (config["grid"] != "zimage")
            continue;
        const std::string scheduler = config["scheduler"];
        // Dynamic shifting by mu is the linear shift e^mu.
        const double shift = config.contains("mu") ? std::exp(config["mu"].get<double>())
                                                   : config["shift"].get<double>();
        std::vector<float> sigmas = linearSchedule(config["steps"], shift).sigmas;
        if (scheduler == "unipc_flow")
            sigmas[0] = static_cast<float>(1.0 - 1e-6); // the solver's own doing
        if (scheduler == "flow_heun")
            sigmas = oncePerEvaluation(sigmas);
        EXPECT_TRUE(allClose(asTensor(sigmas), golden["sigmas"], 2e-7, 0)) << golden.id();
        ++compared[scheduler];
    }
    EXPECT_GE(compared["flow_euler"], 20);
    EXPECT_GE(compared["flow_heun"], 10);
    EXPECT_GE(compared["dpmpp_2m_flow"], 12);
    EXPECT_GE(compared["unipc_flow"], 10);
}

TEST(Schedule, legacyStepsAreOursWithOneStepLess) {
    for (const GoldenCase& golden : goldenCases("scheduler")) {
        if (golden.config()["grid"] != "legacy_sigma_min_0")
            continue;
        std::vector<float> sigmas =
            linearSchedule(golden.config()["steps"].get<int>() - 1, golden.config()["shift"])
                .sigmas;
        sigmas.push_back(0.0F); // the legacy grid's last step goes nowhere
        EXPECT_TRUE(allClose(asTensor(sigmas), golden["sigmas"], 2e-7, 0)) << golden.id();
    }
}

TEST(Schedule, everySpacingStartsAtNoiseEndsAtThePictureAndFalls) {
    for (const SigmaSpacingInfo& spacing : sigmaSpacings()) {
        for (const int steps : {1, 2, 8, 50, 1000}) {
            for (const double shift : {0.5, 1.0, 3.0, 10.0}) {
                const Schedule schedule = spacing.make(steps, shift);
                ASSERT_EQ(schedule.steps(), steps) << spacing.id;
                EXPECT_EQ(schedule.sigmas.front(), 1.0F) << spacing.id;
                EXPECT_EQ(schedule.sigmas.back(), 0.0F) << spacing.id;
                for (std::size_t i = 1; i < schedule.sigmas.size(); ++i)
                    EXPECT_LT(schedule.sigmas[i], schedule.sigmas[i - 1]) << spacing.id << steps;
            }
        }
    }
}

TEST(Schedule, neverRisesAboveNoiseForExtremeShifts) {
    for (const double shift : {1e-6, 1e-3, 1e9}) {
        const std::vector<float> sigmas = linearSchedule(1000, shift).sigmas;
        EXPECT_EQ(sigmas.front(), 1.0F);
        EXPECT_TRUE(std::is_sorted(sigmas.rbegin(), sigmas.rend())) << shift;
    }
}

// The formulas in the header, evaluated to 30 digits by other software.
TEST(Schedule, otherSpacingsEqualTheirFormulas) {
    const auto expectSigmas = [](const Schedule& schedule, std::vector<float> expected) {
        expected.push_back(0.0F);
        EXPECT_TRUE(allClose(asTensor(schedule.sigmas), asTensor(expected), 2e-7, 0));
    };
    expectSigmas(betaSchedule(8, 3.0), {1.0F, 0.950200582F, 0.848203997F, 0.718999033F,
                                        0.581000967F, 0.451796003F, 0.349799418F, 0.3F});
    expectSigmas(karrasSchedule(8, 3.0), {1.0F, 0.852290031F, 0.723690445F, 0.612094774F,
                                          0.515586549F, 0.432426151F, 0.361038273F, 0.3F});
    expectSigmas(exponentialSchedule(8, 3.0), {1.0F, 0.841982444F, 0.708934437F, 0.59691035F,
                                               0.502588035F, 0.423170303F, 0.356301966F, 0.3F});
    expectSigmas(betaSchedule(5, 1.0), {1.0F, 0.859455697F, 0.6F, 0.340544303F, 0.2F});
    expectSigmas(karrasSchedule(5, 1.0), {1.0F, 0.691416912F, 0.468337871F, 0.310031533F, 0.2F});
    expectSigmas(exponentialSchedule(5, 1.0),
                 {1.0F, 0.668740305F, 0.447213595F, 0.299069756F, 0.2F});
}

TEST(Schedule, anUnknownSpacingListsTheKnownOnes) {
    EXPECT_EQ(valueOrThrow(makeSchedule("linear", 8, 3.0)).sigmas, linearSchedule(8, 3.0).sigmas);
    const auto schedule = makeSchedule("cosine", 8, 3.0);
    ASSERT_FALSE(schedule);
    EXPECT_EQ(schedule.error().code, ErrorCode::InvalidInput);
    for (const SigmaSpacingInfo& spacing : sigmaSpacings())
        EXPECT_NE(schedule.error().hint.find(spacing.id), std::string::npos);
}

TEST(Guidance, followsTheFormulaAndIsTheIdentityForEqualPredictions) {
    const at::Tensor positive = at::tensor({1.0F, 2.0F});
    const at::Tensor negative = at::tensor({0.5F, 4.0F});
    EXPECT_TRUE(allClose(guide(positive, negative, 4.0), at::tensor({3.0F, -6.0F}), 1e-6, 0));
    EXPECT_TRUE(at::equal(guide(positive, positive, 7.0), positive));
}

TEST(Guidance, endsWhereTimeExceedsTheTruncation) {
    EXPECT_TRUE(isGuided(0.0, 0.0));
    EXPECT_TRUE(isGuided(0.25, 0.25));
    EXPECT_FALSE(isGuided(0.26, 0.25));
    EXPECT_TRUE(isGuided(1.0, 1.0));
    EXPECT_TRUE(isGuided(1.0, 2.0));
    EXPECT_TRUE(isGuided(1.0, std::nullopt));
}

TEST(Guidance, normIsLimitedForEachItemAndNeverRaised) {
    const at::Tensor positive = at::tensor({3.0F, 4.0F, 3.0F, 4.0F, 0.0F, 0.0F}).view({3, 2, 1});
    const at::Tensor guided = at::tensor({0.0F, 20.0F, 1.0F, 0.0F, 0.0F, 0.0F}).view({3, 2, 1});
    const at::Tensor halved = at::tensor({0.0F, 10.0F, 1.0F, 0.0F, 0.0F, 0.0F}).view({3, 2, 1});
    EXPECT_TRUE(allClose(limitNorm(guided, positive, 2.0), halved, 1e-6, 0));
    EXPECT_TRUE(at::equal(limitNorm(guided, positive, 4.0), guided));
}

} // namespace
} // namespace diptych::sampling
