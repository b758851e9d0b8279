// Where the user describes: the prompt and, folded away, the other parts of the message to the
// text encoder; how many tokens that is; and the buttons that start a drawing.
#pragma once

#include "widgets/model/request_model.h"
#include "widgets/model/token_counter.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace diptych::widgets {

class CollapsibleSection;
class PromptEdit;
class TokenMeter;

/// The actions on the panel's buttons; borrowed.
struct GenerateActions {
    QAction* generate = nullptr;
    QAction* generateInFront = nullptr;
    QAction* interruptAndGenerate = nullptr;
    QAction* cancel = nullptr;
    QAction* stopAfterPicture = nullptr;
    QAction* findTemplate = nullptr;  ///< may be null
    QAction* rewritePrompt = nullptr; ///< may be null
};

class PromptPanel : public QWidget {
    Q_OBJECT

  public:
    /// Both are borrowed.
    PromptPanel(RequestModel* model, TokenCounter* counter, const GenerateActions& actions,
                QWidget* parent = nullptr);

    void focusPrompt();
    /// Texts that are typed reach the model at once; their tokens are counted a moment later.
    void setTokenLimit(int tokens);

    CollapsibleSection* messageSection() { return message_; }
    CollapsibleSection* formattedSection() { return formatted_; }

  private:
    QWidget* makePrompt();
    QWidget* makeEmbeddings();
    QWidget* makeButtons(const GenerateActions& actions);
    QWidget* makeMessage();
    QWidget* makeFormatted();
    QWidget* makeCraft(const GenerateActions& actions);
    void showTokens(const TokenizedPromptPtr& tokens);
    void showTemplate();
    void showRaw();
    PromptEdit* makeText(const QString& name, const QString& title, RequestField field,
                         std::string Conversation::*part);
    void showField(RequestField field);
    void refreshThink();
    void refreshFormatted();

    RequestModel* model_;
    TokenCounter* counter_;
    TokenizedPromptPtr shownTokens_; ///< of the text as it was counted last
    int tokenLimit_ = 0;
    PromptEdit* prompt_ = nullptr;
    QWidget* negativeBox_ = nullptr;
    PromptEdit* negative_ = nullptr;
    PromptEdit* system_ = nullptr;
    QComboBox* thinkMode_ = nullptr;
    PromptEdit* thinking_ = nullptr;
    PromptEdit* assistant_ = nullptr;
    PromptEdit* formattedText_ = nullptr;
    QLabel* formatNotice_ = nullptr;
    QLabel* thinkNotice_ = nullptr;
    QCheckBox* raw_ = nullptr;
    QToolButton* template_ = nullptr;
    QSpinBox* count_ = nullptr;
    TokenMeter* tokens_ = nullptr;
    QWidget* embeddings_ = nullptr;
    QLabel* embeddingsText_ = nullptr;
    CollapsibleSection* message_ = nullptr;
    CollapsibleSection* formatted_ = nullptr;
    QTimer settle_; ///< a pause in typing
};

} // namespace diptych::widgets
