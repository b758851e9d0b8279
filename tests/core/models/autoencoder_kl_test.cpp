// The autoencoder against the published reference code; tolerances are those of the golden data.
#include "core/models/autoencoder_kl.h"

#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>

namespace diptych::models {
namespace {

using test::allClose;
using test::GoldenCase;
using test::goldenCases;

AutoencoderKL tinyAutoencoder() {
    const auto config = valueOrThrow(AutoencoderKLConfig::fromJson(
        test::readBytes(test::dataPath("tiny-zimage/vae/config.json")), "config.json"));
    return AutoencoderKL::bind(WeightView(test::openWeights("tiny-zimage/vae")), config);
}

TEST(AutoencoderKL, decodeEqualsTheReference) {
    const AutoencoderKL model = tinyAutoencoder();
    for (const GoldenCase& golden : goldenCases("vae_decode"))
        EXPECT_TRUE(golden.close(model.decode(golden["latents"], RunContext{}), "image"));
}

TEST(AutoencoderKL, stagesOfTheDecoderEqualTheReference) {
    const AutoencoderKL model = tinyAutoencoder();
    const GoldenCase golden = goldenCases("vae_decode").front();
    at::Tensor x = model.decoderIn.forward(golden["z"]);
    EXPECT_TRUE(golden.close(x, "conv_in"));
    x = model.decoderMiddle.first.forward(x);
    EXPECT_TRUE(golden.close(x, "mid_block.resnets.0"));
    x = model.decoderMiddle.attention->forward(x);
    EXPECT_TRUE(golden.close(x, "mid_block.attentions.0"));
    EXPECT_TRUE(golden.close(model.decoderMiddle.second.forward(x), "mid_block"));
}

TEST(AutoencoderKL, pixelsAreRoundedAsTheReferenceRounds) {
    const AutoencoderKL model = tinyAutoencoder();
    int compared = 0;
    for (const GoldenCase& golden : goldenCases("image_u8")) {
        if (!golden.id().starts_with("vae_decode_u8"))
            continue;
        const at::Tensor pixels = toPixels(model.decode(golden["latents"], RunContext{}));
        const at::Tensor step = (pixels.to(at::kInt) - golden["image_u8"].to(at::kInt)).abs();
        EXPECT_LE(step.max().item<int>(), 1);
        EXPECT_LE((step > 0).to(at::kFloat).mean().item<double>(), 0.001) << golden.id();
        ++compared;
    }
    EXPECT_EQ(compared, 2);
    const at::Tensor exact = at::tensor({-1.0F, 0.0F, 1.0F, 7.0F, -3.0F});
    EXPECT_TRUE(at::equal(toPixels(exact.view({1, 1, 1, 5})).flatten(),
                          at::tensor({0, 128, 255, 255, 0}, at::kByte)))
        << "127.5 goes to the even side, and values are clamped";
}

TEST(AutoencoderKL, encodeEqualsTheReference) {
    const AutoencoderKL model = tinyAutoencoder();
    for (const GoldenCase& golden : goldenCases("vae_encode")) {
        const at::Tensor picture = golden["image01"] * 2 - 1;
        const LatentDistribution posterior = model.encode(picture, RunContext{});
        EXPECT_TRUE(golden.close(posterior.mean, "mean"));
        EXPECT_TRUE(golden.close(posterior.logvar, "logvar"));
        EXPECT_TRUE(golden.close(posterior.standardDeviation(), "std"));
        const at::Tensor sample = posterior.mean + posterior.standardDeviation() * golden["eps"];
        EXPECT_TRUE(golden.close(sample, "sample"));
        EXPECT_TRUE(golden.close(model.toSamplingSpace(sample), "latents"));
    }
}

TEST(AutoencoderKL, logvarIsClampedAsTheReferenceClamps) {
    const GoldenCase golden = goldenCases("diagonal_gaussian").front();
    const LatentDistribution posterior = LatentDistribution::fromMoments(golden["parameters"]);
    EXPECT_TRUE(golden.close(posterior.mean, "mean"));
    EXPECT_TRUE(golden.close(posterior.logvar, "logvar"));
    EXPECT_TRUE(golden.close(posterior.standardDeviation(), "std"));
}

TEST(AutoencoderKL, oneChangedWeightChangesTheResultBeyondTolerance) {
    AutoencoderKL model = tinyAutoencoder();
    model.decoderLevels[2].blocks[1].conv1.weight[0][0][1][1] += 0.05;
    const GoldenCase golden = goldenCases("vae_decode").front();
    EXPECT_FALSE(golden.close(model.decode(golden["latents"], RunContext{}), "image"));
}

TEST(AutoencoderKL, takesEveryTensorOfThePublishedModelAndNoOther) {
    std::map<std::string, Shape> published;
    const nlohmann::json table = test::readJson("zimage-tensors.json");
    for (const auto& [name, shape] : table["vae"].items())
        published[name] = shape.get<Shape>();
    ASSERT_EQ(published.size(), 244U);
    std::map<std::string, Shape> taken;
    const auto store = WeightStore::fromRecipe(
        [&](const std::string& name, const Shape& shape) {
            taken[name] = shape;
            return at::zeros({1}, at::kFloat).expand(shape);
        },
        "names only", {});
    AutoencoderKL::bind(WeightView(store), AutoencoderKLConfig{});
    EXPECT_EQ(taken, published);
}

} // namespace
} // namespace diptych::models
