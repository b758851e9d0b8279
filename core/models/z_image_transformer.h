// Z-Image's S3-DiT: a single-stream diffusion transformer over image and caption tokens.
//
// Source of the maths: reference specification sections 2, 3 and 14 (from diffusers'
// ZImageTransformer2DModel). Letters: B items, N image tokens of an item, N' with padding, L
// caption tokens, L' with padding, T packed tokens of all items, D width, H heads, Dh head width, A
// modulation width, C latent channels, h×w latent cells.
#pragma once

#include "core/base/run_context.h"
#include "core/models/block_stack.h"
#include "core/tensor/attention.h"
#include "core/tensor/ops.h"
#include "core/tensor/rotary.h"
#include "core/tensor/weight_store.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace diptych::models {

struct ZImageTransformerConfig {
    std::int64_t patchSize = 2;
    std::int64_t channels = 16; ///< C
    std::int64_t dim = 3840;    ///< D
    std::int64_t layerCount = 30;
    std::int64_t refinerLayerCount = 2;
    std::int64_t headCount = 30; ///< H
    double normEps = 1e-5;
    std::int64_t captionDim = 2560; ///< width of the text encoder's hidden states
    double ropeTheta = 256.0;
    double timestepScale = 1000.0;
    std::vector<std::int64_t> axesDims = {32, 48, 48};

    std::int64_t headDim() const { return dim / headCount; }
    std::int64_t modulationDim() const { return dim < 256 ? dim : 256; } ///< A
    std::int64_t patchDim() const { return patchSize * patchSize * channels; }
    /// The feed-forward width int(D/3·8) of the published code.
    std::int64_t feedForwardDim() const;

    /// Reads transformer/config.json. Errors: FileInvalid (not JSON, wrong types, sizes that do not
    /// fit together), Unsupported (Omni variants, other patch sizes). `source` names the file in
    /// errors.
    static Result<ZImageTransformerConfig> fromJson(std::string_view json, std::string_view source);

    /// The sizes of weights that come without a config.json, from the shapes of their tensors. What
    /// no shape shows has the published value; the rotary axes split the head as the published
    /// 32 : 48 : 48. Errors: WeightsInvalid (no Z-Image transformer).
    static Result<ZImageTransformerConfig> fromWeights(const ComponentWeights& weights);
};

/// One transformer block; with `modulation` unset it is a context refiner block.
struct ZImageBlock {
    Linear toQ, toK, toV, toOut;
    RmsNorm normQ, normK;
    Linear feedForward1, feedForward2, feedForward3;
    RmsNorm attentionNorm1, attentionNorm2, feedForwardNorm1, feedForwardNorm2;
    std::optional<Linear> modulation; ///< A → 4D: scale_msa, gate_msa, scale_mlp, gate_mlp
    std::int64_t headCount = 0;

    static ZImageBlock bind(const WeightView& weights, const ZImageTransformerConfig& config,
                            bool modulated);

    /// x [T, D]; `timestep` is the timestep embedding, [A] for all items or [B, A], ignored without
    /// modulation. Returns [T, D].
    at::Tensor forward(const at::Tensor& x, const RotaryTable& rotary,
                       std::span<const std::int64_t> lengths, const at::Tensor& timestep) const;

    /// The attention sub-layer alone, x [T, D] → [T, D].
    at::Tensor attend(const at::Tensor& x, const RotaryTable& rotary,
                      std::span<const std::int64_t> lengths) const;
};

/// What a job's prompts contribute to every step: made once by `prepare`, used by each `forward`.
struct ZImagePrompts {
    at::Tensor captions;            ///< refined captions incl. pad tokens, packed [ΣL', D]
    SequenceLengths captionLengths; ///< L' of each item
    std::int64_t latentHeight = 0;  ///< h
    std::int64_t latentWidth = 0;   ///< w
    RotaryTable imageRotary;        ///< packed [B·N', Dh/2]
    RotaryTable jointRotary;        ///< packed [Σ(N'+L'), Dh/2], image before caption in each item
};

/// Is shown what layer `layer` hands on of the image, `tokens` [B, N, D].
using LayerObserver = std::function<void(std::size_t layer, const at::Tensor& tokens)>;

struct ZImageTransformer {
    ZImageTransformerConfig config;
    Linear imageEmbedder;           ///< all_x_embedder
    Linear timestepIn, timestepOut; ///< t_embedder.mlp
    RmsNorm captionNorm;            ///< cap_embedder.0
    Linear captionEmbedder;         ///< cap_embedder.1
    at::Tensor imagePadToken;       ///< [1, D]
    at::Tensor captionPadToken;     ///< [1, D]
    BlockStack<ZImageBlock> noiseRefiner, contextRefiner, layers;
    Linear finalModulation, finalLinear;

    /// Takes the weights by their diffusers names. Throws ErrorException(WeightsInvalid) naming a
    /// missing or misshapen tensor; surplus tensors are found by WeightStore::unused afterwards.
    static ZImageTransformer bind(const WeightView& weights, const ZImageTransformerConfig& config,
                                  BlockHolding holding = BlockHolding::Kept);

    /// Refines the captions ([L, captionDim] each, L ≥ 1) and builds the rotary tables for latents
    /// of h×w cells.
    ZImagePrompts prepare(std::span<const at::Tensor> captions, std::int64_t latentHeight,
                          std::int64_t latentWidth, const RunContext& context) const;

    /// The timestep embedding [A] of t in [0,1], where 0 is pure noise (t = 1 − sigma).
    at::Tensor embedTimestep(double t) const;
    /// The same for a time per item, [B, A].
    at::Tensor embedTimesteps(std::span<const double> times) const;

    /// The raw prediction (data − noise) for B latents [B, C, h, w] at time t in [0,1]; item i uses
    /// caption i. Returns [B, C, h, w] in float32. `skippedLayers` are indices into `layers` whose
    /// blocks hand on their input. Throws ErrorException(Cancelled) between blocks when asked to
    /// stop.
    at::Tensor forward(const at::Tensor& latents, double t, const ZImagePrompts& prompts,
                       const RunContext& context, std::span<const int> skippedLayers = {}) const;

    /// The same with a time for each item, as training draws them; `observer`, if any, sees every
    /// layer's work.
    at::Tensor forward(const at::Tensor& latents, std::span<const double> times,
                       const ZImagePrompts& prompts, const RunContext& context,
                       const LayerObserver& observer = {}) const;

  private:
    at::Tensor forwardAt(const at::Tensor& latents, const at::Tensor& timestep,
                         const ZImagePrompts& prompts, const RunContext& context,
                         std::span<const int> skippedLayers, const LayerObserver& observer) const;
    at::Tensor joinCaptions(const at::Tensor& x, const ZImagePrompts& prompts,
                            std::int64_t padded) const;
};

/// Every token sequence is padded to a multiple of this (SEQ_MULTI_OF upstream).
inline constexpr std::int64_t kSequenceMultiple = 32;

/// [B, C, h, w] → [B, N, p·p·C], N row-major over patches, elements (row, column, channel) with the
/// channel fastest.
at::Tensor patchify(const at::Tensor& latents, std::int64_t patchSize);

/// The inverse: [B, N, p·p·C] → [B, C, h, w].
at::Tensor unpatchify(const at::Tensor& tokens, std::int64_t patchSize, std::int64_t latentHeight,
                      std::int64_t latentWidth);

/// Positions of L' caption tokens: (1 + i, 0, 0).
std::vector<GridPosition> captionPositions(std::int64_t length);

/// Positions of the image tokens behind a caption of L' tokens, (L' + 1, i, j) row-major, then pad
/// tokens at (0, 0, 0).
std::vector<GridPosition> imagePositions(std::int64_t captionLength, std::int64_t gridHeight,
                                         std::int64_t gridWidth);

} // namespace diptych::models
