// Adapters on quantised weights: what goes into a branch, what is quantised anew, and that nothing
// is left behind.
#include "tests/core/lora/lora_test_support.h"

#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <vector>

namespace diptych::lora {
namespace {

constexpr const char* kQuery = "layers.0.attention.to_q";
constexpr const char* kOut = "layers.0.attention.to_out.0";

class QuantisedModel {
  public:
    explicit QuantisedModel(WeightFormat format)
        : model(tinyTransformer("tiny-zimage/transformer", {at::kCPU, format})),
          linears(models::collectLinears(model)), weights(models::collectWeights(model)),
          before(model.layers[0].toQ.quantised), stack(Part::Transformer, weights, linears) {}

    void apply(const std::vector<LoraUse>& uses) {
        const auto matches = stack.apply(uses, RunContext{});
        ASSERT_TRUE(matches) << matches.error().message;
    }
    Linear& layer(const std::string& name) { return *linears.at(name); }
    /// Layers that have a branch or other codes than the file.
    std::size_t branches() const {
        std::size_t count = 0;
        for (const auto& [name, linear] : linears)
            count += linear->branch.down.defined() ? 1 : 0;
        return count;
    }

    models::ZImageTransformer model;
    models::LinearTable linears;
    models::WeightTable weights;
    std::shared_ptr<const QuantisedMatrix> before; // of kQuery
    LoraStack stack;
};

at::Tensor productOf(const std::string& file, const std::string& stem) {
    const test::GoldenFile tensors("goldens/lora/" + file + ".safetensors");
    return at::matmul(tensors[stem + ".lora_B.weight"].to(at::kFloat),
                      tensors[stem + ".lora_A.weight"].to(at::kFloat));
}

TEST(QuantisedLora, changesOfLowRankGoIntoTheBranch) {
    for (const WeightFormat format : {WeightFormat::Int8, WeightFormat::Int4}) {
        QuantisedModel tiny(format);
        EXPECT_FALSE(tiny.weights.contains(std::string(kQuery) + ".weight"));
        tiny.apply({{goldenLora("peft_transformer"), 0.8}, {goldenLora("second_peft"), -0.3}});
        const Linear& query = tiny.layer(kQuery);
        EXPECT_EQ(query.quantised, tiny.before) << "the codes stay as they are";
        const at::Tensor delta =
            0.8 * productOf("peft_transformer", "transformer.layers.0.attention.to_q") -
            0.3 * productOf("second_peft", "transformer.layers.0.attention.to_q");
        const at::Tensor x = numbers({5, 64}, 7);
        const at::Tensor expected =
            at::linear(x, dequantise(*tiny.before, at::kFloat) + delta); // W·x + B·A·x
        EXPECT_TRUE(test::closeToLargest(query.forward(x), expected, 1e-5));
        EXPECT_TRUE(test::closeToLargest(query.forward(x[0]), expected[0], 1e-5));
        EXPECT_EQ(tiny.stack.changedWeights().size(), 20U);
    }
}

TEST(QuantisedLora, removalLeavesTheCodesThemselves) {
    QuantisedModel tiny(WeightFormat::Int8);
    const auto out = tiny.layer(kOut).quantised;
    tiny.apply({{goldenLora("peft_transformer"), 0.8}, {goldenLora("loha"), 0.5}});
    EXPECT_GT(tiny.branches(), 0U);
    EXPECT_NE(tiny.layer(kOut).quantised, out);
    tiny.stack.removeAll();
    EXPECT_EQ(tiny.branches(), 0U);
    EXPECT_EQ(tiny.layer(kOut).quantised, out);
    EXPECT_EQ(tiny.layer(kQuery).quantised, tiny.before);
    EXPECT_TRUE(tiny.stack.changedWeights().empty());
}

TEST(QuantisedLora, changesWithoutThinFactorsAreQuantisedAnew) {
    const QuantisedModel untouched(WeightFormat::Int8);
    for (const char* file : {"loha", "dora", "lokr_full"}) {
        QuantisedModel tiny(WeightFormat::Int8);
        tiny.apply({{goldenLora(file), 1.0}});
        EXPECT_EQ(tiny.branches(), 0U) << file;
        // The same on the dequantised weights, rounded to codes at the end.
        models::ZImageTransformer floats = tinyTransformer();
        for (const auto& [name, linear] : models::collectLinears(floats))
            if (const auto& codes = untouched.linears.at(name)->quantised)
                linear->weight = dequantise(*codes, at::kFloat);
        LoraStack reference(Part::Transformer, models::collectWeights(floats));
        ASSERT_TRUE(reference.apply(std::vector<LoraUse>{{goldenLora(file), 1.0}}, {}));
        for (const std::string& name : tiny.stack.changedWeights()) {
            const std::string layer = name.substr(0, name.size() - 7);
            EXPECT_TRUE(test::closeInNorm(dequantise(*tiny.layer(layer).quantised, at::kFloat),
                                          models::collectLinears(floats).at(layer)->weight, 0.01))
                << file << " " << name;
        }
    }
}

TEST(QuantisedLora, fusedProductsAreSharedOut) {
    QuantisedModel fused(WeightFormat::Int8);
    QuantisedModel separate(WeightFormat::Int8);
    fused.apply({{goldenLora("kohya_fused"), 0.8}});
    separate.apply({{goldenLora("kohya_unet"), 0.8}});
    const at::Tensor x = numbers({4, 64}, 3);
    for (const char* part : {"to_q", "to_k", "to_v"}) {
        const std::string name = std::string("layers.0.attention.") + part;
        EXPECT_TRUE(fused.layer(name).branch.down.defined()) << name;
        EXPECT_TRUE(test::closeToLargest(fused.layer(name).forward(x),
                                         separate.layer(name).forward(x), 1e-5))
            << name;
    }
}

TEST(QuantisedLora, orderMakesNoDifferenceAndStrengthsChangeInPlace) {
    const auto first = goldenLora("peft_transformer");
    const auto second = goldenLora("second_peft");
    QuantisedModel one(WeightFormat::Int4);
    QuantisedModel other(WeightFormat::Int4);
    one.apply({{first, 0.7}, {second, -0.3}});
    other.apply({{first, 1.5}});
    other.apply({{second, -0.3}, {first, 0.7}});
    EXPECT_TRUE(at::equal(one.layer(kQuery).branch.down, other.layer(kQuery).branch.down));
    EXPECT_TRUE(at::equal(one.layer(kQuery).branch.up, other.layer(kQuery).branch.up));
    other.apply({{first, 0.0}});
    EXPECT_EQ(other.branches(), 0U);
}

TEST(QuantisedLora, whatDoesNotFitOrIsTooLargeLeavesNothing) {
    const test::TemporaryFolder folder;
    const auto wrong = openLora(writeLora(
        folder / "wrong.safetensors",
        {{"diffusion_model.layers.0.attention.to_q.lora_A.weight", numbers({2, 48}, 1)},
         {"diffusion_model.layers.0.attention.to_q.lora_B.weight", numbers({64, 2}, 2)}}));
    const auto huge = openLora(writeLora(
        folder / "huge.safetensors",
        {{"diffusion_model.layers.0.attention.to_q.lora_A.weight", numbers({2, 64}, 1)},
         {"diffusion_model.layers.0.attention.to_q.lora_B.weight", at::full({64, 2}, 3e38F)}}));
    QuantisedModel tiny(WeightFormat::Int8);
    for (const LoraUse& use : {LoraUse{wrong, 1.0}, LoraUse{huge, 100.0}}) {
        const auto refused = tiny.stack.apply(
            std::vector<LoraUse>{{goldenLora("peft_transformer"), 1.0}, use}, RunContext{});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::WeightsInvalid);
        EXPECT_NE(refused.error().message.find("to_q"), std::string::npos)
            << refused.error().message;
        EXPECT_EQ(tiny.branches(), 0U);
    }
}

TEST(QuantisedLora, reachesTheTextEncoder) {
    const test::TemporaryFolder folder;
    models::Qwen3TextModel model =
        tinyTextModel("tiny-zimage/text_encoder", {at::kCPU, WeightFormat::Int8});
    LoraStack stack(Part::TextEncoder, models::collectWeights(model),
                    models::collectLinears(model));
    const auto file = openLora(
        writeLora(folder / "te.safetensors",
                  {{"lora_te_layers_1_mlp_down_proj.lora_down.weight", numbers({2, 160}, 1)},
                   {"lora_te_layers_1_mlp_down_proj.lora_up.weight", numbers({64, 2}, 2)}}));
    ASSERT_TRUE(stack.apply(std::vector<LoraUse>{{file, 1.0}}, {}));
    EXPECT_TRUE(model.layers[1].down.branch.down.defined());
    EXPECT_FALSE(model.layers[0].down.branch.down.defined());
}

} // namespace
} // namespace diptych::lora
