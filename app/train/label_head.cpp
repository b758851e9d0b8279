#include "app/train/label_head.h"

#include "app/train/world/cell_labels.h"

#include <ATen/ATen.h>

namespace diptych::train {

namespace {

using flatland::kBodyLabels;
using flatland::kCloudLabel;
using flatland::kKindLabels;
using flatland::kKinds;

constexpr auto kLabels = static_cast<std::int64_t>(flatland::kLabelCount);
constexpr auto kShares = static_cast<std::int64_t>(flatland::kShareLabels);
constexpr auto kPoses = kLabels - kShares;

// How much of each cell is one of the `count` things from label `first` on, [..., 1].
at::Tensor shareOf(const at::Tensor& labels, std::size_t first, std::size_t count) {
    return labels.narrow(-1, static_cast<std::int64_t>(first), static_cast<std::int64_t>(count))
        .sum(-1, true);
}

// [B, h, w, L] → [B, N, p·p·L], tokens as the transformer's.
at::Tensor byToken(const at::Tensor& labels, std::int64_t p) {
    return labels.unflatten(2, {labels.size(2) / p, p})
        .unflatten(1, {labels.size(1) / p, p}) // [B, h/p, p, w/p, p, L]
        .permute({0, 1, 3, 2, 4, 5})
        .flatten(3)
        .flatten(1, 2);
}

} // namespace

LabelHead::LabelHead(std::int64_t width, std::int64_t patchSize, std::int64_t seed,
                     at::Device device)
    : parameters_(seed, device), patchSize_(patchSize) {
    const auto store = parameters_.store();
    const std::int64_t outputs = kLabels * patchSize * patchSize;
    weight_ = store->take("labels.weight", {outputs, width});
    bias_ = store->take("labels.bias", {outputs});
}

at::Tensor LabelHead::loss(const at::Tensor& tokens, const at::Tensor& labels) const {
    const at::Tensor truth =
        byToken(labels, patchSize_).unflatten(2, {patchSize_ * patchSize_, kLabels});
    const at::Tensor read = at::linear(tokens.to(at::kFloat), weight_, bias_)
                                .unflatten(2, {patchSize_ * patchSize_, kLabels});
    const at::Tensor shares = truth.narrow(3, 0, kShares);
    const at::Tensor wrongShares =
        at::binary_cross_entropy_with_logits(read.narrow(3, 0, kShares), shares);
    // Where there is no object, there is no pose to be wrong about.
    const at::Tensor object = shareOf(truth, kKindLabels, kKinds.size());
    const at::Tensor wrongPoses =
        (read.narrow(3, kShares, kPoses) * object - truth.narrow(3, kShares, kPoses))
            .square()
            .mean();
    return wrongShares * static_cast<double>(kShares) + wrongPoses * static_cast<double>(kPoses);
}

at::Tensor attentionToObjects(const at::Tensor& labels) {
    constexpr double kMore = 3.0;
    const at::Tensor shown = shareOf(labels, kKindLabels, kKinds.size()) +
                             shareOf(labels, kBodyLabels, kCloudLabel - kBodyLabels);
    const at::Tensor weight = shown * kMore + 1.0; // [B, h, w, 1]
    return (weight / weight.mean({1, 2}, true)).permute({0, 3, 1, 2});
}

} // namespace diptych::train
