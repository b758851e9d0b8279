// The result folders of the predecessor's experiments:
//
//   TYPE_DATE/TYPE/images/*.png
//   TYPE_DATE/TYPE/metadata/*.json   {config: {prompt_id, variable_name, variable_value, seed},
//                                     output_path, siglip_score, image_reward,
//                                     generation_time_seconds}
#pragma once

#include "core/comparison/result_grid.h"

#include <filesystem>
#include <optional>

namespace diptych {

/// The folder with `images` and `metadata`: the one given, or the only such folder in it.
std::optional<std::filesystem::path> findPredecessorResults(const std::filesystem::path& folder);

/// Columns are the values of the variable, rows the prompts, pages the seeds where there are
/// several; numbers in their order, other values as they come. Damaged files are passed over.
/// Errors: FileInvalid when no cell is left.
Result<ResultGrid> readPredecessorResults(const std::filesystem::path& folder);

} // namespace diptych
