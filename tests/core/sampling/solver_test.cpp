// Every solver against the published reference code, step by step, and its order on a flow whose
// solution is known.
#include "core/sampling/solver.h"

#include "tests/support/goldens.h"

#include <ATen/ATen.h>

#include <cmath>
#include <functional>
#include <map>

namespace diptych::sampling {
namespace {

using test::allClose;
using test::GoldenCase;
using test::goldenCases;

// The reference's names.
const std::map<std::string, std::string> kOurNames = {{"flow_euler", "flow_euler"},
                                                      {"flow_heun", "flow_heun"},
                                                      {"dpmpp_2m_flow", "dpm_solver"},
                                                      {"unipc_flow", "unipc"}};

std::vector<GoldenCase> casesOf(const std::string& scheduler) {
    std::vector<GoldenCase> cases;
    for (const GoldenCase& golden : goldenCases("scheduler"))
        if (golden.config()["scheduler"] == scheduler)
            cases.push_back(golden);
    return cases;
}

// Our own grid where it is the case's.
Schedule scheduleOf(const GoldenCase& golden) {
    const auto& config = golden.config();
    if (config["grid"] == "zimage" && config.contains("shift"))
        return linearSchedule(config["steps"], config["shift"]);
    Schedule schedule;
    const at::Tensor sigmas = golden["sigmas"];
    // Heun's upstream class lists a noise level once for each evaluation.
    const bool repeated = config["scheduler"] == "flow_heun";
    for (std::int64_t i = 0; i < sigmas.numel(); ++i)
        if (const auto sigma = sigmas[i].item<float>();
            !repeated || schedule.sigmas.empty() || sigma != schedule.sigmas.back())
            schedule.sigmas.push_back(sigma);
    return schedule;
}

std::unique_ptr<Solver> solverOf(const GoldenCase& golden, const Schedule& schedule) {
    const auto& config = golden.config();
    const std::string scheduler = config["scheduler"];
    if (scheduler == "unipc_flow")
        return makeUniPc(schedule, config["solver_order"]);
    if (config.value("solver_type", "") == "heun")
        return makeDpmSolver(schedule, DpmSecondOrder::Heun);
    return valueOrThrow(makeSolver(kOurNames.at(scheduler), schedule));
}

// The reference's synthetic velocity at a listed timestep, which some upstream grids cut off to an
// integer.
at::Tensor syntheticVelocity(const GoldenCase& golden, const at::Tensor& x, double timestep) {
    const auto synthetic = golden.config()["synthetic"];
    const double a = synthetic["a"];
    const double b = synthetic["b"];
    const double w = synthetic["w"];
    return x * a + golden["p"] * (b * std::sin(w * timestep / 1000.0));
}

enum class Loop { Closed, Open };

// Runs the solver and compares what it hands to the model at every evaluation, and the result.
void expectTrajectory(const GoldenCase& golden, Loop loop) {
    const std::string name = golden.id() + (loop == Loop::Open ? " open loop" : "");
    const Schedule schedule = scheduleOf(golden);
    const at::Tensor states = golden["x"];
    const at::Tensor timesteps = golden["timesteps"].to(at::kFloat);
    // DPM-Solver++ does not hand the truncated timesteps of its upstream grid to the model.
    const bool sameTimesteps =
        !(golden.config()["scheduler"] == "dpmpp_2m_flow" && golden.config()["grid"] == "upstream");
    // Upstream cuts 875 off to 874 here: its float64 arithmetic gives 874.9999999999998.
    const auto isUpstreamsRounding = [&](int evaluation) {
        return golden.id() == "sched_unipc_flow/zimage_n20_shift3" && evaluation == 6;
    };
    int evaluations = 0;
    const Velocity velocity = [&](const at::Tensor& x, float sigma) {
        const double timestep = timesteps[evaluations].item<float>();
        EXPECT_TRUE(allClose(x, states[evaluations], golden.atol(), golden.rtol()))
            << name << " evaluation " << evaluations;
        if (sameTimesteps && !isUpstreamsRounding(evaluations)) {
            EXPECT_NEAR(1000.0 * sigma, timestep, 2e-4) << name << " evaluation " << evaluations;
        }
        const at::Tensor v =
            loop == Loop::Open ? golden["v"][evaluations] : syntheticVelocity(golden, x, timestep);
        ++evaluations;
        return v;
    };
    const auto solver = solverOf(golden, schedule);
    at::Tensor x = golden["x_init"];
    for (int i = 0; i < schedule.steps(); ++i)
        x = solver->step(x, i, velocity);
    EXPECT_EQ(x.scalar_type(), at::kFloat);
    EXPECT_TRUE(allClose(x, states[states.size(0) - 1], golden.atol(), golden.rtol())) << name;
    EXPECT_EQ(evaluations, golden.config()["model_evaluations"].get<int>()) << name;
}

TEST(Solvers, closedLoopTrajectoriesEqualTheReference) {
    for (const auto& [theirs, ours] : kOurNames) {
        const std::vector<GoldenCase> cases = casesOf(theirs);
        EXPECT_GE(cases.size(), 20U) << ours;
        for (const GoldenCase& golden : cases)
            expectTrajectory(golden, Loop::Closed);
    }
}

TEST(Solvers, openLoopTrajectoriesEqualTheReference) {
    for (const GoldenCase& golden : goldenCases("scheduler"))
        expectTrajectory(golden, Loop::Open);
}

// dx/dsigma = x² from x(from) = 1, whose solution is 1 / (1 + from − sigma), in float64.
double errorOnKnownFlow(const std::string& id, const Schedule& schedule) {
    const auto solver = valueOrThrow(makeSolver(id, schedule));
    at::Tensor x = at::ones({1}, at::kDouble);
    for (int i = 0; i < schedule.steps(); ++i)
        x = solver->step(x, i, [](const at::Tensor& at, float) { return at * at; });
    const double distance = double{schedule.sigmas.front()} - schedule.sigmas.back();
    return std::abs(x.item<double>() - 1.0 / (1.0 + distance));
}

// Away from both ends, where lambda is infinite and the multistep solvers' steps in it do not
// shrink with their number: there the error falls like log(N) / N² instead of 1 / N².
Schedule innerSchedule(int steps) {
    Schedule schedule;
    for (int i = 0; i <= steps; ++i)
        schedule.sigmas.push_back(0.9F - 0.8F * static_cast<float>(i) / static_cast<float>(steps));
    return schedule;
}

TEST(Solvers, convergeWithTheirOrderOnAKnownFlow) {
    const std::map<std::string, double> orders = {
        {"flow_euler", 1.0}, {"flow_heun", 2.0}, {"dpm_solver", 2.0}, {"unipc", 2.0}};
    EXPECT_EQ(orders.size(), schedulers().size());
    for (const auto& [id, order] : orders) {
        const double coarse = errorOnKnownFlow(id, innerSchedule(64));
        const double fine = errorOnKnownFlow(id, innerSchedule(512));
        const double measured = std::log2(coarse / fine) / 3.0;
        RecordProperty(id, std::to_string(measured));
        EXPECT_GT(measured, order - 0.1) << id << " " << coarse << " " << fine;
        EXPECT_LT(measured, order + 0.5) << id << " " << coarse << " " << fine;
    }
}

TEST(Solvers, ofTheSecondOrderAreFarCloserThanEulerForTheSameEvaluations) {
    const double euler = errorOnKnownFlow("flow_euler", linearSchedule(31, 1.0));
    EXPECT_LT(errorOnKnownFlow("flow_heun", linearSchedule(16, 1.0)), euler / 5);
    EXPECT_LT(errorOnKnownFlow("dpm_solver", linearSchedule(31, 1.0)), euler / 5);
    EXPECT_LT(errorOnKnownFlow("unipc", linearSchedule(31, 1.0)), euler / 5);
}

TEST(Solvers, stayFiniteFromOneStepToAThousandAndForExtremeShifts) {
    for (const SchedulerInfo& info : schedulers()) {
        for (const int steps : {1, 2, 3, 1000}) {
            for (const double shift : {1e-3, 3.0, 1e9}) {
                const Schedule schedule = linearSchedule(steps, shift);
                const auto solver = info.make(schedule);
                at::Tensor x = at::ones({2});
                for (int i = 0; i < steps; ++i)
                    x = solver->step(x, i, [](const at::Tensor& at, float) { return at * 0.5; });
                // exp(−1/2) for many small steps, more or less of it for few or uneven ones.
                EXPECT_TRUE(allClose(x, at::full({2}, 0.6), 0.15, 0))
                    << info.id << " " << steps << " " << shift;
            }
        }
    }
}

TEST(Solvers, keepTheirStateToThemselves) {
    for (const SchedulerInfo& info : schedulers()) {
        const Schedule schedule = linearSchedule(6, 3.0);
        const Velocity velocity = [](const at::Tensor& x, float sigma) { return x * sigma; };
        const auto alone = info.make(schedule);
        const auto first = info.make(schedule);
        const auto second = info.make(schedule);
        at::Tensor a = at::ones({3});
        at::Tensor b = a;
        at::Tensor c = a * 5;
        for (int i = 0; i < 6; ++i) {
            a = alone->step(a, i, velocity);
            b = first->step(b, i, velocity);
            c = second->step(c, i, velocity);
        }
        EXPECT_TRUE(at::equal(a, b)) << info.id;
        EXPECT_FALSE(at::equal(a, c)) << info.id;
    }
}

TEST(Solvers, unipcCutsTimestepsOffButKeepsWholeOnes) {
    const auto timestepsFor = [](int steps) {
        std::vector<double> timesteps;
        const Schedule schedule = linearSchedule(steps, 3.0);
        const auto solver = makeUniPc(schedule);
        at::Tensor x = at::ones({1});
        for (int i = 0; i < steps; ++i)
            x = solver->step(x, i, [&](const at::Tensor& at, float sigma) {
                timesteps.push_back(1000.0 * sigma);
                return at;
            });
        return timesteps;
    };
    const std::vector<double> nine = timestepsFor(9);
    EXPECT_NEAR(nine[0], 999.0, 1e-4);
    EXPECT_NEAR(nine[1], 960.0, 1e-4); // float32 says 959.99998 or 960
    EXPECT_NEAR(nine[2], 913.0, 1e-4);
    EXPECT_NEAR(nine[6], 600.0, 1e-4);
    EXPECT_NEAR(nine[7], 461.0, 1e-4);
    EXPECT_NEAR(timestepsFor(20)[6], 875.0, 1e-4);
}

TEST(Schedulers, anUnknownNameListsTheKnownOnes) {
    const auto solver = makeSolver("euler_a", linearSchedule(4, 3.0));
    ASSERT_FALSE(solver);
    for (const SchedulerInfo& info : schedulers()) {
        EXPECT_NE(solver.error().hint.find(info.id), std::string::npos);
        EXPECT_FALSE(info.description.empty());
        EXPECT_EQ(info.description.find('\n'), std::string::npos);
    }
}

} // namespace
} // namespace diptych::sampling
