// From numbers to codes. Compiled without fused multiply-add, so that every processor writes the
// same codes.
#include "core/tensor/multiversion.h"
#include "core/tensor/quantised_rows.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace diptych::rows {

namespace {

constexpr std::int32_t kMagnitude = 0x7FFFFFFF;
constexpr float kMagic = 12582912.0F; // 1.5 · 2^23: adding it rounds to nearest, ties to even
constexpr float kLargestInt8 = 127.0F;
constexpr float kLowestInt4 = -8.0F;

// The nearest integer of a number within ±2^22.
DIPTYCH_INLINED std::int32_t nearest(float value) {
    return std::bit_cast<std::int32_t>(value + kMagic) - std::bit_cast<std::int32_t>(kMagic);
}

// The number of the largest magnitude; magnitudes are compared as the integers of their bits.
DIPTYCH_INLINED float extremeOf(const float* values, std::int64_t count) {
    std::int32_t positive = 0;
    std::int32_t negative = 0;
#pragma omp simd reduction(max : positive, negative)
    for (std::int64_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::int32_t>(values[i]);
        const std::int32_t magnitude = bits & kMagnitude;
        positive = std::max(positive, bits); // bits of negative numbers are negative
        negative = std::max(negative, bits < 0 ? magnitude : 0);
    }
    return negative > positive ? -std::bit_cast<float>(negative) : std::bit_cast<float>(positive);
}

// A whole group to its words.
DIPTYCH_INLINED void packGroup(const float* values, float inverse, std::int32_t* words) {
    for (std::int64_t l = 0; l < kGroupWords; ++l) {
        std::uint32_t word = 0;
        for (std::int64_t n = 0; n < kQuantisedGroup / kGroupWords; ++n) {
            const std::int32_t code =
                std::min(nearest(values[n * kGroupWords + l] * inverse), std::int32_t{7});
            word |= (static_cast<std::uint32_t>(code) & 15U) << (4 * n);
        }
        words[l] = static_cast<std::int32_t>(word);
    }
}

} // namespace

DIPTYCH_MULTIVERSION
void raiseLargest(const float* row, std::int32_t* largest, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        largest[i] = std::max(largest[i], std::bit_cast<std::int32_t>(row[i]) & kMagnitude);
}

DIPTYCH_MULTIVERSION
float quantise(const float* row, std::int8_t* codes, std::int64_t count) {
    const float extreme = extremeOf(row, count);
    const float largest = extreme < 0.0F ? -extreme : extreme;
    if (!(largest >= kSmallestLargest)) {
        std::fill(codes, codes + count, std::int8_t{0});
        return 0.0F;
    }
    const float inverse = kLargestInt8 / largest;
    for (std::int64_t i = 0; i < count; ++i)
        codes[i] = static_cast<std::int8_t>(nearest(row[i] * inverse));
    return largest / kLargestInt8;
}

DIPTYCH_MULTIVERSION
void quantise(const float* row, std::int32_t* words, float* scales, std::int64_t count) {
    float last[kQuantisedGroup] = {};
    const std::int64_t groups = groupCount(count);
    for (std::int64_t g = 0; g < groups; ++g) {
        const float* values = row + g * kQuantisedGroup;
        const std::int64_t length = std::min(kQuantisedGroup, count - g * kQuantisedGroup);
        if (length < kQuantisedGroup) {
            std::copy(values, values + length, last);
            values = last;
        }
        const float extreme = extremeOf(values, kQuantisedGroup);
        const bool isZero = !(extreme >= kSmallestLargest || -extreme >= kSmallestLargest);
        scales[g] = isZero ? 0.0F : extreme / kLowestInt4;
        packGroup(values, isZero ? 0.0F : kLowestInt4 / extreme, words + g * kGroupWords);
    }
}

} // namespace diptych::rows
