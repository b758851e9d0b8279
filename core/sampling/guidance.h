// Classifier-free guidance.
#pragma once

#include <ATen/core/Tensor.h>

namespace diptych::sampling {

/// positive + scale·(positive − negative), so that 0 means off and the scale other tools show is 1
/// + scale. Float32, any shape (reference: zimage-spec 4.3).
at::Tensor guide(const at::Tensor& positive, const at::Tensor& negative, double scale);

} // namespace diptych::sampling
