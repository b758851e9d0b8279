// What a transformer learns by: noisy latents, and the way back to the clean ones.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <vector>

namespace diptych::train {

/// Clean latents with noise mixed in. Source: Liu, Gong, Liu 2022, "Flow Straight and Fast".
struct NoisyLatents {
    at::Tensor x;              ///< sigma·noise + (1 − sigma)·clean, [B, C, h, w]
    std::vector<double> times; ///< 1 − sigma of each item
    at::Tensor velocity;       ///< clean − noise: what the transformer should predict
};

/// Half of the levels are logit-normal (Esser and others 2024, arXiv:2403.03206, section 3.1), half
/// are uniform, and all are moved towards noise as a schedule with a shift of 3 does. Where things
/// stand is decided close to pure noise, which logit-normal levels alone hardly ever visit.
/// `clean` [B, C, h, w] float32; `generator` is the CPU's.
NoisyLatents addNoise(const at::Tensor& clean, at::Generator generator);

} // namespace diptych::train
