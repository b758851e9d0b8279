#include "widgets/history/entry_inspector.h"

#include "widgets/controls/wrapping_layout.h"
#include "widgets/history/stars_edit.h"
#include "widgets/history_model/history_text.h"

#include <QAction>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace diptych::widgets {

namespace {

constexpr int kSpacing = 8; // pixels
constexpr int kNoteLines = 3;
constexpr int kNotePauseMs = 800;
constexpr auto kSelectable = Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard;

QLabel* textLabel(const char* objectName) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(objectName));
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(kSelectable);
    label->setWordWrap(true);
    return label;
}

// A label breaks lines at blanks only: a long path is shown in a line that can be scrolled.
QWidget* valueView(const QString& value) {
    constexpr int kLongWord = 24;
    if (value.size() > kLongWord && !value.contains(QLatin1Char(' '))) {
        auto* line = new QLineEdit(value);
        line->setReadOnly(true);
        line->setFrame(false);
        line->setTextMargins(-2, 0, 0, 0); // in line with the labels
        line->setCursorPosition(0);
        line->setToolTip(value);
        QPalette palette = line->palette();
        palette.setColor(QPalette::Base, Qt::transparent);
        line->setPalette(palette);
        return line;
    }
    QLabel* label = textLabel("");
    label->setText(value);
    QSizePolicy policy = label->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Ignored);
    policy.setHorizontalStretch(1);
    label->setSizePolicy(policy);
    return label;
}

QString tagText(const std::vector<std::string>& tags) {
    QStringList names;
    for (const std::string& tag : tags)
        names.append(QString::fromStdString(tag));
    return names.join(QStringLiteral(", "));
}

} // namespace

EntryInspector::EntryInspector(const QList<QAction*>& actions, QWidget* parent)
    : QScrollArea(parent) {
    setObjectName(QStringLiteral("historyInspector"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(makeContent(actions));
    noteTimer_.setSingleShot(true);
    noteTimer_.setInterval(kNotePauseMs);
    connect(&noteTimer_, &QTimer::timeout, this, &EntryInspector::tellNote);
    connect(note_, &QPlainTextEdit::textChanged, &noteTimer_, qOverload<>(&QTimer::start));
    connect(tags_, &QLineEdit::editingFinished, this, &EntryInspector::tellTags);
    connect(stars_, &StarsEdit::starsChosen, this,
            [this](int stars) { Q_EMIT starsChosen(id_, stars); });
    connect(parent_, &QLabel::linkActivated, this, [this] {
        if (shown_.entry.parent)
            Q_EMIT parentRequested(*shown_.entry.parent);
    });
    retranslate();
    clear(0);
}

QWidget* EntryInspector::makeContent(const QList<QAction*>& actions) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, kSpacing, 0, kSpacing);
    column->setSpacing(kSpacing);
    hint_ = new QLabel;
    hint_->setObjectName(QStringLiteral("historyInspectorHint"));
    hint_->setWordWrap(true);
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(hint_);

    buttons_ = new QWidget;
    auto* wrap = new WrappingLayout(kSpacing, buttons_);
    for (QAction* action : actions) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setVisible(action->isVisible());
        connect(action, &QAction::changed, button,
                [button, action] { button->setVisible(action->isVisible()); });
        wrap->addWidget(button);
    }
    column->addWidget(buttons_);

    body_ = new QWidget;
    auto* body = new QVBoxLayout(body_);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(kSpacing);
    prompt_ = textLabel("historyPrompt");
    warning_ = textLabel("historyMissing");
    starsLabel_ = new QLabel;
    stars_ = new StarsEdit;
    stars_->setObjectName(QStringLiteral("historyStars"));
    tagsLabel_ = new QLabel;
    tags_ = new QLineEdit;
    tags_->setObjectName(QStringLiteral("historyTags"));
    tagsLabel_->setBuddy(tags_);
    noteLabel_ = new QLabel;
    note_ = new QPlainTextEdit;
    note_->setObjectName(QStringLiteral("historyNote"));
    note_->setTabChangesFocus(true);
    note_->setFixedHeight(note_->fontMetrics().lineSpacing() * kNoteLines + 12);
    note_->installEventFilter(this);
    noteLabel_->setBuddy(note_);
    facts_ = new QFormLayout;
    facts_->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    facts_->setFormAlignment(Qt::AlignLeading | Qt::AlignTop);
    facts_->setRowWrapPolicy(QFormLayout::DontWrapRows);
    facts_->setHorizontalSpacing(12);
    facts_->setVerticalSpacing(4);
    auto* words = new QFormLayout;
    words->setHorizontalSpacing(12);
    words->setVerticalSpacing(6);
    words->addRow(starsLabel_, stars_);
    words->addRow(tagsLabel_, tags_);
    words->addRow(noteLabel_, note_);
    parent_ = new QLabel;
    parent_->setObjectName(QStringLiteral("historyParent"));
    parent_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    body->addWidget(prompt_);
    body->addWidget(warning_);
    body->addLayout(words);
    body->addLayout(facts_);
    body->addWidget(parent_);
    column->addWidget(body_);
    column->addStretch(1);
    return content;
}

void EntryInspector::show(const EntryDetails& details) {
    const bool same = id_ == details.entry.id;
    if (!same)
        finishEditing();
    id_ = details.entry.id;
    shown_ = details;
    selected_ = 1;
    hint_->hide();
    buttons_->show();
    body_->show();
    const std::string& prompt = details.entry.request.conversation.user;
    prompt_->setText(prompt.empty() ? tr("(no prompt)") : QString::fromStdString(prompt));
    stars_->setStars(details.entry.stars);
    // What is being typed is newer than what comes back from the database.
    if (!same || !tags_->isModified()) {
        tags_->setText(tagText(details.entry.tags));
        tags_->setModified(false);
    }
    const QString note = QString::fromStdString(details.entry.note);
    if ((!same || !noteTimer_.isActive()) && note_->toPlainText() != note) {
        const QSignalBlocker quiet(note_);
        note_->setPlainText(note);
    }
    showFacts(details);
}

void EntryInspector::showFacts(const EntryDetails& details) {
    QStringList missing;
    if (details.pictureMissing)
        missing.append(tr("The picture file is missing."));
    for (const std::string& path : details.missingFiles)
        missing.append(tr("Missing: %1").arg(QString::fromStdString(path)));
    warning_->setText(missing.join(QLatin1Char('\n')));
    warning_->setVisible(!missing.isEmpty());
    parent_->setVisible(details.entry.parent.has_value());
    while (facts_->rowCount() > 0)
        facts_->removeRow(0);
    for (const auto& [name, value] : entryFacts(details.entry))
        addFact(name, value);
}

void EntryInspector::addFact(const QString& name, const QString& value) {
    auto* label = new QLabel(name);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    QWidget* text = valueView(value);
    text->setObjectName(QStringLiteral("historyFact"));
    text->setAccessibleName(name);
    facts_->addRow(label, text);
}

void EntryInspector::clear(int selected) {
    finishEditing();
    id_ = 0;
    selected_ = selected;
    body_->hide();
    buttons_->setVisible(selected > 0);
    hint_->setText(selected == 0 ? tr("Select a picture to see how it was drawn.")
                                 : tr("%n picture(s) selected", nullptr, selected));
    hint_->show();
}

void EntryInspector::finishEditing() {
    if (id_ == 0)
        return;
    if (noteTimer_.isActive())
        tellNote();
    tellTags();
}

void EntryInspector::tellTags() {
    if (id_ == 0 || !tags_->isModified())
        return;
    tags_->setModified(false);
    Q_EMIT tagsEdited(id_, tags_->text().split(QLatin1Char(','), Qt::SkipEmptyParts));
}

void EntryInspector::tellNote() {
    noteTimer_.stop();
    if (id_ != 0)
        Q_EMIT noteEdited(id_, note_->toPlainText());
}

bool EntryInspector::eventFilter(QObject* watched, QEvent* event) {
    if (watched == note_ && event->type() == QEvent::FocusOut && noteTimer_.isActive())
        tellNote();
    return QScrollArea::eventFilter(watched, event);
}

void EntryInspector::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QScrollArea::changeEvent(event);
}

void EntryInspector::retranslate() {
    setAccessibleName(tr("Details of the picture"));
    prompt_->setAccessibleName(tr("Prompt"));
    starsLabel_->setText(tr("Stars"));
    tagsLabel_->setText(tr("Ta&gs"));
    tags_->setPlaceholderText(tr("portrait, blue"));
    tags_->setAccessibleName(tr("Tags, separated by commas"));
    noteLabel_->setText(tr("N&ote"));
    note_->setAccessibleName(tr("Note"));
    parent_->setAccessibleName(tr("Show what it was derived from"));
    parent_->setText(QStringLiteral("<a href=\"parent\">%1</a>")
                         .arg(tr("Show what it was derived from").toHtmlEscaped()));
    if (id_ != 0)
        showFacts(shown_);
    else
        clear(selected_);
}

} // namespace diptych::widgets
