#include "app/worker/inference_worker.h"

#include "core/base/stopwatch.h"
#include "core/pipeline/drawing_metadata.h"
#include "core/pipeline/embedding_facts.h"
#include "core/pipeline/unfinished_picture.h"
#include "widgets/model/qt_image.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <new>
#include <system_error>
#include <utility>

namespace diptych::worker {

namespace {

constexpr double kTextInterval = 0.03;    // seconds
constexpr double kPreviewInterval = 0.04; // seconds: faster than anyone looks

bool sameOptions(const PipelineOptions& a, const PipelineOptions& b) {
    return a.location.model == b.location.model &&
           a.location.textEncoder == b.location.textEncoder &&
           a.location.tokenizer == b.location.tokenizer &&
           a.location.transformer == b.location.transformer &&
           a.location.autoencoder == b.location.autoencoder && a.placement == b.placement &&
           a.remoteEncoder == b.remoteEncoder;
}

std::filesystem::path unfinishedFile(const std::filesystem::path& folder, JobId job, int index) {
    return folder.empty() ? folder : folder / fmt::format("{}-{}.safetensors", job, index);
}

void removeFile(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!file.empty())
        std::filesystem::remove(file, ignored);
}

PhaseSeconds between(const PhaseSeconds& earlier, const PhaseSeconds& later) {
    return {later.load - earlier.load, later.encode - earlier.encode, later.sample - earlier.sample,
            later.decode - earlier.decode};
}

// The pipeline's own calls do not throw; what is around them may, at least for want of memory.
template <typename Work> Status guardedStatus(Work work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory for this job");
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, "the job failed unexpectedly", "", exception.what());
    }
}

/// Turns what the pipeline reports into events.
class EventSink : public ProgressSink, public PreviewSink {
  public:
    EventSink(InferenceWorker& worker, JobId job) : worker_(worker), job_(job) {}

    void progress(Phase phase, std::int64_t done, std::int64_t total) override {
        if (done == 0)
            Q_EMIT worker_.happened({job_, PhaseStarted{phase, total}});
        Q_EMIT worker_.happened({job_, Progressed{phase, done, total}});
    }

    void preview(int step, int width, int height, const std::vector<std::uint8_t>& rgb) override {
        if (step > 1 && sinceLast_.seconds() < kPreviewInterval)
            return;
        sinceLast_ = {};
        const QImage view(rgb.data(), width, height, width * 3, QImage::Format_RGB888);
        Q_EMIT worker_.happened(
            {job_, Previewed{view.convertToFormat(QImage::Format_RGB32), step}});
    }

  private:
    InferenceWorker& worker_;
    JobId job_;
    Stopwatch sinceLast_;
};

/// Hands text on in pieces that a window can keep up with, however fast it is written.
class TextEvents : public TextSink {
  public:
    TextEvents(InferenceWorker& worker, JobId job) : worker_(worker), job_(job) {}
    ~TextEvents() override { flush(); } // what was written before a failure is told too

    void piece(AnswerPart part, std::string_view text) override {
        if (part != part_)
            flush();
        part_ = part;
        held_ += text;
        if (sinceLast_.seconds() >= kTextInterval)
            flush();
    }
    void flush() {
        if (held_.empty())
            return;
        sinceLast_ = {};
        Q_EMIT worker_.happened({job_, TextWritten{part_, std::exchange(held_, {})}});
    }

  private:
    InferenceWorker& worker_;
    JobId job_;
    AnswerPart part_ = AnswerPart::Answer;
    std::string held_;
    Stopwatch sinceLast_;
};

} // namespace

QImage thumbnailOf(const QImage& picture) {
    if (picture.width() <= kThumbnailSide && picture.height() <= kThumbnailSide)
        return picture;
    return picture.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio,
                          Qt::SmoothTransformation);
}

InferenceWorker::InferenceWorker(Engine engine) : engine_(std::move(engine)) {
    qRegisterMetaType<JobEvent>();
    qRegisterMetaType<JobOrder>();
}

void InferenceWorker::run(const JobOrder& order) {
    const Stopwatch watch;
    EventSink sink(*this, order.id);
    const RunContext context{order.cancel, &sink, &sink};
    Status status = guardedStatus([&] {
        if (!order.encodeTo.empty())
            return encode(order, context);
        return order.rewrite ? write(order, context) : draw(order, context);
    });
    if (status) {
        Q_EMIT happened({order.id, Succeeded{watch.seconds()}});
        return;
    }
    if (status.error().code == ErrorCode::OutOfMemory)
        unload(); // half a model must not stand in the way of the next job
    if (status.error().code == ErrorCode::Cancelled)
        Q_EMIT happened({order.id, Cancelled{}});
    else
        Q_EMIT happened({order.id, Failed{std::move(status.error())}});
}

void InferenceWorker::lend(PipelineLoan& loan) {
    if (!loan.begin())
        return;
    Status status = guardedStatus([&]() -> Status {
        DIPTYCH_TRY_DONE(openPipeline(loan.options()));
        return loan.work()(*pipeline_);
    });
    if (!status && status.error().code == ErrorCode::OutOfMemory)
        unload();
    loan.finish(std::move(status));
}

Status InferenceWorker::draw(const JobOrder& order, const RunContext& context) {
    if (context.cancelled())
        return fail(cancelledError());
    DIPTYCH_TRY_DONE(openPipeline(order.options));
    if (!order.unfinished.empty())
        return finish(order, context);
    DIPTYCH_TRY(const ResolvedRequest resolved, resolve(order.request, pipeline_->spec()));
    for (const Notice& notice : resolved.notices)
        Q_EMIT happened({order.id, Noticed{notice}});
    return drawAll(order, resolved, context);
}

Status InferenceWorker::drawAll(const JobOrder& order, const ResolvedRequest& resolved,
                                const RunContext& context) {
    const double shift = *resolved.request.shift;
    std::filesystem::path latentsFile;
    PhaseSeconds before;
    bool stoppedEarly = false;
    GenerationInputs inputs;
    inputs.onLatents = [&](const HostTensor& latents, int index, std::int64_t seed,
                           const GenerationReport& soFar) -> Status {
        latentsFile = unfinishedFile(engine_.unfinishedFolder, order.id, index);
        // Drawing on without the safety of a file is better than not drawing.
        if (!latentsFile.empty())
            static_cast<void>(keepUnfinished(
                latentsFile,
                {latents, metadataOfDrawing(order.request, shift, seed, soFar, engine_.version)}));
        return Done{};
    };
    // What is told at once is not told again at the end.
    std::vector<std::string> told;
    inputs.onNotice = [&](const Notice& notice) {
        told.push_back(notice.message);
        Q_EMIT happened({order.id, Noticed{notice}});
    };
    const PictureHandler onPicture = [&](const GeneratedPicture& picture,
                                         const GenerationReport& soFar) -> Status {
        PictureDrawn drawn;
        drawn.metadata =
            metadataOfDrawing(order.request, shift, picture.seed, soFar, engine_.version);
        drawn.phases = between(before, soFar.seconds);
        before = soFar.seconds;
        drawn.latents = std::exchange(latentsFile, {});
        drawn.noiseHash = picture.noiseHash;
        drawn.index = picture.index;
        drawn.seconds = picture.seconds;
        deliver(order, picture.image, std::move(drawn));
        if (!order.stopAfterPicture || !order.stopAfterPicture->load())
            return Done{};
        stoppedEarly = true;
        return fail(cancelledError());
    };
    const auto report = pipeline_->generate(resolved, inputs, onPicture, context);
    if (!report && stoppedEarly)
        return Done{};
    if (!report) {
        // What the user stopped is not wanted; what failed can be finished later.
        if (report.error().code == ErrorCode::Cancelled)
            removeFile(latentsFile);
        return fail(report.error());
    }
    for (const auto* notices : {&report->formattedPrompt.notices, &report->notices})
        for (const Notice& notice : *notices)
            if (std::find(told.begin(), told.end(), notice.message) == told.end())
                Q_EMIT happened({order.id, Noticed{notice}});
    return Done{};
}

Status InferenceWorker::write(const JobOrder& order, const RunContext& context) {
    if (context.cancelled())
        return fail(cancelledError());
    std::unique_ptr<PromptRewriter> remote;
    if (order.remote.isUsed()) {
        if (!engine_.openRemoteRewriter)
            return fail(ErrorCode::Unsupported, "this build has no network",
                        "switch the remote text encoder off");
        DIPTYCH_TRY(remote, engine_.openRemoteRewriter(order.remote));
    } else {
        DIPTYCH_TRY_DONE(openPipeline(order.options));
    }
    PromptRewriter& rewriter = remote ? *remote : pipeline_->rewriter();
    TextEvents events(*this, order.id);
    DIPTYCH_TRY(RewriteResult result, rewriter.rewrite(*order.rewrite, &events, context));
    events.flush();
    Q_EMIT happened({order.id, TextFinished{std::move(result)}});
    return Done{};
}

Status InferenceWorker::encode(const JobOrder& order, const RunContext& context) {
    if (context.cancelled())
        return fail(cancelledError());
    DIPTYCH_TRY_DONE(openPipeline(order.options));
    const FormattedPrompt formatted = formatChat(order.request.conversation);
    DIPTYCH_TRY(const EncodedPrompt encoded,
                pipeline_->encode(formatted, order.request.hiddenLayer, context));
    for (const Notice& notice : encoded.notices)
        Q_EMIT happened({order.id, Noticed{notice}});
    // Whoever chose the file was asked whether it may be replaced.
    return writeEmbeddingFile(order.encodeTo, {encoded.embedding}, {},
                              factsOfEncoding(encoded, order.request.conversation,
                                              order.request.templateName, formatted.text,
                                              engine_.version),
                              Overwrite::Yes);
}

Status InferenceWorker::finish(const JobOrder& order, const RunContext& context) {
    const Stopwatch watch;
    DIPTYCH_TRY(UnfinishedPicture kept, readUnfinished(order.unfinished));
    if (kept.metadata.model != pipeline_->spec().name)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("this picture was drawn with the model {}, but {} is open",
                                kept.metadata.model, pipeline_->spec().name),
                    "open that model, then finish the picture");
    DIPTYCH_TRY(std::vector<DecodedPicture> decoded, pipeline_->decode(kept.latents, context));
    if (decoded.size() != 1)
        return fail(ErrorCode::Internal, "an unfinished picture came out as several");
    PictureDrawn drawn;
    drawn.metadata = std::move(kept.metadata);
    drawn.latents = order.unfinished;
    drawn.seconds = drawn.phases.decode = watch.seconds();
    deliver(order, std::move(decoded.front().image), std::move(drawn));
    return Done{};
}

Status InferenceWorker::openPipeline(const PipelineOptions& options) {
    if (pipeline_ && sameOptions(options, options_))
        return Done{};
    pipeline_.reset();
    DIPTYCH_TRY(pipeline_, engine_.open(options));
    options_ = options;
    return Done{};
}

void InferenceWorker::deliver(const JobOrder& order, Image image, PictureDrawn drawn) {
    drawn.placement = order.options.placement;
    drawn.picture = widgets::toQImage(image);
    drawn.thumbnail = thumbnailOf(drawn.picture);
    drawn.image = std::make_shared<const Image>(std::move(image));
    Q_EMIT happened({order.id, std::move(drawn)});
}

void InferenceWorker::unload() {
    pipeline_.reset();
}

} // namespace diptych::worker
