#include "widgets/model/result_model.h"

#include <QLocale>

#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kPicturesInMemory = 16;

} // namespace

ResultModel::ResultModel(QObject* parent) : QAbstractListModel(parent) {
    loader_.setMaxThreadCount(1);
}

ResultModel::~ResultModel() {
    loader_.waitForDone();
}

ResultId ResultModel::append(ResultItem item) {
    item.id = ++lastId_;
    beginInsertRows({}, rowCount(), rowCount());
    items_.push_back(std::move(item));
    endInsertRows();
    putAsideOld();
    return lastId_;
}

void ResultModel::setFile(ResultId id, const QString& file) {
    const int row = rowOf(id);
    if (row < 0)
        return;
    items_[static_cast<std::size_t>(row)].file = file;
    putAsideOld();
    Q_EMIT dataChanged(index(row), index(row), {FileRole});
}

void ResultModel::remove(ResultId id) {
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    items_.erase(items_.begin() + row);
    endRemoveRows();
}

void ResultModel::clear() {
    beginResetModel();
    items_.clear();
    endResetModel();
}

const ResultItem* ResultModel::find(ResultId id) const {
    return at(rowOf(id));
}

const ResultItem* ResultModel::at(int row) const {
    return row >= 0 && row < rowCount() ? &items_[static_cast<std::size_t>(row)] : nullptr;
}

int ResultModel::rowOf(ResultId id) const {
    for (std::size_t row = 0; row < items_.size(); ++row)
        if (items_[row].id == id)
            return static_cast<int>(row);
    return -1;
}

void ResultModel::putAsideOld() {
    for (int row = 0; row < rowCount() - kPicturesInMemory; ++row)
        if (ResultItem& item = items_[static_cast<std::size_t>(row)]; !item.file.isEmpty())
            item.picture = {};
}

void ResultModel::request(ResultId id) {
    const ResultItem* const item = find(id);
    if (!item)
        return;
    if (!item->picture.isNull()) {
        Q_EMIT pictureReady(id, item->picture);
        return;
    }
    loader_.start([this, id, file = item->file] {
        const QImage picture(file);
        QMetaObject::invokeMethod(
            this, [this, id, picture] { loaded(id, picture); }, Qt::QueuedConnection);
    });
}

void ResultModel::loaded(ResultId id, const QImage& picture) {
    if (picture.isNull())
        Q_EMIT pictureMissing(id);
    else
        Q_EMIT pictureReady(id, picture);
}

int ResultModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

QVariant ResultModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ResultItem& item = items_[static_cast<std::size_t>(index.row())];
    const GenerationRequest& request = item.metadata.request;
    const QString prompt = QString::fromStdString(request.conversation.user);
    switch (role) {
    case Qt::DecorationRole:
        return item.thumbnail;
    case Qt::AccessibleTextRole:
        return prompt.isEmpty() ? tr("Picture without a prompt") : prompt;
    case Qt::ToolTipRole:
        return tr("%1\n%2 × %3 pixels, seed %4, %5 s")
            .arg(prompt)
            .arg(request.width)
            .arg(request.height)
            .arg(request.seed.value_or(0))
            .arg(QLocale().toString(item.seconds, 'f', 1));
    case IdRole:
        return QVariant::fromValue(item.id);
    case FileRole:
        return item.file;
    default:
        return {};
    }
}

QHash<int, QByteArray> ResultModel::roleNames() const {
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names[IdRole] = "id";
    names[FileRole] = "file";
    return names;
}

} // namespace diptych::widgets
