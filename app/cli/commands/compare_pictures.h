// Existing pictures and result folders: side by side, their differences, in numbers.
#pragma once

#include "app/cli/command.h"
#include "core/comparison/result_sheet.h"
#include "core/image/picture_difference.h"

#include <filesystem>
#include <vector>

namespace diptych::cli {

enum class CompareMode {
    Grid,       ///< all in rows and columns
    SideBySide, ///< next to each other, with their distance to the first
    Difference, ///< the first, another, and what differs
};

struct PictureOptions {
    std::vector<std::filesystem::path> inputs; ///< pictures, or one folder of results
    CompareMode mode = CompareMode::SideBySide;
    DifferenceMode difference = DifferenceMode::Highlight;
    double threshold = kDefaultDifferenceThreshold;
    std::filesystem::path sheet; ///< empty = numbers only
    std::filesystem::path page;
    SheetOptions sheetOptions;
    bool overwrite = false;
};

/// Whether these are not pictures, but one folder of results or its manifest.
bool isResultFolder(const std::vector<std::filesystem::path>& inputs);

Status comparePictureFiles(CommandContext& context, const PictureOptions& options);

} // namespace diptych::cli
