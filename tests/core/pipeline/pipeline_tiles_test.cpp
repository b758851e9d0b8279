// Tiles through the whole pipeline.
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>

namespace diptych {
namespace {

using test::draw;
using test::Drawn;
using test::tinyRequest;

std::unique_ptr<ImagePipeline> openWith(const TileSettings& tiles) {
    PipelineOptions options{{test::dataPath(test::kTinyModel), "", ""}, {}};
    options.placement.tiles = tiles;
    return valueOrThrow(openImagePipeline(options));
}

TEST(PipelineTiles, drawNearlyTheSamePictureInTiles) {
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.width = 256;
    request.request.height = 192;
    const Drawn whole = draw(*openWith({Tiling::Off, 512, 64}), request);
    const Drawn tiled = draw(*openWith({Tiling::On, 64, 16}), request);
    EXPECT_EQ(tiled.pictures[0].latents, whole.pictures[0].latents);
    const auto left = whole.pictures[0].image.bytes();
    const auto right = tiled.pictures[0].image.bytes();
    ASSERT_EQ(left.size(), right.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < left.size(); ++i)
        sum += std::abs(static_cast<int>(left[i]) - static_cast<int>(right[i]));
    EXPECT_GT(sum, 0.0) << "nothing was done in tiles";
    EXPECT_LT(sum / static_cast<double>(left.size()), 6.0) << "levels of 255, on average";
}

TEST(PipelineTiles, oneTileIsTheWholePicture) {
    const ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn whole = draw(*openWith({Tiling::Off, 512, 64}), request);
    for (const TileSettings& tiles :
         {TileSettings{Tiling::On, 512, 64}, {Tiling::Auto, 512, 64}, {Tiling::Auto, 64, 8}}) {
        const Drawn drawn = draw(*openWith(tiles), request);
        EXPECT_EQ(drawn.pictures[0].image, whole.pictures[0].image);
        EXPECT_TRUE(drawn.report.notices.empty());
    }
}

TEST(PipelineTiles, anySizeIsTakenInWholeCells) {
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.width = 192;
    const Drawn even = draw(*openWith({Tiling::On, 64, 16}), request);
    EXPECT_EQ(draw(*openWith({Tiling::On, 71, 23}), request).pictures[0].image,
              even.pictures[0].image);
}

TEST(PipelineTiles, settingsThatMakeNoSenseAreRefusedEverywhere) {
    for (const TileSettings& tiles : {TileSettings{Tiling::On, 64, 64},
                                      {Tiling::On, 0, 0},
                                      {Tiling::On, 512, -8},
                                      {Tiling::On, 100, 99}}) {
        const auto pipeline = openWith(tiles);
        const auto drawn = pipeline->generate(
            tinyRequest("x"), {},
            [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
        ASSERT_FALSE(drawn);
        EXPECT_EQ(drawn.error().code, ErrorCode::InvalidInput);
        const HostTensor latents = toHostTensor(at::zeros({1, 16, 8, 8}));
        EXPECT_EQ(pipeline->decode(latents, {}).error().code, ErrorCode::InvalidInput);
    }
}

} // namespace
} // namespace diptych
