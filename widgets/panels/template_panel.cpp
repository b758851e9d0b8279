#include "widgets/panels/template_panel.h"

#include "core/prompt/chat_format.h"
#include "widgets/controls/format_highlighter.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/model/template_category.h"
#include "widgets/panels/template_delegate.h"
#include "widgets/panels/variable_fields.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kSettleMs = 25;
constexpr int kMargin = 12; // pixels
constexpr int kMostShownTags = 6;
constexpr int kListHeight = 420; // pixels, at first; both grow alike
constexpr int kDetailsHeight = 330;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QVBoxLayout* makeColumn(QWidget* box, int spacing) {
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing);
    return column;
}

} // namespace

TemplatePanel::TemplatePanel(TemplateService* service, TemplateListModel* list,
                             TemplateApplier* applier, RequestModel* form, QWidget* parent)
    : QWidget(parent), service_(service), list_(list), applier_(applier), form_(form) {
    setObjectName(QStringLiteral("templatePanel"));
    notices_ = new NoticeBar;
    notices_->setObjectName(QStringLiteral("templateNotices"));
    auto* const top = new QWidget;
    QVBoxLayout* const topColumn = makeColumn(top, 8);
    topColumn->setContentsMargins(kMargin, 10, kMargin, 0);
    topColumn->addWidget(makeFilters());
    topColumn->addWidget(makeList(), 1);
    auto* const splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(top);
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({kListHeight, kDetailsHeight});
    QVBoxLayout* const column = makeColumn(this, 0);
    column->addWidget(notices_);
    column->addWidget(splitter, 1);

    settle_.setSingleShot(true);
    settle_.setInterval(kSettleMs);
    connect(&settle_, &QTimer::timeout, this, &TemplatePanel::refreshPreview);
    connect(service_, &TemplateService::changed, this, &TemplatePanel::takeSnapshot);
    connect(list_, &TemplateListModel::filtered, this, &TemplatePanel::showRows);
    connect(form_, &RequestModel::edited, this, [this] {
        if (isVisible())
            settle_.start();
    });
    showRows();
    showCurrent();
}

QWidget* TemplatePanel::makeFilters() {
    auto* const box = new QWidget;
    QVBoxLayout* const column = makeColumn(box, 6);
    search_ = new QLineEdit;
    search_->setObjectName(QStringLiteral("templateSearch"));
    search_->setAccessibleName(tr("Search templates"));
    search_->setToolTip(tr("Every word counts: in names, titles, tags, descriptions and texts"));
    search_->setPlaceholderText(tr("Search templates"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    search_->setMinimumHeight(28);
    search_->installEventFilter(this);
    shelf_ = new QuietComboBox;
    shelf_->setObjectName(QStringLiteral("templateShelf"));
    shelf_->setAccessibleName(tr("Which templates"));
    shelf_->setToolTip(tr("All templates, those with a star, those used last, or your own"));
    shelf_->addItem(tr("All"), static_cast<int>(TemplateShelf::All));
    shelf_->addItem(tr("Favourites"), static_cast<int>(TemplateShelf::Favourites));
    shelf_->addItem(tr("Recently used"), static_cast<int>(TemplateShelf::Recent));
    shelf_->addItem(tr("Your own"), static_cast<int>(TemplateShelf::Own));
    category_ = new QuietComboBox;
    category_->setObjectName(QStringLiteral("templateCategoryFilter"));
    category_->setAccessibleName(tr("Category"));
    category_->setToolTip(tr("Only templates of one category"));
    category_->addItem(tr("Every category"), QString());
    column->addWidget(search_);
    auto* const row = new QHBoxLayout;
    row->setSpacing(6);
    for (QComboBox* const choice : {shelf_, category_}) {
        choice->setMinimumHeight(26);
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        row->addWidget(choice, 1);
        connect(choice, &QComboBox::currentIndexChanged, this, &TemplatePanel::filter);
    }
    column->addLayout(row);
    connect(search_, &QLineEdit::textChanged, this, &TemplatePanel::filter);
    return box;
}

QWidget* TemplatePanel::makeList() {
    view_ = new QListView;
    view_->setObjectName(QStringLiteral("templateList"));
    view_->setAccessibleName(tr("Templates"));
    view_->setModel(list_);
    view_->setUniformItemSizes(true);
    view_->setMouseTracking(true);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* const delegate = new TemplateDelegate(view_);
    view_->setItemDelegate(delegate);
    connect(delegate, &TemplateDelegate::starClicked, this, [this](const QModelIndex& index) {
        list_->toggleFavourite(index.data(TemplateNameRole).toString());
    });
    connect(view_, &QListView::activated, this, &TemplatePanel::apply);
    connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && index.data(TemplateNameRole).toString() != shown_) {
                    shown_ = index.data(TemplateNameRole).toString();
                    showCurrent();
                }
            });
    empty_ = new QLabel;
    empty_->setObjectName(QStringLiteral("templatesEmpty"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setProperty("quiet", true);
    pages_ = new QStackedWidget;
    pages_->addWidget(view_);
    pages_->addWidget(empty_);
    return pages_;
}

QWidget* TemplatePanel::makeDetails() {
    details_ = new QWidget;
    QVBoxLayout* const column = makeColumn(details_, 6);
    column->setContentsMargins(kMargin, 8, kMargin, kMargin);
    title_ = new QLabel;
    title_->setObjectName(QStringLiteral("templateShownTitle"));
    title_->setProperty("fieldTitle", true);
    title_->setWordWrap(true);
    menu_ = new QToolButton;
    menu_->setObjectName(QStringLiteral("templateMenu"));
    menu_->setIcon(icon(QStringLiteral("more")));
    menu_->setAutoRaise(true);
    menu_->setPopupMode(QToolButton::InstantPopup);
    menu_->setProperty("menuButton", true);
    menu_->setAccessibleName(tr("What to do with templates"));
    menu_->setToolTip(tr("Write, edit, duplicate, delete, import or export templates"));
    menu_->setMenu(new QMenu(menu_));
    connect(menu_->menu(), &QMenu::aboutToShow, this, &TemplatePanel::fillMenu);
    auto* const head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(menu_, 0, Qt::AlignTop);
    facts_ = new QLabel;
    facts_->setObjectName(QStringLiteral("templateFacts"));
    facts_->setAccessibleName(tr("Description and tags"));
    facts_->setToolTip(tr("Click a tag to search for it"));
    facts_->setWordWrap(true);
    facts_->setProperty("quiet", true);
    facts_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(facts_, &QLabel::linkActivated, search_, &QLineEdit::setText);
    fields_ = new VariableFields;
    connect(fields_, &VariableFields::edited, &settle_, qOverload<>(&QTimer::start));
    preview_ = new PromptEdit;
    preview_->setObjectName(QStringLiteral("templatePreview"));
    preview_->setAccessibleName(tr("What the text encoder would read"));
    preview_->setToolTip(tr("What the text encoder would read with this template, byte for byte"));
    preview_->setPlaceholderText(tr("Choose a template to see what the text encoder would read."));
    preview_->setReadOnly(true);
    preview_->setUndoRedoEnabled(false);
    preview_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    new FormatHighlighter(preview_->document());
    surprises_ = new QLabel;
    surprises_->setObjectName(QStringLiteral("templateSurprises"));
    surprises_->setWordWrap(true);
    column->addLayout(head);
    column->addWidget(facts_);
    column->addWidget(fields_);
    column->addWidget(preview_, 1);
    column->addWidget(surprises_);
    column->addWidget(makeButtons());
    return details_;
}

QWidget* TemplatePanel::makeButtons() {
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    apply_ = new QPushButton(tr("&Apply"));
    apply_->setObjectName(QStringLiteral("applyTemplate"));
    apply_->setToolTip(tr("Put the template into the prompt (Enter). Undo takes it back."));
    apply_->setIcon(icon(QStringLiteral("done")));
    takeOff_ = new QPushButton(tr("&Take off"));
    takeOff_->setObjectName(QStringLiteral("takeOffTemplate"));
    takeOff_->setToolTip(tr("Take the texts of the template in use out of the prompt"));
    for (QPushButton* const button : {apply_, takeOff_})
        button->setMinimumHeight(30);
    row->addWidget(apply_, 1);
    row->addWidget(takeOff_);
    connect(apply_, &QPushButton::clicked, this, &TemplatePanel::apply);
    connect(takeOff_, &QPushButton::clicked, applier_, &TemplateApplier::takeOff);
    return box;
}

void TemplatePanel::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void TemplatePanel::select(const QString& name) {
    if (list_->rowOf(name) < 0) {
        const PromptTemplate* const value = list_->snapshot()->find(name.toStdString());
        search_->clear();
        shelf_->setCurrentIndex(0);
        category_->setCurrentIndex(value && isRewriter(*value)
                                       ? std::max(0, category_->findData(text(value->category)))
                                       : 0);
    }
    if (const int row = list_->rowOf(name); row >= 0)
        view_->setCurrentIndex(list_->index(row));
}

const PromptTemplate* TemplatePanel::current() const {
    return list_->snapshot()->find(shown_.toStdString());
}

QString TemplatePanel::currentName() const {
    return current() ? shown_ : QString();
}

void TemplatePanel::takeSnapshot(const TemplateSnapshotPtr& snapshot,
                                 const TemplateChanges& changes) {
    applier_->setSnapshot(snapshot);
    list_->setSnapshot(snapshot);
    const QString category = category_->currentData().toString();
    {
        const QSignalBlocker block(category_);
        category_->clear();
        category_->addItem(tr("Every category"), QString());
        for (const QString& name : list_->categories())
            category_->addItem(categoryTitle(name), name);
        category_->setCurrentIndex(std::max(0, category_->findData(category)));
    }
    filter();
    const std::string used = form_->form().request.templateName;
    for (const std::string& name : changes.removed) {
        const bool isShown = text(name) == shown_;
        if (name != used && !isShown)
            continue;
        BarNotice notice;
        notice.key = QStringLiteral("removed");
        notice.kind = NoticeKind::Warning;
        notice.text =
            name == used
                ? tr("The template %1 is gone. Its texts stay in the prompt.").arg(text(name))
                : tr("The template %1 is gone.").arg(text(name));
        notices_->add(notice);
    }
    if (changes.problems)
        tellProblems(*snapshot);
    showCurrent();
}

void TemplatePanel::tellProblems(const TemplateSnapshot& snapshot) {
    if (snapshot.problems.empty()) {
        notices_->dismiss(QStringLiteral("problems"));
        return;
    }
    QStringList lines;
    for (const TemplateProblem& problem : snapshot.problems)
        lines << text(describe(problem)) +
                     (problem.hint.empty() ? QString() : tr(" (%1)").arg(text(problem.hint)));
    BarNotice notice;
    notice.key = QStringLiteral("problems");
    notice.kind = NoticeKind::Warning;
    notice.text = lines.size() == 1 ? lines.first()
                                    : tr("%n problem(s) in template files: %1", nullptr,
                                         static_cast<int>(lines.size()))
                                          .arg(lines.first());
    notice.hint = tr("Everything else can be used. Correct the file, and it is read again.");
    notice.details = lines.join(QLatin1Char('\n'));
    notices_->add(notice);
}

void TemplatePanel::filter() {
    TemplateFilter filter;
    filter.query = search_->text();
    filter.category = category_->currentData().toString();
    filter.shelf = static_cast<TemplateShelf>(shelf_->currentData().toInt());
    list_->setFilter(filter);
}

// While something is searched for, the best hit is the one to apply.
void TemplatePanel::showRows() {
    const bool hasRows = list_->rowCount() > 0;
    pages_->setCurrentWidget(hasRows ? static_cast<QWidget*>(view_) : empty_);
    if (!hasRows) {
        const bool searches = !list_->filter().query.trimmed().isEmpty();
        if (list_->snapshot()->all.empty())
            empty_->setText(tr("There are no templates yet. Write one with the menu below."));
        else if (searches)
            empty_->setText(tr("No template matches. Clear the search, or choose another group."));
        else if (list_->filter().shelf == TemplateShelf::Favourites)
            empty_->setText(tr("No favourites yet. Click the star of a template."));
        else if (list_->filter().shelf == TemplateShelf::Recent)
            empty_->setText(tr("Nothing used yet. Templates that you apply appear here."));
        else
            empty_->setText(tr("You have none of your own yet. Duplicate one, or write a new one "
                               "with the menu below."));
        return;
    }
    const int row = list_->rowOf(shown_);
    const QString query = list_->filter().query.trimmed();
    const bool follows = query != std::exchange(query_, query) && !query.isEmpty();
    if (row >= 0 && !follows)
        view_->setCurrentIndex(list_->index(row));
    else if (follows || shown_.isEmpty())
        view_->setCurrentIndex(list_->index(0));
}

void TemplatePanel::showCurrent() {
    const PromptTemplate* const value = current();
    menu_->setEnabled(true);
    facts_->setVisible(value != nullptr);
    if (!value) {
        title_->setText(tr("No template chosen"));
        fields_->setVariables({});
        refreshPreview();
        return;
    }
    title_->setText(text(displayTitle(*value)));
    QStringList tags;
    for (const std::string& tag : value->tags)
        if (tags.size() < kMostShownTags)
            tags << QStringLiteral("<a href=\"%1\">%1</a>").arg(text(tag).toHtmlEscaped());
    QString facts = text(value->description).toHtmlEscaped();
    if (!tags.isEmpty())
        facts += (facts.isEmpty() ? QString() : QStringLiteral("<br>")) +
                 tags.join(QStringLiteral(" · "));
    facts_->setText(facts);
    fields_->setVariables(variablesOf(*value));
    refreshPreview();
}

void TemplatePanel::refreshPreview() {
    const PromptTemplate* const value = current();
    const bool usable = value && !isRewriter(*value);
    apply_->setEnabled(usable);
    takeOff_->setEnabled(!form_->form().request.templateName.empty());
    const std::string& used = form_->form().request.templateName;
    apply_->setText(value && used == value->name ? tr("&Apply again") : tr("&Apply"));
    QStringList surprises;
    QString shown;
    if (usable) {
        shown = text(
            formatChat(toRequest(applier_->preview(*value, fields_->values())).conversation).text);
        surprises = applier_->surprises(*value);
        if (const auto complete = resolveVariables(*value, fields_->values()); !complete) {
            apply_->setEnabled(false);
            surprises.prepend(tr("Fill in the fields that are needed."));
        }
    } else if (value) {
        shown = text(value->body);
        surprises << tr("An instruction for the prompt rewriter: choose it in the panel Rewriter.");
    }
    if (preview_->toPlainText() != shown)
        preview_->setPlainText(shown);
    surprises_->setText(surprises.join(QLatin1Char('\n')));
    surprises_->setVisible(!surprises.isEmpty());
}

void TemplatePanel::apply() {
    const PromptTemplate* const value = current();
    if (!value || !apply_->isEnabled())
        return;
    if (const Status done = applier_->apply(*value, fields_->values()); !done) {
        surprises_->setText(text(done.error().message));
        surprises_->show();
        return;
    }
    // From here on undo means the template, not the letters that found it.
    search_->setText(QString(search_->text()));
    list_->noteUse(shown_);
    refreshPreview();
    Q_EMIT applied(shown_);
}

bool TemplatePanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == search_ && event->type() == QEvent::KeyPress) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        const int step = key->key() == Qt::Key_Down ? 1 : key->key() == Qt::Key_Up ? -1 : 0;
        if (step != 0 && list_->rowCount() > 0) {
            const int row =
                std::clamp(view_->currentIndex().row() + step, 0, list_->rowCount() - 1);
            view_->setCurrentIndex(list_->index(row));
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            apply();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TemplatePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    settle_.start();
}

} // namespace diptych::widgets
