// Colours the markers of the chat format in a formatted prompt: `<|im_start|>user`, `<think>`.
#pragma once

#include <QSyntaxHighlighter>

namespace diptych::widgets {

class FormatHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

  public:
    explicit FormatHighlighter(QTextDocument* document);

  protected:
    void highlightBlock(const QString& text) override;
};

} // namespace diptych::widgets
