// The Z-Image transformer against the published reference code: pieces, blocks, whole forwards.
// Tolerances are those of the golden data (about 30 times the reference's own float32 noise), all
// below 1e-4 of the largest reference value.
#include "core/models/z_image_transformer.h"

#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

namespace diptych::models {
namespace {

using test::allClose;
using test::GoldenCase;
using test::goldenCases;

constexpr const char* kTinyTransformer = "tiny-zimage/transformer";

ZImageTransformerConfig readConfig(const std::string& folder) {
    const std::string path = folder + "/config.json";
    return valueOrThrow(
        ZImageTransformerConfig::fromJson(test::readBytes(test::dataPath(path)), path));
}

ZImageTransformer tinyTransformer(const std::string& folder = kTinyTransformer,
                                  const WeightOptions& options = {}) {
    return ZImageTransformer::bind(WeightView(test::openWeights(folder, options)),
                                   readConfig(folder));
}

ZImageBlock blockNamed(const ZImageTransformer& model, const std::string& module) {
    const std::size_t dot = module.find('.');
    const auto index = static_cast<std::size_t>(std::stoi(module.substr(dot + 1)));
    const std::string stack = module.substr(0, dot);
    if (stack == "layers")
        return model.layers[index];
    return stack == "noise_refiner" ? model.noiseRefiner[index] : model.contextRefiner[index];
}

// Latents come as [C, F=1, h, w].
at::Tensor predict(const ZImageTransformer& model, const at::Tensor& latent,
                   const at::Tensor& caption, double t) {
    const std::vector<at::Tensor> captions{caption};
    const ZImagePrompts prompts =
        model.prepare(captions, latent.size(2), latent.size(3), RunContext{});
    return model
        .forward(latent.transpose(0, 1), t, prompts, RunContext{}) // [1, C, h, w]
        .transpose(0, 1);                                          // [C, 1, h, w]
}

TEST(ZImageTransformer, patchifyOrdersTokensAndElementsAsTheReference) {
    for (const GoldenCase& golden : goldenCases("patchify")) {
        const at::Tensor x = golden["x"].squeeze(1).unsqueeze(0); // [1, C, h, w]
        const at::Tensor tokens = patchify(x, 2);
        EXPECT_TRUE(golden.close(tokens[0], "tokens"));
        EXPECT_TRUE(allClose(unpatchify(tokens, 2, x.size(2), x.size(3)), x, 0, 0));
    }
}

TEST(ZImageTransformer, positionsAreThoseOfTheReference) {
    const auto asTensor = [](const std::vector<GridPosition>& positions) {
        std::vector<std::int64_t> flat;
        for (const GridPosition& position : positions)
            flat.insert(flat.end(), position.begin(), position.end());
        return at::tensor(flat, at::kLong).view({-1, 3});
    };
    for (const GoldenCase& golden : goldenCases("patchify")) {
        const auto size = golden.config()["latent_hw"].get<std::vector<std::int64_t>>();
        const std::int64_t captionRows = golden["cap_pos_ids"].size(0);
        EXPECT_TRUE(golden.close(asTensor(captionPositions(captionRows)), "cap_pos_ids"));
        EXPECT_TRUE(golden.close(asTensor(imagePositions(captionRows, size[0] / 2, size[1] / 2)),
                                 "image_pos_ids"));
    }
}

TEST(ZImageTransformer, timestepEmbeddingEqualsTheReference) {
    const ZImageTransformer model = tinyTransformer();
    const GoldenCase golden = goldenCases("timestep").front();
    const at::Tensor times = golden["t"];
    for (std::int64_t i = 0; i < times.numel(); ++i) {
        const double t = times[i].item<double>();
        EXPECT_TRUE(allClose(model.embedTimestep(t), golden["embedding"][i], golden.atol(), 0))
            << t;
    }
}

TEST(ZImageTransformer, blocksEqualTheReference) {
    const ZImageTransformer model = tinyTransformer();
    for (const GoldenCase& golden : goldenCases("block")) {
        const ZImageBlock block = blockNamed(model, golden.config()["module"]);
        const at::Tensor x = golden["x"]; // [B, S, D]
        const std::string output = golden.json["outputs"][0];
        for (std::int64_t item = 0; item < x.size(0); ++item) {
            // A masked row of the reference is padding, which packed sequences do not have.
            const std::int64_t valid =
                golden.config()["valid_lengths"].is_null()
                    ? x.size(1)
                    : golden.config()["valid_lengths"][item].get<std::int64_t>();
            const RotaryTable rotary{golden["freqs_cos"][item].narrow(0, 0, valid),
                                     golden["freqs_sin"][item].narrow(0, 0, valid)};
            const SequenceLengths lengths{valid};
            const at::Tensor timestep =
                block.modulation ? golden["adaln_input"][item] : at::Tensor();
            const at::Tensor y =
                block.forward(x[item].narrow(0, 0, valid), rotary, lengths, timestep);
            EXPECT_TRUE(
                allClose(y, golden[output][item].narrow(0, 0, valid), golden.atol(), golden.rtol()))
                << golden.id() << " item " << item;
        }
    }
}

TEST(ZImageTransformer, blockOnTinyInputsEqualsTheReference) {
    const ZImageTransformer model = tinyTransformer();
    const GoldenCase golden = goldenCases("block_small").front();
    const ZImageBlock block = blockNamed(model, golden.config()["module"]);
    const at::Tensor x = golden["x"];
    const auto rows = [](const at::Tensor& table) { return table.dim() == 3 ? table[0] : table; };
    const RotaryTable rotary{rows(golden["freqs_cos"]), rows(golden["freqs_sin"])};
    const SequenceLengths lengths{x.size(1)};
    const at::Tensor y = block.forward(x[0], rotary, lengths, golden["adaln_input"].flatten());
    EXPECT_TRUE(allClose(y, golden["y"][0], golden.atol(), golden.rtol()));
}

TEST(ZImageTransformer, attentionOnTinyQueriesEqualsTheReference) {
    const GoldenCase golden = goldenCases("attention").front();
    const double eps = golden.config()["qk_norm_eps"];
    ZImageBlock block;
    block.headCount = golden.config()["heads"];
    block.toQ.weight = golden["to_q"];
    block.toK.weight = golden["to_k"];
    block.toV.weight = golden["to_v"];
    block.toOut.weight = golden["to_out"];
    block.normQ = {golden["norm_q"], eps};
    block.normK = {golden["norm_k"], eps};
    const at::Tensor x = golden["x"][0];
    const auto rows = [](const at::Tensor& table) { return table.dim() == 3 ? table[0] : table; };
    const RotaryTable rotary{rows(golden["freqs_cos"]), rows(golden["freqs_sin"])};
    const SequenceLengths lengths{x.size(0)};
    EXPECT_TRUE(golden.close(block.attend(x, rotary, lengths).unsqueeze(0), "y"));
}

TEST(ZImageTransformer, partsOfABlockEqualTheReference) {
    const ZImageTransformer model = tinyTransformer();
    const GoldenCase golden = goldenCases("block_parts").front();
    const ZImageBlock block = blockNamed(model, golden.config()["module"]);
    const at::Tensor x = golden["x"];
    for (std::int64_t item = 0; item < x.size(0); ++item) {
        const at::Tensor modulation = block.modulation->forward(golden["adaln_input"][item]);
        EXPECT_TRUE(
            allClose(modulation, golden["mid.modulation"][item].flatten(), golden.atol(), 0));
        const at::Tensor normed = block.attentionNorm1.forward(x[item]);
        EXPECT_TRUE(allClose(normed, golden["mid.attention_norm1"][item], golden.atol(), 0));
        const RotaryTable rotary{golden["freqs_cos"][item], golden["freqs_sin"][item]};
        const SequenceLengths lengths{x.size(1)};
        const at::Tensor attended =
            block.attend(normed * (modulation.chunk(4, -1)[0] + 1), rotary, lengths);
        EXPECT_TRUE(allClose(attended, golden["mid.attention"][item], golden.atol(), 0));
    }
}

TEST(ZImageTransformer, forwardEqualsTheReference) {
    const ZImageTransformer model = tinyTransformer();
    for (const GoldenCase& golden : goldenCases("transformer_forward")) {
        const at::Tensor times = golden["t"].flatten();
        for (int item = 0; golden.has(fmt::format("x{}", item)); ++item) {
            const at::Tensor y =
                predict(model, golden[fmt::format("x{}", item)], golden[fmt::format("cap{}", item)],
                        times[std::min<std::int64_t>(item, times.numel() - 1)].item<double>());
            EXPECT_TRUE(golden.close(y, fmt::format("y{}", item)));
        }
    }
}

TEST(ZImageTransformer, aBatchOfDifferentCaptionsEqualsTheReference) {
    const ZImageTransformer model = tinyTransformer();
    for (const GoldenCase& golden : goldenCases("transformer_forward")) {
        if (golden.id() != "forward_g")
            continue;
        const std::vector<at::Tensor> captions{golden["cap0"], golden["cap1"], golden["cap2"]};
        const at::Tensor x = at::stack({golden["x0"], golden["x1"], golden["x2"]}, 0).squeeze(2);
        const ZImagePrompts prompts = model.prepare(captions, x.size(2), x.size(3), RunContext{});
        const at::Tensor y =
            model.forward(x, golden["t"].flatten()[0].item<double>(), prompts, RunContext{});
        for (int item = 0; item < 3; ++item)
            EXPECT_TRUE(golden.close(y[item].unsqueeze(1), fmt::format("y{}", item)));
        return;
    }
    FAIL() << "forward_g is missing";
}

TEST(ZImageTransformer, aBatchWithATimeForEachItemEqualsItsItems) {
    const ZImageTransformer model = tinyTransformer();
    const std::int64_t channels = model.config.channels;
    const std::vector<double> times{0.0, 0.3, 0.955};
    const at::Tensor x = at::randn({3, channels, 6, 10});
    // Captions that pad to the same length, and captions that do not.
    for (const std::vector<std::int64_t>& lengths :
         {std::vector<std::int64_t>{3, 17, 32}, {5, 40, 2}}) {
        std::vector<at::Tensor> captions;
        for (const std::int64_t length : lengths)
            captions.push_back(at::randn({length, model.config.captionDim}));
        const ZImagePrompts prompts = model.prepare(captions, 6, 10, RunContext{});
        const at::Tensor y = model.forward(x, times, prompts, RunContext{});
        for (std::int64_t i = 0; i < 3; ++i) {
            const std::vector<at::Tensor> alone{captions[static_cast<std::size_t>(i)]};
            const at::Tensor expected =
                model.forward(x.narrow(0, i, 1), times[static_cast<std::size_t>(i)],
                              model.prepare(alone, 6, 10, RunContext{}), RunContext{});
            EXPECT_TRUE(allClose(y.narrow(0, i, 1), expected, 1e-5, 1e-4));
        }
    }
}

TEST(ZImageTransformer, anObserverSeesTheImageBehindEveryLayer) {
    const ZImageTransformer model = tinyTransformer();
    at::manual_seed(2);
    const at::Tensor latents = at::randn({2, model.config.channels, 4, 6});
    const std::vector<at::Tensor> captions{at::randn({3, model.config.captionDim}),
                                           at::randn({40, model.config.captionDim})};
    const ZImagePrompts prompts = model.prepare(captions, 4, 6, RunContext{});
    const std::vector<double> times{0.2, 0.7};
    std::vector<at::Tensor> seen;
    const at::Tensor observed = model.forward(latents, times, prompts, RunContext{},
                                              [&seen](std::size_t layer, const at::Tensor& tokens) {
                                                  EXPECT_EQ(layer, seen.size());
                                                  seen.push_back(tokens.clone());
                                              });
    ASSERT_EQ(seen.size(), model.layers.size());
    for (const at::Tensor& tokens : seen)
        EXPECT_EQ(tokens.sizes(), (at::IntArrayRef{2, 6, model.config.dim}));
    EXPECT_FALSE(at::allclose(seen.front(), seen.back()));
    EXPECT_TRUE(at::equal(observed, model.forward(latents, times, prompts, RunContext{})));
}

TEST(ZImageTransformer, everyWeightGetsAGradient) {
    std::map<std::string, at::Tensor> parameters;
    const auto store = WeightStore::fromRecipe(
        [&](const std::string& name, const Shape& shape) {
            const at::Tensor weight = at::randn(shape, at::kFloat).mul_(0.1).requires_grad_();
            parameters.emplace(name, weight);
            return weight;
        },
        "a recipe", {});
    ZImageTransformerConfig config;
    config.dim = 32;
    config.headCount = 2;
    config.axesDims = {4, 6, 6};
    config.captionDim = 12;
    config.layerCount = 2;
    config.refinerLayerCount = 1;
    const ZImageTransformer model = ZImageTransformer::bind(WeightView(store), config);
    const std::vector<at::Tensor> captions{at::randn({4, 12}), at::randn({9, 12})};
    const std::vector<double> times{0.2, 0.8};
    const at::Tensor y = model.forward(at::randn({2, config.channels, 6, 6}), times,
                                       model.prepare(captions, 6, 6, RunContext{}), RunContext{});
    y.square().mean().backward();
    for (const auto& [name, weight] : parameters) {
        ASSERT_TRUE(weight.grad().defined()) << name;
        EXPECT_GT(weight.grad().abs().max().item<float>(), 0.0F) << name;
    }
}

TEST(ZImageTransformer, everyStageOfAForwardEqualsTheReference) {
    const ZImageTransformer model = tinyTransformer();
    const GoldenCase golden = goldenCases("transformer_parts").front();
    const auto rows = [&](const char* name) {
        const at::Tensor tensor = golden[name];
        return tensor.dim() == 3 ? tensor[0] : tensor;
    };
    const at::Tensor x = golden["x"].squeeze(1); // [C, h, w]
    const std::vector<at::Tensor> captions{golden["cap"]};
    const double t = golden["t"].item<double>();
    const ZImagePrompts prompts = model.prepare(captions, x.size(1), x.size(2), RunContext{});
    EXPECT_TRUE(
        golden.close(model.embedTimestep(t).view(golden["t_embedder"].sizes()), "t_embedder"));
    EXPECT_TRUE(
        allClose(prompts.captions, rows("context_refiner.1"), golden.atol(), golden.rtol()));
    EXPECT_TRUE(allClose(prompts.jointRotary.cos, rows("unified_cos"), 5e-6, 0));
    EXPECT_TRUE(allClose(prompts.jointRotary.sin, rows("unified_sin"), 5e-6, 0));
    at::Tensor stage = rows("noise_refiner_in");
    const SequenceLengths imageLengths{stage.size(0)};
    for (const char* name : {"noise_refiner.0", "noise_refiner.1"}) {
        stage = blockNamed(model, name)
                    .forward(stage, prompts.imageRotary, imageLengths, model.embedTimestep(t));
        EXPECT_TRUE(allClose(stage, rows(name), golden.atol(), golden.rtol())) << name;
    }
    EXPECT_TRUE(allClose(at::cat({stage, prompts.captions}, 0), rows("unified_in"), golden.atol(),
                         golden.rtol()));
}

TEST(ZImageTransformer, storedBfloat16ShardsEqualTheReference) {
    const ZImageTransformer model =
        tinyTransformer("tiny-zimage-variants/sharded-bf16/transformer");
    ASSERT_EQ(model.layers[0].toQ.weight.scalar_type(), at::kBFloat16) << "weights stay as stored";
    for (const GoldenCase& golden : goldenCases("transformer_forward_weights")) {
        if (golden.id() != "forward_weights_bf16")
            continue;
        EXPECT_TRUE(golden.close(
            predict(model, golden["x0"], golden["cap0"], golden["t"].item<double>()), "y.bf16"));
        return;
    }
    FAIL() << "forward_weights_bf16 is missing";
}

TEST(ZImageTransformer, wideModelWithRealRotaryAxesEqualsTheReference) {
    for (const GoldenCase& golden : goldenCases("transformer_forward_hash")) {
        const std::uint64_t seed = golden.config()["weights"]["seed"];
        const auto store = WeightStore::fromRecipe(
            [seed](const std::string& name, const Shape& shape) {
                return test::hashWeights(name, shape, seed);
            },
            "hash recipe", {});
        const auto config = valueOrThrow(ZImageTransformerConfig::fromJson(
            golden.config()["transformer_config"].dump(), "golden config"));
        const ZImageTransformer model = ZImageTransformer::bind(WeightView(store), config);
        const at::Tensor first = model.layers[0].toQ.weight.flatten();
        EXPECT_NEAR(
            first[0].item<double>(),
            golden.config()["weights"]["check"]["layers.0.attention.to_q.weight"]["first4"][0]
                .get<double>(),
            1e-12);
        EXPECT_TRUE(golden.close(
            predict(model, golden["x0"], golden["cap0"], golden["t"].item<double>()), "y0"));
    }
}

TEST(ZImageTransformer, oneChangedWeightChangesTheResultBeyondTolerance) {
    ZImageTransformer model = tinyTransformer();
    const GoldenCase golden = goldenCases("transformer_forward").front();
    model.layers[1].toV.weight = model.layers[1].toV.weight.clone();
    model.layers[1].toV.weight[3][5] += 0.05;
    EXPECT_FALSE(golden.close(
        predict(model, golden["x0"], golden["cap0"], golden["t"].item<double>()), "y0"));
}

TEST(ZImageTransformer, takesEveryTensorOfThePublishedModelAndNoOther) {
    std::map<std::string, Shape> published;
    const nlohmann::json table = test::readJson("zimage-tensors.json");
    for (const auto& [name, shape] : table["transformer"].items())
        published[name] = shape.get<Shape>();
    ASSERT_EQ(published.size(), 521U);
    std::map<std::string, Shape> taken;
    const auto store = WeightStore::fromRecipe(
        [&](const std::string& name, const Shape& shape) {
            taken[name] = shape;
            return at::zeros({1}, at::kFloat).expand(shape);
        },
        "names only", {});
    ZImageTransformerConfig config;
    config.layerCount = 30;
    ZImageTransformer::bind(WeightView(store), config);
    EXPECT_EQ(taken, published);
}

TEST(ZImageTransformer, cancelStopsBetweenBlocks) {
    const ZImageTransformer model = tinyTransformer();
    const GoldenCase golden = goldenCases("transformer_forward").front();
    const std::vector<at::Tensor> captions{golden["cap0"]};
    const at::Tensor latent = golden["x0"].transpose(0, 1);
    const ZImagePrompts prompts =
        model.prepare(captions, latent.size(2), latent.size(3), RunContext{});
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(model.forward(latent, 0.0, prompts, RunContext{source.get_token()}),
                 ErrorException);
}

} // namespace
} // namespace diptych::models
