#include "tests/core/pipeline/pipeline_fixture.h"

#include <gtest/gtest.h>

#include <cmath>

namespace diptych {

namespace {

struct Shown {
    int step = 0;
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;
};

class RecordingPreview : public PreviewSink {
  public:
    void preview(int step, int width, int height, const std::vector<std::uint8_t>& rgb) override {
        shown.push_back({step, width, height, rgb});
    }
    std::vector<Shown> shown;
};

// The test model is untrained, and a linear map is a poor likeness of its decoder; a fit that is
// wrong altogether is at more than 100.
// Mean difference between a preview and the picture averaged over its cells, in levels of 255.
double distance(const Shown& shown, const Image& image) {
    const int cell = image.width() / shown.width;
    double sum = 0.0;
    for (int y = 0; y < shown.height; ++y)
        for (int x = 0; x < shown.width; ++x)
            for (int c = 0; c < 3; ++c) {
                double mean = 0.0;
                for (int dy = 0; dy < cell; ++dy)
                    for (int dx = 0; dx < cell; ++dx)
                        mean += image.row(y * cell +
                                          dy)[static_cast<std::size_t>((x * cell + dx) * 3 + c)];
                const auto at = static_cast<std::size_t>((y * shown.width + x) * 3 + c);
                sum += std::abs(mean / (cell * cell) - shown.rgb[at]);
            }
    return sum / static_cast<double>(shown.rgb.size());
}

TEST(PipelinePreview, everyStepIsShownInLatentCells) {
    const auto pipeline = test::openTiny();
    const ResolvedRequest request = test::tinyRequest("a cat");
    RecordingPreview preview;
    const test::Drawn drawn = test::draw(*pipeline, request, {}, {{}, nullptr, &preview});
    ASSERT_EQ(preview.shown.size(), static_cast<std::size_t>(request.request.steps));
    for (std::size_t i = 0; i < preview.shown.size(); ++i) {
        EXPECT_EQ(preview.shown[i].step, static_cast<int>(i) + 1);
        EXPECT_EQ(preview.shown[i].width, request.request.width / 8);
        EXPECT_EQ(preview.shown[i].height, request.request.height / 8);
        EXPECT_EQ(
            preview.shown[i].rgb.size(),
            static_cast<std::size_t>(request.request.width / 8 * (request.request.height / 8) * 3));
    }
    EXPECT_LT(distance(preview.shown.back(), drawn.pictures.front().image), 80.0);
}

TEST(PipelinePreview, watchingChangesNoPixel) {
    const ResolvedRequest request = test::tinyRequest("a cat");
    RecordingPreview preview;
    const auto watched =
        test::draw(*test::openTiny(), request, {}, {{}, nullptr, &preview}).pictures;
    const auto alone = test::draw(*test::openTiny(), request).pictures;
    EXPECT_EQ(watched.front().image, alone.front().image);
}

} // namespace

} // namespace diptych
