#include "app/cli/prompt_options.h"

#include "app/cli/option.h"
#include "app/cli/setting_flags.h"
#include "core/base/file.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <istream>
#include <iterator>
#include <utility>

namespace diptych::cli {

namespace {

constexpr std::uint64_t kLargestPromptBytes = std::uint64_t{64} << 20;

Result<std::string> readText(const std::string& path, std::istream& input) {
    if (path != "-")
        return readFile(path, kLargestPromptBytes);
    return std::string(std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>());
}

// Words that the prompt has already are not repeated.
std::string withTriggerWords(const std::vector<std::string>& words, std::string prompt) {
    std::string leading;
    for (const std::string& word : words)
        if (prompt.find(word) == std::string::npos && leading.find(word) == std::string::npos)
            leading += (leading.empty() ? "" : ", ") + word;
    const bool both = !leading.empty() && !prompt.empty();
    return leading + (both ? ", " : "") + prompt;
}

} // namespace

void addPromptOptions(CLI::App& app, SettingFlags& settings, PromptOptions& options) {
    const std::string group = "Prompt";
    Conversation& conversation = options.conversation;
    addOption(app, {"prompt", "", group, "what to draw, in quotes; - reads it from standard input"},
              options.prompt);
    addOption(app,
              {"--prompt-file", "FILE", group, "read the prompt from a file; - = standard input"},
              options.promptFile);
    settings.add(app, group, {"prompt.system_prompt"});
    addOption(app,
              {"--thinking-content", "TEXT", group,
               "content of the think block; text here switches the block on"},
              conversation.thinking);
    addOption(app,
              {"--assistant-content", "TEXT", group, "the beginning of the assistant's answer"},
              conversation.assistant);
    settings.add(app, group, {"prompt.force_think_block", "prompt.strip_quotes"});
    addSwitch(app,
              {"--raw", "", group,
               "the prompt is formatted already: send it to the text encoder as it is"},
              conversation.raw);
}

void takeConfigured(PromptOptions& options, const Conversation& configured) {
    options.conversation.system = configured.system;
    options.conversation.forceThinkBlock = configured.forceThinkBlock;
    options.conversation.stripQuotes = configured.stripQuotes;
}

Result<std::optional<Conversation>> readConversation(const PromptOptions& options,
                                                     std::istream& input) {
    if (options.prompt && !options.promptFile.empty())
        return fail(ErrorCode::Usage, "a prompt and --prompt-file were both given",
                    "leave one of them out");
    std::optional<Conversation> conversation = options.conversation;
    if (!options.promptFile.empty()) {
        DIPTYCH_TRY(conversation->user, readText(options.promptFile, input));
    } else if (options.prompt == "-") {
        DIPTYCH_TRY(conversation->user, readText("-", input));
    } else if (options.prompt) {
        conversation->user = *options.prompt;
    } else {
        return std::optional<Conversation>();
    }
    conversation->user = toValidUtf8(conversation->user);
    if (!conversation->raw)
        conversation->user = withTriggerWords(options.triggerWords, std::move(conversation->user));
    return conversation;
}

Result<Conversation> requireConversation(const PromptOptions& options, std::istream& input) {
    DIPTYCH_TRY(std::optional<Conversation> conversation, readConversation(options, input));
    if (!conversation)
        return fail(ErrorCode::Usage, "no prompt was given",
                    "put it in quotes after the command, e.g. \"A cat on a mat\", or use "
                    "--prompt-file");
    return std::move(*conversation);
}

} // namespace diptych::cli
