// Loops over one row of numbers, each a single pass, compiled for several instruction sets and
// chosen at run time. Numbers are float32; bfloat16 is widened on the way in and rounded on the way
// out.
#pragma once

#include <cstdint>

namespace diptych::rows {

/// bfloat16 as stored: the upper half of a float32.
using Half = std::uint16_t;

void widen(const Half* from, float* to, std::int64_t count);
/// Rounds to nearest, ties to even.
void narrow(const float* from, Half* to, std::int64_t count);
/// Rounds to bfloat16 and widens again, in place.
void roundToHalf(float* values, std::int64_t count);

float sumOfSquares(const float* x, std::int64_t count);
/// The sum of w · x, in float32.
float dot(const Half* w, const float* x, std::int64_t count);
float dot(const float* w, const float* x, std::int64_t count);
/// The same for eight rows of `count` numbers that lie one after another: y [8]. Eight streams keep
/// the memory busier than one.
void dotEight(const Half* w, const float* x, float* y, std::int64_t count);
void dotEight(const float* w, const float* x, float* y, std::int64_t count);
/// Reads every word once: what a plain pass over memory costs.
std::uint64_t sumOfWords(const std::uint64_t* words, std::int64_t count);
/// y = x · factor.
void scale(const float* x, float factor, float* y, std::int64_t count);
/// y = x · w.
void multiply(const float* x, const float* w, float* y, std::int64_t count);

/// The gradient of y = x · r · w with r = 1/√(mean(x²) + eps): dx, and dw is added to.
void rmsNormGradient(const float* x, const float* w, const float* dy, float r, float* dx, float* dw,
                     std::int64_t count);

/// softmax(x · factor) in place: the first `seen` values, the others become 0.
void softmax(float* x, float factor, std::int64_t seen, std::int64_t count);
/// The gradient of y = softmax(x · factor) in place: dy → dx.
void softmaxGradient(const float* y, float factor, float* dy, std::int64_t count);

/// y = silu(gate).
void silu(const float* gate, float* y, std::int64_t count);
/// The gradients of silu(gate) · up.
void siluMultiplyGradient(const float* gate, const float* up, const float* dy, float* dGate,
                          float* dUp, std::int64_t count);

/// Rotates the pairs (2k, 2k + 1) of x by the angles whose cos and sin are given.
void rotatePairs(const float* x, const float* cos, const float* sin, float* y, std::int64_t pairs);
/// Rotates the pairs (k, k + pairs).
void rotateHalves(const float* x, const float* cos, const float* sin, float* y, std::int64_t pairs);

} // namespace diptych::rows
