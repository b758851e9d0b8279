#include "core/models/qwen3_text_model.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <functional>
#include <numeric>

namespace diptych::models {

namespace {

Linear projection(const WeightView& weights, const char* name, std::int64_t out, std::int64_t in) {
    return weights.linear(name, out, in, Bias::No);
}

// Embedded tokens and everything the layers need to know about the packed sequences.
struct PackedTokens {
    at::Tensor states; // [T, D]
    RotaryTable rotary;
    SequenceLengths lengths;
};

void requireTokens(std::span<const std::int64_t> ids, std::int64_t vocabularySize) {
    if (ids.empty())
        throw ErrorException(Error{ErrorCode::InvalidInput,
                                   "there are no tokens to encode",
                                   "give at least one token id",
                                   "",
                                   {}});
    for (const std::int64_t id : ids)
        if (id < 0 || id >= vocabularySize)
            throw ErrorException(
                Error{ErrorCode::InvalidInput,
                      fmt::format("token id {} does not exist in this text encoder", id),
                      fmt::format("ids go from 0 to {}", vocabularySize - 1),
                      "",
                      {std::to_string(id)}});
}

PackedTokens packTokens(std::span<const TokenSequence> sequences, const Qwen3TextModel& model) {
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> positions;
    PackedTokens packed;
    for (const TokenSequence& sequence : sequences) {
        requireTokens(sequence.ids, model.config.vocabularySize);
        for (std::size_t i = 0; i < sequence.ids.size(); ++i) {
            ids.push_back(sequence.ids[i]);
            positions.push_back(sequence.firstPosition + static_cast<std::int64_t>(i));
        }
        packed.lengths.push_back(static_cast<std::int64_t>(sequence.ids.size()));
    }
    packed.states = model.embed(ids); // [T, D]
    packed.rotary = sequenceRotaryTable(positions, model.config.headDim, model.config.ropeTheta)
                        .to(packed.states.device());
    return packed;
}

// A bare Qwen3Model is saved without the prefix that Qwen3ForCausalLM gives its body.
WeightView bodyOf(const WeightView& weights) {
    return weights.contains("model.embed_tokens.weight") ? weights / "model" : weights;
}

BlockStack<Qwen3Layer> bindLayers(const WeightView& body, const Qwen3Config& config,
                                  const Qwen3Part& part, BlockHolding holding) {
    const auto layer = [view = body / "layers", part](std::size_t i) {
        return view / (part.firstLayer + static_cast<std::int64_t>(i));
    };
    return {static_cast<std::size_t>(part.endLayer - part.firstLayer),
            {[=](std::size_t i) { return Qwen3Layer::bind(layer(i), config); },
             [=](std::size_t i) { layer(i).expect(); }, [=](std::size_t i) { layer(i).release(); }},
            holding};
}

} // namespace

Qwen3Layer Qwen3Layer::bind(const WeightView& weights, const Qwen3Config& config) {
    const std::int64_t D = config.hiddenSize;
    const std::int64_t queryDim = config.headCount * config.headDim;
    const std::int64_t keyDim = config.keyValueHeadCount * config.headDim;
    const auto norm = [&](const char* name, std::int64_t width) {
        return RmsNorm{weights.take(name, {width}), config.rmsNormEps};
    };
    Qwen3Layer layer;
    layer.headDim = config.headDim;
    layer.inputNorm = norm("input_layernorm.weight", D);
    layer.toQ = projection(weights, "self_attn.q_proj", queryDim, D);
    layer.toK = projection(weights, "self_attn.k_proj", keyDim, D);
    layer.toV = projection(weights, "self_attn.v_proj", keyDim, D);
    layer.toOut = projection(weights, "self_attn.o_proj", D, queryDim);
    layer.normQ = norm("self_attn.q_norm.weight", config.headDim);
    layer.normK = norm("self_attn.k_norm.weight", config.headDim);
    layer.postAttentionNorm = norm("post_attention_layernorm.weight", D);
    layer.gate = projection(weights, "mlp.gate_proj", config.intermediateSize, D);
    layer.up = projection(weights, "mlp.up_proj", config.intermediateSize, D);
    layer.down = projection(weights, "mlp.down_proj", D, config.intermediateSize);
    return layer;
}

Qwen3Layer::Projections Qwen3Layer::project(const at::Tensor& x, const RotaryTable& rotary) const {
    const auto heads = [&](const at::Tensor& rows) {
        return rows.unflatten(-1, {rows.size(-1) / headDim, headDim}); // [T, H or Hkv, Dh]
    };
    const at::Tensor normed = inputNorm.forward(x); // [T, D]
    return {rotateHalves(normQ.forward(heads(toQ.forward(normed))), rotary),
            rotateHalves(normK.forward(heads(toK.forward(normed))), rotary),
            heads(toV.forward(normed))};
}

at::Tensor Qwen3Layer::finish(const at::Tensor& x, const at::Tensor& mixed) const {
    const at::Tensor y = x + toOut.forward(mixed.flatten(-2)); // [T, D]
    const at::Tensor inner = postAttentionNorm.forward(y);
    return y + down.forward(siluMultiply(gate.forward(inner), up.forward(inner)));
}

at::Tensor Qwen3Layer::forward(const at::Tensor& x, const RotaryTable& rotary,
                               std::span<const std::int64_t> lengths) const {
    const auto [q, k, v] = project(x, rotary);
    return finish(x, attention(q, k, v, lengths, Causal::Yes));
}

Qwen3TextModel Qwen3TextModel::bind(const WeightView& weights, const Qwen3Config& config,
                                    Purpose purpose, BlockHolding holding) {
    const WeightView body = bodyOf(weights);
    Qwen3TextModel model;
    model.config = config;
    model.embedding =
        body.takeStored("embed_tokens.weight", {config.vocabularySize, config.hiddenSize});
    model.layers = bindLayers(body, config, {0, config.layerCount}, holding);
    model.finalNorm = {body.take("norm.weight", {config.hiddenSize}), config.rmsNormEps};
    if (config.tiedEmbeddings)
        model.head.weight = model.embedding;
    else if (purpose == Purpose::Generate)
        model.head = weights.linear("lm_head", config.vocabularySize, config.hiddenSize, Bias::No);
    return model;
}

Qwen3TextModel Qwen3TextModel::bindPart(const WeightView& weights, const Qwen3Config& config,
                                        const Qwen3Part& part) {
    if (part.firstLayer < 0 || part.endLayer > config.layerCount ||
        part.firstLayer >= part.endLayer)
        throw ErrorException(Error{ErrorCode::Internal,
                                   fmt::format("there are no layers {} to {} in a model of {}",
                                               part.firstLayer, part.endLayer, config.layerCount),
                                   "",
                                   "",
                                   {}});
    const WeightView body = bodyOf(weights);
    const bool ends = part.endLayer == config.layerCount;
    Qwen3TextModel model;
    model.config = config;
    model.firstLayer = part.firstLayer;
    if (part.firstLayer == 0 || (ends && config.tiedEmbeddings))
        model.embedding =
            body.takeStored("embed_tokens.weight", {config.vocabularySize, config.hiddenSize});
    model.layers = bindLayers(body, config, part, BlockHolding::Kept);
    if (!ends)
        return model;
    model.finalNorm = {body.take("norm.weight", {config.hiddenSize}), config.rmsNormEps};
    if (config.tiedEmbeddings)
        model.head.weight = model.embedding;
    else
        model.head = weights.linear("lm_head", config.vocabularySize, config.hiddenSize, Bias::No);
    return model;
}

// Norms are held in the compute dtype; a part without the final one keeps its layers.
at::TensorOptions Qwen3TextModel::computeOptions() const {
    return (finalNorm.weight.defined() ? finalNorm : layers[0].inputNorm).weight.options();
}

std::vector<at::Tensor> Qwen3TextModel::hiddenStates(std::span<const TokenSequence> sequences,
                                                     int layer, const RunContext& context,
                                                     FinalNorm norm) const {
    const std::int64_t index = hiddenStateIndex(layer, config.layerCount);
    const PackedTokens packed = packTokens(sequences, *this);
    at::Tensor x = packed.states; // [T, D]
    for (std::int64_t i = 0; i < index; ++i) {
        context.throwIfCancelled();
        x = layers.use(static_cast<std::size_t>(i), [&](const Qwen3Layer& block) {
            return block.forward(x, packed.rotary, packed.lengths);
        });
    }
    if (index == config.layerCount && norm == FinalNorm::Apply)
        x = finalNorm.forward(x);
    return x.split_with_sizes(packed.lengths, 0); // [S, D] each
}

std::vector<at::Tensor> Qwen3TextModel::allHiddenStates(const TokenSequence& sequence,
                                                        const RunContext& context) const {
    const PackedTokens packed = packTokens({&sequence, 1}, *this);
    std::vector<at::Tensor> states{packed.states};
    for (std::size_t i = 0; i < layers.size(); ++i) {
        context.throwIfCancelled();
        states.push_back(layers.use(i, [&](const Qwen3Layer& block) {
            return block.forward(states.back(), packed.rotary, packed.lengths);
        }));
    }
    states.back() = finalNorm.forward(states.back());
    return states;
}

at::Tensor Qwen3TextModel::embed(std::span<const std::int64_t> ids) const {
    requireTokens(ids, config.vocabularySize);
    const at::Tensor indices =
        at::tensor(at::IntArrayRef(ids.data(), ids.size()), at::kLong).to(embedding.device());
    return embedding.index_select(0, indices).to(computeOptions()); // [S, D]
}

RotaryTable Qwen3TextModel::rotaryOf(std::int64_t first, std::int64_t count) const {
    std::vector<std::int64_t> positions(static_cast<std::size_t>(count));
    std::iota(positions.begin(), positions.end(), first);
    return sequenceRotaryTable(positions, config.headDim, config.ropeTheta)
        .to(computeOptions().device());
}

at::Tensor Qwen3TextModel::logits(const at::Tensor& normedStates) const {
    return head.forward(normedStates).to(at::kFloat);
}

std::int64_t hiddenStateIndex(int layer, std::int64_t layerCount) {
    const std::int64_t index = layer < 0 ? layer + layerCount + 1 : layer;
    if (index < 0 || index > layerCount)
        throw ErrorException(
            Error{ErrorCode::InvalidInput,
                  fmt::format("there is no hidden layer {}", layer),
                  fmt::format("this text encoder has layers {} to {} (0 = embeddings, -2 = the one "
                              "Z-Image was trained on)",
                              -(layerCount + 1), layerCount),
                  "",
                  {std::to_string(layer)}});
    return index;
}

} // namespace diptych::models
