// Noise levels from pure noise (1) to the finished picture (0).
#pragma once

#include <vector>

namespace diptych::sampling {

/// N + 1 noise levels in float32, sigmas[0] = 1 … sigmas[N] = 0; step i goes from sigmas[i] to
/// sigmas[i+1].
struct Schedule {
    std::vector<float> sigmas;

    int steps() const { return static_cast<int>(sigmas.size()) - 1; }
};

/// shift·u / (1 + (shift − 1)·u): spends more steps at high noise for shift > 1.
float shiftedSigma(float u, float shift);

/// u_i = 1 − i/N, shifted, then 0. `steps` = N ≥ 1 counts real updates (reference: zimage-spec 5.1,
/// "zimage grid").
Schedule linearSchedule(int steps, double shift);

} // namespace diptych::sampling
