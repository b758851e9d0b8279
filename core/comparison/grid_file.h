// A grid as a file: the fields of its base and its axes, in TOML or JSON.
#pragma once

#include "core/base/result.h"
#include "core/comparison/grid.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace diptych {

struct GridFile {
    /// Fields of the base with their values, in the order of the file.
    std::vector<std::pair<std::string, std::string>> settings;
    std::vector<GridAxis> axes;

    bool operator==(const GridFile&) const = default;
};

/// Reads
///
///     [settings]
///     prompt = "A cat on a mat"
///     steps = 8
///     [axes]
///     seed = [1, 2, 3]
///     replace = ["cat=>cat", "cat=>dog"]
///
/// or the same as JSON; fields are those of `withField`. Errors: FileNotFound; ConfigInvalid
/// (damaged TOML); FileInvalid (damaged JSON, no axes, a value that is a table or a list of lists);
/// InvalidInput (a field that does not exist).
Result<GridFile> readGridFile(const std::filesystem::path& path, const GridRules& rules);

} // namespace diptych
