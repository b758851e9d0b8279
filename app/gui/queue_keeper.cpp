#include "app/gui/queue_keeper.h"

#include <QDateTime>

#include <cstdint>
#include <utility>

namespace diptych::gui {

namespace {

using history::StoredJob;
using history::StoredJobState;
using widgets::Stores;
using worker::GenerationJob;
using worker::GenerationQueue;
using worker::JobId;

std::int64_t storedId(JobId job) {
    return static_cast<std::int64_t>(job);
}

} // namespace

QueueKeeper::QueueKeeper(GenerationQueue* queue, widgets::HistoryService* service, QObject* parent)
    : QObject(parent), queue_(queue), service_(service) {
    // Ids of different sessions meet in the same table.
    queue_->setFirstId(static_cast<JobId>(QDateTime::currentMSecsSinceEpoch()));
    connect(queue_, &GenerationQueue::jobAdded, this, [this](JobId job) {
        put(job);
        if (const auto waiting = queue_->waiting(); !waiting.empty() && waiting.back() != job)
            storeOrder();
    });
    connect(queue_, &GenerationQueue::jobEdited, this, &QueueKeeper::put);
    connect(queue_, &GenerationQueue::jobRescued, this, &QueueKeeper::put);
    connect(queue_, &GenerationQueue::rowsMoved, this, &QueueKeeper::storeOrder);
    connect(queue_, &GenerationQueue::jobStarted, this, [this](JobId job) {
        post([id = storedId(job)](Stores& stores) {
            return stores.queue.setState(id, StoredJobState::Running);
        });
    });
    // Pictures are stored on the same thread, in order: a job goes behind its pictures.
    connect(queue_, &GenerationQueue::jobFinished, this, &QueueKeeper::takeOut);
    connect(queue_, &GenerationQueue::jobRemoved, this, &QueueKeeper::takeOut);
}

// What cannot be stored now is lost only if the program dies too: the history tells of its disk by
// itself.
template <typename Work> void QueueKeeper::post(Work work) {
    service_->ask(this, std::move(work), [](const Status&) {});
}

void QueueKeeper::put(JobId id) {
    const GenerationJob* const job = queue_->find(id);
    // An unfinished picture's file is there at the next start; a text is asked for anew.
    if (!job || !job->unfinished.empty() || !job->isDrawing())
        return;
    StoredJob stored;
    stored.id = storedId(id);
    stored.submittedMs = QDateTime::currentMSecsSinceEpoch();
    stored.request = job->request;
    if (job->state == worker::JobState::Running)
        stored.state = StoredJobState::Running;
    post([stored](Stores& stores) { return stores.queue.put(stored); });
}

void QueueKeeper::takeOut(JobId job) {
    post([id = storedId(job)](Stores& stores) { return stores.queue.remove(id); });
}

void QueueKeeper::storeOrder() {
    std::vector<std::int64_t> ids;
    for (const JobId job : queue_->waiting())
        ids.push_back(storedId(job));
    post([ids](Stores& stores) { return stores.queue.setOrder(ids); });
}

void QueueKeeper::restore() {
    service_->ask(
        this, [](Stores& stores) { return stores.queue.load(); },
        [this](const Result<std::vector<StoredJob>>& jobs) {
            if (jobs && !jobs->empty())
                take(*jobs);
        });
}

void QueueKeeper::take(const std::vector<StoredJob>& jobs) {
    std::vector<worker::RestoredJob> restored;
    std::vector<JobId> interrupted;
    for (const StoredJob& job : jobs) {
        const auto id = static_cast<JobId>(job.id);
        restored.push_back({id, job.request, job.state == StoredJobState::Interrupted});
        if (restored.back().interrupted)
            interrupted.push_back(id);
    }
    queue_->setPaused(true);
    queue_->restore(restored);
    Q_EMIT this->restored(static_cast<int>(restored.size() - interrupted.size()), interrupted);
}

} // namespace diptych::gui
