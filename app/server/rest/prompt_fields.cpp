#include "app/server/rest/prompt_fields.h"

#include "core/prompt/apply_template.h"
#include "core/prompt/template_variables.h"

#include <fmt/format.h>

#include <utility>

namespace diptych::server {

namespace {

constexpr const char* kNoTemplate = "none";

VariableValues readVariables(BodyReader& body) {
    VariableValues values;
    const nlohmann::json* object = body.value("template_variables");
    if (!object)
        return values;
    bool isGood = object->is_object();
    if (isGood)
        for (const auto& [name, value] : object->items()) {
            isGood = isGood && value.is_string();
            if (isGood)
                values[name] = value.get<std::string>();
        }
    if (!isGood)
        body.addProblem("template_variables", "template_variables must be an object of strings",
                        "type_error");
    return values;
}

std::string textOf(const Error& error) {
    return error.hint.empty() ? error.message : fmt::format("{}: {}", error.message, error.hint);
}

} // namespace

PromptFields readPromptFields(BodyReader& body, const TemplateLibrary& templates,
                              const Conversation& defaults, const std::string& defaultTemplate) {
    PromptFields fields;
    fields.conversation = defaults;
    fields.conversation.user = body.requiredText("prompt");
    ExplicitParts given;
    given.system = body.text("system_prompt");
    given.thinking = body.text("thinking_content");
    given.assistant = body.text("assistant_content");
    given.thinkBlock = body.boolean("force_think_block");
    fields.conversation.stripQuotes = body.boolean("strip_quotes").value_or(defaults.stripQuotes);
    const std::string name = body.text("template").value_or(defaultTemplate);
    const VariableValues variables = readVariables(body);
    if (name.empty() || name == kNoTemplate) {
        if (!variables.empty())
            body.addProblem("template_variables", "there is no template that has variables");
        fields.conversation = applyChoices(std::move(fields.conversation), given);
        return fields;
    }
    const auto found = templates.find(name);
    if (!found) {
        body.addProblem("template", textOf(found.error()));
        return fields;
    }
    const auto resolved = resolveVariables(*found, variables);
    if (!resolved) {
        body.addProblem("template_variables", textOf(resolved.error()));
        return fields;
    }
    fields.templateName = found->name;
    fields.conversation = applyTemplate(std::move(fields.conversation), given, *resolved);
    return fields;
}

nlohmann::ordered_json textOrNull(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

} // namespace diptych::server
