// The only source of randomness in a picture.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace diptych::sampling {

/// Standard normal float32 noise of `shape`, one draw for the whole tensor from libtorch's CPU
/// generator seeded with `seed`: the same on every device. The generator (mt19937) looks at the
/// lower 32 bits of the seed only.
at::Tensor gaussianNoise(std::int64_t seed, const std::vector<std::int64_t>& shape);

} // namespace diptych::sampling
