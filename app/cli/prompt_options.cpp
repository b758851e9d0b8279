#include "app/cli/prompt_options.h"

#include "app/cli/option.h"
#include "core/base/file.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <istream>
#include <iterator>

namespace diptych::cli {

namespace {

constexpr std::uint64_t kLargestPromptBytes = std::uint64_t{64} << 20;

Result<std::string> readText(const std::string& path, std::istream& input) {
    if (path != "-")
        return readFile(path, kLargestPromptBytes);
    return std::string(std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>());
}

} // namespace

void addPromptOptions(CLI::App& app, PromptOptions& options) {
    const std::string group = "Prompt";
    Conversation& conversation = options.conversation;
    addOption(app, {"prompt", "", group, "what to draw, in quotes; - reads it from standard input"},
              options.prompt);
    addOption(app,
              {"--prompt-file", "FILE", group, "read the prompt from a file; - = standard input"},
              options.promptFile);
    addOption(app, {"--system-prompt", "TEXT", group, "instructions to the text encoder"},
              conversation.system);
    addOption(app,
              {"--thinking-content", "TEXT", group,
               "content of the think block; text here switches the block on"},
              conversation.thinking);
    addOption(app,
              {"--assistant-content", "TEXT", group, "the beginning of the assistant's answer"},
              conversation.assistant);
    addSwitch(app,
              {"--force-think-block,--enable-thinking", "", group,
               "add an empty think block when there is no thinking content"},
              conversation.forceThinkBlock);
    addSwitch(app,
              {"--strip-quotes", "", group,
               "remove every \" from the prompt, which would be drawn as text"},
              conversation.stripQuotes);
    addSwitch(app,
              {"--raw", "", group,
               "the prompt is formatted already: send it to the text encoder as it is"},
              conversation.raw);
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
