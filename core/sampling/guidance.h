// Classifier-free guidance.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace diptych::sampling {

/// positive + scale·(positive − negative), so that 0 means off and the scale other tools show is 1
/// + scale. Float32, any shape (reference: zimage-spec 4.3).
at::Tensor guide(const at::Tensor& positive, const at::Tensor& negative, double scale);

/// Whether a step at time t (1 − sigma, 0 = noise) is guided: until t exceeds `truncation`. Above 1
/// or empty = always (reference: zimage-spec 4.3, cfg_truncation).
bool isGuided(double t, std::optional<double> truncation);

/// `guided`, scaled down where its norm exceeds `limit` times that of `positive`; it is never
/// scaled up. [B, …], norms over all elements of an item (reference: zimage-spec 4.3,
/// cfg_normalization). `limit` > 0.
at::Tensor limitNorm(const at::Tensor& guided, const at::Tensor& positive, double limit);

} // namespace diptych::sampling
