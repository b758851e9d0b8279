// The arithmetic of adapters: from factors to the change of a weight.
//
// Source of the maths: reference specification section 11. Letters: r rank.
#pragma once

#include "core/lora/lora_file.h"

#include <ATen/core/Tensor.h>

#include <functional>

namespace diptych::lora {

/// The change of a weight at strength 1, rows `target` of it, in float32 on `device`: what has to
/// be added to the base. `base` gives the whole unchanged weight (all three parts of a fused one)
/// in float32 on `device`; it is called only where the change depends on it (DoRA, replacement).
at::Tensor moduleDelta(const LoraModule& module, const TargetRows& target,
                       const std::function<at::Tensor()>& base, at::Device device);

/// Whether the change is the product B·A and nothing else.
bool isLowRank(const LoraModule& module);

struct LowRankFactors {
    at::Tensor down; ///< A, [r, in]
    at::Tensor up;   ///< the rows of B that are meant, times alpha/rank, [rows, r]
};

/// The factors of such a change in float32 on `device`; their product is what moduleDelta gives.
LowRankFactors lowRankFactors(const LoraModule& module, const TargetRows& target,
                              at::Device device);

} // namespace diptych::lora
