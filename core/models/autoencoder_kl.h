// The FLUX-type autoencoder (AutoencoderKL): pictures to 16-channel latents and back.
//
// Source of the maths: reference specification section 6. Letters: B items, C channels, H×W pixels,
// h×w latent cells (h = H/f with f = 2^(levels−1)).
#pragma once

#include "core/base/run_context.h"
#include "core/tensor/ops.h"
#include "core/tensor/weight_store.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace diptych::models {

struct AutoencoderKLConfig {
    std::vector<std::int64_t> blockChannels = {128, 256, 512, 512};
    std::int64_t layersPerBlock = 2;
    std::int64_t imageChannels = 3;
    std::int64_t latentChannels = 16;
    std::int64_t normGroups = 32;
    double scalingFactor = 0.3611;
    double shiftFactor = 0.1159;
    bool midAttention = true;
    bool quantConvolution = false;
    bool postQuantConvolution = false;

    /// Pixels per latent cell.
    std::int64_t pixelFactor() const { return std::int64_t{1} << (blockChannels.size() - 1); }

    /// Reads vae/config.json. Errors: FileInvalid, Unsupported.
    static Result<AutoencoderKLConfig> fromJson(std::string_view json, std::string_view source);

    /// The sizes of weights that come without a config.json, from the shapes of their tensors, with
    /// the published scale and shift. Groups of the norms show in no shape: 32 where that divides
    /// every channel count, else 8. Errors: WeightsInvalid (no autoencoder), Unsupported (another
    /// number of latent channels than 16, for which scale and shift would be wrong).
    static Result<AutoencoderKLConfig> fromWeights(const ComponentWeights& weights);
};

struct Convolution {
    at::Tensor weight; ///< [out, in, k, k]
    at::Tensor bias;   ///< [out]
    std::int64_t stride = 1;
    std::int64_t padding = 0;

    at::Tensor forward(const at::Tensor& x) const;
};

struct GroupNorm {
    at::Tensor weight, bias; ///< [C]
    std::int64_t groups = 32;

    at::Tensor forward(const at::Tensor& x) const;
};

struct ResidualBlock {
    GroupNorm norm1, norm2;
    Convolution conv1, conv2;
    std::optional<Convolution> shortcut; ///< 1×1, where the channel counts differ

    at::Tensor forward(const at::Tensor& x) const;
};

/// One head over all positions of the picture.
struct PixelAttention {
    GroupNorm norm;
    Linear toQ, toK, toV, toOut;

    at::Tensor forward(const at::Tensor& x) const;
};

struct MiddleBlock {
    ResidualBlock first, second;
    std::optional<PixelAttention> attention;

    at::Tensor forward(const at::Tensor& x) const;
};

/// One level of the encoder or decoder; `resample` halves or doubles the size at its end, except at
/// the last level.
struct AutoencoderLevel {
    std::vector<ResidualBlock> blocks;
    std::optional<Convolution> resample;
};

/// mean and clamped logvar of the posterior, [B, latentChannels, h, w] each, before shift and
/// scale.
struct LatentDistribution {
    at::Tensor mean;
    at::Tensor logvar;

    static LatentDistribution fromMoments(const at::Tensor& moments);
    at::Tensor standardDeviation() const;
};

struct AutoencoderKL {
    AutoencoderKLConfig config;
    Convolution encoderIn, encoderOut, decoderIn, decoderOut;
    GroupNorm encoderNormOut, decoderNormOut;
    MiddleBlock encoderMiddle, decoderMiddle;
    std::vector<AutoencoderLevel> encoderLevels, decoderLevels;
    std::optional<Convolution> quantConvolution, postQuantConvolution;

    /// Takes the weights by their diffusers names. Throws ErrorException(WeightsInvalid).
    static AutoencoderKL bind(const WeightView& weights, const AutoencoderKLConfig& config);

    /// Sampling-space latents [B, latentChannels, h, w] → pictures [B, 3, H, W], about −1…1, not
    /// clamped.
    at::Tensor decode(const at::Tensor& latents, const RunContext& context) const;

    /// Pictures [B, 3, H, W] in −1…1, H and W multiples of f → the posterior.
    LatentDistribution encode(const at::Tensor& pictures, const RunContext& context) const;

    /// (z − shift) · scale: a posterior sample or mean in sampling space.
    at::Tensor toSamplingSpace(const at::Tensor& z) const;
};

/// round-half-even(clamp(x/2 + 0.5, 0, 1) · 255): pictures [B, 3, H, W] → bytes [B, H, W, 3]
/// (uint8, on the CPU).
at::Tensor toPixels(const at::Tensor& pictures);

} // namespace diptych::models
