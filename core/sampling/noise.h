// The only source of randomness in a picture, and the mixing of noise with data.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace diptych::sampling {

/// A sequence of standard normal draws from libtorch's CPU generator: the same on every device. The
/// generator (mt19937) looks at the lower 32 bits of the seed only.
class NoiseSource {
  public:
    explicit NoiseSource(std::int64_t seed);

    /// Float32 noise of `shape`, one draw for the whole tensor; a second call goes on where the
    /// first stopped.
    at::Tensor draw(const std::vector<std::int64_t>& shape);

  private:
    at::Generator generator_;
};

/// The first draw of NoiseSource(seed).
at::Tensor gaussianNoise(std::int64_t seed, const std::vector<std::int64_t>& shape);

/// sigma·noise + (1 − sigma)·data, where a drawing that starts from `data` stands at noise level
/// `sigma` (reference: zimage-spec 5.6). Same shape and type for both.
at::Tensor addNoise(const at::Tensor& data, const at::Tensor& noise, float sigma);

/// An embedding [S, D] with seeded noise on a `fraction` (0…1) of its values, normal with a
/// deviation of `strength` times the median magnitude of all values (the mean is ruled by a few
/// outlier channels). Strength 0 or fraction 0 give the embedding itself.
at::Tensor varyEmbedding(const at::Tensor& embedding, double strength, double fraction,
                         std::int64_t seed);

} // namespace diptych::sampling
