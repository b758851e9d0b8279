// The benchmark measures every stage and says what it extrapolated; no test looks at how long
// anything took.
#include "core/pipeline/benchmark.h"

#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <utility>

namespace diptych {
namespace {

BenchmarkOptions tinyOptions() {
    BenchmarkOptions options;
    options.randomWeights = RandomWeights::Tiny;
    options.width = options.height = 64;
    options.repeat = 1;
    return options;
}

TEST(Benchmark, measuresEveryStageWithRandomWeights) {
    const auto report = runBenchmark(tinyOptions(), {});
    ASSERT_TRUE(report) << report.error().message << report.error().detail;
    for (const BenchmarkTiming& timing : report->timings) {
        EXPECT_GT(timing.medianSeconds, 0.0) << timing.name;
        EXPECT_LE(timing.minSeconds, timing.medianSeconds);
        EXPECT_GE(timing.maxSeconds, timing.medianSeconds);
        if (timing.name != "dit prepare") {
            EXPECT_GT(timing.ratio(), 0.0) << timing.name;
        }
    }
    EXPECT_EQ(report->timings.size(), 8U)
        << "three products, encode, prepare, step, decode, a token";
    EXPECT_GT(report->peakResidentBytes, 0U);
    EXPECT_GT(report->pictureSeconds, 0.0);
    EXPECT_EQ(report->dtype, "bfloat16");
    EXPECT_TRUE(report->remarks.empty());
}

TEST(Benchmark, saysWhatWasExtrapolated) {
    BenchmarkOptions options = tinyOptions();
    options.stage = BenchmarkStage::Transformer;
    options.layers = 2;
    const auto report = runBenchmark(options, {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->timings.back().extrapolatedFromLayers, 2);
    ASSERT_EQ(report->remarks.size(), 1U);
    EXPECT_NE(report->remarks[0].find("extrapolated"), std::string::npos);
}

TEST(Benchmark, comparesWritingWithReadingTheSameWeights) {
    BenchmarkOptions options = tinyOptions();
    options.stage = BenchmarkStage::DecodeTokens;
    const auto whole = runBenchmark(options, {});
    ASSERT_TRUE(whole) << whole.error().message << whole.error().detail;
    ASSERT_EQ(whole->timings.size(), 1U);
    const BenchmarkTiming& timing = whole->timings.front();
    EXPECT_GT(timing.tokensPerSecond(), 0.0);
    EXPECT_GT(timing.ceilingBandwidth, 0.0);
    EXPECT_DOUBLE_EQ(timing.ratio(), timing.bandwidth() / timing.ceilingBandwidth);
    // Six layers of 196608 numbers and 4096 × 128 of the embedding, two bytes each.
    EXPECT_EQ(timing.bytes, 2.0 * (6 * 196608 + 4096 * 128));
    EXPECT_EQ(whole->pictureSeconds, 0.0);
    options.layers = 2;
    const auto fewer = runBenchmark(options, {});
    ASSERT_TRUE(fewer) << fewer.error().message;
    EXPECT_EQ(fewer->timings.front().bytes, timing.bytes);
    EXPECT_EQ(fewer->timings.front().extrapolatedFromLayers, 2);
}

TEST(Benchmark, measuresQuantisedWeightsByWhatTheyTake) {
    BenchmarkOptions options = tinyOptions();
    const std::pair<WeightFormat, const char*> formats[] = {{WeightFormat::Int8, "int8"},
                                                            {WeightFormat::Int4, "int4"}};
    for (const auto& [format, name] : formats) {
        options.placement.weightFormat = format;
        options.stage = BenchmarkStage::Encode;
        const auto encoded = runBenchmark(options, {});
        ASSERT_TRUE(encoded) << encoded.error().message << encoded.error().detail;
        EXPECT_EQ(encoded->dtype, name);
        options.stage = BenchmarkStage::DecodeTokens;
        const auto written = runBenchmark(options, {});
        ASSERT_TRUE(written) << written.error().message << written.error().detail;
        EXPECT_EQ(written->dtype, name);
        // Six layers of 196608 numbers, a scale for each row or for 64 of them; the head as it is.
        const double numbers = 6 * 196608;
        const double rows = 6 * (128 + 64 + 64 + 128 + 384 + 384 + 128);
        const double head = 2.0 * 4096 * 128;
        const double expected = format == WeightFormat::Int8 ? numbers + 4 * rows + head
                                                             : numbers * (0.5 + 4.0 / 64) + head;
        EXPECT_EQ(written->timings.front().bytes, expected);
        EXPECT_GT(written->timings.front().ratio(), 0.0);
    }
    options.stage = BenchmarkStage::Linear;
    const auto linear = runBenchmark(options, {});
    EXPECT_NE(linear->timings.front().name.find("int4"), std::string::npos);
}

TEST(Benchmark, measuresACheckpoint) {
    BenchmarkOptions options = tinyOptions();
    options.randomWeights = RandomWeights::None;
    options.location.model = test::dataPath("tiny-zimage");
    options.stage = BenchmarkStage::Encode;
    const auto report = runBenchmark(options, {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->timings.size(), 1U);
    EXPECT_EQ(report->dtype, "float32");
}

TEST(Benchmark, refusesNonsenseAndStopsWhenAsked) {
    BenchmarkOptions options = tinyOptions();
    options.width = 100;
    EXPECT_EQ(runBenchmark(options, {}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(parseBenchmarkStage("decode-tokens").value(), BenchmarkStage::DecodeTokens);
    EXPECT_EQ(parseBenchmarkStage("unet").error().code, ErrorCode::InvalidInput);
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(
        runBenchmark(tinyOptions(), RunContext{source.get_token(), nullptr, nullptr}).error().code,
        ErrorCode::Cancelled);
}

} // namespace
} // namespace diptych
