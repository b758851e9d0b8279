#include "core/config/field.h"

#include <fmt/format.h>

#include <cmath>

namespace diptych::config {

namespace {

// TOML's basic strings have JSON's escapes, and forbid DEL beside them.
std::string quoted(const std::string& text) {
    std::string result =
        Value(text).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    for (std::size_t at = result.find('\x7F'); at != std::string::npos; at = result.find('\x7F'))
        result.replace(at, 1, "\\u007F");
    return result;
}

std::string numberText(double number) {
    if (std::isnan(number))
        return "nan";
    if (std::isinf(number))
        return number < 0 ? "-inf" : "inf";
    std::string text = fmt::format("{}", number);
    // What looks whole would be read back as a whole number.
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

} // namespace

std::string_view lastPart(std::string_view name) {
    return name.substr(name.rfind('.') + 1); // npos + 1 = 0
}

std::string_view sectionOf(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
}

std::string flagName(const Field& field) {
    const std::size_t begin = field.flag.find("--");
    if (begin == std::string::npos)
        return "";
    return field.flag.substr(begin, field.flag.find(',', begin) - begin);
}

Value defaultOf(const Field& field) {
    const AppConfig defaults;
    return field.show ? field.show(defaults) : Value();
}

bool isEmptyText(const Value& value) {
    return value.is_string() && value.get_ref<const std::string&>().empty();
}

std::string toToml(const Value& value) {
    if (value.is_null())
        return "\"auto\"";
    if (value.is_string())
        return quoted(value.get<std::string>());
    if (value.is_number_float())
        return numberText(value.get<double>());
    if (!value.is_structured())
        return value.dump();
    std::string text;
    for (const auto& [key, element] : value.items()) {
        text += text.empty() ? "" : ", ";
        if (value.is_object())
            text += key + " = ";
        text += toToml(element);
    }
    return value.is_object() ? fmt::format("{{ {} }}", text) : fmt::format("[{}]", text);
}

std::string shortToml(const Value& value) {
    constexpr std::size_t kLongest = 60;
    constexpr std::size_t kMostElements = 8;
    if (value.is_structured() && value.size() > kMostElements)
        return fmt::format("a {} of {}", value.is_array() ? "list" : "table", value.size());
    std::string text = toToml(value);
    if (text.size() <= kLongest)
        return text;
    std::size_t end = kLongest;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) // not inside a character
        --end;
    return text.substr(0, end) + "…";
}

GenerationRequest requestOf(const AppConfig& settings) {
    GenerationRequest request = settings.request;
    request.skipLayers.scale = settings.skipLayers.enabled ? settings.skipLayers.scale : 0.0;
    return request;
}

} // namespace diptych::config
