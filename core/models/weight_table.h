// The weights of a bound model by their checkpoint names, for those who change them afterwards.
#pragma once

#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <map>
#include <string>

namespace diptych::models {

/// Checkpoint name → the model's own handle, valid until the model is moved or destroyed. Whoever
/// assigns a tensor keeps shape, dtype and device; the numbers behind a handle may lie in a
/// read-only file.
using WeightTable = std::map<std::string, at::Tensor*, std::less<>>;

/// Every weight but the quantised ones, by the names of diffusers. The blocks must be kept.
WeightTable collectWeights(ZImageTransformer& model);

/// The weights of the layers and the final norm but the quantised ones, by the names of Hugging
/// Face without "model.". The embedding is left out: a tied head shares it. The layers must be
/// kept.
WeightTable collectWeights(Qwen3TextModel& model);

/// Module name ("layers.0.attention.to_q") → the layer, valid as long as a weight's handle.
using LinearTable = std::map<std::string, Linear*, std::less<>>;

/// Every linear layer, by the names of diffusers.
LinearTable collectLinears(ZImageTransformer& model);

/// The linear layers of the layers, by the names of Hugging Face without "model.".
LinearTable collectLinears(Qwen3TextModel& model);

} // namespace diptych::models
