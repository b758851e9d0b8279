// How values of one C++ type are written in files, on the command line and in listings.
#pragma once

#include "core/config/field.h"
#include "core/domain/choice.h"
#include "core/domain/placement.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace diptych::config {

/// "needs a whole number (got "x")"
tl::unexpected<Error> failValue(std::string_view expected, const Value& got);

Result<Value> readSwitch(const Value& value);
Result<Value> readWholeNumber(const Value& value, std::int64_t smallest, std::int64_t largest);
Result<Value> readNumber(const Value& value);
Result<Value> readText(const Value& value);
/// A path with `~` expanded and the place's folder in front of a relative one.
Result<Value> readPath(const Value& value, const ReadPlace& place);
Result<Value> readWholeNumbers(const Value& value);
Result<Value> readColour(const Value& value);

Result<Value> parseSwitch(std::string_view text);
Result<Value> parseWholeNumber(std::string_view text, std::int64_t smallest, std::int64_t largest);
Result<Value> parseNumber(std::string_view text);
Result<Value> parsePath(std::string_view text);
Result<Value> parseWholeNumbers(std::string_view text);

std::array<std::uint8_t, 3> colourOf(const Value& value);
Value colourValue(const std::array<std::uint8_t, 3>& colour);

/// For each type: fromFile and fromText make a Value, `value` and `show` turn it into the type and
/// back.
template <typename T> struct ValueForm;

template <> struct ValueForm<bool> {
    static Result<Value> fromFile(const Value& value, const ReadPlace&) {
        return readSwitch(value);
    }
    static Result<Value> fromText(std::string_view text) { return parseSwitch(text); }
    static bool value(const Value& value) { return value.get<bool>(); }
    static Value show(bool value) { return value; }
};

template <typename Whole> struct WholeForm {
    static constexpr std::int64_t kSmallest = std::numeric_limits<Whole>::min();
    static constexpr std::int64_t kLargest = std::numeric_limits<Whole>::max();
    static Result<Value> fromFile(const Value& value, const ReadPlace&) {
        return readWholeNumber(value, kSmallest, kLargest);
    }
    static Result<Value> fromText(std::string_view text) {
        return parseWholeNumber(text, kSmallest, kLargest);
    }
    static Whole value(const Value& value) { return value.get<Whole>(); }
    static Value show(Whole value) { return value; }
};
template <> struct ValueForm<int> : WholeForm<int> {};
template <> struct ValueForm<std::int64_t> : WholeForm<std::int64_t> {};

template <> struct ValueForm<double> {
    static Result<Value> fromFile(const Value& value, const ReadPlace&) {
        return readNumber(value);
    }
    static Result<Value> fromText(std::string_view text) { return parseNumber(text); }
    static double value(const Value& value) { return value.get<double>(); }
    static Value show(double value) { return value; }
};

template <> struct ValueForm<std::string> {
    static Result<Value> fromFile(const Value& value, const ReadPlace&) { return readText(value); }
    static Result<Value> fromText(std::string_view text);
    static std::string value(const Value& value) { return value.get<std::string>(); }
    static Value show(const std::string& value) { return value; }
};

/// A path that is kept as a text.
struct PathTextForm : ValueForm<std::string> {
    static Result<Value> fromFile(const Value& value, const ReadPlace& place) {
        return readPath(value, place);
    }
    static Result<Value> fromText(std::string_view text) { return parsePath(text); }
};

template <> struct ValueForm<std::filesystem::path> {
    static Result<Value> fromFile(const Value& value, const ReadPlace& place) {
        return readPath(value, place);
    }
    static Result<Value> fromText(std::string_view text) { return parsePath(text); }
    static std::filesystem::path value(const Value& value) { return value.get<std::string>(); }
    static Value show(const std::filesystem::path& value) { return value.string(); }
};

/// "auto" leaves it open.
template <typename T> struct ValueForm<std::optional<T>> {
    static Result<Value> fromFile(const Value& value, const ReadPlace& place) {
        if (value == "auto")
            return Value();
        return ValueForm<T>::fromFile(value, place);
    }
    static Result<Value> fromText(std::string_view text) {
        if (text == "auto")
            return Value();
        return ValueForm<T>::fromText(text);
    }
    static std::optional<T> value(const Value& value) {
        return value.is_null() ? std::nullopt : std::optional<T>(ValueForm<T>::value(value));
    }
    static Value show(const std::optional<T>& value) {
        return value ? ValueForm<T>::show(*value) : Value();
    }
};

/// Everything that a function reads from a text and `toString` writes.
template <typename T, Result<T> (*read)(std::string_view)> struct NamedForm {
    static Result<Value> fromFile(const Value& value, const ReadPlace&) {
        DIPTYCH_TRY(const Value text, readText(value));
        return fromText(text.get<std::string>());
    }
    static Result<Value> fromText(std::string_view text) {
        DIPTYCH_TRY(const T value, read(text));
        return show(value);
    }
    static T value(const Value& value) { return read(value.get<std::string>()).value(); }
    static Value show(const T& value) { return std::string(toString(value)); }
};
template <> struct ValueForm<DeviceName> : NamedForm<DeviceName, parseDeviceName> {};
template <> struct ValueForm<WeightFormat> : NamedForm<WeightFormat, parseWeightFormat> {};

template <Enumeration Enum> Result<Enum> parseAnyChoice(std::string_view text) {
    return parseChoice<Enum>(text, "choice");
}
template <Enumeration Enum> struct ValueForm<Enum> : NamedForm<Enum, parseAnyChoice<Enum>> {};

template <> struct ValueForm<std::vector<int>> {
    static Result<Value> fromFile(const Value& value, const ReadPlace&) {
        return readWholeNumbers(value);
    }
    static Result<Value> fromText(std::string_view text) { return parseWholeNumbers(text); }
    static std::vector<int> value(const Value& value) { return value.get<std::vector<int>>(); }
    static Value show(const std::vector<int>& value) { return value; }
};

/// "#rrggbb"
template <> struct ValueForm<std::array<std::uint8_t, 3>> {
    static Result<Value> fromFile(const Value& value, const ReadPlace&) {
        return readColour(value);
    }
    static Result<Value> fromText(std::string_view text) { return readColour(std::string(text)); }
    static std::array<std::uint8_t, 3> value(const Value& value) { return colourOf(value); }
    static Value show(const std::array<std::uint8_t, 3>& value) { return colourValue(value); }
};

/// A field whose value lies where `access` says: `[](auto& settings) -> auto& { return …; }`. The
/// words are filled in by the caller.
template <typename Form, typename Access> Field fieldOf(Field words, Access access) {
    words.read = Form::fromFile;
    words.parse = Form::fromText;
    words.assign = [access](AppConfig& settings, const Value& value) {
        access(settings) = Form::value(value);
    };
    words.show = [access](const AppConfig& settings) { return Form::show(access(settings)); };
    return words;
}

template <typename Access> Field field(Field words, Access access) {
    using T = std::remove_cvref_t<decltype(access(std::declval<AppConfig&>()))>;
    Field result = fieldOf<ValueForm<T>>(std::move(words), access);
    if constexpr (std::is_same_v<T, bool>)
        result.isSwitch = true;
    if constexpr (Enumeration<T> && !std::is_same_v<T, WeightFormat>)
        for (const Choice<T>& choice : choicesOf<T>())
            result.choices.push_back({std::string(choice.name), std::string(choice.description)});
    return result;
}

} // namespace diptych::config
