#include "widgets/compare/compare_set.h"

#include "widgets/controls/compare_view.h"

#include <algorithm>
#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kThumbnailSide = 48; // pixels

// Fast: the smooth way would take long for nine large pictures, and nobody looks closely at it.
QImage thumbnailOf(const QImage& picture) {
    if (picture.isNull())
        return {};
    const QImage rough = picture.scaled(4 * kThumbnailSide, 4 * kThumbnailSide, Qt::KeepAspectRatio,
                                        Qt::FastTransformation);
    return rough.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio,
                        Qt::SmoothTransformation);
}

} // namespace

CompareId CompareSet::append(ComparedPicture picture) {
    if (!picture.file.isEmpty())
        for (const ComparedPicture& each : pictures_)
            if (each.file == picture.file)
                return each.id;
    if (isFull())
        return 0;
    picture.id = ++lastId_;
    const int row = rowCount();
    beginInsertRows({}, row, row);
    thumbnails_.push_back(thumbnailOf(picture.picture));
    pictures_.push_back(std::move(picture));
    endInsertRows();
    return lastId_;
}

void CompareSet::remove(CompareId id) {
    const int row = rowOf(id);
    if (row < 0)
        return;
    // No mere removal of a row: the letters of all behind it are others then.
    beginResetModel();
    pictures_.erase(pictures_.begin() + row);
    thumbnails_.erase(thumbnails_.begin() + row);
    endResetModel();
}

void CompareSet::clear() {
    beginResetModel();
    pictures_.clear();
    thumbnails_.clear();
    endResetModel();
}

void CompareSet::update(CompareId id, const std::function<void(ComparedPicture&)>& change) {
    const int row = rowOf(id);
    if (row < 0)
        return;
    ComparedPicture& picture = pictures_[static_cast<std::size_t>(row)];
    const qint64 before = picture.picture.cacheKey();
    change(picture);
    picture.id = id;
    if (picture.picture.cacheKey() != before)
        thumbnails_[static_cast<std::size_t>(row)] = thumbnailOf(picture.picture);
    Q_EMIT dataChanged(index(row), index(row));
}

const ComparedPicture* CompareSet::at(int row) const {
    return row >= 0 && row < rowCount() ? &pictures_[static_cast<std::size_t>(row)] : nullptr;
}

int CompareSet::rowOf(CompareId id) const {
    const auto found = std::find_if(pictures_.begin(), pictures_.end(),
                                    [id](const ComparedPicture& each) { return each.id == id; });
    return found == pictures_.end() ? -1 : static_cast<int>(found - pictures_.begin());
}

int CompareSet::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(pictures_.size());
}

QVariant CompareSet::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ComparedPicture& picture = pictures_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        const QString named = tr("%1  %2").arg(paneLetter(index.row()), picture.name);
        return picture.state.isEmpty() ? named : tr("%1 (%2)").arg(named, picture.state);
    }
    case Qt::ToolTipRole:
        return picture.file.isEmpty() ? picture.name : picture.file;
    case Qt::DecorationRole:
        return thumbnails_[static_cast<std::size_t>(index.row())];
    default:
        return {};
    }
}

} // namespace diptych::widgets
