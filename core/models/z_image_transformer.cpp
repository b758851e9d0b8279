#include "core/models/z_image_transformer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace diptych::models {

namespace {

constexpr std::int64_t kTimestepFrequencies = 128; // half of the sinusoid's width
constexpr std::int64_t kTimestepHidden = 1024;     // the same for every width of the model
constexpr double kTimestepMaxPeriod = 10000.0;
constexpr double kFinalNormEps = 1e-6;
constexpr double kQkNormEps = 1e-5; // a constant upstream, not norm_eps

std::int64_t paddedLength(std::int64_t length) {
    return (length + kSequenceMultiple - 1) / kSequenceMultiple * kSequenceMultiple;
}

// [L, D] → [L', D] with copies of the pad token at the end.
at::Tensor padRows(const at::Tensor& rows, const at::Tensor& padToken) {
    const std::int64_t missing = paddedLength(rows.size(0)) - rows.size(0);
    if (missing == 0)
        return rows;
    return at::cat({rows, padToken.to(rows.scalar_type()).expand({missing, rows.size(1)})}, 0);
}

bool allEqual(std::span<const std::int64_t> lengths) {
    return std::all_of(lengths.begin(), lengths.end(),
                       [&](std::int64_t length) { return length == lengths.front(); });
}

// Rows [T, D] times what holds for all of them, [D], or for a whole item, [B, D].
at::Tensor multiplyRows(const at::Tensor& rows, const at::Tensor& values,
                        std::span<const std::int64_t> lengths) {
    if (values.dim() == 1)
        return rows * values;
    if (allEqual(lengths))
        return (rows.unflatten(0, {values.size(0), lengths.front()}) * values.unsqueeze(1))
            .flatten(0, 1);
    const at::Tensor counts =
        at::tensor(at::IntArrayRef(lengths.data(), lengths.size()), at::kLong).to(values.device());
    return rows * at::repeat_interleave(values, counts, 0);
}

// The first N rows of each item, [T, D] → [B, N, D].
at::Tensor imageRowsOf(const at::Tensor& x, std::span<const std::int64_t> lengths, std::int64_t N) {
    if (allEqual(lengths))
        return x.view({static_cast<std::int64_t>(lengths.size()), lengths.front(), x.size(1)})
            .narrow(1, 0, N);
    std::vector<at::Tensor> rows;
    std::int64_t start = 0;
    for (const std::int64_t length : lengths) {
        rows.push_back(x.narrow(0, start, N));
        start += length;
    }
    return at::stack(rows, 0);
}

BlockStack<ZImageBlock> bindBlocks(const WeightView& weights, const ZImageTransformerConfig& config,
                                   std::int64_t count, bool modulated, BlockHolding holding) {
    const auto at = [weights](std::size_t i) { return weights / static_cast<std::int64_t>(i); };
    return {static_cast<std::size_t>(count),
            {[=](std::size_t i) { return ZImageBlock::bind(at(i), config, modulated); },
             [=](std::size_t i) { at(i).expect(); }, [=](std::size_t i) { at(i).release(); }},
            holding};
}

// The sinusoids of a time t in 0…1, [256].
at::Tensor timestepSinusoid(double t, double timestepScale) {
    // In float32 throughout: bfloat16 could not tell 954 from 952.
    const float scaled = static_cast<float>(t) * static_cast<float>(timestepScale);
    const at::Tensor frequencies =
        at::exp(at::arange(kTimestepFrequencies, at::kFloat) *
                (-std::log(kTimestepMaxPeriod) / static_cast<double>(kTimestepFrequencies)));
    const at::Tensor angles = frequencies * scaled;        // [128]
    return at::cat({at::cos(angles), at::sin(angles)}, 0); // [256]
}

} // namespace

std::int64_t ZImageTransformerConfig::feedForwardDim() const {
    return static_cast<std::int64_t>(static_cast<double>(dim) / 3.0 * 8.0);
}

ZImageBlock ZImageBlock::bind(const WeightView& weights, const ZImageTransformerConfig& config,
                              bool modulated) {
    const std::int64_t D = config.dim;
    const std::int64_t F = config.feedForwardDim();
    const auto norm = [&](const char* name, std::int64_t width, double eps) {
        return RmsNorm{weights.take(name, {width}), eps};
    };
    ZImageBlock block;
    block.headCount = config.headCount;
    block.toQ = weights.linear("attention.to_q", D, D, Bias::No);
    block.toK = weights.linear("attention.to_k", D, D, Bias::No);
    block.toV = weights.linear("attention.to_v", D, D, Bias::No);
    block.toOut = weights.linear("attention.to_out.0", D, D, Bias::No);
    block.normQ = norm("attention.norm_q.weight", config.headDim(), kQkNormEps);
    block.normK = norm("attention.norm_k.weight", config.headDim(), kQkNormEps);
    block.feedForward1 = weights.linear("feed_forward.w1", F, D, Bias::No);
    block.feedForward2 = weights.linear("feed_forward.w2", D, F, Bias::No);
    block.feedForward3 = weights.linear("feed_forward.w3", F, D, Bias::No);
    block.attentionNorm1 = norm("attention_norm1.weight", D, config.normEps);
    block.attentionNorm2 = norm("attention_norm2.weight", D, config.normEps);
    block.feedForwardNorm1 = norm("ffn_norm1.weight", D, config.normEps);
    block.feedForwardNorm2 = norm("ffn_norm2.weight", D, config.normEps);
    if (modulated)
        block.modulation =
            weights.linear("adaLN_modulation.0", 4 * D, config.modulationDim(), Bias::Yes);
    return block;
}

at::Tensor ZImageBlock::attend(const at::Tensor& x, const RotaryTable& rotary,
                               std::span<const std::int64_t> lengths) const {
    const auto heads = [&](const at::Tensor& rows) {
        return rows.unflatten(-1, {headCount, rows.size(-1) / headCount}); // [T, H, Dh]
    };
    const at::Tensor q = rotatePairs(normQ.forward(heads(toQ.forward(x))), rotary); // [T, H, Dh]
    const at::Tensor k = rotatePairs(normK.forward(heads(toK.forward(x))), rotary);
    const at::Tensor v = heads(toV.forward(x));
    const at::Tensor mixed = attention(q, k, v, lengths, Causal::No); // [T, H, Dh]
    return toOut.forward(mixed.flatten(-2));                          // [T, D]
}

at::Tensor ZImageBlock::forward(const at::Tensor& x, const RotaryTable& rotary,
                                std::span<const std::int64_t> lengths,
                                const at::Tensor& timestep) const {
    const auto feedForward = [&](const at::Tensor& y) {
        return feedForward2.forward(siluMultiply(feedForward1.forward(y), feedForward3.forward(y)));
    };
    if (!modulation) {
        const at::Tensor y =
            x + attentionNorm2.forward(attend(attentionNorm1.forward(x), rotary, lengths));
        return y + feedForwardNorm2.forward(feedForward(feedForwardNorm1.forward(y)));
    }
    // Four chunks of [D] or [B, D]; there is no SiLU before this linear layer, unlike the final
    // one.
    const std::vector<at::Tensor> chunks = modulation->forward(timestep).chunk(4, -1);
    const auto scaled = [&](const at::Tensor& rows, const at::Tensor& scale) {
        return multiplyRows(rows, scale + 1, lengths);
    };
    const auto gated = [&](const at::Tensor& rows, const at::Tensor& gate) {
        return multiplyRows(rows, at::tanh(gate), lengths);
    };
    const at::Tensor attended =
        attend(scaled(attentionNorm1.forward(x), chunks[0]), rotary, lengths);
    const at::Tensor y = x + gated(attentionNorm2.forward(attended), chunks[1]);
    const at::Tensor fed = feedForward(scaled(feedForwardNorm1.forward(y), chunks[2]));
    return y + gated(feedForwardNorm2.forward(fed), chunks[3]);
}

ZImageTransformer ZImageTransformer::bind(const WeightView& weights,
                                          const ZImageTransformerConfig& config,
                                          BlockHolding holding) {
    const std::int64_t D = config.dim;
    const std::int64_t A = config.modulationDim();
    ZImageTransformer model;
    model.config = config;
    model.imageEmbedder = weights.linear("all_x_embedder.2-1", D, config.patchDim(), Bias::Yes);
    model.timestepIn =
        weights.linear("t_embedder.mlp.0", kTimestepHidden, 2 * kTimestepFrequencies, Bias::Yes);
    model.timestepOut = weights.linear("t_embedder.mlp.2", A, kTimestepHidden, Bias::Yes);
    model.captionNorm = {weights.take("cap_embedder.0.weight", {config.captionDim}),
                         config.normEps};
    model.captionEmbedder = weights.linear("cap_embedder.1", D, config.captionDim, Bias::Yes);
    model.imagePadToken = weights.take("x_pad_token", {1, D});
    model.captionPadToken = weights.take("cap_pad_token", {1, D});
    model.noiseRefiner =
        bindBlocks(weights / "noise_refiner", config, config.refinerLayerCount, true, holding);
    model.contextRefiner =
        bindBlocks(weights / "context_refiner", config, config.refinerLayerCount, false, holding);
    model.layers = bindBlocks(weights / "layers", config, config.layerCount, true, holding);
    const WeightView final = weights / "all_final_layer.2-1";
    model.finalModulation = final.linear("adaLN_modulation.1", D, A, Bias::Yes);
    model.finalLinear = final.linear("linear", config.patchDim(), D, Bias::Yes);
    return model;
}

ZImagePrompts ZImageTransformer::prepare(std::span<const at::Tensor> captions,
                                         std::int64_t latentHeight, std::int64_t latentWidth,
                                         const RunContext& context) const {
    const at::Tensor& like = imagePadToken; // carries the compute dtype and the device
    const at::Device device = like.device();
    ZImagePrompts prompts;
    prompts.latentHeight = latentHeight;
    prompts.latentWidth = latentWidth;
    std::vector<at::Tensor> rows; // [L, captionDim] each
    std::vector<std::int64_t> rowCounts;
    for (const at::Tensor& caption : captions) {
        rows.push_back(caption.to(like.options()));
        rowCounts.push_back(caption.size(0));
    }
    const at::Tensor features = at::cat(rows, 0); // [ΣL, captionDim]
    std::vector<at::Tensor> embedded =
        captionEmbedder.forward(captionNorm.forward(features)).split_with_sizes(rowCounts, 0);
    std::vector<RotaryTable> captionTables;
    std::vector<RotaryTable> imageTables;
    std::vector<RotaryTable> jointTables;
    for (at::Tensor& caption : embedded) {
        caption = padRows(caption, captionPadToken);
        const std::int64_t length = caption.size(0); // L'
        if (!prompts.captionLengths.empty() && prompts.captionLengths.back() == length) {
            captionTables.push_back(captionTables.back());
            imageTables.push_back(imageTables.back());
        } else {
            captionTables.push_back(
                gridRotaryTable(captionPositions(length), config.axesDims, config.ropeTheta));
            imageTables.push_back(
                gridRotaryTable(imagePositions(length, latentHeight / config.patchSize,
                                               latentWidth / config.patchSize),
                                config.axesDims, config.ropeTheta));
        }
        prompts.captionLengths.push_back(length);
        jointTables.push_back(imageTables.back());
        jointTables.push_back(captionTables.back());
    }
    const RotaryTable captionRotary = concatenate(captionTables).to(device);
    prompts.imageRotary = concatenate(imageTables).to(device);
    prompts.jointRotary = concatenate(jointTables).to(device);
    prompts.captions = at::cat(embedded, 0); // [ΣL', D]
    for (std::size_t i = 0; i < contextRefiner.size(); ++i) {
        context.throwIfCancelled();
        prompts.captions = contextRefiner.use(i, [&](const ZImageBlock& block) {
            return block.forward(prompts.captions, captionRotary, prompts.captionLengths, {});
        });
    }
    return prompts;
}

at::Tensor ZImageTransformer::embedTimestep(double t) const {
    return embedTimesteps({&t, 1}).squeeze(0);
}

at::Tensor ZImageTransformer::embedTimesteps(std::span<const double> times) const {
    std::vector<at::Tensor> sinusoids; // [256] each
    for (const double t : times)
        sinusoids.push_back(timestepSinusoid(t, config.timestepScale));
    const at::Tensor stacked = at::stack(sinusoids, 0).to(imagePadToken.options()); // [B, 256]
    return timestepOut.forward(at::silu(timestepIn.forward(stacked)));              // [B, A]
}

at::Tensor ZImageTransformer::forward(const at::Tensor& latents, double t,
                                      const ZImagePrompts& prompts, const RunContext& context,
                                      std::span<const int> skippedLayers) const {
    return forwardAt(latents, embedTimestep(t), prompts, context, skippedLayers, {});
}

at::Tensor ZImageTransformer::forward(const at::Tensor& latents, std::span<const double> times,
                                      const ZImagePrompts& prompts, const RunContext& context,
                                      const LayerObserver& observer) const {
    return forwardAt(latents, embedTimesteps(times), prompts, context, {}, observer);
}

// Image and caption rows of each item in turn: x [B·N', D] and the captions → [T, D].
at::Tensor ZImageTransformer::joinCaptions(const at::Tensor& x, const ZImagePrompts& prompts,
                                           std::int64_t padded) const {
    const std::int64_t B = x.size(0) / padded;
    const SequenceLengths& lengths = prompts.captionLengths;
    if (allEqual(lengths))
        return at::cat({x.view({B, padded, x.size(1)}),
                        prompts.captions.view({B, lengths.front(), x.size(1)})},
                       1)
            .flatten(0, 1);
    std::vector<at::Tensor> joint;
    std::int64_t captionStart = 0;
    for (std::int64_t i = 0; i < B; ++i) {
        const std::int64_t length = lengths[static_cast<std::size_t>(i)];
        joint.push_back(x.narrow(0, i * padded, padded));                  // [N', D]
        joint.push_back(prompts.captions.narrow(0, captionStart, length)); // [L', D]
        captionStart += length;
    }
    return at::cat(joint, 0);
}

at::Tensor ZImageTransformer::forwardAt(const at::Tensor& latents, const at::Tensor& timestep,
                                        const ZImagePrompts& prompts, const RunContext& context,
                                        std::span<const int> skippedLayers,
                                        const LayerObserver& observer) const {
    const std::int64_t B = latents.size(0);
    const at::Tensor patches =
        patchify(latents, config.patchSize).to(imagePadToken.options()); // [B, N, 64]
    const std::int64_t N = patches.size(1);
    const std::int64_t padded = paddedLength(N);

    at::Tensor x = imageEmbedder.forward(patches); // [B, N, D]
    if (padded > N)
        x = at::cat({x, imagePadToken.expand({B, padded - N, x.size(2)})}, 1);
    x = x.flatten(0, 1); // [B·N', D]
    const SequenceLengths imageLengths(static_cast<std::size_t>(B), padded);
    for (std::size_t i = 0; i < noiseRefiner.size(); ++i) {
        context.throwIfCancelled();
        x = noiseRefiner.use(i, [&](const ZImageBlock& block) {
            return block.forward(x, prompts.imageRotary, imageLengths, timestep);
        });
    }

    SequenceLengths jointLengths;
    for (const std::int64_t length : prompts.captionLengths)
        jointLengths.push_back(padded + length);
    x = joinCaptions(x, prompts, padded); // [T, D]
    for (std::size_t i = 0; i < layers.size(); ++i) {
        context.throwIfCancelled();
        if (std::find(skippedLayers.begin(), skippedLayers.end(), static_cast<int>(i)) ==
            skippedLayers.end())
            x = layers.use(i, [&](const ZImageBlock& block) {
                return block.forward(x, prompts.jointRotary, jointLengths, timestep);
            });
        if (observer)
            observer(i, imageRowsOf(x, jointLengths, N));
    }

    const at::Tensor scale = finalModulation.forward(at::silu(timestep)) + 1; // [D] or [B, D]
    const at::Tensor tokens =
        finalLinear.forward(layerNorm(imageRowsOf(x, jointLengths, N), kFinalNormEps) *
                            (scale.dim() == 1 ? scale : scale.unsqueeze(1))); // [B, N, 64]
    return unpatchify(tokens.to(at::kFloat), config.patchSize, latents.size(2), latents.size(3));
}

at::Tensor patchify(const at::Tensor& latents, std::int64_t patchSize) {
    const std::int64_t p = patchSize;
    return latents
        .unflatten(3, {latents.size(3) / p, p}) // [B, C, h, w/p, p]
        .unflatten(2, {latents.size(2) / p, p}) // [B, C, h/p, p, w/p, p]
        .permute({0, 2, 4, 3, 5, 1})            // [B, h/p, w/p, p, p, C]
        .flatten(3)                             // [B, h/p, w/p, p·p·C]
        .flatten(1, 2);                         // [B, N, p·p·C]
}

at::Tensor unpatchify(const at::Tensor& tokens, std::int64_t patchSize, std::int64_t latentHeight,
                      std::int64_t latentWidth) {
    const std::int64_t p = patchSize;
    const std::int64_t channels = tokens.size(2) / (p * p);
    return tokens
        .unflatten(2, {p, p, channels})                    // [B, N, p, p, C]
        .unflatten(1, {latentHeight / p, latentWidth / p}) // [B, h/p, w/p, p, p, C]
        .permute({0, 5, 1, 3, 2, 4})                       // [B, C, h/p, p, w/p, p]
        .flatten(4)                                        // [B, C, h/p, p, w]
        .flatten(2, 3);                                    // [B, C, h, w]
}

std::vector<GridPosition> captionPositions(std::int64_t length) {
    std::vector<GridPosition> positions;
    for (std::int64_t i = 0; i < length; ++i)
        positions.push_back({1 + i, 0, 0});
    return positions;
}

std::vector<GridPosition> imagePositions(std::int64_t captionLength, std::int64_t gridHeight,
                                         std::int64_t gridWidth) {
    std::vector<GridPosition> positions;
    for (std::int64_t i = 0; i < gridHeight; ++i)
        for (std::int64_t j = 0; j < gridWidth; ++j)
            positions.push_back({captionLength + 1, i, j});
    positions.resize(static_cast<std::size_t>(paddedLength(gridHeight * gridWidth)), {0, 0, 0});
    return positions;
}

} // namespace diptych::models
