// app/train/world: the rasteriser.
#include "app/train/world/canvas.h"

#include <gtest/gtest.h>

#include <cmath>

namespace diptych::flatland {
namespace {

/// Sum of the red channel: the painted area when white is painted on black.
double area(const Canvas& canvas) {
    double sum = 0;
    for (const Rgb& pixel : canvas.pixels())
        sum += pixel.red;
    return sum;
}

constexpr Rgb kBlack{0, 0, 0};
constexpr Rgb kPaint{1, 1, 1};

TEST(Canvas, halfCoveredPixelsAreHalfPainted) {
    Canvas canvas(8, 8, kBlack);
    canvas.fill(Path::rectangle(1.5F, 2.25F, 5, 4), kPaint);
    EXPECT_NEAR(canvas.pixel(1, 3).red, 0.5, 1e-5);
    EXPECT_NEAR(canvas.pixel(2, 2).red, 0.75, 1e-5);
    EXPECT_NEAR(canvas.pixel(1, 2).red, 0.375, 1e-5);
    EXPECT_EQ(canvas.pixel(4, 3), kPaint);
    EXPECT_EQ(canvas.pixel(5, 3), kBlack);
    EXPECT_EQ(canvas.pixel(3, 4), kBlack);
}

TEST(Canvas, shapesHaveTheAreaOfGeometry) {
    Canvas circle(100, 100, kBlack);
    circle.fill(Path::circle({50, 50}, 30), kPaint);
    EXPECT_NEAR(area(circle), 3.14159265 * 30 * 30, 9);

    Canvas triangle(100, 100, kBlack);
    triangle.fill(Path::polygon({{10.3F, 80.1F}, {50.7F, 9.2F}, {90.1F, 80.1F}}), kPaint);
    EXPECT_NEAR(area(triangle), 79.8 * 70.9 / 2, 1);
}

TEST(Canvas, whatLiesOutsideIsCutOff) {
    Canvas canvas(10, 10, kBlack);
    canvas.fill(Path::rectangle(-50, -50, 5, 5), kPaint);
    canvas.fill(Path::rectangle(8, 8, 90, 90), kPaint);
    canvas.fill(Path::rectangle(20, 2, 30, 9), kPaint);
    canvas.fill(Path::rectangle(-30, 2, -20, 9), kPaint);
    canvas.fill(Path::rectangle(2, 20, 9, 30), kPaint);
    EXPECT_NEAR(area(canvas), 25 + 4, 1e-3);
    // Nothing is left over for the next shape.
    canvas.fill(Path::rectangle(0, 6, 1, 7), kPaint);
    EXPECT_NEAR(area(canvas), 25 + 4 + 1, 1e-3);
}

TEST(Canvas, strokesAreAsWideAsAskedEverywhere) {
    Canvas line(100, 40, kBlack);
    line.stroke(Path().moveTo({20, 20}).lineTo({80, 20}), 6, kPaint);
    EXPECT_NEAR(area(line), 60 * 6 + 3.14159 * 9, 2);

    // A ring: if its pieces overlapped, the edge would be lumpy and the area too large.
    Canvas ring(100, 100, kBlack);
    ring.stroke(Path::circle({50, 50}, 30), 5, kPaint);
    EXPECT_NEAR(area(ring), 3.14159 * (32.5 * 32.5 - 27.5 * 27.5), 6);
    EXPECT_EQ(ring.pixel(50, 50), kBlack);
}

TEST(Canvas, opacityMixes) {
    Canvas canvas(2, 1, kBlack);
    canvas.fill(Path::rectangle(0, 0, 1, 1), kPaint, 0.25F);
    EXPECT_NEAR(canvas.pixel(0, 0).green, 0.25, 1e-6);
    EXPECT_EQ(canvas.pixel(1, 0), kBlack);
}

TEST(Path, theUnitCircleIsRound) {
    for (int i = 0; i <= 64; ++i) {
        const double angle = 2 * 3.14159265358979 * i / 64;
        const Point point = onUnitCircle(static_cast<float>(i) / 64);
        EXPECT_NEAR(point.x, std::cos(angle), 3e-6) << i;
        EXPECT_NEAR(point.y, std::sin(angle), 3e-6) << i;
    }
}

} // namespace
} // namespace diptych::flatland
