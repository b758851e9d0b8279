// Drawing a grid into a folder, cell by cell, and going on where it was interrupted.
#pragma once

#include "app/cli/command.h"
#include "app/cli/prompt_options.h"
#include "core/comparison/grid_file.h"
#include "core/comparison/result_sheet.h"
#include "core/domain/generation_request.h"
#include "core/image/picture_metadata.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych::cli {

struct GridOptions {
    PromptOptions prompt;           ///< before a template is applied, so that templates can vary
    GenerationRequest request;      ///< as configured, with its conversation
    bool promptGiven = false;       ///< by the user, not only by a grid file
    bool sizeGiven = false;         ///< likewise
    std::vector<std::string> axes;  ///< "steps=4,8"
    std::filesystem::path gridFile; ///< empty = the axes above
    std::filesystem::path folder = "diptych-grid";
    std::filesystem::path sheet; ///< the labelled picture; empty = grid.png in the folder
    std::filesystem::path page;  ///< HTML; empty = grid.html in the folder
    SheetOptions sheetOptions;
    MetadataLevel metadata = MetadataLevel::All;
    bool dryRun = false; ///< tell the cost only
    bool overwrite = false;
};

/// Tells the cost, draws what is not drawn yet, writes the manifest after every cell and the sheet
/// and the page at the end. A folder with the same grid is gone on with; one with anything else is
/// refused unless `overwrite` is set.
Status drawGrid(CommandContext& context, const GridOptions& options);

} // namespace diptych::cli
