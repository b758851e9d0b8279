#include "core/prompt/apply_template.h"

#include <utility>

namespace diptych {

Conversation applyTemplate(Conversation defaults, const ExplicitParts& chosen,
                           const PromptTemplate& value) {
    if (defaults.raw)
        return defaults;
    const auto propose = [](std::string& part, const std::string& proposal) {
        if (!proposal.empty())
            part = proposal;
    };
    propose(defaults.system, value.body);
    propose(defaults.assistant, value.assistant);
    // Text in the think block would switch on what the user switched off.
    if (chosen.thinkBlock.value_or(true))
        propose(defaults.thinking, value.thinking);
    if (value.addThinkBlock)
        defaults.forceThinkBlock = *value.addThinkBlock;
    return applyChoices(std::move(defaults), chosen);
}

Conversation applyChoices(Conversation defaults, const ExplicitParts& chosen) {
    const auto take = [](std::string& part, const std::optional<std::string>& choice) {
        if (choice)
            part = *choice;
    };
    take(defaults.system, chosen.system);
    take(defaults.thinking, chosen.thinking);
    take(defaults.assistant, chosen.assistant);
    defaults.forceThinkBlock = chosen.thinkBlock.value_or(defaults.forceThinkBlock);
    return defaults;
}

} // namespace diptych
