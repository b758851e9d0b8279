#include "core/lora/lora_delta.h"

#include <ATen/ATen.h>

#include <limits>

namespace diptych::lora {

namespace {

// Finds a module's factors in float32 on a device.
struct Factors {
    const LoraModule& module;
    at::Device device;

    bool has(Role role) const { return module.tensors.contains(role); }
    at::Tensor operator()(Role role) const {
        return module.tensors.at(role).to(device, at::kFloat);
    }
    at::Tensor product(Role a, Role b) const { return at::matmul((*this)(a), (*this)(b)); }
};

// [out, in], without the factor alpha/rank.
at::Tensor wholeChange(const Factors& factor) {
    switch (factor.module.method) {
    case Method::LowRank:
        return factor.product(Role::Up, Role::Down);
    case Method::Hadamard:
        return factor.product(Role::Hadamard1A, Role::Hadamard1B) *
               factor.product(Role::Hadamard2A, Role::Hadamard2B);
    case Method::Kronecker: {
        const at::Tensor left = factor.has(Role::Kronecker1)
                                    ? factor(Role::Kronecker1)
                                    : factor.product(Role::Kronecker1A, Role::Kronecker1B);
        const at::Tensor right = factor.has(Role::Kronecker2)
                                     ? factor(Role::Kronecker2)
                                     : factor.product(Role::Kronecker2A, Role::Kronecker2B);
        return at::kron(left, right);
    }
    case Method::Difference:
        return factor(Role::Difference);
    case Method::BiasDifference:
        return factor(Role::BiasDifference);
    case Method::Replacement:
        return factor(Role::Replacement);
    }
    return {};
}

// DoRA: the changed weight V, every column (or row) brought to the trained length, minus the base.
at::Tensor doraDelta(const Factors& factor, const at::Tensor& base, const at::Tensor& change) {
    const at::Tensor scale = factor(Role::DoraScale); // [1, in] or [out, 1]
    const at::Tensor changed = base + change;         // [out, in]
    const std::int64_t alongAxis = scale.size(0) == 1 ? 0 : 1;
    const at::Tensor length =
        changed.norm(2, {alongAxis}, true) + std::numeric_limits<float>::epsilon();
    return changed * (scale / length) - base;
}

} // namespace

at::Tensor moduleDelta(const LoraModule& module, const TargetRows& target,
                       const std::function<at::Tensor()>& base, at::Device device) {
    const Factors factor{module, device};
    const auto rows = [&](const at::Tensor& whole) {
        return whole.narrow(0, target.firstRow, target.rowCount);
    };
    // A third of a fused product needs a third of B only.
    if (isLowRank(module))
        return at::matmul(rows(factor(Role::Up)), factor(Role::Down)) * module.scale;
    const at::Tensor change = wholeChange(factor) * module.scale;
    if (module.method == Method::Replacement)
        return rows(change - base());
    if (module.isDora())
        return rows(doraDelta(factor, base(), change));
    return rows(change);
}

bool isLowRank(const LoraModule& module) {
    return module.method == Method::LowRank && !module.isDora();
}

LowRankFactors lowRankFactors(const LoraModule& module, const TargetRows& target,
                              at::Device device) {
    const Factors factor{module, device};
    return {factor(Role::Down),
            factor(Role::Up).narrow(0, target.firstRow, target.rowCount) * module.scale};
}

} // namespace diptych::lora
