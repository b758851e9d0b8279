// The predicted peaks of transformer and text model against the bytes that tensors take.
#include "core/models/block_memory.h"
#include "tests/support/counting_allocator.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <vector>

namespace diptych::models {
namespace {

using test::peakBytesOf;

// Matrices in `type`, everything else in float32.
std::shared_ptr<WeightStore> randomWeights(at::ScalarType type) {
    return WeightStore::fromRecipe(
        [type](const std::string&, const Shape& shape) {
            return (at::randn(shape) * 0.02).to(shape.size() == 2 ? type : at::kFloat);
        },
        "random", {});
}

ZImageTransformerConfig narrowTransformer() {
    ZImageTransformerConfig config;
    config.dim = 192;
    config.headCount = 6;
    config.layerCount = 2;
    config.refinerLayerCount = 1;
    config.captionDim = 64;
    config.axesDims = {8, 12, 12};
    return config;
}

Qwen3Config narrowText() {
    Qwen3Config config;
    config.vocabularySize = 128;
    config.hiddenSize = 128;
    config.intermediateSize = 320;
    config.layerCount = 3;
    config.headCount = 4;
    config.keyValueHeadCount = 2;
    config.headDim = 48; // the heads together are wider than the states
    return config;
}

void expectWithin(std::uint64_t predicted, double counted, double share, const std::string& what) {
    EXPECT_GT(static_cast<double>(predicted), counted * (1.0 - share)) << what;
    EXPECT_LT(static_cast<double>(predicted), counted * (1.0 + share)) << what;
}

TEST(BlockMemory, predictsWhatAnEvaluationTakes) {
    const c10::InferenceMode inference;
    const ZImageTransformerConfig config = narrowTransformer();
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const auto model = ZImageTransformer::bind(WeightView(randomWeights(type)), config);
        for (const std::int64_t side : {32, 64})
            for (const std::vector<std::int64_t>& captions :
                 {std::vector<std::int64_t>{40}, {300}, {40, 100}}) {
                std::vector<at::Tensor> embeddings;
                for (const std::int64_t tokens : captions)
                    embeddings.push_back(at::randn({tokens, config.captionDim}));
                const auto items = static_cast<std::int64_t>(captions.size());
                const at::Tensor latents = at::randn({items, config.channels, side, side + 8});
                const double counted = peakBytesOf([&] {
                    const ZImagePrompts prompts =
                        model.prepare(embeddings, side, side + 8, RunContext{});
                    model.forward(latents, 0.5, prompts, RunContext{});
                });
                const BlockMemoryOptions options{4, type == at::kBFloat16};
                expectWithin(transformerPeakBytes(config, side, side + 8, captions, options),
                             counted, 0.05,
                             std::to_string(side) + " cells, " + std::to_string(items) +
                                 (options.widens ? " items, bfloat16" : " items, float32"));
            }
    }
}

TEST(BlockMemory, predictsWhatEncodingTakes) {
    const c10::InferenceMode inference;
    const Qwen3Config config = narrowText();
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const auto model = Qwen3TextModel::bind(WeightView(randomWeights(type)), config,
                                                Qwen3TextModel::Purpose::Encode);
        for (const std::int64_t tokens : {40, 300, 700}) {
            const TokenSequence sequence{
                std::vector<std::int64_t>(static_cast<std::size_t>(tokens), 7), 0};
            const double counted = peakBytesOf([&] {
                model.hiddenStates({&sequence, 1}, -2, RunContext{});
            });
            const BlockMemoryOptions options{4, type == at::kBFloat16};
            expectWithin(textEncoderPeakBytes(config, tokens, options), counted, 0.06,
                         std::to_string(tokens) + (options.widens ? " bfloat16" : " float32"));
        }
    }
}

TEST(BlockMemory, growsWithTheTokensAndNotFaster) {
    const auto at = [](std::int64_t cells) {
        const std::vector<std::int64_t> captions{64};
        return static_cast<double>(transformerPeakBytes({}, cells, cells, captions, {}));
    };
    // A gigabyte at 1024², with the published sizes; a part of it does not grow.
    EXPECT_NEAR(at(128) / 1e9, 1.07, 0.1);
    EXPECT_NEAR(at(256) / at(128), 3.5, 0.2);
}

} // namespace
} // namespace diptych::models
