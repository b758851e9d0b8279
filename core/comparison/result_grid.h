// Pictures in rows and columns with their labels: what a grid drew, what the predecessor's
// experiments left, or a few files side by side. What sheets and pages are made from.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace diptych {

struct ResultAxis {
    std::string title; ///< "steps"; may be empty
    std::vector<std::string> labels;

    bool operator==(const ResultAxis&) const = default;
};

struct ResultCell {
    std::vector<std::size_t> position; ///< one index for each axis
    std::filesystem::path file;        ///< empty = not there (yet)
    /// What is known about the picture, for people: {"seed", "42"}.
    std::vector<std::pair<std::string, std::string>> facts;

    bool operator==(const ResultCell&) const = default;
};

/// Columns, rows, pages; the last two may be missing.
struct ResultGrid {
    std::string title;
    std::vector<ResultAxis> axes;
    std::vector<ResultCell> cells;

    bool operator==(const ResultGrid&) const = default;
};

/// Labels on an axis, 1 where there is no such axis.
std::size_t extent(const ResultGrid& grid, std::size_t axis);

/// The files in rows of about as many as columns where there are more than three; names as labels.
ResultGrid resultsOfFiles(std::span<const std::filesystem::path> files);

/// What is in a folder of results: a grid's (grid.json), or one of the predecessor's experiments
/// (design: predecessors 8.3), whose outer folder will do as well as the inner one. `path` may also
/// be the grid.json. Errors: FileNotFound (nothing of the kind there), FileInvalid (damaged).
Result<ResultGrid> readResults(const std::filesystem::path& path);

} // namespace diptych
