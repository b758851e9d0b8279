// The letters of labels in pictures: a small font of our own, for programs without a display.
#pragma once

#include <array>
#include <cstdint>

namespace diptych::image {

inline constexpr int kGlyphColumns = 5; ///< pixels; the next glyph begins one further on
inline constexpr int kGlyphRows = 12; ///< pixels: 2 for accents, 7 above the line, 2 below, 1 free

/// One row after the other from the top; bit 4 is the leftmost pixel.
using GlyphRows = std::array<std::uint8_t, kGlyphRows>;

/// The rows of a code point: ASCII, Latin-1 and the dashes, quotes and arrows of labels. Any other
/// one that can be seen is an empty box.
const GlyphRows& glyphOf(char32_t codePoint);

} // namespace diptych::image
