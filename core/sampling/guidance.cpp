#include "core/sampling/guidance.h"

#include <ATen/ATen.h>

namespace diptych::sampling {

at::Tensor guide(const at::Tensor& positive, const at::Tensor& negative, double scale) {
    return positive + (positive - negative) * scale;
}

} // namespace diptych::sampling
