#include "widgets/controls/prompt_edit.h"

#include <QAbstractTextDocumentLayout>
#include <QScopedValueRollback>
#include <QTextCursor>

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

// The layout of plain texts measures their height in lines.
void PromptEdit::fitHeight() {
    constexpr int kPadding = 6; // of the style sheet, and a little air
    const auto lines = static_cast<int>(document()->documentLayout()->documentSize().height());
    const int frame = 2 * frameWidth() + static_cast<int>(2 * document()->documentMargin());
    setFixedHeight(std::clamp(lines, fewestLines_, mostLines_) * fontMetrics().lineSpacing() +
                   frame + kPadding);
}

} // namespace diptych::widgets
