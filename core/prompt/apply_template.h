// What becomes of a conversation when a template is chosen: the user's explicit choice counts, then
// the template's, then the default.
#pragma once

#include "core/domain/conversation.h"
#include "core/prompt/prompt_template.h"

#include <optional>
#include <string>

namespace diptych {

/// What the user said, part by part. An empty text is a choice too: none. Unset = nothing was said.
struct ExplicitParts {
    std::optional<std::string> system;
    std::optional<std::string> thinking;
    std::optional<std::string> assistant;
    std::optional<bool> thinkBlock; ///< off also keeps the template's thinking out

    bool operator==(const ExplicitParts&) const = default;
};

/// `defaults` with the template's parts, and the user's over them. Everything else of `defaults`
/// (the user's text, cleaning, …) stays. A part that the template does not have is the default's; a
/// raw conversation comes back as it is. Applying the result's parts as explicit ones again changes
/// nothing. Variables must have been resolved.
Conversation applyTemplate(Conversation defaults, const ExplicitParts& chosen,
                           const PromptTemplate& value);

/// The same without a template.
Conversation applyChoices(Conversation defaults, const ExplicitParts& chosen);

} // namespace diptych
