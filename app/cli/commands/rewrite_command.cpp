#include "app/cli/commands/rewrite_command.h"

#include "app/cli/model.h"
#include "app/cli/option.h"
#include "app/cli/prompt_options.h"
#include "app/cli/remote.h"
#include "app/cli/template_choice.h"
#include "core/base/text.h"
#include "core/domain/generation_request.h"
#include "core/pipeline/prompt_rewriter.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

constexpr const char* kTemplate = "rewriter.template";
constexpr std::string_view kNoTemplate = "none";

struct RewriteOptions {
    PromptOptions prompt; ///< its text, its variables and `raw`
    std::string promptList;
    std::optional<std::string> instruction;
    bool ignoreStop = false;
    bool keyValueCache = true;
};

/// Prints the answer on standard output while it comes, and thoughts on standard error.
class ConsoleText final : public TextSink {
  public:
    explicit ConsoleText(CommandContext& context)
        : context_(context), output_(context.environment().output),
          error_(context.environment().error),
          showsThinking_(!context.common().quiet && !context.common().json),
          showsAnswer_(!context.common().json) {}

    void piece(AnswerPart part, std::string_view text) override {
        context_.finishProgress();
        const bool isAnswer = part == AnswerPart::Answer;
        if (isAnswer)
            endThought();
        if (!(isAnswer ? showsAnswer_ : showsThinking_))
            return;
        (isAnswer ? answerOpen_ : thoughtOpen_) = !text.ends_with('\n');
        (isAnswer ? output_ : error_) << text << std::flush;
    }

    /// Both texts end with a line end.
    void finish() {
        endThought();
        if (showsAnswer_ && std::exchange(answerOpen_, false))
            output_ << '\n' << std::flush;
    }

  private:
    void endThought() {
        if (std::exchange(thoughtOpen_, false))
            error_ << '\n' << std::flush;
    }

    CommandContext& context_;
    std::ostream& output_;
    std::ostream& error_;
    bool showsThinking_;
    bool showsAnswer_;
    bool thoughtOpen_ = false;
    bool answerOpen_ = false;
};

Status checkOptions(CommandContext& context, const RewriteOptions& options) {
    const bool isNamed = context.settings().find(kTemplate) != nullptr;
    if (options.instruction && isNamed)
        return fail(ErrorCode::Usage, "--instruction and --rewriter were both given",
                    "leave one of them out");
    if (options.prompt.conversation.raw && (options.instruction || isNamed))
        return fail(
            ErrorCode::Usage,
            fmt::format("--raw and {} were both given", isNamed ? "--rewriter" : "--instruction"),
            "a raw text holds everything already; leave one of them out");
    if (!options.promptList.empty() &&
        (options.prompt.prompt || !options.prompt.promptFile.empty()))
        return fail(ErrorCode::Usage,
                    fmt::format("--prompts and {} were both given",
                                options.prompt.prompt ? "a prompt" : "--prompt-file"),
                    "leave one of them out");
    return Done{};
}

/// The rewriter's name and text; both empty for none.
struct Instruction {
    std::string rewriter;
    std::string text;
};

Result<Instruction> chooseInstruction(CommandContext& context, const RewriteOptions& options) {
    if (options.instruction)
        return Instruction{"", toValidUtf8(*options.instruction)};
    const std::string& name = context.config().values.rewriter.templateName;
    if (options.prompt.conversation.raw || name.empty() || name == kNoTemplate) {
        if (!options.prompt.variables.empty())
            return fail(ErrorCode::Usage, "--template-var was given without a rewriter",
                        "name one with --rewriter");
        return Instruction{};
    }
    DIPTYCH_TRY(const TemplateLibrary library, loadTemplates(context));
    DIPTYCH_TRY(PromptTemplate found, library.findRewriter(name));
    DIPTYCH_TRY(found, resolveVariables(std::move(found), options.prompt.variables));
    return Instruction{found.name, found.body};
}

Result<std::vector<std::string>> readPrompts(CommandContext& context,
                                             const RewriteOptions& options) {
    std::istream& input = context.environment().input;
    if (!options.promptList.empty())
        return readPromptList(options.promptList, input);
    DIPTYCH_TRY(const Conversation conversation, requireConversation(options.prompt, 0, input));
    return std::vector{conversation.user};
}

nlohmann::ordered_json toJson(const RewriteResult& result, std::int64_t seed,
                              const std::string& rewriter) {
    nlohmann::ordered_json object;
    object["prompt"] = result.prompt;
    object["thinking"] = result.thinking;
    object["text"] = result.text;
    object["token_ids"] = result.tokenIds;
    object["finish_reason"] = toString(result.finishReason);
    object["seconds"] = result.seconds;
    object["tokens_per_second"] = result.tokensPerSecond;
    object["seed"] = seed;
    object["rewriter"] =
        rewriter.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(rewriter);
    return object;
}

// A prompt of a list stays one line, so that the output is a list again.
std::string onOneLine(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

Status rewriteAll(CommandContext& context, PromptRewriter& rewriter, RewriteRequest request,
                  const std::vector<std::string>& prompts, const std::string& name, bool isList) {
    nlohmann::ordered_json objects = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        request.prompt = prompts[i];
        ConsoleText text(context);
        Result<RewriteResult> result =
            rewriter.rewrite(request, isList ? nullptr : &text, context.run());
        context.finishProgress();
        text.finish();
        if (!result)
            return fail(std::move(result.error()));
        context.note(result->notices);
        if (isList && !context.common().json)
            context.environment().output << onOneLine(result->text) << '\n' << std::flush;
        context.detail(fmt::format("{} tokens in {:.1f} s, {:.1f} tokens/s, seed {}",
                                   result->tokenCount, result->seconds, result->tokensPerSecond,
                                   request.seed));
        objects.push_back(toJson(*result, request.seed, name));
        request.seed = pictureSeed(request.seed, SeedRule::Increment, 1);
    }
    if (!context.common().json)
        return Done{};
    nlohmann::ordered_json object;
    if (isList)
        object["rewrites"] = std::move(objects);
    else
        object = std::move(objects.front());
    object["notices"] = context.noticesAsJson();
    context.writeJson(object);
    return Done{};
}

Status run(CommandContext& context, const RewriteOptions& options) {
    DIPTYCH_TRY_DONE(checkOptions(context, options));
    const config::RewriterSettings& settings = context.config().values.rewriter;
    DIPTYCH_TRY(const Instruction instruction, chooseInstruction(context, options));
    DIPTYCH_TRY(const std::vector<std::string> prompts, readPrompts(context, options));
    RewriteRequest request;
    request.instruction = instruction.text;
    request.raw = options.prompt.conversation.raw;
    request.thinking = settings.thinking;
    request.ignoreStop = options.ignoreStop;
    request.keyValueCache = options.keyValueCache;
    request.sampling = settings.sampling;
    const std::optional<std::int64_t> seed = context.config().values.request.seed;
    request.seed = seed ? *seed : drawSeed();
    for (const std::string& prompt : prompts) { // before the model is loaded
        request.prompt = prompt;
        DIPTYCH_TRY_DONE(checkRewrite(request));
    }
    const bool isList = !options.promptList.empty();
    DIPTYCH_TRY(const std::unique_ptr<PromptRewriter> remote, openRemoteRewriter(context));
    if (remote)
        return rewriteAll(context, *remote, std::move(request), prompts, instruction.rewriter,
                          isList);
    const ChosenModel model = chooseModel(context);
    DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                openModel(context, model, EncodesPrompts::No));
    if (model.isDemo && model.location.textEncoder.empty())
        context.note(Notice{"demo_model", "writing with the bundled demo model; name a checkpoint "
                                          "with --model-path for real texts"});
    return rewriteAll(context, pipeline->rewriter(), std::move(request), prompts,
                      instruction.rewriter, isList);
}

void addTextOptions(CLI::App& command, RewriteOptions& options) {
    const std::string group = "Prompt";
    addOption(command,
              {"prompt", "", group, "what to rewrite, in quotes; - reads it from standard input"},
              options.prompt.prompt);
    addOption(command,
              {"--prompt-file", "FILE", group, "read the prompt from a file; - = standard input"},
              options.prompt.promptFile);
    addOption(command,
              {"--prompts", "FILE", group,
               "read prompts from a file, one a line, and print one line for each; - = standard "
               "input"},
              options.promptList);
}

void addInstructionOptions(CLI::App& command, SettingFlags& settings, RewriteOptions& options) {
    const std::string group = "Instruction";
    settings.add(command, group, {kTemplate});
    addRepeatableOption(command,
                        {"--template-var", "NAME=VALUE", group,
                         "what {{NAME}} in the rewriter stands for; may be given several times"},
                        [&options](const std::string& text) {
                            return addVariable(options.prompt.variables, text);
                        });
    addOption(command,
              {"--instruction", "TEXT", group, "an instruction of your own instead of a rewriter"},
              options.instruction);
    settings.add(command, group, {"prompt.templates_dir", "rewriter.thinking"});
    addSwitch(
        command,
        {"--raw", "", group, "the text is the whole input of the model: it goes on writing there"},
        options.prompt.conversation.raw);
}

void addWritingOptions(CLI::App& command, SettingFlags& settings, const config::Schema& schema,
                       RewriteOptions& options) {
    const std::string group = "Writing";
    settings.add(command, group,
                 {"rewriter.temperature", "rewriter.top_p", "rewriter.top_k", "rewriter.min_p",
                  "rewriter.presence_penalty", "rewriter.repetition_penalty"});
    // Elsewhere --max-tokens is about prompts for pictures.
    const config::Field& length = *schema.find("rewriter.max_tokens");
    addOption(command,
              {"--max-tokens", length.value, group,
               fmt::format("{}; {} (default {})", length.help, length.accepts,
                           config::toToml(config::defaultOf(length)))},
              [&settings, &length](const std::string& text) -> Status {
                  DIPTYCH_TRY(config::Value value, length.parse(text));
                  settings.set(length.name, std::move(value), "--max-tokens");
                  return Done{};
              });
    settings.add(command, group, {"generation.seed"});
    addSwitch(command, {"--ignore-eos", "", group, "go on where the model would end"},
              options.ignoreStop);
    addSwitch(command,
              {"--kv-cache", "", group,
               "keep what was computed for earlier tokens; without it the result is the same, only "
               "slower"},
              options.keyValueCache);
}

} // namespace

CommandBody makeRewriteCommand(CLI::App& command, CommandContext& context) {
    command.description("Let the text encoder write a better prompt out of a short one");
    command.footer("Examples:\n"
                   "  diptych-cli rewrite \"A cat on a roof\" --model-path ~/models/Z-Image-Turbo\n"
                   "  diptych-cli rewrite \"A cat\" --rewriter photographers_brief --no-thinking\n"
                   "  diptych-cli rewrite \"A cat\" --instruction \"Answer with a haiku.\" --json");
    auto options = std::make_shared<RewriteOptions>();
    addTextOptions(command, *options);
    addInstructionOptions(command, context.settings(), *options);
    addWritingOptions(command, context.settings(), context.schema(), *options);
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli
