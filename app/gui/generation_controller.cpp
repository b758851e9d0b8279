#include "app/gui/generation_controller.h"

#include "app/gui/status_cells.h"
#include "widgets/controls/icon_set.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/queue_panel.h"
#include "widgets/panels/result_panel.h"
#include "widgets/panels/settings_panel.h"

#include <algorithm>
#include <utility>

namespace diptych::gui {

namespace {

using widgets::BarNotice;
using widgets::NoticeKind;
using worker::GenerationJob;
using worker::GenerationQueue;
using worker::JobId;

constexpr int kNoticeSeconds = 15;
constexpr int kPromptHead = 60; // characters
const QString kPausedKey = QStringLiteral("paused");
const QString kEditKey = QStringLiteral("edit");
const QString kObstacleKey = QStringLiteral("obstacle");
const QString kRequestKey = QStringLiteral("request");

} // namespace

GenerationController::GenerationController(const ControllerParts& parts, QObject* parent)
    : QObject(parent), parts_(parts) {
    connectActions();
    connectQueue();
    connectQueuePanel();
    refresh();
}

void GenerationController::connectActions() {
    const auto on = [this](Command command, auto act) {
        connect(parts_.actions->get(command), &QAction::triggered, this, act);
    };
    GenerationQueue* const queue = parts_.queue;
    on(Command::Generate, [this] { generate(How::Behind); });
    on(Command::GenerateInFront, [this] { generate(How::InFront); });
    on(Command::InterruptAndGenerate, [this] { generate(How::Interrupting); });
    on(Command::Cancel, [queue] { queue->cancelRunning(); });
    on(Command::StopAfterPicture, [queue](bool stop) { queue->setStopAfterPicture(stop); });
    on(Command::PauseQueue, [queue] { queue->setPaused(!queue->isPaused()); });
    on(Command::ClearQueue, [this] { clearQueue(); });
    on(Command::RemoveFinished, [queue] { queue->removeFinished(); });
}

void GenerationController::connectQueue() {
    GenerationQueue* const queue = parts_.queue;
    connect(queue, &GenerationQueue::jobChanged, this, &GenerationController::showProgress);
    connect(
        queue, &GenerationQueue::previewed, this,
        [this, queue](JobId id, const QImage& preview, int) {
            if (const GenerationJob* const job = queue->find(id))
                parts_.resultPanel->setPreview(preview, {job->request.width, job->request.height});
        });
    connect(queue, &GenerationQueue::pictureDrawn, this, &GenerationController::showPicture);
    connect(queue, &GenerationQueue::noticed, this,
            [this](JobId, const Notice& notice) { showNotice(notice); });
    connect(queue, &GenerationQueue::jobFinished, this, &GenerationController::finish);
    connect(queue, &GenerationQueue::jobRescued, parts_.resultPanel,
            &widgets::ResultPanel::clearProgress);
    connect(queue, &GenerationQueue::stateChanged, this, &GenerationController::refresh);
}

void GenerationController::connectQueuePanel() {
    const widgets::QueuePanel* const panel = parts_.queuePanel;
    GenerationQueue* const queue = parts_.queue;
    using widgets::QueuePanel;
    connect(panel, &QueuePanel::cancelRequested, queue, [queue](JobId job) { queue->cancel(job); });
    connect(panel, &QueuePanel::removeRequested, queue, &GenerationQueue::remove);
    connect(panel, &QueuePanel::retryRequested, this, [this, queue](JobId job, bool newSeed) {
        const auto seed = newSeed ? worker::RetrySeed::New : worker::RetrySeed::Same;
        if (const auto again = queue->retry(job, seed); !again)
            tell(again.error(), kRequestKey);
    });
    connect(panel, &QueuePanel::editRequested, this, &GenerationController::edit);
    connect(panel, &QueuePanel::useRequested, this, &GenerationController::use);
}

void GenerationController::setObstacle(std::optional<Error> obstacle) {
    obstacle_ = std::move(obstacle);
    if (obstacle_)
        tell(*obstacle_, kObstacleKey);
    else
        parts_.resultPanel->notices()->dismiss(kObstacleKey);
}

void GenerationController::generate(How how) {
    if (obstacle_) {
        tell(*obstacle_, kObstacleKey);
        return;
    }
    const GenerationRequest request = parts_.form->request();
    GenerationQueue* const queue = parts_.queue;
    parts_.resultPanel->notices()->dismiss(kRequestKey);
    if (!queue->running())
        parts_.resultPanel->follow();
    const auto job = how == How::Interrupting
                         ? queue->interruptAndAdd(request)
                         : queue->add(request, how == How::InFront ? worker::QueuePlace::Front
                                                                   : worker::QueuePlace::Back);
    if (!job) {
        tell(job.error(), kRequestKey);
        return;
    }
    if (queue->isPaused()) {
        BarNotice notice;
        notice.key = kPausedKey;
        notice.text = tr("Queued. The queue is paused.");
        notice.actions = {
            {QStringLiteral("resumeQueue"), tr("Go on"), [queue] { queue->setPaused(false); }}};
        parts_.resultPanel->notices()->add(notice);
    }
}

void GenerationController::clearQueue() {
    GenerationQueue* const queue = parts_.queue;
    const std::vector<GenerationRequest> requests = queue->clearWaiting();
    if (requests.empty())
        return;
    BarNotice notice;
    notice.key = QStringLiteral("cleared");
    notice.text =
        tr("%n waiting job(s) were taken out.", nullptr, static_cast<int>(requests.size()));
    notice.seconds = kNoticeSeconds;
    notice.actions = {{QStringLiteral("undoClear"), tr("Undo"), [this, queue, requests] {
                           for (const GenerationRequest& request : requests)
                               static_cast<void>(queue->add(request));
                           parts_.resultPanel->notices()->dismiss(QStringLiteral("cleared"));
                       }}};
    parts_.resultPanel->notices()->add(notice);
}

// The form becomes the job's request; the job waits on until it is put back.
void GenerationController::edit(JobId job) {
    if (const GenerationJob* const found = parts_.queue->find(job); !found || !found->isDrawing())
        return;
    use(job);
    BarNotice notice;
    notice.key = kEditKey;
    notice.text = tr("The form shows a job that waits. Change it, then put it back.");
    notice.actions = {{QStringLiteral("putBack"), tr("Put back"), [this, job] { putBack(job); }},
                      {QStringLiteral("leaveJob"), tr("Leave as it was"),
                       [this] { parts_.resultPanel->notices()->dismiss(kEditKey); }}};
    parts_.resultPanel->notices()->add(notice);
}

void GenerationController::putBack(JobId job) {
    const Status status = parts_.queue->edit(job, parts_.form->request());
    parts_.resultPanel->notices()->dismiss(kEditKey);
    if (!status)
        tell(status.error(), kRequestKey);
}

void GenerationController::use(JobId job) {
    if (const GenerationJob* const found = parts_.queue->find(job); found && found->isDrawing())
        parts_.form->apply(widgets::formOf(found->request), tr("Use of a job's settings"));
}

void GenerationController::showProgress(JobId id) {
    const GenerationJob* const job = parts_.queue->find(id);
    if (!job || job->state != worker::JobState::Running || !job->isDrawing())
        return;
    parts_.resultPanel->setProgress(job->fraction(), job->cancelling
                                                         ? tr("Stopping…")
                                                         : widgets::progressText(job->progress()));
}

void GenerationController::showPicture(JobId, const worker::PictureDrawn& picture) {
    widgets::ResultItem item;
    item.picture = picture.picture;
    item.thumbnail = picture.thumbnail;
    item.metadata = picture.metadata;
    item.seconds = picture.seconds;
    const widgets::ResultId result = parts_.results->append(std::move(item));
    parts_.resultPanel->showNewest();
    if (picture.metadata.request.seed)
        parts_.settingsPanel->setLastSeed(*picture.metadata.request.seed);
    Q_EMIT pictureShown(result, picture);
}

void GenerationController::tellNotKept(const Error& error) {
    tell(error, QStringLiteral("store"),
         {{QStringLiteral("saveElsewhere"), tr("Save elsewhere…"),
           [this] { parts_.actions->get(Command::SavePicture)->trigger(); }}});
}

void GenerationController::tellRestored(int waiting, const std::vector<JobId>& interrupted) {
    GenerationQueue* const queue = parts_.queue;
    BarNotice notice;
    notice.key = kPausedKey;
    notice.kind = interrupted.empty() ? NoticeKind::Info : NoticeKind::Warning;
    QStringList sentences;
    if (const GenerationJob* const job =
            interrupted.empty() ? nullptr : queue->find(interrupted.front()))
        sentences << tr("“%1” was being drawn when Diptych ended.")
                         .arg(QString::fromStdString(job->request.conversation.user)
                                  .simplified()
                                  .left(kPromptHead));
    if (waiting > 0)
        sentences << tr("%n job(s) of the last time wait. The queue is paused.", nullptr, waiting);
    notice.text = sentences.join(QLatin1Char(' '));
    if (!interrupted.empty())
        notice.actions.push_back(
            {QStringLiteral("retryInterrupted"), tr("Draw it again"), [this, queue, interrupted] {
                 for (const JobId job : interrupted)
                     static_cast<void>(
                         queue->retry(job, worker::RetrySeed::Same, worker::QueuePlace::Front));
                 queue->setPaused(false);
                 parts_.resultPanel->notices()->dismiss(kPausedKey);
             }});
    if (waiting > 0)
        notice.actions.push_back(
            {QStringLiteral("resumeQueue"), tr("Go on"), [queue] { queue->setPaused(false); }});
    parts_.resultPanel->notices()->add(notice);
}

void GenerationController::showNotice(const Notice& notice) {
    BarNotice shown;
    shown.key = QString::fromStdString(notice.code);
    shown.text = widgets::asSentence(notice.message);
    shown.seconds = kNoticeSeconds;
    parts_.resultPanel->notices()->add(shown);
}

void GenerationController::finish(JobId id) {
    const GenerationJob* const job = parts_.queue->find(id);
    if (!job)
        return;
    if (!parts_.queue->running())
        parts_.resultPanel->clearProgress();
    if (!job->isDrawing())
        return; // its panel tells
    if (job->state == worker::JobState::Failed) {
        tell(job->error, QStringLiteral("failed"),
             {{QStringLiteral("retryJob"), tr("Try again"), [this, id] {
                   parts_.resultPanel->notices()->dismiss(QStringLiteral("failed"));
                   static_cast<void>(parts_.queue->retry(id, worker::RetrySeed::Same));
               }}});
    }
    if (job->state != worker::JobState::Cancelled)
        Q_EMIT attentionWanted(id);
}

void GenerationController::tell(const Error& error, const QString& key,
                                const std::vector<widgets::NoticeAction>& actions) {
    const widgets::ErrorText text = widgets::errorText(error);
    BarNotice notice;
    notice.key = key;
    notice.kind = NoticeKind::Error;
    notice.text = text.title + QLatin1Char(' ') + text.message;
    notice.hint = text.hint;
    notice.details = text.details;
    notice.actions = actions;
    parts_.resultPanel->notices()->add(notice);
}

void GenerationController::refresh() {
    const GenerationQueue& queue = *parts_.queue;
    const bool running = queue.running() != nullptr;
    Actions& actions = *parts_.actions;
    actions.get(Command::Cancel)->setEnabled(running);
    actions.get(Command::StopAfterPicture)->setEnabled(running);
    actions.get(Command::StopAfterPicture)->setChecked(queue.stopsAfterPicture());
    actions.get(Command::InterruptAndGenerate)->setEnabled(running);
    actions.get(Command::GenerateInFront)->setEnabled(running || queue.waitingCount() > 0);
    actions.get(Command::ClearQueue)->setEnabled(queue.waitingCount() > 0);
    QAction* const pause = actions.get(Command::PauseQueue);
    pause->setChecked(queue.isPaused());
    pause->setIcon(
        widgets::icon(queue.isPaused() ? QStringLiteral("resume") : QStringLiteral("pause")));
    if (!queue.isPaused())
        parts_.resultPanel->notices()->dismiss(kPausedKey);
    parts_.cells->setQueue(queue.waitingCount(), running, queue.isPaused());
}

} // namespace diptych::gui
