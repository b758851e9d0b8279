// The object on the inference thread: owns the pipeline and with it every tensor, runs one job at
// a time and tells what happens. Pictures leave as shared constant buffers, tensors never.
#pragma once

#include "app/worker/job_event.h"
#include "app/worker/pipeline_loan.h"
#include "core/domain/remote_encoder.h"
#include "core/pipeline/image_pipeline.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace diptych::worker {

/// What the worker needs from outside; called on the inference thread.
struct Engine {
    std::function<Result<std::unique_ptr<ImagePipeline>>(const PipelineOptions&)> open;
    /// A rewriter on other machines; empty = there is no network.
    std::function<Result<std::unique_ptr<PromptRewriter>>(const RemoteEncoderSettings&)>
        openRemoteRewriter;
    std::string version; ///< of the program, for the pictures' metadata
    /// Where a picture's latents lie from the last step until the picture is saved, see
    /// unfinished_picture.h. Empty = nowhere.
    std::filesystem::path unfinishedFolder;
};

/// A job as it is handed over, by value.
struct JobOrder {
    JobId id = 0;
    GenerationRequest request;
    PipelineOptions options;
    /// A picture that was drawn already: decode it instead of drawing. Empty = draw.
    std::filesystem::path unfinished;
    std::stop_token cancel;
    /// Asks to end the job behind the picture that is being drawn.
    std::shared_ptr<const std::atomic<bool>> stopAfterPicture;
    std::optional<RewriteRequest> rewrite; ///< instead of a drawing
    RemoteEncoderSettings remote;          ///< who writes, where used
    /// Where the embedding of the request's prompt goes instead of a drawing; empty = draw.
    std::filesystem::path encodeTo;
};

class InferenceWorker : public QObject {
    Q_OBJECT

  public:
    explicit InferenceWorker(Engine engine);

    /// Runs the job to its end; the last event is its outcome.
    void run(const JobOrder& order);

    /// Opens the model that the loan names, unless it is open, and works; does nothing when nobody
    /// waits any more.
    void lend(PipelineLoan& loan);

    /// Frees the model. It is loaded again when the next job needs it.
    void unload();

  Q_SIGNALS:
    void happened(const diptych::worker::JobEvent& event);

  private:
    Status draw(const JobOrder& order, const RunContext& context);
    Status write(const JobOrder& order, const RunContext& context);
    Status encode(const JobOrder& order, const RunContext& context);
    Status openPipeline(const PipelineOptions& options);
    Status drawAll(const JobOrder& order, const ResolvedRequest& resolved,
                   const RunContext& context);
    /// Decodes an unfinished picture. Errors also: InvalidInput (drawn with another model).
    Status finish(const JobOrder& order, const RunContext& context);
    void deliver(const JobOrder& order, Image image, PictureDrawn drawn);

    Engine engine_;
    std::unique_ptr<ImagePipeline> pipeline_;
    PipelineOptions options_; ///< of pipeline_
};

/// The picture, no larger than kThumbnailSide.
QImage thumbnailOf(const QImage& picture);

} // namespace diptych::worker

Q_DECLARE_METATYPE(diptych::worker::JobOrder)
