// What a transformer in training is asked about the picture it denoises: a linear layer reads from
// one of its middle layers what lies where. Words are bound to things far sooner than by denoising
// alone, where most of the error is about backgrounds and edges. The idea is REPA's (Yu and others
// 2024, arXiv:2410.06940), with the drawn world's own truth in place of another network's features.
#pragma once

#include "app/train/parameters.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace diptych::train {

class LabelHead {
  public:
    /// For hidden states `width` wide and `patchSize`² latent cells a token.
    LabelHead(std::int64_t width, std::int64_t patchSize, std::int64_t seed, at::Device device);

    /// How wrong the reading is, a scalar: the cross entropy of the shares, summed over the labels,
    /// plus the squared error of the poses; averaged over cells and pictures, in float32. `tokens`
    /// [B, N, D], `labels` [B, h, w, L] (world/cell_labels.h) with N = h·w / patchSize².
    at::Tensor loss(const at::Tensor& tokens, const at::Tensor& labels) const;

    Parameters& parameters() { return parameters_; }

  private:
    Parameters parameters_;
    std::int64_t patchSize_;
    at::Tensor weight_, bias_; // [L·patchSize², D], [L·patchSize²]
};

/// How much the error at each latent cell counts, [B, 1, h, w] with mean 1 in every picture: cells
/// that show an object, sun or moon count more, as those are small and are what captions are about.
at::Tensor attentionToObjects(const at::Tensor& labels);

} // namespace diptych::train
