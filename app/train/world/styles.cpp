#include "app/train/world/styles.h"

#include "app/train/world/palette.h"

#include <algorithm>
#include <cmath>

namespace diptych::flatland {
namespace {

/// From the drawing's unit to pixels.
Mapping toPixels(const Drawing& drawing, const Canvas& canvas) {
    return {.scaleX = static_cast<float>(canvas.width()) / drawing.width,
            .scaleY = static_cast<float>(canvas.height()) / drawing.height};
}

void fillPart(const Part& part, const Mapping& pixels, Canvas& canvas) {
    for (const Figure& figure : part.figures)
        canvas.fill(figure.path.mapped(pixels), figure.colour, figure.opacity);
}

void renderFlat(const Drawing& drawing, Canvas& canvas) {
    const Mapping pixels = toPixels(drawing, canvas);
    for (const Part& part : drawing.parts)
        fillPart(part, pixels, canvas);
}

bool hasContour(Layer layer) {
    return layer == Layer::Body || layer == Layer::Cloud || layer == Layer::Ground ||
           layer == Layer::Object;
}

/// The contour of all figures together: each is drawn wider first, then what is inside covers it.
void strokePart(const Part& part, const Mapping& pixels, float lineWidth, Rgb colour,
                Canvas& canvas) {
    for (const Figure& figure : part.figures)
        if (!figure.inside)
            canvas.stroke(figure.path.mapped(pixels), lineWidth * 2, colour);
}

void renderOutline(const Drawing& drawing, Rgb colour, Canvas& canvas) {
    const Mapping pixels = toPixels(drawing, canvas);
    for (const Part& part : drawing.parts) {
        if (hasContour(part.layer)) {
            const float share = part.layer == Layer::Object ? 0.0115F : 0.008F;
            strokePart(part, pixels, share * pixels.scaleX, colour, canvas);
        }
        fillPart(part, pixels, canvas);
    }
}

// Neon ---------------------------------------------------------------------------------------

/// The colour as a lamp of that colour: saturated and bright.
Rgb glowing(Rgb colour) {
    const float high = std::max({colour.red, colour.green, colour.blue});
    const float low = std::min({colour.red, colour.green, colour.blue});
    if (high - low < 0.12F)
        return high > 0.5F ? hex(0xeaf6ff) : hex(0x9aa6ff);
    const auto stretch = [&](float value) { return 0.16F + 0.84F * (value - low) / (high - low); };
    return {stretch(colour.red), stretch(colour.green), stretch(colour.blue)};
}

/// One box blur along rows or columns; `radius` in pixels.
void blurLines(std::span<Rgb> pixels, std::size_t lines, std::size_t length, std::size_t lineStep,
               std::size_t step, int radius) {
    std::vector<Rgb> line(length);
    const float share = 1.0F / static_cast<float>(2 * radius + 1);
    const auto last = static_cast<std::ptrdiff_t>(length) - 1;
    for (std::size_t i = 0; i < lines; ++i) {
        Rgb* const start = &pixels[i * lineStep];
        for (std::size_t k = 0; k < length; ++k)
            line[k] = start[k * step];
        const auto at = [&](std::ptrdiff_t k) -> const Rgb& {
            return line[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, last))];
        };
        Rgb sum;
        const auto add = [&sum](const Rgb& value, float sign) {
            sum = {sum.red + sign * value.red, sum.green + sign * value.green,
                   sum.blue + sign * value.blue};
        };
        for (std::ptrdiff_t k = -radius; k <= radius; ++k)
            add(at(k), 1);
        for (std::ptrdiff_t k = 0; k <= last; ++k) {
            start[static_cast<std::size_t>(k) * step] = {sum.red * share, sum.green * share,
                                                         sum.blue * share};
            add(at(k + radius + 1), 1);
            add(at(k - radius), -1);
        }
    }
}

void blur(Canvas& canvas, int radius) {
    const auto width = static_cast<std::size_t>(canvas.width());
    const auto height = static_cast<std::size_t>(canvas.height());
    for (int pass = 0; pass < 2; ++pass) {
        blurLines(canvas.pixels(), height, width, width, 1, radius);
        blurLines(canvas.pixels(), width, height, 1, width, radius);
    }
}

/// A pale background has no colour to keep in the dark.
Rgb darkened(Rgb colour) {
    constexpr Rgb kNight = hex(0x0e0a24);
    const float high = std::max({colour.red, colour.green, colour.blue});
    const float low = std::min({colour.red, colour.green, colour.blue});
    return mix(kNight, glowing(colour), 0.3F * (high - low));
}

/// Lamps along the contours of a part; it hides the lamps behind it.
void lightPart(const Part& part, const Mapping& pixels, Canvas& light) {
    const bool object = part.layer == Layer::Object;
    const float share = object ? 0.011F : 0.0065F;
    for (const Figure& figure : part.figures)
        if (!figure.inside)
            light.stroke(figure.path.mapped(pixels), share * 2 * pixels.scaleX,
                         glowing(figure.colour));
    for (const Figure& figure : part.figures)
        if (!figure.inside)
            light.fill(figure.path.mapped(pixels), Rgb{});
    for (const Figure& figure : part.figures)
        if (figure.inside && object)
            light.fill(figure.path.mapped(pixels), glowing(figure.colour), 0.35F * figure.opacity);
}

void renderNeon(const Drawing& drawing, Canvas& canvas) {
    const Mapping pixels = toPixels(drawing, canvas);
    Canvas light(canvas.width(), canvas.height(), Rgb{});
    for (const Part& part : drawing.parts) {
        if (part.layer == Layer::Shadow)
            continue;
        if (hasContour(part.layer))
            lightPart(part, pixels, light);
        for (const Figure& figure : part.figures) {
            canvas.fill(figure.path.mapped(pixels), darkened(figure.colour), figure.opacity);
            // Stars and glitter; halos and sunbeams are too faint to be lamps.
            if (part.layer == Layer::Light && figure.opacity > 0.65F)
                light.fill(figure.path.mapped(pixels), glowing(figure.colour), 0.6F);
        }
    }
    Canvas glow = light;
    blur(glow, std::max(1, static_cast<int>(pixels.scaleX * 0.014F)));
    const auto add = [](float base, float lamp, float halo) {
        return std::min(1.0F, base + lamp + halo * 1.25F);
    };
    for (std::size_t i = 0; i < canvas.pixels().size(); ++i) {
        Rgb& pixel = canvas.pixels()[i];
        const Rgb lamp = light.pixels()[i];
        const Rgb halo = glow.pixels()[i];
        pixel = {add(pixel.red, lamp.red, halo.red), add(pixel.green, lamp.green, halo.green),
                 add(pixel.blue, lamp.blue, halo.blue)};
    }
}

// Pencil -------------------------------------------------------------------------------------

/// How much of a hatched line lies on this place: lines `spacing` apart that cover `share` of the
/// paper, with edges of one pixel.
float hatching(float along, float spacing, float share) {
    const float place = along / spacing;
    const float phase = place - std::floor(place);
    const float fromMiddle = std::abs(phase - 0.5F) * spacing;
    return std::clamp(share * spacing / 2 - fromMiddle + 0.5F, 0.0F, 1.0F);
}

constexpr Rgb kPaper = hex(0xf8f4ea);
constexpr Rgb kLead = hex(0x3f3e4a);

/// Crayon strokes from the upper right to the lower left instead of flat colour.
void crayon(Canvas& canvas, float unit) {
    const float spacing = std::max(3.5F, unit * 0.026F);
    for (int y = 0; y < canvas.height(); ++y) {
        for (int x = 0; x < canvas.width(); ++x) {
            const Rgb colour = canvas.pixel(x, y);
            const float tone = 1 - brightness(colour);
            const float along = (static_cast<float>(x) + static_cast<float>(y)) * 0.70710678F;
            const float pressed = 0.28F + 0.5F * tone;
            const float stroke = hatching(along, spacing, 0.45F + 0.25F * tone);
            canvas.setPixel(x, y, mix(kPaper, colour, std::min(1.0F, pressed + 0.3F * stroke)));
        }
    }
}

/// Lines of lead, of which only what nothing covers remains: each pixel's share of lead is the red
/// channel.
Canvas leadLines(const Drawing& drawing, const Mapping& pixels, int width, int height) {
    Canvas lines(width, height, Rgb{});
    constexpr Rgb kLine{1, 0, 0};
    for (const Part& part : drawing.parts) {
        if (!hasContour(part.layer))
            continue;
        const float lineWidth = (part.layer == Layer::Object ? 0.0075F : 0.0055F) * pixels.scaleX;
        strokePart(part, pixels, lineWidth, kLine, lines);
        for (const Figure& figure : part.figures)
            if (!figure.inside)
                lines.fill(figure.path.mapped(pixels), Rgb{});
        for (const Figure& figure : part.figures)
            if (figure.inside && part.layer == Layer::Object)
                lines.stroke(figure.path.mapped(pixels), lineWidth * 0.8F, kLine, 0.6F);
    }
    return lines;
}

void renderPencil(const Drawing& drawing, Canvas& canvas) {
    renderFlat(drawing, canvas);
    const Mapping pixels = toPixels(drawing, canvas);
    crayon(canvas, pixels.scaleX);
    const Canvas lines = leadLines(drawing, pixels, canvas.width(), canvas.height());
    for (std::size_t i = 0; i < canvas.pixels().size(); ++i)
        canvas.pixels()[i] = mix(canvas.pixels()[i], kLead, 0.8F * lines.pixels()[i].red);
}

} // namespace

void renderInStyle(const Drawing& drawing, const Scene& scene, Canvas& canvas) {
    switch (scene.style) {
    case Style::Flat:
    case Style::Pastel:
        return renderFlat(drawing, canvas);
    case Style::Outline:
        return renderOutline(drawing, paletteOf(scene, 0).materials.outline, canvas);
    case Style::Neon:
        return renderNeon(drawing, canvas);
    case Style::Pencil:
        return renderPencil(drawing, canvas);
    }
}

} // namespace diptych::flatland
