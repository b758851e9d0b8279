// Operations of a transformer block in one pass over memory instead of ten, on the CPU, with
// gradients. Tensors are contiguous float32 or bfloat16; the arithmetic is float32. Values equal
// those of the library calls in ops.cpp and rotary.cpp but for the order of sums.
#pragma once

#include "core/tensor/rotary.h"

#include <ATen/core/Tensor.h>

namespace diptych {

/// Whether the functions below take x: on the CPU, float32 or bfloat16.
bool canFuse(const at::Tensor& x);

/// RmsNorm::forward; x […, D], weight [D] in the dtype of x.
at::Tensor fusedRmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);

/// siluMultiply; both of one shape and dtype.
at::Tensor fusedSiluMultiply(const at::Tensor& gate, const at::Tensor& up);

enum class RotaryPairs { Adjacent, Halves };

/// rotatePairs and rotateHalves; x [T, H, Dh].
at::Tensor fusedRotate(const at::Tensor& x, const RotaryTable& table, RotaryPairs pairs);

} // namespace diptych
