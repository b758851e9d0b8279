#include "core/tensor/torch_compat.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

namespace diptych {

at::Tensor fusedAttention([[maybe_unused]] const at::Tensor& q,
                          [[maybe_unused]] const at::Tensor& k,
                          [[maybe_unused]] const at::Tensor& v,
                          [[maybe_unused]] const at::Tensor& mask, [[maybe_unused]] bool causal) {
#if TORCH_VERSION_MAJOR >= 2
    if (mask.defined())
        return at::scaled_dot_product_attention(q, k, v, mask);
    return at::scaled_dot_product_attention(q, k, v, {}, 0.0, causal);
#else
    throw ErrorException(Error{ErrorCode::Internal,
                               "this libtorch has no fused attention",
                               "",
                               "fusedAttention called although kHasFusedAttention is false",
                               {}});
#endif
}

at::Generator makeCpuGenerator(std::int64_t seed) {
    return at::make_generator<at::CPUGeneratorImpl>(static_cast<std::uint64_t>(seed));
}

bool cudaBuilt() {
    return at::detail::getCUDAHooks().hasCUDA() || at::hasCUDA();
}

int cudaDeviceCount() {
    return at::hasCUDA() ? static_cast<int>(at::getNumGPUs()) : 0;
}

bool mpsAvailable() {
    return at::hasMPS();
}

} // namespace diptych
