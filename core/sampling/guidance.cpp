#include "core/sampling/guidance.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace diptych::sampling {

at::Tensor guide(const at::Tensor& positive, const at::Tensor& negative, double scale) {
    return positive + (positive - negative) * scale;
}

bool isGuided(double t, std::optional<double> truncation) {
    return !truncation || *truncation > 1.0 || t <= *truncation;
}

at::Tensor limitNorm(const at::Tensor& guided, const at::Tensor& positive, double limit) {
    const std::vector<std::int64_t> item = [&] { // [B, 1, …]
        std::vector<std::int64_t> shape(static_cast<std::size_t>(guided.dim()), 1);
        shape[0] = guided.size(0);
        return shape;
    }();
    const at::Tensor largest = positive.flatten(1).norm(2, 1).view(item) * limit;
    const at::Tensor norm = guided.flatten(1).norm(2, 1).view(item);
    return guided * at::where(norm > largest, largest / norm, at::ones_like(norm));
}

} // namespace diptych::sampling
