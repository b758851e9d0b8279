// The flags of a prompt and how they become a Conversation.
#pragma once

#include "core/base/result.h"
#include "core/domain/conversation.h"

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
    Conversation conversation;             ///< everything but `user`
    std::vector<std::string> triggerWords; ///< put before the prompt
};

/// The parts that can be configured too become settings; `takeConfigured` brings them back.
void addPromptOptions(CLI::App& app, SettingFlags& settings, PromptOptions& options);

/// Fills in the parts that are settings.
void takeConfigured(PromptOptions& options, const Conversation& configured);

/// The conversation with the user's text filled in, behind the trigger words that it does not hold;
/// empty when no prompt was given at all (an empty one is a prompt). Errors: Usage (two prompts),
/// FileNotFound, FileInvalid.
Result<std::optional<Conversation>> readConversation(const PromptOptions& options,
                                                     std::istream& input);

/// As above, but a missing prompt is a Usage error too.
Result<Conversation> requireConversation(const PromptOptions& options, std::istream& input);

} // namespace diptych::cli
