// The two halves of encoder and decoder, for pictures that are computed piece by piece: the fine
// half at more pixels than latent cells, which takes the memory, and the coarse half at latent
// resolution, with the attention over the whole picture.
//
// The same maths as AutoencoderKL::decode and encode with two differences. The statistics of the
// group norms, which tie a pixel to the whole picture, can be measured on one tensor and used for
// another. And the work is done in bands of rows: a stop request is heard within one, and
// activations between a norm and its convolution exist for one band at a time.
#pragma once

#include "core/models/autoencoder_kl.h"

#include <map>

namespace diptych::models {

/// A band of rows has no more values than this in its wider side, input or output (unless one row
/// has).
inline constexpr std::int64_t kValuesPerBand = 4 << 20;

/// What the group norms of a model take from the picture.
class NormStatistics {
  public:
    /// Remembers mean and variance of x [1, C, H, W] by the groups of `norm`; replaces what was
    /// measured for it before.
    void measure(const GroupNorm& norm, const at::Tensor& x);

    /// `norm` of x with the statistics measured for it. Needs them.
    at::Tensor normalise(const GroupNorm& norm, const at::Tensor& x) const;

  private:
    struct Channels {
        at::Tensor mean, variance; ///< [C] float32, variance with epsilon
        at::Tensor weight, bias;   ///< [C] float32
    };
    std::map<const GroupNorm*, Channels> channels_;
};

enum class NormSource {
    Measured, ///< each norm measures the tensor it is given, as the model itself does
    Known,    ///< each norm uses what it measured last
};

/// One pass over one picture. Letters as in autoencoder_kl.h, with B = 1. Throws
/// ErrorException(Cancelled).
class AutoencoderStages {
  public:
    /// Borrows both.
    AutoencoderStages(const AutoencoderKL& model, const RunContext& context)
        : model_(model), context_(context) {}

    void useNorms(NormSource source) { source_ = source; }

    /// Sampling-space latents → what the decoder takes, in the dtype of the weights.
    at::Tensor decoderInput(const at::Tensor& latents) const;
    /// [1, latentChannels, h, w] → features [1, C, h, w].
    at::Tensor decodeCoarsely(const at::Tensor& z);
    /// Features [1, C, h, w] → picture [1, 3, H, W].
    at::Tensor decodeFinely(at::Tensor features);

    /// Picture [1, 3, H, W] → features [1, C, h, w].
    at::Tensor encodeFinely(const at::Tensor& picture);
    /// Features [1, C, h, w] → moments [1, 2·latentChannels, h, w].
    at::Tensor encodeCoarsely(at::Tensor features);

  private:
    at::Tensor convolve(const Convolution& convolution, const at::Tensor& x,
                        const GroupNorm* norm = nullptr);
    at::Tensor residual(const ResidualBlock& block, at::Tensor x);
    at::Tensor attend(const PixelAttention& attention, at::Tensor x);
    at::Tensor middle(const MiddleBlock& block, at::Tensor x);

    const AutoencoderKL& model_;
    const RunContext& context_;
    NormSource source_ = NormSource::Measured;
    NormStatistics statistics_;
    at::Tensor keys_, values_; ///< of the attention, [positions, C]
};

} // namespace diptych::models
