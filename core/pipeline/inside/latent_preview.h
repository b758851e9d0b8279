// Small pictures of unfinished latents at next to no cost: a linear map from the latent's channels
// to red, green and blue, fitted on the autoencoder itself.
#pragma once

#include "core/base/run_context.h"
#include "core/models/autoencoder_kl.h"

#include <ATen/core/Tensor.h>

namespace diptych {

class LatentPreview {
  public:
    /// Least squares over synthetic pictures of soft coloured patches: their latents against what
    /// the decoder makes of them, averaged over each cell. Costs about as much as encoding and
    /// decoding one picture of 256 × 256 pixels. Throws ErrorException(Cancelled).
    static LatentPreview fit(const models::AutoencoderKL& model, const RunContext& context);

    /// Latents [1, C, h, w] in sampling space as bytes [h, w, 3], uint8 on the CPU.
    at::Tensor picture(const at::Tensor& latents) const;

    /// Hands that picture to the context's preview sink, if there is one.
    void show(const at::Tensor& latents, int step, const RunContext& context) const;

  private:
    explicit LatentPreview(at::Tensor weights) : weights_(std::move(weights)) {}

    at::Tensor weights_; // [C + 1, 3] float32 on the CPU; the last row is the constant
};

} // namespace diptych
