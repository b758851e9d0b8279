#include "app/train/world/segmentation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace diptych::flatland {
namespace {

using LinearTable = std::array<float, 256>;

/// Light by stored value (IEC 61966-2-1).
LinearTable linearTable() {
    LinearTable table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const float value = static_cast<float>(i) / 255;
        table[i] = value <= 0.04045F ? value / 12.92F : std::pow((value + 0.055F) / 1.055F, 2.4F);
    }
    return table;
}

/// Mean light of the part of the picture under one pixel of the field, each pixel weighted by how
/// much of it lies inside.
std::array<float, 3> meanLight(const Image& rgb, const LinearTable& linear, double left, double top,
                               double right, double bottom) {
    std::array<double, 3> sum{};
    double weights = 0;
    const int lastX = std::min(rgb.width() - 1, static_cast<int>(std::ceil(right)) - 1);
    const int lastY = std::min(rgb.height() - 1, static_cast<int>(std::ceil(bottom)) - 1);
    for (int y = static_cast<int>(top); y <= lastY; ++y) {
        const double tall = std::min(bottom, y + 1.0) - std::max(top, static_cast<double>(y));
        const auto row = rgb.row(y);
        for (int x = static_cast<int>(left); x <= lastX; ++x) {
            const double wide = std::min(right, x + 1.0) - std::max(left, static_cast<double>(x));
            const double weight = tall * wide;
            for (std::size_t c = 0; c < 3; ++c)
                sum[c] += weight * linear[row[static_cast<std::size_t>(x) * 3 + c]];
            weights += weight;
        }
    }
    const double share = weights > 0 ? 1 / weights : 0;
    return {static_cast<float>(sum[0] * share), static_cast<float>(sum[1] * share),
            static_cast<float>(sum[2] * share)};
}

/// Mean over 3 × 3 pixels.
void smooth(ColourField& field) {
    const ColourField before = field;
    for (int y = 0; y < field.height; ++y) {
        for (int x = 0; x < field.width; ++x) {
            Oklab sum;
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx) {
                    const Oklab& near = before.at(std::clamp(x + dx, 0, field.width - 1),
                                                  std::clamp(y + dy, 0, field.height - 1));
                    sum = {sum.light + near.light, sum.a + near.a, sum.b + near.b};
                }
            field.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(field.width) +
                         static_cast<std::size_t>(x)] = {sum.light / 9, sum.a / 9, sum.b / 9};
        }
    }
}

/// A region of the colour space with one name.
struct NamedRegion {
    Colour colour;
    float hueFrom;
    float hueTo;
    float leastChroma;
    float leastLight;
};

// Between the shades of palette.cpp, pale ones included, and its backgrounds.
constexpr NamedRegion kRegions[] = {
    {Colour::Red, 8, 42, 0.124F, 0.3F},      {Colour::Orange, 42, 74, 0.109F, 0.3F},
    {Colour::Yellow, 79, 108, 0.119F, 0.5F}, {Colour::Green, 140, 176, 0.09F, 0.3F},
    {Colour::Blue, 243, 281, 0.105F, 0.43F}, {Colour::Purple, 291, 324, 0.117F, 0.38F},
    {Colour::Pink, 333, 360, 0.104F, 0.5F},  {Colour::Pink, 0, 5, 0.125F, 0.5F},
};

} // namespace

float Oklab::chroma() const {
    return std::sqrt(a * a + b * b);
}

float Oklab::hue() const {
    constexpr float kDegrees = 57.2957795F;
    const float angle = std::atan2(b, a) * kDegrees;
    return angle < 0 ? angle + 360 : angle;
}

Oklab toOklab(float r, float g, float b) {
    const float l = std::cbrt(0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b);
    const float m = std::cbrt(0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b);
    const float s = std::cbrt(0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b);
    return {0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
            1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
            0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

ColourField colourField(const Image& picture) {
    const Image rgb = toRgb8(picture);
    const double scale = std::min(rgb.width(), rgb.height()) / static_cast<double>(kWorkingSide);
    const LinearTable linear = linearTable();
    ColourField field;
    field.width = std::max(1, static_cast<int>(std::lround(rgb.width() / scale)));
    field.height = std::max(1, static_cast<int>(std::lround(rgb.height() / scale)));
    field.pixels.reserve(static_cast<std::size_t>(field.width) *
                         static_cast<std::size_t>(field.height));
    const double stepX = static_cast<double>(rgb.width()) / field.width;
    const double stepY = static_cast<double>(rgb.height()) / field.height;
    for (int y = 0; y < field.height; ++y)
        for (int x = 0; x < field.width; ++x) {
            const auto mean =
                meanLight(rgb, linear, x * stepX, y * stepY, (x + 1) * stepX, (y + 1) * stepY);
            field.pixels.push_back(toOklab(mean[0], mean[1], mean[2]));
        }
    smooth(field);
    return field;
}

std::optional<Colour> colourName(const Oklab& colour) {
    const float chroma = colour.chroma();
    if ((colour.light > 0.96F && chroma < 0.019F) || (colour.light > 0.935F && chroma < 0.0145F))
        return Colour::White;
    if (colour.light < 0.5F && chroma < 0.026F)
        return Colour::Black;
    const float hue = colour.hue();
    for (const NamedRegion& region : kRegions)
        if (hue >= region.hueFrom && hue < region.hueTo && chroma >= region.leastChroma &&
            colour.light >= region.leastLight)
            return region.colour;
    return std::nullopt;
}

namespace {

constexpr std::uint8_t kNoName = 255;

/// Collects the area around `start` and takes its pixels out of `names`.
Area takeArea(std::vector<std::uint8_t>& names, int width, int height, int start) {
    const std::uint8_t name = names[static_cast<std::size_t>(start)];
    std::vector<int> found{start};
    names[static_cast<std::size_t>(start)] = kNoName;
    Area area;
    area.colour = static_cast<Colour>(name);
    area.left = width;
    area.top = height;
    for (std::size_t next = 0; next < found.size(); ++next) {
        const int x = found[next] % width;
        const int y = found[next] / width;
        area.left = std::min(area.left, x);
        area.right = std::max(area.right, x + 1);
        area.top = std::min(area.top, y);
        area.bottom = std::max(area.bottom, y + 1);
        for (const auto& [dx, dy] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
            const int nearX = x + dx;
            const int nearY = y + dy;
            if (nearX < 0 || nearY < 0 || nearX >= width || nearY >= height)
                continue;
            std::uint8_t& near = names[static_cast<std::size_t>(nearY * width + nearX)];
            if (near != name)
                continue;
            near = kNoName;
            found.push_back(nearY * width + nearX);
        }
    }
    area.pixels = static_cast<int>(found.size());
    area.mask.assign(
        static_cast<std::size_t>(area.width()) * static_cast<std::size_t>(area.height()), 0);
    for (const int pixel : found)
        area.mask[static_cast<std::size_t>((pixel / width - area.top) * area.width() +
                                           pixel % width - area.left)] = 1;
    return area;
}

/// Fills what cannot be reached from outside, and finds the centre of the whole.
void fillHoles(Area& area) {
    const int width = area.width();
    const int height = area.height();
    constexpr std::uint8_t kOutside = 2;
    std::vector<int> reached;
    const auto reach = [&](int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height)
            return;
        std::uint8_t& pixel = area.mask[static_cast<std::size_t>(y * width + x)];
        if (pixel != 0)
            return;
        pixel = kOutside;
        reached.push_back(y * width + x);
    };
    for (int x = 0; x < width; ++x) {
        reach(x, 0);
        reach(x, height - 1);
    }
    for (int y = 0; y < height; ++y) {
        reach(0, y);
        reach(width - 1, y);
    }
    for (std::size_t next = 0; next < reached.size(); ++next) {
        const int x = reached[next] % width;
        const int y = reached[next] / width;
        reach(x - 1, y);
        reach(x + 1, y);
        reach(x, y - 1);
        reach(x, y + 1);
    }
    double count = 0;
    for (int i = 0; i < width * height; ++i) {
        std::uint8_t& pixel = area.mask[static_cast<std::size_t>(i)];
        pixel = pixel == kOutside ? 0 : 1;
        count += pixel;
        area.centreX += pixel * (i % width + 0.5);
        area.centreY += pixel * (i / width + 0.5);
    }
    area.centreX = area.left + area.centreX / count;
    area.centreY = area.top + area.centreY / count;
}

} // namespace

std::vector<Area> namedAreas(const ColourField& field, double smallest) {
    std::vector<std::uint8_t> names;
    names.reserve(field.pixels.size());
    for (const Oklab& pixel : field.pixels) {
        const std::optional<Colour> name = colourName(pixel);
        names.push_back(name ? static_cast<std::uint8_t>(*name) : kNoName);
    }
    const double side = std::min(field.width, field.height);
    std::vector<Area> areas;
    for (int i = 0; i < field.width * field.height; ++i) {
        if (names[static_cast<std::size_t>(i)] == kNoName)
            continue;
        Area area = takeArea(names, field.width, field.height, i);
        if (area.pixels < smallest * side * side)
            continue;
        fillHoles(area);
        areas.push_back(std::move(area));
    }
    std::stable_sort(areas.begin(), areas.end(),
                     [](const Area& a, const Area& b) { return a.pixels > b.pixels; });
    return areas;
}

} // namespace diptych::flatland
