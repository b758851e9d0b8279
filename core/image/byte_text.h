// Numbers and texts as they lie in files: byte orders, Latin-1, UTF-16.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace diptych::image {

enum class ByteOrder { Little, Big };

/// The unsigned number in `count` (1…4) bytes at `offset`, which the caller has checked to be
/// inside.
std::uint32_t readNumber(std::string_view bytes, std::size_t offset, std::size_t count,
                         ByteOrder order);
void appendNumber(std::string& bytes, std::uint32_t value, std::size_t count, ByteOrder order);

/// `bytes` when it is valid UTF-8, else read as Latin-1: writers disagree about tEXt, and real
/// Latin-1 text with accents is hardly ever valid UTF-8.
std::string utf8OrLatin1(std::string_view bytes);
bool isAscii(std::string_view text);

/// UTF-16 code units to UTF-8; a lone surrogate becomes U+FFFD, an odd last byte is dropped.
std::string utf16ToUtf8(std::string_view bytes, ByteOrder order);
/// Valid UTF-8 to UTF-16 without a byte order mark.
std::string utf8ToUtf16(std::string_view utf8, ByteOrder order);

/// Appends one Unicode scalar value as UTF-8.
void appendUtf8(std::string& text, std::uint32_t codePoint);

/// Valid UTF-8 in which U+0000, which ends a text in most files, is replaced by U+FFFD.
std::string withoutNul(std::string_view text);

} // namespace diptych::image
