#include "app/train/optimizer.h"

#include "core/tensor/cpu_runtime.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <numbers>
#include <utility>

namespace diptych::train {

namespace {

constexpr double kSizeOfAdam = 0.2; // the usual root mean square of AdamW's updates
constexpr std::size_t kMatricesPerTask = 10;
constexpr std::int64_t kNumbersPerTask = 1 << 19;

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

// The orthogonal matrices nearest to `matrices` [n, rows, columns], roughly: singular values come
// out between 0.7 and 1.2.
at::Tensor orthogonalised(const at::Tensor& matrices) {
    constexpr int kIterations = 5;
    constexpr double kA = 3.4445, kB = -4.7750, kC = 2.0315; // Jordan 2024
    const bool tall = matrices.size(1) > matrices.size(2);
    const bool narrow = !matrices.is_cpu() || multipliesBFloat16();
    at::Tensor x = tall ? matrices.transpose(1, 2) : matrices;
    x = (x / (x.norm(2, {1, 2}, true) + 1e-7)).to(narrow ? at::kBFloat16 : at::kFloat);
    for (int i = 0; i < kIterations; ++i) {
        const at::Tensor a = at::bmm(x, x.transpose(1, 2));
        const at::Tensor b = a * kB + at::bmm(a, a) * kC;
        x = x * kA + at::bmm(b, x);
    }
    return (tall ? x.transpose(1, 2) : x).to(at::kFloat);
}

// Ranges [first, last) of tensors with about as many numbers each.
std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>>
evenParts(const std::vector<at::Tensor>& tensors) {
    std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> parts;
    std::ptrdiff_t first = 0;
    std::int64_t numbers = 0;
    for (std::ptrdiff_t i = 0; i < std::ssize(tensors); ++i) {
        numbers += tensors[static_cast<std::size_t>(i)].numel();
        if (numbers >= kNumbersPerTask || i + 1 == std::ssize(tensors)) {
            parts.emplace_back(first, i + 1);
            first = i + 1;
            numbers = 0;
        }
    }
    return parts;
}

void runTasks(const std::vector<std::function<void()>>& tasks, WorkerPool* pool) {
    if (!pool) {
        for (const auto& task : tasks)
            task();
        return;
    }
    pool->runAll([&] {
        std::vector<std::function<void()>> without;
        for (const auto& task : tasks)
            without.emplace_back([&task] {
                const c10::AutoGradMode noGradients(false); // holds for one thread only
                task();
            });
        return without;
    }());
}

} // namespace

bool isHiddenMatrix(const std::string& name, const at::Tensor& weight) {
    if (weight.dim() != 2)
        return false;
    constexpr std::array kOthers = {"embed",   "pad_token", "adaLN_modulation",
                                    "lm_head", "final",     "t_embedder"};
    return std::none_of(kOthers.begin(), kOthers.end(),
                        [&](const char* part) { return name.find(part) != std::string::npos; });
}

Optimizer::Optimizer(const NamedTensors& parameters, const OptimizerOptions& options,
                     const std::set<std::string>& orthogonal)
    : options_(options) {
    for (const auto& [name, parameter] : parameters) {
        Group& group = orthogonal.count(name) > 0 ? muon_ : adam_;
        group.names.push_back(name);
        group.parameters.push_back(parameter);
        group.means.push_back(at::zeros_like(parameter).detach());
        if (&group == &adam_)
            group.squares.push_back(at::zeros_like(parameter).detach());
    }
}

Optimizer::Update Optimizer::takeGradients(Group& group) {
    Update update;
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
        at::Tensor& gradient = group.parameters[i].mutable_grad();
        if (!gradient.defined())
            continue;
        update.parameters.push_back(group.parameters[i]);
        update.gradients.push_back(gradient);
        update.means.push_back(group.means[i]);
        if (!group.squares.empty())
            update.squares.push_back(group.squares[i]);
        gradient.reset();
    }
    return update;
}

void Optimizer::followAdam(const Update& update, double learningRate) const {
    if (update.parameters.empty())
        return;
    std::vector<at::Tensor> matrices;
    std::copy_if(update.parameters.begin(), update.parameters.end(), std::back_inserter(matrices),
                 [](const at::Tensor& parameter) { return parameter.dim() > 1; });
    at::_foreach_mul_(update.means, options_.beta1);
    at::_foreach_add_(update.means, update.gradients, 1.0 - options_.beta1);
    at::_foreach_mul_(update.squares, options_.beta2);
    at::_foreach_addcmul_(update.squares, update.gradients, update.gradients, 1.0 - options_.beta2);
    const auto n = static_cast<double>(steps_);
    const double meanCorrection = 1.0 - std::pow(options_.beta1, n);
    const double squareCorrection = std::sqrt(1.0 - std::pow(options_.beta2, n));
    std::vector<at::Tensor> roots = at::_foreach_sqrt(update.squares);
    at::_foreach_div_(roots, squareCorrection);
    at::_foreach_add_(roots, options_.epsilon);
    if (!matrices.empty())
        at::_foreach_mul_(matrices, 1.0 - learningRate * options_.weightDecay);
    at::_foreach_addcdiv_(update.parameters, update.means, roots, -learningRate / meanCorrection);
}

// Matrices of one shape are turned together: fewer and larger products.
void Optimizer::followMuon(const Update& update, const std::vector<std::size_t>& indices,
                           double learningRate) const {
    std::vector<at::Tensor> directions;
    for (const std::size_t i : indices) {
        at::Tensor mean = update.means[i];
        mean.mul_(options_.momentum).add_(update.gradients[i]);
        directions.push_back(update.gradients[i] + mean * options_.momentum);
    }
    const at::Tensor turned = orthogonalised(at::stack(directions, 0)); // [n, rows, columns]
    const auto longer = static_cast<double>(std::max(turned.size(1), turned.size(2)));
    const double length = learningRate * kSizeOfAdam * std::sqrt(longer);
    for (std::size_t n = 0; n < indices.size(); ++n) {
        at::Tensor parameter = update.parameters[indices[n]];
        parameter.mul_(1.0 - learningRate * options_.weightDecay)
            .sub_(turned[static_cast<std::int64_t>(n)], length);
    }
}

void Optimizer::addAdamTasks(const Update& update, double learningRate, Tasks& tasks) const {
    for (const auto& [first, last] : evenParts(update.parameters)) {
        const auto part = [first = first, last = last](const std::vector<at::Tensor>& all) {
            return std::vector<at::Tensor>(all.begin() + first, all.begin() + last);
        };
        tasks.push_back(
            [this, learningRate,
             some = Update{part(update.parameters), part(update.gradients), part(update.means),
                           part(update.squares)}] { followAdam(some, learningRate); });
    }
}

void Optimizer::addMuonTasks(const Update& update, double learningRate, Tasks& tasks) const {
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::size_t>> byShape;
    for (std::size_t i = 0; i < update.parameters.size(); ++i)
        byShape[{update.parameters[i].size(0), update.parameters[i].size(1)}].push_back(i);
    for (const auto& entry : byShape) {
        const std::vector<std::size_t>& all = entry.second;
        for (std::size_t first = 0; first < all.size(); first += kMatricesPerTask) {
            const std::size_t last = std::min(first + kMatricesPerTask, all.size());
            tasks.push_back([this, learningRate, &update,
                             some = std::vector(all.begin() + static_cast<std::ptrdiff_t>(first),
                                                all.begin() + static_cast<std::ptrdiff_t>(last))] {
                followMuon(update, some, learningRate);
            });
        }
    }
}

double Optimizer::step(double learningRate, WorkerPool* pool) {
    const c10::AutoGradMode noGradients(false);
    const Update adam = takeGradients(adam_);
    const Update muon = takeGradients(muon_);
    ++steps_;
    std::vector<at::Tensor> all = adam.gradients;
    all.insert(all.end(), muon.gradients.begin(), muon.gradients.end());
    if (all.empty())
        return 0.0;
    const double norm = at::stack(at::_foreach_norm(all)).norm().item<double>();
    if (norm > options_.largestNorm)
        at::_foreach_mul_(all, options_.largestNorm / norm);
    Tasks tasks;
    addMuonTasks(muon, learningRate, tasks); // the longer ones first
    addAdamTasks(adam, learningRate, tasks);
    runTasks(tasks, pool);
    return norm;
}

NamedTensors Optimizer::state() const {
    NamedTensors state;
    for (const Group* group : {&adam_, &muon_})
        for (std::size_t i = 0; i < group->names.size(); ++i) {
            state.emplace("m." + group->names[i], group->means[i]);
            if (!group->squares.empty())
                state.emplace("v." + group->names[i], group->squares[i]);
        }
    return state;
}

Status Optimizer::restore(const NamedTensors& state, std::int64_t steps) {
    const c10::AutoGradMode noGradients(false);
    for (Group* group : {&adam_, &muon_}) {
        DIPTYCH_TRY_DONE(takeOver(group->means, group->names, "m.", state));
        if (!group->squares.empty())
            DIPTYCH_TRY_DONE(takeOver(group->squares, group->names, "v.", state));
    }
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

void WeightAverage::update(WorkerPool* pool) {
    const c10::AutoGradMode noGradients(false);
    ++updates_;
    const auto n = static_cast<double>(updates_);
    const double decay = std::min(decay_, (1.0 + n) / (10.0 + n));
    std::vector<std::function<void()>> tasks;
    for (const auto& [first, last] : evenParts(averages_))
        tasks.emplace_back([&, first = first, last = last] {
            const std::vector<at::Tensor> averages(averages_.begin() + first,
                                                   averages_.begin() + last);
            at::_foreach_mul_(averages, decay);
            at::_foreach_add_(averages, {parameters_.data() + first, averages.size()}, 1.0 - decay);
        });
    runTasks(tasks, pool);
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
