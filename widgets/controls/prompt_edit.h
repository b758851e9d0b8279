// A text of the prompt: plain text with real undo, also of what the program puts into it.
#pragma once

#include <QPlainTextEdit>

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

  Q_SIGNALS:
    /// The user, undo or redo changed the text; not `replaceText`.
    void edited();

  private:
    void fitHeight();

    bool replacing_ = false;
    int fewestLines_ = 1;
    int mostLines_ = 1;
};

} // namespace diptych::widgets
