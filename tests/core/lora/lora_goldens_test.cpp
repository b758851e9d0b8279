// Adapters against the published arithmetic: fused weights, whole forwards, the rarer kinds.
#include "tests/core/lora/lora_test_support.h"

#include "core/lora/lora_delta.h"

#include <ATen/ATen.h>

namespace diptych::lora {
namespace {

using test::allClose;
using test::GoldenCase;
using test::goldenCases;

std::vector<LoraUse> usesOf(const GoldenCase& golden) {
    const auto open = [](const std::string& path) {
        return openLora(test::dataPath("goldens/" + path));
    };
    const auto& config = golden.config();
    if (config.contains("lora_file"))
        return {{open(config["lora_file"]), config["strength"]}};
    std::vector<LoraUse> uses;
    for (std::size_t i = 0; i < config["lora_files"].size(); ++i)
        uses.push_back({open(config["lora_files"][i]), config["strengths"][i]});
    return uses;
}

at::Tensor predict(const models::ZImageTransformer& model, const GoldenCase& golden) {
    const at::Tensor latent = golden["x0"]; // [C, 1, h, w]
    const std::vector<at::Tensor> captions{golden["cap0"]};
    const models::ZImagePrompts prompts =
        model.prepare(captions, latent.size(2), latent.size(3), RunContext{});
    return model.forward(latent.transpose(0, 1), golden["t"].item<double>(), prompts, RunContext{})
        .transpose(0, 1);
}

TEST(LoraGoldens, everySchemeGivesTheSameWeightsAndTheSameOutput) {
    constexpr std::string_view kWeightMark = "w.";
    std::size_t weightsCompared = 0;
    for (const GoldenCase& golden : goldenCases("lora_forward")) {
        models::ZImageTransformer model = tinyTransformer();
        const models::WeightTable weights = models::collectWeights(model);
        LoraStack stack(Part::Transformer, weights);
        const auto matches = stack.apply(usesOf(golden), RunContext{});
        ASSERT_TRUE(matches) << golden.id() << ": " << matches.error().message;
        for (const PartMatch& match : *matches) {
            EXPECT_EQ(match.matched, match.total) << golden.id();
            EXPECT_TRUE(match.unmatched.empty()) << golden.id();
        }
        for (const std::string name : golden.json["outputs"]) {
            if (!name.starts_with(kWeightMark)) {
                EXPECT_TRUE(golden.close(predict(model, golden), name)) << golden.id();
                continue;
            }
            weightsCompared += 1;
            EXPECT_TRUE(golden.close(*weights.at(name.substr(kWeightMark.size())), name))
                << golden.id() << " " << name;
        }
    }
    EXPECT_GE(weightsCompared, 9U * 3U);
}

TEST(LoraGoldens, theRarerKindsFollowTheirArithmetic) {
    for (const GoldenCase& golden : goldenCases("adapter_weight")) {
        models::ZImageTransformer model = tinyTransformer();
        const models::WeightTable weights = models::collectWeights(model);
        const std::string name = golden.config()["module"].get<std::string>() + ".weight";
        EXPECT_TRUE(allClose(*weights.at(name), golden["base_weight"], 0, 0));
        LoraStack stack(Part::Transformer, weights);
        const auto matches = stack.apply(usesOf(golden), RunContext{});
        ASSERT_TRUE(matches) << golden.id() << ": " << matches.error().message;
        EXPECT_TRUE(golden.close(*weights.at(name), golden.json["outputs"][0].get<std::string>()))
            << golden.id();
        EXPECT_EQ(stack.changedWeights(), std::vector{name});
    }
}

TEST(LoraGoldens, reportsTellWhatTheFilesAre) {
    const LoraReport kohya = goldenLora("kohya_unet")->report();
    EXPECT_EQ(kohya.name, "kohya_unet");
    EXPECT_EQ(kohya.dialect, "kohya");
    EXPECT_EQ(kohya.ranks, std::vector<std::int64_t>{4});
    EXPECT_TRUE(kohya.hasAlpha);
    EXPECT_EQ(kohya.total, 20U);
    EXPECT_NE(kohya.format.find("Z-Image"), std::string::npos) << kohya.format;
    const LoraReport plain = goldenLora("peft_transformer")->report();
    EXPECT_EQ(plain.dialect, "diffusers");
    EXPECT_FALSE(plain.hasAlpha);
    const LoraReport fused = goldenLora("comfy_fused")->report();
    EXPECT_EQ(fused.ranks, (std::vector<std::int64_t>{4, 12}));
    EXPECT_EQ(goldenLora("onetrainer_lora_transformer")->report().dialect, "onetrainer");
}

} // namespace
} // namespace diptych::lora
