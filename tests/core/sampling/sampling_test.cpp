// Noise, schedules, guidance and the Euler solver against the published reference code.
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"
#include "core/sampling/schedule.h"
#include "core/sampling/solver.h"

#include "tests/support/goldens.h"

#include <ATen/ATen.h>

namespace diptych::sampling {
namespace {

using test::allClose;
using test::GoldenCase;
using test::goldenCases;

at::Tensor asTensor(const std::vector<float>& values) {
    return at::tensor(values, at::kFloat);
}

std::vector<GoldenCase> eulerCases(std::string_view grid) {
    std::vector<GoldenCase> cases;
    for (const GoldenCase& golden : goldenCases("scheduler"))
        if (golden.config()["scheduler"] == "flow_euler" &&
            golden.config()["grid"].get<std::string>() == grid)
            cases.push_back(golden);
    return cases;
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

TEST(Schedule, linearSigmasEqualTheReference) {
    const auto cases = eulerCases("zimage");
    ASSERT_GT(cases.size(), 5U);
    for (const GoldenCase& golden : cases) {
        // Dynamic shifting by mu is the linear shift e^mu.
        const bool dynamic = golden.config().contains("mu");
        const double shift = dynamic ? std::exp(golden.config()["mu"].get<double>())
                                     : golden.config()["shift"].get<double>();
        const Schedule schedule = linearSchedule(golden.config()["steps"], shift);
        EXPECT_TRUE(allClose(asTensor(schedule.sigmas), golden["sigmas"], 2e-7, 0)) << golden.id();
    }
}

TEST(Schedule, startsAtNoiseEndsAtThePictureAndFalls) {
    for (const int steps : {1, 2, 8, 50, 1000}) {
        for (const double shift : {0.5, 1.0, 3.0, 10.0}) {
            const Schedule schedule = linearSchedule(steps, shift);
            ASSERT_EQ(schedule.steps(), steps);
            EXPECT_EQ(schedule.sigmas.front(), 1.0F);
            EXPECT_EQ(schedule.sigmas.back(), 0.0F);
            for (std::size_t i = 1; i < schedule.sigmas.size(); ++i)
                EXPECT_LT(schedule.sigmas[i], schedule.sigmas[i - 1]);
        }
    }
}

TEST(FlowEuler, trajectoriesEqualTheReference) {
    for (const char* grid : {"zimage", "scheduler_default", "upstream"}) {
        for (const GoldenCase& golden : eulerCases(grid)) {
            Schedule schedule;
            const at::Tensor sigmas = golden["sigmas"];
            for (std::int64_t i = 0; i < sigmas.numel(); ++i)
                schedule.sigmas.push_back(sigmas[i].item<float>());
            const auto synthetic = golden.config()["synthetic"];
            const double a = synthetic["a"];
            const double b = synthetic["b"];
            const double w = synthetic["w"];
            const at::Tensor p = golden["p"];
            int evaluations = 0;
            const Velocity velocity = [&](const at::Tensor& x, float sigma) {
                ++evaluations;
                const double t = 1000.0 * sigma;
                return x * a + p * (b * std::sin(w * t / 1000.0));
            };
            auto solver = valueOrThrow(makeSolver("flow_euler", schedule));
            at::Tensor x = golden["x_init"];
            const at::Tensor trajectory = golden["x"];
            for (int i = 0; i < schedule.steps(); ++i) {
                EXPECT_TRUE(allClose(x, trajectory[i], golden.atol(), golden.rtol()))
                    << golden.id() << " step " << i;
                x = solver->step(x, i, velocity);
            }
            EXPECT_TRUE(allClose(x, trajectory[schedule.steps()], golden.atol(), golden.rtol()))
                << golden.id();
            EXPECT_EQ(evaluations, golden.config()["model_evaluations"].get<int>()) << golden.id();
        }
    }
}

TEST(Guidance, followsTheFormulaAndIsTheIdentityForEqualPredictions) {
    const at::Tensor positive = at::tensor({1.0F, 2.0F});
    const at::Tensor negative = at::tensor({0.5F, 4.0F});
    EXPECT_TRUE(allClose(guide(positive, negative, 4.0), at::tensor({3.0F, -6.0F}), 1e-6, 0));
    EXPECT_TRUE(at::equal(guide(positive, positive, 7.0), positive));
}

TEST(Schedulers, anUnknownNameListsTheKnownOnes) {
    const auto solver = makeSolver("euler_a", linearSchedule(4, 3.0));
    ASSERT_FALSE(solver);
    EXPECT_NE(solver.error().hint.find("flow_euler"), std::string::npos);
}

} // namespace
} // namespace diptych::sampling
