// The template files of a folder: which there are and whether they changed, without reading them.
#pragma once

#include "core/prompt/prompt_template.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace diptych {

/// A file as the folder tells of it. Two equal stamps mean that it need not be read again.
struct TemplateFileStamp {
    std::filesystem::path path;
    std::filesystem::file_time_type modified;
    std::uintmax_t size = 0; ///< bytes

    bool operator==(const TemplateFileStamp&) const = default;
};

struct TemplateFolderListing {
    std::vector<TemplateFileStamp> files; ///< sorted by path
    std::vector<TemplateProblem> problems;
};

inline constexpr int kDeepestTemplateFolder = 8;          ///< folders inside each other
inline constexpr std::size_t kMostFolderEntries = 20'000; ///< looked at before giving up

/// Every file *.md in `folder` and the folders in it, but for README.md and hidden ones. Links are
/// followed, each folder is visited once, so that links in a circle do no harm. Problems: no such
/// folder, a folder that cannot be read, too many entries.
TemplateFolderListing listTemplateFolder(const std::filesystem::path& folder);

} // namespace diptych
