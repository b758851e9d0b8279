#include "core/prompt/template_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <system_error>
#include <utility>

namespace diptych {

namespace {

namespace fs = std::filesystem;

std::string lowered(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

class FolderWalk {
  public:
    TemplateFolderListing walk(const fs::path& folder) {
        visit(folder, 0);
        std::sort(listing_.files.begin(), listing_.files.end(),
                  [](const auto& a, const auto& b) { return a.path < b.path; });
        return std::move(listing_);
    }

  private:
    void report(const fs::path& path, std::string message, std::string hint) {
        listing_.problems.push_back({path, 0, std::move(message), std::move(hint)});
    }

    void visit(const fs::path& folder, int depth) {
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (error)
            return report(folder, "the folder cannot be read: " + error.message(),
                          "check the path, links and permissions");
        if (!visited_.insert(real).second)
            return;
        if (depth > kDeepestTemplateFolder)
            return report(
                folder,
                fmt::format("more than {} folders inside each other", kDeepestTemplateFolder),
                "folders below this one are not read");
        fs::directory_iterator entries(folder, error);
        if (error)
            return report(folder, "the folder cannot be read: " + error.message(),
                          "check the path and its permissions");
        std::vector<fs::path> paths;
        for (; entries != fs::directory_iterator(); entries.increment(error)) {
            if (++entryCount_ > kMostFolderEntries) {
                if (entryCount_ == kMostFolderEntries + 1)
                    report(folder,
                           fmt::format("more than {} files and folders", kMostFolderEntries),
                           "this is no folder of templates; the rest of it is not read");
                break;
            }
            paths.push_back(entries->path());
        }
        // The order of a folder is that of its file system; what is listed must not depend on it.
        std::sort(paths.begin(), paths.end());
        for (const fs::path& path : paths)
            look(path, depth);
    }

    void look(const fs::path& path, int depth) {
        const std::string name = path.filename().string();
        if (name.starts_with('.'))
            return;
        std::error_code error;
        const bool isMarkdown = lowered(path.extension().string()) == ".md";
        const fs::file_status status = fs::status(path, error);
        if (fs::is_directory(status))
            return visit(path, depth + 1);
        if (!isMarkdown || lowered(name) == "readme.md")
            return;
        TemplateFileStamp stamp{path, {}, 0};
        // A dangling link, a circle of links or a pipe has no size: reading the file tells what it
        // is.
        if (fs::is_regular_file(status)) {
            stamp.modified = fs::last_write_time(path, error);
            stamp.size = fs::file_size(path, error);
        }
        listing_.files.push_back(std::move(stamp));
    }

    TemplateFolderListing listing_;
    std::set<fs::path> visited_;
    std::size_t entryCount_ = 0;
};

} // namespace

TemplateFolderListing listTemplateFolder(const std::filesystem::path& folder) {
    return FolderWalk().walk(folder);
}

} // namespace diptych
