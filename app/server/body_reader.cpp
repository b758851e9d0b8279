#include "app/server/body_reader.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace diptych::server {

using nlohmann::json;

namespace {

/// Deeper than any request; what reads recursively must not be led into the ground.
constexpr int kDeepest = 32;

json parseShallow(const std::string& body) {
    return json::parse(
        body,
        [](int depth, json::parse_event_t, json&) {
            if (depth > kDeepest)
                throw std::length_error("the body is nested too deeply");
            return true;
        },
        false);
}

std::string shortened(const std::string& text) {
    constexpr std::size_t kMost = 80;
    return text.size() <= kMost ? text : toValidUtf8(text.substr(0, kMost)) + "…";
}

} // namespace

BodyReader::BodyReader(const std::string& body) {
    try {
        object_ = parseShallow(body);
    } catch (const std::length_error& error) {
        addProblem("", error.what(), "json_invalid");
        return;
    }
    isObject_ = object_.is_object();
    if (object_.is_discarded())
        addProblem("",
                   body.empty() ? "the body is empty; it must be a JSON object"
                                : "the body is not valid JSON",
                   "json_invalid");
    else if (!isObject_)
        addProblem("", "the body must be a JSON object", "type_error");
}

const json* BodyReader::value(const std::string& field) {
    known_.insert(field);
    if (!isObject_)
        return nullptr;
    const auto found = object_.find(field);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string> BodyReader::text(const std::string& field) {
    const json* found = value(field);
    if (!found)
        return std::nullopt;
    if (found->is_string())
        return found->get<std::string>();
    addProblem(field, fmt::format("{} must be a string", field), "type_error");
    return std::nullopt;
}

std::string BodyReader::requiredText(const std::string& field) {
    if (isObject_ && !value(field))
        addProblem(field, fmt::format("{} is missing", field), "missing");
    return text(field).value_or("");
}

std::optional<bool> BodyReader::boolean(const std::string& field) {
    const json* found = value(field);
    if (!found)
        return std::nullopt;
    if (found->is_boolean())
        return found->get<bool>();
    addProblem(field, fmt::format("{} must be true or false", field), "type_error");
    return std::nullopt;
}

std::optional<double> BodyReader::number(const std::string& field) {
    const json* found = value(field);
    if (!found)
        return std::nullopt;
    if (found->is_number() && std::isfinite(found->get<double>()))
        return found->get<double>();
    addProblem(field, fmt::format("{} must be a number", field), "type_error");
    return std::nullopt;
}

std::optional<std::int64_t> BodyReader::integer(const std::string& field) {
    const json* found = value(field);
    if (!found)
        return std::nullopt;
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (found->is_number_unsigned() ? found->get<std::uint64_t>() <= kMost
                                    : found->is_number_integer())
        return found->get<std::int64_t>();
    // Beyond 2^53 a float is no whole number that anybody wrote.
    if (found->is_number_float() && std::abs(found->get<double>()) <= 9007199254740992.0 &&
        std::trunc(found->get<double>()) == found->get<double>())
        return static_cast<std::int64_t>(found->get<double>());
    addProblem(field, fmt::format("{} must be a whole number below 2^63", field), "type_error");
    return std::nullopt;
}

std::optional<std::int64_t> BodyReader::integerWithin(const std::string& field, std::int64_t least,
                                                      std::int64_t most) {
    const std::optional<std::int64_t> found = integer(field);
    if (!found || (*found >= least && *found <= most))
        return found;
    const bool isOpen = most == std::numeric_limits<std::int64_t>::max();
    addProblem(field, isOpen ? fmt::format("{} must be at least {} (got {})", field, least, *found)
                             : fmt::format("{} must be from {} to {} (got {})", field, least, most,
                                           *found));
    return std::nullopt;
}

std::optional<double> BodyReader::numberWithin(const std::string& field, double least,
                                               double most) {
    const std::optional<double> found = number(field);
    if (!found || (*found >= least && *found <= most))
        return found;
    addProblem(field, fmt::format("{} must be from {} to {} (got {})", field, least, most, *found));
    return std::nullopt;
}

void BodyReader::allow(std::initializer_list<const char*> fields) {
    known_.insert(fields.begin(), fields.end());
}

void BodyReader::refuseOthers() {
    if (!isObject_)
        return;
    const std::vector<std::string> names(known_.begin(), known_.end());
    for (const auto& [field, ignored] : object_.items()) {
        if (known_.contains(field))
            continue;
        const std::vector<std::string> nearest = nearestNames(field, names, 1);
        addProblem(field,
                   nearest.empty() ? fmt::format("there is no field '{}'", shortened(field))
                                   : fmt::format("there is no field '{}'; did you mean {}?",
                                                 shortened(field), nearest.front()),
                   "extra_forbidden");
    }
}

void BodyReader::addProblem(const std::string& field, std::string message, std::string type) {
    problems_.push_back({field, std::move(message), std::move(type)});
}

} // namespace diptych::server
