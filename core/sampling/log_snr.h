// The variable in which the multistep solvers integrate.
#pragma once

#include <cmath>

namespace diptych::sampling {

/// lambda = ln(1 − sigma) − ln(sigma), half the logarithm of signal to noise; −inf at sigma = 1 and
/// +inf at 0.
inline double logSnr(double sigma) {
    return std::log(1.0 - sigma) - std::log(sigma);
}

} // namespace diptych::sampling
