#include "core/sampling/noise.h"

#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>

namespace diptych::sampling {

NoiseSource::NoiseSource(std::int64_t seed) : generator_(makeCpuGenerator(seed)) {}

at::Tensor NoiseSource::draw(const std::vector<std::int64_t>& shape) {
    return at::randn(shape, generator_, at::TensorOptions(at::kFloat));
}

at::Tensor gaussianNoise(std::int64_t seed, const std::vector<std::int64_t>& shape) {
    return NoiseSource(seed).draw(shape);
}

at::Tensor addNoise(const at::Tensor& data, const at::Tensor& noise, float sigma) {
    return noise * sigma + data * (1.0F - sigma);
}

at::Tensor varyEmbedding(const at::Tensor& embedding, double strength, double fraction,
                         std::int64_t seed) {
    if (strength == 0.0 || fraction == 0.0)
        return embedding;
    at::Generator generator = makeCpuGenerator(seed);
    const at::Tensor values = embedding.to(at::kCPU, at::kFloat);
    const at::Tensor noise = at::randn(values.sizes(), generator, values.options());
    const at::Tensor changed = at::rand(values.sizes(), generator, values.options()) < fraction;
    const at::Tensor deviation = values.abs().median() * strength;
    return (values + noise * deviation * changed).to(embedding.options());
}

} // namespace diptych::sampling
