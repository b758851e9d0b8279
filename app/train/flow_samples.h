// Pictures from weights in training, to look at.
#pragma once

#include "app/train/parameters.h"
#include "core/models/autoencoder_kl.h"
#include "core/tokenizer/tokenizer.h"

#include <filesystem>

namespace diptych::train {

/// Twelve prompts, 256 × 256 pixels, 8 Euler steps, always the same noise; one sheet. Errors:
/// WeightsInvalid, FileWrite.
Status drawSamples(const std::filesystem::path& path, const models::AutoencoderKL& autoencoder,
                   const Tokenizer& tokenizer, const NamedTensors& encoderWeights,
                   const NamedTensors& transformerWeights, at::Device device);

} // namespace diptych::train
