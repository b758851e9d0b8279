#include "app/cli/commands/encode_command.h"

#include "app/cli/commands/encode_batch.h"
#include "app/cli/embedding_output.h"
#include "app/cli/encode_parity.h"
#include "app/cli/model.h"
#include "app/cli/option.h"
#include "app/cli/output_names.h"
#include "app/cli/prompt_options.h"
#include "app/cli/template_choice.h"
#include "app/cli/tensor_files.h"
#include "core/prompt/chat_format.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

struct EncodeOptions {
    PromptOptions prompt;
    std::string promptList; ///< a file with one prompt a line; empty = none
    std::optional<std::vector<std::int32_t>> tokenIds;
    int hiddenLayer = kDefaultHiddenLayer;
    bool allLayers = false;
    std::filesystem::path output;
    bool overwrite = false;
    bool resume = false;     ///< of a list
    std::string compareWith; ///< a server's address or a file; empty = do not compare
};

// "1,2,3", with or without brackets and blanks.
Result<std::vector<std::int32_t>> parseTokenIds(std::string text) {
    for (char& c : text)
        if (c == '[' || c == ']' || c == ',' || c == '\t' || c == '\n')
            c = ' ';
    std::vector<std::int32_t> ids;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        if (*at == ' ') {
            ++at;
            continue;
        }
        std::int32_t id = 0;
        const auto [next, error] = std::from_chars(at, end, id);
        if (error != std::errc{} || id < 0 || (next != end && *next != ' '))
            return fail(ErrorCode::Usage, "needs token ids with commas between them",
                        "for example --token-ids \"151644,872,198\"");
        ids.push_back(id);
        at = next;
    }
    return ids;
}

struct Encoding {
    EncodedPrompt prompt;
    Conversation conversation;
    std::string templateName;
    FormattedPrompt formatted; ///< empty when token ids were given
};

Result<Encoding> encodeInput(CommandContext& context, ImagePipeline& pipeline,
                             const EncodeOptions& options,
                             const std::optional<Conversation>& conversation) {
    Encoding encoding;
    if (options.tokenIds) {
        DIPTYCH_TRY(encoding.prompt,
                    pipeline.encodeTokens(*options.tokenIds, options.hiddenLayer, context.run()));
        return encoding;
    }
    encoding.conversation = *conversation;
    encoding.templateName = options.prompt.templateName;
    encoding.formatted = formatChat(*conversation);
    context.note(encoding.formatted.notices);
    DIPTYCH_TRY(encoding.prompt,
                pipeline.encode(encoding.formatted, options.hiddenLayer, context.run()));
    context.note(encoding.prompt.notices);
    return encoding;
}

void report(CommandContext& context, const EncodeOptions& options, const Encoding& encoding,
            std::size_t layerCount) {
    const HostTensor& embedding = encoding.prompt.embedding;
    nlohmann::ordered_json object;
    object["file"] = options.output.string();
    object["shape"] = embedding.shape;
    object["dtype"] = formatName(embedding.type);
    object["token_count"] = embedding.shape[0];
    object["token_ids"] = encoding.prompt.tokenIds;
    object["hidden_layer"] = encoding.prompt.hiddenLayer;
    object["hidden_states"] = layerCount;
    object["encoder"] = encoding.prompt.encoder;
    object["encoder_dtype"] = encoding.prompt.dtype;
    object["prompt"] = encoding.conversation.user;
    object["template"] = encoding.templateName.empty()
                             ? nlohmann::ordered_json()
                             : nlohmann::ordered_json(encoding.templateName);
    object["formatted_prompt"] = encoding.formatted.text;
    object["seconds"] = encoding.prompt.seconds;
    object["notices"] = context.noticesAsJson();
    if (context.common().json)
        context.writeJson(object);
    context.summary(fmt::format("{}: {} tokens, {} {}, {:.1f} s", options.output.string(),
                                embedding.shape[0], shapeText(embedding),
                                formatName(embedding.type), encoding.prompt.seconds));
}

Status runList(CommandContext& context, const EncodeOptions& options) {
    const std::pair<bool, const char*> excluded[] = {
        {options.prompt.prompt.has_value(), "a prompt"},
        {!options.prompt.promptFile.empty(), "--prompt-file"},
        {options.tokenIds.has_value(), "--token-ids"},
        {options.allLayers, "--all-layers"}};
    for (const auto& [isGiven, name] : excluded)
        if (isGiven)
            return fail(ErrorCode::Usage, fmt::format("--prompts and {} were both given", name),
                        "leave one of them out");
    return encodeList(context, {options.prompt, options.promptList, options.output.string(),
                                context.config().values.request.seed.value_or(0),
                                options.hiddenLayer, options.resume, options.overwrite});
}

Status compare(CommandContext& context, const EncodeOptions& options,
               std::optional<Conversation> conversation) {
    if (!conversation || !options.output.empty() || options.allLayers ||
        !options.promptList.empty())
        return fail(ErrorCode::Usage, "--compare-with takes a prompt and writes no file",
                    "leave --prompts, --token-ids, --all-layers and --output out");
    DIPTYCH_TRY_DONE(expandPrompt(options.prompt, context.config().values.request.seed.value_or(0),
                                  *conversation));
    return compareEncoders(context, *conversation, options.hiddenLayer, options.compareWith);
}

Status run(CommandContext& context, const EncodeOptions& options) {
    if (!options.compareWith.empty()) {
        DIPTYCH_TRY(const std::optional<Conversation> conversation,
                    readConversation(options.prompt, context.environment().input));
        return compare(context, options, conversation);
    }
    if (options.output.empty())
        return fail(ErrorCode::Usage, "no output file was named",
                    "add --output, e.g. --output cat.safetensors");
    if (!options.promptList.empty())
        return runList(context, options);
    if (options.resume)
        return fail(ErrorCode::Usage, "--resume was given without --prompts",
                    "one prompt is encoded as a whole, or not at all");
    DIPTYCH_TRY(std::optional<Conversation> conversation,
                readConversation(options.prompt, context.environment().input));
    if (conversation.has_value() == options.tokenIds.has_value())
        return fail(ErrorCode::Usage,
                    conversation ? "a prompt and --token-ids were both given"
                                 : "neither a prompt nor --token-ids was given",
                    "give one of them");
    if (conversation)
        DIPTYCH_TRY_DONE(expandPrompt(
            options.prompt, context.config().values.request.seed.value_or(0), *conversation));
    const Overwrite overwrite = options.overwrite ? Overwrite::Yes : Overwrite::No;
    DIPTYCH_TRY_DONE(checkOutputs(std::vector{options.output}, overwrite));
    DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                openModel(context, chooseEncoder(context), EncodesPrompts::Yes));
    DIPTYCH_TRY(const Encoding encoding, encodeInput(context, *pipeline, options, conversation));
    std::vector<HostTensor> layers;
    if (options.allLayers) {
        DIPTYCH_TRY(layers, pipeline->allHiddenStates(encoding.prompt.tokenIds, context.run()));
    }
    if (context.environment().cancel.stop_requested())
        return fail(cancelledError());
    DIPTYCH_TRY_DONE(
        writeEmbeddingFile(options.output, {encoding.prompt.embedding}, layers,
                           embeddingFacts(encoding.prompt, encoding.conversation,
                                          encoding.templateName, encoding.formatted.text),
                           overwrite));
    report(context, options, encoding, layers.size());
    return Done{};
}

} // namespace

CommandBody makeEncodeCommand(CLI::App& command, CommandContext& context) {
    command.description("Run the text encoder only and save the embeddings of a prompt");
    command.footer("Example:\n"
                   "  diptych-cli encode \"A cat\" --model-path ~/models/Z-Image-Turbo --output "
                   "cat.safetensors\n"
                   "  diptych-cli generate --prompt-embeds cat.safetensors --model-path "
                   "~/models/Z-Image-Turbo");
    auto options = std::make_shared<EncodeOptions>();
    addPromptOptions(command, context.settings(), options->prompt);
    addOption(command,
              {"--prompts", "FILE", "Prompt",
               "read prompts from a file, one a line, and write a file for each; - = standard "
               "input"},
              options->promptList);
    addOption(command,
              {"--token-ids", "IDS", "Prompt",
               "encode these ids, e.g. \"1,2,3\", instead of a prompt; needs no tokenizer"},
              [options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options->tokenIds, parseTokenIds(text));
                  return Done{};
              });
    context.settings().add(command, "Numbers", {"encoder.hidden_layer", "generation.seed"});
    const std::string group = "Files";
    addOption(command,
              {"-o,--output,--save-embeddings", "FILE", group,
               "where to write: .safetensors, .npz or .npy; with --prompts {index} is filled in"},
              options->output);
    addSwitch(command, {"--all-layers", "", group, "also write the hidden states of every layer"},
              options->allLayers);
    addSwitch(command, {"--overwrite", "", group, "replace a file that exists"},
              options->overwrite);
    addSwitch(command,
              {"--resume", "", group, "with --prompts: keep the files that are written already"},
              options->resume);
    addOption(command,
              {"--compare-with", "WHAT", "Comparison",
               "instead of writing a file, compare with a server (http://…) or with a file of "
               "encode, and say what differs: layer, template, dtype or model"},
              options->compareWith);
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) -> Status {
        DIPTYCH_TRY_DONE(settlePrompt(running, options->prompt));
        options->hiddenLayer = running.config().values.request.hiddenLayer;
        return run(running, *options);
    };
}

} // namespace diptych::cli
