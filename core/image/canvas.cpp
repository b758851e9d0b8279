#include "core/image/canvas.h"

#include "core/base/text.h"
#include "core/image/bitmap_font.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych {

namespace {

constexpr int kAdvance = image::kGlyphColumns + 1; // pixels of the font

// The next character of a text that is not empty, taken off it; U+FFFD for bytes that are none.
char32_t takeCharacter(std::string_view& text) {
    const Utf8Unit unit = nextUtf8Unit(text);
    const std::string_view bytes = text.substr(0, unit.length);
    text.remove_prefix(unit.length);
    if (!unit.valid)
        return U'\uFFFD';
    constexpr unsigned kLeadBits[] = {0x7F, 0x1F, 0x0F, 0x07};
    char32_t code = static_cast<unsigned char>(bytes[0]) & kLeadBits[bytes.size() - 1];
    for (const char byte : bytes.substr(1))
        code = code << 6 | (static_cast<unsigned char>(byte) & 0x3FU);
    return code;
}

std::size_t charactersIn(int width, int scale) {
    const int each = kAdvance * std::max(scale, 1);
    return static_cast<std::size_t>(std::max((width + std::max(scale, 1)) / each, 0));
}

// The first `count` characters of a text.
std::string_view firstCharacters(std::string_view text, std::size_t count) {
    std::string_view rest = text;
    for (std::size_t i = 0; i < count && !rest.empty(); ++i)
        takeCharacter(rest);
    return text.substr(0, text.size() - rest.size());
}

} // namespace

int textWidth(std::string_view utf8, int scale) {
    const auto characters = static_cast<int>(countCodePoints(toValidUtf8(utf8)));
    return characters == 0 ? 0 : (characters * kAdvance - 1) * scale;
}

int textHeight(int scale) {
    return image::kGlyphRows * scale;
}

std::string shortenText(std::string_view utf8, int width, int scale) {
    std::string text = toValidUtf8(utf8);
    const std::size_t room = charactersIn(width, scale);
    if (countCodePoints(text) <= room)
        return text;
    if (room == 0)
        return "";
    return std::string(firstCharacters(text, room - 1)) + "…";
}

std::vector<std::string> wrapText(std::string_view utf8, int width, int scale,
                                  std::size_t mostLines) {
    const std::string text = toValidUtf8(utf8);
    const std::size_t room = std::max<std::size_t>(charactersIn(width, scale), 1);
    std::vector<std::string> lines;
    std::string_view rest = text;
    while (!rest.empty() && lines.size() < mostLines) {
        std::string_view line = firstCharacters(rest, room);
        if (lines.size() + 1 == mostLines && line.size() < rest.size()) {
            lines.push_back(shortenText(rest, width, scale));
            break;
        }
        if (line.size() < rest.size() && rest[line.size()] != ' ') {
            const std::size_t blank = line.rfind(' ');
            if (blank != std::string_view::npos && blank > 0)
                line = line.substr(0, blank);
        }
        lines.emplace_back(line);
        rest.remove_prefix(line.size());
        while (!rest.empty() && rest.front() == ' ')
            rest.remove_prefix(1);
    }
    return lines;
}

Result<Canvas> Canvas::create(int width, int height, Rgb8 background) {
    if (width < 1 || height < 1 || width > Image::kLargestSide || height > Image::kLargestSide ||
        static_cast<std::int64_t>(width) * height > kLargestPixels)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("a picture of {}×{} pixels is too large to be drawn", width, height),
            "make the pictures in it smaller, or take fewer");
    Canvas canvas;
    canvas.width_ = width;
    canvas.height_ = height;
    canvas.rgb_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    canvas.fill(0, 0, width, height, background);
    return canvas;
}

void Canvas::fill(int left, int top, int width, int height, Rgb8 colour) {
    const int right = std::min(left + width, width_);
    const int bottom = std::min(top + height, height_);
    for (int y = std::max(top, 0); y < bottom; ++y)
        for (int x = std::max(left, 0); x < right; ++x)
            std::copy(colour.begin(), colour.end(),
                      rgb_.begin() + (static_cast<std::ptrdiff_t>(y) * width_ + x) * 3);
}

void Canvas::draw(int left, int top, const Image& image) {
    const Image rgb = toRgb8(image);
    const int first = std::max(-left, 0);
    const int last = std::min(rgb.width(), width_ - left);
    if (first >= last)
        return;
    for (int y = std::max(-top, 0); y < std::min(rgb.height(), height_ - top); ++y) {
        const auto row = rgb.row(y).subspan(static_cast<std::size_t>(first) * 3,
                                            static_cast<std::size_t>(last - first) * 3);
        std::copy(row.begin(), row.end(),
                  rgb_.begin() +
                      (static_cast<std::ptrdiff_t>(top + y) * width_ + left + first) * 3);
    }
}

void Canvas::write(int left, int top, std::string_view utf8, int scale, Rgb8 colour) {
    while (!utf8.empty()) {
        const image::GlyphRows& rows = image::glyphOf(takeCharacter(utf8));
        for (int y = 0; y < image::kGlyphRows; ++y)
            for (int x = 0; x < image::kGlyphColumns; ++x)
                if (rows[static_cast<std::size_t>(y)] >> (image::kGlyphColumns - 1 - x) & 1)
                    fill(left + x * scale, top + y * scale, scale, scale, colour);
        left += kAdvance * scale;
    }
}

Image Canvas::take() && {
    return valueOrThrow(fromInterleavedRgb8(width_, height_, std::move(rgb_)));
}

} // namespace diptych
