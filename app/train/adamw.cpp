#include "app/train/adamw.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace diptych::train {

namespace {

Status takeOver(std::vector<at::Tensor>& targets, const std::vector<std::string>& names,
                const std::string& prefix, const NamedTensors& values) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto found = values.find(prefix + names[i]);
        if (found == values.end() || found->second.sizes() != targets[i].sizes())
            return fail(ErrorCode::WeightsInvalid,
                        fmt::format("the saved state does not fit: {}{}", prefix, names[i]),
                        "go on with the settings that the run was begun with");
        targets[i].copy_(found->second);
    }
    return Done{};
}

} // namespace

AdamW::AdamW(const NamedTensors& parameters, const AdamWOptions& options) : options_(options) {
    for (const auto& [name, parameter] : parameters) {
        names_.push_back(name);
        parameters_.push_back(parameter);
        means_.push_back(at::zeros_like(parameter).detach());
        squares_.push_back(at::zeros_like(parameter).detach());
    }
}

double AdamW::step(double learningRate) {
    const c10::AutoGradMode noGradients(false);
    std::vector<at::Tensor> updated, gradients, means, squares, matrices;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        at::Tensor& gradient = parameters_[i].mutable_grad();
        if (!gradient.defined())
            continue;
        updated.push_back(parameters_[i]);
        gradients.push_back(gradient);
        means.push_back(means_[i]);
        squares.push_back(squares_[i]);
        if (parameters_[i].dim() > 1)
            matrices.push_back(parameters_[i]);
        gradient.reset();
    }
    ++steps_;
    if (updated.empty())
        return 0.0;
    const double norm = at::stack(at::_foreach_norm(gradients)).norm().item<double>();
    if (norm > options_.largestNorm)
        at::_foreach_mul_(gradients, options_.largestNorm / norm);
    at::_foreach_mul_(means, options_.beta1);
    at::_foreach_add_(means, gradients, 1.0 - options_.beta1);
    at::_foreach_mul_(squares, options_.beta2);
    at::_foreach_addcmul_(squares, gradients, gradients, 1.0 - options_.beta2);
    const auto n = static_cast<double>(steps_);
    const double meanCorrection = 1.0 - std::pow(options_.beta1, n);
    const double squareCorrection = std::sqrt(1.0 - std::pow(options_.beta2, n));
    std::vector<at::Tensor> roots = at::_foreach_sqrt(squares);
    at::_foreach_div_(roots, squareCorrection);
    at::_foreach_add_(roots, options_.epsilon);
    if (!matrices.empty())
        at::_foreach_mul_(matrices, 1.0 - learningRate * options_.weightDecay);
    at::_foreach_addcdiv_(updated, means, roots, -learningRate / meanCorrection);
    return norm;
}

NamedTensors AdamW::state() const {
    NamedTensors state;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        state.emplace("m." + names_[i], means_[i]);
        state.emplace("v." + names_[i], squares_[i]);
    }
    return state;
}

Status AdamW::restore(const NamedTensors& state, std::int64_t steps) {
    const c10::AutoGradMode noGradients(false);
    DIPTYCH_TRY_DONE(takeOver(means_, names_, "m.", state));
    DIPTYCH_TRY_DONE(takeOver(squares_, names_, "v.", state));
    steps_ = steps;
    return Done{};
}

WeightAverage::WeightAverage(const NamedTensors& parameters, double decay) : decay_(decay) {
    for (const auto& [name, parameter] : parameters) {
        names_.push_back(name);
        parameters_.push_back(parameter);
        averages_.push_back(parameter.detach().clone());
    }
}

void WeightAverage::update() {
    const c10::AutoGradMode noGradients(false);
    ++updates_;
    const auto n = static_cast<double>(updates_);
    const double decay = std::min(decay_, (1.0 + n) / (10.0 + n));
    at::_foreach_mul_(averages_, decay);
    at::_foreach_add_(averages_, parameters_, 1.0 - decay);
}

NamedTensors WeightAverage::named() const {
    NamedTensors named;
    for (std::size_t i = 0; i < names_.size(); ++i)
        named.emplace(names_[i], averages_[i]);
    return named;
}

Status WeightAverage::restore(const NamedTensors& values, std::int64_t updates) {
    const c10::AutoGradMode noGradients(false);
    updates_ = updates;
    return takeOver(averages_, names_, "", values);
}

double learningRateAt(std::int64_t step, std::int64_t warmup, std::int64_t total, double largest) {
    constexpr double kLast = 0.05;
    if (step < warmup)
        return largest * static_cast<double>(step + 1) / static_cast<double>(warmup);
    const double progress =
        std::min(1.0, static_cast<double>(step - warmup) /
                          static_cast<double>(std::max<std::int64_t>(total - warmup, 1)));
    return largest * (kLast + (1.0 - kLast) * 0.5 * (1.0 + std::cos(std::numbers::pi * progress)));
}

} // namespace diptych::train
