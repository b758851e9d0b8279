#include "app/cli/commands/format_command.h"

#include "app/cli/model.h"
#include "app/cli/prompt_options.h"
#include "app/cli/template_choice.h"
#include "core/base/text.h"
#include "core/domain/generation_request.h"
#include "core/pipeline/load_tokenizer.h"
#include "core/prompt/chat_format.h"
#include "core/tokenizer/tokenizer.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

namespace diptych::cli {

namespace {

// Formatting needs no tokenizer; without one the number of tokens is unknown.
Result<nlohmann::ordered_json> countTokens(CommandContext& context, const std::string& text) {
    const std::filesystem::path named = context.config().values.model.tokenizer;
    const std::filesystem::path folder =
        named.empty() ? bundledTokenizer(context.environment().resources) : named;
    std::error_code error;
    if (named.empty() && !std::filesystem::exists(folder, error))
        return nlohmann::ordered_json();
    DIPTYCH_TRY(const Tokenizer tokenizer, loadTokenizer(folder));
    return nlohmann::ordered_json(tokenizer.encode(text).size());
}

nlohmann::ordered_json textOrNull(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

Status run(CommandContext& context, PromptOptions& options) {
    DIPTYCH_TRY_DONE(settlePrompt(context, options));
    DIPTYCH_TRY(const Conversation conversation,
                requireConversation(options, context.config().values.request.seed.value_or(0),
                                    context.environment().input));
    const FormattedPrompt formatted = formatChat(conversation);
    context.note(formatted.notices);
    if (!context.common().json) {
        context.environment().output << formatted.text;
        return Done{};
    }
    DIPTYCH_TRY(nlohmann::ordered_json tokenCount, countTokens(context, formatted.text));
    nlohmann::ordered_json object;
    object["formatted_prompt"] = formatted.text;
    object["char_count"] = countCodePoints(formatted.text);
    object["token_count"] = std::move(tokenCount);
    object["max_tokens"] = kTrainedPromptTokens;
    object["prompt"] = conversation.user;
    object["system_prompt"] = textOrNull(conversation.system);
    object["thinking_content"] = textOrNull(conversation.thinking);
    object["assistant_content"] = textOrNull(conversation.assistant);
    object["template"] = textOrNull(options.templateName);
    object["force_think_block"] = conversation.forceThinkBlock;
    object["strip_quotes"] = conversation.stripQuotes;
    object["notices"] = context.noticesAsJson();
    context.writeJson(object);
    return Done{};
}

} // namespace

CommandBody makeFormatCommand(CLI::App& command, CommandContext& context) {
    command.description(
        "Print the exact text that the text encoder gets for a prompt; needs no model");
    command.footer("Example:\n  diptych-cli format \"A cat\" --system-prompt \"Paint in oil.\"");
    auto options = std::make_shared<PromptOptions>();
    addPromptOptions(command, context.settings(), *options);
    context.settings().add(command, "Prompt", {"generation.seed"});
    addModelOptions(command, context.settings(), Shown::Nothing);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli
