#include "app/gui/preference_model.h"

#include "widgets/model/error_text.h"

#include <QComboBox>
#include <QFont>
#include <QLineEdit>

#include <string>

namespace diptych::gui {

namespace {

using config::Field;
using config::Value;

constexpr int kRowHeight = 30; // pixels
constexpr const char* kSwitchWords[] = {"true", "false"};

bool isList(const Field& field) {
    return !field.elementKeys.empty();
}

// What the command line would be given.
QString plainText(const Value& value) {
    if (value.is_string())
        return QString::fromStdString(value.get<std::string>());
    if (value.is_array()) {
        QStringList parts;
        for (const Value& element : value)
            parts << plainText(element);
        return parts.join(QLatin1Char(','));
    }
    return value.is_null() ? QStringLiteral("auto") : QString::fromStdString(config::toToml(value));
}

} // namespace

PreferenceModel::PreferenceModel(Preferences* preferences, QObject* parent)
    : QAbstractTableModel(parent), preferences_(preferences) {
    for (const Field& field : preferences_->schema().fields())
        if (field.show)
            fields_.push_back(&field);
}

void PreferenceModel::setEffective(const config::EffectiveConfig& effective) {
    effective_ = effective;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString PreferenceModel::sourceText(int row) const {
    const config::ValueSource source = effective_.sourceOf(field(row).name);
    // What the window chose is no flag.
    return QString::fromStdString(
        source.kind == config::SourceKind::Flag ? source.name : config::describe(source));
}

void PreferenceModel::reset(int row) {
    preferences_->reset(field(row));
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    Q_EMIT edited();
}

int PreferenceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(fields_.size());
}

int PreferenceModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString PreferenceModel::valueText(const Field& field) const {
    const Value value = field.show(effective_.values);
    return isList(field) ? QString::fromStdString(config::shortToml(value)) : plainText(value);
}

QVariant PreferenceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Field& row = field(index.row());
    const bool changed = preferences_->isSet(row);
    const QString name = QString::fromStdString(row.name);
    const QString help = widgets::asSentence(row.help);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == NameColumn)
            return changed ? QStringLiteral("● ") + name : name;
        return valueText(row);
    case Qt::EditRole:
        return index.column() == NameColumn ? name : valueText(row);
    case Qt::FontRole: {
        QFont font;
        font.setBold(changed);
        return font;
    }
    case Qt::ToolTipRole:
        return help;
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn && changed ? tr("%1, chosen here").arg(name)
                                                       : data(index, Qt::EditRole);
    case SectionRole:
        return QString::fromStdString(std::string(config::sectionOf(row.name)))
            .section(QLatin1Char('.'), 0, 0);
    case SearchRole:
        return QStringList{name, help, QString::fromStdString(row.flag), valueText(row)}.join(
            QLatin1Char(' '));
    case ChangedRole:
        return changed;
    case ChoicesRole: {
        QStringList choices;
        for (const config::NamedChoice& choice : row.choices)
            choices << QString::fromStdString(choice.name);
        if (row.isSwitch)
            for (const char* const word : kSwitchWords)
                choices << QLatin1String(word);
        return choices;
    }
    default:
        return {};
    }
}

bool PreferenceModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || index.column() != ValueColumn)
        return false;
    const Field& row = field(index.row());
    const QString text = value.toString().trimmed();
    if (text == valueText(row))
        return false;
    const auto parsed = row.parse(text.toStdString());
    const Status status = parsed ? preferences_->set(row, *parsed) : Status(fail(parsed.error()));
    if (!status) {
        Q_EMIT refused(tr("%1: %2").arg(QString::fromStdString(row.name),
                                        widgets::asSentence(status.error().message)));
        return false;
    }
    Q_EMIT dataChanged(this->index(index.row(), 0), index);
    Q_EMIT edited();
    return true;
}

Qt::ItemFlags PreferenceModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags result = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == ValueColumn && field(index.row()).parse && !isList(field(index.row())))
        result |= Qt::ItemIsEditable;
    return result;
}

QVariant PreferenceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Setting") : tr("Value");
}

QWidget* PreferenceDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                          const QModelIndex& index) const {
    const QStringList choices = index.data(PreferenceModel::ChoicesRole).toStringList();
    QWidget* editor = nullptr;
    if (choices.isEmpty()) {
        editor = QStyledItemDelegate::createEditor(parent, option, index);
    } else {
        auto* const combo = new QComboBox(parent);
        combo->addItems(choices);
        editor = combo;
    }
    editor->setObjectName(QStringLiteral("preferenceEditor"));
    editor->setAccessibleName(
        index.siblingAtColumn(PreferenceModel::NameColumn).data(Qt::EditRole).toString());
    return editor;
}

void PreferenceDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    if (auto* const combo = qobject_cast<QComboBox*>(editor))
        combo->setCurrentText(index.data(Qt::EditRole).toString());
    else
        QStyledItemDelegate::setEditorData(editor, index);
}

void PreferenceDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                      const QModelIndex& index) const {
    if (const auto* const combo = qobject_cast<QComboBox*>(editor))
        model->setData(index, combo->currentText());
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

QSize PreferenceDelegate::sizeHint(const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), kRowHeight};
}

} // namespace diptych::gui
