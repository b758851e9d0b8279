// A template as a value: a reusable system prompt with optional think and assistant parts. How it
// is written in a file is in template_file.h, where templates come from in template_library.h.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// Whose template it is. One of the user's takes the place of a built-in one of the same name.
enum class TemplateOrigin { BuiltIn, User };

/// "built-in" or "user".
std::string_view toString(TemplateOrigin origin);

/// A key of a template's head that means nothing to Diptych and is kept.
struct ExtraKey {
    std::string key;
    std::string json; ///< the value as JSON, which is YAML too

    bool operator==(const ExtraKey&) const = default;
};

/// Lines of a template's file, from 1; 0 = not from a file.
struct TemplateLines {
    int name = 0;
    int title = 0;
    int category = 0;
    int description = 0;
    int thinking = 0;
    int assistant = 0;
    int body = 0;

    bool operator==(const TemplateLines&) const = default;
};

/// Where a template was read.
struct TemplateSource {
    std::filesystem::path file; ///< empty = not from a file
    TemplateOrigin origin = TemplateOrigin::User;
    TemplateLines lines;

    bool operator==(const TemplateSource&) const = default;
};

/// Texts are valid UTF-8 with line feeds only, without blanks at both ends.
struct PromptTemplate {
    std::string name;     ///< what it is chosen by
    std::string title;    ///< what people read; may be empty
    std::string category; ///< "rewriter" marks one for the prompt rewriter
    std::string description;
    std::vector<std::string> tags;
    std::string model;                 ///< which model it was written for; may be empty
    std::optional<bool> addThinkBlock; ///< proposes a think block, or none; empty = no opinion
    std::string thinking;              ///< content of the think block
    std::string assistant;             ///< the beginning of the assistant's answer
    std::string body;                  ///< the system prompt; may be empty
    std::vector<ExtraKey> extras;
    TemplateSource source;

    bool operator==(const PromptTemplate&) const = default;
};

inline constexpr std::string_view kRewriterCategory = "rewriter";

/// Whether it is an instruction for the prompt rewriter and not for the image model.
bool isRewriter(const PromptTemplate& value);

/// The title, or the name where there is none.
const std::string& displayTitle(const PromptTemplate& value);

/// The name of its file without folder and ending; empty when it has no file.
std::string fileStem(const PromptTemplate& value);

/// What is wrong with a template's file, as a value: reading goes on with the rest.
struct TemplateProblem {
    std::filesystem::path file;
    int line = 0;        ///< from 1; 0 = the file as a whole
    std::string message; ///< a sentence fragment without a full stop
    std::string hint;    ///< may be empty

    bool operator==(const TemplateProblem&) const = default;
};

/// "style/noir.md:3: the key 'name' stands there twice; the first one counts"
std::string describe(const TemplateProblem& problem);

} // namespace diptych
