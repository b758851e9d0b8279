// Tiled against untiled. The models here have random weights and answer far more strongly to the
// statistics of their norms than a trained one; the tolerances are those that the header states.
#include "core/models/tiled_autoencoder.h"

#include "core/models/autoencoder_stages.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>

#include <cmath>
#include <functional>

namespace diptych::models {
namespace {

using test::allClose;
using test::GoldenCase;
using test::goldenCases;

// Errors of float32 arithmetic in another order.
constexpr double kRounding = 1e-4;

AutoencoderKL tinyAutoencoder(bool midAttention = true) {
    auto config = valueOrThrow(AutoencoderKLConfig::fromJson(
        test::readBytes(test::dataPath("tiny-zimage/vae/config.json")), "config.json"));
    config.midAttention = midAttention;
    return AutoencoderKL::bind(WeightView(test::openWeights("tiny-zimage/vae")), config);
}

AutoencoderKL randomAutoencoder(const AutoencoderKLConfig& config) {
    at::manual_seed(5);
    const auto store = WeightStore::fromRecipe(
        [](const std::string& name, const Shape& shape) {
            if (shape.size() == 1)
                return name.find("norm") != std::string::npos && name.ends_with("weight")
                           ? at::ones(shape)
                           : at::zeros(shape);
            const at::Tensor weight = at::randn(shape);
            return weight / std::sqrt(static_cast<double>(weight[0].numel()));
        },
        "random", {});
    return AutoencoderKL::bind(WeightView(store), config);
}

// Two levels: four pixels to a cell, and a coarse half that is large against the fine one.
AutoencoderKL twoLevelAutoencoder() {
    AutoencoderKLConfig config;
    config.blockChannels = {8, 64};
    config.layersPerBlock = 1;
    config.latentChannels = 4;
    config.normGroups = 4;
    return randomAutoencoder(config);
}

// Areas of different tone and grain, which norms over one tile would each treat differently.
at::Tensor unevenPicture(std::int64_t height, std::int64_t width) {
    at::manual_seed(1);
    const at::Tensor y = at::linspace(0, 1, height).view({height, 1}).expand({height, width});
    const at::Tensor x = at::linspace(0, 1, width).view({1, width}).expand({height, width});
    const at::Tensor grain = at::randn({3, height, width}) * 0.5;
    const at::Tensor rough = (x > 0.5).to(at::kFloat) * (y > 0.4).to(at::kFloat);
    const at::Tensor tone = at::stack({y, x, (x + y) / 2}) * 2 - 1;
    return (tone + grain * rough - (x < 0.4).to(at::kFloat) * 0.8).clamp(-1, 1).unsqueeze(0);
}

at::Tensor unevenLatents(const AutoencoderKL& model, std::int64_t h, std::int64_t w) {
    const std::int64_t factor = model.config.pixelFactor();
    return model.toSamplingSpace(model.encode(unevenPicture(h * factor, w * factor), {}).mean);
}

at::Tensor smoothLatents(std::int64_t channels, std::int64_t h, std::int64_t w) {
    at::manual_seed(2);
    return at::randn({1, channels, h, w}) * 0.3 +
           at::upsample_bilinear2d(at::randn({1, channels, 4, 5}), {h, w}, true);
}

double rms(const at::Tensor& difference) {
    return difference.pow(2).mean().sqrt().item<double>();
}

double largest(const at::Tensor& difference) {
    return difference.abs().max().item<double>();
}

// What tiling does when every tile is left to itself: squares of `side` samples, each computed
// alone.
at::Tensor computedApart(const at::Tensor& whole, std::int64_t side,
                         const std::function<at::Tensor(const at::Tensor&)>& compute) {
    std::vector<at::Tensor> rows;
    for (const at::Tensor& row : whole.split(side, 2)) {
        std::vector<at::Tensor> tiles;
        for (const at::Tensor& tile : row.split(side, 3))
            tiles.push_back(compute(tile.contiguous()));
        rows.push_back(at::cat(tiles, 3));
    }
    return at::cat(rows, 2);
}

TEST(TiledAutoencoder, aTileThatCoversThePictureGivesTheSameBits) {
    const AutoencoderKL model = tinyAutoencoder();
    const at::Tensor picture = unevenPicture(48, 64);
    const LatentDistribution posterior = model.encode(picture, {});
    const at::Tensor latents = model.toSamplingSpace(posterior.mean);
    for (const TileOptions& options : {TileOptions{64, 16}, TileOptions{512, 64}}) {
        EXPECT_TRUE(at::equal(decodeTiled(model, latents, options, {}), model.decode(latents, {})));
        const LatentDistribution tiled = encodeTiled(model, picture, options, {});
        EXPECT_TRUE(at::equal(tiled.mean, posterior.mean));
        EXPECT_TRUE(at::equal(tiled.logvar, posterior.logvar));
    }
}

TEST(TiledAutoencoder, aPictureOfOneWindowEqualsTheUntiledOne) {
    const AutoencoderKL model = tinyAutoencoder();
    for (const GoldenCase& golden : goldenCases("vae_tiled_llmdit")) {
        const at::Tensor latents = model.toSamplingSpace(golden["z"]);
        const TileOptions options{golden.config()["tile_size"], golden.config()["tile_overlap"]};
        const at::Tensor untiled = model.decode(latents, {});
        EXPECT_TRUE(
            allClose(decodeTiled(model, latents, options, {}), untiled, kRounding, kRounding))
            << golden.id();
        const LatentDistribution posterior = encodeTiled(model, untiled, options, {});
        EXPECT_TRUE(allClose(posterior.mean, model.encode(untiled, {}).mean, kRounding, kRounding))
            << golden.id();
    }
}

TEST(TiledAutoencoder, decodesWithinTheStatedTolerance) {
    const AutoencoderKL model = tinyAutoencoder();
    for (const at::Tensor& latents : {unevenLatents(model, 36, 44), smoothLatents(16, 36, 44)}) {
        const at::Tensor untiled = model.decode(latents, {});
        const double apart =
            rms(computedApart(latents, 16,
                              [&](const at::Tensor& tile) { return model.decode(tile, {}); }) -
                untiled);
        for (const TileOptions& options :
             {TileOptions{128, 32}, TileOptions{136, 0}, TileOptions{176, 88}}) {
            const at::Tensor difference = decodeTiled(model, latents, options, {}) - untiled;
            EXPECT_LT(rms(difference), 0.03) << options.tilePixels;
            EXPECT_LT(rms(difference), apart / 8) << options.tilePixels;
            EXPECT_LT(std::abs(difference.mean().item<double>()), 0.01) << options.tilePixels;
        }
    }
}

TEST(TiledAutoencoder, encodesWithinTheStatedTolerance) {
    const AutoencoderKL model = tinyAutoencoder();
    const at::Tensor picture = unevenPicture(328, 416);
    const LatentDistribution untiled = model.encode(picture, {});
    const double apart =
        rms(computedApart(picture, 128,
                          [&](const at::Tensor& tile) { return model.encode(tile, {}).mean; }) -
            untiled.mean);
    for (const TileOptions& options :
         {TileOptions{128, 32}, TileOptions{136, 0}, TileOptions{200, 104}}) {
        const LatentDistribution tiled = encodeTiled(model, picture, options, {});
        EXPECT_LT(rms(tiled.mean - untiled.mean), 0.05) << options.tilePixels;
        EXPECT_LT(rms(tiled.logvar - untiled.logvar), 0.05) << options.tilePixels;
        EXPECT_LT(rms(tiled.mean - untiled.mean), apart / 6) << options.tilePixels;
    }
}

// Tiles of one size measure the same statistics, so whatever differs between two overlaps comes
// from the seams, which lie elsewhere. Without an overlap they are hard.
TEST(TiledAutoencoder, seamsAreInvisible) {
    for (const bool midAttention : {true, false}) {
        const AutoencoderKL model = tinyAutoencoder(midAttention);
        const at::Tensor latents = unevenLatents(model, 30, 36);
        const at::Tensor soft = decodeTiled(model, latents, {128, 32}, {});
        EXPECT_LT(largest(decodeTiled(model, latents, {128, 64}, {}) - soft), 5e-4);
        EXPECT_LT(largest(decodeTiled(model, latents, {128, 8}, {}) - soft), 2e-3);
        EXPECT_LT(largest(decodeTiled(model, latents, {128, 0}, {}) - soft), 5e-3);
    }
    const AutoencoderKL model = tinyAutoencoder();
    const at::Tensor picture = unevenPicture(240, 288);
    const at::Tensor soft = encodeTiled(model, picture, {128, 32}, {}).mean;
    EXPECT_LT(largest(encodeTiled(model, picture, {128, 64}, {}).mean - soft), 5e-4);
    EXPECT_LT(largest(encodeTiled(model, picture, {128, 0}, {}).mean - soft), 5e-3);
}

TEST(TiledAutoencoder, aSeamIsNoStepInTheDifferenceToTheUntiledPicture) {
    const AutoencoderKL model = tinyAutoencoder();
    const at::Tensor latents = smoothLatents(16, 40, 40);
    // Without an overlap: seams at every 80 pixels.
    const at::Tensor difference =
        decodeTiled(model, latents, {128, 0}, {}) - model.decode(latents, {});
    const at::Tensor steps =
        (difference.slice(3, 1) - difference.slice(3, 0, -1)).abs().mean(at::IntArrayRef{0, 1, 2});
    for (const std::int64_t seam : {107, 215})
        EXPECT_LT(steps[seam - 1].item<double>(), 1.5 * steps.mean().item<double>()) << seam;
}

TEST(TiledAutoencoder, thereIsNoFrameAtTheBorder) {
    const AutoencoderKL model = tinyAutoencoder();
    const at::Tensor latents = smoothLatents(16, 36, 44);
    const at::Tensor untiled = model.decode(latents, {});
    const at::Tensor difference = decodeTiled(model, latents, {128, 32}, {}) - untiled;
    const double overall = rms(difference);
    for (const at::Tensor& edge : {difference.slice(2, 0, 1), difference.slice(2, -1),
                                   difference.slice(3, 0, 1), difference.slice(3, -1)})
        EXPECT_LT(rms(edge), 2 * overall);
    // The reference's tiles fade out at the border; ours keep the picture there.
    for (const GoldenCase& golden : goldenCases("vae_tiled_llmdit")) {
        if (!golden.id().ends_with("0"))
            continue;
        const at::Tensor z = model.toSamplingSpace(golden["z"]);
        EXPECT_EQ(largest(golden["image"].slice(2, 0, 1)), 0.0);
        EXPECT_GT(rms(decodeTiled(model, z, {64, 16}, {}).slice(2, 0, 1)), 0.05);
    }
}

TEST(TiledAutoencoder, takesEveryTileSizeAndOverlap) {
    const AutoencoderKL model = twoLevelAutoencoder();
    at::manual_seed(3);
    for (const auto& [h, w] : {std::pair{13, 31}, std::pair{1, 130}, std::pair{29, 7}}) {
        const at::Tensor latents = at::randn({1, 4, h, w});
        const at::Tensor untiled = model.decode(latents, {});
        for (const TileOptions& options : {TileOptions{2, 0}, TileOptions{6, 4}, TileOptions{10, 2},
                                           TileOptions{14, 12}, TileOptions{48, 46}}) {
            const at::Tensor tiled = decodeTiled(model, latents, options, {});
            ASSERT_EQ(tiled.sizes(), untiled.sizes());
            EXPECT_LT(rms(tiled - untiled), 0.25 * rms(untiled))
                << h << "×" << w << " " << options.tilePixels << " " << options.overlapPixels;
            EXPECT_EQ(encodeTiled(model, tiled, options, {}).mean.sizes(), latents.sizes());
        }
    }
}

TEST(TiledAutoencoder, agreesAlsoWhereTheCoarseHalfIsTiled) {
    const AutoencoderKL model = twoLevelAutoencoder();
    const TileOptions options{16, 4};
    const TilePlan plan = planTiles(model.config, 48, 64, options);
    ASSERT_FALSE(plan.coarseWhole);
    const at::Tensor latents = smoothLatents(4, 48, 64);
    const at::Tensor untiled = model.decode(latents, {});
    const at::Tensor tiled = decodeTiled(model, latents, options, {});
    EXPECT_LT(rms(tiled - untiled), 0.1 * rms(untiled));
    EXPECT_LT(rms(tiled - decodeTiled(model, latents, {16, 0}, {})), 0.005 * rms(untiled));

    const at::Tensor picture = unevenPicture(96, 128);
    const LatentDistribution posterior = model.encode(picture, {});
    EXPECT_LT(rms(encodeTiled(model, picture, options, {}).mean - posterior.mean),
              0.25 * rms(posterior.mean));
}

TEST(TiledAutoencoder, aModelOfOneLevelWorks) {
    AutoencoderKLConfig config;
    config.blockChannels = {16};
    config.layersPerBlock = 1;
    config.latentChannels = 4;
    config.normGroups = 4;
    const AutoencoderKL model = randomAutoencoder(config);
    const at::Tensor latents = smoothLatents(4, 40, 50);
    const at::Tensor untiled = model.decode(latents, {});
    EXPECT_LT(rms(decodeTiled(model, latents, {12, 4}, {}) - untiled), 0.1 * rms(untiled));
    const at::Tensor mean = model.encode(untiled, {}).mean;
    EXPECT_LT(rms(encodeTiled(model, untiled, {12, 4}, {}).mean - mean), 0.1 * rms(mean));
}

TEST(TiledAutoencoder, itemsOfABatchDoNotInfluenceEachOther) {
    const AutoencoderKL model = twoLevelAutoencoder();
    const at::Tensor latents = at::cat({smoothLatents(4, 20, 24), smoothLatents(4, 20, 24) * 3});
    const TileOptions options{16, 4};
    const at::Tensor both = decodeTiled(model, latents, options, {});
    EXPECT_TRUE(
        at::equal(both.narrow(0, 1, 1), decodeTiled(model, latents.narrow(0, 1, 1), options, {})));
    EXPECT_EQ(encodeTiled(model, both, options, {}).mean.size(0), 2);
}

struct Recorder : ProgressSink {
    std::vector<std::pair<std::int64_t, std::int64_t>> reports;
    std::vector<Phase> phases;
    std::function<void()> onTile;

    void progress(Phase phase, std::int64_t done, std::int64_t total) override {
        phases.push_back(phase);
        reports.emplace_back(done, total);
        if (done > 0 && onTile)
            onTile();
    }
};

TEST(TiledAutoencoder, progressCountsTiles) {
    const AutoencoderKL model = twoLevelAutoencoder();
    Recorder recorder;
    RunContext context;
    context.progress = &recorder;
    const at::Tensor latents = smoothLatents(4, 8, 30);
    const at::Tensor picture = decodeTiled(model, latents, {16, 4}, context);
    EXPECT_EQ(recorder.reports,
              (std::vector<std::pair<std::int64_t, std::int64_t>>{{0, 1}, {1, 1}}))
        << "no more cells than a window";
    recorder = {};
    decodeTiled(model, smoothLatents(4, 8, 90), {16, 4}, context); // 8 cells each 6
    ASSERT_EQ(recorder.reports.size(), 16U);
    EXPECT_EQ(recorder.reports.back(), (std::pair<std::int64_t, std::int64_t>{15, 15}));
    EXPECT_EQ(recorder.phases.back(), Phase::Decode);
    recorder = {};
    encodeTiled(model, picture, {512, 64}, context);
    EXPECT_EQ(recorder.reports.back(), (std::pair<std::int64_t, std::int64_t>{1, 1}));
    EXPECT_EQ(recorder.phases.back(), Phase::Encode);
}

TEST(TiledAutoencoder, aStopRequestIsHeardBetweenTilesAndWithinThem) {
    const AutoencoderKL model = twoLevelAutoencoder();
    std::stop_source stop;
    Recorder recorder;
    recorder.onTile = [&] { stop.request_stop(); };
    RunContext context;
    context.cancel = stop.get_token();
    context.progress = &recorder;
    const at::Tensor latents = smoothLatents(4, 40, 44);
    try {
        decodeTiled(model, latents, {16, 4}, context);
        FAIL() << "not cancelled";
    } catch (const ErrorException& exception) {
        EXPECT_EQ(exception.error().code, ErrorCode::Cancelled);
    }
    EXPECT_EQ(recorder.reports.back().first, 1);
    recorder.reports.clear(); // the request stands: before the first tile
    EXPECT_THROW(encodeTiled(model, unevenPicture(80, 88), {16, 4}, context), ErrorException);
    EXPECT_EQ(recorder.reports.back().first, 0);
    AutoencoderStages stages(model, context);
    EXPECT_THROW(stages.decodeFinely(at::zeros({1, 64, 4, 4})), ErrorException);
}

TEST(TiledAutoencoder, refusesImpossibleTiles) {
    const auto hint = [](int tile, int overlap) {
        const Status status = checkTileOptions({tile, overlap});
        EXPECT_FALSE(status) << tile << " " << overlap;
        EXPECT_EQ(status.error().code, ErrorCode::InvalidInput);
        return status ? std::string() : status.error().hint;
    };
    EXPECT_TRUE(checkTileOptions({}));
    EXPECT_TRUE(checkTileOptions({8, 0}));
    EXPECT_TRUE(checkTileOptions({72, 64}));
    EXPECT_TRUE(checkTileOptions({2, 0}, 2));
    EXPECT_EQ(hint(100, 0), "it is a multiple of 8; the nearest is 104");
    EXPECT_EQ(hint(99, 0), "it is a multiple of 8; the nearest is 96");
    EXPECT_EQ(hint(0, 0), "it is a multiple of 8; the nearest is 8");
    EXPECT_EQ(hint(-5, 0), "it is a multiple of 8; the nearest is 8");
    EXPECT_EQ(hint(64, 64), "the overlap is a multiple of 8 from 0 to 56; the nearest is 56");
    EXPECT_EQ(hint(64, 1000), "the overlap is a multiple of 8 from 0 to 56; the nearest is 56");
    EXPECT_EQ(hint(64, 13), "the overlap is a multiple of 8 from 0 to 56; the nearest is 16");
    EXPECT_EQ(hint(64, -8), "the overlap is a multiple of 8 from 0 to 56; the nearest is 0");
    const AutoencoderKL model = twoLevelAutoencoder();
    EXPECT_THROW(decodeTiled(model, at::zeros({1, 4, 4, 4}), {64, 64}, {}), ErrorException);
    EXPECT_THROW(encodeTiled(model, at::zeros({1, 3, 4, 4}), {64, 64}, {}), ErrorException);
    EXPECT_THROW(encodeTiled(model, at::zeros({1, 3, 4, 5}), {64, 32}, {}), ErrorException);
}

} // namespace
} // namespace diptych::models
