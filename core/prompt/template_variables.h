// Variables in templates: {{name}} and {{name|default}}, filled in before the prompt is formatted.
#pragma once

#include "core/base/result.h"
#include "core/prompt/prompt_template.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

using VariableValues = std::map<std::string, std::string, std::less<>>;

struct TemplateVariable {
    std::string name;
    std::optional<std::string> defaultValue; ///< of its first appearance that has one

    bool operator==(const TemplateVariable&) const = default;
};

/// The variables of a text, each once, in the order of the text. A name begins with a letter or _
/// and goes on with letters, digits, _ and -; blanks around it do not count. The default reaches up
/// to the next }} and may be empty. Everything else between braces is text, and so is \{{.
std::vector<TemplateVariable> variablesOf(std::string_view text);
/// Of all texts of a template.
std::vector<TemplateVariable> variablesOf(const PromptTemplate& value);

/// `text` with every variable replaced by its value, else its default; values are taken as they
/// are, nothing in them is replaced again. \{{ becomes {{. Errors: InvalidInput, naming every
/// variable that has neither.
Result<std::string> resolveVariables(std::string_view text, const VariableValues& values);

/// The same, but a variable that has neither stays as it is.
std::string resolveKnownVariables(std::string_view text, const VariableValues& values);

/// The template with the variables of all its texts resolved; name, title and the like stay.
/// Errors: InvalidInput, as above, and for a value whose name is no variable of the template.
Result<PromptTemplate> resolveVariables(PromptTemplate value, const VariableValues& values);

} // namespace diptych
