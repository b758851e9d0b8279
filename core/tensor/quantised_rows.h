// Loops over rows of quantised numbers, compiled for several instruction sets like those of
// row_kernels.h. The layout of codes and scales is that of core/checkpoint/quantised_weights.h:
// int8 codes with a scale of the row, and int4 codes in groups of 64 with a scale each.
#pragma once

#include "core/checkpoint/quantised_weights.h"

#include <cstdint>

namespace diptych::rows {

/// Numbers below this count as zero where a scale is made of them.
inline constexpr float kSmallestLargest = 1e-30F;

/// largest[i] becomes the larger of itself and |row[i]|. The magnitudes are the bits of float32
/// numbers, which are in the same order; not finite ones are at least kNotFinite.
void raiseLargest(const float* row, std::int32_t* largest, std::int64_t count);
inline constexpr std::int32_t kNotFinite = 0x7F800000;

/// Writes round(w · 127/m) with m = max |w| and returns the scale m/127; 0 with codes of 0 for rows
/// below kSmallestLargest. The numbers must be finite. Equal on every processor.
float quantise(const float* row, std::int8_t* codes, std::int64_t count);

/// For each group min(round(w · −8/e), 7) with the scale −e/8, where e is the number of the largest
/// magnitude, the positive one of two. `words` [groups · 8], `scales` [groups]; what is behind the
/// row's end in its last group counts as 0. As above otherwise.
void quantise(const float* row, std::int32_t* words, float* scales, std::int64_t count);

/// code · scale.
void dequantise(const std::int8_t* codes, float scale, float* row, std::int64_t count);
void dequantise(const std::int32_t* words, const float* scales, float* row, std::int64_t count);

/// x in the order in which the int8 product reads it: in each whole block of 32, number 8k + l is
/// number 4l + k of x, so that the four codes of a 32-bit word meet their numbers without shuffles.
void arrange(const float* x, float* arranged, std::int64_t count);

/// y[r] = the product of row r with x, sums in float32; `rows` rows of `count` numbers that lie one
/// after another; x as `arrange` gives it.
void dotRows(const std::int8_t* codes, const float* scales, const float* arranged, float* y,
             std::int64_t rows, std::int64_t count);
/// The same for rows of whole groups; x has groups · 64 numbers in their own order.
void dotRows(const std::int32_t* words, const float* scales, const float* x, float* y,
             std::int64_t rows, std::int64_t groups);

} // namespace diptych::rows
