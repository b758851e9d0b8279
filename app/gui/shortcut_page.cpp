#include "app/gui/shortcut_page.h"

#include "app/gui/shortcuts.h"
#include "widgets/controls/mnemonic.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace diptych::gui {

namespace {

constexpr int kNameWidth = 320; // pixels
constexpr int kRowHeight = 24;

QString nameOf(const QAction* action) {
    const QString name = widgets::withoutMnemonic(action->text());
    const QString path = action->property("path").toString();
    return path.isEmpty() ? name : path + QStringLiteral(": ") + name;
}

} // namespace

ShortcutPage::ShortcutPage(Shortcuts* shortcuts, QWidget* parent)
    : QWidget(parent), shortcuts_(shortcuts), list_(new QTreeWidget), keys_(new QKeySequenceEdit),
      conflict_(new QLabel), set_(new QPushButton(tr("&Set"))),
      reset_(new QPushButton(tr("&Default"))) {
    list_->setObjectName(QStringLiteral("shortcutList"));
    list_->setAccessibleName(tr("Commands and their shortcuts"));
    list_->setHeaderLabels({tr("Command"), tr("Shortcut")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAllColumnsShowFocus(true);
    keys_->setObjectName(QStringLiteral("shortcutKeys"));
    keys_->setAccessibleName(tr("New shortcut"));
    keys_->setToolTip(tr("Press the keys that are to run the command"));
    set_->setObjectName(QStringLiteral("shortcutSet"));
    set_->setToolTip(tr("Give these keys to the command; without keys it has no shortcut"));
    reset_->setObjectName(QStringLiteral("shortcutReset"));
    reset_->setToolTip(tr("Give the command the keys that the program comes with"));
    conflict_->setObjectName(QStringLiteral("shortcutConflict"));
    conflict_->setProperty("quiet", true);
    conflict_->setWordWrap(true);
    conflict_->setMinimumHeight(2 * conflict_->fontMetrics().lineSpacing());
    auto* const row = new QHBoxLayout;
    auto* const label = new QLabel(tr("&New shortcut"));
    label->setBuddy(keys_);
    row->addWidget(label);
    row->addWidget(keys_, 1);
    row->addWidget(set_);
    row->addWidget(reset_);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(list_, 1);
    column->addLayout(row);
    column->addWidget(conflict_);
    connect(list_, &QTreeWidget::currentItemChanged, this, [this] {
        const QAction* const action = current();
        keys_->setKeySequence(action ? action->shortcut() : QKeySequence());
        refresh();
    });
    connect(keys_, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutPage::refresh);
    connect(set_, &QPushButton::clicked, this, [this] {
        if (QAction* const action = current())
            shortcuts_->set(action, keys_->keySequence());
    });
    connect(reset_, &QPushButton::clicked, this, [this] {
        if (QAction* const action = current())
            shortcuts_->reset(action);
    });
    connect(shortcuts_, &Shortcuts::changed, this, &ShortcutPage::fill);
    fill();
    list_->setColumnWidth(0, kNameWidth);
}

QAction* ShortcutPage::current() const {
    const int row = list_->indexOfTopLevelItem(list_->currentItem());
    return row < 0 ? nullptr : shortcuts_->actions()[static_cast<std::size_t>(row)];
}

// The rows stay in the order of the commands, so that a row's number tells its command.
void ShortcutPage::fill() {
    const auto& actions = shortcuts_->actions();
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const QAction* const action = actions[i];
        QTreeWidgetItem* item = list_->topLevelItem(static_cast<int>(i));
        if (!item)
            item = new QTreeWidgetItem(list_);
        item->setSizeHint(0, {0, kRowHeight});
        const bool changed = shortcuts_->isChanged(action);
        item->setText(0, changed ? QStringLiteral("● ") + nameOf(action) : nameOf(action));
        item->setToolTip(0, action->whatsThis());
        item->setText(1, QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText));
    }
    refresh();
}

void ShortcutPage::refresh() {
    const QAction* const action = current();
    const QAction* const other = shortcuts_->userOf(keys_->keySequence(), action);
    set_->setEnabled(
        action && (action->shortcuts().size() > 1 || action->shortcut() != keys_->keySequence()));
    reset_->setEnabled(action && shortcuts_->isChanged(action));
    keys_->setEnabled(action);
    if (!action)
        conflict_->setText(tr("Choose a command."));
    else
        conflict_->setText(other
                               ? tr("These keys run “%1” now. Setting them takes them from there.")
                                     .arg(nameOf(other))
                               : QString());
}

void ShortcutPage::setFilter(const QString& words) {
    const QStringList all = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        QTreeWidgetItem* const item = list_->topLevelItem(row);
        const QString text =
            item->text(0) + QLatin1Char(' ') + item->text(1) + QLatin1Char(' ') + item->toolTip(0);
        bool fits = true;
        for (const QString& word : all)
            fits = fits && text.contains(word, Qt::CaseInsensitive);
        item->setHidden(!fits);
    }
}

} // namespace diptych::gui
