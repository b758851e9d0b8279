#include "app/train/world/canvas.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace diptych::flatland {

Canvas::Canvas(int width, int height, Rgb colour)
    : width_(width), height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), colour),
      changes_((static_cast<std::size_t>(width) + 2) * static_cast<std::size_t>(height), 0.0F) {}

// Every edge tells each pixel that it passes how much of the row's area to its right it opens or
// shuts; the running sum along a row is then the covered share of each pixel.
void Canvas::addRowPart(int row, float fromX, float toX, float height) {
    const float limit = static_cast<float>(width_);
    float left = std::clamp(std::min(fromX, toX), 0.0F, limit);
    const float right = std::clamp(std::max(fromX, toX), 0.0F, limit);
    float* const line =
        &changes_[static_cast<std::size_t>(row) * (static_cast<std::size_t>(width_) + 2)];
    const auto add = [line](int column, float middle, float part) {
        const float beyond = part * (middle - static_cast<float>(column));
        line[column] += part - beyond;
        line[column + 1] += beyond;
    };
    int column = static_cast<int>(left);
    if (right <= static_cast<float>(column + 1)) {
        add(column, (left + right) / 2, height);
        return;
    }
    const float perPixel = height / (right - left);
    for (; left < right; ++column) {
        const float end = std::min(right, static_cast<float>(column + 1));
        add(column, (left + end) / 2, perPixel * (end - left));
        left = end;
    }
}

void Canvas::addLine(Point from, Point to) {
    const float sign = from.y < to.y ? 1.0F : -1.0F;
    if (from.y > to.y)
        std::swap(from, to);
    const float top = std::max(from.y, 0.0F);
    const float bottom = std::min(to.y, static_cast<float>(height_));
    if (top >= bottom)
        return;
    const float slope = (to.x - from.x) / (to.y - from.y);
    float y = top;
    float x = from.x + (top - from.y) * slope;
    for (int row = static_cast<int>(top); y < bottom; ++row) {
        const float end = std::min(bottom, static_cast<float>(row + 1));
        const float nextX = from.x + (end - from.y) * slope;
        addRowPart(row, x, nextX, sign * (end - y));
        y = end;
        x = nextX;
    }
}

void Canvas::paintRows(int top, int bottom, int left, int right, Rgb colour, float opacity) {
    for (int y = top; y < bottom; ++y) {
        float* const line =
            &changes_[static_cast<std::size_t>(y) * (static_cast<std::size_t>(width_) + 2)];
        Rgb* const pixels = &pixels_[offset(0, y)];
        float sum = 0;
        for (int x = left; x < right; ++x) {
            sum += line[x];
            line[x] = 0;
            const float share = std::min(std::abs(sum), 1.0F) * opacity;
            // Rounding leaves traces of the sum behind a shape.
            if (share > 0.999F)
                pixels[x] = colour;
            else if (share > 0.001F)
                pixels[x] = mix(pixels[x], colour, share);
        }
        line[right] = 0;
        line[right + 1] = 0;
    }
}

void Canvas::fill(std::span<const Polyline> outline, Rgb colour, float opacity) {
    Point low{static_cast<float>(width_), static_cast<float>(height_)};
    Point high{0, 0};
    for (const Polyline& line : outline) {
        const std::size_t count = line.points.size();
        if (count < 3)
            continue;
        for (std::size_t i = 0; i < count; ++i) {
            const Point from = line.points[i];
            low = {std::min(low.x, from.x), std::min(low.y, from.y)};
            high = {std::max(high.x, from.x), std::max(high.y, from.y)};
            addLine(from, line.points[(i + 1) % count]);
        }
    }
    const auto inside = [](float value, int limit) {
        return static_cast<int>(std::clamp(value, 0.0F, static_cast<float>(limit)));
    };
    paintRows(inside(low.y, height_), inside(std::ceil(high.y), height_), inside(low.x, width_),
              inside(std::ceil(high.x), width_), colour, opacity);
}

void Canvas::fill(const Path& path, Rgb colour, float opacity) {
    fill(path.flattened(), colour, opacity);
}

void Canvas::stroke(const Path& path, float lineWidth, Rgb colour, float opacity) {
    fill(strokeOutline(path, lineWidth), colour, opacity);
}

Image Canvas::toImage() const {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(pixels_.size() * 3);
    const auto rounded = [](float value) {
        constexpr float kHalf = 0.5F; // std::lround would take longer than painting
        return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 1.0F) * 255 + kHalf);
    };
    for (const Rgb& pixel : pixels_) {
        bytes.push_back(rounded(pixel.red));
        bytes.push_back(rounded(pixel.green));
        bytes.push_back(rounded(pixel.blue));
    }
    return valueOrThrow(fromInterleavedRgb8(width_, height_, std::move(bytes)));
}

} // namespace diptych::flatland
