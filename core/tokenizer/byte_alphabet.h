// The printable alphabet in which tokenizer files spell bytes (GPT-2): 33–126, 161–172 and 174–255
// stand for themselves, the other 68 bytes in ascending order are U+0100, U+0101, … (a space is Ġ,
// a line feed Ċ).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// The bytes that `spelling` (UTF-8) stands for; empty when it holds a character outside the
/// alphabet.
std::optional<std::string> bytesFromAlphabet(std::string_view spelling);

/// One spelling, a single character, for each byte.
std::vector<std::string> spellBytes(std::string_view bytes);

} // namespace diptych
