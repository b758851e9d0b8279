#include "app/train/flow_matching.h"

#include <ATen/ATen.h>

namespace diptych::train {

NoisyLatents addNoise(const at::Tensor& clean, at::Generator generator) {
    const std::int64_t B = clean.size(0);
    const at::TensorOptions options(at::kFloat);
    const at::Tensor noise = at::randn(clean.sizes(), generator, options).to(clean.device());
    const at::Tensor u = at::sigmoid(at::randn({B}, generator, options));
    const at::Tensor level = 2.0 * u / (1.0 + u);
    NoisyLatents noisy;
    for (std::int64_t i = 0; i < B; ++i)
        noisy.times.push_back(1.0 - level[i].item<double>());
    const at::Tensor sigma = level.to(clean.device()).view({B, 1, 1, 1});
    noisy.x = noise * sigma + clean * (1.0 - sigma);
    noisy.velocity = clean - noise;
    return noisy;
}

} // namespace diptych::train
