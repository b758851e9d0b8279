// Results as one labelled picture.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/comparison/result_grid.h"
#include "core/image/image.h"

#include <filesystem>
#include <functional>

namespace diptych {

struct SheetOptions {
    int mostPixels = 256; ///< of a picture's longer side; larger ones are made smaller
    int textScale = 2;    ///< pixels for each of the font's, 1…8
    /// The facts that stand below a picture, by their keys; those without a key always do.
    std::vector<std::string> facts = {};
};

using PictureReader = std::function<Result<Image>(const std::filesystem::path&)>;

/// Columns from left to right, rows from top to bottom, pages one below the other, with the axes'
/// titles and labels. A cell without a picture is an empty box, and so is one whose picture cannot
/// be read. Reports Phase::Save. Errors: InvalidInput (options out of range, a sheet that would be
/// too large), Cancelled.
Result<Image> drawResultSheet(const ResultGrid& results, const PictureReader& read,
                              const SheetOptions& options, const RunContext& context);

/// The picture in a file, upright.
Result<Image> readPicture(const std::filesystem::path& path);

} // namespace diptych
