#include "app/worker/inference_worker.h"

#include "core/base/stopwatch.h"
#include "core/pipeline/picture_record.h"

#include <cstring>
#include <exception>
#include <new>
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
           a.location.autoencoder == b.location.autoencoder && a.placement == b.placement;
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

QImage toQImage(const Image& image) {
    const Image rgb = toRgb8(image);
    const QImage view(rgb.bytes().data(), rgb.width(), rgb.height(),
                      static_cast<qsizetype>(rgb.rowBytes()), QImage::Format_RGB888);
    return view.convertToFormat(QImage::Format_RGB32);
}

InferenceWorker::InferenceWorker(Engine engine) : engine_(std::move(engine)) {
    qRegisterMetaType<JobEvent>();
    qRegisterMetaType<JobOrder>();
}

void InferenceWorker::run(const JobOrder& order) {
    const Stopwatch watch;
    EventSink sink(*this, order.id);
    const RunContext context{order.cancel, &sink, &sink};
    Status status = Done{};
    // The pipeline's own calls do not throw; what is around them may, at least for want of memory.
    try {
        status = order.rewrite ? write(order, context) : draw(order, context);
    } catch (const std::bad_alloc&) {
        status = fail(ErrorCode::OutOfMemory, "there is not enough memory for this job");
    } catch (const std::exception& exception) {
        status = fail(ErrorCode::Internal, "the job failed unexpectedly", "", exception.what());
    }
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

Status InferenceWorker::draw(const JobOrder& order, const RunContext& context) {
    if (context.cancelled())
        return fail(cancelledError());
    DIPTYCH_TRY_DONE(openPipeline(order.options));
    DIPTYCH_TRY(const ResolvedRequest resolved, resolve(order.request, pipeline_->spec()));
    for (const Notice& notice : resolved.notices)
        Q_EMIT happened({order.id, Noticed{notice}});
    bool stoppedEarly = false;
    const PictureHandler onPicture = [&](const GeneratedPicture& picture,
                                         const GenerationReport& soFar) -> Status {
        DIPTYCH_TRY_DONE(deliver(order, *resolved.request.shift, picture, soFar));
        if (!order.stopAfterPicture || !order.stopAfterPicture->load())
            return Done{};
        stoppedEarly = true;
        return fail(cancelledError());
    };
    const auto report = pipeline_->generate(resolved, {}, onPicture, context);
    if (!report && stoppedEarly)
        return Done{};
    if (!report)
        return fail(report.error());
    for (const auto* notices : {&report->formattedPrompt.notices, &report->notices})
        for (const Notice& notice : *notices)
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

Status InferenceWorker::openPipeline(const PipelineOptions& options) {
    if (pipeline_ && sameOptions(options, options_))
        return Done{};
    pipeline_.reset();
    DIPTYCH_TRY(pipeline_, engine_.open(options));
    options_ = options;
    return Done{};
}

Status InferenceWorker::deliver(const JobOrder& order, double shift,
                                const GeneratedPicture& picture, const GenerationReport& soFar) {
    PictureDrawn drawn;
    drawn.metadata = recordPicture(order.request, shift, soFar, picture, engine_.version);
    drawn.index = picture.index;
    drawn.seconds = picture.seconds;
    drawn.picture = toQImage(picture.image);
    drawn.thumbnail = thumbnailOf(drawn.picture);
    Q_EMIT happened({order.id, PhaseStarted{Phase::Save, 1}});
    auto file = engine_.keep ? engine_.keep(picture.image, drawn.metadata)
                             : Result<std::filesystem::path>{};
    if (file)
        drawn.file = std::move(*file);
    else
        drawn.saveError = std::move(file.error());
    Q_EMIT happened({order.id, std::move(drawn)});
    return Done{};
}

void InferenceWorker::unload() {
    pipeline_.reset();
}

} // namespace diptych::worker
