#include "widgets/controls/diff_view.h"

#include "widgets/controls/icon_set.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextCursor>
#include <QUrl>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr double kTint = 0.22; // of a marked stretch's background

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto part = [share](int x, int y) {
        return static_cast<int>(x * (1.0 - share) + y * share);
    };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

} // namespace

DiffView::DiffView(QWidget* parent) : QTextBrowser(parent) {
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    connect(this, &QTextBrowser::anchorClicked, this, &DiffView::toggle);
}

void DiffView::setChoosable(bool choosable) {
    choosable_ = choosable;
    draw();
}

void DiffView::setTexts(const std::string& before, const std::string& after) {
    pieces_ = diffWords(before, after);
    accepted_.assign(pieces_.size(), true);
    draw();
    Q_EMIT choiceChanged();
}

std::string DiffView::merged() const {
    return mergeDiff(pieces_, accepted_);
}

int DiffView::changeCount() const {
    return static_cast<int>(std::count_if(pieces_.begin(), pieces_.end(),
                                          [](const DiffPiece& piece) { return !piece.isKept(); }));
}

int DiffView::acceptedCount() const {
    int count = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i)
        count += !pieces_[i].isKept() && accepted_[i] ? 1 : 0;
    return count;
}

void DiffView::setAllAccepted(bool accepted) {
    accepted_.assign(pieces_.size(), accepted);
    draw();
    Q_EMIT choiceChanged();
}

void DiffView::toggle(const QUrl& change) {
    const auto index = static_cast<std::size_t>(change.toString().toUInt());
    if (index >= accepted_.size())
        return;
    accepted_[index] = !accepted_[index];
    draw();
    Q_EMIT choiceChanged();
}

void DiffView::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

void DiffView::draw() {
    const int scrolled = verticalScrollBar()->value();
    clear();
    QTextCursor cursor(document());
    const QColor base = palette().color(QPalette::Base);
    const QColor ink = palette().color(QPalette::Text);
    const auto put = [&](const std::string& words, const QTextCharFormat& format) {
        if (!words.empty())
            cursor.insertText(QString::fromStdString(words), format);
    };
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        QTextCharFormat plain;
        plain.setForeground(ink);
        if (pieces_[i].isKept()) {
            put(pieces_[i].before, plain);
            continue;
        }
        QTextCharFormat change = plain;
        if (choosable_) {
            change.setAnchor(true);
            change.setAnchorHref(QString::number(i));
            change.setToolTip(accepted_[i] ? tr("This change is taken. Click to leave it out.")
                                           : tr("This change is left out. Click to take it."));
        }
        QTextCharFormat removed = change;
        QTextCharFormat added = change;
        if (accepted_[i]) {
            removed.setBackground(mixed(base, roleColour(IconRole::Error), kTint));
            removed.setFontStrikeOut(true);
            added.setBackground(mixed(base, roleColour(IconRole::Good), kTint));
            added.setFontUnderline(true);
        } else {
            added.setForeground(palette().color(QPalette::PlaceholderText));
            added.setFontStrikeOut(true);
            removed.setUnderlineStyle(QTextCharFormat::DotLine);
        }
        put(pieces_[i].before, removed);
        put(pieces_[i].after, added);
    }
    verticalScrollBar()->setValue(scrolled);
}

} // namespace diptych::widgets
