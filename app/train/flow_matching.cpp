#include "app/train/flow_matching.h"

#include <ATen/ATen.h>

namespace diptych::train {

namespace {

constexpr double kShift = 3.0; // the same as of Z-Image's schedule

} // namespace

NoisyLatents addNoise(const at::Tensor& clean, at::Generator generator) {
    const std::int64_t B = clean.size(0);
    const at::TensorOptions options(at::kFloat);
    const at::Tensor noise = at::randn(clean.sizes(), generator, options).to(clean.device());
    const at::Tensor middling = at::sigmoid(at::randn({B}, generator, options));
    const at::Tensor uniform = at::rand({B}, generator, options);
    const at::Tensor u = at::where(at::rand({B}, generator, options) < 0.5, middling, uniform);
    const at::Tensor level = kShift * u / (1.0 + (kShift - 1.0) * u);
    NoisyLatents noisy;
    for (std::int64_t i = 0; i < B; ++i)
        noisy.times.push_back(1.0 - level[i].item<double>());
    const at::Tensor sigma = level.to(clean.device()).view({B, 1, 1, 1});
    noisy.x = noise * sigma + clean * (1.0 - sigma);
    noisy.velocity = clean - noise;
    return noisy;
}

} // namespace diptych::train
