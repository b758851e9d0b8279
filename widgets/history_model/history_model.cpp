#include "widgets/history_model/history_model.h"

#include "widgets/history_model/history_text.h"

#include <QDateTime>
#include <QImage>
#include <QMimeData>
#include <QSize>
#include <QUrl>

#include <algorithm>

namespace diptych::widgets {

using history::EntryId;
using history::EntrySummary;

namespace {

// More changes than this at once are cheaper to load anew than to move one by one.
constexpr std::size_t kMostSingleChanges = 200;

bool isNewer(const EntrySummary& left, const EntrySummary& right) {
    return std::pair(left.createdMs, left.id) > std::pair(right.createdMs, right.id);
}

} // namespace

HistoryModel::HistoryModel(HistoryService* service, ThumbnailCache* thumbnails, QObject* parent)
    : QAbstractListModel(parent), service_(service), thumbnails_(thumbnails) {
    connect(service, &HistoryService::opened, this, &HistoryModel::reload);
    connect(service, &HistoryService::entriesChanged, this, &HistoryModel::refresh);
    connect(thumbnails, &ThumbnailCache::ready, this, [this](EntryId id) {
        const QModelIndex index = indexOf(id);
        if (index.isValid())
            Q_EMIT dataChanged(index, index, {Qt::DecorationRole, ThumbnailMissingRole});
    });
}

void HistoryModel::setFilter(const history::HistoryFilter& filter) {
    if (filter == filter_)
        return;
    filter_ = filter;
    reload();
}

void HistoryModel::reload() {
    const quint64 number = ++wanted_;
    service_->ask(
        this,
        [filter = filter_](Stores& stores) -> Result<Page> {
            Page page;
            DIPTYCH_TRY(page.entries, stores.history.page(filter, std::nullopt, kPageSize));
            DIPTYCH_TRY(page.total, stores.history.count(filter));
            return page;
        },
        [this, number](const Result<Page>& page) {
            if (number != wanted_)
                return;
            beginResetModel();
            shown_ = number;
            rows_ = page ? page->entries : std::vector<EntrySummary>();
            total_ = page ? *page->total : -1;
            complete_ = rows_.size() < kPageSize;
            fetching_ = false;
            endResetModel();
            Q_EMIT stateChanged();
            if (!page)
                Q_EMIT service_->failed(page.error());
        });
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !complete_ && !fetching_ && isCurrent();
}

void HistoryModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent) || rows_.empty())
        return;
    fetching_ = true;
    service_->ask(
        this,
        [filter = filter_, after = cursorOf(rows_.back())](Stores& stores) {
            return stores.history.page(filter, after, kPageSize);
        },
        [this, number = wanted_](const Result<std::vector<EntrySummary>>& page) {
            if (number != wanted_)
                return;
            fetching_ = false;
            complete_ = !page || page->size() < kPageSize;
            if (!page) {
                Q_EMIT service_->failed(page.error());
                return;
            }
            // Rows that were put in meanwhile lie above the cursor, unless it was deleted.
            std::vector<EntrySummary> fresh;
            for (const EntrySummary& entry : *page)
                if (rows_.empty() || isNewer(rows_.back(), entry))
                    fresh.push_back(entry);
            if (fresh.empty())
                return;
            const int first = static_cast<int>(rows_.size());
            beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
            rows_.insert(rows_.end(), fresh.begin(), fresh.end());
            endInsertRows();
        });
}

void HistoryModel::count() {
    service_->ask(
        this, [filter = filter_](Stores& stores) { return stores.history.count(filter); },
        [this, number = wanted_](const Result<std::int64_t>& total) {
            if (number != wanted_ || !total || total_ == *total)
                return;
            total_ = *total;
            Q_EMIT stateChanged();
        });
}

void HistoryModel::refresh(const std::vector<EntryId>& ids) {
    if (ids.size() > kMostSingleChanges || !isCurrent()) {
        reload();
        return;
    }
    service_->ask(
        this,
        [filter = filter_, ids](Stores& stores) { return stores.history.matching(filter, ids); },
        [this, ids, number = wanted_](const Result<std::vector<EntrySummary>>& matching) {
            if (number != wanted_ || !matching)
                return;
            for (const EntryId id : ids) {
                const auto found =
                    std::find_if(matching->begin(), matching->end(),
                                 [id](const EntrySummary& entry) { return entry.id == id; });
                if (found == matching->end())
                    drop(id);
                else
                    place(*found);
            }
            count();
        });
}

void HistoryModel::place(const EntrySummary& entry) {
    const std::ptrdiff_t row = rowOf(entry.id);
    if (row >= 0) {
        rows_[static_cast<std::size_t>(row)] = entry;
        const QModelIndex changed = index(static_cast<int>(row));
        Q_EMIT dataChanged(changed, changed);
        return;
    }
    const auto at = std::lower_bound(rows_.begin(), rows_.end(), entry, isNewer);
    // It will come with its page.
    if (at == rows_.end() && !complete_)
        return;
    const int position = static_cast<int>(at - rows_.begin());
    beginInsertRows({}, position, position);
    rows_.insert(at, entry);
    endInsertRows();
}

void HistoryModel::drop(EntryId id) {
    const std::ptrdiff_t row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    rows_.erase(rows_.begin() + row);
    endRemoveRows();
}

std::ptrdiff_t HistoryModel::rowOf(EntryId id) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [id](const EntrySummary& entry) { return entry.id == id; });
    return found == rows_.end() ? -1 : found - rows_.begin();
}

EntryId HistoryModel::idAt(const QModelIndex& index) const {
    return index.isValid() ? rows_.at(static_cast<std::size_t>(index.row())).id : 0;
}

QModelIndex HistoryModel::indexOf(EntryId id) const {
    const std::ptrdiff_t row = rowOf(id);
    return row < 0 ? QModelIndex() : index(static_cast<int>(row));
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EntrySummary& entry = rows_.at(static_cast<std::size_t>(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return promptLine(entry);
    case Qt::DecorationRole:
        return thumbnails_->find(entry);
    case Qt::AccessibleTextRole:
        return accessibleLine(entry);
    case Qt::ToolTipRole:
        return toolTip(entry);
    case EntryIdRole:
        return static_cast<qint64>(entry.id);
    case StarsRole:
        return entry.stars;
    case CreatedRole:
        return QDateTime::fromMSecsSinceEpoch(entry.createdMs);
    case SeedRole:
        return static_cast<qint64>(entry.seed);
    case PictureSizeRole:
        return QSize(entry.width, entry.height);
    case PicturePathRole:
        return picturePath(service_->folder(), entry.picture);
    case ModelNameRole:
        return QString::fromStdString(entry.model);
    case InTrashRole:
        return entry.trashedMs.has_value();
    case ThumbnailMissingRole:
        return thumbnails_->isMissing(entry.id);
    default:
        return {};
    }
}

QHash<int, QByteArray> HistoryModel::roleNames() const {
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{EntryIdRole, "entryId"},
                  {StarsRole, "stars"},
                  {CreatedRole, "created"},
                  {SeedRole, "seed"},
                  {PictureSizeRole, "pictureSize"},
                  {PicturePathRole, "picturePath"},
                  {ModelNameRole, "modelName"},
                  {InTrashRole, "inTrash"},
                  {ThumbnailMissingRole, "thumbnailMissing"}});
    return names;
}

Qt::ItemFlags HistoryModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractListModel::flags(index);
    if (index.isValid())
        flags |= Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    return flags;
}

QStringList HistoryModel::mimeTypes() const {
    return {QStringLiteral("text/uri-list")};
}

QMimeData* HistoryModel::mimeData(const QModelIndexList& indexes) const {
    QList<QUrl> urls;
    for (const QModelIndex& index : indexes)
        urls.append(QUrl::fromLocalFile(index.data(PicturePathRole).toString()));
    auto* data = new QMimeData; // the caller's
    data->setUrls(urls);
    return data;
}

} // namespace diptych::widgets
