#include "app/cli/commands/encode_batch.h"

#include "app/cli/embedding_output.h"
#include "app/cli/model.h"
#include "app/cli/output_names.h"
#include "core/prompt/chat_format.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

/// A prompt of the list on its way to its file.
struct PromptFile {
    Conversation conversation;
    FormattedPrompt formatted;
    std::filesystem::path path;
    std::int64_t tokens = 0;
    bool kept = false; ///< there already
};

Result<std::vector<PromptFile>> planFiles(CommandContext& context, const BatchOptions& options) {
    DIPTYCH_TRY(const std::vector<std::string> prompts,
                readPromptList(options.promptList, context.environment().input));
    const auto names =
        expandPattern(options.output, static_cast<int>(prompts.size()), options.seed);
    std::vector<PromptFile> files;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        PromptFile file;
        file.conversation = conversationWith(options.prompt, prompts[i]);
        DIPTYCH_TRY_DONE(expandPrompt(
            options.prompt, pictureSeed(options.seed, SeedRule::Increment, static_cast<int>(i)),
            file.conversation));
        file.formatted = formatChat(file.conversation);
        file.path = names[i];
        files.push_back(std::move(file));
    }
    const bool mayExist = options.overwrite || options.resume;
    DIPTYCH_TRY_DONE(checkOutputs(names, mayExist ? Overwrite::Yes : Overwrite::No));
    return files;
}

// Keeps what is there of this prompt and layer.
Status findKept(const BatchOptions& options, PromptFile& file) {
    std::error_code ignored;
    if (!options.resume || !std::filesystem::exists(file.path, ignored))
        return Done{};
    const auto there = readEmbeddingFile(file.path);
    file.kept = there && there->facts.formattedPrompt == file.formatted.text &&
                there->facts.hiddenLayer == std::to_string(options.hiddenLayer);
    if (file.kept)
        file.tokens = there->embeddings.front().shape[0];
    if (!file.kept && !options.overwrite)
        return fail(ErrorCode::FileWrite,
                    fmt::format("{} is not the embedding of '{}'", file.path.string(),
                                file.conversation.user),
                    "choose another --output, or add --overwrite");
    return Done{};
}

Status encodeOne(CommandContext& context, const BatchOptions& options, ImagePipeline& pipeline,
                 PromptFile& file) {
    context.note(file.formatted.notices);
    DIPTYCH_TRY(const EncodedPrompt encoded,
                pipeline.encode(file.formatted, options.hiddenLayer, context.run()));
    context.note(encoded.notices);
    file.tokens = encoded.embedding.shape.at(0);
    const bool replaces = options.overwrite || options.resume;
    DIPTYCH_TRY_DONE(
        writeEmbeddingFile(file.path, {encoded.embedding}, {},
                           embeddingFacts(encoded, file.conversation, options.prompt.templateName,
                                          file.formatted.text),
                           replaces ? Overwrite::Yes : Overwrite::No));
    context.summary(
        fmt::format("{}: {} tokens, {:.1f} s", file.path.string(), file.tokens, encoded.seconds));
    return Done{};
}

} // namespace

Status encodeList(CommandContext& context, const BatchOptions& options) {
    DIPTYCH_TRY(std::vector<PromptFile> files, planFiles(context, options));
    std::size_t kept = 0;
    for (PromptFile& file : files) {
        DIPTYCH_TRY_DONE(findKept(options, file));
        kept += file.kept ? 1 : 0;
    }
    if (kept > 0)
        context.summary(fmt::format("{} of {} prompts are encoded already", kept, files.size()));
    std::unique_ptr<ImagePipeline> pipeline;
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (PromptFile& file : files) {
        if (!file.kept && !pipeline) {
            DIPTYCH_TRY(pipeline, openModel(context, chooseEncoder(context), EncodesPrompts::Yes));
        }
        if (context.environment().cancel.stop_requested())
            return fail(cancelledError());
        if (!file.kept)
            DIPTYCH_TRY_DONE(encodeOne(context, options, *pipeline, file));
        list.push_back({{"file", file.path.string()},
                        {"prompt", file.conversation.user},
                        {"token_count", file.tokens},
                        {"kept", file.kept}});
    }
    if (context.common().json)
        context.writeJson({{"files", std::move(list)}, {"notices", context.noticesAsJson()}});
    return Done{};
}

} // namespace diptych::cli
