#include "core/comparison/grid_file.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/config/toml_document.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace diptych {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kLargestBytes = 4 << 20;

tl::unexpected<Error> invalid(const std::filesystem::path& path, std::string_view what) {
    return fail(ErrorCode::FileInvalid, fmt::format("{}: {}", toValidUtf8(path.string()), what),
                "docs/compare.md shows what a grid file looks like");
}

Result<Json> readTree(const std::filesystem::path& path) {
    DIPTYCH_TRY(const std::string text, readFile(path, kLargestBytes));
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos || text[begin] != '{') {
        DIPTYCH_TRY(const config::TomlNode root, config::parseToml(text, path.string()));
        return config::valueOf(root);
    }
    Json tree = Json::parse(text, nullptr, false);
    if (tree.is_discarded())
        return invalid(path, "this is damaged JSON");
    return tree;
}

// A plain value as the user would write it behind a flag.
std::optional<std::string> textOf(const Json& value) {
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean() || value.is_number())
        return value.dump();
    return std::nullopt;
}

Result<GridAxis> axisOf(const std::filesystem::path& path, const std::string& name,
                        const Json& values, const GridRules& rules) {
    GridAxis axis;
    DIPTYCH_TRY(axis.field, fieldName(name, rules));
    const Json list = values.is_array() ? values : Json::array({values});
    for (const Json& value : list) {
        const std::optional<std::string> text = textOf(value);
        if (!text)
            return invalid(path, fmt::format("a value of the axis {} is no text or number", name));
        axis.values.push_back(*text);
    }
    if (axis.values.empty())
        return invalid(path, fmt::format("the axis {} has no values", name));
    return axis;
}

} // namespace

Result<GridFile> readGridFile(const std::filesystem::path& path, const GridRules& rules) {
    DIPTYCH_TRY(const Json tree, readTree(path));
    GridFile file;
    if (!tree.is_object() || !tree.contains("axes") || !tree["axes"].is_object() ||
        tree["axes"].empty())
        return invalid(path, "there is no table 'axes'");
    for (const auto& [key, value] : tree.items()) {
        if (key != "axes" && key != "settings")
            return invalid(path, fmt::format("unknown table or key '{}'", toValidUtf8(key)));
        if (!value.is_object())
            return invalid(path, fmt::format("'{}' is no table", key));
    }
    for (const auto& [name, values] : tree["axes"].items()) {
        DIPTYCH_TRY(GridAxis axis, axisOf(path, name, values, rules));
        file.axes.push_back(std::move(axis));
    }
    if (!tree.contains("settings"))
        return file;
    for (const auto& [name, value] : tree["settings"].items()) {
        const std::optional<std::string> text = textOf(value);
        if (!text)
            return invalid(path, fmt::format("the value of {} is no text or number", name));
        DIPTYCH_TRY(std::string field, fieldName(name, rules));
        file.settings.emplace_back(std::move(field), *text);
    }
    return file;
}

} // namespace diptych
