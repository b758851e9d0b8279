#include "core/lora/lora_stack.h"

#include "core/lora/lora_delta.h"
#include "core/tensor/guarded.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace diptych::lora {

namespace {

[[noreturn]] void throwUnfit(std::string message, const LoraFile& file) {
    throw ErrorException(
        Error{ErrorCode::WeightsInvalid,
              std::move(message),
              fmt::format("the file looks like this: {}; use a LoRA that was made for this model",
                          file.report().format),
              "",
              {file.path().string()}});
}

// Any order will do, as long as it does not come from the caller: sums of three float32 numbers
// depend on it.
std::vector<LoraUse> inOwnOrder(std::span<const LoraUse> uses) {
    std::vector<LoraUse> sorted(uses.begin(), uses.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const LoraUse& a, const LoraUse& b) {
        const auto& left = a.file->path().native();
        const auto& right = b.file->path().native();
        return left != right ? left < right : a.strength < b.strength;
    });
    return sorted;
}

} // namespace

LoraStack::LoraStack(Part part, models::WeightTable weights, const models::LinearTable& linears)
    : part_(part), weights_(std::move(weights)), names_(part, weights_, linears) {
    for (const auto& [name, layer] : linears)
        if (layer->quantised)
            layers_.emplace(name + ".weight", layer);
}

Shape LoraStack::shapeOf(const std::string& name) const {
    if (const auto layer = layers_.find(name); layer != layers_.end())
        return {layer->second->quantised->rows, layer->second->quantised->columns};
    return weights_.at(name)->sizes().vec();
}

void LoraStack::requireShape(const LoraModule& module, const std::vector<TargetRows>& targets,
                             const LoraFile& file) const {
    Shape expected = shapeOf(targets.front().name);
    for (std::size_t i = 1; i < targets.size(); ++i)
        expected[0] += targets[i].rowCount;
    if (module.shape != expected)
        throwUnfit(fmt::format("{} does not fit this model: {} changes a weight of the shape {}, "
                               "the model's is {}",
                               file.path().string(), shortList({module.stem}),
                               shapeText(module.shape), shapeText(expected)),
                   file);
}

PartMatch LoraStack::match(const LoraUse& use, Shares& shares) const {
    const LoraFile& file = *use.file;
    PartMatch result;
    for (const LoraModule& module : file.modules()) {
        if (module.part != part_)
            continue;
        result.total += 1;
        const std::vector<TargetRows> targets =
            names_.find(module.stem, module.method == Method::BiasDifference);
        if (targets.empty()) {
            result.unmatched.push_back(module.stem);
            continue;
        }
        requireShape(module, targets, file);
        result.matched += 1;
        if (use.strength == 0.0)
            continue;
        for (std::size_t i = 0; i < targets.size(); ++i)
            shares[targets[i].name].push_back({use.file, &module, use.strength, targets, i});
    }
    for (const std::string& name : file.unknownNames()) {
        if (partOf(name) != part_)
            continue;
        result.total += 1;
        result.unmatched.push_back(name);
    }
    // A text encoder's part may be for another one while the rest is right.
    const bool isWholeFile = result.total == file.report().total;
    if (result.total > 0 && result.matched == 0 && (part_ == Part::Transformer || isWholeFile))
        throwUnfit(fmt::format("{} changes nothing in this model: none of its {} modules is there "
                               "({})",
                               file.path().string(), result.total, shortList(result.unmatched)),
                   file);
    return result;
}

void LoraStack::restore(const std::string& name) {
    const auto found = changed_.find(name);
    if (found == changed_.end())
        return;
    if (const auto layer = layers_.find(name); layer != layers_.end()) {
        layer->second->quantised = found->second.quantised;
        layer->second->branch = {};
    } else {
        at::Tensor& weight = *weights_.at(name);
        weight = found->second.original.to(weight.device());
    }
    changed_.erase(found);
}

void LoraStack::removeAll() {
    while (!changed_.empty())
        restore(changed_.begin()->first);
}

std::vector<std::string> LoraStack::changedWeights() const {
    std::vector<std::string> names;
    for (const auto& entry : changed_)
        names.push_back(entry.first);
    return names;
}

// The unchanged weights of these names, one below the other.
at::Tensor LoraStack::originalFloat(const std::vector<TargetRows>& targets) const {
    std::vector<at::Tensor> parts;
    for (const TargetRows& target : targets) {
        const auto found = changed_.find(target.name);
        if (const auto layer = layers_.find(target.name); layer != layers_.end()) {
            const auto& now = layer->second->quantised;
            parts.push_back(
                dequantise(found == changed_.end() ? *now : *found->second.quantised, at::kFloat));
            continue;
        }
        const at::Tensor& now = *weights_.at(target.name);
        const at::Tensor& original = found == changed_.end() ? now : found->second.original;
        parts.push_back(original.to(now.device(), at::kFloat));
    }
    return parts.size() == 1 ? parts.front() : at::cat(parts, 0);
}

void LoraStack::requireFinite(const at::Tensor& result, const std::string& name,
                              const std::vector<Share>& shares) {
    if (result.isfinite().all().item<bool>())
        return;
    std::vector<std::string> files;
    for (const Share& share : shares)
        files.push_back(share.file->path().string());
    throwUnfit(fmt::format("{} becomes infinite under {}", name, shortList(files)),
               *shares.front().file);
}

void LoraStack::fuse(const std::string& name, std::vector<Share> shares) {
    at::Tensor& weight = *weights_.at(name);
    if (!changed_.contains(name))
        changed_[name].original = weight.cpu();
    at::Tensor sum = at::zeros(weight.sizes(), weight.options().dtype(at::kFloat));
    for (const Share& share : shares)
        sum.add_(moduleDelta(
                     *share.module, share.targets[share.index],
                     [&] { return originalFloat(share.targets); }, weight.device()),
                 share.strength);
    sum.add_(changed_[name].original.to(weight.device()));
    const at::Tensor result = sum.to(weight.scalar_type());
    requireFinite(result, name, shares);
    weight = result;
    changed_[name].shares = std::move(shares);
}

// What `fuse` is for a quantised layer.
void LoraStack::attach(const std::string& name, std::vector<Share> shares) {
    Linear& layer = *layers_.at(name);
    Changed& changed = changed_[name];
    if (!changed.quantised)
        changed.quantised = layer.quantised;
    const at::Device device = changed.quantised->codes.device();
    std::vector<at::Tensor> downs; // [r, in] each
    std::vector<at::Tensor> ups;   // [out, r] each
    at::Tensor sum;                // of the changes that have no thin factors
    for (const Share& share : shares) {
        const TargetRows& target = share.targets[share.index];
        if (isLowRank(*share.module)) {
            const LowRankFactors factors = lowRankFactors(*share.module, target, device);
            downs.push_back(factors.down);
            ups.push_back(factors.up * share.strength);
            continue;
        }
        const at::Tensor delta = moduleDelta(
            *share.module, target, [&] { return originalFloat(share.targets); }, device);
        sum = sum.defined() ? sum.add(delta, share.strength) : delta * share.strength;
    }
    LowRankBranch branch;
    if (!downs.empty()) {
        branch = {at::cat(downs, 0), at::cat(ups, 1)};
        requireFinite(branch.up, name, shares);
    }
    layer.quantised = changed.quantised;
    if (sum.defined()) {
        const at::Tensor weight = dequantise(*changed.quantised, at::kFloat) + sum;
        requireFinite(weight, name, shares);
        layer.quantised = std::make_shared<const QuantisedMatrix>(
            quantise(changed.quantised->format, weight.cpu(), name).to(device));
    }
    layer.branch = std::move(branch);
    changed.shares = std::move(shares);
}

Result<std::vector<PartMatch>> LoraStack::apply(std::span<const LoraUse> uses,
                                                const RunContext& context) {
    auto result = guarded([&] {
        std::vector<PartMatch> matches;
        Shares shares;
        Shares unordered;
        for (const LoraUse& use : uses) {
            if (!(std::abs(use.strength) <= kLargestLoraStrength))
                throw ErrorException(Error{ErrorCode::InvalidInput,
                                           fmt::format("the strength of a LoRA is {}, beyond ±{}",
                                                       use.strength, kLargestLoraStrength),
                                           "give a number such as 0.8",
                                           "",
                                           {}});
            matches.push_back(match(use, unordered));
        }
        for (const LoraUse& use : inOwnOrder(uses))
            match(use, shares);
        for (const std::string& name : changedWeights())
            if (!shares.contains(name))
                restore(name);
        std::int64_t done = 0;
        for (auto& [name, list] : shares) {
            context.throwIfCancelled();
            const auto found = changed_.find(name);
            const bool isNew = found == changed_.end() || found->second.shares != list;
            if (isNew && layers_.contains(name))
                attach(name, std::move(list));
            else if (isNew)
                fuse(name, std::move(list));
            context.report(Phase::Load, ++done, static_cast<std::int64_t>(shares.size()));
        }
        return matches;
    });
    if (!result)
        removeAll();
    return result;
}

} // namespace diptych::lora
