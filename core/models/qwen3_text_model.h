// Qwen3: the causal language model whose hidden states condition the image transformer.
//
// Source of the maths: reference specification sections 4 to 7 (from transformers' Qwen3Model).
// Letters: T packed tokens of all sequences, S tokens of one sequence, D width, H query heads, Hkv
// key heads, Dh head width (not D/H), V vocabulary, L layers.
#pragma once

#include "core/base/run_context.h"
#include "core/models/block_stack.h"
#include "core/tensor/attention.h"
#include "core/tensor/ops.h"
#include "core/tensor/rotary.h"
#include "core/tensor/weight_store.h"

#include <ATen/core/Tensor.h>
#include <c10/core/TensorOptions.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace diptych::models {

struct Qwen3Config {
    std::int64_t vocabularySize = 151936; ///< V
    std::int64_t hiddenSize = 2560;       ///< D
    std::int64_t intermediateSize = 9728;
    std::int64_t layerCount = 36;       ///< L
    std::int64_t headCount = 32;        ///< H
    std::int64_t keyValueHeadCount = 8; ///< Hkv
    std::int64_t headDim = 128;         ///< Dh
    double rmsNormEps = 1e-6;
    double ropeTheta = 1e6;
    bool tiedEmbeddings = true;         ///< the head shares the embedding's weights
    std::int64_t contextLength = 40960; ///< tokens of a text that the model was trained for

    /// Reads config.json, old and new spelling. Errors: FileInvalid (not JSON, wrong types,
    /// impossible sizes), Unsupported (scaled rotary embedding, attention bias, sliding window,
    /// another architecture).
    static Result<Qwen3Config> fromJson(std::string_view json, std::string_view source);

    /// The sizes of weights that come without a config.json, from the shapes of their tensors;
    /// norm epsilon and rotary base from the metadata of a GGUF file, else the published ones.
    /// Errors: WeightsInvalid (no Qwen3), Unsupported (scaled rotary embedding).
    static Result<Qwen3Config> fromWeights(const ComponentWeights& weights);
};

/// One prompt's token ids. Positions count from `firstPosition`: a left-padded row starts after its
/// padding.
struct TokenSequence {
    std::vector<std::int64_t> ids;
    std::int64_t firstPosition = 0;
};

struct Qwen3Layer {
    RmsNorm inputNorm, postAttentionNorm, normQ, normK;
    Linear toQ, toK, toV, toOut;
    Linear gate, up, down;
    std::int64_t headDim = 0;

    static Qwen3Layer bind(const WeightView& weights, const Qwen3Config& config);

    /// What attention works with: q [T, H, Dh], k and v [T, Hkv, Dh]; q and k normed and rotated.
    struct Projections {
        at::Tensor q, k, v;
    };
    /// x [T, D].
    Projections project(const at::Tensor& x, const RotaryTable& rotary) const;
    /// x [T, D] and its attention [T, H, Dh] → [T, D].
    at::Tensor finish(const at::Tensor& x, const at::Tensor& mixed) const;

    /// x [T, D] → [T, D].
    at::Tensor forward(const at::Tensor& x, const RotaryTable& rotary,
                       std::span<const std::int64_t> lengths) const;
};

/// Whether the output of the last layer goes through the final norm, as the numbering of Hugging
/// Face has it. Of no account for earlier layers, which never do.
enum class FinalNorm { Apply, Skip };

/// Contiguous layers of a model that is spread over several processes, at least one.
struct Qwen3Part {
    std::int64_t firstLayer = 0;
    std::int64_t endLayer = 0; ///< one behind the last
};

/// All of the model, or one part of it: `config` is that of the whole.
struct Qwen3TextModel {
    Qwen3Config config;
    at::Tensor embedding;        ///< [V, D] as stored; a part has it only where it uses it
    std::int64_t firstLayer = 0; ///< which one `layers` begins with
    BlockStack<Qwen3Layer> layers;
    RmsNorm finalNorm; ///< of the part that ends the model
    Linear head; ///< D → V; the embedding itself when tied; without weight when bound for encoding
                 ///< only

    enum class Purpose { Encode, Generate };

    /// Takes the weights by their Hugging Face names, with or without the prefix "model.". An
    /// untied head is needed for Purpose::Generate only. Throws ErrorException(WeightsInvalid).
    static Qwen3TextModel bind(const WeightView& weights, const Qwen3Config& config,
                               Purpose purpose, BlockHolding holding = BlockHolding::Kept);

    /// Takes the weights of a part and no others: its layers; with the first layer the embedding;
    /// with the last one the final norm and the head, which is the embedding when tied. Throws
    /// ErrorException: WeightsInvalid; Internal (layers that the model does not have).
    static Qwen3TextModel bindPart(const WeightView& weights, const Qwen3Config& config,
                                   const Qwen3Part& part);

    bool begins() const { return firstLayer == 0; }
    std::int64_t endLayer() const { return firstLayer + static_cast<std::int64_t>(layers.size()); }
    bool ends() const { return endLayer() == config.layerCount; }
    /// Dtype and device in which states flow through the layers.
    at::TensorOptions computeOptions() const;

    /// The hidden states [S, D] of every sequence at `layer` in Hugging Face numbering: 0 =
    /// embeddings, i = output of layer i−1, L (or −1) = output of the last layer after the final
    /// norm, −2 = what Z-Image reads. Layers after the one asked for are not run. Sequences do not
    /// influence each other. Throws ErrorException: InvalidInput (layer or id out of range, empty
    /// sequence), Cancelled (checked once per layer).
    std::vector<at::Tensor> hiddenStates(std::span<const TokenSequence> sequences, int layer,
                                         const RunContext& context,
                                         FinalNorm norm = FinalNorm::Apply) const;

    /// All L+1 hidden states of one sequence, each [S, D].
    std::vector<at::Tensor> allHiddenStates(const TokenSequence& sequence,
                                            const RunContext& context) const;

    /// The embeddings [S, D] of tokens in the compute dtype. Throws ErrorException(InvalidInput):
    /// no token, or one that does not exist.
    at::Tensor embed(std::span<const std::int64_t> ids) const;
    /// Of the tokens at `first` … `first` + count − 1, on the model's device.
    RotaryTable rotaryOf(std::int64_t first, std::int64_t count) const;

    /// Next-token scores from states after the final norm: […, D] → […, V] float32.
    at::Tensor logits(const at::Tensor& normedStates) const;
};

/// `layer` as an index from 0 to L. Throws ErrorException(InvalidInput) when out of range.
std::int64_t hiddenStateIndex(int layer, std::int64_t layerCount);

} // namespace diptych::models
