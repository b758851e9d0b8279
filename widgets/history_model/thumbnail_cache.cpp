#include "widgets/history_model/thumbnail_cache.h"

#include "core/history/thumbnails.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

namespace diptych::widgets {

namespace {

QImage toQImage(const Image& image) {
    QImage result(image.width(), image.height(), QImage::Format_RGB888);
    for (int y = 0; y < image.height(); ++y)
        std::memcpy(result.scanLine(y), image.row(y).data(), image.rowBytes());
    // The format that is painted fastest.
    return result.convertToFormat(QImage::Format_RGB32);
}

} // namespace

/// Where the loading thread leaves its results, as long as there is somebody to take them.
struct ThumbnailCache::Mailbox {
    std::mutex mutex;
    ThumbnailCache* owner = nullptr;
};

ThumbnailCache::ThumbnailCache(std::filesystem::path folder, OrderedExecutor* executor,
                               qsizetype limitKib, QObject* parent)
    : QObject(parent), folder_(std::move(folder)), executor_(executor),
      mailbox_(std::make_shared<Mailbox>()), images_(limitKib) {
    mailbox_->owner = this;
}

ThumbnailCache::~ThumbnailCache() {
    const std::lock_guard lock(mailbox_->mutex);
    mailbox_->owner = nullptr;
}

QImage ThumbnailCache::find(const history::EntrySummary& entry) {
    if (const QImage* image = images_.object(entry.id))
        return *image;
    want(entry);
    return {};
}

void ThumbnailCache::want(const history::EntrySummary& entry) {
    if (missing_.contains(entry.id) || loading_ == entry.id)
        return;
    const auto known = std::find_if(waiting_.begin(), waiting_.end(),
                                    [&](const Wish& wish) { return wish.id == entry.id; });
    if (known != waiting_.end())
        waiting_.erase(known);
    // What was scrolled past long ago asks again when it is seen again.
    if (waiting_.size() >= kMostWaiting)
        waiting_.erase(waiting_.begin());
    waiting_.push_back({entry.id, entry.pixelHash, entry.picture});
    if (loading_ == 0)
        loadNext();
}

void ThumbnailCache::loadNext() {
    if (waiting_.empty())
        return;
    Wish wish = std::move(waiting_.back());
    waiting_.pop_back();
    loading_ = wish.id;
    executor_->post([mailbox = mailbox_, folder = folder_, wish = std::move(wish)] {
        QImage image;
        if (const auto loaded =
                history::loadThumbnail(folder, wish.pixelHash, folder / wish.picture))
            image = toQImage(*loaded);
        const std::lock_guard lock(mailbox->mutex);
        if (ThumbnailCache* owner = mailbox->owner)
            QMetaObject::invokeMethod(
                owner, [owner, id = wish.id, image] { owner->take(id, image); },
                Qt::QueuedConnection);
    });
}

void ThumbnailCache::take(history::EntryId id, const QImage& image) {
    loading_ = 0;
    if (image.isNull())
        missing_.insert(id);
    else
        images_.insert(id, new QImage(image), std::max<qsizetype>(1, image.sizeInBytes() / 1024));
    Q_EMIT ready(id);
    if (loading_ == 0)
        loadNext();
}

} // namespace diptych::widgets
