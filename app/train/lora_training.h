// Training an adapter of low rank (LoRA) for the transformer of any checkpoint.
//
// Source: Hu and others 2021, "LoRA: Low-Rank Adaptation of Large Language Models",
// arXiv:2106.09685.
#pragma once

#include "app/train/captioned_pictures.h"
#include "app/train/training_log.h"
#include "core/base/run_context.h"
#include "core/pipeline/model_folder.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace diptych::train {

struct LoraTraining {
    ModelLocation model;
    std::filesystem::path folder; ///< the state is kept here
    std::filesystem::path output; ///< the adapter, a safetensors file
    at::Device device = at::kCPU;
    /// In which activations flow; the factors stay float32.
    at::ScalarType computeType = at::kFloat;
    std::int64_t seed = 0;
    std::int64_t steps = 1000;
    int batch = 4;    ///< pictures a step
    int side = 512;   ///< pixels: a picture is brought to about side × side, its shape kept
    int rank = 16;    ///< r
    double alpha = 0; ///< the change is scaled by alpha/rank; 0 = rank
    double learningRate = 1e-3;
    double captionDropout = 0.05;
    std::string trigger; ///< put before every caption and noted in the file; may be empty
    /// Ends of module names: "attention.to_q" in every block.
    std::vector<std::string> targets = {"attention.to_q",     "attention.to_k",  "attention.to_v",
                                        "attention.to_out.0", "feed_forward.w1", "feed_forward.w2",
                                        "feed_forward.w3"};
    std::int64_t saveEvery = 500;
};

/// Captions are encoded and pictures brought to latents once, then only the transformer is in
/// memory. Goes on where the folder left off; a cancelled run is saved. `output` is written at the
/// end, in PEFT's names ("transformer.MODULE.lora_A.weight") with the scale multiplied into
/// lora_B. Errors: Cancelled; FileWrite; InvalidInput (a target that the model does not have,
/// impossible numbers); those of reading model and pictures.
Status trainLora(const LoraTraining& options, const std::vector<CaptionedPicture>& pictures,
                 TrainingLog& log, const RunContext& context);

} // namespace diptych::train
