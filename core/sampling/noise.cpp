#include "core/sampling/noise.h"

#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>

namespace diptych::sampling {

at::Tensor gaussianNoise(std::int64_t seed, const std::vector<std::int64_t>& shape) {
    return at::randn(shape, makeCpuGenerator(seed), at::TensorOptions(at::kFloat));
}

} // namespace diptych::sampling
