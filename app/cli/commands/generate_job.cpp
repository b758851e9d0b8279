#include "app/cli/commands/generate_job.h"

#include "app/cli/embedding_output.h"
#include "app/cli/model.h"
#include "app/cli/output_names.h"
#include "app/cli/tensor_files.h"
#include "app/program/version.h"
#include "core/base/stopwatch.h"
#include "core/base/text.h"
#include "core/checkpoint/misplaced_file.h"
#include "core/image/image_file.h"
#include "core/pipeline/drawing_metadata.h"
#include "core/prompt/alternation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

/// Pictures that one prompt draws.
struct PlannedPrompt {
    Conversation conversation;
    std::int64_t seed = 0; ///< of its first picture
    int count = 1;
    std::size_t firstIndex = 0; ///< of its first picture among all of them
};

/// What the flags amount to once files are read and names are settled.
struct Job {
    GenerationRequest request;       ///< with its seed; its count is that of all pictures
    std::vector<PlannedPrompt> plan; ///< one, or one for each picture
    GenerationInputs inputs;
    EmbeddingFacts facts;                     ///< of --prompt-embeds
    std::vector<std::filesystem::path> names; ///< of the pictures
    Overwrite overwrite = Overwrite::No;
};

/// A picture that is on the disk.
struct SavedPicture {
    std::filesystem::path path;
    int width = 0;  ///< pixels
    int height = 0; ///< pixels
    std::int64_t seed = 0;
    double seconds = 0.0;
    HostTensor latents; ///< empty unless --save-latents asks for them
};

struct Outcome {
    GenerationReport report; ///< of the last prompt; evaluations and seconds are those of all
    std::vector<SavedPicture> pictures;
    double shift = 0.0;   ///< that was used
    double seconds = 0.0; ///< from loading to the last picture
};

Status readPrompt(CommandContext& context, const GenerateOptions& options, Job& job) {
    DIPTYCH_TRY(const std::optional<Conversation> conversation,
                readConversation(options.prompt, context.environment().input));
    if (!conversation && options.promptEmbeddings.empty())
        return fail(ErrorCode::Usage, "no prompt was given",
                    "put it in quotes after the command, e.g. diptych-cli generate \"A cat on a "
                    "mat\", or use --prompt-file or --prompt-embeds");
    if (conversation) {
        job.request.conversation = *conversation;
    } else { // what the embeddings were made from, not what they would be made from now
        job.request.conversation = {};
        job.request.templateName.clear();
    }
    if (conversation && !options.promptEmbeddings.empty())
        context.note(Notice{"prompt_not_encoded",
                            "the picture is drawn from --prompt-embeds; the prompt is only noted "
                            "in the file"});
    return Done{};
}

Status readInputs(const GenerateOptions& options, Job& job) {
    if (!options.promptEmbeddings.empty()) {
        DIPTYCH_TRY(EmbeddingFile file, readEmbeddingFile(options.promptEmbeddings));
        job.inputs.promptEmbeddings = std::move(file.embeddings);
        job.facts = std::move(file.facts);
    }
    if (!options.negativeEmbeddings.empty()) {
        DIPTYCH_TRY(EmbeddingFile file, readEmbeddingFile(options.negativeEmbeddings));
        job.inputs.negativeEmbeddings = std::move(file.embeddings);
    }
    if (!options.initialLatents.empty()) {
        DIPTYCH_TRY(job.inputs.initialLatents, readLatents(options.initialLatents));
        DIPTYCH_TRY_DONE(fitRequest(job.request, *job.inputs.initialLatents, options.countGiven));
    } else if (!options.countGiven && job.inputs.promptEmbeddings.size() > 1) {
        job.request.count = static_cast<int>(job.inputs.promptEmbeddings.size());
    }
    return Done{};
}

// Flags that belong to one prompt.
Status checkPromptList(const GenerateOptions& options) {
    const std::pair<bool, const char*> excluded[] = {
        {options.prompt.prompt.has_value(), "a prompt"},
        {!options.prompt.promptFile.empty(), "--prompt-file"},
        {!options.promptEmbeddings.empty(), "--prompt-embeds"},
        {!options.initialLatents.empty(), "--init-latents"}};
    for (const auto& [isGiven, name] : excluded)
        if (isGiven)
            return fail(ErrorCode::Usage, fmt::format("--prompts and {} were both given", name),
                        "leave one of them out");
    return Done{};
}

// One entry for all pictures, or, where prompts differ, one for each.
Status planPrompts(const GenerateOptions& options, const std::vector<std::string>& prompts,
                   Job& job) {
    const GenerationRequest& request = job.request;
    const bool isPicked = options.prompt.expand && job.inputs.promptEmbeddings.empty() &&
                          !job.inputs.initialLatents && hasAlternation(request.conversation.user);
    if (prompts.empty() && !(isPicked && request.count > 1)) {
        PlannedPrompt planned{request.conversation, *request.seed, request.count, 0};
        DIPTYCH_TRY_DONE(expandPrompt(options.prompt, planned.seed, planned.conversation));
        job.plan.push_back(std::move(planned));
        return Done{};
    }
    const auto perPrompt = static_cast<std::size_t>(options.request.count);
    for (std::size_t index = 0; index < static_cast<std::size_t>(request.count); ++index) {
        PlannedPrompt planned{request.conversation,
                              pictureSeed(*request.seed, request.seedRule, static_cast<int>(index)),
                              1, index};
        if (!prompts.empty())
            planned.conversation = conversationWith(options.prompt, prompts[index / perPrompt]);
        DIPTYCH_TRY_DONE(expandPrompt(options.prompt, planned.seed, planned.conversation));
        job.plan.push_back(std::move(planned));
    }
    return Done{};
}

Status settleOutputs(const GenerateOptions& options, Job& job) {
    if (!options.saveEmbeddings.empty() && !options.promptEmbeddings.empty())
        return fail(ErrorCode::Usage, "--save-embeddings and --prompt-embeds were both given",
                    "copy the embeddings file instead");
    if (!options.saveEmbeddings.empty() && job.plan.size() > 1)
        return fail(ErrorCode::Usage, "--save-embeddings holds one prompt, and here are several",
                    "use the command encode for each of them");
    job.overwrite = options.overwrite ? Overwrite::Yes : Overwrite::No;
    job.names =
        expandPattern(options.output, job.request.count, *job.request.seed, job.request.seedRule);
    DIPTYCH_TRY_DONE(checkPictureNames(job.names));
    std::vector<std::filesystem::path> outputs = job.names;
    for (const std::filesystem::path& path : {options.saveLatents, options.saveEmbeddings})
        if (!path.empty())
            outputs.push_back(path);
    return checkOutputs(outputs, job.overwrite);
}

Status settleSize(CommandContext& context, const GenerateOptions& options, const ChosenModel& model,
                  Job& job) {
    if (options.sizeGiven || job.inputs.initialLatents)
        return Done{};
    const std::string& source = job.request.source.path;
    if (source.empty()) {
        if (model.isDemo)
            noteDemoModel(context, job.request);
        return Done{};
    }
    if (const auto misplaced = describeMisplacedFile(source, FilePlace::Picture))
        return fail(*misplaced);
    DIPTYCH_TRY(LoadedImage picture, readImageFile(source));
    const PictureSize size = sizeForSource(picture.image.width(), picture.image.height());
    job.request.width = size.width;
    job.request.height = size.height;
    job.inputs.source = std::move(picture.image);
    return Done{};
}

// Pictures of a list of prompts.
Result<int> countOf(std::size_t prompts, int perPrompt) {
    constexpr std::size_t kMostPictures = 100'000;
    const auto each = static_cast<std::size_t>(std::max(perPrompt, 1));
    if (each > kMostPictures || prompts > kMostPictures / each)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("{} prompts with {} pictures each are more than {}", prompts, each,
                                kMostPictures),
                    "cut the list of prompts into several");
    return static_cast<int>(prompts * each);
}

Result<Job> prepareJob(CommandContext& context, const GenerateOptions& options,
                       const ChosenModel& model) {
    Job job;
    job.request = options.request;
    std::vector<std::string> prompts;
    if (options.promptList.empty()) {
        DIPTYCH_TRY_DONE(readPrompt(context, options, job));
    } else {
        DIPTYCH_TRY_DONE(checkPromptList(options));
        DIPTYCH_TRY(prompts, readPromptList(options.promptList, context.environment().input));
        DIPTYCH_TRY(job.request.count, countOf(prompts.size(), options.request.count));
    }
    DIPTYCH_TRY_DONE(readInputs(options, job));
    DIPTYCH_TRY_DONE(settleSize(context, options, model, job));
    // Without the checkpoint's own numbers: draws the seed, which file names may hold, and finds a
    // wrong number before gigabytes are read.
    DIPTYCH_TRY(ResolvedRequest preliminary, resolve(job.request, ModelSpec{}));
    job.request.seed = preliminary.request.seed;
    DIPTYCH_TRY_DONE(planPrompts(options, prompts, job));
    DIPTYCH_TRY_DONE(settleOutputs(options, job));
    return job;
}

EncodesPrompts promptsOf(const Job& job) {
    const bool guided = job.request.guidanceScale > 0.0;
    const bool encodes =
        job.inputs.promptEmbeddings.empty() || (guided && job.inputs.negativeEmbeddings.empty());
    return encodes ? EncodesPrompts::Yes : EncodesPrompts::No;
}

// The prompt of saved embeddings, as far as their file tells.
Conversation conversationOf(const EmbeddingFacts& facts) {
    Conversation conversation;
    conversation.user = facts.prompt;
    conversation.system = facts.systemPrompt;
    conversation.thinking = facts.thinkingContent;
    conversation.assistant = facts.assistantContent;
    return conversation;
}

PictureMetadata describePicture(const Job& job, const PlannedPrompt& planned,
                                const GenerationReport& report, double shift,
                                const GeneratedPicture& picture) {
    PictureMetadata metadata =
        metadataOfDrawing(job.request, shift, picture.seed, report, program::kVersion);
    metadata.request.conversation = planned.conversation;
    if (job.inputs.promptEmbeddings.empty())
        return metadata;
    if (planned.conversation == Conversation{}) {
        metadata.request.conversation = conversationOf(job.facts);
        metadata.request.templateName = job.facts.templateName;
    }
    metadata.formattedPrompt = job.facts.formattedPrompt;
    metadata.encoder = job.facts.encoder;
    metadata.embeddingRecord = job.facts.record;
    return metadata;
}

// Each picture is written as soon as it is drawn: a job that fails or is stopped later keeps what
// it has finished.
Status savePicture(CommandContext& context, const GenerateOptions& options, const Job& job,
                   const PlannedPrompt& planned, const GenerationReport& soFar,
                   const GeneratedPicture& picture, Outcome& outcome) {
    const auto index = planned.firstIndex + static_cast<std::size_t>(picture.index);
    if (index >= job.names.size() || picture.index >= planned.count)
        return fail(ErrorCode::Internal, "the pipeline drew more pictures than were asked for");
    const std::filesystem::path& path = job.names[index];
    DIPTYCH_TRY(const ImageFormat format, imageFormatOfPath(path));
    DIPTYCH_TRY(
        const EncodedImage encoded,
        encodeImage(picture.image, format,
                    pictureTextChunks(describePicture(job, planned, soFar, outcome.shift, picture),
                                      options.metadata)));
    context.note(encoded.notices);
    context.run().report(Phase::Save, 0, 1);
    DIPTYCH_TRY_DONE(writeFileAtomically(path, encoded.bytes, job.overwrite));
    context.run().report(Phase::Save, 1, 1);
    outcome.pictures.push_back({path, picture.image.width(), picture.image.height(), picture.seed,
                                picture.seconds,
                                options.saveLatents.empty() ? HostTensor{} : picture.latents});
    return Done{};
}

// The report of one prompt more: what adds up is added up.
void addReport(GenerationReport& sum, GenerationReport report) {
    report.evaluations += sum.evaluations;
    report.guidedEvaluations += sum.guidedEvaluations;
    report.skippedEvaluations += sum.skippedEvaluations;
    report.seconds.load += sum.seconds.load;
    report.seconds.encode += sum.seconds.encode;
    report.seconds.sample += sum.seconds.sample;
    report.seconds.decode += sum.seconds.decode;
    sum = std::move(report);
}

// Fills in `outcome` as far as the job comes.
Status draw(CommandContext& context, const GenerateOptions& options, const Job& job,
            ImagePipeline& pipeline, Outcome& outcome) {
    const Stopwatch watch;
    for (const PlannedPrompt& planned : job.plan) {
        GenerationRequest request = job.request;
        request.conversation = planned.conversation;
        request.seed = planned.seed;
        request.count = planned.count;
        DIPTYCH_TRY(const ResolvedRequest resolved, resolve(request, pipeline.spec()));
        context.note(resolved.notices);
        outcome.shift = *resolved.request.shift;
        const PictureHandler save = [&](const GeneratedPicture& picture,
                                        const GenerationReport& soFar) {
            return savePicture(context, options, job, planned, soFar, picture, outcome);
        };
        DIPTYCH_TRY(GenerationReport report,
                    pipeline.generate(resolved, job.inputs, save, context.run()));
        context.note(report.formattedPrompt.notices);
        context.note(report.notices);
        addReport(outcome.report, std::move(report));
        outcome.seconds = watch.seconds();
    }
    return Done{};
}

Status saveTensors(const GenerateOptions& options, const Job& job, const Outcome& outcome) {
    if (outcome.pictures.size() != job.names.size() ||
        (!options.saveEmbeddings.empty() && outcome.report.prompts.empty()))
        return fail(ErrorCode::Internal, "the pipeline returned less than was asked for");
    if (!options.saveLatents.empty()) {
        std::vector<HostTensor> items;
        for (const SavedPicture& picture : outcome.pictures)
            items.push_back(picture.latents);
        DIPTYCH_TRY(const HostTensor latents, stackTensors(items));
        DIPTYCH_TRY_DONE(writeSafetensors(
            options.saveLatents, std::vector{latents.toWrite("latents")}, {}, job.overwrite));
    }
    if (!options.saveEmbeddings.empty()) {
        const EncodedPrompt& prompt = outcome.report.prompts.front();
        DIPTYCH_TRY_DONE(writeEmbeddingFile(options.saveEmbeddings, {prompt.embedding}, {},
                                            embeddingFacts(prompt, job.plan.front().conversation,
                                                           job.request.templateName,
                                                           outcome.report.formattedPrompt.text),
                                            job.overwrite));
    }
    return Done{};
}

nlohmann::ordered_json pathOrNull(const std::filesystem::path& path) {
    return path.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(path.string());
}

nlohmann::ordered_json textOrNull(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

std::vector<std::string> validTexts(std::vector<std::string> texts) {
    for (std::string& text : texts)
        text = toValidUtf8(text);
    return texts;
}

nlohmann::ordered_json lorasToJson(const std::vector<LoraReport>& reports,
                                   const std::vector<LoraRequest>& requests) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < reports.size() && i < requests.size(); ++i) {
        const LoraReport& lora = reports[i];
        list.push_back({{"path", toValidUtf8(lora.path)},
                        {"scale", requests[i].strength},
                        {"format", lora.format},
                        {"dialect", lora.dialect},
                        {"ranks", lora.ranks},
                        {"matched", lora.matched},
                        {"total", lora.total},
                        {"unmatched", validTexts(lora.unmatched)},
                        {"trigger_words", lora.triggerWords}});
    }
    return list;
}

nlohmann::ordered_json numberOrNull(const std::optional<double>& number) {
    return number ? nlohmann::ordered_json(*number) : nlohmann::ordered_json();
}

nlohmann::ordered_json toJson(CommandContext& context, const GenerateOptions& options,
                              const Job& job, const Outcome& outcome) {
    const GenerationReport& report = outcome.report;
    nlohmann::ordered_json object;
    object["files"] = nlohmann::ordered_json::array();
    object["seeds"] = nlohmann::ordered_json::array();
    for (const SavedPicture& picture : outcome.pictures) {
        object["files"].push_back(picture.path.string());
        object["seeds"].push_back(picture.seed);
    }
    object["seed"] = *job.request.seed;
    object["width"] = report.width;
    object["height"] = report.height;
    object["steps"] = job.request.steps;
    object["scheduler"] = job.request.scheduler;
    object["sigma_spacing"] = job.request.sigmaSpacing;
    object["shift"] = outcome.shift;
    object["guidance_scale"] = job.request.guidanceScale;
    object["cfg_normalization"] = numberOrNull(job.request.cfgNormalization);
    object["cfg_truncation"] = numberOrNull(job.request.cfgTruncation);
    object["hidden_layer"] = job.request.hiddenLayer;
    object["loras"] = lorasToJson(report.loras, job.request.loras);
    object["model"] = report.model;
    object["encoder"] = report.encoder;
    object["dtype"] = report.dtype;
    object["template"] = textOrNull(job.request.templateName);
    object["prompts"] = nlohmann::ordered_json::array();
    for (const PlannedPrompt& planned : job.plan)
        for (int i = 0; i < planned.count; ++i)
            object["prompts"].push_back(planned.conversation.user);
    object["formatted_prompt"] = report.formattedPrompt.text;
    object["evaluations"] = report.evaluations;
    object["seconds"] = {{"load", report.seconds.load},
                         {"encode", report.seconds.encode},
                         {"sample", report.seconds.sample},
                         {"decode", report.seconds.decode},
                         {"total", outcome.seconds}};
    object["latents_file"] = pathOrNull(options.saveLatents);
    object["embeddings_file"] = pathOrNull(options.saveEmbeddings);
    object["notices"] = context.noticesAsJson();
    return object;
}

std::string describe(const LoraReport& lora) {
    std::string text =
        fmt::format("{}: {}, {} of {} modules", lora.name, lora.format, lora.matched, lora.total);
    if (!lora.triggerWords.empty())
        text += fmt::format(", trigger words: {}", fmt::join(lora.triggerWords, ", "));
    return text;
}

void summarisePictures(CommandContext& context, const Outcome& outcome) {
    for (const SavedPicture& picture : outcome.pictures)
        context.summary(fmt::format("{}: {}×{}, seed {}, {:.1f} s", picture.path.string(),
                                    picture.width, picture.height, picture.seed, picture.seconds));
}

void reportOutcome(CommandContext& context, const GenerateOptions& options, const Job& job,
                   const Outcome& outcome) {
    const PhaseSeconds& seconds = outcome.report.seconds;
    context.detail(fmt::format("load {:.2f} s, encode {:.2f} s, sample {:.2f} s, decode {:.2f} s",
                               seconds.load, seconds.encode, seconds.sample, seconds.decode));
    for (const LoraReport& lora : outcome.report.loras)
        context.detail(describe(lora));
    if (context.common().json)
        context.writeJson(toJson(context, options, job, outcome));
    summarisePictures(context, outcome);
}

} // namespace

Status runGenerateJob(CommandContext& context, const GenerateOptions& options) {
    const ChosenModel model = chooseModel(context);
    DIPTYCH_TRY(const Job job, prepareJob(context, options, model));
    DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                openModel(context, model, promptsOf(job)));
    Outcome outcome;
    Status status = draw(context, options, job, *pipeline, outcome);
    if (status && context.environment().cancel.stop_requested())
        status = fail(cancelledError());
    if (!status) {
        if (!outcome.pictures.empty())
            context.note(Notice{"finished_pictures_kept",
                                fmt::format("{} of {} pictures were finished and are kept",
                                            outcome.pictures.size(), job.names.size())});
        summarisePictures(context, outcome);
        return status;
    }
    DIPTYCH_TRY_DONE(saveTensors(options, job, outcome));
    reportOutcome(context, options, job, outcome);
    return Done{};
}

} // namespace diptych::cli
