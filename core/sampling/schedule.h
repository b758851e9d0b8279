// Noise levels from pure noise (1) to the finished picture (0).
#pragma once

#include "core/base/result.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::sampling {

/// N + 1 noise levels in float32, sigmas[0] = 1 … sigmas[N] = 0, none above the one before; step i
/// goes from sigmas[i] to sigmas[i+1].
struct Schedule {
    std::vector<float> sigmas;

    int steps() const { return static_cast<int>(sigmas.size()) - 1; }
};

/// shift·u / (1 + (shift − 1)·u): spends more steps at high noise for shift > 1.
float shiftedSigma(float u, float shift);

/// u_i = 1 − i/N, shifted, then 0. `steps` = N ≥ 1 counts real updates (reference: zimage-spec 5.1,
/// "zimage grid").
Schedule linearSchedule(int steps, double shift);

// The other spacings place their N noise levels between the first and the last but one of
// linearSchedule, 1 and s = shiftedSigma(1/N, shift), and append 0; so the shift moves their lower
// end. With x_i = i/(N − 1) (0 for N = 1). They are diffusers' FlowMatchEulerDiscreteScheduler with
// use_karras_sigmas, use_exponential_sigmas and use_beta_sigmas.

/// (1 + x·(s^(1/7) − 1))^7: more steps at low noise (Karras et al. 2022, arXiv:2206.00364, equation
/// 5, rho = 7).
Schedule karrasSchedule(int steps, double shift);

/// s^x: the same ratio from each to the next.
Schedule exponentialSchedule(int steps, double shift);

/// s + (1 − s)·q(1 − x), q the quantile function of the Beta(0.6, 0.6) distribution: more steps at
/// both ends (Lee et al. 2024, arXiv:2407.12173).
Schedule betaSchedule(int steps, double shift);

struct SigmaSpacingInfo {
    std::string id;          ///< "linear"
    std::string description; ///< one line
    Schedule (*make)(int steps, double shift);
};

/// Every spacing, the default first.
std::span<const SigmaSpacingInfo> sigmaSpacings();

/// Errors: InvalidInput, listing the known names.
Result<Schedule> makeSchedule(std::string_view spacing, int steps, double shift);

} // namespace diptych::sampling
