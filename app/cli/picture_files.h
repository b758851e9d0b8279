// Several picture files that appear together or not at all.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/base/run_context.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych::cli {

struct FileToWrite {
    std::filesystem::path path;
    std::string bytes;
};

/// Writes all contents under temporary names first, then renames them: a full disk or a cancel
/// leaves none of them. Reports Phase::Save. Errors: FileWrite, Cancelled.
Status writeTogether(const std::vector<FileToWrite>& files, Overwrite overwrite,
                     const RunContext& context);

} // namespace diptych::cli
