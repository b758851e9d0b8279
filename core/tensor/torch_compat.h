// What differs between libtorch 1.13 (Debian 12) and 2.x, in one place.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/version.h>

#include <cstdint>

namespace diptych {

/// True when this libtorch has at::scaled_dot_product_attention with fused kernels.
#if TORCH_VERSION_MAJOR >= 2
inline constexpr bool kHasFusedAttention = true;
#else
inline constexpr bool kHasFusedAttention = false;
#endif

/// softmax(q·kᵀ/√Dh + mask)·v through libtorch's own fused kernel; q, k, v [B, H, S, Dh], same H;
/// `mask` is undefined, or boolean (true = seen), or additive, and broadcastable to [B, H, Sq, Sk].
/// Only where kHasFusedAttention.
at::Tensor fusedAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const at::Tensor& mask, bool causal);

/// A CPU random generator seeded with `seed`.
at::Generator makeCpuGenerator(std::int64_t seed);

/// Whether libtorch was built with CUDA, and how many devices answer.
bool cudaBuilt();
int cudaDeviceCount();
/// Whether libtorch was built with MPS and a device answers.
bool mpsAvailable();

} // namespace diptych
