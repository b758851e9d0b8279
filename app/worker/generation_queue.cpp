#include "app/worker/generation_queue.h"

#include "widgets/model/error_text.h"

#include <QMimeData>

#include <algorithm>
#include <utility>

namespace diptych::worker {

namespace {

constexpr const char* kJobMimeType = "application/x-diptych-job";
constexpr std::size_t kFinishedKept = 30; // failed and cancelled jobs in the list

widgets::JobRowState rowStateOf(const GenerationJob& job) {
    switch (job.state) {
    case JobState::Queued:
        return widgets::JobRowState::Waiting;
    case JobState::Running:
        return job.cancelling ? widgets::JobRowState::Stopping : widgets::JobRowState::Running;
    case JobState::Failed:
        return widgets::JobRowState::Failed;
    case JobState::Succeeded:
    case JobState::Cancelled:
    case JobState::Interrupted:
        return widgets::JobRowState::Cancelled;
    }
    return widgets::JobRowState::Waiting;
}

tl::unexpected<Error> noSuchJob(const char* what) {
    return fail(ErrorCode::Usage, what);
}

} // namespace

GenerationQueue::GenerationQueue(Engine engine, QObject* parent)
    : QAbstractListModel(parent), inference_(std::move(engine)) {
    connect(&inference_, &InferenceThread::happened, this, &GenerationQueue::take);
}

GenerationQueue::~GenerationQueue() {
    stopForGood();
}

void GenerationQueue::stopForGood() {
    paused_ = true;
    for (GenerationJob& job : jobs_)
        job.cancel.request_stop();
}

void GenerationQueue::setOptions(PipelineOptions options) {
    options_ = std::move(options);
    Q_EMIT optionsChanged();
}

void GenerationQueue::setEncodesHere(bool here) {
    if (std::exchange(encodesHere_, here) != here)
        Q_EMIT optionsChanged();
}

PipelineOptions GenerationQueue::effectiveOptions() const {
    PipelineOptions options = options_;
    if (encodesHere_)
        options.remoteEncoder = nullptr;
    return options;
}

void GenerationQueue::setRemote(RemoteEncoderSettings remote) {
    remote_ = std::move(remote);
}

Result<JobId> GenerationQueue::add(const GenerationRequest& request, QueuePlace place) {
    // Without the checkpoint's own numbers, which the worker fills in.
    DIPTYCH_TRY(ResolvedRequest resolved, resolve(request, ModelSpec{}));
    GenerationJob job;
    job.request = request;
    job.request.seed = resolved.request.seed;
    return insert(std::move(job), place);
}

Result<JobId> GenerationQueue::addRewrite(const RewriteRequest& request, QueuePlace place) {
    DIPTYCH_TRY_DONE(checkRewrite(request));
    GenerationJob job;
    job.request.conversation.user = request.prompt;
    job.rewrite = request;
    return insert(std::move(job), place);
}

Result<JobId> GenerationQueue::addEncode(const GenerationRequest& request,
                                         const std::filesystem::path& file) {
    DIPTYCH_TRY_DONE(resolve(request, ModelSpec{}));
    GenerationJob job;
    job.request = request;
    job.encodeTo = file;
    return insert(std::move(job), QueuePlace::Front);
}

JobId GenerationQueue::insert(GenerationJob job, QueuePlace place) {
    const int row = place == QueuePlace::Front ? firstWaitingRow() : rowCount();
    beginInsertRows({}, row, row);
    const JobId id = job.id = ++lastId_;
    jobs_.insert(jobs_.begin() + row, std::move(job));
    endInsertRows();
    Q_EMIT jobAdded(id);
    startNext();
    Q_EMIT stateChanged();
    return id;
}

JobId GenerationQueue::addUnfinished(const std::filesystem::path& file,
                                     const GenerationRequest& request) {
    GenerationJob job;
    job.request = request;
    job.unfinished = file;
    return insert(std::move(job), QueuePlace::Front);
}

void GenerationQueue::restore(const std::vector<RestoredJob>& jobs) {
    for (const RestoredJob& restored : jobs) {
        GenerationJob job;
        job.id = restored.id;
        job.request = restored.request;
        if (restored.interrupted)
            job.state = JobState::Interrupted;
        // Behind those before it, which are in front of everything that waits.
        const int row =
            firstWaitingRow() +
            static_cast<int>(std::count_if(jobs.data(), &restored, [](const RestoredJob& other) {
                return !other.interrupted;
            }));
        beginInsertRows({}, row, row);
        jobs_.insert(jobs_.begin() + row, std::move(job));
        endInsertRows();
    }
    startNext();
    Q_EMIT stateChanged();
}

Result<JobId> GenerationQueue::interruptAndAdd(const GenerationRequest& request) {
    DIPTYCH_TRY(const JobId id, add(request, QueuePlace::Front));
    paused_ = false;
    if (const GenerationJob* const current = running(); current && current->id != id)
        cancel(current->id);
    startNext();
    Q_EMIT stateChanged();
    return id;
}

Status GenerationQueue::edit(JobId job, const GenerationRequest& request) {
    const int row = rowOf(job);
    if (row < 0 || jobs_[static_cast<std::size_t>(row)].state != JobState::Queued)
        return noSuchJob("this job does not wait any more");
    if (!jobs_[static_cast<std::size_t>(row)].isDrawing())
        return noSuchJob("only a drawing is edited; begin another job of this kind");
    DIPTYCH_TRY(const ResolvedRequest resolved, resolve(request, ModelSpec{}));
    GenerationJob& target = jobs_[static_cast<std::size_t>(row)];
    target.request = request;
    target.request.seed = resolved.request.seed;
    changed(row);
    Q_EMIT jobEdited(job);
    return Done{};
}

bool GenerationQueue::cancel(JobId job) {
    const int row = rowOf(job);
    if (row < 0)
        return false;
    GenerationJob& target = jobs_[static_cast<std::size_t>(row)];
    if (target.isFinished())
        return false;
    target.cancel.request_stop();
    if (target.state == JobState::Queued) {
        target.state = JobState::Cancelled;
        changed(row);
        finish(job);
    } else {
        target.cancelling = true;
        changed(row);
    }
    Q_EMIT stateChanged();
    return true;
}

void GenerationQueue::cancelRunning() {
    if (const GenerationJob* const current = running())
        cancel(current->id);
}

std::vector<GenerationRequest> GenerationQueue::clearWaiting() {
    std::vector<JobId> waiting;
    std::vector<GenerationRequest> requests;
    for (const GenerationJob& job : jobs_)
        if (job.state == JobState::Queued) {
            waiting.push_back(job.id);
            if (job.isDrawing())
                requests.push_back(job.request);
        }
    for (const JobId job : waiting) {
        cancel(job);
        remove(job);
    }
    return requests;
}

void GenerationQueue::setStopAfterPicture(bool stop) {
    const GenerationJob* const current = running();
    if (!current || current->stopAfterPicture->load() == stop)
        return;
    current->stopAfterPicture->store(stop);
    changed(rowOf(current->id));
    Q_EMIT stateChanged();
}

bool GenerationQueue::stopsAfterPicture() const {
    const GenerationJob* const current = running();
    return current && current->stopAfterPicture->load();
}

void GenerationQueue::setPaused(bool paused) {
    if (paused_ == paused)
        return;
    paused_ = paused;
    startNext();
    Q_EMIT stateChanged();
}

Result<JobId> GenerationQueue::retry(JobId job, RetrySeed seed, QueuePlace place) {
    const GenerationJob* const old = find(job);
    if (!old || !old->isFinished())
        return noSuchJob("only a job that is over can be tried again");
    GenerationRequest request = old->request;
    const std::filesystem::path unfinished = old->unfinished;
    if (seed == RetrySeed::New)
        request.seed.reset();
    // First the new one: at no moment is there none.
    const Result<JobId> again = unfinished.empty()
                                    ? add(request, place)
                                    : Result<JobId>(addUnfinished(unfinished, request));
    if (again)
        remove(job);
    return again;
}

void GenerationQueue::remove(JobId job) {
    const int row = rowOf(job);
    if (row < 0 || !jobs_[static_cast<std::size_t>(row)].isFinished())
        return;
    beginRemoveRows({}, row, row);
    jobs_.erase(jobs_.begin() + row);
    endRemoveRows();
    Q_EMIT jobRemoved(job);
    Q_EMIT stateChanged();
}

void GenerationQueue::unloadModel() {
    inference_.unload();
}

void GenerationQueue::startNext() {
    if (paused_ || running())
        return;
    const int row = firstWaitingRow();
    if (row == rowCount())
        return;
    GenerationJob& job = jobs_[static_cast<std::size_t>(row)];
    job.state = JobState::Running;
    job.timer.start();
    inference_.start({job.id, job.request, effectiveOptions(), job.unfinished,
                      job.cancel.get_token(), job.stopAfterPicture, job.rewrite, remote_,
                      job.encodeTo});
    const JobId id = job.id;
    changed(row);
    Q_EMIT jobStarted(id);
}

// Listeners may add and remove jobs: nothing about rows is kept across a signal.
void GenerationQueue::take(const JobEvent& event) {
    const int row = rowOf(event.job);
    if (row < 0)
        return;
    if (rescue(row, event))
        return;
    GenerationJob& job = jobs_[static_cast<std::size_t>(row)];
    job.take(event);
    const bool stop = job.stopAfterPicture->load();
    changed(row);
    if (const auto* const preview = std::get_if<Previewed>(&event.what))
        Q_EMIT previewed(event.job, preview->picture, preview->step);
    else if (const auto* const noticing = std::get_if<Noticed>(&event.what))
        Q_EMIT noticed(event.job, noticing->notice);
    else if (const auto* const drawn = std::get_if<PictureDrawn>(&event.what))
        Q_EMIT pictureDrawn(event.job, *drawn);
    else if (const auto* const written = std::get_if<TextWritten>(&event.what))
        Q_EMIT textWritten(event.job, *written);
    else if (const auto* const text = std::get_if<TextFinished>(&event.what))
        Q_EMIT textFinished(event.job, text->result);
    if (!event.isOutcome())
        return;
    finish(event.job);
    if (stop && waitingCount() > 0)
        paused_ = true;
    startNext();
    Q_EMIT stateChanged();
}

// What failed is as it was before it began, but first in the line.
bool GenerationQueue::rescue(int row, const JobEvent& event) {
    const auto* const failed = std::get_if<Failed>(&event.what);
    GenerationJob& job = jobs_[static_cast<std::size_t>(row)];
    if (!failed || !rescue_ || job.rewrite || job.cancelling || job.picturesDone > 0 ||
        !rescue_(job, failed->error))
        return false;
    GenerationJob again;
    again.id = job.id;
    again.request = job.request;
    again.unfinished = job.unfinished;
    again.encodeTo = job.encodeTo;
    job = std::move(again);
    paused_ = true;
    changed(row);
    Q_EMIT jobRescued(event.job);
    Q_EMIT stateChanged();
    return true;
}

// The state is set already.
void GenerationQueue::finish(JobId id) {
    const bool keep = find(id)->state != JobState::Succeeded && find(id)->isDrawing();
    Q_EMIT jobFinished(id);
    if (!keep)
        remove(id);
    forgetOldest();
}

void GenerationQueue::forgetOldest() {
    std::vector<JobId> finished;
    for (const GenerationJob& job : jobs_)
        if (job.isFinished())
            finished.push_back(job.id);
    for (std::size_t i = 0; i + kFinishedKept < finished.size(); ++i)
        remove(finished[i]);
}

void GenerationQueue::removeFinished() {
    for (int row = rowCount() - 1; row >= 0; --row)
        remove(idAt(row));
}

const GenerationJob* GenerationQueue::find(JobId job) const {
    const int row = rowOf(job);
    return row < 0 ? nullptr : &jobs_[static_cast<std::size_t>(row)];
}

const GenerationJob* GenerationQueue::running() const {
    for (const GenerationJob& job : jobs_)
        if (job.state == JobState::Running)
            return &job;
    return nullptr;
}

int GenerationQueue::waitingCount() const {
    return static_cast<int>(std::count_if(jobs_.begin(), jobs_.end(), [](const GenerationJob& job) {
        return job.state == JobState::Queued;
    }));
}

JobId GenerationQueue::idAt(int row) const {
    return row >= 0 && row < rowCount() ? jobs_[static_cast<std::size_t>(row)].id : 0;
}

int GenerationQueue::rowOf(JobId job) const {
    for (std::size_t row = 0; row < jobs_.size(); ++row)
        if (jobs_[row].id == job)
            return static_cast<int>(row);
    return -1;
}

std::vector<JobId> GenerationQueue::waiting() const {
    std::vector<JobId> ids;
    for (const GenerationJob& job : jobs_)
        if (job.state == JobState::Queued)
            ids.push_back(job.id);
    return ids;
}

int GenerationQueue::firstWaitingRow() const {
    int row = 0;
    while (row < rowCount() && jobs_[static_cast<std::size_t>(row)].state != JobState::Queued)
        ++row;
    return row;
}

void GenerationQueue::changed(int row) {
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT jobChanged(jobs_[static_cast<std::size_t>(row)].id);
}

int GenerationQueue::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(jobs_.size());
}

QString GenerationQueue::textOf(const GenerationJob& job) const {
    const QString prompt =
        QString::fromStdString(job.request.conversation.user).simplified().left(120);
    if (job.rewrite)
        return tr("Rewrite: %1").arg(prompt);
    if (!job.isDrawing())
        return tr("Save the embedding: %1").arg(prompt);
    return prompt.isEmpty() ? tr("(no prompt)") : prompt;
}

QString GenerationQueue::statusOf(const GenerationJob& job) const {
    switch (job.state) {
    case JobState::Queued:
        if (job.rewrite)
            return tr("Waits to be written");
        if (!job.isDrawing())
            return tr("Waits to be encoded");
        return tr("%1 × %2 pixels, seed %3, %n picture(s)", nullptr, job.request.count)
            .arg(job.request.width)
            .arg(job.request.height)
            .arg(job.request.seed.value_or(0));
    case JobState::Running:
        if (job.cancelling)
            return tr("Stopping…");
        if (job.writtenBytes > 0)
            return tr("Writing, %1 bytes so far").arg(job.writtenBytes);
        if (job.stopAfterPicture->load())
            return tr("Last picture: %1").arg(widgets::progressText(job.progress()));
        return widgets::progressText(job.progress());
    case JobState::Failed:
        return widgets::errorLine(job.error);
    case JobState::Succeeded:
        return tr("Done");
    case JobState::Cancelled:
        return tr("Cancelled");
    case JobState::Interrupted:
        return tr("Diptych ended while this was drawn");
    }
    return {};
}

QVariant GenerationQueue::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const GenerationJob& job = jobs_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return textOf(job);
    case Qt::ToolTipRole:
        return QString::fromStdString(job.request.conversation.user);
    case widgets::JobNumberRole:
        return QVariant::fromValue(job.id);
    case widgets::JobStateRole:
        return static_cast<int>(rowStateOf(job));
    case widgets::JobFractionRole:
        return job.fraction();
    case widgets::JobStatusRole:
        return statusOf(job);
    case widgets::JobDetailsRole:
        return job.state == JobState::Failed ? widgets::errorText(job.error).details : QString();
    default:
        return {};
    }
}

Qt::ItemFlags GenerationQueue::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    Qt::ItemFlags result = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (jobs_[static_cast<std::size_t>(index.row())].state == JobState::Queued)
        result |= Qt::ItemIsDragEnabled;
    return result;
}

QStringList GenerationQueue::mimeTypes() const {
    return {QString::fromLatin1(kJobMimeType)};
}

QMimeData* GenerationQueue::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty())
        return nullptr;
    auto* const data = new QMimeData;
    data->setData(QString::fromLatin1(kJobMimeType),
                  QByteArray::number(idAt(indexes.first().row())));
    return data;
}

bool GenerationQueue::canDropMimeData(const QMimeData* data, Qt::DropAction action, int row,
                                      int column, const QModelIndex& parent) const {
    Q_UNUSED(column);
    return action == Qt::MoveAction && row >= 0 && !parent.isValid() && data &&
           data->hasFormat(QString::fromLatin1(kJobMimeType));
}

bool GenerationQueue::dropMimeData(const QMimeData* data, Qt::DropAction action, int row,
                                   int column, const QModelIndex& parent) {
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const int source = rowOf(data->data(QString::fromLatin1(kJobMimeType)).toULongLong());
    if (source >= 0)
        moveRows({}, source, 1, {}, std::max(row, firstWaitingRow()));
    return false;
}

bool GenerationQueue::moveRows(const QModelIndex& sourceParent, int sourceRow, int count,
                               const QModelIndex& destinationParent, int destinationChild) {
    const auto waits = [this](int row) {
        return row >= 0 && row < rowCount() &&
               jobs_[static_cast<std::size_t>(row)].state == JobState::Queued;
    };
    const bool fits = count == 1 && waits(sourceRow) &&
                      (waits(destinationChild) || destinationChild == rowCount());
    if (!fits ||
        !beginMoveRows(sourceParent, sourceRow, sourceRow, destinationParent, destinationChild))
        return false;
    const auto at = [this](int row) { return jobs_.begin() + row; };
    if (destinationChild > sourceRow)
        std::rotate(at(sourceRow), at(sourceRow) + 1, at(destinationChild));
    else
        std::rotate(at(destinationChild), at(sourceRow), at(sourceRow) + 1);
    endMoveRows();
    Q_EMIT stateChanged();
    return true;
}

} // namespace diptych::worker
