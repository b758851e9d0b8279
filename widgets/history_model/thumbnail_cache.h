// Small pictures for lists: loaded elsewhere, the last wanted first, and kept up to a limit.
#pragma once

#include "core/history/history_entry.h"
#include "widgets/history_model/ordered_executor.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>

#include <filesystem>
#include <memory>
#include <vector>

namespace diptych::widgets {

class ThumbnailCache : public QObject {
    Q_OBJECT

  public:
    /// Room for about 330 thumbnails: more than fit on any screen, or what is shown would push out
    /// what is shown beside it.
    static constexpr qsizetype kDefaultLimitKib = 128 * 1024;
    static constexpr std::size_t kMostWaiting = 300;

    /// `folder` is the data folder; `executor` is borrowed and outlives the cache. At most one
    /// thumbnail at a time is on it, so that other work never waits for more than that.
    ThumbnailCache(std::filesystem::path folder, OrderedExecutor* executor,
                   qsizetype limitKib = kDefaultLimitKib, QObject* parent = nullptr);
    ~ThumbnailCache() override;

    /// The thumbnail, or a null image: then it is on its way, and `ready` tells when to ask again;
    /// or there is none, because the picture is gone.
    QImage find(const history::EntrySummary& entry);
    /// Whether loading it has failed.
    bool isMissing(history::EntryId id) const { return missing_.contains(id); }

  Q_SIGNALS:
    void ready(diptych::history::EntryId id);

  private:
    struct Mailbox;
    struct Wish {
        history::EntryId id = 0;
        std::string pixelHash;
        std::string picture;
    };

    void want(const history::EntrySummary& entry);
    void loadNext();
    void take(history::EntryId id, const QImage& image);

    std::filesystem::path folder_;
    OrderedExecutor* executor_;
    std::shared_ptr<Mailbox> mailbox_;
    QCache<history::EntryId, QImage> images_;
    QSet<history::EntryId> missing_;
    std::vector<Wish> waiting_; ///< the last one is the next
    history::EntryId loading_ = 0;
};

} // namespace diptych::widgets
