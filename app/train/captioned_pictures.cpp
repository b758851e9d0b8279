#include "app/train/captioned_pictures.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/image/image_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace diptych::train {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestTable = std::uint64_t{64} << 20;  // bytes
constexpr std::uint64_t kLargestCaption = std::uint64_t{1} << 16; // bytes
constexpr const char* kTableHint =
    "a table names a picture and what it shows in file_name and text, see docs/training.md";
constexpr std::array<std::string_view, 2> kCaptionColumns = {"text", "caption"};

tl::unexpected<Error> badLine(const fs::path& table, std::size_t line, std::string_view what) {
    return fail(ErrorCode::FileInvalid, fmt::format("{}, line {}: {}", table.string(), line, what),
                kTableHint);
}

Result<CaptionedPicture> pictureOfLine(const fs::path& table, std::size_t number,
                                       std::string_view line) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object())
        return badLine(table, number, "this is no JSON object");
    const auto textAt = [&](std::string_view key) -> std::optional<std::string> {
        const auto found = json.find(key);
        if (found == json.end() || !found->is_string())
            return std::nullopt;
        return found->get<std::string>();
    };
    const auto name = textAt("file_name");
    if (!name)
        return badLine(table, number, "\"file_name\" is missing");
    for (const std::string_view column : kCaptionColumns)
        if (const auto caption = textAt(column))
            return CaptionedPicture{table.parent_path() / *name, std::string(trimmed(*caption))};
    return badLine(table, number, "\"text\" is missing");
}

Result<std::vector<CaptionedPicture>> readJsonLines(const fs::path& table) {
    DIPTYCH_TRY(const std::string content, readFile(table, kLargestTable));
    std::vector<CaptionedPicture> pictures;
    std::size_t number = 0;
    for (std::string_view rest = content; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++number;
        if (trimmed(line).empty())
            continue;
        DIPTYCH_TRY(CaptionedPicture picture, pictureOfLine(table, number, line));
        pictures.push_back(std::move(picture));
    }
    return pictures;
}

Result<std::vector<CaptionedPicture>> readCsv(const fs::path& table) {
    DIPTYCH_TRY(const std::string content, readFile(table, kLargestTable));
    DIPTYCH_TRY(const auto rows, parseCsv(content));
    if (rows.empty())
        return badLine(table, 1, "the line with the column names is missing");
    const auto columnOf = [&](std::string_view name) -> std::optional<std::size_t> {
        const auto found =
            std::find_if(rows.front().begin(), rows.front().end(),
                         [&](const std::string& cell) { return trimmed(cell) == name; });
        if (found == rows.front().end())
            return std::nullopt;
        return static_cast<std::size_t>(found - rows.front().begin());
    };
    const auto name = columnOf("file_name");
    auto caption = columnOf(kCaptionColumns.front());
    if (!caption)
        caption = columnOf(kCaptionColumns.back());
    if (!name || !caption)
        return badLine(table, 1, "columns file_name and text are needed");
    std::vector<CaptionedPicture> pictures;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].size() <= std::max(*name, *caption))
            return badLine(table, i + 1, "cells are missing");
        pictures.push_back(
            {table.parent_path() / rows[i][*name], std::string(trimmed(rows[i][*caption]))});
    }
    return pictures;
}

Result<std::vector<CaptionedPicture>> readFolder(const fs::path& folder) {
    std::vector<CaptionedPicture> pictures;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
        if (!entry.is_regular_file() || !imageFormatOfPath(entry.path()))
            continue;
        const fs::path caption = fs::path(entry.path()).replace_extension(".txt");
        if (!fs::exists(caption))
            return fail(ErrorCode::FileInvalid,
                        fmt::format("{} has no caption", entry.path().string()),
                        fmt::format("write what it shows into {}", caption.string()));
        DIPTYCH_TRY(const std::string text, readFile(caption, kLargestCaption));
        pictures.push_back({entry.path(), std::string(trimmed(text))});
    }
    if (problem)
        return fail(ErrorCode::FileNotFound,
                    fmt::format("{} cannot be read: {}", folder.string(), problem.message()),
                    "name a folder of pictures with captions, see docs/training.md");
    return pictures;
}

Result<std::vector<CaptionedPicture>> readAny(const fs::path& path) {
    if (fs::is_directory(path)) {
        if (fs::exists(path / "metadata.jsonl"))
            return readJsonLines(path / "metadata.jsonl");
        if (fs::exists(path / "metadata.csv"))
            return readCsv(path / "metadata.csv");
        return readFolder(path);
    }
    return path.extension() == ".csv" ? readCsv(path) : readJsonLines(path);
}

} // namespace

Result<std::vector<CaptionedPicture>> readCaptionedPictures(const fs::path& path) {
    if (!fs::exists(path))
        return fail(ErrorCode::FileNotFound, fmt::format("{} does not exist", path.string()),
                    "name a folder of pictures with captions, see docs/training.md");
    DIPTYCH_TRY(std::vector<CaptionedPicture> pictures, readAny(path));
    if (pictures.empty())
        return fail(ErrorCode::InvalidInput, fmt::format("{} holds no pictures", path.string()),
                    "PNG, JPEG and WebP are read, each with its caption");
    for (CaptionedPicture& picture : pictures) {
        picture.caption = toValidUtf8(picture.caption);
        if (!fs::exists(picture.path))
            return fail(ErrorCode::FileNotFound,
                        fmt::format("{} does not exist", picture.path.string()),
                        "paths in a table are relative to the table");
    }
    std::sort(pictures.begin(), pictures.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return pictures;
}

Result<std::vector<std::vector<std::string>>> parseCsv(std::string_view text) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row;
    std::string cell;
    bool quoted = false;
    const auto endRow = [&] {
        row.push_back(std::exchange(cell, {}));
        if (row.size() > 1 || !row.front().empty())
            rows.push_back(row);
        row.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            const bool doubled = c == '"' && i + 1 < text.size() && text[i + 1] == '"';
            if (c == '"' && !doubled) {
                quoted = false;
                continue;
            }
            i += doubled ? 1 : 0;
            cell += c;
        } else if (c == '"' && cell.empty()) {
            quoted = true;
        } else if (c == ',') {
            row.push_back(std::exchange(cell, {}));
        } else if (c == '\n') {
            endRow();
        } else if (c != '\r') {
            cell += c;
        }
    }
    if (quoted)
        return fail(ErrorCode::FileInvalid, "a quote in the table does not end", kTableHint);
    endRow();
    return rows;
}

} // namespace diptych::train
