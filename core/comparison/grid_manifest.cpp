#include "core/comparison/grid_manifest.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/image/request_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

namespace diptych {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr std::uint64_t kLargestBytes = 256 << 20;

tl::unexpected<Error> damaged(std::string_view detail) {
    return fail(ErrorCode::FileInvalid, "the manifest of the grid is damaged",
                "draw the grid again into another folder", std::string(detail));
}

Json requestJson(const GenerationRequest& request) {
    return Json::parse(requestToJson(request));
}

Json cellJson(const ManifestCell& cell) {
    Json object = {{"position", cell.cell.position}, {"request", requestJson(cell.cell.request)}};
    const bool drawn = cell.drawn.has_value();
    object["file"] = drawn ? Json(toValidUtf8(cell.drawn->file)) : Json();
    object["seed"] = drawn ? Json(cell.drawn->seed) : Json();
    object["noise"] = drawn ? Json(toValidUtf8(cell.drawn->noiseHash)) : Json();
    object["seconds"] = drawn ? Json(cell.drawn->seconds) : Json();
    return object;
}

/// Reads values of a JSON object; what does not fit makes everything not fit.
class Reader {
  public:
    explicit Reader(const Json& object) : object_(object) {}

    std::string text(const char* key) {
        const Json* value = find(key);
        return value && expect(value->is_string(), key) ? value->get<std::string>() : "";
    }
    std::int64_t whole(const char* key) {
        const Json* value = find(key);
        return value && expect(value->is_number_integer(), key) ? value->get<std::int64_t>() : 0;
    }
    double number(const char* key) {
        const Json* value = find(key);
        return value && expect(value->is_number(), key) ? value->get<double>() : 0.0;
    }
    /// An empty list where there is none.
    Json list(const char* key) {
        const Json* value = find(key);
        return value && expect(value->is_array(), key) ? *value : Json::array();
    }
    GenerationRequest request(const char* key) {
        const Json* value = find(key);
        if (!value || !expect(value->is_object(), key))
            return {};
        auto request = requestFromJson(value->dump());
        if (!expect(request.has_value(), key))
            return {};
        return std::move(*request);
    }
    bool isNull(const char* key) const {
        const auto found = object_.find(key);
        return found == object_.end() || found->is_null();
    }
    bool expect(bool fits, std::string_view key) {
        if (!fits && problem_.empty())
            problem_ = key;
        return fits;
    }
    const std::string& problem() const { return problem_; }

  private:
    const Json* find(const char* key) {
        const auto found = object_.find(key);
        return expect(found != object_.end(), key) ? &*found : nullptr;
    }

    const Json& object_;
    std::string problem_;
};

bool isPlainName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

Result<GridAxis> readAxis(const Json& json) {
    if (!json.is_object())
        return damaged("an axis is no object");
    Reader reader(json);
    GridAxis axis;
    axis.field = reader.text("field");
    for (const Json& value : reader.list("values"))
        if (reader.expect(value.is_string(), "values"))
            axis.values.push_back(value.get<std::string>());
    reader.expect(!axis.values.empty(), "values");
    if (!reader.problem().empty())
        return damaged(reader.problem());
    return axis;
}

Result<ManifestCell> readCell(const Json& json, const std::vector<GridAxis>& axes) {
    if (!json.is_object())
        return damaged("a cell is no object");
    Reader reader(json);
    ManifestCell cell;
    for (const Json& index : reader.list("position"))
        if (reader.expect(index.is_number_unsigned(), "position"))
            cell.cell.position.push_back(index.get<std::size_t>());
    const auto& position = cell.cell.position;
    bool inside = position.size() == axes.size();
    for (std::size_t axis = 0; inside && axis < axes.size(); ++axis)
        inside = position[axis] < axes[axis].values.size();
    reader.expect(inside, "position");
    cell.cell.request = reader.request("request");
    if (!reader.isNull("file")) {
        cell.drawn = DrawnCell{reader.text("file"), reader.whole("seed"), reader.text("noise"),
                               reader.number("seconds")};
        reader.expect(isPlainName(cell.drawn->file), "file");
    }
    if (!reader.problem().empty())
        return damaged(reader.problem());
    return cell;
}

} // namespace

std::string manifestToJson(const GridManifest& manifest) {
    Json axes = Json::array();
    for (const GridAxis& axis : manifest.grid.axes) {
        Json values = Json::array();
        for (const std::string& value : axis.values)
            values.push_back(toValidUtf8(value));
        axes.push_back({{"field", axis.field}, {"values", std::move(values)}});
    }
    const Json head = {{"diptych_grid", kFormat},
                       {"version", manifest.version},
                       {"created_at", manifest.createdAt},
                       {"model", toValidUtf8(manifest.model)},
                       {"request", requestJson(manifest.grid.base)},
                       {"axes", std::move(axes)}};
    std::string text = head.dump();
    text.back() = ','; // instead of the closing brace
    text += "\n\"cells\":[";
    for (std::size_t i = 0; i < manifest.cells.size(); ++i)
        text += (i == 0 ? "\n" : ",\n") + cellJson(manifest.cells[i]).dump();
    return text + "\n]}\n";
}

Result<GridManifest> manifestFromJson(std::string_view text) {
    const Json object = Json::parse(text, nullptr, false);
    if (!object.is_object())
        return damaged("no JSON object");
    Reader reader(object);
    if (!reader.expect(reader.whole("diptych_grid") == kFormat, "diptych_grid"))
        return damaged(reader.problem());
    GridManifest manifest;
    manifest.version = reader.text("version");
    manifest.createdAt = reader.text("created_at");
    manifest.model = reader.text("model");
    manifest.grid.base = reader.request("request");
    const Json axes = reader.list("axes");
    const Json cells = reader.list("cells");
    reader.expect(!axes.empty() && axes.size() <= kMostAxes, "axes");
    reader.expect(cells.size() <= kMostCells, "cells");
    if (!reader.problem().empty())
        return damaged(reader.problem());
    for (const Json& json : axes) {
        DIPTYCH_TRY(GridAxis axis, readAxis(json));
        manifest.grid.axes.push_back(std::move(axis));
    }
    for (const Json& json : cells) {
        DIPTYCH_TRY(ManifestCell cell, readCell(json, manifest.grid.axes));
        manifest.cells.push_back(std::move(cell));
    }
    return manifest;
}

Result<GridManifest> readManifest(const std::filesystem::path& folder) {
    DIPTYCH_TRY(const std::string text, readFile(folder / kManifestName, kLargestBytes));
    auto manifest = manifestFromJson(text);
    if (!manifest)
        manifest.error().message +=
            fmt::format(": {}", toValidUtf8((folder / kManifestName).string()));
    return manifest;
}

Status writeManifest(const std::filesystem::path& folder, const GridManifest& manifest) {
    return writeFileAtomically(folder / kManifestName, manifestToJson(manifest), Overwrite::Yes);
}

bool isOf(const GridManifest& manifest, const Grid& grid, std::string_view model) {
    // As it would be read back: texts that are not UTF-8 do not survive being written.
    return manifest.model == toValidUtf8(model) && manifest.grid.axes == grid.axes &&
           requestToJson(manifest.grid.base) == requestToJson(grid.base);
}

std::size_t forgetMissing(GridManifest& manifest, const std::filesystem::path& folder) {
    std::size_t missing = 0;
    for (ManifestCell& cell : manifest.cells) {
        std::error_code ignored;
        if (cell.drawn && !std::filesystem::is_regular_file(folder / cell.drawn->file, ignored))
            cell.drawn.reset();
        missing += cell.drawn ? 0 : 1;
    }
    return missing;
}

std::string cellFileName(const std::vector<std::size_t>& position) {
    std::string name = "cell";
    for (const std::size_t index : position)
        name += fmt::format("-{}", index);
    return name + ".png";
}

ResultGrid resultsOf(const GridManifest& manifest, const std::filesystem::path& folder) {
    ResultGrid results;
    results.title = manifest.grid.base.conversation.user;
    for (const GridAxis& axis : manifest.grid.axes) {
        ResultAxis shown{axis.field, {}};
        for (const std::string& value : axis.values)
            shown.labels.push_back(fieldLabel(axis.field, value));
        results.axes.push_back(std::move(shown));
    }
    for (const ManifestCell& cell : manifest.cells) {
        ResultCell shown{cell.cell.position, {}, {}};
        if (cell.drawn) {
            shown.file = folder / cell.drawn->file;
            shown.facts = {{"seed", std::to_string(cell.drawn->seed)},
                           {"noise", cell.drawn->noiseHash},
                           {"seconds", fmt::format("{:.1f}", cell.drawn->seconds)}};
        }
        results.cells.push_back(std::move(shown));
    }
    return results;
}

} // namespace diptych
