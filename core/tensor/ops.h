// The primitives that model files are written in: plain structs of bound weights with a forward.
// Letters: T packed tokens, D width, H heads, Dh head width, C channels.
#pragma once

#include "core/tensor/quantised_matrix.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>

namespace diptych {

/// A trained change of a linear layer that is kept apart from its weight: up·(down·x)·scale is
/// added to the result. Nothing while `down` is undefined.
struct LowRankBranch {
    at::Tensor down; ///< [r, in], in the dtype of x or wider
    at::Tensor up;   ///< [out, r]
    double scale = 1.0;
};

/// y = x·Wᵀ + b. `weight` [out, in] may be stored in bfloat16 while x is float32 on the CPU: then
/// blocks of rows are widened into a float32 buffer and multiplied there
/// (bfloat16 products are a hundred times slower on CPUs without support for them). A single row is
/// multiplied without a buffer, see matrix_vector.h. Gradients flow to x in every case, to the
/// weight only where it has the dtype of x.
///
/// The weight may be stored quantised instead: blocks of rows are dequantised into the same buffer,
/// and a single row is multiplied with the codes as they are.
struct Linear {
    at::Tensor weight; ///< [out, in]; undefined where `quantised` holds it
    at::Tensor bias;   ///< [out], undefined where the layer has none
    LowRankBranch branch = {};
    std::shared_ptr<const QuantisedMatrix> quantised = nullptr;

    /// x […, in] → […, out] in the dtype of x.
    at::Tensor forward(const at::Tensor& x) const;

    std::int64_t outputs() const { return quantised ? quantised->rows : weight.size(0); }

  private:
    at::Tensor forwardWeight(const at::Tensor& x) const;
    at::Tensor forwardQuantised(const at::Tensor& x) const;
};

/// x · rsqrt(mean(x²) + eps) · weight over the last axis. The mean square is taken in float32, the
/// normalised value is rounded to the dtype of x and then multiplied by the weight (the upstream
/// order).
struct RmsNorm {
    at::Tensor weight; ///< [D]
    double eps = 1e-6;

    at::Tensor forward(const at::Tensor& x) const;
};

/// (x − mean) / √(variance + eps) over the last axis, without weights; in float32, returned in the
/// dtype of x.
at::Tensor layerNorm(const at::Tensor& x, double eps);

/// SiLU(gate) · up, the activation between the two layers of a gated feed-forward.
at::Tensor siluMultiply(const at::Tensor& gate, const at::Tensor& up);

} // namespace diptych
