#include "core/checkpoint/quantised_weights.h"

#include <algorithm>
#include <array>
#include <utility>

namespace diptych {

namespace {

constexpr std::string_view kWeight = "weight";
constexpr std::string_view kScale = "weight_scale";
constexpr std::string_view kKeptColumns = "weight_kept_columns";
constexpr std::string_view kKeptWeight = "weight_kept";
constexpr std::array<std::pair<std::string_view, QuantisedFormat>, 2> kCodes{{
    {"weight_int8", QuantisedFormat::Int8},
    {"weight_int4", QuantisedFormat::Int4},
}};

// The parts of a block whose matrices are quantised.
constexpr std::array<std::string_view, 4> kParts{"attention", "feed_forward", "self_attn", "mlp"};

std::string_view lastSegment(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

bool isNumber(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "X.weight" with another last segment.
std::string renamed(std::string_view weightName, std::string_view last) {
    const std::string_view stem =
        weightName.substr(0, weightName.size() - lastSegment(weightName).size());
    return std::string(stem).append(last);
}

} // namespace

std::string_view toString(QuantisedFormat format) {
    return format == QuantisedFormat::Int8 ? "int8" : "int4";
}

bool isQuantisable(std::string_view name, std::span<const std::int64_t> shape) {
    if (shape.size() != 2 || lastSegment(name) != kWeight)
        return false;
    bool afterNumber = false;
    for (std::string_view rest = name; !rest.empty();) {
        const std::string_view segment = rest.substr(0, rest.find('.'));
        if (afterNumber && std::find(kParts.begin(), kParts.end(), segment) != kParts.end())
            return true;
        afterNumber = isNumber(segment);
        rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
    }
    return false;
}

std::string codesName(std::string_view weightName, QuantisedFormat format) {
    return renamed(weightName, kCodes[static_cast<std::size_t>(format)].first);
}

std::string scaleName(std::string_view weightName) {
    return renamed(weightName, kScale);
}

std::string keptColumnsName(std::string_view weightName) {
    return renamed(weightName, kKeptColumns);
}

std::string keptWeightName(std::string_view weightName) {
    return renamed(weightName, kKeptWeight);
}

std::optional<CodesOf> parseCodesName(std::string_view storedName) {
    const std::string_view last = lastSegment(storedName);
    for (const auto& [ending, format] : kCodes)
        if (last == ending && last.size() < storedName.size())
            return CodesOf{renamed(storedName, kWeight), format};
    return std::nullopt;
}

bool isQuantisedHelper(std::string_view storedName) {
    const std::string_view last = lastSegment(storedName);
    return last == kScale || last == kKeptColumns || last == kKeptWeight;
}

} // namespace diptych
