#include "core/config/value_form.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace diptych::config {

namespace {

template <typename Number>
Result<Number> numberFromText(std::string_view text, std::string_view expected) {
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    Number value{};
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error == std::errc::result_out_of_range)
        return fail(ErrorCode::InvalidInput, fmt::format("'{}' is too large", toValidUtf8(text)));
    if (error != std::errc{} || stop != end)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("needs {} (got '{}')", expected, toValidUtf8(text)));
    return value;
}

bool isColour(std::string_view text) {
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    return text.size() == 7 && text.front() == '#' &&
           std::all_of(text.begin() + 1, text.end(), isHex);
}

constexpr std::string_view kWholeNumber = "a whole number";
constexpr std::string_view kNumber = "a number";

} // namespace

tl::unexpected<Error> failValue(std::string_view expected, const Value& got) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("needs {} (got {})", expected, shortToml(got)));
}

Result<Value> readSwitch(const Value& value) {
    if (!value.is_boolean())
        return failValue("true or false", value);
    return value;
}

Result<Value> readWholeNumber(const Value& value, std::int64_t smallest, std::int64_t largest) {
    if (!value.is_number_integer())
        return failValue(kWholeNumber, value);
    const auto number = value.get<std::int64_t>(); // TOML has no unsigned ones
    if (number < smallest || number > largest)
        return fail(ErrorCode::InvalidInput, fmt::format("'{}' is too large", number));
    return value;
}

Result<Value> readNumber(const Value& value) {
    if (!value.is_number())
        return failValue(kNumber, value);
    return Value(value.get<double>());
}

Result<Value> readText(const Value& value) {
    if (!value.is_string())
        return failValue("a text in quotes", value);
    return value;
}

Result<Value> readPath(const Value& value, const ReadPlace& place) {
    DIPTYCH_TRY(const Value text, readText(value));
    const auto written = text.get<std::string>();
    if (written.empty())
        return text;
    std::filesystem::path path = written;
    if (!place.home.empty() && (written == "~" || written.starts_with("~/")))
        path = place.home /
               std::filesystem::path(written.substr(std::min<std::size_t>(2, written.size())));
    return Value((path.is_absolute() ? path : place.folder / path).lexically_normal().string());
}

Result<Value> readWholeNumbers(const Value& value) {
    constexpr std::string_view kExpected = "a list of whole numbers";
    if (!value.is_array())
        return failValue(kExpected, value);
    for (const Value& element : value)
        if (!readWholeNumber(element, std::numeric_limits<int>::min(),
                             std::numeric_limits<int>::max()))
            return failValue(kExpected, value);
    return value;
}

Result<Value> readColour(const Value& value) {
    if (!value.is_string() || !isColour(value.get<std::string>()))
        return failValue("a colour such as \"#ffffff\"", value);
    return value;
}

Result<Value> parseSwitch(std::string_view text) {
    if (text != "true" && text != "false")
        return fail(ErrorCode::InvalidInput, "needs true or false");
    return Value(text == "true");
}

Result<Value> parseWholeNumber(std::string_view text, std::int64_t smallest, std::int64_t largest) {
    DIPTYCH_TRY(const auto number, numberFromText<std::int64_t>(text, kWholeNumber));
    return readWholeNumber(number, smallest, largest);
}

Result<Value> parseNumber(std::string_view text) {
    DIPTYCH_TRY(const auto number, numberFromText<double>(text, kNumber));
    return Value(number);
}

Result<Value> parsePath(std::string_view text) {
    if (text.empty())
        return fail(ErrorCode::InvalidInput, "the path is empty", "name a file or a folder");
    // Not made valid UTF-8: a file's name is whatever bytes it has.
    return Value(std::string(text));
}

Result<Value> parseWholeNumbers(std::string_view text) {
    Value numbers = Value::array();
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        DIPTYCH_TRY(Value number, ValueForm<int>::fromText(text.substr(0, comma)));
        numbers.push_back(std::move(number));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return numbers;
}

Result<Value> ValueForm<std::string>::fromText(std::string_view text) {
    return Value(toValidUtf8(text));
}

std::array<std::uint8_t, 3> colourOf(const Value& value) {
    const auto text = value.get<std::string>();
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t i = 0; i < colour.size(); ++i)
        std::from_chars(text.data() + 1 + 2 * i, text.data() + 3 + 2 * i, colour[i], 16);
    return colour;
}

Value colourValue(const std::array<std::uint8_t, 3>& colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

} // namespace diptych::config
