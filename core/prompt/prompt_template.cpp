#include "core/prompt/prompt_template.h"

#include "core/base/text.h"

#include <fmt/format.h>

namespace diptych {

std::string_view toString(TemplateOrigin origin) {
    return origin == TemplateOrigin::BuiltIn ? "built-in" : "user";
}

bool isRewriter(const PromptTemplate& value) {
    return value.category == kRewriterCategory;
}

const std::string& displayTitle(const PromptTemplate& value) {
    return value.title.empty() ? value.name : value.title;
}

std::string fileStem(const PromptTemplate& value) {
    return toValidUtf8(value.source.file.stem().string());
}

std::string describe(const TemplateProblem& problem) {
    std::string text = toValidUtf8(problem.file.string());
    if (problem.line > 0)
        text += fmt::format(":{}", problem.line);
    text += ": " + problem.message;
    if (!problem.hint.empty())
        text += "; " + problem.hint;
    return text;
}

} // namespace diptych
