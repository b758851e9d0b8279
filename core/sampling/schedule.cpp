#include "core/sampling/schedule.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::sampling {

namespace {

constexpr double kKarrasRho = 7.0;
constexpr double kBetaShape = 0.6; // both parameters of the distribution

// The distribution function of Beta(a, a) at x ≤ 1/2, by the series of the incomplete beta
// function: x^a · sum of (1 − a)_n x^n / (n! (a + n)), divided by B(a, a).
double betaDistribution(double a, double x) {
    constexpr int kTerms = 64; // x^n halves each time: beyond the digits of a double
    double coefficient = 1.0;
    double sum = 0.0;
    for (int n = 0; n < kTerms; ++n) {
        sum += coefficient / (a + n);
        coefficient *= x * (n + 1 - a) / (n + 1);
    }
    const double whole = std::tgamma(a) * std::tgamma(a) / std::tgamma(2.0 * a);
    return std::pow(x, a) * sum / whole;
}

// Its inverse on [0, 1], by bisection; the distribution is symmetric about 1/2.
double betaQuantile(double a, double probability) {
    if (probability > 0.5)
        return 1.0 - betaQuantile(a, 1.0 - probability);
    constexpr int kHalvings = 60;
    double low = 0.0;
    double high = 0.5;
    for (int i = 0; i < kHalvings; ++i) {
        const double middle = (low + high) / 2.0;
        (betaDistribution(a, middle) < probability ? low : high) = middle;
    }
    return probability == 0.0 ? 0.0 : (low + high) / 2.0;
}

// `steps` noise levels level(x, s), x from 0 to 1, then 0.
template <typename Level> Schedule spacedSchedule(int steps, double shift, const Level& level) {
    const Schedule linear = linearSchedule(steps, shift);
    const double lowest = linear.sigmas[static_cast<std::size_t>(steps) - 1];
    Schedule schedule;
    for (int i = 0; i < steps; ++i) {
        const double x = i == 0 ? 0.0 : static_cast<double>(i) / (steps - 1);
        schedule.sigmas.push_back(static_cast<float>(level(x, lowest)));
    }
    schedule.sigmas.push_back(0.0F);
    return schedule;
}

} // namespace

float shiftedSigma(float u, float shift) {
    return shift * u / (1.0F + (shift - 1.0F) * u);
}

Schedule linearSchedule(int steps, double shift) {
    Schedule schedule;
    float last = 1.0F;
    for (int i = 0; i < steps; ++i) {
        const float u = 1.0F - static_cast<float>(i) / static_cast<float>(steps);
        // An extreme shift rounds to a little above 1, or above the level before.
        last = i == 0 ? 1.0F : std::min(last, shiftedSigma(u, static_cast<float>(shift)));
        schedule.sigmas.push_back(last);
    }
    schedule.sigmas.push_back(0.0F);
    return schedule;
}

Schedule karrasSchedule(int steps, double shift) {
    return spacedSchedule(steps, shift, [](double x, double lowest) {
        return std::pow(1.0 + x * (std::pow(lowest, 1.0 / kKarrasRho) - 1.0), kKarrasRho);
    });
}

Schedule exponentialSchedule(int steps, double shift) {
    return spacedSchedule(steps, shift,
                          [](double x, double lowest) { return std::pow(lowest, x); });
}

Schedule betaSchedule(int steps, double shift) {
    return spacedSchedule(steps, shift, [](double x, double lowest) {
        return lowest + (1.0 - lowest) * betaQuantile(kBetaShape, 1.0 - x);
    });
}

std::span<const SigmaSpacingInfo> sigmaSpacings() {
    static const std::array<SigmaSpacingInfo, 4> kSpacings = {{
        {"linear", "even steps, moved by the shift: what Z-Image was made for", &linearSchedule},
        {"beta", "more steps at high and at low noise", &betaSchedule},
        {"karras", "more steps at low noise", &karrasSchedule},
        {"exponential", "still more steps at low noise", &exponentialSchedule},
    }};
    return kSpacings;
}

Result<Schedule> makeSchedule(std::string_view spacing, int steps, double shift) {
    std::vector<std::string> ids;
    for (const SigmaSpacingInfo& info : sigmaSpacings()) {
        if (info.id == spacing)
            return info.make(steps, shift);
        ids.push_back(info.id);
    }
    return fail(ErrorCode::InvalidInput, fmt::format("unknown sigma spacing '{}'", spacing),
                fmt::format("use one of: {}", fmt::join(ids, ", ")));
}

} // namespace diptych::sampling
