// Image to image, inpainting and two passes, against the published reference pipeline where it has
// them.
#include "core/image/image_file.h"
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace diptych {
namespace {

using test::draw;
using test::Drawn;
using test::GoldenCase;
using test::openTiny;
using test::tinyRequest;

// [1, C, H, W] in 0…1 as a 16-bit picture, which keeps five digits.
Image imageOf(const at::Tensor& planes) {
    const at::Tensor pixels =
        (planes[0].permute({1, 2, 0}).contiguous() * 65535).round().to(at::kInt);
    std::vector<std::uint8_t> bytes;
    const at::Tensor values = pixels.flatten();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        const auto sample = static_cast<std::uint16_t>(values[i].item<int>());
        const auto* raw = reinterpret_cast<const std::uint8_t*>(&sample);
        bytes.insert(bytes.end(), raw, raw + 2);
    }
    return valueOrThrow(Image::create(static_cast<int>(planes.size(3)),
                                      static_cast<int>(planes.size(2)),
                                      static_cast<int>(planes.size(1)), 16, std::move(bytes)));
}

Image flatImage(int width, int height, std::array<std::uint8_t, 3> colour) {
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i < width * height; ++i)
        bytes.insert(bytes.end(), colour.begin(), colour.end());
    return valueOrThrow(fromInterleavedRgb8(width, height, std::move(bytes)));
}

at::Tensor latentsOf(const Drawn& drawn) {
    return toTensor(drawn.pictures.at(0).latents);
}

// The reference's source latents: a posterior sample with its own random numbers.
at::Tensor goldenSource(ImagePipeline& pipeline, const GoldenCase& golden) {
    const EncodedPicture posterior =
        valueOrThrow(pipeline.encodePicture(imageOf(golden["init_image01"]), {}));
    const at::Tensor deviation = (toTensor(posterior.logvar) * 0.5).exp();
    return (toTensor(posterior.mean) + deviation * golden["posterior_eps"] - 0.1159) * 0.3611;
}

Drawn drawGolden(ImagePipeline& pipeline, const GoldenCase& golden, const at::Tensor& source,
                 GenerationInputs inputs = {}) {
    ResolvedRequest request = tinyRequest("");
    request.request.steps = golden.config()["steps"];
    request.request.shift = golden.config().value("shift", 3.0);
    request.request.source.strength = golden.config()["strength"];
    inputs.promptEmbeddings = {toHostTensor(golden["cap0"])};
    inputs.sourceLatents = toHostTensor(source);
    inputs.initialLatents = toHostTensor(golden["noise"]);
    return draw(pipeline, request, inputs);
}

TEST(ImageToImage, equalsTheReference) {
    const auto pipeline = openTiny();
    for (const GoldenCase& golden : test::goldenCases("img2img")) {
        const at::Tensor source = goldenSource(*pipeline, golden);
        EXPECT_TRUE(golden.close(source, "image_latents")) << golden.id();
        const Drawn drawn = drawGolden(*pipeline, golden, source);
        EXPECT_TRUE(golden.close(latentsOf(drawn), "final_latents")) << golden.id();
        const int executed =
            golden.config()["steps"].get<int>() - golden.config()["t_start"].get<int>();
        EXPECT_EQ(drawn.report.evaluations, executed) << golden.id();
    }
}

TEST(Inpainting, equalsTheReference) {
    const auto pipeline = openTiny();
    for (const GoldenCase& golden : test::goldenCases("inpaint")) {
        const at::Tensor source = goldenSource(*pipeline, golden);
        GenerationInputs inputs;
        inputs.mask = imageOf(golden["mask"]);
        const Drawn drawn = drawGolden(*pipeline, golden, source, inputs);
        EXPECT_TRUE(golden.close(latentsOf(drawn), "final_latents")) << golden.id();
        // What is not redrawn ends as it was, exactly.
        const at::Tensor kept = (golden["mask_latent"] == 0).expand_as(source);
        EXPECT_TRUE(at::equal(latentsOf(drawn).masked_select(kept), source.masked_select(kept)));
    }
}

class SourcePictureTest : public testing::Test {
  protected:
    // The tiny model's own drawing, as a file.
    SourcePictureTest()
        : pipeline_(openTiny()), path_((folder_ / "source.png").string()),
          original_(draw(*pipeline_, tinyRequest("a lighthouse")).pictures.at(0)) {
        EXPECT_TRUE(writeImageFile(path_, original_.image, {}, {}, Overwrite::Yes));
        request_ = tinyRequest("a boat");
        request_.request.source.path = path_;
        request_.request.steps = 4;
        request_.request.seed = 7;
    }

    Drawn drawAt(double strength) {
        request_.request.source.strength = strength;
        return draw(*pipeline_, request_);
    }

    test::TemporaryFolder folder_;
    std::unique_ptr<ImagePipeline> pipeline_;
    std::string path_;
    GeneratedPicture original_;
    ResolvedRequest request_;
};

TEST_F(SourcePictureTest, strengthZeroIsTheAutoencodersRoundTrip) {
    const Drawn kept = drawAt(0.0);
    EXPECT_EQ(kept.report.evaluations, 0);
    const EncodedPicture encoded = valueOrThrow(pipeline_->encodePicture(original_.image, {}));
    EXPECT_TRUE(at::equal(latentsOf(kept), toTensor(encoded.latents)));
}

TEST_F(SourcePictureTest, strengthOneStartsFromTheNoiseOfTheSeed) {
    ResolvedRequest fromNoise = request_;
    fromNoise.request.source = {};
    EXPECT_EQ(drawAt(1.0).pictures[0].latents, draw(*pipeline_, fromNoise).pictures[0].latents);
}

TEST_F(SourcePictureTest, theDistanceGrowsWithTheStrength) {
    const at::Tensor source = latentsOf(drawAt(0.0));
    double last = 0.0;
    for (const double strength : {0.25, 0.5, 0.75, 1.0}) {
        const Drawn drawn = drawAt(strength);
        EXPECT_EQ(drawn.report.evaluations, std::lround(4 * strength));
        const double distance = (latentsOf(drawn) - source).norm().item<double>();
        EXPECT_GT(distance, last) << strength;
        last = distance;
    }
}

TEST_F(SourcePictureTest, theSamePosteriorSampleComesFromTheSameSeed) {
    const at::Tensor mode = latentsOf(drawAt(0.5));
    request_.request.source.samplePosterior = true;
    const at::Tensor sampled = latentsOf(drawAt(0.5));
    EXPECT_FALSE(at::equal(sampled, mode));
    EXPECT_TRUE(at::equal(latentsOf(drawAt(0.5)), sampled));
    // At strength 0 the sample itself is seen: mean + deviation · the generator's first draw.
    const EncodedPicture encoded = valueOrThrow(pipeline_->encodePicture(original_.image, {}));
    const at::Tensor draws = latentsOf(drawAt(0.0)) - toTensor(encoded.latents);
    const at::Tensor deviation = (toTensor(encoded.logvar) * 0.5).exp() * 0.3611;
    EXPECT_NEAR((draws / deviation).std().item<double>(), 1.0, 0.1);
}

TEST_F(SourcePictureTest, picturesOfAnySizeAndKindAreTaken) {
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 200}, {500, 400}}) {
        GenerationInputs inputs;
        inputs.source = flatImage(width, height, {200, 30, 30});
        for (const Choice<FitMode>& fit : choicesOf<FitMode>()) {
            request_.request.source.fit = fit.value;
            const Drawn drawn = draw(*pipeline_, request_, inputs);
            EXPECT_EQ(drawn.pictures[0].image.width(), 96);
            EXPECT_EQ(drawn.pictures[0].image.height(), 64);
        }
    }
}

TEST_F(SourcePictureTest, transparencyShowsTheChosenBackground) {
    GenerationInputs inputs;
    inputs.source =
        valueOrThrow(Image::create(96, 64, 4, 8, std::vector<std::uint8_t>(96 * 64 * 4, 0)));
    request_.request.source.strength = 0.0;
    request_.request.source.background = {0, 0, 255};
    const Drawn blue = draw(*pipeline_, request_, inputs);
    inputs.source = flatImage(96, 64, {0, 0, 255});
    EXPECT_EQ(blue.pictures[0].latents, draw(*pipeline_, request_, inputs).pictures[0].latents);
}

TEST_F(SourcePictureTest, filesThatAreNoPicturesAreNamedBeforeAnythingIsLoaded) {
    test::TinyCopy model;
    std::filesystem::remove_all(model.path() / "text_encoder");
    const auto refusal = [&] {
        const auto result = model.open()->generate(
            request_, {},
            [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
        return result ? Error{} : result.error();
    };
    request_.request.source.path = (folder_ / "none.png").string();
    EXPECT_EQ(refusal().code, ErrorCode::FileNotFound);
    EXPECT_TRUE(writeFileAtomically(folder_ / "text.png", "no picture", Overwrite::Yes));
    request_.request.source.path = (folder_ / "text.png").string();
    EXPECT_EQ(refusal().code, ErrorCode::FileInvalid);
    request_.request.source.path = test::dataPath("goldens/lora/kohya_unet.safetensors").string();
    EXPECT_NE(refusal().message.find("it belongs to --lora"), std::string::npos);
    request_.request.source.path = (folder_ / "text.png").string();
    EXPECT_NE(refusal().message.find("text.png"), std::string::npos);
    request_.request.source.path = path_;
    request_.request.source.mask = (folder_ / "text.png").string();
    EXPECT_EQ(refusal().code, ErrorCode::FileInvalid);
}

TEST_F(SourcePictureTest, whatAMaskKeepsStaysAndAllOrNothingAreTheLimits) {
    const at::Tensor plain = latentsOf(drawAt(0.75));
    GenerationInputs inputs;
    inputs.mask = flatImage(10, 10, {255, 255, 255});
    EXPECT_TRUE(at::equal(latentsOf(draw(*pipeline_, request_, inputs)), plain));
    inputs.mask = flatImage(10, 10, {0, 0, 0});
    const at::Tensor kept = latentsOf(draw(*pipeline_, request_, inputs));
    EXPECT_TRUE(at::equal(kept, latentsOf(drawAt(0.0))));
}

TEST(TwoPassTest, drawsTheSmallPictureFirstAndRefinesTheRest) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.width = 192;
    request.request.height = 128;
    request.request.steps = 4;
    request.request.twoPass = {true, 80, 0.5}; // 96 × 64 has about 80² pixels
    const Drawn drawn = draw(*pipeline, request);
    EXPECT_EQ(drawn.pictures[0].image.width(), 192);
    EXPECT_EQ(drawn.pictures[0].image.height(), 128);
    EXPECT_EQ(drawn.report.evaluations, 4 + 2);
    // Without refinement what is left is the small picture, enlarged.
    request.request.twoPass.strength = 0.0;
    const at::Tensor enlarged = latentsOf(draw(*pipeline, request));
    ResolvedRequest small = tinyRequest("a lighthouse");
    small.request.steps = 4;
    const at::Tensor base = latentsOf(draw(*pipeline, small));
    EXPECT_TRUE(
        test::closeToLargest(enlarged, at::upsample_bicubic2d(base, {16, 24}, false), 1e-5));
    // A refined picture keeps the composition: it is nearer to the small one than one pass is.
    request.request.twoPass.enabled = false;
    const at::Tensor onePass = latentsOf(draw(*pipeline, request));
    const auto distance = [&](const at::Tensor& latents) {
        return (latents - enlarged).norm().item<double>();
    };
    EXPECT_LT(distance(latentsOf(drawn)), distance(onePass));
}

TEST(TwoPassTest, isOnePassWithANoticeWhereThePictureIsSmall) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn plain = draw(*pipeline, request);
    request.request.twoPass.enabled = true;
    const Drawn drawn = draw(*pipeline, request);
    EXPECT_EQ(drawn.pictures[0].latents, plain.pictures[0].latents);
    ASSERT_EQ(drawn.report.notices.size(), 1U);
    EXPECT_EQ(drawn.report.notices[0].code, "two_pass_not_needed");
}

TEST(TwoPassTest, startsFromASourcePictureToo) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.width = 192;
    request.request.height = 128;
    request.request.steps = 4;
    request.request.twoPass = {true, 80, 0.5};
    request.request.source.strength = 0.5;
    GenerationInputs inputs;
    inputs.source = flatImage(300, 200, {20, 120, 220});
    EXPECT_EQ(draw(*pipeline, request, inputs).report.evaluations, 2 + 2);
}

} // namespace
} // namespace diptych
