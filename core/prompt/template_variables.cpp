#include "core/prompt/template_variables.h"

#include "core/base/text.h"
#include "core/prompt/clean_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace diptych {

namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
constexpr std::string_view kEscapedOpen = "\\{{";

bool isName(std::string_view text) {
    const auto isLetter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !text.empty() && isLetter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

struct Reference {
    std::string name;
    std::optional<std::string> defaultValue;
    std::size_t length = 0; ///< bytes, braces and all
};

// The variable that `text`, which begins with {{, begins with.
std::optional<Reference> readReference(std::string_view text) {
    // A name holds no braces: what is none is known before the rest of the text is searched.
    const std::size_t nameEnd = text.find_first_of("{}|", kOpen.size());
    if (nameEnd == std::string_view::npos || text[nameEnd] == '{')
        return std::nullopt;
    Reference reference;
    reference.name = std::string(trimBlanks(text.substr(kOpen.size(), nameEnd - kOpen.size())));
    const std::size_t end = text.find(kClose, nameEnd);
    if (!isName(reference.name) || end == std::string_view::npos)
        return std::nullopt;
    if (text[nameEnd] == '|')
        reference.defaultValue = std::string(text.substr(nameEnd + 1, end - nameEnd - 1));
    else if (end != nameEnd)
        return std::nullopt; // "{{name}": one brace
    reference.length = end + kClose.size();
    return reference;
}

// Calls `onText` and `onReference` for the pieces of a text, in order.
template <typename OnText, typename OnReference>
void readPieces(std::string_view text, OnText&& onText, OnReference&& onReference) {
    // Without a closing pair behind it no {{ is a variable: one look per text, not one per brace.
    const std::size_t lastClose = text.rfind(kClose);
    std::size_t done = 0;
    for (std::size_t at = text.find(kOpen); at != std::string_view::npos;
         at = text.find(kOpen, done)) {
        if (at > done && text[at - 1] == kEscapedOpen.front()) {
            onText(text.substr(done, at - 1 - done));
            onText(kOpen);
            done = at + kOpen.size();
            continue;
        }
        std::optional<Reference> reference;
        if (lastClose != std::string_view::npos && at < lastClose)
            reference = readReference(text.substr(at));
        if (reference) {
            onText(text.substr(done, at - done));
            onReference(*reference, text.substr(at, reference->length));
            done = at + reference->length;
        } else {
            // One brace: the second may be the first of another pair.
            onText(text.substr(done, at + 1 - done));
            done = at + 1;
        }
    }
    onText(text.substr(done));
}

/// What variables stand for: the user's values, and the defaults that they have anywhere.
struct Replacements {
    const VariableValues& values;
    VariableValues defaults;
};

Replacements replacementsFor(const VariableValues& values,
                             const std::vector<TemplateVariable>& variables) {
    Replacements replacements{values, {}};
    for (const TemplateVariable& variable : variables)
        if (variable.defaultValue)
            replacements.defaults.emplace(variable.name, *variable.defaultValue);
    return replacements;
}

std::string replaceVariables(std::string_view text, const Replacements& replacements,
                             std::vector<std::string>& missing) {
    const VariableValues& values = replacements.values;
    const VariableValues& defaults = replacements.defaults;
    std::string result;
    readPieces(
        text, [&](std::string_view piece) { result += piece; },
        [&](const Reference& reference, std::string_view written) {
            if (const auto value = values.find(reference.name); value != values.end()) {
                result += value->second;
            } else if (reference.defaultValue) {
                result += *reference.defaultValue;
            } else if (const auto other = defaults.find(reference.name); other != defaults.end()) {
                result += other->second;
            } else {
                result += written;
                if (std::find(missing.begin(), missing.end(), reference.name) == missing.end())
                    missing.push_back(reference.name);
            }
        });
    return result;
}

tl::unexpected<Error> failMissing(const std::vector<std::string>& missing) {
    return fail(Error{ErrorCode::InvalidInput,
                      fmt::format("the template needs a value for {}", fmt::join(missing, ", ")),
                      fmt::format("for example --template-var \"{}=…\"", missing.front()), "",
                      missing});
}

void addVariables(std::string_view text, std::vector<TemplateVariable>& variables) {
    readPieces(
        text, [](std::string_view) {},
        [&](const Reference& reference, std::string_view) {
            const auto known = std::find_if(
                variables.begin(), variables.end(),
                [&](const TemplateVariable& other) { return other.name == reference.name; });
            if (known == variables.end())
                variables.push_back({reference.name, reference.defaultValue});
            else if (!known->defaultValue)
                known->defaultValue = reference.defaultValue;
        });
}

} // namespace

std::vector<TemplateVariable> variablesOf(std::string_view text) {
    std::vector<TemplateVariable> variables;
    addVariables(text, variables);
    return variables;
}

std::vector<TemplateVariable> variablesOf(const PromptTemplate& value) {
    std::vector<TemplateVariable> variables;
    for (const std::string* text : {&value.body, &value.thinking, &value.assistant})
        addVariables(*text, variables);
    return variables;
}

Result<std::string> resolveVariables(std::string_view text, const VariableValues& values) {
    std::vector<std::string> missing;
    std::string result =
        replaceVariables(text, replacementsFor(values, variablesOf(text)), missing);
    if (!missing.empty())
        return failMissing(missing);
    return result;
}

std::string resolveKnownVariables(std::string_view text, const VariableValues& values) {
    std::vector<std::string> missing;
    return replaceVariables(text, replacementsFor(values, variablesOf(text)), missing);
}

Result<PromptTemplate> resolveVariables(PromptTemplate value, const VariableValues& values) {
    const std::vector<TemplateVariable> variables = variablesOf(value);
    for (const auto& [name, text] : values) {
        const auto isThis = [&, &wanted = name](const TemplateVariable& variable) {
            return variable.name == wanted;
        };
        if (std::any_of(variables.begin(), variables.end(), isThis))
            continue;
        std::vector<std::string> names;
        names.reserve(variables.size());
        for (const TemplateVariable& variable : variables)
            names.push_back(variable.name);
        return fail(Error{
            ErrorCode::InvalidInput,
            fmt::format("the template {} has no variable '{}'", value.name, toValidUtf8(name)),
            names.empty() ? "it has none" : fmt::format("it has {}", fmt::join(names, ", ")),
            "",
            {toValidUtf8(name)}});
    }
    // One error for all texts: whoever fills in a form wants to hear of every gap at once.
    const Replacements replacements = replacementsFor(values, variables);
    std::vector<std::string> missing;
    for (std::string* text : {&value.body, &value.thinking, &value.assistant})
        *text = replaceVariables(*text, replacements, missing);
    if (!missing.empty())
        return failMissing(missing);
    return value;
}

} // namespace diptych
