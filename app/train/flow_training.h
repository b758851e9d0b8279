// Training text encoder and transformer by flow matching, in the latents of a trained autoencoder.
#pragma once

#include "app/train/training_log.h"
#include "core/base/run_context.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"
#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <filesystem>

namespace diptych::train {

struct FlowTraining {
    std::filesystem::path folder; ///< the state is kept here
    at::Device device = at::kCPU;
    /// In which activations flow; bfloat16 is several times as fast where processor or GPU multiply
    /// it in hardware. Weights, their averages and losses stay float32.
    at::ScalarType computeType = at::kFloat;
    std::int64_t seed = 0;
    std::int64_t steps = 30000;
    int batch = 32; ///< pictures of 256 × 256 a step; more of smaller ones
    double learningRate = 1.5e-3;
    bool hiddenByMuon = true;   ///< matrices between hidden layers follow Muon, the rest AdamW
    double smallShare = 0.4;    ///< of the steps, the first, at 128 × 128
    double distillShare = 0.25; ///< of the steps, the last, teach guidance (`guidance`)
    double guidance = 2.0;      ///< pred = pos + g·(pos − neg), to be drawn without guidance
    double captionDropout = 0.08;
    double languageWeight = 0.1;
    double labelWeight = 0.2; ///< of what lies where, read from a middle layer (label_head.h)
    std::int64_t saveEvery = 1000;
    std::int64_t sampleEvery = 1000; ///< and after the last step; 0 = never
};

/// The bundled model's text encoder for a vocabulary of this size, and its transformer.
models::Qwen3Config flatlandTextEncoder(std::int64_t vocabularySize);
models::ZImageTransformerConfig flatlandTransformer();

/// Trains on Flatland, or goes on where the folder left off; a cancelled run is saved. Samples are
/// written into the folder as samples-STEP.png. Errors: Cancelled, FileWrite, WeightsInvalid.
Status trainFlow(const FlowTraining& options, const models::AutoencoderKL& autoencoder,
                 const Tokenizer& tokenizer, TrainingLog& log, const RunContext& context);

} // namespace diptych::train
