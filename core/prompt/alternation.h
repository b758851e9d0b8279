// Alternation in prompts: {red|green|blue} stands for one of the three, picked by a seed.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace diptych {

/// Draws the picks. This sequence never changes: a prompt and a seed give the same text in every
/// version. The generator is splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014): the state starts as the seed; a draw adds 0x9E3779B97F4A7C15
/// to it, all modulo 2^64, and mixes: z = state; z = (z ^ z>>30)·0xBF58476D1CE4E5B9; z = (z ^
/// z>>27)·0x94D049BB133111EB; the draw is z ^ z>>31.
class PickGenerator {
  public:
    explicit PickGenerator(std::uint64_t seed) : state_(seed) {}

    std::uint64_t draw();
    /// One of 0 … count − 1, count from 1 to 2^32 − 1: the upper half of a draw times count,
    /// divided by 2^32.
    std::size_t pick(std::size_t count);

  private:
    std::uint64_t state_;
};

inline constexpr int kDeepestAlternation = 64; ///< braces inside each other

/// Whether `expandAlternation` would pick anything in `text`.
bool hasAlternation(std::string_view text);

/// `text` with a pick in place of every {a|b}. Alternatives may be empty, hold blanks and hold
/// groups of their own; one draw for each group that counts, from left to right, the outer before
/// the inner; groups in alternatives that are not picked draw nothing. Braces without a bar of
/// their own stay (JSON), as do {{name|default}}, which belongs to templates, and braces without a
/// partner. \{, \} and \| are the characters themselves and lose the backslash, a bar only inside
/// braces. Linear in the length of the text. Errors: InvalidInput (nested deeper than
/// kDeepestAlternation).
Result<std::string> expandAlternation(std::string_view text, std::uint64_t seed);

} // namespace diptych
