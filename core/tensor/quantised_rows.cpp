// From codes to numbers and products.
#include "core/tensor/quantised_rows.h"

#include "core/tensor/multiversion.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace diptych::rows {

namespace {

constexpr std::int64_t kLanes = 8;  // 32-bit words that are taken at a time
constexpr std::int64_t kBlock = 32; // int8 codes in them
// Rows are read one after the other, this many bytes ahead of the products: without that, memory
// waits while the processor multiplies.
constexpr std::int64_t kAhead = 4096;

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

template <int k> DIPTYCH_INLINED float byteOf(std::uint32_t word) {
    return static_cast<float>(static_cast<std::int32_t>(word << (24 - 8 * k)) >> 24);
}

DIPTYCH_INLINED void fetch(const void* from) {
#if defined(__GNUC__)
    __builtin_prefetch(static_cast<const char*>(from) + kAhead);
#else
    static_cast<void>(from);
#endif
}

// Adds the products of some whole blocks, one sum for each of the eight words.
DIPTYCH_INLINED void addBlocks(const std::int8_t* codes, const float* x, std::int64_t blocks,
                               float* __restrict sums) {
    for (std::int64_t b = 0; b < blocks; ++b) {
        const std::int8_t* const c = codes + b * kBlock;
        const float* const v = x + b * kBlock;
        fetch(c);
#pragma omp simd
        for (std::int64_t l = 0; l < kLanes; ++l) {
            std::uint32_t word = 0;
            std::memcpy(&word, c + 4 * l, sizeof(word)); // rows need not be aligned
            float sum = byteOf<0>(word) * v[l];
            sum += byteOf<1>(word) * v[l + 8];
            sum += byteOf<2>(word) * v[l + 16];
            sum += byteOf<3>(word) * v[l + 24];
            sums[l] += sum;
        }
    }
}

DIPTYCH_INLINED float sumOf(const float* sums) {
    float sum = 0.0F;
    for (std::int64_t l = 0; l < kLanes; ++l)
        sum += sums[l];
    return sum;
}

// Adds the products of some groups, one sum for each of the eight words.
DIPTYCH_INLINED void addGroups(const std::int32_t* words, const float* scales, const float* x,
                               std::int64_t groups, float* __restrict sums) {
    for (std::int64_t g = 0; g < groups; ++g) {
        const std::int32_t* const w = words + g * kGroupWords;
        const float* const v = x + g * kQuantisedGroup;
        const float scale = scales[g];
        fetch(w);
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

static_assert(kGroupWords == kLanes && kQuantisedGroup == 64 && kBlock == 4 * kLanes,
              "the loops above are written out for this");

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

void arrange(const float* x, float* arranged, std::int64_t count) {
    const std::int64_t whole = count / kBlock * kBlock;
    for (std::int64_t b = 0; b < whole; b += kBlock)
        for (std::int64_t k = 0; k < 4; ++k)
            for (std::int64_t l = 0; l < kLanes; ++l)
                arranged[b + k * kLanes + l] = x[b + 4 * l + k];
    std::copy(x + whole, x + count, arranged + whole);
}

DIPTYCH_MULTIVERSION
void dotRows(const std::int8_t* codes, const float* scales, const float* arranged, float* y,
             std::int64_t rows, std::int64_t count) {
    const std::int64_t blocks = count / kBlock;
    for (std::int64_t r = 0; r < rows; ++r) {
        const std::int8_t* const row = codes + r * count;
        float sums[kLanes] = {};
        addBlocks(row, arranged, blocks, sums);
        float sum = sumOf(sums);
        for (std::int64_t i = blocks * kBlock; i < count; ++i)
            sum += static_cast<float>(row[i]) * arranged[i];
        y[r] = sum * scales[r];
    }
}

DIPTYCH_MULTIVERSION
void dotRows(const std::int32_t* words, const float* scales, const float* x, float* y,
             std::int64_t rows, std::int64_t groups) {
    for (std::int64_t r = 0; r < rows; ++r) {
        float sums[kLanes] = {};
        addGroups(words + r * groups * kGroupWords, scales + r * groups, x, groups, sums);
        y[r] = sumOf(sums);
    }
}

} // namespace diptych::rows
