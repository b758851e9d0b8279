// All templates there are: those that come with the program and the user's own. A value that holds
// what was on the disk when it was loaded; `reload` brings it up to date and tells what changed.
#pragma once

#include "core/base/result.h"
#include "core/prompt/prompt_template.h"
#include "core/prompt/template_file.h"
#include "core/prompt/template_folder.h"
#include "core/prompt/template_search.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// Empty = none.
struct TemplateFolders {
    std::filesystem::path builtIn;
    std::filesystem::path user; ///< may not exist yet

    bool operator==(const TemplateFolders&) const = default;
};

/// Names, each list sorted. A template of the user that hides a built-in one changes it.
struct TemplateChanges {
    std::vector<std::string> added;
    std::vector<std::string> changed;
    std::vector<std::string> removed;
    bool problems = false; ///< the list of problems is another one

    bool any() const { return problems || !added.empty() || !changed.empty() || !removed.empty(); }
};

/// By its name, else the name of its file without the ending, else either with the prefix z_image_
/// left out or added; the user's file before the built-in one. Null when there is none.
const PromptTemplate* findTemplate(std::span<const PromptTemplate> templates,
                                   std::string_view name);

class TemplateLibrary {
  public:
    TemplateLibrary() = default;

    /// Reads both folders. Never fails: `problems` tells what could not be read. A template without
    /// a category gets the name of the first folder that it lies in. Where both folders are the
    /// same it is the user's.
    static TemplateLibrary load(TemplateFolders folders);

    const TemplateFolders& folders() const { return folders_; }

    /// For the image model, sorted by name.
    std::span<const PromptTemplate> templates() const { return templates_; }
    /// For the prompt rewriter, sorted by name.
    std::span<const PromptTemplate> rewriters() const { return rewriters_; }
    /// Of `templates`, sorted, each once; never empty texts.
    std::vector<std::string> categories() const;
    /// Of both folders, in the order of the files.
    const std::vector<TemplateProblem>& problems() const { return problems_; }

    /// A template for the image model, see findTemplate. Errors: InvalidInput (unknown, with the
    /// nearest names; a rewriter), its args holding the name.
    Result<PromptTemplate> find(std::string_view name) const;
    /// The same among the rewriters.
    Result<PromptTemplate> findRewriter(std::string_view name) const;
    /// Among all of them; null when there is none of exactly this name. Valid until the next
    /// change.
    const PromptTemplate* findExactly(std::string_view name) const;

    /// Indices into `templates`, best first: see TemplateSearch.
    std::vector<TemplateMatch> search(std::string_view query) const { return search_.find(query); }

    /// Looks at the folders again and reads files whose time or size is another one. Cheap enough
    /// to be called on every word of a file watcher.
    TemplateChanges reload();

  private:
    struct LoadedFile {
        TemplateFileStamp stamp;
        TemplateReading reading;
    };
    struct LoadedFolder {
        std::vector<LoadedFile> files;
        std::vector<TemplateProblem> problems;
    };

    /// Whether anything is another than before.
    static bool readFolder(const std::filesystem::path& folder, TemplateOrigin origin,
                           LoadedFolder& loaded);
    void rebuild();

    TemplateFolders folders_;
    LoadedFolder builtIn_;
    LoadedFolder user_;
    std::vector<PromptTemplate> templates_;
    std::vector<PromptTemplate> rewriters_;
    std::vector<TemplateProblem> problems_;
    TemplateSearch search_;
};

} // namespace diptych
