// Scaled dot product attention on the CPU, with gradients: two matrix products around a softmax
// that is taken in place, a piece of the queries at a time.
#pragma once

#include "core/tensor/attention.h"

#include <ATen/core/Tensor.h>

#include <span>

namespace diptych {

/// attention() for tensors on the CPU in float32 or bfloat16. The arithmetic of the softmax is
/// float32; scores and weights are kept in the dtype of q.
at::Tensor cpuAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                        std::span<const std::int64_t> lengths, Causal causal);

} // namespace diptych
