#include "core/tensor/ops.h"

#include "core/tensor/fused_ops.h"
#include "core/tensor/matrix_vector.h"
#include "core/tensor/quantised_matrix.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <vector>

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

// A weight [out, in] on the CPU in fewer bits than float32, and how its rows become float32.
struct NarrowWeight {
    at::Tensor plain; // bfloat16; undefined where it is quantised
    std::shared_ptr<const QuantisedMatrix> quantised = nullptr;

    std::int64_t outputs() const { return quantised ? quantised->rows : plain.size(0); }
    std::int64_t inputs() const { return quantised ? quantised->columns : plain.size(1); }
    // Fills `block` [count, in] with the rows that begin with `first`.
    void read(std::int64_t first, at::Tensor& block) const {
        if (quantised)
            dequantiseRows(*quantised, first, block);
        else
            widen(plain.narrow(0, first, block.size(0)), block);
    }
};

// Calls work(first, block) for the widened rows, block after block in one buffer.
template <typename Work>
void overWidened(const NarrowWeight& weight, const at::TensorOptions& like, const Work& work) {
    const std::int64_t outputs = weight.outputs();
    const std::int64_t inputs = weight.inputs();
    const std::int64_t rows = std::clamp<std::int64_t>(kWidenedValues / inputs, 1, outputs);
    at::Tensor buffer = at::empty({rows, inputs}, like);
    for (std::int64_t first = 0; first < outputs; first += rows) {
        at::Tensor block = buffer.narrow(0, 0, std::min(rows, outputs - first)); // [count, in]
        weight.read(first, block);
        work(first, block);
    }
}

// x [T, in] float32 on the CPU → [T, out] float32.
at::Tensor multiplyWidened(const at::Tensor& x, const NarrowWeight& weight,
                           const at::Tensor& bias) {
    at::Tensor result = at::empty({x.size(0), weight.outputs()}, x.options()); // [T, out]
    overWidened(weight, x.options(), [&](std::int64_t first, const at::Tensor& block) {
        at::Tensor columns = result.narrow(1, first, block.size(0)); // [T, count], a strided view
        at::mm_out(columns, x, block.t());
    });
    return bias.defined() ? result.add_(bias) : result;
}

// The gradient of multiplyWidened by x: gradient [T, out] → [T, in].
at::Tensor multiplyWidenedBack(const at::Tensor& gradient, const NarrowWeight& weight) {
    at::Tensor result = at::zeros({gradient.size(0), weight.inputs()}, gradient.options());
    overWidened(weight, gradient.options(), [&](std::int64_t first, const at::Tensor& block) {
        result.addmm_(gradient.narrow(1, first, block.size(0)), block); // [T, in]
    });
    return result;
}

// So that a frozen weight stays narrow while gradients pass through it.
struct WidenedProduct : Function<WidenedProduct> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x,
                              const NarrowWeight& weight, const at::Tensor& bias) {
        context->saved_data["plain"] = weight.plain;
        if (const QuantisedMatrix* matrix = weight.quantised.get()) {
            context->saved_data["columns"] = matrix->columns;
            context->saved_data["int8"] = matrix->format == QuantisedFormat::Int8;
            context->saved_data["codes"] = matrix->codes;
            context->saved_data["scales"] = matrix->scales;
            context->saved_data["keptColumns"] = matrix->keptColumns;
            context->saved_data["keptWeight"] = matrix->keptWeight;
        }
        return multiplyWidened(x, weight, bias);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        NarrowWeight weight{context->saved_data["plain"].toTensor()};
        if (!weight.plain.defined())
            weight.quantised = std::make_shared<const QuantisedMatrix>(saved(context->saved_data));
        return {multiplyWidenedBack(gradients[0].contiguous(), weight), at::Tensor(), at::Tensor()};
    }

    template <typename Saved> static QuantisedMatrix saved(Saved& data) {
        QuantisedMatrix matrix;
        matrix.format = data["int8"].toBool() ? QuantisedFormat::Int8 : QuantisedFormat::Int4;
        matrix.codes = data["codes"].toTensor();
        matrix.rows = matrix.codes.size(0);
        matrix.columns = data["columns"].toInt();
        matrix.scales = data["scales"].toTensor();
        matrix.keptColumns = data["keptColumns"].toTensor();
        matrix.keptWeight = data["keptWeight"].toTensor();
        return matrix;
    }
};

// x […, in] float32 on the CPU → […, out].
at::Tensor forwardNarrow(const at::Tensor& x, const NarrowWeight& weight, const at::Tensor& bias) {
    const at::Tensor flat = x.reshape({-1, x.size(-1)}); // [T, in]
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = weight.outputs();
    if (c10::GradMode::is_enabled() && x.requires_grad())
        return WidenedProduct::apply(flat, weight, bias).view(shape);
    return multiplyWidened(flat, weight, bias).view(shape);
}

// What a single row gave, in the shape of x, with the bias.
at::Tensor finishVector(const at::Tensor& y, const at::Tensor& x, const at::Tensor& bias) {
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = y.numel();
    return bias.defined() ? y.view(shape) + bias : y.view(shape);
}

} // namespace

at::Tensor Linear::forward(const at::Tensor& x) const {
    const at::Tensor y = quantised ? forwardQuantised(x) : forwardWeight(x);
    if (!branch.down.defined())
        return y;
    const auto type = x.scalar_type();
    return y + at::linear(at::linear(x, branch.down.to(type)), branch.up.to(type)) * branch.scale;
}

at::Tensor Linear::forwardQuantised(const at::Tensor& x) const {
    if (isQuantisedVector(*quantised, x))
        return finishVector(quantisedVector(*quantised, x), x, bias);
    if (x.is_cpu() && x.scalar_type() == at::kFloat)
        return forwardNarrow(x, {{}, quantised}, bias);
    return at::linear(x, dequantise(*quantised, x.scalar_type()), bias);
}

at::Tensor Linear::forwardWeight(const at::Tensor& x) const {
    if (isMatrixVector(x, weight))
        return finishVector(matrixVector(weight, x), x, bias);
    if (weight.scalar_type() == x.scalar_type())
        return at::linear(x, weight, bias);
    if (!x.is_cpu() || x.scalar_type() != at::kFloat || weight.scalar_type() != at::kBFloat16)
        return at::linear(x, weight.to(x.scalar_type()), bias);
    return forwardNarrow(x, {weight}, bias);
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
