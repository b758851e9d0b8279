#include "widgets/compare/changes_model.h"

#include "widgets/controls/compare_view.h"
#include "widgets/history_model/request_changes.h"

#include <QFont>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr int kShortText = 40; // characters

QString shortened(const QString& text) {
    const QString line = text.simplified();
    return line.size() <= kShortText ? line : line.left(kShortText - 1) + QChar(0x2026);
}

} // namespace

ChangesModel::ChangesModel(const CompareSet* set, QObject* parent)
    : QAbstractTableModel(parent), set_(set) {
    connect(set_, &QAbstractItemModel::rowsInserted, this, &ChangesModel::rebuild);
    connect(set_, &QAbstractItemModel::modelReset, this, &ChangesModel::rebuild);
    connect(set_, &QAbstractItemModel::dataChanged, this, &ChangesModel::rebuild);
    rebuild();
}

// Every request beside the first one that is known: what differs from it there differs somewhere.
std::vector<ChangesModel::Row> ChangesModel::rowsNow() const {
    const std::vector<ComparedPicture>& pictures = set_->pictures();
    const auto base = std::find_if(pictures.begin(), pictures.end(),
                                   [](const auto& picture) { return picture.request.has_value(); });
    std::vector<Row> rows;
    for (std::size_t at = 0; at < pictures.size(); ++at) {
        if (!pictures[at].request)
            continue;
        for (const RequestChange& change : requestChanges(*base->request, *pictures[at].request)) {
            auto row = std::find_if(rows.begin(), rows.end(),
                                    [&change](const Row& each) { return each.id == change.id; });
            if (row == rows.end()) {
                Row added{change.id, change.name, {}};
                for (const ComparedPicture& picture : pictures)
                    added.texts << (picture.request ? change.oldText : QString());
                rows.push_back(std::move(added));
                row = rows.end() - 1;
            }
            row->texts[static_cast<qsizetype>(at)] = change.newText;
        }
    }
    return rows;
}

void ChangesModel::rebuild() {
    std::vector<Row> rows = rowsNow();
    const int columns = set_->rowCount();
    const bool same =
        columns == columns_ && std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                          [](const Row& one, const Row& other) {
                                              return one.id == other.id && one.texts == other.texts;
                                          });
    if (same) // while a picture is drawn, its state changes often
        return;
    beginResetModel();
    rows_ = std::move(rows);
    columns_ = columns;
    endResetModel();
}

QString ChangesModel::summary(int picture) const {
    const ComparedPicture* const shown = set_->at(picture);
    if (!shown)
        return {};
    QStringList parts;
    if (shown->request && picture < columns_)
        for (const Row& row : rows_)
            parts << (row.id == QLatin1String("prompt")
                          ? shortened(row.texts[picture])
                          : tr("%1 %2").arg(row.name, shortened(row.texts[picture])));
    return parts.isEmpty() ? shown->name : parts.join(QStringLiteral(", "));
}

QString ChangesModel::fieldOf(int row) const {
    return row >= 0 && row < rowCount() ? rows_[static_cast<std::size_t>(row)].id : QString();
}

int ChangesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ChangesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columns_;
}

QVariant ChangesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const QString text = row.texts[index.column()];
    switch (role) {
    case Qt::DisplayRole:
        return text.isNull() ? tr("not known") : shortened(text);
    case Qt::ToolTipRole:
        return text;
    case Qt::AccessibleTextRole:
        return tr("%1 of %2: %3").arg(row.name, paneLetter(index.column()), text);
    case Qt::FontRole: {
        QFont font;
        font.setBold(!text.isNull() && text != row.texts.front());
        font.setItalic(text.isNull());
        return font;
    }
    default:
        return {};
    }
}

QVariant ChangesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Horizontal)
        return paneLetter(section);
    return section >= 0 && section < rowCount() ? rows_[static_cast<std::size_t>(section)].name
                                                : QString();
}

} // namespace diptych::widgets
