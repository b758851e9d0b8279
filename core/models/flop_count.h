// Floating-point operations of the models, counted from the shapes: 2 per multiply-add, matrix
// products and convolutions only (norms, activations and softmax are below 1 % of the work).
#pragma once

#include "core/models/autoencoder_kl.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include <cstdint>

namespace diptych::models {

/// One forward of one item: h×w latent cells, L caption tokens (padded to multiples of 32 inside).
/// The context refiner is not part of a step.
double transformerStepFlops(const ZImageTransformerConfig& config, std::int64_t latentHeight,
                            std::int64_t latentWidth, std::int64_t captionTokens);

/// One main block over `tokens` joint tokens.
double transformerBlockFlops(const ZImageTransformerConfig& config, std::int64_t tokens);

/// The hidden states of `tokens` tokens after `layers` layers.
double textEncoderFlops(const Qwen3Config& config, std::int64_t tokens, std::int64_t layers);

/// Decoding one picture of h×w latent cells.
double decoderFlops(const AutoencoderKLConfig& config, std::int64_t latentHeight,
                    std::int64_t latentWidth);

} // namespace diptych::models
