// From codes to numbers and products.
#include "core/tensor/quantised_rows.h"

#include "core/tensor/multiversion.h"

#include <algorithm>
#include <cstdint>

namespace diptych::rows {

namespace {

constexpr std::int64_t kColumns = kQuantisedGroup / kGroupWords; // that a word holds
// This much of x stays in the nearest cache while all rows of a stretch are read.
constexpr std::int64_t kStretch = 512;

// Column 8n + l of a group, from word l.
template <int n> DIPTYCH_INLINED float codeOf(std::int32_t word) {
    const std::uint32_t upper = static_cast<std::uint32_t>(word) << (28 - 4 * n);
    return static_cast<float>(static_cast<std::int32_t>(upper) >> 28);
}

DIPTYCH_INLINED void dequantiseGroup(const std::int32_t* words, float scale, float* to) {
    for (std::int64_t l = 0; l < kGroupWords; ++l) {
        to[l] = codeOf<0>(words[l]) * scale;
        to[l + 8] = codeOf<1>(words[l]) * scale;
        to[l + 16] = codeOf<2>(words[l]) * scale;
        to[l + 24] = codeOf<3>(words[l]) * scale;
        to[l + 32] = codeOf<4>(words[l]) * scale;
        to[l + 40] = codeOf<5>(words[l]) * scale;
        to[l + 48] = codeOf<6>(words[l]) * scale;
        to[l + 56] = codeOf<7>(words[l]) * scale;
    }
}

DIPTYCH_INLINED float dotStretch(const std::int8_t* codes, const float* x, std::int64_t count) {
    float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i)
        sum += static_cast<float>(codes[i]) * x[i];
    return sum;
}

// Adds the products of some groups, one sum for each of the eight words.
DIPTYCH_INLINED void addGroups(const std::int32_t* words, const float* scales, const float* x,
                               std::int64_t groups, float* __restrict sums) {
    for (std::int64_t g = 0; g < groups; ++g) {
        const std::int32_t* const w = words + g * kGroupWords;
        const float* const v = x + g * kQuantisedGroup;
        const float scale = scales[g];
#pragma omp simd
        for (std::int64_t l = 0; l < kGroupWords; ++l) {
            float sum = codeOf<0>(w[l]) * v[l];
            sum += codeOf<1>(w[l]) * v[l + 8];
            sum += codeOf<2>(w[l]) * v[l + 16];
            sum += codeOf<3>(w[l]) * v[l + 24];
            sum += codeOf<4>(w[l]) * v[l + 32];
            sum += codeOf<5>(w[l]) * v[l + 40];
            sum += codeOf<6>(w[l]) * v[l + 48];
            sum += codeOf<7>(w[l]) * v[l + 56];
            sums[l] += scale * sum;
        }
    }
}

static_assert(kColumns == 8 && kGroupWords == 8, "the loops above are written out for this");

} // namespace

DIPTYCH_MULTIVERSION
void dequantise(const std::int8_t* codes, float scale, float* row, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        row[i] = static_cast<float>(codes[i]) * scale;
}

DIPTYCH_MULTIVERSION
void dequantise(const std::int32_t* words, const float* scales, float* row, std::int64_t count) {
    const std::int64_t whole = count / kQuantisedGroup;
    for (std::int64_t g = 0; g < whole; ++g)
        dequantiseGroup(words + g * kGroupWords, scales[g], row + g * kQuantisedGroup);
    if (whole * kQuantisedGroup == count)
        return;
    float last[kQuantisedGroup];
    dequantiseGroup(words + whole * kGroupWords, scales[whole], last);
    std::copy(last, last + (count - whole * kQuantisedGroup), row + whole * kQuantisedGroup);
}

DIPTYCH_MULTIVERSION
void dotRows(const std::int8_t* codes, const float* scales, const float* x, float* y, int rows,
             std::int64_t count) {
    float sums[kRowsAtOnce] = {};
    for (std::int64_t begin = 0; begin < count; begin += kStretch) {
        const std::int64_t length = std::min(kStretch, count - begin);
        for (int r = 0; r < rows; ++r)
            sums[r] += dotStretch(codes + r * count + begin, x + begin, length);
    }
    for (int r = 0; r < rows; ++r)
        y[r] = sums[r] * scales[r];
}

DIPTYCH_MULTIVERSION
void dotRows(const std::int32_t* words, const float* scales, const float* x, float* y, int rows,
             std::int64_t groups) {
    constexpr std::int64_t kGroups = kStretch / kQuantisedGroup;
    float sums[kRowsAtOnce][kGroupWords] = {};
    for (std::int64_t begin = 0; begin < groups; begin += kGroups) {
        const std::int64_t length = std::min(kGroups, groups - begin);
        for (int r = 0; r < rows; ++r) {
            const std::int64_t first = r * groups + begin;
            addGroups(words + first * kGroupWords, scales + first, x + begin * kQuantisedGroup,
                      length, sums[r]);
        }
    }
    for (int r = 0; r < rows; ++r) {
        float sum = 0.0F;
        for (const float part : sums[r])
            sum += part;
        y[r] = sum;
    }
}

} // namespace diptych::rows
