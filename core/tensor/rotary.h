// Rotary position embedding, in both conventions: adjacent pairs (Z-Image) and halves (Qwen3).
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace diptych {

/// cos and sin of the rotation angles, float32, [T, Dh/2], for the T tokens at hand.
struct RotaryTable {
    at::Tensor cos;
    at::Tensor sin;

    RotaryTable to(at::Device device) const;
};

/// The tables of sequences that are packed one after another.
RotaryTable concatenate(std::span<const RotaryTable> tables);

/// A token's place in time, row and column.
using GridPosition = std::array<std::int64_t, 3>;

/// Z-Image: axis a with width axesDims[a] rotates by position[a] · theta^(−2k/axesDims[a]); the
/// axes' pairs lie one after another. Built in float64, the angle rounded to float32 (reference:
/// zimage-spec 3.5). No limit on positions.
RotaryTable gridRotaryTable(std::span<const GridPosition> positions,
                            std::span<const std::int64_t> axesDims, double theta);

/// Qwen3: position · theta^(−2i/Dh), frequencies and angles in float32 (reference: qwen3-spec 4 and
/// 7).
RotaryTable sequenceRotaryTable(std::span<const std::int64_t> positions, std::int64_t headDim,
                                double theta);

/// Rotates adjacent pairs (2k, 2k+1). x [T, H, Dh]; computed in float32, returned in the dtype of
/// x.
at::Tensor rotatePairs(const at::Tensor& x, const RotaryTable& table);

/// Rotates element i with element i + Dh/2. x [T, H, Dh]; computed in float32, returned in the
/// dtype of x.
at::Tensor rotateHalves(const at::Tensor& x, const RotaryTable& table);

} // namespace diptych
