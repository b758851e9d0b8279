// The prompt's fields, which several bodies have: from JSON to a conversation with its template.
#pragma once

#include "app/server/body_reader.h"
#include "core/domain/conversation.h"
#include "core/prompt/template_library.h"

#include <string>

namespace diptych::server {

struct PromptFields {
    Conversation conversation; ///< with the template's parts
    std::string templateName;  ///< as the template calls itself; empty = none
};

/// Reads prompt, system_prompt, thinking_content, assistant_content, force_think_block,
/// strip_quotes, template and template_variables. What is given counts, then the template, then
/// `defaults`. Problems stay in `body`.
PromptFields readPromptFields(BodyReader& body, const TemplateLibrary& templates,
                              const Conversation& defaults, const std::string& defaultTemplate);

/// A text, or null where it is empty.
nlohmann::ordered_json textOrNull(const std::string& text);

} // namespace diptych::server
