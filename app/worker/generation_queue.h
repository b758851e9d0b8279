// The jobs, on the GUI thread: what waits, what runs, what failed or was stopped. One runs at a
// time; a job that succeeded leaves the list, since its pictures are shown elsewhere, and of the
// others that are over only the last ones stay. Also the item model of the queue panel, one row a
// job.
#pragma once

#include "app/worker/generation_job.h"
#include "app/worker/inference_thread.h"
#include "core/base/result.h"
#include "core/domain/remote_encoder.h"
#include "widgets/model/job_row.h"

#include <QAbstractListModel>

#include <functional>
#include <utility>
#include <vector>

namespace diptych::worker {

enum class QueuePlace { Back, Front };
enum class RetrySeed { Same, New };

/// A job of an earlier session.
struct RestoredJob {
    JobId id = 0;
    GenerationRequest request;
    bool interrupted = false; ///< it was running when that session ended
};

class GenerationQueue : public QAbstractListModel {
    Q_OBJECT

  public:
    explicit GenerationQueue(Engine engine, QObject* parent = nullptr);
    /// Stops the running job and waits for it.
    ~GenerationQueue() override;

    /// Model and placement of jobs that start from now on.
    void setOptions(PipelineOptions options);
    const PipelineOptions& options() const { return options_; }
    /// Lets jobs that start from now on be encoded on this machine although there is a remote
    /// encoder.
    void setEncodesHere(bool here);
    bool encodesHere() const { return encodesHere_; }
    /// What a job that starts now works with.
    PipelineOptions effectiveOptions() const;

    /// Servers that rewrite prompts in jobs that start from now on; not used = none.
    void setRemote(RemoteEncoderSettings remote);

    /// Asked when a drawing fails before its first picture; true = the job is not over: it waits in
    /// front again, and the queue is paused. May be empty.
    using Rescue = std::function<bool(const GenerationJob& job, const Error& error)>;
    void setRescue(Rescue rescue) { rescue_ = std::move(rescue); }

    /// The pipeline for others' work, see InferenceThread::lender.
    PipelineLender lender() { return inference_.lender(); }

    /// Draws the seed where it is open and checks every number. Errors: as `resolve`.
    Result<JobId> add(const GenerationRequest& request, QueuePlace place = QueuePlace::Back);
    /// Lets a prompt be rewritten, by the servers of `setRemote` or else by the text encoder that
    /// is loaded for drawing. The job leaves the list with its outcome, whatever that is. Errors:
    /// as checkRewrite.
    Result<JobId> addRewrite(const RewriteRequest& request, QueuePlace place = QueuePlace::Front);
    /// Writes the embedding of the request's prompt to a file, next. The job leaves the list with
    /// its outcome, whatever that is. Errors: as add.
    Result<JobId> addEncode(const GenerationRequest& request, const std::filesystem::path& file);
    /// Numbers jobs that are added from now on from here, so that they differ from those of earlier
    /// sessions.
    void setFirstId(JobId id) { lastId_ = id - 1; }
    /// Puts these in front of everything that waits, in this order. Those that were interrupted do
    /// not wait but can be tried again.
    void restore(const std::vector<RestoredJob>& jobs);
    /// A job that decodes and saves a picture that was drawn before, next; returns its id.
    JobId addUnfinished(const std::filesystem::path& file, const GenerationRequest& request);
    /// Stops what runs and begins with this one, also when the queue is paused. Errors: as add.
    Result<JobId> interruptAndAdd(const GenerationRequest& request);
    /// Changes a waiting job. Errors: as add; Usage when it does not wait or is no
    /// drawing.
    Status edit(JobId job, const GenerationRequest& request);
    /// A waiting job is cancelled at once, a running one as soon as it hears it. False for others.
    bool cancel(JobId job);
    void cancelRunning();
    /// Cancels every waiting job and takes it out of the list; returns what was to be drawn.
    std::vector<GenerationRequest> clearWaiting();
    /// Ends the running job behind the picture that is being drawn, or takes that back. Jobs that
    /// wait then do so until the queue goes on.
    void setStopAfterPicture(bool stop);
    bool stopsAfterPicture() const;
    void setPaused(bool paused);
    bool isPaused() const { return paused_; }
    /// A finished job once more. Errors: Usage when it is not finished.
    Result<JobId> retry(JobId job, RetrySeed seed, QueuePlace place = QueuePlace::Back);
    /// Takes a finished job out of the list.
    void remove(JobId job);
    void removeFinished();
    /// The program ends: stops what runs and begins nothing more.
    void stopForGood();
    /// Frees the model once nothing runs.
    void unloadModel();

    const GenerationJob* find(JobId job) const;
    const GenerationJob* running() const;
    int waitingCount() const;
    JobId idAt(int row) const;
    /// In the order in which they will run.
    std::vector<JobId> waiting() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    /// By widgets::JobRole, besides the usual texts.
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                         const QModelIndex& parent) const override;
    /// Moves the dragged job; always false, so that the view removes nothing by itself.
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;
    /// One waiting job among the waiting ones.
    bool moveRows(const QModelIndex& sourceParent, int sourceRow, int count,
                  const QModelIndex& destinationParent, int destinationChild) override;

  Q_SIGNALS:
    void jobAdded(diptych::worker::JobId job);
    /// Its request is another one now.
    void jobEdited(diptych::worker::JobId job);
    /// It is out of the list.
    void jobRemoved(diptych::worker::JobId job);
    void jobStarted(diptych::worker::JobId job);
    /// It failed, but waits again instead of being over.
    void jobRescued(diptych::worker::JobId job);
    void jobChanged(diptych::worker::JobId job);
    void previewed(diptych::worker::JobId job, const QImage& picture, int step);
    void noticed(diptych::worker::JobId job, const diptych::Notice& notice);
    void pictureDrawn(diptych::worker::JobId job, const diptych::worker::PictureDrawn& picture);
    void textWritten(diptych::worker::JobId job, const diptych::worker::TextWritten& piece);
    void textFinished(diptych::worker::JobId job, const diptych::RewriteResult& result);
    /// Once for each job that was added. `job` is still in the list while this is told.
    void jobFinished(diptych::worker::JobId job);
    /// What jobs work with from now on is another.
    void optionsChanged();
    /// Something else about the queue: paused, what waits, what runs.
    void stateChanged();

  private:
    JobId insert(GenerationJob job, QueuePlace place);
    int rowOf(JobId job) const;
    int firstWaitingRow() const;
    void take(const JobEvent& event);
    bool rescue(int row, const JobEvent& event);
    void finish(JobId job);
    void forgetOldest();
    void startNext();
    void changed(int row);
    QString textOf(const GenerationJob& job) const;
    QString statusOf(const GenerationJob& job) const;

    std::vector<GenerationJob> jobs_;
    PipelineOptions options_;
    RemoteEncoderSettings remote_;
    Rescue rescue_;
    bool encodesHere_ = false;
    InferenceThread inference_;
    JobId lastId_ = 0;
    bool paused_ = false;
};

} // namespace diptych::worker
