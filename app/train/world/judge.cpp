#include "app/train/world/judge.h"

#include "app/train/world/paint.h"
#include "app/train/world/segmentation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace diptych::flatland {
namespace {

constexpr int kGrid = 32;
/// Smaller areas are eyes, beaks and the edges between two colours. A share of the square of the
/// shorter side.
constexpr double kSmallestArea = 0.003;
/// A worse match is a blot, not an object.
constexpr float kLeastMatch = 0.62F;

/// The area in its rectangle, stretched to a square grid: 0…1, how much of each cell is inside.
std::vector<float> stretched(const Area& area) {
    std::vector<float> grid;
    grid.reserve(kGrid * kGrid);
    constexpr int kSamples = 3;
    for (int row = 0; row < kGrid; ++row)
        for (int column = 0; column < kGrid; ++column) {
            int inside = 0;
            for (int i = 0; i < kSamples * kSamples; ++i) {
                const int x =
                    (column * kSamples + i % kSamples) * area.mask.width / (kGrid * kSamples);
                const int y =
                    (row * kSamples + i / kSamples) * area.mask.height / (kGrid * kSamples);
                inside += area.mask.at(x, y);
            }
            grid.push_back(static_cast<float>(inside) / (kSamples * kSamples));
        }
    return grid;
}

/// Common part over the whole, 0…1.
float overlap(const std::vector<float>& a, const std::vector<float>& b) {
    float common = 0;
    float whole = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        common += std::min(a[i], b[i]);
        whole += std::max(a[i], b[i]);
    }
    return whole > 0 ? common / whole : 0;
}

float aspectOf(const Area& area) {
    return static_cast<float>(area.mask.width) / static_cast<float>(area.mask.height);
}

/// Seen in a mirror.
std::vector<float> mirrored(std::vector<float> grid) {
    for (int row = 0; row < kGrid; ++row)
        std::reverse(grid.begin() + row * kGrid, grid.begin() + (row + 1) * kGrid);
    return grid;
}

} // namespace

struct Judge::Outline {
    std::optional<Kind> kind; ///< nothing for a cloud
    float aspect = 1;
    std::vector<float> grid; ///< [kGrid, kGrid]
};

Judge::~Judge() = default;
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;

Judge::Judge() {
    const auto add = [this](const Scene& scene, std::optional<Kind> kind, Colour colour) {
        for (const Area& area : namedAreas(colourField(paint(scene, 256, 256)), kSmallestArea)) {
            if (area.colour != colour)
                continue;
            const std::vector<float> grid = stretched(area);
            for (const auto& seen : {grid, mirrored(grid)})
                outlines_.push_back({.kind = kind, .aspect = aspectOf(area), .grid = seen});
            return;
        }
    };
    for (const Kind kind : kKinds)
        for (const int count : {1, 3}) // in threes they are small
            for (const Style style : {Style::Flat, Style::Outline})
                // A dark contour belongs to a black object, and eats into others.
                for (const Colour colour : {Colour::Purple, Colour::Black}) {
                    Scene scene;
                    scene.style = style;
                    scene.ground = Ground::Plain;
                    scene.groups = {{.kind = kind, .colour = colour, .count = count}};
                    add(scene, kind, colour);
                }
    for (std::uint32_t detail = 0; detail < 4; ++detail) {
        Scene scene;
        scene.clouds = true;
        scene.detail = detail;
        add(scene, std::nullopt, Colour::White);
    }
}

namespace {

/// Whether the whole border has one colour.
bool isPlain(const ColourField& field) {
    std::vector<Oklab> border;
    for (int x = 0; x < field.width; ++x) {
        border.push_back(field.at(x, 0));
        border.push_back(field.at(x, field.height - 1));
    }
    for (int y = 0; y < field.height; ++y) {
        border.push_back(field.at(0, y));
        border.push_back(field.at(field.width - 1, y));
    }
    const auto median = [&border](float Oklab::*part) {
        std::vector<float> values;
        values.reserve(border.size());
        for (const Oklab& pixel : border)
            values.push_back(pixel.*part);
        std::nth_element(values.begin(),
                         values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                         values.end());
        return values[values.size() / 2];
    };
    const Oklab middle{median(&Oklab::light), median(&Oklab::a), median(&Oklab::b)};
    const auto alike = std::count_if(border.begin(), border.end(), [&](const Oklab& pixel) {
        const float light = pixel.light - middle.light;
        const float a = pixel.a - middle.a;
        const float b = pixel.b - middle.b;
        return light * light + a * a + b * b < 0.03F * 0.03F;
    });
    return static_cast<double>(alike) > 0.93 * static_cast<double>(border.size());
}

/// The time of day by the upper part of the picture. Rose and orange skies are those of the sunset;
/// the yellow of the sun's halo does not count, since it is there by day as well.
std::optional<Sky> skyOf(const ColourField& field) {
    int warm = 0;
    int dark = 0;
    int all = 0;
    for (int y = field.height / 50; y < field.height * 42 / 100; ++y)
        for (int x = 0; x < field.width; ++x) {
            const Oklab& pixel = field.at(x, y);
            if (colourName(pixel))
                continue;
            const float hue = pixel.hue();
            ++all;
            if ((hue > 320 || hue < 72) && pixel.chroma() > 0.045F)
                ++warm;
            else if (pixel.light < 0.66F)
                ++dark;
        }
    if (all == 0)
        return std::nullopt;
    if (warm * 100 > all * 14)
        return Sky::Sunset;
    return dark * 2 > all ? Sky::Night : Sky::Day;
}

} // namespace

Observation Judge::observe(const Image& picture) const {
    const ColourField field = colourField(picture);
    const bool plain = isPlain(field);
    Observation seen;
    if (!plain)
        seen.sky = skyOf(field);
    for (const Area& area : namedAreas(field, kSmallestArea)) {
        const std::vector<float> grid = stretched(area);
        const Outline* best = nullptr;
        float bestMatch = kLeastMatch;
        for (const Outline& outline : outlines_) {
            // Shapes are on plain backgrounds only; elsewhere suns and peaks would pass for them.
            if (!plain && outline.kind && isShape(*outline.kind))
                continue;
            const float proportion = std::abs(std::log(aspectOf(area) / outline.aspect));
            const float match = overlap(grid, outline.grid) * std::exp(-0.8F * proportion);
            if (match > bestMatch) {
                bestMatch = match;
                best = &outline;
            }
        }
        if (!best || !best->kind)
            continue;
        seen.objects.push_back({.kind = *best->kind,
                                .colour = area.colour,
                                .x = static_cast<float>(area.centreX / field.width),
                                .y = static_cast<float>(area.centreY / field.height),
                                .area = static_cast<float>(area.pixels) /
                                        static_cast<float>(field.width * field.height),
                                .match = bestMatch});
    }
    return seen;
}

Verdict Judge::judge(const Image& picture, const Expectations& expected) const {
    return compare(observe(picture), expected);
}

namespace {

Side sideOf(float x) {
    return x < 0.38F ? Side::Left : x > 0.62F ? Side::Right : Side::Centre;
}

void demand(std::optional<bool>& answer, bool right) {
    answer = answer.value_or(true) && right;
}

} // namespace

Verdict compare(const Observation& seen, const Expectations& expected) {
    Verdict verdict;
    for (const ExpectedObject& object : expected.objects) {
        std::vector<SeenObject> ofKind;
        std::vector<SeenObject> exact;
        for (const SeenObject& candidate : seen.objects) {
            if (candidate.kind != object.kind)
                continue;
            ofKind.push_back(candidate);
            if (candidate.colour == object.colour)
                exact.push_back(candidate);
        }
        demand(verdict.kind, !ofKind.empty());
        // An object of another kind still has a colour and a side.
        const std::vector<SeenObject>& of = ofKind.empty() ? seen.objects : ofKind;
        const auto hasColour = [&](const SeenObject& one) { return one.colour == object.colour; };
        const auto hasSide = [&](const SeenObject& one) { return sideOf(one.x) == object.side; };
        demand(verdict.colour, std::any_of(of.begin(), of.end(), hasColour));
        if (object.side) {
            const std::vector<SeenObject>& placed = exact.empty() ? of : exact;
            demand(verdict.side, std::any_of(placed.begin(), placed.end(), hasSide));
        }
        const std::vector<SeenObject>& counted = exact.empty() ? ofKind : exact;
        demand(verdict.count, static_cast<int>(counted.size()) == object.count);
    }
    if (expected.sky)
        verdict.sky = seen.sky == expected.sky;
    return verdict;
}

void Tally::add(const Verdict& verdict) {
    const auto enter = [](Share& share, const std::optional<bool>& answer) {
        share.asked += answer ? 1 : 0;
        share.right += answer.value_or(false) ? 1 : 0;
    };
    enter(colour, verdict.colour);
    enter(kind, verdict.kind);
    enter(side, verdict.side);
    enter(sky, verdict.sky);
    enter(count, verdict.count);
}

std::string Tally::summary() const {
    const auto part = [](const char* name, const Share& share) {
        return fmt::format("{} {:.1f} % of {}", name, share.rate() * 100, share.asked);
    };
    return fmt::format("{}, {}, {}, {}, {}", part("colour", colour), part("kind", kind),
                       part("side", side), part("sky", sky), part("count", count));
}

} // namespace diptych::flatland
