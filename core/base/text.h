// Small text helpers that several modules need: UTF-8 repair, nearest names for "did you mean".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// What a UTF-8 text begins with: one well-formed character, or one maximal ill-formed subpart (the
/// WHATWG rule).
struct Utf8Unit {
    std::size_t length = 0; ///< bytes
    bool valid = false;
    bool truncated = false; ///< not valid only because the text ends inside the character
};

/// The first unit of `text`, which must not be empty.
Utf8Unit nextUtf8Unit(std::string_view text);

/// `bytes` with every maximal ill-formed subpart replaced by one U+FFFD (the WHATWG rule). Valid
/// UTF-8 comes back unchanged; U+0000 is ordinary text.
std::string toValidUtf8(std::string_view bytes);

/// Number of code points in valid UTF-8.
std::size_t countCodePoints(std::string_view utf8);

/// `text` without spaces, tabs and line ends at both ends; a view into it. For what people type
/// (Unicode's blanks too) there is trimBlanks() in core/prompt.
std::string_view trimmed(std::string_view text);

/// The candidates closest to `name` by edit distance (case-insensitive for ASCII), best first, at
/// most `limit`, none that differs in more than about half of its letters.
std::vector<std::string>
nearestNames(std::string_view name, std::span<const std::string> candidates, std::size_t limit = 3);

/// "1.5 GiB", "320 KiB", "12 B".
std::string formatBytes(std::uint64_t bytes);

} // namespace diptych
