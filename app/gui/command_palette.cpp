#include "app/gui/command_palette.h"

#include "widgets/controls/mnemonic.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>
#include <vector>

namespace diptych::gui {

namespace {

constexpr int kWidth = 520; // pixels
constexpr int kHeight = 360;
constexpr int kTop = 72;

QString plainText(const QAction* action) {
    const QString path = action->property("path").toString();
    const QString text = widgets::withoutMnemonic(action->text());
    return path.isEmpty() ? text : path + QStringLiteral(": ") + text;
}

/// Icon, text, and the shortcut on the right.
class CommandDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        constexpr int kPadding = 8;
        constexpr int kIcon = 18;
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected)
            painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
        const QRect row = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, QRect(row.left(), row.center().y() - kIcon / 2, kIcon, kIcon),
                   Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
        const auto colour = [&](QPalette::ColorRole role) {
            return option.palette.color(selected ? QPalette::HighlightedText : role);
        };
        painter->setPen(colour(QPalette::Text));
        painter->drawText(row.adjusted(kIcon + kPadding, 0, 0, 0), Qt::AlignVCenter,
                          index.data(Qt::DisplayRole).toString());
        painter->setPen(colour(QPalette::PlaceholderText));
        painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight,
                          index.data(Qt::UserRole).toString());
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        constexpr int kRow = 30;
        return {100, kRow};
    }
};

} // namespace

int matchScore(const QString& text, const QString& query) {
    constexpr int kWordStart = 8;
    constexpr int kNeighbour = 4;
    int score = 0;
    int from = 0;
    int last = -2;
    for (const QChar letter : query.simplified()) {
        if (letter.isSpace())
            continue;
        const auto at = static_cast<int>(text.indexOf(letter, from, Qt::CaseInsensitive));
        if (at < 0)
            return -1;
        if (at == last + 1)
            score += kNeighbour;
        if (at == 0 || !text[at - 1].isLetterOrNumber())
            score += kWordStart;
        last = at;
        from = at + 1;
    }
    return score;
}

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window), edit_(new QLineEdit(this)), list_(new QListView(this)),
      model_(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Commands"));
    setAutoFillBackground(true);
    edit_->setObjectName(QStringLiteral("commandText"));
    edit_->setPlaceholderText(tr("Type a command"));
    edit_->setClearButtonEnabled(true);
    edit_->setAccessibleName(tr("Part of a command's name"));
    edit_->setMinimumHeight(34);
    list_->setObjectName(QStringLiteral("commandList"));
    list_->setModel(model_);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setItemDelegate(new CommandDelegate(list_));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(edit_);
    layout->addWidget(list_);
    edit_->installEventFilter(this);
    connect(edit_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(list_, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open(const QList<QAction*>& actions) {
    actions_ = actions;
    edit_->clear();
    filter();
    const QWidget* const window = parentWidget();
    resize(std::min(kWidth, window->width() - 32), std::min(kHeight, window->height() - 96));
    move((window->width() - width()) / 2, kTop);
    show();
    raise();
    edit_->setFocus();
}

void CommandPalette::filter() {
    std::vector<std::pair<int, QAction*>> found;
    for (QAction* const action : actions_)
        if (const int score = matchScore(plainText(action), edit_->text());
            score >= 0 && action->isEnabled())
            found.emplace_back(score, action);
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    model_->clear();
    shown_.clear();
    for (const auto& [score, action] : found) {
        auto* const item = new QStandardItem(action->icon(), plainText(action));
        item->setData(action->shortcut().toString(QKeySequence::NativeText), Qt::UserRole);
        item->setToolTip(action->whatsThis());
        model_->appendRow(item);
        shown_ << action;
    }
    list_->setCurrentIndex(model_->index(0, 0));
}

QStringList CommandPalette::matches() const {
    QStringList texts;
    for (const QAction* const action : shown_)
        texts << plainText(action);
    return texts;
}

void CommandPalette::run() {
    const int row = list_->currentIndex().row();
    hide();
    if (row >= 0 && row < shown_.size())
        shown_[row]->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut && isVisible())
        hide();
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept(); // closes this instead of cancelling the drawing
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    const int row = list_->currentIndex().row();
    const int rows = model_->rowCount();
    switch (key->key()) {
    case Qt::Key_Escape:
        hide();
        parentWidget()->setFocus();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int next = row + (key->key() == Qt::Key_Down ? 1 : rows - 1);
        if (rows > 0)
            list_->setCurrentIndex(model_->index(next % rows, 0));
        return true;
    }
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace diptych::gui
