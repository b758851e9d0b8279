#include "widgets/panels/rewriter_panel.h"

#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/diff_view.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/controls/scrolled_layout.h"
#include "widgets/model/error_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr int kSettleMs = 25;
constexpr int kAnswerHeight = 150; // pixels, at least

QPushButton* makeButton(const QString& name, const QString& text, const QString& tip,
                        const QString& iconName) {
    auto* const button = new QPushButton(text);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setMinimumHeight(30);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName));
    return button;
}

// More of a text, without a jump for someone who has scrolled back in it.
void append(PromptEdit* edit, const QString& whole) {
    const QString shown = edit->toPlainText();
    if (shown == whole)
        return;
    const bool atEnd = edit->verticalScrollBar()->value() == edit->verticalScrollBar()->maximum();
    if (!shown.isEmpty() && whole.startsWith(shown)) {
        QTextCursor cursor(edit->document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(whole.mid(shown.size()));
    } else {
        edit->setPlainText(whole);
    }
    if (atEnd)
        edit->verticalScrollBar()->setValue(edit->verticalScrollBar()->maximum());
}

PromptEdit* makeReader(const QString& name, const QString& accessible) {
    auto* const edit = new PromptEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(accessible);
    edit->setReadOnly(true);
    edit->setUndoRedoEnabled(false);
    return edit;
}

} // namespace

RewriterPanel::RewriterPanel(RewriteModel* model, RequestModel* form, QWidget* parent)
    : QWidget(parent), model_(model), form_(form), setup_(new RewriterSetup) {
    setObjectName(QStringLiteral("rewriterPanel"));
    auto* const inside = new QWidget;
    auto* const column = new QVBoxLayout(inside);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(10);
    column->addWidget(setup_);
    column->addWidget(makeButtons());
    column->addWidget(makeResult(), 1);
    empty_ = new QLabel;
    empty_->setObjectName(QStringLiteral("rewriterEmpty"));
    empty_->setWordWrap(true);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setProperty("quiet", true);
    column->addWidget(empty_, 1);
    layOutScrolled(this, inside);

    settle_.setSingleShot(true);
    settle_.setInterval(kSettleMs);
    connect(&settle_, &QTimer::timeout, this, &RewriterPanel::refresh);
    connect(model_, &RewriteModel::reset, this, &RewriterPanel::showVariants);
    connect(model_, &RewriteModel::changed, this, [this](int variant) {
        const RewriteVariant& changed = model_->variants()[static_cast<std::size_t>(variant)];
        tabs_->setTabToolTip(variant, variantStatus(changed));
        if (variant == tabs_->currentIndex() || changed.isOver())
            showVariant(tabs_->currentIndex());
    });
    connect(form_, &RequestModel::changed, this, [this](RequestField field) {
        if (field == RequestField::Prompt)
            settle_.start();
    });
    connect(setup_, &RewriterSetup::chosenGone, this, [this](const QString& name) {
        tell(tr("The rewriter %1 is gone. Its text is now your own instruction.").arg(name));
    });
    showVariants();
}

QWidget* RewriterPanel::makeButtons() {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* const row = new QHBoxLayout;
    row->setSpacing(6);
    start_ =
        makeButton(QStringLiteral("startRewrite"), tr("Re&write"),
                   tr("Let the text encoder, which is a language model, write a better prompt"),
                   QStringLiteral("rewrite"));
    stop_ = makeButton(QStringLiteral("stopRewrite"), tr("&Stop"),
                       tr("Stop within one word; what is written stays"), QStringLiteral("cancel"));
    row->addWidget(start_, 1);
    row->addWidget(stop_);
    message_ = new QLabel;
    message_->setObjectName(QStringLiteral("rewriterMessage"));
    message_->setWordWrap(true);
    message_->hide();
    column->addLayout(row);
    column->addWidget(message_);
    connect(start_, &QPushButton::clicked, this, &RewriterPanel::start);
    connect(stop_, &QPushButton::clicked, this, &RewriterPanel::stopRequested);
    return box;
}

QWidget* RewriterPanel::makeResult() {
    result_ = new QWidget;
    auto* const column = new QVBoxLayout(result_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    tabs_ = new QTabBar;
    tabs_->setObjectName(QStringLiteral("variantTabs"));
    tabs_->setAccessibleName(tr("Variants"));
    tabs_->setToolTip(tr("The variants, each with a seed of its own"));
    tabs_->setExpanding(true);
    tabs_->setDrawBase(false);
    connect(tabs_, &QTabBar::currentChanged, this, &RewriterPanel::showVariant);
    thoughts_ = new CollapsibleSection(QStringLiteral("rewriterThoughts"), tr("Thoughts"));
    thinking_ = makeReader(QStringLiteral("rewriterThinkText"), tr("What the model thought"));
    thinking_->setToolTip(tr("What the model thought before it wrote; not a part of the prompt"));
    thinking_->setLines(3, 8);
    thoughts_->setContent(thinking_);
    thoughts_->setOpen(false);
    column->addWidget(tabs_);
    column->addWidget(thoughts_);
    column->addWidget(makeAnswers(), 1);
    return result_;
}

QWidget* RewriterPanel::makeAnswers() {
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    stream_ = makeReader(QStringLiteral("rewriterText"), tr("The rewritten prompt"));
    diff_ = new DiffView;
    diff_->setObjectName(QStringLiteral("rewriterDiff"));
    diff_->setAccessibleName(tr("Changes of the prompt"));
    diff_->setToolTip(tr("Struck through: goes away. Underlined: is new. Click a change, or press "
                         "Tab and Enter, to leave it out."));
    connect(diff_, &DiffView::choiceChanged, this, &RewriterPanel::refreshButtons);
    texts_ = new QStackedWidget;
    texts_->addWidget(stream_);
    texts_->addWidget(diff_);
    texts_->setMinimumHeight(kAnswerHeight);
    status_ = new QLabel;
    status_->setObjectName(QStringLiteral("rewriterStatus"));
    status_->setAccessibleName(tr("State of the text"));
    status_->setWordWrap(true);
    status_->setProperty("quiet", true);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    acceptAll_ =
        makeButton(QStringLiteral("acceptRewrite"), tr("&Accept"),
                   tr("This becomes the prompt. Undo takes it back."), QStringLiteral("done"));
    acceptPart_ = makeButton(QStringLiteral("acceptPart"), tr("Accept &part"),
                             tr("Take over only the changes that are not left out"), QString());
    discard_ = makeButton(QStringLiteral("discardRewrite"), tr("&Discard"),
                          tr("Put the texts away; the prompt stays as it is"), QString());
    auto* const row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(acceptAll_, 1);
    row->addWidget(acceptPart_, 1);
    column->addWidget(texts_, 1);
    column->addWidget(status_);
    column->addLayout(row);
    column->addWidget(discard_, 0, Qt::AlignRight); // a third one in the row is wider than the dock
    connect(acceptAll_, &QPushButton::clicked, this, [this] {
        if (const RewriteVariant* const variant = current())
            accept(variant->text);
    });
    connect(acceptPart_, &QPushButton::clicked, this, [this] { accept(diff_->merged()); });
    connect(discard_, &QPushButton::clicked, this, [this] {
        Q_EMIT stopRequested();
        model_->clear();
    });
    return box;
}

void RewriterPanel::tell(const QString& text) {
    message_->setText(text);
    message_->setVisible(!text.isEmpty());
}

void RewriterPanel::start() {
    tell({});
    auto request = setup_->request();
    if (!request) {
        tell(setup_->focusNeeded() ? tr("Fill in the fields that are needed.")
                                   : errorLine(request.error()));
        return;
    }
    request->prompt = prompt();
    if (const Status status = checkRewrite(*request); !status) {
        tell(asSentence(status.error().message) + QLatin1Char(' ') +
             asSentence(status.error().hint));
        return;
    }
    const std::int64_t first = setup_->seed().value_or(drawSeed());
    std::vector<std::int64_t> seeds;
    seeds.reserve(static_cast<std::size_t>(setup_->variants()));
    for (int i = 0; i < setup_->variants(); ++i)
        seeds.push_back(pictureSeed(first, SeedRule::Increment, i));
    Q_EMIT rewriteRequested(*request, seeds);
}

const RewriteVariant* RewriterPanel::current() const {
    const int index = tabs_->currentIndex();
    return index >= 0 && index < static_cast<int>(model_->variants().size())
               ? &model_->variants()[static_cast<std::size_t>(index)]
               : nullptr;
}

void RewriterPanel::showVariants() {
    {
        const QSignalBlocker block(tabs_);
        while (tabs_->count() > 0)
            tabs_->removeTab(0);
        for (std::size_t i = 0; i < model_->variants().size(); ++i)
            tabs_->addTab(tr("Variant %1").arg(i + 1));
    }
    tabs_->setVisible(model_->variants().size() > 1);
    const bool has = !model_->variants().empty();
    result_->setVisible(has);
    empty_->setVisible(!has);
    showVariant(0);
}

void RewriterPanel::showVariant(int) {
    refresh();
}

void RewriterPanel::refresh() {
    const RewriteVariant* const variant = current();
    empty_->setText(prompt().empty()
                        ? tr("Write a few words into the prompt. Here they become a full "
                             "description.")
                        : tr("Press Rewrite. You see what would change, and choose what to take."));
    if (variant) {
        thoughts_->setVisible(!variant->thinking.empty());
        append(thinking_, QString::fromStdString(variant->thinking));
        append(stream_, QString::fromStdString(variant->text));
        refreshDiff();
        status_->setText(variantStatus(*variant));
    }
    refreshButtons();
}

// Against the prompt as it is now, which may have been changed meanwhile.
void RewriterPanel::refreshDiff() {
    const RewriteVariant& variant = *current();
    const bool shows = variant.isOver() && !variant.text.empty();
    texts_->setCurrentWidget(shows ? static_cast<QWidget*>(diff_) : stream_);
    const std::string now = prompt();
    if (!shows || (shownBefore_ == now && shownAfter_ == variant.text))
        return;
    shownBefore_ = now;
    shownAfter_ = variant.text;
    diff_->setTexts(now, variant.text);
}

void RewriterPanel::refreshButtons() {
    const RewriteVariant* const variant = current();
    const bool usable = variant && variant->isOver() && !variant->text.empty();
    const bool running = model_->isRunning();
    start_->setEnabled(!running && !prompt().empty());
    start_->setText(model_->variants().empty() ? tr("Re&write") : tr("Re&write again"));
    stop_->setEnabled(running);
    acceptAll_->setEnabled(usable && diff_->changeCount() > 0);
    const int taken = usable ? diff_->acceptedCount() : 0;
    const int all = usable ? diff_->changeCount() : 0;
    acceptPart_->setEnabled(taken > 0 && taken < all);
    acceptPart_->setText(taken < all ? tr("Accept %1 of %2").arg(taken).arg(all)
                                     : tr("Accept &part"));
    if (usable && all == 0)
        status_->setText(tr("The prompt is this text already."));
}

void RewriterPanel::accept(const std::string& text) {
    RequestForm next = form_->form();
    next.request.conversation.user = text;
    form_->apply(next, tr("Rewritten prompt"));
    Q_EMIT accepted();
}

} // namespace diptych::widgets
