#include "core/image/canvas.h"

#include "core/image/bitmap_font.h"

#include <gtest/gtest.h>

#include <set>

namespace diptych {
namespace {

constexpr Rgb8 kBlack = {0, 0, 0};

int redAt(const Image& image, int x, int y) {
    return image.sample(static_cast<std::size_t>(y * image.width() + x) * 3);
}

TEST(Canvas, drawsLettersPixelByPixel) {
    Canvas canvas = Canvas::create(24, 24, kWhite).value();
    canvas.write(0, 0, "L", 2, kBlack);
    const Image image = std::move(canvas).take();
    for (int y = 4; y < 18; ++y) // two rows for accents above, seven of the letter
        EXPECT_EQ(redAt(image, 0, y), 0) << y;
    EXPECT_EQ(redAt(image, 9, 17), 0) << "the foot";
    EXPECT_EQ(redAt(image, 9, 15), 255);
    EXPECT_EQ(redAt(image, 0, 3), 255);
    EXPECT_EQ(redAt(image, 0, 18), 255);
}

TEST(Canvas, everyLetterOfLatin1HasItsOwnGlyph) {
    const image::GlyphRows& box = image::glyphOf(U'猫');
    std::set<image::GlyphRows> seen;
    for (char32_t code = 0x21; code <= 0xFF; ++code) {
        if ((code >= 0x7F && code <= 0xA0) || code == 0xAD) // control signs, soft hyphen
            continue;
        EXPECT_NE(image::glyphOf(code), box) << static_cast<int>(code);
        EXPECT_NE(image::glyphOf(code), image::GlyphRows{}) << static_cast<int>(code);
        EXPECT_TRUE(seen.insert(image::glyphOf(code)).second || code == U'×')
            << static_cast<int>(code);
    }
    EXPECT_EQ(image::glyphOf(U' '), image::GlyphRows{});
    EXPECT_EQ(image::glyphOf(0xA0), image::GlyphRows{});
    EXPECT_EQ(image::glyphOf(0x10FFFF), box);
}

TEST(Canvas, cutsOffWhatLiesOutside) {
    Canvas canvas = Canvas::create(5, 5, kWhite).value();
    canvas.write(-3, -3, "Wide text", 3, kBlack);
    canvas.fill(3, 3, 100, 100, kBlack);
    const Image dot = fromInterleavedRgb8(2, 2, std::vector<std::uint8_t>(12, 7)).value();
    canvas.draw(-1, -1, dot);
    canvas.draw(4, 4, dot);
    canvas.draw(50, 50, dot);
    const Image image = std::move(canvas).take();
    EXPECT_EQ(redAt(image, 0, 0), 7);
    EXPECT_EQ(redAt(image, 4, 4), 7);
    EXPECT_EQ(redAt(image, 3, 4), 0);
}

TEST(Canvas, shortensAndWrapsText) {
    EXPECT_EQ(textWidth("abc", 2), 34);
    EXPECT_EQ(textWidth("", 2), 0);
    EXPECT_EQ(shortenText("abcdef", textWidth("abcdef", 2), 2), "abcdef");
    EXPECT_EQ(shortenText("abcdef", textWidth("abcde", 2), 2), "abcd…");
    EXPECT_EQ(shortenText("ab", 3, 2), "");
    const int width = textWidth("0123456789", 1);
    EXPECT_EQ(wrapText("a cat on a mat", width, 1, 3),
              (std::vector<std::string>{"a cat on a", "mat"}));
    EXPECT_EQ(wrapText("a cat on a mat in a house far away", width, 1, 2),
              (std::vector<std::string>{"a cat on a", "mat in a …"}));
    EXPECT_EQ(wrapText("überlangeswort", width, 1, 3),
              (std::vector<std::string>{"überlanges", "wort"}));
    EXPECT_TRUE(wrapText("", width, 1, 3).empty());
}

TEST(Canvas, refusesImpossibleSizes) {
    EXPECT_EQ(Canvas::create(0, 5, kWhite).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(Canvas::create(900'000, 900'000, kWhite).error().code, ErrorCode::InvalidInput);
}

} // namespace
} // namespace diptych
