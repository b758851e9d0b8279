// The prompt rewriter: asks for better versions of the prompt, shows them while they are written
// and then as changes, and takes over all of one, a part of it, or nothing.
#pragma once

#include "widgets/model/request_model.h"
#include "widgets/model/rewrite_model.h"
#include "widgets/panels/rewriter_setup.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace diptych::widgets {

class CollapsibleSection;
class DiffView;
class PromptEdit;

class RewriterPanel : public QWidget {
    Q_OBJECT

  public:
    /// Both are borrowed.
    RewriterPanel(RewriteModel* model, RequestModel* form, QWidget* parent = nullptr);

    RewriterSetup* setup() { return setup_; }
    /// Asks for a rewriting as its button does.
    void start();
    /// Why nothing can be written, or what else should be known; empty = nothing.
    void tell(const QString& text);

  Q_SIGNALS:
    /// `seeds` has one for each variant that is wanted.
    void rewriteRequested(const diptych::RewriteRequest& request,
                          const std::vector<std::int64_t>& seeds);
    void stopRequested();
    /// The prompt is another one now.
    void accepted();

  private:
    QWidget* makeButtons();
    QWidget* makeResult();
    QWidget* makeAnswers();
    void showVariants();
    void showVariant(int variant);
    void refresh();
    void refreshDiff();
    void refreshButtons();
    void accept(const std::string& text);
    const RewriteVariant* current() const;
    std::string prompt() const { return form_->form().request.conversation.user; }

    RewriteModel* model_;
    RequestModel* form_;
    RewriterSetup* setup_;
    QTimer settle_;
    std::string shownBefore_; ///< what the difference is shown of
    std::string shownAfter_;

    QPushButton* start_ = nullptr;
    QPushButton* stop_ = nullptr;
    QLabel* message_ = nullptr;
    QWidget* result_ = nullptr;
    QLabel* empty_ = nullptr;
    QTabBar* tabs_ = nullptr;
    CollapsibleSection* thoughts_ = nullptr;
    PromptEdit* thinking_ = nullptr;
    QStackedWidget* texts_ = nullptr;
    PromptEdit* stream_ = nullptr; ///< while it is written
    DiffView* diff_ = nullptr;     ///< when it is there
    QLabel* status_ = nullptr;
    QPushButton* acceptAll_ = nullptr;
    QPushButton* acceptPart_ = nullptr;
    QPushButton* discard_ = nullptr;
};

} // namespace diptych::widgets
