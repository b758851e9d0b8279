// The entries that pass a filter, newest first, as an item model: pages are loaded when a view
// comes to their end, thumbnails when they are shown.
#pragma once

#include "core/history/history_filter.h"
#include "core/history/history_store.h"
#include "widgets/history_model/history_service.h"
#include "widgets/history_model/thumbnail_cache.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace diptych::widgets {

/// Qt::DisplayRole is the beginning of the prompt, Qt::DecorationRole the thumbnail (QImage).
enum HistoryRole {
    EntryIdRole = Qt::UserRole + 1, ///< qint64
    StarsRole,                      ///< int
    CreatedRole,                    ///< QDateTime, local
    SeedRole,                       ///< qint64
    PictureSizeRole,                ///< QSize
    PicturePathRole,                ///< QString, whole path
    ModelNameRole,                  ///< QString
    InTrashRole,                    ///< bool
    ThumbnailMissingRole,           ///< bool: the picture cannot be read
};

class HistoryModel : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int kPageSize = 100;

    /// Both are borrowed.
    HistoryModel(HistoryService* service, ThumbnailCache* thumbnails, QObject* parent = nullptr);

    const history::HistoryFilter& filter() const { return filter_; }
    /// The old rows stay until the new ones are there.
    void setFilter(const history::HistoryFilter& filter);

    /// How many entries pass the filter, loaded or not; −1 = not known yet.
    qint64 totalCount() const { return total_; }
    /// Whether the rows are those of the filter that was set last.
    bool isCurrent() const { return shown_ == wanted_; }

    history::EntryId idAt(const QModelIndex& index) const;
    /// Invalid when it is not among the rows that are loaded.
    QModelIndex indexOf(history::EntryId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    /// Pictures can be dragged out as files.
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

  Q_SIGNALS:
    /// The total or what the rows belong to has changed.
    void stateChanged();

  private:
    struct Page {
        std::vector<history::EntrySummary> entries;
        std::optional<std::int64_t> total;
    };

    void reload();
    void count();
    void refresh(const std::vector<history::EntryId>& ids);
    void place(const history::EntrySummary& entry);
    void drop(history::EntryId id);
    std::ptrdiff_t rowOf(history::EntryId id) const;

    HistoryService* service_;
    ThumbnailCache* thumbnails_;
    history::HistoryFilter filter_;
    std::vector<history::EntrySummary> rows_;
    qint64 total_ = -1;
    quint64 wanted_ = 0; ///< counts the filters that were set; an answer to an older one is dropped
    quint64 shown_ = 0;
    bool complete_ = true; ///< no further pages
    bool fetching_ = false;
};

} // namespace diptych::widgets
