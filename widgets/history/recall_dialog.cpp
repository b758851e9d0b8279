#include "widgets/history/recall_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <utility>

namespace diptych::widgets {

namespace {

enum Column { FieldColumn, OldColumn, NewColumn };

constexpr int kValueLines = 4;
constexpr int kWidth = 640; // pixels, to begin with
constexpr int kHeight = 480;

QPlainTextEdit* valueView(const char* objectName) {
    auto* view = new QPlainTextEdit;
    view->setObjectName(QLatin1String(objectName));
    view->setReadOnly(true);
    view->setTabChangesFocus(true);
    view->setFixedHeight(view->fontMetrics().lineSpacing() * kValueLines + 12);
    return view;
}

} // namespace

RecallDialog::RecallDialog(GenerationRequest now, GenerationRequest then,
                           const std::vector<std::string>& missingFiles, QWidget* parent)
    : QDialog(parent), now_(std::move(now)), then_(std::move(then)), missingFiles_(missingFiles),
      changes_(requestChanges(now_, then_, missingFiles)), intro_(new QLabel),
      fields_(new QTreeWidget), oldLabel_(new QLabel), newLabel_(new QLabel),
      oldText_(valueView("recallOldText")), newText_(valueView("recallNewText")),
      unknownLabel_(new QLabel), unknown_(valueView("recallUnknown")), all_(new QCheckBox),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
    setObjectName(QStringLiteral("recallDialog"));
    makeLayout();
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(all_, &QCheckBox::clicked, this,
            [this] { checkAll(all_->checkState() != Qt::Unchecked); });
    connect(fields_, &QTreeWidget::itemChanged, this, &RecallDialog::refresh);
    connect(fields_, &QTreeWidget::currentItemChanged, this, &RecallDialog::showValues);
    fill(missingFiles_);
    retranslate();
    resize(kWidth, kHeight);
}

void RecallDialog::makeLayout() {
    intro_->setWordWrap(true);
    fields_->setObjectName(QStringLiteral("recallFields"));
    fields_->setRootIsDecorated(false);
    fields_->setUniformRowHeights(true);
    fields_->setAllColumnsShowFocus(true);
    fields_->setColumnCount(3);
    fields_->header()->setStretchLastSection(true);
    all_->setObjectName(QStringLiteral("recallAll"));
    oldLabel_->setBuddy(oldText_);
    newLabel_->setBuddy(newText_);
    auto* values = new QGridLayout;
    values->addWidget(oldLabel_, 0, 0);
    values->addWidget(newLabel_, 0, 1);
    values->addWidget(oldText_, 1, 0);
    values->addWidget(newText_, 1, 1);
    auto* column = new QVBoxLayout(this);
    column->addWidget(intro_);
    column->addWidget(all_);
    column->addWidget(fields_, 1);
    column->addLayout(values);
    unknownLabel_->setBuddy(unknown_);
    column->addWidget(unknownLabel_);
    column->addWidget(unknown_);
    unknownLabel_->hide();
    unknown_->hide();
    column->addWidget(buttons_);
}

void RecallDialog::setSource(const QString& program, const QStringList& notUnderstood) {
    program_ = program;
    unknown_->setPlainText(notUnderstood.join(QLatin1Char('\n')));
    unknownLabel_->setVisible(!notUnderstood.isEmpty());
    unknown_->setVisible(!notUnderstood.isEmpty());
    retranslate();
}

void RecallDialog::fill(const std::vector<std::string>& missingFiles) {
    changes_ = requestChanges(now_, then_, missingFiles);
    const QSignalBlocker quiet(fields_);
    const QStringList unchecked = [this] {
        QStringList ids;
        for (int row = 0; row < fields_->topLevelItemCount(); ++row)
            if (fields_->topLevelItem(row)->checkState(FieldColumn) == Qt::Unchecked)
                ids.append(fields_->topLevelItem(row)->data(FieldColumn, Qt::UserRole).toString());
        return ids;
    }();
    const bool first = fields_->topLevelItemCount() == 0;
    fields_->clear();
    for (const RequestChange& change : changes_) {
        const bool lacking = !change.missingFiles.isEmpty();
        auto* item = new QTreeWidgetItem(fields_);
        item->setData(FieldColumn, Qt::UserRole, change.id);
        item->setText(FieldColumn, change.name);
        item->setText(OldColumn, change.oldText.simplified());
        item->setText(NewColumn, lacking ? tr("%1 (file missing)").arg(change.newText.simplified())
                                         : change.newText.simplified());
        const bool checked = first ? !lacking : !unchecked.contains(change.id);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(FieldColumn, checked ? Qt::Checked : Qt::Unchecked);
    }
    fields_->resizeColumnToContents(FieldColumn);
    fields_->setColumnWidth(OldColumn, (kWidth - fields_->columnWidth(FieldColumn)) / 2 - 24);
}

QStringList RecallDialog::checkedIds() const {
    QStringList ids;
    for (int row = 0; row < fields_->topLevelItemCount(); ++row) {
        const QTreeWidgetItem* item = fields_->topLevelItem(row);
        if (item->checkState(FieldColumn) == Qt::Checked)
            ids.append(item->data(FieldColumn, Qt::UserRole).toString());
    }
    return ids;
}

GenerationRequest RecallDialog::request() const {
    return withChanges(now_, then_, checkedIds());
}

int RecallDialog::checkedCount() const {
    return static_cast<int>(checkedIds().size());
}

void RecallDialog::checkAll(bool checked) {
    {
        const QSignalBlocker quiet(fields_);
        for (int row = 0; row < fields_->topLevelItemCount(); ++row)
            fields_->topLevelItem(row)->setCheckState(FieldColumn,
                                                      checked ? Qt::Checked : Qt::Unchecked);
    }
    fields_->viewport()->update();
    refresh();
}

void RecallDialog::refresh() {
    const int checked = checkedCount();
    const int total = fields_->topLevelItemCount();
    all_->setTristate(checked > 0 && checked < total);
    all_->setCheckState(checked == 0       ? Qt::Unchecked
                        : checked == total ? Qt::Checked
                                           : Qt::PartiallyChecked);
    all_->setText(tr("%1 of %2 fields").arg(checked).arg(total));
    QPushButton* use = buttons_->button(QDialogButtonBox::Ok);
    use->setEnabled(checked > 0);
}

void RecallDialog::showValues() {
    const int row = fields_->indexOfTopLevelItem(fields_->currentItem());
    const bool valid = row >= 0 && row < static_cast<int>(changes_.size());
    const auto index = static_cast<std::size_t>(valid ? row : 0);
    oldText_->setPlainText(valid ? changes_[index].oldText : QString());
    QStringList lines;
    if (valid) {
        lines.append(changes_[index].newText);
        for (const QString& path : changes_[index].missingFiles)
            lines.append(tr("Missing: %1").arg(path));
    }
    newText_->setPlainText(lines.join(QLatin1Char('\n')));
}

void RecallDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        fill(missingFiles_);
        retranslate();
    }
    QDialog::changeEvent(event);
}

void RecallDialog::retranslate() {
    setWindowTitle(program_.isEmpty() ? tr("Use Again") : tr("Settings of a Picture"));
    intro_->setText(
        hasChanges() ? tr("These fields of the form would change. One undo takes all of it back.")
                     : tr("The form holds the settings of this picture already."));
    if (!program_.isEmpty() && hasChanges())
        intro_->setText(tr("This picture was drawn with %1. These fields of the form would change. "
                           "One undo takes all of it back.")
                            .arg(program_));
    unknownLabel_->setText(tr("Not &understood, and left as it is here:"));
    unknown_->setAccessibleName(tr("Settings of the picture that were not understood"));
    fields_->setHeaderLabels({tr("Field"), tr("Now"), tr("Of the picture")});
    fields_->setAccessibleName(tr("Fields that would change"));
    oldLabel_->setText(tr("&Now"));
    newLabel_->setText(tr("Of the &picture"));
    oldText_->setAccessibleName(tr("What the field holds now"));
    newText_->setAccessibleName(tr("What the picture was drawn with"));
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("&Use"));
    buttons_->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    refresh();
    if (!fields_->currentItem() && fields_->topLevelItemCount() > 0)
        fields_->setCurrentItem(fields_->topLevelItem(0));
    showValues();
}

} // namespace diptych::widgets
