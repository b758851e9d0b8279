// Decodes stored numbers to float32: half floats, fp8 and ggml's quantised blocks.
//
// Sources: IEEE 754 for F16; "FP8 Formats for Deep Learning" (arXiv 2209.05433) for the two fp8
// types; ggml-quants.c (github.com/ggml-org/llama.cpp) defines the blocks and the order of their
// float32 operations, which is kept, so that results are equal bit for bit.
#pragma once

#include "core/checkpoint/stored_format.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace diptych {

/// E4M3FN: bias 7, no infinity, 0x7F and 0xFF are NaN, largest 448, smallest subnormal 2⁻⁹.
float decodeFloat8E4M3(std::uint8_t code);

/// E5M2: bias 15, with infinities and NaN, as a float16 cut to its upper byte.
float decodeFloat8E5M2(std::uint8_t code);

/// IEEE binary16.
float decodeHalf(std::uint16_t code);

/// Whether `decodeToFloat` has this format: all blocks, and all types of numbers with a fraction.
bool canDecode(const StoredFormat& format);

/// Decodes `bytes` to `values`; F64 is rounded. `format` must be one that `canDecode` has, the
/// number of values a whole number of units, and `bytes` exactly theirs; they need no alignment.
/// NaN and infinity in a file come out as they are. Any thread.
void decodeToFloat(const StoredFormat& format, std::span<const std::byte> bytes,
                   std::span<float> values);

} // namespace diptych
