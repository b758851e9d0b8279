// Residencies, the plan, and what happens when memory runs out, on the tiny checkpoint. Held as
// bfloat16 its float32 weights are tensors of their own, which the allocator sees.
#include "core/pipeline/convert_model.h"
#include "tests/core/pipeline/pipeline_fixture.h"
#include "tests/support/counting_allocator.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <string>
#include <vector>

namespace diptych {
namespace {

using test::CountingAllocator;
using test::draw;
using test::Drawn;
using test::tinyRequest;

std::unique_ptr<ImagePipeline> openWith(const Placement& placement, std::uint64_t freeBytes = 0) {
    PipelineOptions options{{test::dataPath(test::kTinyModel), "", ""}, placement};
    if (freeBytes > 0)
        options.freeMemory = [freeBytes] {
            return std::vector<DeviceMemory>{{DeviceName{DeviceKind::Cpu, 0}, freeBytes}};
        };
    return valueOrThrow(openImagePipeline(options));
}

Placement placed(Residency residency, WeightFormat format = WeightFormat::BFloat16) {
    Placement placement;
    placement.residency = {residency, residency, residency};
    placement.weightFormat = format;
    return placement;
}

ResolvedRequest largerRequest() {
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.width = 256;
    request.request.height = 192;
    request.request.guidanceScale = 2.0;
    return request;
}

std::vector<std::string> codesOf(const std::vector<Notice>& notices) {
    std::vector<std::string> codes;
    for (const Notice& notice : notices)
        codes.push_back(notice.code);
    return codes;
}

bool has(const std::vector<std::string>& codes, const char* code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

double peakOf(ImagePipeline& pipeline, const ResolvedRequest& request) {
    return test::peakBytesOf([&] { draw(pipeline, request); });
}

TEST(PipelineMemory, everyResidencyDrawsTheSameBits) {
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.guidanceScale = 2.0;
    request.request.count = 2;
    for (const WeightFormat format : {WeightFormat::Auto, WeightFormat::BFloat16}) {
        const Drawn expected = draw(*openWith(placed(Residency::Resident, format)), request);
        for (const Residency residency : {Residency::Auto, Residency::Offload, Residency::Stream}) {
            const auto pipeline = openWith(placed(residency, format));
            for (int job = 0; job < 2; ++job) {
                const Drawn drawn = draw(*pipeline, request);
                ASSERT_EQ(drawn.pictures.size(), 2U);
                for (std::size_t i = 0; i < 2; ++i) {
                    EXPECT_EQ(drawn.pictures[i].latents, expected.pictures[i].latents)
                        << toString(residency);
                    EXPECT_EQ(drawn.pictures[i].image, expected.pictures[i].image);
                }
                EXPECT_TRUE(drawn.report.notices.empty());
                EXPECT_EQ(drawn.report.evaluations, expected.report.evaluations);
            }
        }
    }
}

TEST(PipelineMemory, whatIsFreedLeavesMemory) {
    const auto left = [](Residency residency) {
        const auto pipeline = openWith(placed(residency));
        const CountingAllocator counter;
        draw(*pipeline, tinyRequest("a lighthouse"));
        const std::size_t bytes = counter.liveBytes();
        pipeline->unload();
        EXPECT_LT(counter.liveBytes(), bytes / 10 + 10'000);
        return bytes;
    };
    const std::size_t kept = left(Residency::Resident);
    EXPECT_GT(kept, 2'500'000U) << "half of 5.4 MB, and the autoencoder's kernels in float32";
    EXPECT_LT(left(Residency::Offload), kept / 20);
    EXPECT_LT(left(Residency::Stream), kept / 2) << "embeddings and the like are no blocks";
}

// Counts how often loading begins.
class LoadCounter : public ProgressSink {
  public:
    void progress(Phase phase, std::int64_t done, std::int64_t) override {
        if (phase != Phase::Load)
            return;
        if (done < before_ || loads == 0)
            ++loads;
        before_ = done;
    }
    int loads = 0;

  private:
    std::int64_t before_ = 0;
};

TEST(PipelineMemory, nothingIsLoadedTwiceInAJob) {
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.guidanceScale = 2.0;
    request.request.count = 3;
    for (const Residency residency : {Residency::Resident, Residency::Offload, Residency::Stream}) {
        const auto pipeline = openWith(placed(residency));
        LoadCounter counter;
        RunContext context;
        context.progress = &counter;
        draw(*pipeline, request, {}, context);
        EXPECT_EQ(counter.loads, 3) << toString(residency);
        counter.loads = 0;
        draw(*pipeline, request, {}, context);
        EXPECT_EQ(counter.loads, residency == Residency::Offload  ? 3
                                 : residency == Residency::Stream ? 1 // the autoencoder's
                                                                  : 0);
    }
}

TEST(PipelineMemory, encodingAloneFreesTheEncoderToo) {
    const auto pipeline = openWith(placed(Residency::Offload));
    const CountingAllocator counter;
    const auto first = pipeline->encode(formatChat({}), -2, {});
    ASSERT_TRUE(first);
    EXPECT_LT(counter.liveBytes(), 50'000U);
    EXPECT_EQ(pipeline->encode(formatChat({}), -2, {})->embedding, first->embedding);
}

TEST(PipelineMemory, theAutomaticPlanFollowsWhatIsFree) {
    const ResolvedRequest request = largerRequest();
    Placement automatic;
    automatic.weightFormat = WeightFormat::BFloat16;
    const Drawn expected = draw(*openWith(automatic), request);
    ASSERT_TRUE(expected.report.plan);
    EXPECT_TRUE(expected.report.plan->steps.empty());
    EXPECT_TRUE(expected.report.notices.empty());

    std::uint64_t sampling = 0;
    for (const PhaseMemory& phase : expected.report.plan->phases)
        if (phase.phase == Phase::Sample)
            sampling = phase.bytes();
    ASSERT_GT(sampling, 1'000'000U);
    // Too little by less than the text encoder.
    const double less = static_cast<double>(sampling - 300'000) / kComfortableShare;
    const Drawn drawn = draw(*openWith(automatic, static_cast<std::uint64_t>(less)), request);
    EXPECT_EQ(drawn.report.plan->placement.residency.textEncoder, Residency::Offload);
    EXPECT_EQ(drawn.pictures[0].latents, expected.pictures[0].latents);

    const Drawn tight = draw(*openWith(automatic, 1'000), request);
    EXPECT_EQ(tight.report.plan->placement.residency.transformer, Residency::Stream);
    EXPECT_EQ(tight.report.plan->fit, MemoryFit::TooLarge);
    EXPECT_EQ(tight.pictures[0].latents, expected.pictures[0].latents)
        << "it is tried all the same";
    const auto codes = codesOf(tight.report.notices);
    EXPECT_TRUE(has(codes, "transformer_streamed"));
    EXPECT_TRUE(has(codes, "memory_short"));
}

TEST(PipelineMemory, adaptersKeepStreamedWeightsInMemory) {
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.loras = {{test::dataPath("goldens/lora/kohya_unet.safetensors").string(), 0.8}};
    const Drawn expected = draw(*openWith(placed(Residency::Resident)), request);
    const auto streamed = openWith(placed(Residency::Stream));
    const Drawn drawn = draw(*streamed, request);
    EXPECT_EQ(drawn.pictures[0].latents, expected.pictures[0].latents);
    EXPECT_TRUE(has(codesOf(drawn.report.notices), "adapters_keep_weights"));
    request.request.loras.clear();
    EXPECT_NE(draw(*streamed, request).pictures[0].latents, expected.pictures[0].latents);
}

TEST(PipelineMemory, weightsQuantisedWhileLoadingAreKeptInsteadOfStreamed) {
    const ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn expected =
        draw(*openWith(placed(Residency::Resident, WeightFormat::Int8)), request);
    const auto kept = openWith(placed(Residency::Stream, WeightFormat::Int8));
    LoadCounter counter;
    RunContext context;
    context.progress = &counter;
    const CountingAllocator counted;
    const Drawn drawn = draw(*kept, request, {}, context);
    EXPECT_GT(counted.liveBytes(), 1'000'000U) << "blocks of a byte a number";
    EXPECT_EQ(drawn.pictures[0].latents, expected.pictures[0].latents);
    EXPECT_TRUE(has(codesOf(drawn.report.notices), "quantised_weights_kept"));
    counter.loads = 0;
    draw(*kept, request, {}, context);
    EXPECT_EQ(counter.loads, 1) << "the autoencoder alone";

    const test::TemporaryFolder folder;
    ConvertOptions conversion;
    conversion.location.model = test::dataPath(test::kTinyModel);
    conversion.output = folder / "int8";
    conversion.weights = StoredWeights::Int8;
    valueOrThrow(convertModel(conversion, {}));
    PipelineOptions options;
    options.location.model = conversion.output;
    options.placement = placed(Residency::Stream, WeightFormat::Int8);
    const Drawn streamed = draw(*valueOrThrow(openImagePipeline(options)), request);
    EXPECT_EQ(streamed.pictures[0].latents, expected.pictures[0].latents);
    EXPECT_TRUE(streamed.report.notices.empty());
}

TEST(PipelineMemory, decodingGoesOnInTilesWhenMemoryRunsOut) {
    const ResolvedRequest request = largerRequest();
    Placement tiles = placed(Residency::Auto);
    tiles.tiles = {Tiling::On, 128, 32};
    const auto tiled = openWith(tiles);
    const Drawn expected = draw(*tiled, request);
    tiled->unload();
    const double enough = peakOf(*tiled, request);
    const double whole = peakOf(*openWith(placed(Residency::Auto)), request);
    ASSERT_LT(enough, 0.8 * whole);

    const auto pipeline = openWith(placed(Residency::Auto));
    std::vector<std::string> heard;
    GenerationInputs inputs;
    inputs.onNotice = [&](const Notice& notice) { heard.push_back(notice.code); };
    {
        const CountingAllocator limited(static_cast<std::size_t>((enough + whole) / 2));
        const Drawn drawn = draw(*pipeline, request, inputs);
        EXPECT_EQ(drawn.pictures[0].latents, expected.pictures[0].latents);
        EXPECT_EQ(drawn.pictures[0].image, expected.pictures[0].image);
        EXPECT_TRUE(has(codesOf(drawn.report.notices), "memory_tiled"));
        EXPECT_EQ(heard, (std::vector<std::string>{"memory_text_encoder_freed", "memory_tiled"}));
    }
    const Drawn next = draw(*pipeline, request);
    EXPECT_TRUE(next.report.notices.empty()) << "the next job begins anew";
    EXPECT_NE(next.pictures[0].image, expected.pictures[0].image);
}

TEST(PipelineMemory, samplingGoesOnBlockByBlockWhenMemoryRunsOut) {
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.width = request.request.height = 16; // little beside the weights
    const Drawn expected = draw(*openWith(placed(Residency::Resident)), request);
    const double transformer = peakOf(*openWith(placed(Residency::Offload)), request);
    const auto pipeline = openWith(placed(Residency::Auto));
    const CountingAllocator limited(static_cast<std::size_t>(0.85 * transformer));
    const Drawn drawn = draw(*pipeline, request);
    EXPECT_EQ(drawn.pictures[0].latents, expected.pictures[0].latents);
    EXPECT_EQ(drawn.pictures[0].image, expected.pictures[0].image);
    EXPECT_TRUE(has(codesOf(drawn.report.notices), "memory_transformer_streamed"));
}

TEST(PipelineMemory, anErrorNamesWhatIsLargestAndTheNextJobWorks) {
    const ResolvedRequest request = largerRequest();
    const Drawn expected = draw(*openWith(placed(Residency::Auto)), request);
    const auto pipeline = openWith(placed(Residency::Auto));
    {
        const CountingAllocator limited(1'000'000);
        const auto failed = pipeline->generate(
            request, {},
            [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
        ASSERT_FALSE(failed);
        const Error& error = failed.error();
        EXPECT_EQ(error.code, ErrorCode::OutOfMemory);
        EXPECT_NE(error.message.find("256 × 192"), std::string::npos) << error.message;
        EXPECT_NE(error.message.find("nothing left"), std::string::npos) << error.message;
        EXPECT_NE(error.message.find("transformer"), std::string::npos) << error.message;
        EXPECT_NE(error.hint.find("smaller"), std::string::npos) << error.hint;
    }
    EXPECT_EQ(draw(*pipeline, request).pictures[0].image, expected.pictures[0].image);
}

TEST(PipelineMemory, tilesThatTheUserDoesNotWantAreNotTaken) {
    const ResolvedRequest request = largerRequest();
    Placement whole = placed(Residency::Auto);
    whole.tiles.tiling = Tiling::Off;
    const double peak = peakOf(*openWith(whole), request);
    Placement least = placed(Residency::Offload);
    least.tiles = {Tiling::On, 128, 32};
    const double enough = peakOf(*openWith(least), request);
    const CountingAllocator limited(static_cast<std::size_t>(0.7 * enough + 0.3 * peak));
    const auto failed = openWith(whole)->generate(
        request, {},
        [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::OutOfMemory);
}

} // namespace
} // namespace diptych
