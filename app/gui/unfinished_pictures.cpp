#include "app/gui/unfinished_pictures.h"

#include "core/pipeline/unfinished_picture.h"
#include "widgets/controls/notice_bar.h"

#include <string>
#include <system_error>
#include <utility>

namespace diptych::gui {

namespace {

constexpr int kPromptHead = 60; // characters
const QString kKey = QStringLiteral("unfinished");

} // namespace

UnfinishedPictures::UnfinishedPictures(std::filesystem::path folder, worker::GenerationQueue* queue,
                                       widgets::NoticeBar* notices, widgets::OrderedExecutor* io,
                                       QObject* parent)
    : QObject(parent), folder_(std::move(folder)), queue_(queue), notices_(notices), io_(io) {
    connect(queue_, &worker::GenerationQueue::jobFinished, this, [this](worker::JobId id) {
        const worker::GenerationJob* const job = queue_->find(id);
        if (job && job->state == worker::JobState::Failed && job->unfinished.empty())
            look(id);
    });
}

void UnfinishedPictures::look(worker::JobId job) {
    const std::string prefix = job == 0 ? std::string() : std::to_string(job) + "-";
    io_->post([this, folder = folder_, prefix] {
        std::vector<Found> found;
        for (const std::filesystem::path& file : unfinishedPictures(folder))
            if (file.filename().string().starts_with(prefix))
                if (auto picture = readUnfinished(file))
                    found.push_back({file, std::move(picture->metadata.request)});
        if (!found.empty())
            QMetaObject::invokeMethod(
                this, [this, found] { offer(found); }, Qt::QueuedConnection);
    });
}

void UnfinishedPictures::offer(const std::vector<Found>& found) {
    const QString prompt = QString::fromStdString(found.front().request.conversation.user)
                               .simplified()
                               .left(kPromptHead);
    widgets::BarNotice notice;
    notice.key = kKey;
    notice.kind = widgets::NoticeKind::Warning;
    notice.text = found.size() == 1 ? tr("A picture was drawn but not saved: “%1”.").arg(prompt)
                                    : tr("%n pictures were drawn but not saved.", nullptr,
                                         static_cast<int>(found.size()));
    notice.hint = tr("Finishing takes only the last step, the decoding.");
    notice.actions = {
        {QStringLiteral("finishPictures"), tr("Finish"), [this, found] { finish(found); }},
        {QStringLiteral("discardPictures"), tr("Throw away"), [this, found] { discard(found); }}};
    notices_->add(notice);
}

void UnfinishedPictures::finish(const std::vector<Found>& found) {
    notices_->dismiss(kKey);
    for (auto each = found.rbegin(); each != found.rend(); ++each) // each goes to the front
        queue_->addUnfinished(each->file, each->request);
}

void UnfinishedPictures::discard(const std::vector<Found>& found) {
    notices_->dismiss(kKey);
    io_->post([found] {
        std::error_code ignored;
        for (const Found& each : found)
            std::filesystem::remove(each.file, ignored);
    });
}

} // namespace diptych::gui
