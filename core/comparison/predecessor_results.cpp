#include "core/comparison/predecessor_results.h"

#include "core/base/file.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

namespace diptych {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr std::size_t kMostFiles = 100'000;
constexpr std::uint64_t kLargestBytes = 4 << 20;

bool isResultFolder(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder / "metadata", ignored) &&
           fs::is_directory(folder / "images", ignored);
}

struct OldCell {
    std::string prompt, variable, value, seed;
    fs::path file;
    std::vector<std::pair<std::string, std::string>> facts;
};

// A plain value as a label; empty for anything else.
std::string labelOf(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end())
        return "";
    if (found->is_string())
        return toValidUtf8(found->get<std::string>());
    return found->is_number() || found->is_boolean() ? found->dump() : "";
}

std::optional<OldCell> readCell(const fs::path& folder, const fs::path& metadata) {
    const auto text = readFile(metadata, kLargestBytes);
    const json object = text ? json::parse(*text, nullptr, false) : json();
    if (!object.is_object() || !object.contains("config") || !object["config"].is_object())
        return std::nullopt;
    const json& config = object["config"];
    OldCell cell;
    cell.prompt = labelOf(config, "prompt_id");
    cell.variable = labelOf(config, "variable_name");
    cell.value = labelOf(config, "variable_value");
    cell.seed = labelOf(config, "seed");
    // Wherever the experiment ran, its pictures are here now.
    const fs::path name = fs::path(labelOf(object, "output_path")).filename();
    std::error_code ignored;
    if (!name.empty() && fs::is_regular_file(folder / "images" / name, ignored))
        cell.file = folder / "images" / name;
    for (const auto& [key, title] :
         {std::pair("siglip_score", "SigLIP"), std::pair("image_reward", "ImageReward"),
          std::pair("generation_time_seconds", "seconds")})
        if (const auto found = object.find(key); found != object.end() && found->is_number())
            cell.facts.emplace_back(title, fmt::format("{:.3f}", found->get<double>()));
    return cell;
}

std::vector<fs::path> metadataFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder / "metadata", error))
        if (entry.path().extension() == ".json" && files.size() < kMostFiles)
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

bool isNumber(const std::string& text, double& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

// The different labels: by value where all are numbers, else as they come.
std::vector<std::string> distinct(const std::vector<OldCell>& cells, std::string OldCell::*member) {
    std::vector<std::string> labels;
    for (const OldCell& cell : cells)
        if (std::find(labels.begin(), labels.end(), cell.*member) == labels.end())
            labels.push_back(cell.*member);
    double ignored = 0.0;
    if (std::all_of(labels.begin(), labels.end(),
                    [&](const std::string& label) { return isNumber(label, ignored); }))
        std::stable_sort(labels.begin(), labels.end(),
                         [](const std::string& a, const std::string& b) {
                             double first = 0.0;
                             double second = 0.0;
                             return isNumber(a, first) && isNumber(b, second) && first < second;
                         });
    return labels;
}

std::size_t indexOf(const std::vector<std::string>& labels, const std::string& label) {
    return static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) -
                                    labels.begin());
}

} // namespace

std::optional<fs::path> findPredecessorResults(const fs::path& folder) {
    if (isResultFolder(folder))
        return folder;
    std::optional<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (!isResultFolder(entry.path()))
            continue;
        if (found)
            return std::nullopt;
        found = entry.path();
    }
    return found;
}

Result<ResultGrid> readPredecessorResults(const fs::path& folder) {
    std::vector<OldCell> cells;
    for (const fs::path& file : metadataFiles(folder))
        if (std::optional<OldCell> cell = readCell(folder, file))
            cells.push_back(std::move(*cell));
    if (cells.empty())
        return fail(ErrorCode::FileInvalid,
                    fmt::format("no results can be read in {}", toValidUtf8(folder.string())),
                    "its folder 'metadata' should hold a .json file for each picture");
    const std::vector<std::string> values = distinct(cells, &OldCell::value);
    const std::vector<std::string> prompts = distinct(cells, &OldCell::prompt);
    const std::vector<std::string> seeds = distinct(cells, &OldCell::seed);
    ResultGrid grid;
    grid.title = toValidUtf8(folder.filename().string());
    grid.axes = {{cells.front().variable, values}, {"prompt", prompts}};
    const bool hasPages = seeds.size() > 1;
    if (hasPages)
        grid.axes.push_back({"seed", seeds});
    for (OldCell& cell : cells) {
        ResultCell result{{indexOf(values, cell.value), indexOf(prompts, cell.prompt)},
                          std::move(cell.file),
                          std::move(cell.facts)};
        if (hasPages)
            result.position.push_back(indexOf(seeds, cell.seed));
        grid.cells.push_back(std::move(result));
    }
    return grid;
}

} // namespace diptych
