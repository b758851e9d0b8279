// Closed sets of choices with the names that files, flags and pictures use for them.
#pragma once

#include "core/base/result.h"

#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace diptych {

template <typename T>
concept Enumeration = std::is_enum_v<T>;

template <Enumeration Enum> struct Choice {
    Enum value;
    std::string_view name;        ///< as files and flags spell it
    std::string_view description; ///< one line, without a full stop
};

/// Every choice of an enum, the default first; specialised beside each enum.
template <Enumeration Enum> std::span<const Choice<Enum>> choicesOf();

template <Enumeration Enum> std::string_view toString(Enum value) {
    for (const Choice<Enum>& choice : choicesOf<Enum>())
        if (choice.value == value)
            return choice.name;
    return "";
}

/// `what` names the set in the message: "seed rule". Errors: InvalidInput, listing the names.
template <Enumeration Enum> Result<Enum> parseChoice(std::string_view text, std::string_view what) {
    std::string names;
    for (const Choice<Enum>& choice : choicesOf<Enum>()) {
        if (choice.name == text)
            return choice.value;
        names += fmt::format("{}{}", names.empty() ? "" : ", ", choice.name);
    }
    return fail(ErrorCode::InvalidInput, fmt::format("unknown {} '{}'", what, text),
                "use one of: " + names);
}

} // namespace diptych
