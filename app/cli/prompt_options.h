// The flags of a prompt and how they become a Conversation.
#pragma once

#include "core/base/result.h"
#include "core/domain/conversation.h"
#include "core/prompt/apply_template.h"
#include "core/prompt/template_variables.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

class SettingFlags;

struct PromptOptions {
    std::optional<std::string> prompt;     ///< the positional argument; "-" = standard input
    std::string promptFile;                ///< "-" = standard input
    ExplicitParts given;                   ///< as flags that are no settings
    VariableValues variables;              ///< for the template
    Conversation conversation;             ///< everything but `user`
    std::string templateName;              ///< of the template that `conversation` is made with
    bool expand = false;                   ///< pick from {a|b}
    std::vector<std::string> triggerWords; ///< put before the prompt
};

/// The parts that can be configured too become settings; `settlePrompt` in template_choice.h puts
/// them, the flags and the template together.
void addPromptOptions(CLI::App& app, SettingFlags& settings, PromptOptions& options);
/// The same without the positional argument.
void addPromptFlags(CLI::App& app, SettingFlags& settings, PromptOptions& options);

/// The conversation with the user's text filled in, behind the trigger words that it does not hold;
/// empty when no prompt was given at all (an empty one is a prompt). Errors: Usage (two prompts),
/// FileNotFound, FileInvalid.
Result<std::optional<Conversation>> readConversation(const PromptOptions& options,
                                                     std::istream& input);

/// Takes the value of --template-var, "NAME=VALUE". Errors: Usage.
Status addVariable(VariableValues& variables, const std::string& text);

/// The conversation with `text` as the user's.
Conversation conversationWith(const PromptOptions& options, std::string text);

/// The prompts of a file with one a line; "-" = standard input. Empty lines and those that begin
/// with # do not count; \# is a # at the beginning. Errors: InvalidInput (no prompt in it),
/// FileNotFound, FileInvalid.
Result<std::vector<std::string>> readPromptList(const std::string& path, std::istream& input);

/// Picks from every {a|b} of the user's text if the options ask for it. Errors: InvalidInput.
Status expandPrompt(const PromptOptions& options, std::int64_t seed, Conversation& conversation);

/// As above, but a missing prompt is a Usage error too, and picks are made with `seed`.
Result<Conversation> requireConversation(const PromptOptions& options, std::int64_t seed,
                                         std::istream& input);

} // namespace diptych::cli
