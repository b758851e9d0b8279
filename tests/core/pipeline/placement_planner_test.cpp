// What a job is told to need, and the way down where there is less.
#include "core/pipeline/placement_planner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

namespace diptych {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
constexpr DeviceName kCpu{DeviceKind::Cpu, 0};
constexpr DeviceName kCard{DeviceKind::Cuda, 0};

// The published sizes in bfloat16; the autoencoder is float32.
ModelDescription turbo() {
    ModelDescription model;
    model.transformer.isThere = model.textEncoder.isThere = model.autoencoder.isThere = true;
    model.transformer.largestBlock.bfloat16 = 180'879'360;
    model.transformer.blocks.bfloat16 = 34 * model.transformer.largestBlock.bfloat16;
    model.transformer.rest.bfloat16 = 12'000'000;
    model.transformer.largestBytes = 78'643'200;
    model.textEncoder.largestBlock.bfloat16 = 100'925'440;
    model.textEncoder.blocks.bfloat16 = 36 * model.textEncoder.largestBlock.bfloat16;
    model.textEncoder.table.bfloat16 = 388'956'160;
    model.autoencoder.rest.copied = 83'800'000;
    model.autoencoder.float32Bytes = 83'800'000 * 4;
    return model;
}

Placement onCpu() {
    Placement placement;
    placement.textEncoder = placement.transformer = placement.autoencoder = kCpu;
    return placement;
}

MemoryPlan planFor(double gibibytes, const Placement& wish = onCpu(), const JobSize& job = {}) {
    const DeviceMemory memory{kCpu, static_cast<std::uint64_t>(gibibytes * kGiB)};
    return planPlacement(turbo(), job, wish, {&memory, 1});
}

double gibibytesOf(const std::vector<PhaseMemory>& phases, Phase phase,
                   const DeviceName& device = kCpu) {
    for (const PhaseMemory& memory : phases)
        if (memory.phase == phase && memory.device == device)
            return static_cast<double>(memory.bytes()) / kGiB;
    return 0.0;
}

double peakOf(const MemoryPlan& plan) {
    double peak = 0.0;
    for (const PhaseMemory& phase : plan.phases)
        peak = std::max(peak, static_cast<double>(phase.bytes()) / kGiB);
    return peak;
}

TEST(PlacementPlanner, everythingStaysWhereThereIsRoom) {
    const MemoryPlan plan = planFor(64);
    EXPECT_TRUE(plan.steps.empty());
    EXPECT_EQ(plan.fit, MemoryFit::Comfortable);
    EXPECT_EQ(plan.placement.residency,
              (Residencies{Residency::Resident, Residency::Resident, Residency::Resident}));
    EXPECT_EQ(plan.placement.tiles, TileSettings{});
    // Weights of both large models, and what is computed: 6.6 + 11.5 + 1.
    EXPECT_NEAR(gibibytesOf(plan.phases, Phase::Sample), 19.1, 0.5);
    EXPECT_NEAR(gibibytesOf(plan.phases, Phase::Encode), 6.8, 0.3);
}

TEST(PlacementPlanner, goesDownStepByStep) {
    using S = PlanStep;
    const auto stepsFor = [](double gibibytes) { return planFor(gibibytes).steps; };
    EXPECT_EQ(stepsFor(24), (std::vector<S>{S::FreeTextEncoder}));
    EXPECT_EQ(stepsFor(16), (std::vector<S>{S::FreeTextEncoder, S::TileAutoencoder}));
    EXPECT_EQ(stepsFor(9), (std::vector<S>{S::FreeTextEncoder, S::StreamTransformer}));
    EXPECT_EQ(stepsFor(4),
              (std::vector<S>{S::TileAutoencoder, S::StreamTransformer, S::StreamTextEncoder}));
    for (const double gibibytes : {24.0, 16.0, 9.0, 4.0})
        EXPECT_LE(peakOf(planFor(gibibytes)), kComfortableShare * gibibytes + 0.01) << gibibytes;
}

TEST(PlacementPlanner, takesTheLargestTilesThatFit) {
    EXPECT_GE(planFor(16).placement.tiles.tilePixels, 512);
    EXPECT_LT(planFor(2.5).placement.tiles.tilePixels, planFor(4).placement.tiles.tilePixels);
}

TEST(PlacementPlanner, namesTheSizeThatWouldFit) {
    const MemoryPlan plan = planFor(1.2);
    EXPECT_EQ(plan.fit, MemoryFit::TooLarge);
    ASSERT_TRUE(plan.smaller);
    EXPECT_LT(plan.smaller->width, 1024);
    EXPECT_GE(plan.smaller->width, 64);
    EXPECT_EQ(plan.smaller->width, plan.smaller->height);
    JobSize job;
    job.width = plan.smaller->width;
    job.height = plan.smaller->height;
    EXPECT_NE(planFor(1.2, onCpu(), job).fit, MemoryFit::TooLarge);
    EXPECT_FALSE(planFor(0.2).smaller) << "nothing fits there";
}

TEST(PlacementPlanner, leavesWhatTheUserHasSettled) {
    Placement wish = onCpu();
    wish.residency = {Residency::Resident, Residency::Resident, Residency::Offload};
    wish.tiles.tiling = Tiling::Off;
    const MemoryPlan plan = planFor(8, wish);
    EXPECT_TRUE(plan.steps.empty());
    EXPECT_EQ(plan.placement, wish);
    EXPECT_EQ(plan.fit, MemoryFit::TooLarge);
    wish.residency.transformer = Residency::Auto;
    EXPECT_EQ(planFor(20, wish).steps, (std::vector<PlanStep>{PlanStep::StreamTransformer}));
}

TEST(PlacementPlanner, doesNotStreamUnderAdapters) {
    JobSize job;
    job.hasAdapters = true;
    const std::vector<PlanStep> steps = planFor(9, onCpu(), job).steps;
    EXPECT_EQ(std::count(steps.begin(), steps.end(), PlanStep::StreamTransformer), 0);
    Placement streamed = onCpu();
    streamed.residency.transformer = Residency::Stream;
    const auto with = predictMemory(turbo(), job, streamed);
    job.hasAdapters = false;
    const auto without = predictMemory(turbo(), job, streamed);
    EXPECT_GT(gibibytesOf(with, Phase::Sample), gibibytesOf(without, Phase::Sample) + 10.0);
}

TEST(PlacementPlanner, doesNotStreamWhatItsLoadingQuantises) {
    ModelDescription model = turbo();
    for (ComponentDescription* const part : {&model.transformer, &model.textEncoder})
        for (WeightCount* const count : {&part->blocks, &part->largestBlock})
            count->quantisable = count->bfloat16;
    Placement wish = onCpu();
    wish.weightFormat = WeightFormat::Int8;
    const DeviceMemory memory{kCpu, 4 * kGiB};
    const MemoryPlan plan = planPlacement(model, {}, wish, {&memory, 1});
    EXPECT_EQ(plan.placement.residency.transformer, Residency::Resident);
    EXPECT_EQ(plan.placement.residency.textEncoder, Residency::Offload);
    wish.residency.transformer = Residency::Stream;
    const auto sampleOf = [&](const ModelDescription& described) {
        return gibibytesOf(predictMemory(described, {}, wish), Phase::Sample);
    };
    wish.residency.textEncoder = Residency::Offload;
    EXPECT_NEAR(sampleOf(model), 34 * 180'879'360.0 / kGiB + 1.0, 0.3) << "a byte a number, kept";

    // Stored so, it can be streamed.
    for (WeightCount* const count : {&model.transformer.blocks, &model.transformer.largestBlock}) {
        count->int8 = {count->bfloat16, count->bfloat16};
        count->bfloat16 = count->quantisable = 0;
    }
    EXPECT_LT(sampleOf(model), 1.6);
    wish.residency.transformer = Residency::Resident;
    EXPECT_NEAR(sampleOf(model), 34 * 180'879'360.0 / kGiB + 1.0, 0.3);
    wish.weightFormat = WeightFormat::Int4;
    EXPECT_NEAR(sampleOf(model), 0.5625 * 34 * 180'879'360.0 / kGiB + 1.0, 0.3);
}

TEST(PlacementPlanner, countsMatricesThatAreLeftAloneBesideQuantisedOnes) {
    ModelDescription model = turbo();
    model.transformer.blocks.quantisable = model.transformer.blocks.bfloat16 / 2;
    Placement wish = onCpu();
    wish.residency.textEncoder = Residency::Offload;
    const auto sampleIn = [&](WeightFormat format) {
        wish.weightFormat = format;
        return gibibytesOf(predictMemory(model, {}, wish), Phase::Sample);
    };
    EXPECT_NEAR(sampleIn(WeightFormat::Auto) - sampleIn(WeightFormat::Int8),
                34 * 180'879'360.0 / 2 / kGiB, 0.01)
        << "half of the numbers are a byte smaller";
}

TEST(PlacementPlanner, takesUnknownMemoryForEnough) {
    EXPECT_EQ(planPlacement(turbo(), {}, onCpu(), {}).fit, MemoryFit::Comfortable);
    EXPECT_TRUE(planPlacement(turbo(), {}, onCpu(), {}).steps.empty());
    EXPECT_TRUE(planPlacement({}, {}, onCpu(), {}).phases.empty()) << "a model that is not there";
}

TEST(PlacementPlanner, countsEachDeviceApart) {
    Placement placement = onCpu();
    placement.transformer = placement.autoencoder = kCard;
    const auto phases = predictMemory(turbo(), {}, placement);
    EXPECT_NEAR(gibibytesOf(phases, Phase::Encode, kCpu), 6.8, 0.3);
    EXPECT_EQ(gibibytesOf(phases, Phase::Encode, kCard), 0.0);
    EXPECT_NEAR(gibibytesOf(phases, Phase::Sample, kCard), 12.0, 0.5);
    const DeviceMemory memory[] = {{kCpu, 64 * kGiB}, {kCard, 8 * kGiB}};
    const MemoryPlan plan = planPlacement(turbo(), {}, placement, memory);
    EXPECT_EQ(plan.placement.residency.textEncoder, Residency::Resident);
    EXPECT_EQ(plan.placement.residency.transformer, Residency::Stream);
    EXPECT_NE(plan.fit, MemoryFit::TooLarge);
}

TEST(PlacementPlanner, knowsWhatMakesAJobLarger) {
    const auto sample = [](const JobSize& job) {
        return gibibytesOf(predictMemory(turbo(), job, onCpu()), Phase::Sample);
    };
    const double plain = sample({});
    JobSize guided;
    guided.negativeTokens = 100;
    EXPECT_GT(sample(guided), plain + 0.5);
    JobSize watched;
    watched.hasPreview = true;
    EXPECT_NEAR(sample(watched) - plain, 83.8e6 * 4 / kGiB, 0.01) << "the autoencoder is there";
    JobSize remote;
    remote.encodesHere = false;
    EXPECT_LT(sample(remote), plain - 6.0);
    EXPECT_EQ(gibibytesOf(predictMemory(turbo(), remote, onCpu()), Phase::Encode), 0.0);
    Placement offloaded = onCpu();
    offloaded.residency = {Residency::Offload, Residency::Offload, Residency::Offload};
    JobSize several;
    const double once = gibibytesOf(predictMemory(turbo(), several, offloaded), Phase::Decode);
    several.pictures = 2;
    EXPECT_NEAR(gibibytesOf(predictMemory(turbo(), several, offloaded), Phase::Decode) - once, 11.5,
                0.3)
        << "the transformer is needed again";
}

TEST(PlacementPlanner, countsNarrowedAndDecodedWeights) {
    ModelDescription model = turbo();
    for (WeightCount* const count : {&model.transformer.blocks, &model.transformer.largestBlock})
        count->float32 = std::exchange(count->bfloat16, 0);
    model.transformer.float32Bytes = model.transformer.blocks.float32 * 4;
    Placement placement = onCpu();
    const auto sampleIn = [&](WeightFormat format) {
        placement.weightFormat = format;
        return gibibytesOf(predictMemory(model, {}, placement), Phase::Sample);
    };
    EXPECT_NEAR(sampleIn(WeightFormat::Auto), sampleIn(WeightFormat::BFloat16), 0.01);
    EXPECT_NEAR(sampleIn(WeightFormat::Float32) - sampleIn(WeightFormat::BFloat16), 11.45, 0.2)
        << "four bytes instead of two, without the buffer for widening";
}

TEST(PlacementPlanner, explainsItself) {
    const MemoryPlan plan = planFor(64);
    const PhaseMemory* const tightest = plan.tightest();
    ASSERT_TRUE(tightest);
    const std::string text = describe(*tightest, plan.freeBytesFor(*tightest));
    for (const char* word : {"transformer 11.", "GiB", "of 64.0 GiB free"})
        EXPECT_NE(text.find(word), std::string::npos) << text;
    for (const PlanStep step :
         {PlanStep::TileAutoencoder, PlanStep::StreamTransformer, PlanStep::StreamTextEncoder})
        EXPECT_TRUE(noticeOf(step));
    EXPECT_EQ(memoryFit(80, 100), MemoryFit::Comfortable);
    EXPECT_EQ(memoryFit(90, 100), MemoryFit::Tight);
    EXPECT_EQ(memoryFit(101, 100), MemoryFit::TooLarge);
    EXPECT_EQ(memoryFit(101, 0), MemoryFit::Comfortable);
}

} // namespace
} // namespace diptych
