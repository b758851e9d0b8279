#include "core/tensor/row_kernels.h"

#include "core/tensor/multiversion.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

namespace diptych::rows {

namespace {

inline float widened(Half value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16);
}

inline Half narrowed(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
    // Rounding could turn a NaN into an infinity.
    return static_cast<Half>(value != value ? 0x7FC0U : rounded);
}

// e^x with a relative error below 2e-7, for x that a float32 exponential can hold: 2^n · e^f with
// |f| ≤ ln(2)/2 (Cody and Waite 1980, chapter 6), without a branch so that loops become vectors.
inline float exponential(float x) {
    constexpr float kLargest = 87.0F;
    x = x > kLargest ? kLargest : x;
    x = x < -kLargest ? -kLargest : x;
    constexpr float kMagic = 12582912.0F; // 1.5 · 2^23: adding it rounds to an integer
    const float n = (x * 1.44269504F + kMagic) - kMagic;
    const float f = (x - n * 0.693359375F) + n * 2.12194440e-4F;
    float e = 1.9875691500e-4F;
    e = e * f + 1.3981999507e-3F;
    e = e * f + 8.3334519073e-3F;
    e = e * f + 4.1665795894e-2F;
    e = e * f + 1.6666665459e-1F;
    e = e * f + 5.0000001201e-1F;
    e = e * f * f + f + 1.0F;
    const auto power = static_cast<std::uint32_t>(static_cast<std::int32_t>(n) + 127) << 23;
    return e * std::bit_cast<float>(power);
}

inline float sigmoid(float x) {
    return 1.0F / (1.0F + exponential(-x));
}

} // namespace

DIPTYCH_MULTIVERSION
void widen(const Half* from, float* to, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        to[i] = widened(from[i]);
}

DIPTYCH_MULTIVERSION
void narrow(const float* from, Half* to, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        to[i] = narrowed(from[i]);
}

DIPTYCH_MULTIVERSION
void roundToHalf(float* values, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        values[i] = widened(narrowed(values[i]));
}

DIPTYCH_MULTIVERSION
float sumOfSquares(const float* x, std::int64_t count) {
    float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i)
        sum += x[i] * x[i];
    return sum;
}

DIPTYCH_MULTIVERSION
float dot(const Half* w, const float* x, std::int64_t count) {
    float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i)
        sum += widened(w[i]) * x[i];
    return sum;
}

DIPTYCH_MULTIVERSION
float dot(const float* w, const float* x, std::int64_t count) {
    float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i)
        sum += w[i] * x[i];
    return sum;
}

DIPTYCH_MULTIVERSION
void dotEight(const Half* w, const float* x, float* y, std::int64_t count) {
    const Half* const w1 = w + 1 * count;
    const Half* const w2 = w + 2 * count;
    const Half* const w3 = w + 3 * count;
    const Half* const w4 = w + 4 * count;
    const Half* const w5 = w + 5 * count;
    const Half* const w6 = w + 6 * count;
    const Half* const w7 = w + 7 * count;
    float s0 = 0.0F, s1 = 0.0F, s2 = 0.0F, s3 = 0.0F;
    float s4 = 0.0F, s5 = 0.0F, s6 = 0.0F, s7 = 0.0F;
#pragma omp simd reduction(+ : s0, s1, s2, s3, s4, s5, s6, s7)
    for (std::int64_t i = 0; i < count; ++i) {
        s0 += widened(w[i]) * x[i];
        s1 += widened(w1[i]) * x[i];
        s2 += widened(w2[i]) * x[i];
        s3 += widened(w3[i]) * x[i];
        s4 += widened(w4[i]) * x[i];
        s5 += widened(w5[i]) * x[i];
        s6 += widened(w6[i]) * x[i];
        s7 += widened(w7[i]) * x[i];
    }
    const float sums[8] = {s0, s1, s2, s3, s4, s5, s6, s7};
    std::copy(std::begin(sums), std::end(sums), y);
}

DIPTYCH_MULTIVERSION
void dotEight(const float* w, const float* x, float* y, std::int64_t count) {
    const float* const w1 = w + 1 * count;
    const float* const w2 = w + 2 * count;
    const float* const w3 = w + 3 * count;
    const float* const w4 = w + 4 * count;
    const float* const w5 = w + 5 * count;
    const float* const w6 = w + 6 * count;
    const float* const w7 = w + 7 * count;
    float s0 = 0.0F, s1 = 0.0F, s2 = 0.0F, s3 = 0.0F;
    float s4 = 0.0F, s5 = 0.0F, s6 = 0.0F, s7 = 0.0F;
#pragma omp simd reduction(+ : s0, s1, s2, s3, s4, s5, s6, s7)
    for (std::int64_t i = 0; i < count; ++i) {
        s0 += w[i] * x[i];
        s1 += w1[i] * x[i];
        s2 += w2[i] * x[i];
        s3 += w3[i] * x[i];
        s4 += w4[i] * x[i];
        s5 += w5[i] * x[i];
        s6 += w6[i] * x[i];
        s7 += w7[i] * x[i];
    }
    const float sums[8] = {s0, s1, s2, s3, s4, s5, s6, s7};
    std::copy(std::begin(sums), std::end(sums), y);
}

DIPTYCH_MULTIVERSION
std::uint64_t sumOfWords(const std::uint64_t* words, std::int64_t count) {
    std::uint64_t sum = 0;
    for (std::int64_t i = 0; i < count; ++i)
        sum += words[i];
    return sum;
}

DIPTYCH_MULTIVERSION
void scale(const float* x, float factor, float* y, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        y[i] = x[i] * factor;
}

DIPTYCH_MULTIVERSION
void multiply(const float* x, const float* w, float* y, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        y[i] = x[i] * w[i];
}

DIPTYCH_MULTIVERSION
void rmsNormGradient(const float* x, const float* w, const float* dy, float r, float* dx, float* dw,
                     std::int64_t count) {
    float along = 0.0F; // of the gradient along x
#pragma omp simd reduction(+ : along)
    for (std::int64_t i = 0; i < count; ++i)
        along += dy[i] * w[i] * x[i];
    const float back = along * r * r * r / static_cast<float>(count);
    for (std::int64_t i = 0; i < count; ++i) {
        dx[i] = dy[i] * w[i] * r - x[i] * back;
        dw[i] += dy[i] * x[i] * r;
    }
}

DIPTYCH_MULTIVERSION
void softmax(float* x, float factor, std::int64_t seen, std::int64_t count) {
    float largest = x[0];
#pragma omp simd reduction(max : largest)
    for (std::int64_t i = 0; i < seen; ++i)
        largest = x[i] > largest ? x[i] : largest;
    float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < seen; ++i) {
        x[i] = exponential((x[i] - largest) * factor);
        sum += x[i];
    }
    const float share = 1.0F / sum;
    for (std::int64_t i = 0; i < seen; ++i)
        x[i] *= share;
    for (std::int64_t i = seen; i < count; ++i)
        x[i] = 0.0F;
}

DIPTYCH_MULTIVERSION
void softmaxGradient(const float* y, float factor, float* dy, std::int64_t count) {
    float mean = 0.0F; // of the gradient, weighted by y
#pragma omp simd reduction(+ : mean)
    for (std::int64_t i = 0; i < count; ++i)
        mean += y[i] * dy[i];
    for (std::int64_t i = 0; i < count; ++i)
        dy[i] = y[i] * (dy[i] - mean) * factor;
}

DIPTYCH_MULTIVERSION
void silu(const float* gate, float* y, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        y[i] = gate[i] * sigmoid(gate[i]);
}

DIPTYCH_MULTIVERSION
void siluMultiplyGradient(const float* gate, const float* up, const float* dy, float* dGate,
                          float* dUp, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
        const float s = sigmoid(gate[i]);
        dGate[i] = dy[i] * up[i] * s * (1.0F + gate[i] * (1.0F - s));
        dUp[i] = dy[i] * gate[i] * s;
    }
}

DIPTYCH_MULTIVERSION
void rotatePairs(const float* x, const float* cos, const float* sin, float* y, std::int64_t pairs) {
    for (std::int64_t k = 0; k < pairs; ++k) {
        y[2 * k] = x[2 * k] * cos[k] - x[2 * k + 1] * sin[k];
        y[2 * k + 1] = x[2 * k] * sin[k] + x[2 * k + 1] * cos[k];
    }
}

DIPTYCH_MULTIVERSION
void rotateHalves(const float* x, const float* cos, const float* sin, float* y,
                  std::int64_t pairs) {
    for (std::int64_t k = 0; k < pairs; ++k) {
        y[k] = x[k] * cos[k] - x[k + pairs] * sin[k];
        y[k + pairs] = x[k + pairs] * cos[k] + x[k] * sin[k];
    }
}

} // namespace diptych::rows
