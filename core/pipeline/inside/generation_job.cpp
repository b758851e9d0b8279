#include "core/pipeline/inside/generation_job.h"

#include "core/base/fnv.h"
#include "core/base/stopwatch.h"
#include "core/base/text.h"
#include "core/checkpoint/misplaced_file.h"
#include "core/encoders/long_prompt.h"
#include "core/image/fit.h"
#include "core/image/image_file.h"
#include "core/models/picture_tensors.h"
#include "core/pipeline/inside/autoencoding.h"
#include "core/sampling/solver.h"
#include "core/tensor/guarded.h"
#include "core/tensor/host_values.h"

#include <ATen/ATen.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace diptych {

namespace {

Error invalidInput(std::string message, std::string hint) {
    return Error{ErrorCode::InvalidInput, std::move(message), std::move(hint), "", {}};
}

Result<Image> readPicture(const std::string& path) {
    if (const auto misplaced = describeMisplacedFile(path, FilePlace::Picture))
        return fail(*misplaced);
    DIPTYCH_TRY(LoadedImage loaded, readImageFile(path));
    return std::move(loaded.image);
}

// The words that are not in the prompt already, in the order of the files.
std::string missingTriggerWords(const std::vector<LoraReport>& loras, const std::string& prompt) {
    std::vector<std::string> words;
    for (const LoraReport& lora : loras)
        for (const std::string& word : lora.triggerWords)
            if (prompt.find(word) == std::string::npos &&
                std::find(words.begin(), words.end(), word) == words.end())
                words.push_back(word);
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string noiseHash(const at::Tensor& noise) {
    return fmt::format("{:016x}", fnvHash(toHostTensor(noise).bytes));
}

} // namespace

template <typename Work> auto GenerationJob::withRoom(JobStage stage, const Work& work) {
    for (;;) {
        auto result = guarded(work);
        if (result || result.error().code != ErrorCode::OutOfMemory)
            return result;
        const std::optional<Notice> step =
            components_.makeRoom(stage, request_.width, request_.height);
        if (!step) {
            result = fail(outOfMemory(stage, result.error()));
            return result;
        }
        report_.notices.push_back(*step);
        if (inputs_.onNotice)
            inputs_.onNotice(*step);
    }
}

GenerationJob::GenerationJob(ZImageComponents& components, const ResolvedRequest& request,
                             const GenerationInputs& inputs, const PictureHandler& onPicture,
                             const RunContext& context)
    : components_(components), request_(request.request), inputs_(inputs), onPicture_(onPicture),
      context_(context), count_(request.request.count) {
    report_.notices = request.notices;
    report_.model = components.spec().name;
}

Result<GenerationReport> GenerationJob::run() {
    // What can be refused is refused before anything is loaded.
    DIPTYCH_TRY(schedule_,
                sampling::makeSchedule(request_.sigmaSpacing, request_.steps,
                                       request_.shift.value_or(components_.spec().shift)));
    if (const auto solver = sampling::makeSolver(request_.scheduler, schedule_); !solver)
        return fail(solver.error());
    DIPTYCH_TRY_DONE(checkInputs());
    DIPTYCH_TRY_DONE(readSourceFiles());
    DIPTYCH_TRY_DONE(components_.loras().select(request_.loras));
    makePlan();
    DIPTYCH_TRY_DONE(encodePrompts());
    components_.leaveTextEncoder();
    if (source_) {
        const Stopwatch watch;
        DIPTYCH_TRY_DONE(components_.needAutoencoder(context_));
        report_.seconds.load += watch.seconds();
    }
    DIPTYCH_TRY_DONE(loadTransformer());
    chooseSizes();
    DIPTYCH_TRY_DONE(takeGivenEmbeddings());
    if (source_) {
        DIPTYCH_TRY_DONE(encodeSource());
    } else if (inputs_.sourceLatents) {
        takeGivenSource();
    }
    report_.width = static_cast<int>(size_.width * kPixelsPerCell);
    report_.height = static_cast<int>(size_.height * kPixelsPerCell);
    DIPTYCH_TRY_DONE(drawPictures());
    return std::move(report_);
}

// Names what took the most and what to try.
Error GenerationJob::outOfMemory(JobStage stage, const Error& cause) const {
    const Phase phase = stage == JobStage::Decode   ? Phase::Decode
                        : stage == JobStage::Sample ? Phase::Sample
                                                    : Phase::Encode;
    Error error = cause;
    std::string size = fmt::format("{} × {}", request_.width, request_.height);
    error.message = fmt::format("memory ran out while drawing {} pixels, and there is nothing left "
                                "to free (phase: {})",
                                size, phaseName(phase));
    error.args = {size};
    if (!report_.plan)
        return error;
    for (const PhaseMemory& expected : report_.plan->phases)
        if (expected.phase == phase)
            error.message +=
                "; it needs about " + describe(expected, report_.plan->freeBytesFor(expected));
    const std::optional<PictureSize> smaller = report_.plan->smaller;
    error.hint = smaller ? fmt::format("draw {} × {} or smaller, ", smaller->width, smaller->height)
                         : std::string("draw a smaller picture, ");
    const WeightFormat format = components_.options().placement.weightFormat;
    if (!request_.loras.empty())
        error.hint += "leave the LoRAs out (with them weights cannot be streamed), use --dtype "
                      "bfloat16, or close other programs";
    else if (withoutQuantisation(format) != format)
        error.hint += "use --residency stream with a model that is stored quantised (diptych-cli "
                      "convert), or close other programs";
    else
        error.hint += "use --residency stream or --dtype bfloat16, or close other programs";
    return error;
}

// 0 where there is no tokenizer to tell.
int GenerationJob::tokensOf(const Conversation& conversation) {
    if (!components_.needTokenizer())
        return 0;
    return static_cast<int>(components_.tokenizer().encode(formatChat(conversation).text).size());
}

// Before anything is loaded.
void GenerationJob::makePlan() {
    JobSize job = jobSizeOf(request_, kTrainedPromptTokens);
    const auto rows = [](const std::vector<HostTensor>& list) {
        return list.front().shape.empty() ? 1 : static_cast<int>(list.front().shape.front());
    };
    const bool encodes =
        inputs_.promptEmbeddings.empty() || (guided() && inputs_.negativeEmbeddings.empty());
    job.encodesHere = encodes && !components_.encodesRemotely();
    if (!inputs_.promptEmbeddings.empty())
        job.promptTokens = rows(inputs_.promptEmbeddings);
    else if (const int tokens = job.encodesHere ? tokensOf(request_.conversation) : 0; tokens > 0)
        job.promptTokens = tokens;
    if (guided() && !inputs_.negativeEmbeddings.empty())
        job.negativeTokens = rows(inputs_.negativeEmbeddings);
    job.hasPreview = context_.preview != nullptr;
    job.hasSource = source_.has_value();
    if (const std::optional<HostTensor>& given = inputs_.initialLatents;
        given && given->shape.size() == 4) {
        job.pictures = static_cast<int>(given->shape[0]);
        job.height = static_cast<int>(given->shape[2] * kPixelsPerCell);
        job.width = static_cast<int>(given->shape[3] * kPixelsPerCell);
    }
    report_.plan = components_.plan(job);
    components_.follow(*report_.plan);
    for (const PlanStep step : report_.plan->steps)
        if (std::optional<Notice> notice = noticeOf(step))
            report_.notices.push_back(std::move(*notice));
    const Residencies& residency = report_.plan->placement.residency;
    if (job.hasAdapters &&
        (residency.textEncoder == Residency::Stream || residency.transformer == Residency::Stream))
        report_.notices.push_back({"adapters_keep_weights",
                                   "A LoRA changes the weights: they are kept in memory instead of "
                                   "being read block by block."});
    if (components_.keepsQuantised())
        report_.notices.push_back({"quantised_weights_kept",
                                   "Weights that are quantised while they are loaded are kept in "
                                   "memory instead of being read block by block. A model that "
                                   "diptych-cli convert has quantised can be read so."});
    const PhaseMemory* const tightest = report_.plan->tightest();
    if (report_.plan->fit != MemoryFit::TooLarge || !tightest)
        return;
    std::string text =
        fmt::format("This may not fit into memory ({}): it needs {}", phaseName(tightest->phase),
                    describe(*tightest, report_.plan->freeBytesFor(*tightest)));
    if (const auto& smaller = report_.plan->smaller)
        text += fmt::format("; {} × {} would fit", smaller->width, smaller->height);
    report_.notices.push_back({"memory_short", text + "."});
}

Status GenerationJob::checkInputs() const {
    DIPTYCH_TRY_DONE(checkTiles(components_.options().placement.tiles));
    if (!inputs_.promptEmbeddings.empty() && guided() && inputs_.negativeEmbeddings.empty())
        return fail(invalidInput("guidance needs a negative embedding beside the prompt embedding",
                                 "give a negative one too, or set the guidance scale to 0"));
    const bool masked = inputs_.mask || !request_.source.mask.empty();
    const bool sourced = inputs_.source || inputs_.sourceLatents || !request_.source.path.empty();
    if (masked && !sourced)
        return fail(invalidInput("a mask needs the picture that it is for",
                                 "give the picture too, or leave the mask out"));
    if (request_.twoPass.enabled && masked)
        return fail(invalidInput("two passes and a mask do not go together",
                                 "inpaint first, then enlarge the result in two passes"));
    if (request_.twoPass.enabled && (inputs_.initialLatents || inputs_.sourceLatents))
        return fail(invalidInput("two passes do not go together with given latents",
                                 "leave one of them out: the latents fix the size"));
    return Done{};
}

Status GenerationJob::readSourceFiles() {
    if (inputs_.source)
        source_ = *inputs_.source;
    else if (!request_.source.path.empty() && !inputs_.sourceLatents) {
        DIPTYCH_TRY(source_, readPicture(request_.source.path));
    }
    if (inputs_.mask)
        mask_ = *inputs_.mask;
    else if (!request_.source.mask.empty()) {
        DIPTYCH_TRY(mask_, readPicture(request_.source.mask));
    }
    return Done{};
}

// Given latents rule; two passes start at about the base area where the picture is larger.
void GenerationJob::chooseSizes() {
    size_ = {request_.height / kPixelsPerCell, request_.width / kPixelsPerCell};
    if (inputs_.initialLatents) {
        initialLatents_ = givenLatents(*inputs_.initialLatents, "initial latents");
        count_ = static_cast<int>(initialLatents_.size(0));
        size_ = {initialLatents_.size(2), initialLatents_.size(3)};
    } else if (inputs_.sourceLatents) {
        const at::Tensor latents = givenLatents(*inputs_.sourceLatents, "source latents");
        size_ = {latents.size(2), latents.size(3)};
    }
    baseSize_ = size_;
    if (!request_.twoPass.enabled)
        return;
    const PictureSize base =
        sizeWithArea(request_.width, request_.height, request_.twoPass.baseSide);
    if (base.width < request_.width && base.height < request_.height)
        baseSize_ = {base.height / kPixelsPerCell, base.width / kPixelsPerCell};
    else
        report_.notices.push_back(
            {"two_pass_not_needed",
             fmt::format("The picture is no larger than the first pass ({} × {}): it is drawn in "
                         "one.",
                         base.width, base.height)});
}

// The request's conversation, with the trigger words of its adapters in front if it asks for them.
Conversation GenerationJob::conversation() {
    Conversation conversation = request_.conversation;
    if (!request_.loraTriggerWords)
        return conversation;
    const std::string words = missingTriggerWords(components_.loras().reports(), conversation.user);
    if (words.empty())
        return conversation;
    if (conversation.raw)
        report_.notices.push_back({"trigger_words_left_out",
                                   fmt::format("A raw prompt is sent as it is: the trigger words "
                                               "are not put before it ({}).",
                                               words)});
    else
        conversation.user = words + (conversation.user.empty() ? "" : ", ") + conversation.user;
    return conversation;
}

Status GenerationJob::encodePrompts() {
    const Stopwatch watch;
    if (inputs_.promptEmbeddings.empty()) {
        report_.formattedPrompt = formatChat(conversation());
        DIPTYCH_TRY(at::Tensor positive, encodeOne(report_.formattedPrompt));
        positives_.push_back(std::move(positive));
    }
    if (guided() && inputs_.negativeEmbeddings.empty()) {
        Conversation negative;
        negative.user = request_.negativePrompt;
        negative.cleanWhitespace = request_.conversation.cleanWhitespace;
        DIPTYCH_TRY(at::Tensor embedding, encodeOne(formatChat(negative)));
        negatives_.push_back(std::move(embedding));
    }
    report_.seconds.load += watch.seconds() - report_.seconds.encode;
    return Done{};
}

Result<at::Tensor> GenerationJob::encodeOne(const FormattedPrompt& prompt) {
    Stopwatch watch;
    DIPTYCH_TRY(PromptEmbedding embedding,
                withRoom(JobStage::EncodePrompt, [&]() -> Result<PromptEmbedding> {
                    DIPTYCH_TRY_DONE(components_.needPromptEncoder(context_));
                    watch = {};
                    context_.report(Phase::Encode, 0, 1);
                    return components_.encode(prompt, request_.hiddenLayer, context_);
                }));
    requireFinite(embedding.hidden, "the prompt's embedding");
    const std::int64_t tokens = embedding.hidden.size(0);
    embedding.hidden =
        shortenEmbedding(embedding.hidden, request_.longPromptMode, request_.maxPromptTokens);
    context_.report(Phase::Encode, 1, 1);
    const std::int64_t rows = embedding.hidden.size(0);
    if (rows < tokens)
        report_.notices.push_back(
            {"prompt_shortened", fmt::format("The prompt has {} tokens; {} rows are left of it "
                                             "(long prompt mode {}).",
                                             tokens, rows, toString(request_.longPromptMode))});
    else if (rows > kTrainedPromptTokens)
        report_.notices.push_back(
            {"prompt_beyond_trained_range",
             fmt::format("The prompt has {} tokens; the model was trained with up to {}.", rows,
                         kTrainedPromptTokens)});
    report_.notices.insert(report_.notices.end(), embedding.notices.begin(),
                           embedding.notices.end());
    report_.encoder = embedding.encoder;
    report_.seconds.encode += watch.seconds();
    report_.prompts.push_back({toHostTensor(embedding.hidden), embedding.tokenIds, embedding.layer,
                               embedding.encoder, embedding.dtype, watch.seconds(),
                               embedding.notices});
    return embedding.hidden;
}

Status GenerationJob::needTransformer() {
    DIPTYCH_TRY_DONE(components_.needTransformer(context_));
    return components_.loras().applyTo(lora::Part::Transformer, components_.transformer().model,
                                       context_);
}

Status GenerationJob::loadTransformer() {
    const Stopwatch watch;
    DIPTYCH_TRY_DONE(withRoom(JobStage::Sample, [&] { return needTransformer(); }));
    const lora::LoraSession& loras = components_.loras();
    report_.dtype = components_.transformer().dtype;
    report_.loras = loras.reports();
    for (Notice& notice : loras.notices())
        report_.notices.push_back(std::move(notice));
    report_.seconds.load += watch.seconds();
    return Done{};
}

// Given embeddings can only be checked against the transformer.
Status GenerationJob::takeGivenEmbeddings() {
    for (const HostTensor& values : inputs_.promptEmbeddings)
        positives_.push_back(givenEmbedding(values));
    if (guided())
        for (const HostTensor& values : inputs_.negativeEmbeddings)
            negatives_.push_back(givenEmbedding(values));
    const std::int64_t width = components_.transformer().model.config.captionDim;
    if (positives_.front().size(1) != width)
        return fail(Error{ErrorCode::WeightsInvalid,
                          fmt::format("the text encoder does not fit the transformer: expected "
                                      "hidden states {} wide, got {}",
                                      width, positives_.front().size(1)),
                          "use the text encoder that the transformer was trained with",
                          "",
                          {}});
    for (const auto* list : {&positives_, &negatives_})
        if (list->size() > 1 && static_cast<int>(list->size()) != count_)
            return fail(invalidInput(
                fmt::format("there are {} embeddings for {} pictures", list->size(), count_),
                "give one embedding for all pictures, or one for each"));
    return Done{};
}

at::Tensor GenerationJob::givenEmbedding(const HostTensor& values) const {
    const at::Tensor embedding = toTensor(values).to(at::kFloat);
    const std::int64_t width = components_.transformer().model.config.captionDim;
    if (embedding.dim() != 2 || embedding.size(0) < 1 || embedding.size(1) != width)
        throw ErrorException(invalidInput(
            fmt::format(
                "the prompt embedding does not fit this transformer: expected [tokens, {}], "
                "found {}",
                width, shapeText(values.shape)),
            "use an embedding made by this model's text encoder"));
    requireFinite(embedding, "the prompt embedding");
    return shortenEmbedding(embedding, request_.longPromptMode, request_.maxPromptTokens);
}

at::Tensor GenerationJob::givenLatents(const HostTensor& values, const char* name) const {
    const at::Tensor latents = toTensor(values).to(at::kFloat);
    const std::int64_t channels = components_.transformer().model.config.channels;
    const bool fits = latents.dim() == 4 && latents.size(0) >= 1 && latents.size(1) == channels &&
                      latents.size(2) >= 2 && latents.size(3) >= 2 && latents.size(2) % 2 == 0 &&
                      latents.size(3) % 2 == 0;
    if (!fits)
        throw ErrorException(
            invalidInput(fmt::format("the {} have the shape {}, expected [pictures, {}, height/8, "
                                     "width/8] with even height and width",
                                     name, shapeText(values.shape), channels),
                         "use latents that --save-latents wrote"));
    requireFinite(latents, fmt::format("the {}", name));
    return latents;
}

// The picture's posterior at the size of the first pass, and the mask in its cells.
Status GenerationJob::encodeSource() {
    Stopwatch watch;
    const SourcePicture& source = request_.source;
    const int width = static_cast<int>(baseSize_.width * kPixelsPerCell);
    const int height = static_cast<int>(baseSize_.height * kPixelsPerCell);
    const Image fitted =
        valueOrThrow(fitTo(*source_, width, height, source.fit, source.background));
    const auto encode = [&]() -> Status {
        const Stopwatch loadWatch;
        DIPTYCH_TRY_DONE(components_.needAutoencoder(context_));
        report_.seconds.load += loadWatch.seconds();
        watch = {};
        const models::AutoencoderKL& model = components_.autoencoder().model;
        const models::LatentDistribution posterior =
            encodePictures(model, toModelInput(fitted, source.background), components_.tiles(),
                           report_.notices, context_);
        sourceMean_ = model.toSamplingSpace(posterior.mean).to(at::kCPU);
        if (source.samplePosterior)
            sourceDeviation_ =
                (posterior.standardDeviation() * model.config.scalingFactor).to(at::kCPU);
        return Done{};
    };
    DIPTYCH_TRY_DONE(withRoom(JobStage::EncodePicture, encode));
    if (mask_)
        latentMask_ = maskInCells(*mask_, baseSize_.height, baseSize_.width, source.fit);
    report_.seconds.encode += watch.seconds();
    return Done{};
}

void GenerationJob::takeGivenSource() {
    sourceMean_ = givenLatents(*inputs_.sourceLatents, "source latents");
    if (sourceMean_.size(0) != 1 && sourceMean_.size(0) != count_)
        throw ErrorException(invalidInput(
            fmt::format("there are {} source latents for {} pictures", sourceMean_.size(0), count_),
            "give one for all pictures, or one for each"));
    if (initialLatents_.defined() &&
        sourceMean_.sizes().slice(1) != initialLatents_.sizes().slice(1))
        throw ErrorException(invalidInput("source latents and initial latents differ in size",
                                          "give both the same height and width"));
    if (mask_)
        latentMask_ = maskInCells(*mask_, baseSize_.height, baseSize_.width, request_.source.fit);
}

Captions GenerationJob::captionsOf(int index, std::int64_t seed) const {
    const auto pick = [index](const std::vector<at::Tensor>& list) {
        return list[list.size() == 1 ? 0 : static_cast<std::size_t>(index)];
    };
    return {sampling::varyEmbedding(pick(positives_), request_.variety.strength,
                                    request_.variety.fraction, seed),
            negatives_.empty() ? at::Tensor() : pick(negatives_),
            {}};
}

// The order of draws is the reference's: the posterior's first, then the noise.
at::Tensor GenerationJob::sourceLatents(int index, sampling::NoiseSource& noise) const {
    if (!hasSource())
        return {};
    const at::Tensor mean =
        sourceMean_.size(0) == 1 ? sourceMean_ : sourceMean_.narrow(0, index, 1);
    if (!sourceDeviation_.defined())
        return mean;
    return mean + sourceDeviation_ * noise.draw(mean.sizes().vec());
}

GenerationJob::DrawnLatents GenerationJob::drawLatents(int index, std::int64_t seed,
                                                       PictureSampler& sampler,
                                                       Captions& captions) const {
    const std::int64_t channels = components_.transformer().model.config.channels;
    const int steps = schedule_.steps();
    const int start = hasSource() ? firstStep(steps, request_.source.strength) : 0;
    const int refineStart = firstStep(steps, request_.twoPass.strength);
    sampler.beginPicture(steps - start + (refines() ? steps - refineStart : 0));

    sampling::NoiseSource noise(seed);
    SamplingPass pass;
    pass.source = sourceLatents(index, noise);
    pass.mask = latentMask_;
    pass.firstStep = start;
    pass.noise = initialLatents_.defined()
                     ? initialLatents_.narrow(0, index, 1)
                     : noise.draw({1, channels, baseSize_.height, baseSize_.width});
    const std::string hash = noiseHash(pass.noise);
    const at::Tensor latents = sampler.run(pass, captions);
    if (!refines())
        return {latents, hash};
    SamplingPass refinement;
    refinement.source = enlargeLatents(latents, size_.height, size_.width);
    refinement.noise = noise.draw({1, channels, size_.height, size_.width});
    refinement.firstStep = refineStart;
    return {sampler.run(refinement, captions), hash};
}

Result<GenerationJob::DrawnLatents> GenerationJob::sample(int index, std::int64_t seed,
                                                          const LatentPreview* preview,
                                                          Captions& captions) {
    return withRoom(JobStage::Sample, [&]() -> Result<DrawnLatents> {
        if (!components_.isTransformerReady()) { // it had to make room
            const Stopwatch loadWatch;
            DIPTYCH_TRY_DONE(needTransformer());
            report_.seconds.load += loadWatch.seconds();
        }
        const auto& transformer = components_.transformer();
        PictureSampler sampler(transformer.model, transformer.device, request_, schedule_,
                               context_);
        sampler.showSteps(preview);
        DrawnLatents drawn = drawLatents(index, seed, sampler, captions);
        report_.evaluations += sampler.evaluations().all;
        report_.guidedEvaluations += sampler.evaluations().guided;
        report_.skippedEvaluations += sampler.evaluations().skipped;
        return drawn;
    });
}

// [1, 3, H, W]
Result<at::Tensor> GenerationJob::decode(const at::Tensor& latents) {
    return withRoom(JobStage::Decode, [&]() -> Result<at::Tensor> {
        const Stopwatch loadWatch;
        DIPTYCH_TRY_DONE(components_.needAutoencoder(context_));
        report_.seconds.load += loadWatch.seconds();
        const Stopwatch watch;
        std::vector<Notice> notices;
        at::Tensor picture = decodeLatents(components_.autoencoder().model, latents,
                                           components_.tiles(), notices, context_);
        for (Notice& notice : notices) // the same for all pictures
            if (std::none_of(report_.notices.begin(), report_.notices.end(),
                             [&](const Notice& told) { return told.code == notice.code; }))
                report_.notices.push_back(std::move(notice));
        report_.seconds.decode += watch.seconds();
        return picture;
    });
}

Status GenerationJob::drawPictures() {
    const Stopwatch previewWatch;
    DIPTYCH_TRY(const LatentPreview* const preview, components_.needPreview(context_));
    report_.seconds.load += previewWatch.seconds();
    const bool samePrompts =
        positives_.size() == 1 && negatives_.size() <= 1 && request_.variety.strength == 0.0;
    Captions captions;
    for (int index = 0; index < count_; ++index) {
        const std::int64_t seed = pictureSeed(*request_.seed, request_.seedRule, index);
        const double loadedBefore = report_.seconds.load;
        const Stopwatch samplingWatch;
        if (index == 0 || !samePrompts)
            captions = captionsOf(index, seed);
        DIPTYCH_TRY(const DrawnLatents drawn, sample(index, seed, preview, captions));
        const double samplingSeconds =
            samplingWatch.seconds() - (report_.seconds.load - loadedBefore);
        report_.seconds.sample += samplingSeconds;
        if (index + 1 == count_)
            components_.leaveTransformer();
        HostTensor kept = toHostTensor(drawn.latents);
        if (inputs_.onLatents)
            DIPTYCH_TRY_DONE(inputs_.onLatents(kept, index, seed, report_));
        const double decodedBefore = report_.seconds.decode;
        DIPTYCH_TRY(const at::Tensor picture, decode(drawn.latents));
        DIPTYCH_TRY_DONE(
            onPicture_({toImage(picture), std::move(kept), index, seed,
                        samplingSeconds + report_.seconds.decode - decodedBefore, drawn.noiseHash},
                       report_));
    }
    return Done{};
}

} // namespace diptych
