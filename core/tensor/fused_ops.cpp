#include "core/tensor/fused_ops.h"

#include "core/tensor/row_kernels.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>
#include <cmath>
#include <vector>

namespace diptych {

namespace {

using rows::Half;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t kValuesPerTask = 1 << 15;
// Sums over rows are taken in this many parts whatever the number of threads, so that it does not
// change them.
constexpr std::int64_t kParts = 16;

bool isHalf(const at::Tensor& tensor) {
    return tensor.scalar_type() == at::kBFloat16;
}

// The rows of a tensor as float32: in place where they are, else through a buffer.
class RowReader {
  public:
    RowReader(const at::Tensor& tensor, std::int64_t width)
        : half_(isHalf(tensor)), base_(tensor.data_ptr()), width_(width),
          buffer_(half_ ? static_cast<std::size_t>(width) : 0) {}

    const float* row(std::int64_t index) {
        if (!half_)
            return static_cast<const float*>(base_) + index * width_;
        rows::widen(static_cast<const Half*>(base_) + index * width_, buffer_.data(), width_);
        return buffer_.data();
    }

  private:
    bool half_;
    const void* base_;
    std::int64_t width_;
    std::vector<float> buffer_;
};

// Where a row is written: in place, or in a buffer that `store` rounds.
class RowWriter {
  public:
    RowWriter(const at::Tensor& tensor, std::int64_t width)
        : half_(isHalf(tensor)), base_(tensor.data_ptr()), width_(width),
          buffer_(half_ ? static_cast<std::size_t>(width) : 0) {}

    float* row(std::int64_t index) {
        return half_ ? buffer_.data() : static_cast<float*>(base_) + index * width_;
    }
    void store(std::int64_t index) {
        if (half_)
            rows::narrow(buffer_.data(), static_cast<Half*>(base_) + index * width_, width_);
    }
    bool half() const { return half_; }

  private:
    bool half_;
    void* base_;
    std::int64_t width_;
    std::vector<float> buffer_;
};

template <typename Work> void overRows(std::int64_t count, std::int64_t width, const Work& work) {
    const std::int64_t grain = std::max<std::int64_t>(1, kValuesPerTask / width);
    at::parallel_for(0, count, grain, work);
}

// Returns y and 1/√(mean(x²) + eps) of every row, float32.
std::pair<at::Tensor, at::Tensor> normalise(const at::Tensor& x, const at::Tensor& weight,
                                            double eps) {
    const std::int64_t width = x.size(-1);
    const std::int64_t count = x.numel() / width;
    at::Tensor y = at::empty_like(x);
    at::Tensor scales = at::empty({count}, at::kFloat);
    auto* const scaleOf = scales.data_ptr<float>();
    const at::Tensor wide = weight.to(at::kFloat);
    const auto* const w = wide.data_ptr<float>();
    overRows(count, width, [&](std::int64_t begin, std::int64_t end) {
        RowReader in(x, width);
        RowWriter out(y, width);
        for (std::int64_t t = begin; t < end; ++t) {
            const float* const from = in.row(t);
            float* const to = out.row(t);
            const float mean = rows::sumOfSquares(from, width) / static_cast<float>(width);
            scaleOf[t] = 1.0F / std::sqrt(mean + static_cast<float>(eps));
            rows::scale(from, scaleOf[t], to, width);
            if (out.half())
                rows::roundToHalf(to, width);
            rows::multiply(to, w, to, width);
            out.store(t);
        }
    });
    return {y, scales};
}

struct RmsNormFunction : Function<RmsNormFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& weight, double eps) {
        auto [y, scales] = normalise(x, weight, eps);
        context->save_for_backward({x, weight, scales});
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const std::int64_t width = x.size(-1);
        const std::int64_t count = x.numel() / width;
        const at::Tensor dy = gradients[0].contiguous();
        const at::Tensor wide = saved[1].to(at::kFloat);
        const auto* const w = wide.data_ptr<float>();
        const auto* const scaleOf = saved[2].data_ptr<float>();
        at::Tensor dx = at::empty_like(x);
        at::Tensor parts = at::zeros({kParts, width}, at::kFloat);
        at::parallel_for(0, kParts, 1, [&](std::int64_t begin, std::int64_t end) {
            RowReader in(x, width);
            RowReader above(dy, width);
            RowWriter out(dx, width);
            for (std::int64_t part = begin; part < end; ++part) {
                float* const dw = parts.data_ptr<float>() + part * width;
                for (std::int64_t t = count * part / kParts; t < count * (part + 1) / kParts; ++t) {
                    rows::rmsNormGradient(in.row(t), w, above.row(t), scaleOf[t], out.row(t), dw,
                                          width);
                    out.store(t);
                }
            }
        });
        return {dx, parts.sum(0).to(saved[1].scalar_type()), at::Tensor()};
    }
};

at::Tensor gated(const at::Tensor& gate, const at::Tensor& up) {
    const std::int64_t width = gate.size(-1);
    at::Tensor y = at::empty_like(gate);
    overRows(gate.numel() / width, width, [&](std::int64_t begin, std::int64_t end) {
        RowReader gates(gate, width);
        RowReader ups(up, width);
        RowWriter out(y, width);
        for (std::int64_t t = begin; t < end; ++t) {
            float* const to = out.row(t);
            rows::silu(gates.row(t), to, width);
            if (out.half())
                rows::roundToHalf(to, width);
            rows::multiply(to, ups.row(t), to, width);
            out.store(t);
        }
    });
    return y;
}

struct SiluMultiplyFunction : Function<SiluMultiplyFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& gate,
                              const at::Tensor& up) {
        context->save_for_backward({gate, up});
        return gated(gate, up);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const std::int64_t width = saved[0].size(-1);
        const at::Tensor dy = gradients[0].contiguous();
        at::Tensor dGate = at::empty_like(saved[0]);
        at::Tensor dUp = at::empty_like(saved[1]);
        overRows(dy.numel() / width, width, [&](std::int64_t begin, std::int64_t end) {
            RowReader gates(saved[0], width);
            RowReader ups(saved[1], width);
            RowReader above(dy, width);
            RowWriter gateOut(dGate, width);
            RowWriter upOut(dUp, width);
            for (std::int64_t t = begin; t < end; ++t) {
                rows::siluMultiplyGradient(gates.row(t), ups.row(t), above.row(t), gateOut.row(t),
                                           upOut.row(t), width);
                gateOut.store(t);
                upOut.store(t);
            }
        });
        return {dGate, dUp};
    }
};

// x [T, H, Dh], cos and sin [T, Dh/2].
at::Tensor rotated(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin,
                   RotaryPairs pairs) {
    const std::int64_t heads = x.size(1);
    const std::int64_t width = x.size(2);
    const auto* const cosines = cos.data_ptr<float>();
    const auto* const sines = sin.data_ptr<float>();
    const auto rotate = pairs == RotaryPairs::Adjacent ? rows::rotatePairs : rows::rotateHalves;
    at::Tensor y = at::empty_like(x);
    overRows(x.size(0), heads * width, [&](std::int64_t begin, std::int64_t end) {
        RowReader in(x, width);
        RowWriter out(y, width);
        for (std::int64_t t = begin; t < end; ++t)
            for (std::int64_t h = 0; h < heads; ++h) {
                const std::int64_t row = t * heads + h;
                rotate(in.row(row), cosines + t * width / 2, sines + t * width / 2, out.row(row),
                       width / 2);
                out.store(row);
            }
    });
    return y;
}

struct RotateFunction : Function<RotateFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& cos,
                              const at::Tensor& sin, bool halves) {
        context->save_for_backward({cos, sin});
        context->saved_data["halves"] = halves;
        return rotated(x, cos, sin, halves ? RotaryPairs::Halves : RotaryPairs::Adjacent);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        // A rotation's gradient is the rotation back.
        const variable_list saved = context->get_saved_variables();
        const bool halves = context->saved_data["halves"].toBool();
        return {rotated(gradients[0].contiguous(), saved[0], saved[1].neg(),
                        halves ? RotaryPairs::Halves : RotaryPairs::Adjacent),
                at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

bool wantsGradient(const at::Tensor& a, const at::Tensor& b) {
    return c10::GradMode::is_enabled() && (a.requires_grad() || b.requires_grad());
}

} // namespace

bool canFuse(const at::Tensor& x) {
    return x.is_cpu() && (x.scalar_type() == at::kFloat || isHalf(x)) && x.numel() > 0;
}

at::Tensor fusedRmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps) {
    const at::Tensor dense = x.contiguous();
    if (wantsGradient(x, weight))
        return RmsNormFunction::apply(dense, weight, eps);
    return normalise(dense, weight, eps).first;
}

at::Tensor fusedSiluMultiply(const at::Tensor& gate, const at::Tensor& up) {
    const at::Tensor denseGate = gate.contiguous();
    const at::Tensor denseUp = up.contiguous();
    if (wantsGradient(gate, up))
        return SiluMultiplyFunction::apply(denseGate, denseUp);
    return gated(denseGate, denseUp);
}

at::Tensor fusedRotate(const at::Tensor& x, const RotaryTable& table, RotaryPairs pairs) {
    const at::Tensor dense = x.contiguous();
    const at::Tensor cos = table.cos.contiguous();
    const at::Tensor sin = table.sin.contiguous();
    if (wantsGradient(x, x))
        return RotateFunction::apply(dense, cos, sin, pairs == RotaryPairs::Halves);
    return rotated(dense, cos, sin, pairs);
}

} // namespace diptych
