// One piece of text that travels inside a picture file.
#pragma once

#include <string>

namespace diptych {

/// The keyword under which image generators have agreed to store their readable settings.
inline constexpr const char* kParametersKeyword = "parameters";

struct TextEntry {
    std::string keyword; ///< 1…79 characters, e.g. "parameters"
    std::string text;    ///< UTF-8

    bool operator==(const TextEntry&) const = default;
};

} // namespace diptych
