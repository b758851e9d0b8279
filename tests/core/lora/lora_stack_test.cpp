// Putting adapters in and taking them out: exactness, order, scale, shapes, names.
#include "tests/core/lora/lora_test_support.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stop_token>

namespace diptych::lora {
namespace {

using test::allClose;
using test::TemporaryFolder;

constexpr const char* kBfloat16 = "tiny-zimage-variants/sharded-bf16/transformer";

struct TinyModel {
    explicit TinyModel(const std::string& folder = "tiny-zimage/transformer")
        : model(tinyTransformer(folder)), weights(models::collectWeights(model)),
          before(snapshot(weights)), stack(Part::Transformer, weights) {}

    void apply(const std::vector<LoraUse>& uses) {
        const auto matches = stack.apply(uses, RunContext{});
        ASSERT_TRUE(matches) << matches.error().message;
    }
    Error refuse(const std::vector<LoraUse>& uses) {
        const auto matches = stack.apply(uses, RunContext{});
        EXPECT_FALSE(matches) << "accepted";
        return matches ? Error{} : matches.error();
    }
    at::Tensor operator[](const std::string& name) const { return *weights.at(name); }

    models::ZImageTransformer model;
    models::WeightTable weights;
    NamedTensors before;
    LoraStack stack;
};

// B·A in float64.
at::Tensor productOf(const std::string& file, const std::string& stem) {
    const test::GoldenFile tensors("goldens/lora/" + file + ".safetensors");
    return at::matmul(tensors[stem + ".lora_B.weight"].to(at::kDouble),
                      tensors[stem + ".lora_A.weight"].to(at::kDouble));
}

TEST(LoraStack, removalLeavesEveryBitAsInTheFile) {
    for (const char* folder : {"tiny-zimage/transformer", kBfloat16}) {
        TinyModel tiny(folder);
        const at::Tensor weight = tiny["layers.0.attention.to_q.weight"];
        tiny.apply({{goldenLora("peft_transformer"), 0.8}, {goldenLora("dora"), 0.5}});
        EXPECT_EQ(differences(tiny.weights, tiny.before).size(), 20U) << folder;
        EXPECT_EQ(differences(tiny.weights, tiny.before), tiny.stack.changedWeights());
        tiny.stack.removeAll();
        EXPECT_TRUE(differences(tiny.weights, tiny.before).empty()) << folder;
        EXPECT_EQ(tiny["layers.0.attention.to_q.weight"].data_ptr(), weight.data_ptr())
            << "the mapped file is used again";
    }
}

TEST(LoraStack, weightsKeepTheirTypeAndAreRoundedOnce) {
    TinyModel tiny(kBfloat16);
    const std::string name = "layers.0.attention.to_q.weight";
    tiny.apply({{goldenLora("peft_transformer"), 0.8}, {goldenLora("second_peft"), -0.3}});
    const at::Tensor first = productOf("peft_transformer", "transformer.layers.0.attention.to_q");
    const at::Tensor second = productOf("second_peft", "transformer.layers.0.attention.to_q");
    const at::Tensor exact =
        tiny.before.at(name).to(at::kDouble) + 0.8 * first - 0.3 * second; // rounded only here
    EXPECT_EQ(tiny[name].scalar_type(), at::kBFloat16);
    const at::Tensor expected = exact.to(at::kFloat).to(at::kBFloat16);
    // A float32 sum may fall on the other side of a rounding border now and then, never often.
    EXPECT_LE((tiny[name] != expected).sum().item<std::int64_t>(), 4);
    EXPECT_TRUE(allClose(tiny[name].to(at::kFloat), expected.to(at::kFloat), 0, 1.0 / 128));
}

TEST(LoraStack, theOrderOfAdaptersChangesNoBit) {
    const std::vector<LoraUse> uses{{goldenLora("peft_transformer"), 0.7},
                                    {goldenLora("second_peft"), -0.3},
                                    {goldenLora("loha"), 0.9},
                                    {goldenLora("dora"), 0.4}};
    TinyModel first;
    first.apply(uses);
    const NamedTensors wanted = snapshot(first.weights);
    for (const std::vector<std::size_t>& order :
         {std::vector<std::size_t>{3, 2, 1, 0}, {1, 3, 0, 2}, {2, 0, 3, 1}}) {
        TinyModel other;
        std::vector<LoraUse> shuffled;
        for (const std::size_t i : order)
            shuffled.push_back(uses[i]);
        other.apply(shuffled);
        EXPECT_TRUE(differences(other.weights, wanted).empty());
        EXPECT_FALSE(differences(other.weights, other.before).empty());
    }
}

TEST(LoraStack, aNewStrengthGivesWhatAFreshModelGives) {
    TinyModel fresh;
    fresh.apply({{goldenLora("peft_transformer"), 0.25}});
    const auto file = goldenLora("peft_transformer");
    TinyModel tiny;
    tiny.apply({{file, 1.5}});
    EXPECT_FALSE(differences(tiny.weights, snapshot(fresh.weights)).empty());
    tiny.apply({{file, 0.25}});
    EXPECT_TRUE(differences(tiny.weights, snapshot(fresh.weights)).empty());
    tiny.apply({{file, 0.0}});
    EXPECT_TRUE(differences(tiny.weights, tiny.before).empty());
}

TEST(LoraStack, onlyWeightsWhoseShareChangesAreComputed) {
    const auto wide = goldenLora("peft_transformer");
    const auto narrow = goldenLora("loha"); // layers.0.attention.to_out.0 only
    TinyModel tiny;
    tiny.apply({{wide, 0.5}});
    const void* kept = tiny["layers.0.attention.to_q.weight"].data_ptr();
    const at::Tensor changed = tiny["layers.0.attention.to_out.0.weight"];
    tiny.apply({{narrow, 0.5}, {wide, 0.5}});
    EXPECT_EQ(tiny["layers.0.attention.to_q.weight"].data_ptr(), kept);
    EXPECT_NE(tiny["layers.0.attention.to_out.0.weight"].data_ptr(), changed.data_ptr());
    tiny.apply({{narrow, 0.5}});
    EXPECT_EQ(tiny.stack.changedWeights(),
              std::vector<std::string>{"layers.0.attention.to_out.0.weight"});
}

TEST(LoraStack, theSameFileTwiceAddsUp) {
    TinyModel once;
    once.apply({{goldenLora("peft_transformer"), 0.75}});
    const auto file = goldenLora("peft_transformer");
    TinyModel twice;
    twice.apply({{file, 0.5}, {file, 0.25}});
    const std::string name = "layers.0.attention.to_q.weight";
    EXPECT_TRUE(allClose(twice[name], once[name], 1e-7, 1e-6));
}

TEST(LoraStack, differencesAndReplacementsReachVectorsAndBiases) {
    const TemporaryFolder folder;
    TinyModel tiny;
    const at::Tensor norm = tiny["layers.1.attention.norm_q.weight"];
    const at::Tensor bias = tiny["cap_embedder.1.bias"];
    const at::Tensor matrix = tiny["all_final_layer.2-1.linear.weight"];
    const auto file = openLora(writeLora(
        folder / "diff.safetensors",
        {{"diffusion_model.layers.1.attention.q_norm.diff", numbers(norm.sizes().vec(), 1)},
         {"diffusion_model.cap_embedder.1.diff_b", numbers(bias.sizes().vec(), 2)},
         {"diffusion_model.final_layer.linear.set_weight", numbers(matrix.sizes().vec(), 3)}}));
    tiny.apply({{file, 1.0}});
    EXPECT_TRUE(allClose(tiny["layers.1.attention.norm_q.weight"],
                         norm + numbers(norm.sizes().vec(), 1), 1e-7, 0));
    EXPECT_TRUE(
        allClose(tiny["cap_embedder.1.bias"], bias + numbers(bias.sizes().vec(), 2), 1e-7, 0));
    EXPECT_TRUE(allClose(tiny["all_final_layer.2-1.linear.weight"],
                         numbers(matrix.sizes().vec(), 3), 1e-7, 0));
    tiny.apply({{file, 0.5}});
    EXPECT_TRUE(allClose(tiny["all_final_layer.2-1.linear.weight"],
                         0.5 * (matrix + numbers(matrix.sizes().vec(), 3)), 1e-7, 0));
    tiny.stack.removeAll();
    EXPECT_TRUE(differences(tiny.weights, tiny.before).empty());
}

// The columns of a fused DoRA are measured over all three weights.
TEST(LoraStack, doraOnFusedAttentionMeasuresWholeColumns) {
    const TemporaryFolder folder;
    TinyModel tiny;
    const at::Tensor down = numbers({4, 64}, 1);
    const at::Tensor up = numbers({192, 4}, 2);
    const at::Tensor scale = numbers({1, 64}, 3).abs() + 1;
    const std::string stem = "diffusion_model.layers.0.attention.qkv";
    const auto file =
        openLora(writeLora(folder / "dora.safetensors", {{stem + ".lora_down.weight", down},
                                                         {stem + ".lora_up.weight", up},
                                                         {stem + ".dora_scale", scale}}));
    const std::string block = "layers.0.attention.";
    const at::Tensor base = at::cat(
        {tiny[block + "to_q.weight"], tiny[block + "to_k.weight"], tiny[block + "to_v.weight"]}, 0);
    const at::Tensor changed = base + at::matmul(up, down);
    const at::Tensor expected =
        base + 0.6 * (changed * (scale / changed.norm(2, {0}, true)) - base);
    // Twice, so that the second time finds changed weights in the model.
    tiny.apply({{file, 0.1}});
    tiny.apply({{file, 0.6}});
    EXPECT_TRUE(allClose(at::cat({tiny[block + "to_q.weight"], tiny[block + "to_k.weight"],
                                  tiny[block + "to_v.weight"]},
                                 0),
                         expected, 1e-5, 1e-5));
}

TEST(LoraStack, peftMagnitudesMeasureRows) {
    const TemporaryFolder folder;
    TinyModel tiny;
    const at::Tensor down = numbers({2, 64}, 1);
    const at::Tensor up = numbers({170, 2}, 2);
    const at::Tensor magnitude = numbers({170}, 3).abs() + 1;
    const std::string stem = "base_model.model.layers.1.feed_forward.w1";
    const auto file = openLora(
        writeLora(folder / "peft.safetensors", {{stem + ".lora_A.weight", down},
                                                {stem + ".lora_B.weight", up},
                                                {stem + ".lora_magnitude_vector", magnitude}}));
    const at::Tensor base = tiny["layers.1.feed_forward.w1.weight"];
    const at::Tensor changed = base + at::matmul(up, down);
    tiny.apply({{file, 1.0}});
    EXPECT_TRUE(allClose(tiny["layers.1.feed_forward.w1.weight"],
                         changed * (magnitude.unsqueeze(1) / changed.norm(2, {1}, true)), 1e-5,
                         1e-5));
}

TEST(LoraStack, aPartialFitIsToldAndStillApplied) {
    const TemporaryFolder folder;
    NamedTensors tensors;
    for (int i = 0; i < 5; ++i) {
        tensors[fmt::format("transformer.layers.{}.attention.to_q.lora_A.weight", i)] =
            numbers({2, 64}, 1);
        tensors[fmt::format("transformer.layers.{}.attention.to_q.lora_B.weight", i)] =
            numbers({64, 2}, 2);
    }
    tensors["transformer.something.else"] = numbers({3}, 3);
    TinyModel tiny;
    const auto matches = tiny.stack.apply(
        std::vector<LoraUse>{{openLora(writeLora(folder / "a.safetensors", tensors)), 1.0}},
        RunContext{});
    ASSERT_TRUE(matches) << matches.error().message;
    EXPECT_EQ(matches->front().matched, 3U);
    EXPECT_EQ(matches->front().total, 6U);
    EXPECT_EQ(matches->front().unmatched,
              (std::vector<std::string>{"transformer.layers.3.attention.to_q",
                                        "transformer.layers.4.attention.to_q",
                                        "transformer.something.else"}));
    EXPECT_EQ(tiny.stack.changedWeights().size(), 3U);
}

TEST(LoraStack, aFileForAnotherModelIsRefusedWithAShortList) {
    const TemporaryFolder folder;
    NamedTensors tensors;
    for (int i = 0; i < 1000; ++i) {
        const std::string stem = fmt::format("lora_unet_down_blocks_{}_attn1_to_q", i);
        tensors[stem + ".lora_down.weight"] = numbers({1, 2}, 1);
        tensors[stem + ".lora_up.weight"] = numbers({2, 1}, 1);
    }
    TinyModel tiny;
    const Error error =
        tiny.refuse({{openLora(writeLora(folder / "sdxl.safetensors", tensors)), 1.0}});
    EXPECT_EQ(error.code, ErrorCode::WeightsInvalid);
    EXPECT_NE(error.message.find("none of its 1000 modules"), std::string::npos) << error.message;
    EXPECT_NE(error.message.find("and 997 more"), std::string::npos) << error.message;
    EXPECT_LT(error.message.size(), 400U);
    EXPECT_NE(error.hint.find("another model"), std::string::npos) << error.hint;
}

TEST(LoraStack, wrongShapesAreRefusedAndNothingIsChanged) {
    const TemporaryFolder folder;
    const std::string stem = "diffusion_model.layers.0.attention.qkv";
    const auto file = openLora(
        writeLora(folder / "wide.safetensors", {{stem + ".lora_down.weight", numbers({2, 48}, 1)},
                                                {stem + ".lora_up.weight", numbers({192, 2}, 2)}}));
    TinyModel tiny;
    tiny.apply({{goldenLora("peft_transformer"), 0.8}});
    const Error error = tiny.refuse({{goldenLora("peft_transformer"), 0.8}, {file, 1.0}});
    EXPECT_EQ(error.code, ErrorCode::WeightsInvalid);
    EXPECT_NE(error.message.find("[192, 48]"), std::string::npos) << error.message;
    EXPECT_NE(error.message.find("[192, 64]"), std::string::npos) << error.message;
    EXPECT_TRUE(differences(tiny.weights, tiny.before).empty());
}

TEST(LoraStack, infiniteResultsAreRefusedAndTakenBack) {
    const TemporaryFolder folder;
    const std::string stem = "diffusion_model.layers.0.attention.to_q";
    const auto file = openLora(writeLora(folder / "huge.safetensors",
                                         {{stem + ".lora_down.weight", numbers({2, 64}, 1) * 1e30},
                                          {stem + ".lora_up.weight", numbers({64, 2}, 2) * 1e30}}));
    TinyModel tiny;
    const Error error = tiny.refuse({{goldenLora("peft_transformer"), 1.0}, {file, 1.0}});
    EXPECT_EQ(error.code, ErrorCode::WeightsInvalid);
    EXPECT_NE(error.message.find("infinite"), std::string::npos) << error.message;
    EXPECT_TRUE(differences(tiny.weights, tiny.before).empty());
}

TEST(LoraStack, strengthsBeyondReasonAreRefused) {
    TinyModel tiny;
    for (const double strength :
         {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(), -1e39})
        EXPECT_EQ(tiny.refuse({{goldenLora("peft_transformer"), strength}}).code,
                  ErrorCode::InvalidInput)
            << strength;
    EXPECT_TRUE(differences(tiny.weights, tiny.before).empty());
}

TEST(LoraStack, cancellingTakesEverythingBack) {
    struct StopAfterThree final : ProgressSink {
        std::stop_source source;
        void progress(Phase, std::int64_t done, std::int64_t) override {
            if (done == 3)
                source.request_stop();
        }
    } sink;
    TinyModel tiny;
    RunContext context;
    context.cancel = sink.source.get_token();
    context.progress = &sink;
    const auto matches =
        tiny.stack.apply(std::vector<LoraUse>{{goldenLora("peft_transformer"), 1.0}}, context);
    ASSERT_FALSE(matches);
    EXPECT_EQ(matches.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(differences(tiny.weights, tiny.before).empty());
}

// Every weight of the transformer under every name it goes by.
TEST(TargetTable, findsEveryWeightByEveryName) {
    TinyModel tiny;
    const TargetTable table(Part::Transformer, tiny.weights);
    const auto found = [&](const std::string& stem) {
        const auto targets = table.find(stem, false);
        return targets.size() == 1 ? targets.front().name : std::string();
    };
    for (const auto& entry : tiny.weights) {
        if (!entry.first.ends_with(".weight"))
            continue;
        const std::string stem = entry.first.substr(0, entry.first.size() - 7);
        std::string flat = stem;
        std::replace(flat.begin(), flat.end(), '.', '_');
        for (const char* prefix :
             {"", "diffusion_model.", "transformer.", "base_model.model.", "model.diffusion_model.",
              "unet.", "base_model.model.transformer."})
            EXPECT_EQ(found(prefix + stem), entry.first) << prefix << stem;
        for (const char* prefix :
             {"lora_unet_", "lora_unet__", "lora_transformer_", "lycoris_", "lora_unet_model_"})
            EXPECT_EQ(found(prefix + flat), entry.first) << prefix << flat;
    }
    const std::string out = "layers.2.attention.to_out.0.weight";
    for (const char* stem :
         {"layers.2.attention.out", "layers.2.attention.to_out", "lora_unet_layers_2_attention_o"})
        EXPECT_EQ(found(stem), out) << stem;
    EXPECT_EQ(found("lora_unet_layers_1_attention_k_norm"), "layers.1.attention.norm_k.weight");
    EXPECT_EQ(found("x_embedder"), "all_x_embedder.2-1.weight");
    EXPECT_EQ(found("lora_unet_final_layer_adaLN_modulation_1"),
              "all_final_layer.2-1.adaLN_modulation.1.weight");
    EXPECT_EQ(found("diffusion_model.cap_pad_token"), "cap_pad_token");
    EXPECT_EQ(table.find("noise_refiner.1.attention.qkv", false).size(), 3U);
    EXPECT_EQ(table.find("cap_embedder.1", true).front().name, "cap_embedder.1.bias");
    for (const char* stem : {"layers.9.attention.to_q", "", "lora_unet_", "attention.qkv",
                             "transformer.transformer_blocks.0.attn.to_q"})
        EXPECT_EQ(found(stem), "") << stem;
}

} // namespace
} // namespace diptych::lora
