// Training an autoencoder: pictures to latents of unit size and back.
#pragma once

#include "app/train/training_log.h"
#include "core/base/run_context.h"
#include "core/models/autoencoder_kl.h"

#include <cstdint>
#include <filesystem>

namespace diptych::train {

struct AutoencoderTraining {
    std::filesystem::path folder; ///< the state is kept here
    at::Device device = at::kCPU;
    std::int64_t seed = 0;
    std::int64_t steps = 6000; ///< of both halves together
    /// After them, of the decoder alone: latents stay what the transformer has learned.
    std::int64_t decoderSteps = 0;
    int batch = 16;
    int side = 96; ///< pixels of the square cut out of each 256 × 256 picture
    double learningRate = 2e-3;
    double divergenceWeight = 1e-3; ///< of the pull towards a normal distribution, per latent value
    std::int64_t saveEvery = 500;
};

/// The autoencoder of the bundled model, but for scale and shift.
models::AutoencoderKLConfig flatlandAutoencoder();

/// Trains on Flatland, or goes on where the folder left off; a cancelled run is saved. Errors:
/// Cancelled, FileWrite, WeightsInvalid (the folder's state is of other settings; the loss is not
/// finite).
Status trainAutoencoder(const AutoencoderTraining& options, TrainingLog& log,
                        const RunContext& context);

/// The trained autoencoder (averaged weights) with scale and shift measured on Flatland so that
/// latents have mean 0 and deviation 1. Errors: FileNotFound (not trained yet), FileInvalid.
Result<models::AutoencoderKL> loadTrainedAutoencoder(const std::filesystem::path& folder,
                                                     at::Device device);

/// 10·log10(4 / mean squared error) of pictures in −1…1, in dB.
double peakSignalToNoise(const at::Tensor& got, const at::Tensor& expected);

} // namespace diptych::train
