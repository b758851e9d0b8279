#include "core/tensor/ops.h"

#include "core/tensor/fused_ops.h"
#include "core/tensor/matrix_vector.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace diptych {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

// A block of widened weights of this many float32 values (160 MiB) is multiplied at a time: any
// matrix of the published models but the embedding in one go, because every further block makes
// BLAS pack x again.
constexpr std::int64_t kWidenedValues = 40 << 20;
constexpr std::int64_t kValuesPerTask = 1 << 16;

// bfloat16 is the upper half of a float32.
void widen(const at::Tensor& source, at::Tensor& target) {
    const auto* from = reinterpret_cast<const std::uint16_t*>(source.data_ptr<at::BFloat16>());
    auto* to = reinterpret_cast<std::uint32_t*>(target.data_ptr<float>());
    at::parallel_for(0, source.numel(), kValuesPerTask, [=](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            to[i] = static_cast<std::uint32_t>(from[i]) << 16;
    });
}

// x [T, in] float32, weight [out, in] bfloat16, both on the CPU → [T, out] float32.
at::Tensor multiplyWidened(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    const std::int64_t outputs = weight.size(0);
    const std::int64_t inputs = weight.size(1);
    const std::int64_t rows = std::clamp<std::int64_t>(kWidenedValues / inputs, 1, outputs);
    at::Tensor buffer = at::empty({rows, inputs}, x.options());
    at::Tensor result = at::empty({x.size(0), outputs}, x.options()); // [T, out]
    for (std::int64_t first = 0; first < outputs; first += rows) {
        const std::int64_t count = std::min(rows, outputs - first);
        at::Tensor block = buffer.narrow(0, 0, count); // [count, in]
        widen(weight.narrow(0, first, count), block);
        at::Tensor columns = result.narrow(1, first, count); // [T, count], a strided view
        at::mm_out(columns, x, block.t());
    }
    return bias.defined() ? result.add_(bias) : result;
}

// The gradient of multiplyWidened by x: gradient [T, out] → [T, in].
at::Tensor multiplyWidenedBack(const at::Tensor& gradient, const at::Tensor& weight) {
    const std::int64_t outputs = weight.size(0);
    const std::int64_t inputs = weight.size(1);
    const std::int64_t rows = std::clamp<std::int64_t>(kWidenedValues / inputs, 1, outputs);
    at::Tensor buffer = at::empty({rows, inputs}, gradient.options());
    at::Tensor result = at::zeros({gradient.size(0), inputs}, gradient.options()); // [T, in]
    for (std::int64_t first = 0; first < outputs; first += rows) {
        const std::int64_t count = std::min(rows, outputs - first);
        at::Tensor block = buffer.narrow(0, 0, count); // [count, in]
        widen(weight.narrow(0, first, count), block);
        result.addmm_(gradient.narrow(1, first, count), block);
    }
    return result;
}

// So that a frozen weight stays narrow while gradients pass through it.
struct WidenedProduct : Function<WidenedProduct> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& weight, const at::Tensor& bias) {
        context->saved_data["weight"] = weight;
        return multiplyWidened(x, weight, bias);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const at::Tensor weight = context->saved_data["weight"].toTensor();
        return {multiplyWidenedBack(gradients[0].contiguous(), weight), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor Linear::forward(const at::Tensor& x) const {
    const at::Tensor y = forwardWeight(x);
    if (!branch.down.defined())
        return y;
    return y + at::linear(at::linear(x, branch.down), branch.up) * branch.scale;
}

at::Tensor Linear::forwardWeight(const at::Tensor& x) const {
    if (isMatrixVector(x, weight)) {
        std::vector<std::int64_t> shape = x.sizes().vec();
        shape.back() = weight.size(0);
        const at::Tensor y = matrixVector(weight, x).view(shape);
        return bias.defined() ? y + bias : y;
    }
    if (weight.scalar_type() == x.scalar_type())
        return at::linear(x, weight, bias);
    if (!x.is_cpu() || x.scalar_type() != at::kFloat || weight.scalar_type() != at::kBFloat16)
        return at::linear(x, weight.to(x.scalar_type()), bias);
    const at::Tensor flat = x.reshape({-1, x.size(-1)}); // [T, in]
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = weight.size(0);
    if (c10::GradMode::is_enabled() && x.requires_grad())
        return WidenedProduct::apply(flat, weight, bias).view(shape);
    return multiplyWidened(flat, weight, bias).view(shape);
}

at::Tensor RmsNorm::forward(const at::Tensor& x) const {
    if (canFuse(x) && weight.scalar_type() == x.scalar_type())
        return fusedRmsNorm(x, weight, eps);
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor scale = at::rsqrt(at::mean(wide * wide, {-1}, true) + eps); // […, 1]
    return (wide * scale).to(x.scalar_type()) * weight;
}

at::Tensor layerNorm(const at::Tensor& x, double eps) {
    return at::layer_norm(x.to(at::kFloat), {x.size(-1)}, {}, {}, eps).to(x.scalar_type());
}

at::Tensor siluMultiply(const at::Tensor& gate, const at::Tensor& up) {
    return canFuse(gate) && gate.scalar_type() == up.scalar_type() ? fusedSiluMultiply(gate, up)
                                                                   : at::silu(gate) * up;
}

} // namespace diptych
