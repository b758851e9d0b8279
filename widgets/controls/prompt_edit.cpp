#include "widgets/controls/prompt_edit.h"

#include "widgets/controls/icon_set.h"

#include <QAbstractTextDocumentLayout>
#include <QHelpEvent>
#include <QScopedValueRollback>
#include <QTextCursor>
#include <QToolTip>

#include <algorithm>

namespace diptych::widgets {

PromptEdit::PromptEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (!replacing_)
            Q_EMIT edited();
    });
}

void PromptEdit::replaceText(const QString& text) {
    if (text == toPlainText())
        return;
    const QScopedValueRollback<bool> guard(replacing_, true);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    cursor.endEditBlock();
}

void PromptEdit::setLines(int fewest, int most) {
    fewestLines_ = fewest;
    mostLines_ = most;
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &PromptEdit::fitHeight);
    fitHeight();
}

void PromptEdit::markFrom(int begin, int end) {
    QList<QTextEdit::ExtraSelection> marks;
    const auto last = static_cast<int>(toPlainText().size());
    if (begin < end && end <= last) {
        QTextEdit::ExtraSelection word;
        word.cursor = QTextCursor(document());
        word.cursor.setPosition(begin);
        word.cursor.setPosition(end, QTextCursor::KeepAnchor);
        word.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        word.format.setUnderlineColor(roleColour(IconRole::Error));
        word.format.setForeground(roleColour(IconRole::Error));
        QTextEdit::ExtraSelection rest;
        rest.cursor = word.cursor;
        rest.cursor.setPosition(end);
        rest.cursor.setPosition(last, QTextCursor::KeepAnchor);
        rest.format.setForeground(palette().color(QPalette::PlaceholderText));
        marks << word << rest;
    }
    setExtraSelections(marks);
}

bool PromptEdit::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !wordTip_)
        return QPlainTextEdit::viewportEvent(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QTextCursor cursor = cursorForPosition(help->pos());
    cursor.select(QTextCursor::WordUnderCursor);
    const QString tip = cursor.hasSelection()
                            ? wordTip_(cursor.selectionStart(), cursor.selectionEnd())
                            : QString();
    if (tip.isEmpty())
        return QPlainTextEdit::viewportEvent(event);
    QToolTip::showText(help->globalPos(), tip, viewport());
    return true;
}

// The layout of plain texts measures their height in lines.
void PromptEdit::fitHeight() {
    constexpr int kPadding = 6; // of the style sheet, and a little air
    const auto lines = static_cast<int>(document()->documentLayout()->documentSize().height());
    const int frame = 2 * frameWidth() + static_cast<int>(2 * document()->documentMargin());
    setFixedHeight(std::clamp(lines, fewestLines_, mostLines_) * fontMetrics().lineSpacing() +
                   frame + kPadding);
}

} // namespace diptych::widgets
