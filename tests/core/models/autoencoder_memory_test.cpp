// The predicted peaks against the bytes that tensors take while the work is done.
#include "core/models/autoencoder_memory.h"
#include "tests/support/counting_allocator.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace diptych::models {
namespace {

using test::peakBytesOf;

// The published proportions at an eighth of the width.
AutoencoderKLConfig narrowConfig(bool midAttention) {
    AutoencoderKLConfig config;
    config.blockChannels = {16, 32, 64, 64};
    config.normGroups = 8;
    config.midAttention = midAttention;
    return config;
}

AutoencoderKL randomModel(const AutoencoderKLConfig& config) {
    const auto store = WeightStore::fromRecipe(
        [](const std::string&, const Shape& shape) { return at::randn(shape) * 0.05; }, "random",
        {});
    return AutoencoderKL::bind(WeightView(store), config);
}

// Tensors are counted, the convolution library's copies are not: the prediction lies above, but not
// by more than those. In bands of so narrow a model they weigh more.
void expectClose(std::uint64_t predicted, double counted, const char* what) {
    EXPECT_GT(static_cast<double>(predicted), counted * 0.98) << what;
    EXPECT_LT(static_cast<double>(predicted), counted * 2.0) << what;
}

TEST(AutoencoderMemory, predictsWhatTensorsTake) {
    for (const bool midAttention : {true, false}) {
        const AutoencoderKLConfig config = narrowConfig(midAttention);
        const AutoencoderKL model = randomModel(config);
        const at::Tensor latents = at::randn({1, 16, 32, 40});
        const at::Tensor picture = at::randn({1, 3, 256, 320});
        expectClose(decodePeakBytes(config, 320, 256),
                    peakBytesOf([&] { model.decode(latents, {}); }), "decode");
        expectClose(encodePeakBytes(config, 320, 256),
                    peakBytesOf([&] { model.encode(picture, {}); }), "encode");
        for (const TileOptions& options : {TileOptions{96, 16}, TileOptions{128, 0}}) {
            expectClose(tiledDecodePeakBytes(config, 320, 256, options),
                        peakBytesOf([&] { decodeTiled(model, latents, options, {}); }),
                        "tiled decode");
            expectClose(tiledEncodePeakBytes(config, 320, 256, options),
                        peakBytesOf([&] { encodeTiled(model, picture, options, {}); }),
                        "tiled encode");
        }
    }
}

TEST(AutoencoderMemory, isBoundedByTheTile) {
    const AutoencoderKLConfig config;
    const auto beyondThePicture = [&](int side) {
        const auto picture = static_cast<std::uint64_t>(side) * static_cast<std::uint64_t>(side) *
                             3 * kBytesOfFloat32;
        return tiledDecodePeakBytes(config, side, side, {512, 64}) - picture;
    };
    // 4.7 KiB a pixel untiled, 1.2 GB for a tile: an eighth at 2048×2048, a hundredth at 8192×8192.
    EXPECT_GT(decodePeakBytes(config, 2048, 2048), 19'000'000'000U);
    for (const int side : {1024, 2048, 3072, 8192})
        EXPECT_LT(beyondThePicture(side), 1'800'000'000U) << side;
    EXPECT_LT(tiledDecodePeakBytes(config, 2048, 2048, {256, 64}), 700'000'000U);
}

TEST(AutoencoderMemory, predictsWhatWasFoundWithThePublishedModel) {
    // Growth of resident memory, 448×448 in float32: 4708 and 3071 bytes a pixel.
    EXPECT_NEAR(static_cast<double>(decodePeakBytes({}, 448, 448)) / (448 * 448), 4708, 250);
    EXPECT_NEAR(static_cast<double>(encodePeakBytes({}, 448, 448)) / (448 * 448), 3071, 250);
}

TEST(AutoencoderMemory, findsTheLargestTileThatFits) {
    const AutoencoderKLConfig config;
    constexpr std::uint64_t kGigabyte = 1'000'000'000;
    const TileOptions all = tileFor(6 * kGigabyte, config, 1024, 1024);
    EXPECT_TRUE(planTiles(config, 128, 128, all).whole);
    const TileOptions some = tileFor(2 * kGigabyte, config, 1024, 1024);
    EXPECT_FALSE(planTiles(config, 128, 128, some).whole);
    EXPECT_GE(some.tilePixels, 512);
    EXPECT_LE(tiledDecodePeakBytes(config, 1024, 1024, some), 2 * kGigabyte);
    TileOptions larger = some;
    larger.tilePixels += 64;
    EXPECT_GT(tiledDecodePeakBytes(config, 1024, 1024, larger), 2 * kGigabyte);
    const TileOptions little = tileFor(kGigabyte / 2, config, 1024, 768);
    EXPECT_LT(little.tilePixels, some.tilePixels);
    EXPECT_TRUE(checkTileOptions(little));
    EXPECT_EQ(tileFor(1, config, 1024, 1024), (TileOptions{128, 32}));
    EXPECT_TRUE(checkTileOptions(tileFor(kGigabyte, config, 8192, 16)));
}

} // namespace
} // namespace diptych::models
