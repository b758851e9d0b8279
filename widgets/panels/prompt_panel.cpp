#include "widgets/panels/prompt_panel.h"

#include "core/prompt/chat_format.h"
#include "core/prompt/think_stream.h"
#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/format_highlighter.h"
#include "widgets/controls/icon_button.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/mnemonic.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/controls/scrolled_layout.h"
#include "widgets/controls/token_meter.h"
#include "widgets/model/error_text.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kSettleMs = 25; // counts and the formatted prompt are there within 50 ms of a key
constexpr int kMostPictures = 999;

QLabel* makeTitle(const QString& text, QWidget* buddy) {
    auto* const label = new QLabel(text);
    label->setBuddy(buddy);
    label->setProperty("fieldTitle", true);
    return label;
}

QToolButton* makeActionButton(const QString& name, QAction* action) {
    auto* const button = new QToolButton;
    button->setObjectName(name);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setFixedHeight(36);
    button->setMinimumWidth(38);
    return button;
}

} // namespace

PromptPanel::PromptPanel(RequestModel* model, TokenCounter* counter, const GenerateActions& actions,
                         QWidget* parent)
    : QWidget(parent), model_(model), counter_(counter) {
    setObjectName(QStringLiteral("promptPanel"));
    auto* const inside = new QWidget;
    auto* const column = new QVBoxLayout(inside);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(10);
    column->addWidget(makePrompt());
    column->addWidget(makeCraft(actions));
    column->addWidget(makeButtons(actions));
    message_ = new CollapsibleSection(QStringLiteral("messageSection"), tr("Message parts"));
    message_->setContent(makeMessage());
    message_->setOpen(false);
    column->addWidget(message_);
    formatted_ = new CollapsibleSection(QStringLiteral("formattedSection"), tr("Formatted prompt"));
    formatted_->setContent(makeFormatted());
    formatted_->setOpen(false);
    column->addWidget(formatted_);
    column->addStretch(1);

    layOutScrolled(this, inside);

    settle_.setSingleShot(true);
    settle_.setInterval(kSettleMs);
    connect(&settle_, &QTimer::timeout, this, [this] {
        counter_->count(model_->request().conversation);
        refreshFormatted();
    });
    connect(counter_, &TokenCounter::counted, this,
            [this](const TokenCounts& counts, const TokenizedPromptPtr& tokens) {
                tokens_->setCounts(counts);
                showTokens(tokens);
            });
    connect(counter_, &TokenCounter::unavailable, tokens_, &TokenMeter::setUnavailable);
    connect(model_, &RequestModel::changed, this, &PromptPanel::showField);
    connect(formatted_, &CollapsibleSection::opened, this, &PromptPanel::refreshFormatted);
    for (const RequestField field : requestFields())
        showField(field);
}

PromptEdit* PromptPanel::makeText(const QString& name, const QString& title, RequestField field,
                                  std::string Conversation::*part) {
    auto* const edit = new PromptEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(title);
    connect(edit, &PromptEdit::edited, this, [this, edit, field, part] {
        const std::string text = edit->toPlainText().toStdString();
        model_->editText(field, [&](RequestForm& form) { form.request.conversation.*part = text; });
    });
    return edit;
}

QWidget* PromptPanel::makePrompt() {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    prompt_ =
        makeText(QStringLiteral("prompt"), tr("Prompt"), RequestField::Prompt, &Conversation::user);
    prompt_->setPlaceholderText(tr("Describe the picture: what is to be seen, where, in which "
                                   "light, in which style."));
    prompt_->setLines(8, 22);
    prompt_->setWordTip([this](int begin, int end) {
        return shownTokens_ ? tokensAtTyped(*shownTokens_, model_->form().request.conversation.user,
                                            {begin, end})
                            : QString();
    });
    column->addWidget(makeTitle(tr("&Prompt"), prompt_));
    column->addWidget(prompt_);

    negativeBox_ = new QWidget;
    auto* const negative = new QVBoxLayout(negativeBox_);
    negative->setContentsMargins(0, 0, 0, 0);
    negative->setSpacing(6);
    negative_ = new PromptEdit;
    negative_->setObjectName(QStringLiteral("negativePrompt"));
    negative_->setAccessibleName(tr("Negative prompt"));
    negative_->setPlaceholderText(tr("What to steer away from"));
    negative_->setLines(2, 6);
    connect(negative_, &PromptEdit::edited, this, [this] {
        const std::string text = negative_->toPlainText().toStdString();
        model_->editText(RequestField::NegativePrompt,
                         [&](RequestForm& form) { form.request.negativePrompt = text; });
    });
    negative->addWidget(makeTitle(tr("&Negative prompt"), negative_));
    negative->addWidget(negative_);
    column->addWidget(negativeBox_);

    tokens_ = new TokenMeter;
    tokens_->setObjectName(QStringLiteral("tokenMeter"));
    column->addWidget(tokens_);
    column->addWidget(makeEmbeddings());
    return box;
}

// Shown while a drawing does not come from the prompt.
QWidget* PromptPanel::makeEmbeddings() {
    embeddings_ = new QWidget;
    auto* const row = new QHBoxLayout(embeddings_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    embeddingsText_ = new QLabel;
    embeddingsText_->setObjectName(QStringLiteral("embeddingsInUse"));
    embeddingsText_->setWordWrap(true);
    QToolButton* const stop =
        makeIconButton(QStringLiteral("stopEmbeddings"), QStringLiteral("close"),
                       tr("Draw from the prompt again"), embeddings_);
    connect(stop, &QToolButton::clicked, this, [this] {
        model_->edit(RequestField::Embeddings,
                     [](RequestForm& form) { form.request.embeddings = {}; });
    });
    row->addWidget(embeddingsText_, 1);
    row->addWidget(stop, 0, Qt::AlignTop);
    return embeddings_;
}

// What writes the prompt with the user: a template and the rewriter.
QWidget* PromptPanel::makeCraft(const GenerateActions& actions) {
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    template_ = new QToolButton;
    template_->setObjectName(QStringLiteral("templateButton"));
    auto* const rewrite = new QToolButton;
    rewrite->setObjectName(QStringLiteral("rewriteButton"));
    rewrite->setText(tr("Rewrite"));
    for (const auto& [button, action] :
         {std::pair{template_, actions.findTemplate}, std::pair{rewrite, actions.rewritePrompt}}) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setMinimumHeight(26);
        row->addWidget(button);
        if (!action)
            continue;
        button->setIcon(action->icon());
        button->setToolTip(action->toolTip());
        connect(button, &QToolButton::clicked, action, &QAction::trigger);
    }
    template_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    row->setStretch(0, 1);
    box->setVisible(actions.findTemplate && actions.rewritePrompt);
    return box;
}

QWidget* PromptPanel::makeButtons(const GenerateActions& actions) {
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    // No default action: on the coloured button its icon needs another colour than in menus.
    auto* const generate = new QToolButton;
    generate->setObjectName(QStringLiteral("generateButton"));
    generate->setText(withoutMnemonic(actions.generate->text()));
    generate->setToolTip(actions.generate->toolTip());
    generate->setIcon(icon(QStringLiteral("generate"), IconRole::OnAccent));
    connect(generate, &QToolButton::clicked, actions.generate, &QAction::trigger);
    generate->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    generate->setPopupMode(QToolButton::MenuButtonPopup);
    generate->setProperty("primary", true);
    generate->setFixedHeight(36);
    generate->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* const menu = new QMenu(generate);
    menu->addAction(actions.generateInFront);
    menu->addAction(actions.interruptAndGenerate);
    generate->setMenu(menu);
    count_ = new QuietSpinBox;
    count_->setObjectName(QStringLiteral("count"));
    count_->setAccessibleName(tr("Number of pictures"));
    count_->setToolTip(tr("How many pictures to draw, each with a seed of its own"));
    count_->setPrefix(QStringLiteral("× "));
    count_->setRange(1, kMostPictures);
    count_->setFixedHeight(36);
    connect(count_, &QSpinBox::valueChanged, this, [this](int count) {
        model_->edit(RequestField::Count,
                     [count](RequestForm& form) { form.request.count = count; });
    });
    row->addWidget(generate, 1);
    row->addWidget(count_);
    row->addWidget(makeActionButton(QStringLiteral("stopAfterButton"), actions.stopAfterPicture));
    row->addWidget(makeActionButton(QStringLiteral("cancelButton"), actions.cancel));
    return box;
}

QWidget* PromptPanel::makeMessage() {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(4, 0, 0, 0);
    column->setSpacing(6);
    raw_ = new QCheckBox(tr("&Raw: the prompt is the whole input"));
    raw_->setObjectName(QStringLiteral("rawPrompt"));
    raw_->setToolTip(tr("The prompt is sent as it is, without the chat format and without the "
                        "parts below. Write the format's markers yourself."));
    connect(raw_, &QCheckBox::clicked, this, [this](bool raw) {
        model_->edit(RequestField::Raw,
                     [raw](RequestForm& form) { form.request.conversation.raw = raw; });
    });
    column->addWidget(raw_);
    system_ = makeText(QStringLiteral("systemPrompt"), tr("System prompt"), RequestField::System,
                       &Conversation::system);
    system_->setPlaceholderText(tr("Instructions to the text encoder; empty for none"));
    column->addWidget(makeTitle(tr("&System prompt"), system_));
    column->addWidget(system_);

    thinkMode_ = new QuietComboBox;
    thinkMode_->setObjectName(QStringLiteral("thinkMode"));
    thinkMode_->setAccessibleName(tr("Think block"));
    thinkMode_->setToolTip(tr("A think block tells the encoder what was thought before answering. "
                              "The text is kept while the block is off."));
    thinkMode_->addItem(tr("Off"), static_cast<int>(ThinkMode::Off));
    thinkMode_->addItem(tr("Empty block"), static_cast<int>(ThinkMode::Empty));
    thinkMode_->addItem(tr("With text"), static_cast<int>(ThinkMode::Text));
    connect(thinkMode_, &QComboBox::activated, this, [this](int index) {
        const auto mode = static_cast<ThinkMode>(thinkMode_->itemData(index).toInt());
        model_->edit(RequestField::Thinking, [mode](RequestForm& form) {
            form.thinkMode = mode;
            form.thinkRefused = mode == ThinkMode::Off;
        });
    });
    thinking_ = new PromptEdit;
    thinking_->setObjectName(QStringLiteral("thinking"));
    thinking_->setAccessibleName(tr("Content of the think block"));
    thinking_->setPlaceholderText(tr("What the model is to have thought"));
    connect(thinking_, &PromptEdit::edited, this, [this] {
        const std::string text = thinking_->toPlainText().toStdString();
        model_->editText(RequestField::Thinking,
                         [&](RequestForm& form) { form.thinkingText = text; });
    });
    auto* const think = new QHBoxLayout;
    think->addWidget(makeTitle(tr("&Think block"), thinkMode_));
    think->addStretch();
    think->addWidget(thinkMode_);
    column->addLayout(think);
    column->addWidget(thinking_);
    thinkNotice_ = new QLabel;
    thinkNotice_->setObjectName(QStringLiteral("thinkNotice"));
    thinkNotice_->setWordWrap(true);
    column->addWidget(thinkNotice_);

    assistant_ = makeText(QStringLiteral("assistant"), tr("Beginning of the answer"),
                          RequestField::Assistant, &Conversation::assistant);
    assistant_->setPlaceholderText(tr("How the assistant's answer begins; empty for nothing"));
    column->addWidget(makeTitle(tr("&Assistant"), assistant_));
    column->addWidget(assistant_);
    for (PromptEdit* const edit : {system_, thinking_, assistant_})
        edit->setLines(2, 8);
    return box;
}

QWidget* PromptPanel::makeFormatted() {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(4, 0, 0, 0);
    column->setSpacing(6);
    formattedText_ = new PromptEdit;
    formattedText_->setObjectName(QStringLiteral("formattedPrompt"));
    formattedText_->setAccessibleName(tr("Formatted prompt"));
    formattedText_->setReadOnly(true);
    formattedText_->setUndoRedoEnabled(false);
    formattedText_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    formattedText_->setLines(4, 16);
    new FormatHighlighter(formattedText_->document());
    formattedText_->setWordTip([this](int begin, int end) {
        return shownTokens_ ? tokensAt(*shownTokens_, {begin, end}) : QString();
    });
    formatNotice_ = new QLabel;
    formatNotice_->setWordWrap(true);
    formatNotice_->setProperty("quiet", true);
    auto* const copy = new QToolButton;
    copy->setObjectName(QStringLiteral("copyFormatted"));
    copy->setText(tr("Copy"));
    copy->setIcon(icon(QStringLiteral("copy")));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy->setAutoRaise(true);
    copy->setToolTip(tr("Copy exactly what the text encoder reads"));
    connect(copy, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(formatChat(model_->request().conversation).text));
    });
    column->addWidget(formattedText_);
    auto* const row = new QHBoxLayout;
    row->addWidget(formatNotice_, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    column->addLayout(row);
    return box;
}

void PromptPanel::focusPrompt() {
    prompt_->setFocus(Qt::ShortcutFocusReason);
}

void PromptPanel::setTokenLimit(int tokens) {
    tokenLimit_ = tokens;
    tokens_->setLimit(tokens);
}

void PromptPanel::showField(RequestField field) {
    const GenerationRequest& request = model_->form().request;
    const auto text = [](const std::string& utf8) { return QString::fromStdString(utf8); };
    switch (field) {
    case RequestField::Prompt:
        prompt_->replaceText(text(request.conversation.user));
        break;
    case RequestField::System:
        system_->replaceText(text(request.conversation.system));
        break;
    case RequestField::Thinking:
        refreshThink();
        break;
    case RequestField::Assistant:
        assistant_->replaceText(text(request.conversation.assistant));
        refreshThink();
        break;
    case RequestField::Template:
        showTemplate();
        break;
    case RequestField::Raw:
        showRaw();
        break;
    case RequestField::NegativePrompt:
        negative_->replaceText(text(request.negativePrompt));
        break;
    case RequestField::Embeddings: {
        const QString file = QFileInfo(text(request.embeddings.prompt)).fileName();
        embeddingsText_->setText(
            tr("Drawn from the embedding %1, not from this prompt.").arg(file));
        embeddingsText_->setToolTip(text(request.embeddings.prompt));
        embeddings_->setVisible(!request.embeddings.prompt.empty());
        break;
    }
    case RequestField::Guidance:
        negativeBox_->setVisible(request.guidanceScale > 0.0);
        break;
    case RequestField::Count: {
        const QSignalBlocker block(count_);
        count_->setValue(request.count);
        break;
    }
    default:
        return;
    }
    message_->setChangedCount(
        model_->countOff({RequestField::System, RequestField::Thinking, RequestField::Assistant}));
    settle_.start();
}

void PromptPanel::refreshThink() {
    const RequestForm& form = model_->form();
    thinkMode_->setCurrentIndex(thinkMode_->findData(static_cast<int>(form.thinkMode)));
    thinking_->replaceText(QString::fromStdString(form.thinkingText));
    thinking_->setVisible(form.thinkMode == ThinkMode::Text);
    QString notice;
    if (form.thinkMode == ThinkMode::Text && !specialTokensIn(form.thinkingText).empty())
        notice = hasBalancedThinkTags(form.thinkingText)
                     ? tr("The tags are added around this text by themselves.")
                     : tr("The think tags in this text are not in pairs: every <think> needs a "
                          "</think> behind it.");
    if (!hasBalancedThinkTags(form.request.conversation.assistant))
        notice = tr("The think tags in the beginning of the answer are not in pairs.");
    thinkNotice_->setText(notice);
    thinkNotice_->setVisible(!notice.isEmpty());
}

void PromptPanel::showTokens(const TokenizedPromptPtr& tokens) {
    shownTokens_ = tokens;
    const auto word = wordAtLimit(*tokens, model_->form().request.conversation.user, tokenLimit_);
    prompt_->markFrom(word ? word->begin : 0, word ? word->end : 0);
}

void PromptPanel::showTemplate() {
    const QString name = QString::fromStdString(model_->form().request.templateName);
    template_->setText(name.isEmpty() ? tr("Template…") : tr("Template: %1").arg(name));
    template_->setAccessibleName(template_->text());
}

void PromptPanel::showRaw() {
    const bool raw = model_->form().request.conversation.raw;
    raw_->setChecked(raw);
    for (QWidget* const part :
         {static_cast<QWidget*>(system_), static_cast<QWidget*>(thinkMode_),
          static_cast<QWidget*>(thinking_), static_cast<QWidget*>(assistant_)})
        part->setEnabled(!raw);
}

void PromptPanel::refreshFormatted() {
    if (!formatted_->isOpen())
        return;
    const FormattedPrompt prompt = formatChat(model_->request().conversation);
    const QString text = QString::fromStdString(prompt.text);
    if (formattedText_->toPlainText() != text)
        formattedText_->setPlainText(text);
    QStringList notices;
    for (const Notice& notice : prompt.notices)
        notices << asSentence(notice.message);
    formatNotice_->setText(notices.isEmpty() ? tr("What the text encoder reads, byte for byte.")
                                             : notices.join(QLatin1Char('\n')));
}

} // namespace diptych::widgets
