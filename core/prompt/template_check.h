// What is wrong with a collection of templates: faults of single files, and of files beside each
// other. docs/templates.md explains the rules.
#pragma once

#include "core/prompt/prompt_template.h"

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace diptych {

inline constexpr std::size_t kShortestTemplateBody = 200; ///< characters
inline constexpr std::size_t kLongestTemplateBody = 900;  ///< characters

/// The template that leaves everything as it is; the only one whose body may be empty.
inline constexpr std::string_view kDefaultTemplateName = "default";

/// The categories of the templates that come with the program, sorted.
std::span<const std::string_view> templateCategories();

struct TemplateCheck {
    std::size_t files = 0;
    std::size_t templates = 0; ///< for pictures
    std::size_t rewriters = 0;
    std::vector<TemplateProblem> problems; ///< sorted by file and line
};

/// Checks files, and every template file in folders, as one collection: readable without a problem;
/// names in snake_case, each once; title and description; a known category; the length of the body;
/// think tags in pairs; no control tokens; no sentence of four words or more that another body has
/// too.
TemplateCheck checkTemplates(std::span<const std::filesystem::path> paths);

} // namespace diptych
