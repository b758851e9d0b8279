// Counts against the figures that were worked out by hand for the published sizes (TFLOP, three
// digits).
#include "core/models/flop_count.h"

#include <gtest/gtest.h>

namespace diptych::models {
namespace {

double step(std::int64_t pixels, std::int64_t tokens) {
    return transformerStepFlops({}, pixels / 8, pixels / 8, tokens) * 1e-12;
}

TEST(FlopCount, transformerStepsOfThePublishedSize) {
    // The figures with the context refiner, which runs once a job: 0.045 for 40 tokens, 0.230 for
    // 300.
    EXPECT_NEAR(step(256, 40) + 0.045, 3.67, 0.01);
    EXPECT_NEAR(step(512, 40) + 0.045, 12.9, 0.05);
    EXPECT_NEAR(step(1024, 40) + 0.045, 55.6, 0.1);
    EXPECT_NEAR(step(512, 300) + 0.230, 16.1, 0.05);
}

TEST(FlopCount, textEncodingOfThePublishedSize) {
    EXPECT_NEAR(textEncoderFlops({}, 40, 35) * 1e-12, 0.28, 0.005);
    EXPECT_NEAR(textEncoderFlops({}, 300, 35) * 1e-12, 2.17, 0.03);
}

TEST(FlopCount, decodingOfThePublishedSize) {
    EXPECT_NEAR(decoderFlops({}, 32, 32) * 1e-12, 0.62, 0.02);
    EXPECT_NEAR(decoderFlops({}, 64, 64) * 1e-12, 2.5, 0.06);
    EXPECT_NEAR(decoderFlops({}, 128, 128) * 1e-12, 10.5, 0.3);
}

} // namespace
} // namespace diptych::models
