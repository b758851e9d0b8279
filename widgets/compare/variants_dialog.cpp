#include "widgets/compare/variants_dialog.h"

#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/compare_view.h"
#include "widgets/controls/icon_button.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/mnemonic.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/model/error_text.h"
#include "widgets/model/progress_text.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace diptych::widgets {

namespace {

constexpr QSize kSize(760, 560);
constexpr int kColumn = 190;    // pixels
constexpr int kTextHeight = 84; // pixels

} // namespace

QWidget* VariantDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                       const QModelIndex& index) const {
    if (index.data(VariantsModel::LongTextRole).toBool())
        return nullptr;
    const QStringList choices = index.data(VariantsModel::ChoicesRole).toStringList();
    QWidget* editor = nullptr;
    if (choices.isEmpty()) {
        editor = QStyledItemDelegate::createEditor(parent, option, index);
    } else {
        auto* const box = new QComboBox(parent);
        box->addItems(choices);
        editor = box;
    }
    editor->setObjectName(QStringLiteral("variantEditor"));
    editor->setAccessibleName(index.data(Qt::AccessibleTextRole).toString());
    return editor;
}

void VariantDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    if (auto* const box = qobject_cast<QComboBox*>(editor))
        box->setCurrentText(index.data(Qt::EditRole).toString());
    else
        QStyledItemDelegate::setEditorData(editor, index);
}

void VariantDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                   const QModelIndex& index) const {
    if (const auto* const box = qobject_cast<QComboBox*>(editor))
        model->setData(index, box->currentText());
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

VariantsDialog::VariantsDialog(std::vector<VariantField> fields, const GenerationRequest& request,
                               Estimate estimate, QWidget* parent)
    : QDialog(parent), model_(std::move(fields)), estimate_(std::move(estimate)) {
    setObjectName(QStringLiteral("variantsDialog"));
    setWindowTitle(tr("Compare variants"));
    model_.begin(request);
    auto* const column = new QVBoxLayout(this);
    column->setSpacing(8);
    auto* const intro = new QLabel(
        tr("Each column is drawn once, from the same noise: what you see is what the differences "
           "do. The form stays as it is."));
    intro->setWordWrap(true);
    column->addWidget(intro);
    column->addWidget(
        makeFileNotice(QFileInfo(QString::fromStdString(request.embeddings.prompt)).fileName()));
    column->addWidget(makeTable(), 1);
    column->addWidget(makeText());
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(makeColumnButtons());
    buttons->addStretch(1);
    buttons->addWidget(makeFieldButtons());
    column->addLayout(buttons);
    column->addWidget(makeGrid());
    column->addWidget(makeFoot());
    resize(kSize);
    connectAll();
    table_->setCurrentIndex(model_.index(0, 1));
    showCurrent();
    refresh();
    text_->setFocus();
}

// Shown while the columns are drawn from a file.
QWidget* VariantsDialog::makeFileNotice(const QString& file) {
    fileNotice_ = new QWidget;
    fileNotice_->setObjectName(QStringLiteral("variantsFromFile"));
    auto* const row = new QHBoxLayout(fileNotice_);
    row->setContentsMargins(0, 0, 0, 0);
    auto* const text = new QLabel(
        tr("All columns are drawn from %1: other prompts make no difference.").arg(file));
    text->setWordWrap(true);
    auto* const prompts = new QPushButton(tr("Draw from the &prompts"));
    prompts->setObjectName(QStringLiteral("variantsFromPrompts"));
    prompts->setToolTip(tr("In these columns only; the form goes on drawing from the file"));
    prompts->setAutoDefault(false);
    connect(prompts, &QPushButton::clicked, this, [this] {
        model_.drawFromPrompts();
        showCurrent();
    });
    row->addWidget(text, 1);
    row->addWidget(prompts);
    return fileNotice_;
}

QWidget* VariantsDialog::makeTable() {
    table_ = new QTableView;
    table_->setObjectName(QStringLiteral("variantsTable"));
    table_->setAccessibleName(tr("Variants and their fields"));
    table_->setModel(&model_);
    table_->setItemDelegate(new VariantDelegate(table_));
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setTabKeyNavigation(false);
    table_->setWordWrap(true);
    table_->horizontalHeader()->setDefaultSectionSize(kColumn);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    return table_;
}

QWidget* VariantsDialog::makeText() {
    textBox_ = new QWidget;
    auto* const column = new QVBoxLayout(textBox_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    textLabel_ = new QLabel;
    text_ = new QPlainTextEdit;
    text_->setObjectName(QStringLiteral("variantText"));
    text_->setTabChangesFocus(true);
    text_->setFixedHeight(kTextHeight);
    textLabel_->setBuddy(text_);
    column->addWidget(textLabel_);
    column->addWidget(text_);
    return textBox_;
}

QWidget* VariantsDialog::makeColumnButtons() {
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    add_ = makeIconButton(QStringLiteral("addVariant"), QStringLiteral("add"),
                          tr("Another column, a copy of this one"), box);
    remove_ = makeIconButton(QStringLiteral("removeVariant"), QStringLiteral("remove"),
                             tr("Take this column away"), box);
    row->addWidget(new QLabel(tr("Columns")));
    row->addWidget(add_);
    row->addWidget(remove_);
    return box;
}

void VariantsDialog::fillFields(QComboBox* box) const {
    for (const VariantField& field : model_.fields()) {
        box->addItem(field.name, field.id);
        box->setItemData(box->count() - 1, field.help, Qt::ToolTipRole);
    }
}

// Fields without effect stay in the list, so that nobody looks for them.
void VariantsDialog::refreshFields(QComboBox* box) const {
    auto* const items = qobject_cast<QStandardItemModel*>(box->model());
    for (const VariantField& field : model_.fields())
        if (QStandardItem* const item = items->item(box->findData(field.id)))
            item->setEnabled(model_.hasEffect(field));
}

QWidget* VariantsDialog::makeFieldButtons() {
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    field_ = new QuietComboBox;
    field_->setObjectName(QStringLiteral("variantField"));
    field_->setAccessibleName(tr("Field to add"));
    field_->addItem(tr("Add a field…"));
    fillFields(field_);
    field_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    removeRow_ =
        makeIconButton(QStringLiteral("removeVariantField"), QStringLiteral("remove"),
                       tr("Take this field away: all columns get the first one's value"), box);
    row->addWidget(field_);
    row->addWidget(removeRow_);
    return box;
}

QWidget* VariantsDialog::makeAxis(const char* name, const QString& label, QComboBox*& field,
                                  QLineEdit*& values, bool isOptional) {
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    field = new QuietComboBox;
    field->setObjectName(QString::fromLatin1(name) + QStringLiteral("Field"));
    field->setAccessibleName(withoutMnemonic(label));
    if (isOptional)
        field->addItem(tr("none"));
    fillFields(field);
    values = new QLineEdit;
    values->setObjectName(QString::fromLatin1(name) + QStringLiteral("Values"));
    values->setAccessibleName(tr("Values of %1").arg(withoutMnemonic(label)));
    values->setPlaceholderText(tr("values, with ; between them: 4; 8; 16"));
    auto* const text = new QLabel(label);
    text->setBuddy(field);
    row->addWidget(text);
    row->addWidget(field);
    row->addWidget(values, 1);
    return box;
}

QWidget* VariantsDialog::makeGrid() {
    auto* const section = new CollapsibleSection(QStringLiteral("gridSection"), tr("Grid"));
    auto* const content = new QWidget;
    auto* const column = new QVBoxLayout(content);
    column->setContentsMargins(4, 0, 0, 4);
    column->addWidget(makeAxis("gridFirst", tr("&First axis"), firstField_, firstValues_, false));
    column->addWidget(
        makeAxis("gridSecond", tr("&Second axis"), secondField_, secondValues_, true));
    firstField_->setCurrentIndex(firstField_->findData(QStringLiteral("steps")));
    auto* const make = new QPushButton(tr("Make the &columns"));
    make->setObjectName(QStringLiteral("makeGrid"));
    make->setToolTip(tr("Every value with every other one, from column A"));
    make->setAutoDefault(false);
    connect(make, &QPushButton::clicked, this, &VariantsDialog::makeGridColumns);
    column->addWidget(make, 0, Qt::AlignLeft);
    section->setContent(content);
    section->setOpen(false);
    return section;
}

QWidget* VariantsDialog::makeFoot() {
    auto* const foot = new QWidget;
    auto* const column = new QVBoxLayout(foot);
    column->setContentsMargins(0, 0, 0, 0);
    message_ = new QLabel;
    message_->setObjectName(QStringLiteral("variantsMessage"));
    message_->setWordWrap(true);
    message_->hide();
    auto* const row = new QHBoxLayout;
    cost_ = new QLabel;
    cost_->setObjectName(QStringLiteral("variantsCost"));
    cost_->setProperty("quiet", true);
    cost_->setWordWrap(true);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    run_ = buttons->addButton(tr("&Draw them"), QDialogButtonBox::AcceptRole);
    run_->setObjectName(QStringLiteral("runVariants"));
    run_->setIcon(icon(QStringLiteral("generate")));
    connect(buttons, &QDialogButtonBox::accepted, this, &VariantsDialog::run);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    row->addWidget(cost_, 1);
    row->addWidget(buttons);
    column->addWidget(message_);
    column->addLayout(row);
    return foot;
}

void VariantsDialog::connectAll() {
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &VariantsDialog::showCurrent);
    connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.data(VariantsModel::LongTextRole).toBool())
            text_->setFocus();
    });
    connect(text_, &QPlainTextEdit::textChanged, this, [this] {
        const QModelIndex index = table_->currentIndex();
        if (index.data(VariantsModel::LongTextRole).toBool())
            model_.setData(index, text_->toPlainText(), Qt::EditRole);
    });
    connect(add_, &QToolButton::clicked, this, [this] {
        const QModelIndex index = table_->currentIndex();
        if (model_.duplicate(std::max(index.column(), 0)))
            table_->setCurrentIndex(
                model_.index(std::max(index.row(), 0), model_.columnCount() - 1));
    });
    connect(remove_, &QToolButton::clicked, this,
            [this] { model_.removeColumn(table_->currentIndex().column()); });
    connect(removeRow_, &QToolButton::clicked, this,
            [this] { model_.removeRow(table_->currentIndex().row()); });
    connect(field_, &QComboBox::activated, this, [this](int choice) {
        model_.addRow(field_->itemData(choice).toString());
        field_->setCurrentIndex(0);
        table_->setCurrentIndex(
            model_.index(model_.rowCount() - 1, std::max(table_->currentIndex().column(), 0)));
    });
    connect(&model_, &QAbstractItemModel::modelReset, this, [this] {
        table_->setCurrentIndex(model_.index(0, 0));
        showCurrent();
    });
    connect(&model_, &QAbstractItemModel::columnsRemoved, this, &VariantsDialog::showCurrent);
    connect(&model_, &QAbstractItemModel::rowsRemoved, this, &VariantsDialog::showCurrent);
    connect(&model_, &QAbstractItemModel::dataChanged, this, [this] {
        const QModelIndex index = table_->currentIndex();
        if (index.data(VariantsModel::LongTextRole).toBool() &&
            index.data(Qt::EditRole).toString() != text_->toPlainText())
            showCurrent();
    });
    connect(&model_, &VariantsModel::edited, this, &VariantsDialog::refresh);
    connect(&model_, &VariantsModel::refused, this, &VariantsDialog::tell);
}

void VariantsDialog::refreshButtons() {
    const QModelIndex index = table_->currentIndex();
    removeRow_->setEnabled(index.row() > 0);
    remove_->setEnabled(model_.columnCount() > 2 && index.isValid());
    add_->setEnabled(model_.columnCount() < VariantsModel::kMost);
}

// The place for a long text shows the cell that is chosen.
void VariantsDialog::showCurrent() {
    const QModelIndex index = table_->currentIndex();
    const bool isLong = index.data(VariantsModel::LongTextRole).toBool();
    textBox_->setVisible(isLong);
    refreshButtons();
    if (!isLong)
        return;
    const QString title =
        tr("%1 of %2")
            .arg(model_.headerData(index.row(), Qt::Vertical, Qt::DisplayRole).toString(),
                 paneLetter(index.column()));
    textLabel_->setText(title);
    text_->setAccessibleName(title);
    const QSignalBlocker quiet(text_);
    text_->setPlainText(index.data(Qt::EditRole).toString());
    text_->setReadOnly(!index.flags().testFlag(Qt::ItemIsEditable));
    text_->setToolTip(text_->isReadOnly() ? index.data(Qt::ToolTipRole).toString() : QString());
}

void VariantsDialog::makeGridColumns() {
    const GridAxis first{firstField_->currentData().toString(), axisValues(firstValues_->text())};
    const GridAxis second{secondField_->currentData().toString(),
                          axisValues(secondValues_->text())};
    if (const Status status = model_.setGrid(first, second); !status)
        tell(errorLine(status.error()) + QLatin1Char(' ') + errorText(status.error()).hint);
}

void VariantsDialog::tell(const QString& text) {
    message_->setText(text);
    message_->setVisible(!text.isEmpty());
}

void VariantsDialog::refresh() {
    tell({});
    refreshButtons();
    fileNotice_->setVisible(model_.drawsFromFile());
    for (QComboBox* const box : {field_, firstField_, secondField_})
        refreshFields(box);
    const auto requests = model_.requests();
    if (!requests) {
        cost_->setText(errorLine(requests.error()));
        run_->setEnabled(false);
        return;
    }
    run_->setEnabled(true);
    double seconds = 0.0;
    bool isKnown = true;
    for (const GenerationRequest& request : *requests) {
        const std::optional<double> each = estimate_ ? estimate_(request) : std::nullopt;
        isKnown = isKnown && each.has_value();
        seconds += each.value_or(0.0);
    }
    const QString count = tr("%n picture(s)", nullptr, static_cast<int>(requests->size()));
    QString text = isKnown
                       ? tr("%1, about %2").arg(count, durationText(seconds))
                       : tr("%1. How long they take is known after the first drawing.").arg(count);
    if (!model_.differs())
        text += QLatin1Char(' ') + tr("All columns are the same.");
    cost_->setText(text);
}

void VariantsDialog::run() {
    const auto requests = model_.requests();
    if (!requests) {
        tell(errorLine(requests.error()));
        return;
    }
    Q_EMIT runRequested(*requests);
    accept();
}

} // namespace diptych::widgets
