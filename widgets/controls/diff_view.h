// Two texts as one, with what was taken out and what was put in marked by colour, strike-through
// and underline. Each change can be refused and accepted again, with the mouse or with Tab and
// Enter.
#pragma once

#include "core/prompt/text_diff.h"

#include <QTextBrowser>

#include <string>
#include <vector>

namespace diptych::widgets {

class DiffView : public QTextBrowser {
    Q_OBJECT

  public:
    explicit DiffView(QWidget* parent = nullptr);

    /// Whether changes can be refused; true at first. False only shows them.
    void setChoosable(bool choosable);

    /// Every change is accepted at first.
    void setTexts(const std::string& before, const std::string& after);
    /// The text with the accepted changes.
    std::string merged() const;
    int changeCount() const;
    int acceptedCount() const;
    void setAllAccepted(bool accepted);

  Q_SIGNALS:
    void choiceChanged();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void toggle(const QUrl& change);
    void draw();

    std::vector<DiffPiece> pieces_;
    std::vector<bool> accepted_; ///< for each piece; of no account where it is kept
    bool choosable_ = true;
};

} // namespace diptych::widgets
