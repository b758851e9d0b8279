#include "app/cli/prompt_options.h"

#include "app/cli/option.h"
#include "app/cli/setting_flags.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/prompt/alternation.h"
#include "core/prompt/clean_text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <istream>
#include <iterator>
#include <string_view>
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

constexpr const char* kGroup = "Prompt";

} // namespace

void addPromptOptions(CLI::App& app, SettingFlags& settings, PromptOptions& options) {
    addOption(app,
              {"prompt", "", kGroup, "what to draw, in quotes; - reads it from standard input"},
              options.prompt);
    addPromptFlags(app, settings, options);
}

void addPromptFlags(CLI::App& app, SettingFlags& settings, PromptOptions& options) {
    const std::string group = kGroup;
    addOption(app,
              {"--prompt-file", "FILE", group, "read the prompt from a file; - = standard input"},
              options.promptFile);
    settings.add(app, group, {"prompt.template"});
    addRepeatableOption(
        app,
        {"--template-var", "NAME=VALUE", group,
         "what {{NAME}} in the template stands for; may be given several times"},
        [&options](const std::string& text) { return addVariable(options.variables, text); });
    settings.add(app, group, {"prompt.templates_dir", "prompt.system_prompt"});
    addOption(app,
              {"--thinking-content", "TEXT", group,
               "content of the think block; text here switches the block on"},
              options.given.thinking);
    addOption(app,
              {"--assistant-content", "TEXT", group, "the beginning of the assistant's answer"},
              options.given.assistant);
    settings.add(app, group, {"prompt.force_think_block", "prompt.strip_quotes", "prompt.expand"});
    addSwitch(app,
              {"--raw", "", group,
               "the prompt is formatted already: send it to the text encoder as it is"},
              options.conversation.raw);
}

Status addVariable(VariableValues& variables, const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return fail(ErrorCode::Usage, fmt::format("needs NAME=VALUE (got '{}')", toValidUtf8(text)),
                    "for example --template-var \"subject=a lighthouse\"");
    variables.insert_or_assign(text.substr(0, equals), toValidUtf8(text.substr(equals + 1)));
    return Done{};
}

Conversation conversationWith(const PromptOptions& options, std::string text) {
    Conversation conversation = options.conversation;
    conversation.user = toValidUtf8(text);
    if (!conversation.raw)
        conversation.user = withTriggerWords(options.triggerWords, std::move(conversation.user));
    return conversation;
}

Result<std::optional<Conversation>> readConversation(const PromptOptions& options,
                                                     std::istream& input) {
    if (options.prompt && !options.promptFile.empty())
        return fail(ErrorCode::Usage, "a prompt and --prompt-file were both given",
                    "leave one of them out");
    std::string text;
    if (!options.promptFile.empty()) {
        DIPTYCH_TRY(text, readText(options.promptFile, input));
    } else if (options.prompt == "-") {
        DIPTYCH_TRY(text, readText("-", input));
    } else if (options.prompt) {
        text = *options.prompt;
    } else {
        return std::optional<Conversation>();
    }
    return conversationWith(options, std::move(text));
}

Result<std::vector<std::string>> readPromptList(const std::string& path, std::istream& input) {
    DIPTYCH_TRY(const std::string text, readText(path, input));
    std::string_view rest = text;
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (rest.starts_with(kByteOrderMark))
        rest.remove_prefix(kByteOrderMark.size());
    std::vector<std::string> prompts;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = trimBlanks(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.starts_with('#'))
            continue;
        if (line.starts_with("\\#"))
            line.remove_prefix(1);
        prompts.emplace_back(line);
    }
    if (prompts.empty())
        return fail(ErrorCode::InvalidInput,
                    fmt::format("there is no prompt in {}", toValidUtf8(path)),
                    "write one a line; lines that begin with # do not count");
    return prompts;
}

Status expandPrompt(const PromptOptions& options, std::int64_t seed, Conversation& conversation) {
    if (!options.expand)
        return Done{};
    DIPTYCH_TRY(conversation.user,
                expandAlternation(conversation.user, static_cast<std::uint64_t>(seed)));
    return Done{};
}

Result<Conversation> requireConversation(const PromptOptions& options, std::int64_t seed,
                                         std::istream& input) {
    DIPTYCH_TRY(std::optional<Conversation> conversation, readConversation(options, input));
    if (!conversation)
        return fail(ErrorCode::Usage, "no prompt was given",
                    "put it in quotes after the command, e.g. \"A cat on a mat\", or use "
                    "--prompt-file");
    DIPTYCH_TRY_DONE(expandPrompt(options, seed, *conversation));
    return std::move(*conversation);
}

} // namespace diptych::cli
