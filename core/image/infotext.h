// The `parameters` text in which image generators keep prompt and settings, as AUTOMATIC1111's web
// UI writes it:
//
//   prompt, any number of lines
//   Negative prompt: any number of lines
//   Steps: 8, Sampler: Euler, CFG scale: 1, Seed: 42, Size: 1024x1024, Model: name
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych {

struct Infotext {
    std::string prompt;
    std::string negativePrompt;
    /// Name and value of the last line's settings, in order, values without quotes.
    std::vector<std::pair<std::string, std::string>> settings;

    /// The value of the first setting of that name; null when there is none.
    const std::string* find(std::string_view name) const;

    bool operator==(const Infotext&) const = default;
};

/// The text without blanks around it; the negative prompt's line only if there is one; a value that
/// holds a comma, a colon or a line break is written as a JSON string. Ill-formed UTF-8 becomes
/// U+FFFD.
std::string formatInfotext(const Infotext& infotext);

/// Reads what `formatInfotext` and other programs write; never fails. The settings are the last
/// line that begins with "Steps:" and has three settings or more, or else the last line if it has
/// three or more; without either, the whole text is the prompt. Line breaks, blanks and every
/// character inside a prompt are kept; a prompt that itself holds a line starting with "Negative
/// prompt:" is cut there, which is the format's own ambiguity.
Infotext parseInfotext(std::string_view text);

} // namespace diptych
