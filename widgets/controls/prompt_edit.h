// A text of the prompt: plain text with real undo, also of what the program puts into it.
#pragma once

#include <QPlainTextEdit>

#include <functional>

namespace diptych::widgets {

class PromptEdit : public QPlainTextEdit {
    Q_OBJECT

  public:
    explicit PromptEdit(QWidget* parent = nullptr);

    /// The text becomes `text`, as one step that Ctrl+Z takes back. Nothing happens, and no signal,
    /// when it is that already.
    void replaceText(const QString& text);

    /// The widget is as high as its text, between these numbers of lines.
    void setLines(int fewest, int most);

    /// Marks a word, and what comes behind it as faint; begin = end takes the mark away. Positions
    /// in the text.
    void markFrom(int begin, int end);
    /// What a word under the mouse means, given its place in the text; empty = the usual tip.
    using WordTip = std::function<QString(int begin, int end)>;
    void setWordTip(WordTip tip) { wordTip_ = std::move(tip); }

  Q_SIGNALS:
    /// The user, undo or redo changed the text; not `replaceText`.
    void edited();

  protected:
    bool viewportEvent(QEvent* event) override;

  private:
    void fitHeight();

    bool replacing_ = false;
    WordTip wordTip_;
    int fewestLines_ = 1;
    int mostLines_ = 1;
};

} // namespace diptych::widgets
