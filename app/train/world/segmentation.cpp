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

struct Place {
    int x = 0;
    int y = 0;
};

/// Visits every place that `enter` lets in, from `places` on and from neighbour to neighbour.
template <typename Enter> void spread(std::vector<Place>& places, Enter enter) {
    for (std::size_t next = 0; next < places.size(); ++next) {
        const Place place = places[next];
        for (const Place near : {Place{place.x - 1, place.y}, Place{place.x + 1, place.y},
                                 Place{place.x, place.y - 1}, Place{place.x, place.y + 1}})
            if (enter(near))
                places.push_back(near);
    }
}

/// The places around `start` that have its name; they lose it.
std::vector<Place> takePlaces(ByteGrid& names, Place start) {
    const std::uint8_t name = names.at(start.x, start.y);
    names.at(start.x, start.y) = kNoName;
    std::vector<Place> places{start};
    spread(places, [&names, name](Place place) {
        if (!names.contains(place.x, place.y) || names.at(place.x, place.y) != name)
            return false;
        names.at(place.x, place.y) = kNoName;
        return true;
    });
    return places;
}

/// Fills what cannot be reached from outside.
void fillHoles(ByteGrid& mask) {
    constexpr std::uint8_t kOutside = 2;
    const auto enter = [&mask](Place place) {
        if (!mask.contains(place.x, place.y) || mask.at(place.x, place.y) != 0)
            return false;
        mask.at(place.x, place.y) = kOutside;
        return true;
    };
    std::vector<Place> outside;
    const auto begin = [&](Place place) {
        if (enter(place))
            outside.push_back(place);
    };
    for (int x = 0; x < mask.width; ++x) {
        begin({x, 0});
        begin({x, mask.height - 1});
    }
    for (int y = 0; y < mask.height; ++y) {
        begin({0, y});
        begin({mask.width - 1, y});
    }
    spread(outside, enter);
    for (std::uint8_t& value : mask.values)
        value = value == kOutside ? 0 : 1;
}

Area areaOf(Colour colour, const std::vector<Place>& places) {
    Place first = places[0];
    Place last = places[0];
    for (const Place place : places) {
        first = {std::min(first.x, place.x), std::min(first.y, place.y)};
        last = {std::max(last.x, place.x), std::max(last.y, place.y)};
    }
    Area area;
    area.colour = colour;
    area.pixels = static_cast<int>(places.size());
    area.mask = ByteGrid(last.x - first.x + 1, last.y - first.y + 1, 0);
    for (const Place place : places)
        area.mask.at(place.x - first.x, place.y - first.y) = 1;
    fillHoles(area.mask);
    double count = 0;
    for (int y = 0; y < area.mask.height; ++y)
        for (int x = 0; x < area.mask.width; ++x) {
            const double inside = area.mask.at(x, y);
            count += inside;
            area.centreX += inside * (first.x + x + 0.5);
            area.centreY += inside * (first.y + y + 0.5);
        }
    area.centreX /= count;
    area.centreY /= count;
    return area;
}

} // namespace

std::vector<Area> namedAreas(const ColourField& field, double smallest) {
    ByteGrid names(field.width, field.height, kNoName);
    for (std::size_t i = 0; i < field.pixels.size(); ++i)
        if (const std::optional<Colour> name = colourName(field.pixels[i]))
            names.values[i] = static_cast<std::uint8_t>(*name);
    const double side = std::min(field.width, field.height);
    std::vector<Area> areas;
    for (int y = 0; y < field.height; ++y)
        for (int x = 0; x < field.width; ++x) {
            const std::uint8_t name = names.at(x, y);
            if (name == kNoName)
                continue;
            const std::vector<Place> places = takePlaces(names, {x, y});
            if (static_cast<double>(places.size()) >= smallest * side * side)
                areas.push_back(areaOf(static_cast<Colour>(name), places));
        }
    std::stable_sort(areas.begin(), areas.end(),
                     [](const Area& a, const Area& b) { return a.pixels > b.pixels; });
    return areas;
}

} // namespace diptych::flatland
