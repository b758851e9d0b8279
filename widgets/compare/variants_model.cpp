#include "widgets/compare/variants_model.h"

#include "widgets/controls/compare_view.h"
#include "widgets/model/error_text.h"

#include <QFont>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kShortText = 80; // characters

} // namespace

QStringList axisValues(const QString& text) {
    const bool hasOther = text.contains(QLatin1Char(';')) || text.contains(QLatin1Char('\n'));
    QString parted = text;
    parted.replace(QLatin1Char('\n'), QLatin1Char(';'));
    if (!hasOther)
        parted.replace(QLatin1Char(','), QLatin1Char(';'));
    QStringList values;
    for (const QString& value : parted.split(QLatin1Char(';')))
        if (!value.trimmed().isEmpty())
            values << value.trimmed();
    return values;
}

VariantsModel::VariantsModel(std::vector<VariantField> fields, QObject* parent)
    : QAbstractTableModel(parent), fields_(std::move(fields)) {
    begin({});
}

void VariantsModel::begin(GenerationRequest request) {
    request.count = 1;
    if (!request.seed)
        request.seed = drawSeed();
    beginResetModel();
    columns_ = {request, request};
    rows_ = {&fields_.front()};
    endResetModel();
    Q_EMIT edited();
}

void VariantsModel::drawFromPrompts() {
    for (GenerationRequest& request : columns_)
        request.embeddings = {};
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT edited();
}

bool VariantsModel::duplicate(int column) {
    const int at = columnCount();
    if (column < 0 || column >= at || at >= kMost)
        return false;
    beginInsertColumns({}, at, at);
    columns_.push_back(GenerationRequest(columns_[static_cast<std::size_t>(column)]));
    endInsertColumns();
    Q_EMIT edited();
    return true;
}

bool VariantsModel::removeColumn(int column) {
    if (column < 0 || column >= columnCount() || columnCount() <= 2)
        return false;
    beginRemoveColumns({}, column, column);
    columns_.erase(columns_.begin() + column);
    endRemoveColumns();
    // Letters and marks of the others may be different now.
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT edited();
    return true;
}

const VariantField* VariantsModel::find(const QString& id) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&id](const VariantField& field) { return field.id == id; });
    return found == fields_.end() ? nullptr : &*found;
}

void VariantsModel::addRow(const QString& id) {
    const VariantField* const field = find(id);
    if (!field || std::find(rows_.begin(), rows_.end(), field) != rows_.end())
        return;
    const int row = rowCount();
    beginInsertRows({}, row, row);
    rows_.push_back(field);
    endInsertRows();
}

void VariantsModel::removeRow(int row) {
    if (row < 1 || row >= rowCount())
        return;
    const VariantField& field = fieldAt(row);
    const QString value = field.show(columns_.front());
    beginRemoveRows({}, row, row);
    for (std::size_t column = 1; column < columns_.size(); ++column)
        if (field.show(columns_[column]) != value)
            static_cast<void>(field.set(columns_[column], value)); // it was one of its values
    rows_.erase(rows_.begin() + row);
    endRemoveRows();
    Q_EMIT edited();
}

Status VariantsModel::setGrid(const GridAxis& first, const GridAxis& second) {
    const VariantField* const one = find(first.field);
    const VariantField* const two = second.field.isEmpty() ? nullptr : find(second.field);
    if (!one || first.values.isEmpty() || (two && second.values.isEmpty()))
        return fail(ErrorCode::InvalidInput, "an axis needs a field and values");
    if (one == two)
        return fail(ErrorCode::InvalidInput, "the two axes have the same field",
                    "choose another field for one of them");
    if (!hasEffect(*one) || (two && !hasEffect(*two)))
        return fail(ErrorCode::InvalidInput,
                    "the pictures are drawn from a file of embeddings, so the text encoder's "
                    "fields have no effect",
                    "draw from the prompts, or choose another field");
    const qsizetype cells = first.values.size() * (two ? second.values.size() : 1);
    if (cells < 2 || cells > kMost)
        return fail(ErrorCode::InvalidInput,
                    "a grid has 2 to " + std::to_string(kMost) + " cells here (got " +
                        std::to_string(cells) + ")",
                    "take fewer values");
    std::vector<GenerationRequest> made;
    for (const QString& inner : two ? second.values : QStringList{QString()}) {
        for (const QString& outer : first.values) {
            GenerationRequest request = columns_.front();
            DIPTYCH_TRY_DONE(one->set(request, outer));
            if (two)
                DIPTYCH_TRY_DONE(two->set(request, inner));
            made.push_back(std::move(request));
        }
    }
    beginResetModel();
    columns_ = std::move(made);
    for (const VariantField* const field : {one, two})
        if (field && std::find(rows_.begin(), rows_.end(), field) == rows_.end())
            rows_.push_back(field);
    endResetModel();
    Q_EMIT edited();
    return Done{};
}

Result<std::vector<GenerationRequest>> VariantsModel::requests() const {
    for (int column = 0; column < columnCount(); ++column) {
        // Without the checkpoint's own numbers, as the queue checks it.
        const auto resolved = resolve(columns_[static_cast<std::size_t>(column)], ModelSpec{});
        if (!resolved) {
            Error error = resolved.error();
            error.message = paneLetter(column).toStdString() + ": " + error.message;
            return fail(std::move(error));
        }
    }
    return columns_;
}

bool VariantsModel::differs() const {
    return std::any_of(columns_.begin(), columns_.end(), [this](const GenerationRequest& request) {
        return !(request == columns_.front());
    });
}

int VariantsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int VariantsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant VariantsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const VariantField& field = fieldAt(index.row());
    const QString text = field.show(columns_[static_cast<std::size_t>(index.column())]);
    switch (role) {
    case Qt::DisplayRole: {
        const QString line = text.simplified();
        return line.size() <= kShortText ? line : line.left(kShortText - 1) + QChar(0x2026);
    }
    case Qt::EditRole:
        return text;
    case Qt::ToolTipRole:
        return hasEffect(field)
                   ? field.help
                   : tr("No effect: the pictures are drawn from a file of embeddings.");
    case Qt::AccessibleTextRole:
        return tr("%1 of %2: %3").arg(field.name, paneLetter(index.column()), text);
    case Qt::FontRole: {
        QFont font;
        font.setBold(text != field.show(columns_.front()));
        return font;
    }
    case Qt::ForegroundRole:
        return hasEffect(field)
                   ? QVariant()
                   : QGuiApplication::palette().brush(QPalette::Disabled, QPalette::Text);
    case ChoicesRole:
        return field.choices;
    case LongTextRole:
        return field.isLong;
    case FieldRole:
        return field.id;
    default:
        return {};
    }
}

bool VariantsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const VariantField& field = fieldAt(index.row());
    if (!hasEffect(field))
        return false;
    GenerationRequest& request = columns_[static_cast<std::size_t>(index.column())];
    const QString text = value.toString();
    if (text == field.show(request))
        return false;
    if (const Status status = field.set(request, text); !status) {
        QString why = asSentence(status.error().message);
        if (!status.error().hint.empty())
            why += QLatin1Char(' ') + asSentence(status.error().hint);
        Q_EMIT refused(why);
        return false;
    }
    // In the first column it decides what differs in all the others.
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), columnCount() - 1));
    Q_EMIT edited();
    return true;
}

Qt::ItemFlags VariantsModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (!hasEffect(fieldAt(index.row()))) // can be read, and asked why
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren;
}

QVariant VariantsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal)
        return role == Qt::DisplayRole ? QVariant(paneLetter(section)) : QVariant();
    if (section < 0 || section >= rowCount())
        return {};
    if (role == Qt::DisplayRole)
        return fieldAt(section).name;
    return role == Qt::ToolTipRole ? QVariant(fieldAt(section).help) : QVariant();
}

} // namespace diptych::widgets
