#include "widgets/history/history_panel.h"

#include "widgets/history/entry_inspector.h"
#include "widgets/history/filter_bar.h"
#include "widgets/history/history_delegate.h"
#include "widgets/history_model/history_text.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace diptych::widgets {

using history::EntryId;

namespace {

constexpr int kSpacing = 8; // pixels
constexpr int kWide = 720;  // pixels from which the details stand beside the list
constexpr int kNoticeMs = 15'000;

std::string text(const QString& words) {
    return words.toStdString();
}

} // namespace

HistoryPanel::HistoryPanel(HistoryService* service, HistoryModel* model, QWidget* parent)
    : QWidget(parent), service_(service), model_(model), filterBar_(new FilterBar),
      splitter_(new QSplitter(Qt::Vertical)) {
    setObjectName(QStringLiteral("historyPanel"));
    makeActions();
    auto* top = new QWidget;
    auto* upper = new QVBoxLayout(top);
    upper->setContentsMargins(0, 0, 0, 0);
    upper->setSpacing(kSpacing);
    pages_ = new QStackedWidget;
    pages_->addWidget(makeList());
    pages_->addWidget(makeEmpty());
    upper->addWidget(filterBar_);
    upper->addWidget(pages_, 1);
    upper->addWidget(makeNotice());
    count_ = new QLabel;
    count_->setObjectName(QStringLiteral("historyCount"));
    count_->setForegroundRole(QPalette::PlaceholderText);
    upper->addWidget(count_);
    inspector_ =
        new EntryInspector({useAgain_, compare_, showInFolder_, trash_, restore_, remove_});
    splitter_->setObjectName(QStringLiteral("historySplitter"));
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(top);
    splitter_->addWidget(inspector_);
    splitter_->setHandleWidth(kSpacing);
    splitter_->setStretchFactor(0, 1);
    divide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpacing, kSpacing, kSpacing, kSpacing);
    column->addWidget(splitter_);
    noticeTimer_.setSingleShot(true);
    noticeTimer_.setInterval(kNoticeMs);
    connectAll();
    retranslate();
    refreshActions();
}

QAction* HistoryPanel::makeAction(const char* objectName, void (HistoryPanel::*work)()) {
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(objectName));
    connect(action, &QAction::triggered, this, work);
    addAction(action);
    return action;
}

void HistoryPanel::makeActions() {
    useAgain_ = makeAction("historyUseAgain", &HistoryPanel::useAgain);
    open_ = makeAction("historyOpen", &HistoryPanel::openPicture);
    showInFolder_ = makeAction("historyShowInFolder", &HistoryPanel::showInFolder);
    copyPrompt_ = makeAction("historyCopyPrompt", &HistoryPanel::copyPrompt);
    compare_ = makeAction("historyCompare", &HistoryPanel::compare);
    trash_ = makeAction("historyMoveToTrash", &HistoryPanel::moveToTrash);
    undo_ = makeAction("historyUndoTrash", &HistoryPanel::undoTrash);
    restore_ = makeAction("historyRestore", &HistoryPanel::restore);
    remove_ = makeAction("historyRemoveForGood", &HistoryPanel::removeForGood);
}

QWidget* HistoryPanel::makeList() {
    list_ = new QListView;
    list_->setObjectName(QStringLiteral("historyList"));
    list_->setViewMode(QListView::IconMode);
    list_->setMovement(QListView::Static);
    list_->setResizeMode(QListView::Adjust);
    list_->setUniformItemSizes(true);
    list_->setSpacing(2);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setDragEnabled(true);
    list_->setDragDropMode(QAbstractItemView::DragOnly);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setItemDelegate(new HistoryDelegate(list_));
    list_->setModel(model_);
    list_->installEventFilter(this);
    compare_->setShortcut(QKeySequence(Qt::Key_C));
    compare_->setShortcutContext(Qt::WidgetShortcut);
    list_->addAction(compare_);
    // Delete belongs to the list: in a text it deletes letters.
    for (QAction* action : {trash_, remove_}) {
        action->setShortcut(QKeySequence::Delete);
        action->setShortcutContext(Qt::WidgetShortcut);
        list_->addAction(action);
    }
    return list_;
}

QWidget* HistoryPanel::makeEmpty() {
    auto* page = new QWidget;
    emptyTitle_ = new QLabel;
    emptyTitle_->setObjectName(QStringLiteral("historyEmptyTitle"));
    QFont font = emptyTitle_->font();
    font.setPointSizeF(font.pointSizeF() * 1.2);
    font.setBold(true);
    emptyTitle_->setFont(font);
    emptyText_ = new QLabel;
    emptyText_->setObjectName(QStringLiteral("historyEmptyText"));
    showAll_ = new QPushButton;
    showAll_->setObjectName(QStringLiteral("historyShowAll"));
    for (QLabel* label : {emptyTitle_, emptyText_}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
    }
    auto* column = new QVBoxLayout(page);
    column->setSpacing(kSpacing);
    column->addStretch(1);
    column->addWidget(emptyTitle_);
    column->addWidget(emptyText_);
    column->addWidget(showAll_, 0, Qt::AlignCenter);
    column->addStretch(2);
    return page;
}

QWidget* HistoryPanel::makeNotice() {
    notice_ = new QFrame;
    notice_->setObjectName(QStringLiteral("historyNotice"));
    notice_->setFrameShape(QFrame::StyledPanel);
    noticeText_ = new QLabel;
    noticeText_->setObjectName(QStringLiteral("historyNoticeText"));
    noticeText_->setWordWrap(true);
    auto* undo = new QToolButton;
    undo->setObjectName(QStringLiteral("historyUndoButton"));
    undo->setDefaultAction(undo_);
    auto* row = new QHBoxLayout(notice_);
    row->setContentsMargins(kSpacing, 4, 4, 4);
    row->addWidget(noticeText_, 1);
    row->addWidget(undo);
    notice_->hide();
    return notice_;
}

void HistoryPanel::connectAll() {
    connect(filterBar_, &FilterBar::filterChanged, model_, &HistoryModel::setFilter);
    connect(filterBar_, &FilterBar::choicesWanted, this, &HistoryPanel::fetchChoices);
    connect(service_, &HistoryService::opened, this, [this] {
        problem_.clear();
        fetchChoices();
    });
    connect(service_, &HistoryService::failed, this, [this](const Error& error) {
        if (model_->totalCount() < 0)
            problem_ = error.message + (error.hint.empty() ? "" : ": " + error.hint);
        refreshState();
    });
    connect(service_, &HistoryService::entriesChanged, this,
            [this](const std::vector<EntryId>& ids) {
                if (std::find(ids.begin(), ids.end(), inspector_->id()) != ids.end())
                    refreshDetails();
            });
    connect(model_, &HistoryModel::stateChanged, this, &HistoryPanel::refreshState);
    connect(model_, &QAbstractItemModel::rowsInserted, this, &HistoryPanel::refreshState);
    connect(model_, &QAbstractItemModel::rowsRemoved, this, [this] {
        refreshState();
        // On to the neighbour: many are often sorted out in a row.
        if (!list_->selectionModel()->hasSelection() && list_->currentIndex().isValid())
            list_->setCurrentIndex(list_->currentIndex());
    });
    connect(model_, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { keptId_ = model_->idAt(list_->currentIndex()); });
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        const QModelIndex kept = model_->indexOf(keptId_);
        if (kept.isValid())
            list_->setCurrentIndex(kept);
        refreshDetails();
    });
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPanel::refreshDetails);
    connect(list_, &QListView::activated, this, &HistoryPanel::openPicture);
    connect(list_, &QListView::customContextMenuRequested, this, &HistoryPanel::showMenu);
    connect(showAll_, &QPushButton::clicked, this, [this] {
        filterBar_->setFilter({});
        model_->setFilter({});
    });
    connect(&noticeTimer_, &QTimer::timeout, notice_, &QWidget::hide);
    connect(inspector_, &EntryInspector::starsChosen, this,
            [this](EntryId id, int stars) { service_->setStars({id}, stars); });
    connect(inspector_, &EntryInspector::tagsEdited, this,
            [this](EntryId id, const QStringList& tags) {
                std::vector<std::string> names;
                for (const QString& tag : tags)
                    names.push_back(text(tag));
                service_->setTags(id, std::move(names));
            });
    connect(inspector_, &EntryInspector::noteEdited, this,
            [this](EntryId id, const QString& note) { service_->setNote(id, text(note)); });
    connect(inspector_, &EntryInspector::parentRequested, this, &HistoryPanel::select);
}

void HistoryPanel::focusSearch() {
    filterBar_->focusSearch();
}

void HistoryPanel::select(EntryId id) {
    const QModelIndex index = model_->indexOf(id);
    if (index.isValid()) {
        list_->setCurrentIndex(index);
        list_->scrollTo(index);
        return;
    }
    list_->clearSelection();
    wantedDetails_ = id;
    service_->details(id, this, [this, id](const Result<EntryDetails>& details) {
        if (wantedDetails_ != id || !details)
            return;
        details_ = *details;
        inspector_->show(*details);
        refreshActions();
    });
}

std::vector<EntryId> HistoryPanel::selection() const {
    QModelIndexList indexes = list_->selectionModel()->selectedIndexes();
    std::sort(indexes.begin(), indexes.end());
    std::vector<EntryId> ids;
    for (const QModelIndex& index : indexes)
        ids.push_back(model_->idAt(index));
    return ids;
}

void HistoryPanel::refreshState() {
    const bool empty = model_->rowCount() == 0;
    pages_->setCurrentIndex(empty ? 1 : 0);
    showEmptyText();
    const qint64 total = model_->totalCount();
    count_->setText(empty ? QString() : tr("%n picture(s)", nullptr, static_cast<int>(total)));
    count_->setVisible(!empty);
    inspector_->setVisible(!empty || model_->filter() != history::HistoryFilter{});
}

void HistoryPanel::showEmptyText() {
    const history::HistoryFilter& filter = model_->filter();
    const bool plain = filter == history::HistoryFilter{};
    history::HistoryFilter trashOnly;
    trashOnly.trash = history::Trash::Only;
    showAll_->setVisible(!plain);
    if (!problem_.empty()) {
        emptyTitle_->setText(tr("The history cannot be used"));
        emptyText_->setText(QString::fromStdString(problem_));
        showAll_->hide();
    } else if (model_->totalCount() < 0) {
        emptyTitle_->clear();
        emptyText_->clear();
    } else if (plain) {
        emptyTitle_->setText(tr("No pictures yet"));
        emptyText_->setText(tr("Every picture that you draw is kept here, with everything that is "
                               "needed to draw it again."));
    } else if (filter == trashOnly) {
        emptyTitle_->setText(tr("The trash is empty"));
        emptyText_->setText(tr("Pictures that you delete wait here until you delete them for "
                               "good."));
    } else {
        emptyTitle_->setText(tr("Nothing found"));
        emptyText_->setText(tr("No picture matches the search and the filters."));
    }
}

void HistoryPanel::refreshDetails() {
    const std::vector<EntryId> ids = selection();
    if (ids.size() != 1) {
        wantedDetails_ = 0;
        details_.reset();
        inspector_->clear(static_cast<int>(ids.size()));
        refreshActions();
        return;
    }
    const EntryId id = wantedDetails_ = ids.front();
    service_->details(id, this, [this, id](const Result<EntryDetails>& details) {
        if (wantedDetails_ != id)
            return;
        if (details) {
            details_ = *details;
            inspector_->show(*details);
        }
        refreshActions();
    });
    refreshActions();
}

void HistoryPanel::refreshActions() {
    const bool trash = model_->filter().trash == history::Trash::Only;
    const bool any = list_->selectionModel()->hasSelection();
    for (QAction* action : {useAgain_, open_, showInFolder_, copyPrompt_})
        action->setEnabled(details_.has_value());
    compare_->setEnabled(any && !trash);
    trash_->setEnabled(any && !trash);
    trash_->setVisible(!trash);
    for (QAction* action : {restore_, remove_}) {
        action->setEnabled(any && trash);
        action->setVisible(trash);
    }
    undo_->setEnabled(!trashed_.empty());
}

void HistoryPanel::showMenu(const QPoint& position) {
    if (!list_->selectionModel()->hasSelection())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("historyMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(useAgain_);
    menu->addAction(open_);
    menu->addAction(showInFolder_);
    menu->addAction(copyPrompt_);
    menu->addAction(compare_);
    QMenu* stars = menu->addMenu(tr("Stars"));
    for (int number = 0; number <= history::kMostStars; ++number)
        connect(stars->addAction(starsText(number)), &QAction::triggered, this,
                [this, number] { service_->setStars(selection(), number); });
    menu->addSeparator();
    menu->addAction(trash_);
    menu->addAction(restore_);
    menu->addAction(remove_);
    menu->popup(list_->viewport()->mapToGlobal(position));
}

bool HistoryPanel::rateByKey(int key, const QString& typed) {
    const std::vector<EntryId> ids = selection();
    if (ids.empty())
        return false;
    if (key >= Qt::Key_0 && key <= Qt::Key_5) {
        service_->setStars(ids, key - Qt::Key_0);
        return true;
    }
    if (typed != QLatin1String("."))
        return false;
    const int stars = model_->indexOf(ids.front()).data(StarsRole).toInt();
    service_->setStars(ids, stars > 0 ? 0 : 1);
    return true;
}

bool HistoryPanel::eventFilter(QObject* watched, QEvent* event) {
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != list_ || !key)
        return QWidget::eventFilter(watched, event);
    auto* press = static_cast<QKeyEvent*>(event);
    // Taken from the keys, and not a shortcut: that would be ambiguous beside the window's own
    // undo.
    if (press->matches(QKeySequence::Undo) && !trashed_.empty()) {
        event->accept();
        if (event->type() == QEvent::KeyPress)
            undoTrash();
        return true;
    }
    const bool bare = (press->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const bool ours = bare && ((press->key() >= Qt::Key_0 && press->key() <= Qt::Key_5) ||
                               press->text() == QLatin1String("."));
    if (!ours)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return rateByKey(press->key(), press->text());
}

void HistoryPanel::useAgain() {
    if (details_)
        Q_EMIT useAgainRequested(*details_);
}

void HistoryPanel::openPicture() {
    const QModelIndex index = list_->currentIndex();
    if (index.isValid())
        Q_EMIT openRequested(index.data(PicturePathRole).toString(), model_->idAt(index));
}

void HistoryPanel::showInFolder() {
    if (details_)
        Q_EMIT showInFolderRequested(picturePath(service_->folder(), details_->entry.picture));
}

void HistoryPanel::copyPrompt() {
    if (details_)
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(details_->entry.request.conversation.user));
}

void HistoryPanel::compare() {
    QModelIndexList indexes = list_->selectionModel()->selectedIndexes();
    std::sort(indexes.begin(), indexes.end());
    QStringList paths;
    for (const QModelIndex& index : indexes)
        paths << index.data(PicturePathRole).toString();
    if (!paths.isEmpty())
        Q_EMIT compareRequested(paths);
}

void HistoryPanel::moveToTrash() {
    const std::vector<EntryId> ids = selection();
    if (ids.empty())
        return;
    inspector_->finishEditing();
    trashed_ = ids;
    service_->moveToTrash(ids);
    noticeText_->setText(
        tr("%n picture(s) moved to the trash.", nullptr, static_cast<int>(ids.size())));
    notice_->show();
    noticeTimer_.start();
    refreshActions();
}

void HistoryPanel::undoTrash() {
    notice_->hide();
    service_->restoreFromTrash(std::exchange(trashed_, {}));
    refreshActions();
}

void HistoryPanel::restore() {
    service_->restoreFromTrash(selection());
}

void HistoryPanel::removeForGood() {
    const std::vector<EntryId> ids = selection();
    if (ids.empty())
        return;
    auto* question =
        new QMessageBox(QMessageBox::Warning, tr("Delete for Good"),
                        tr("Delete %n picture(s) for good?", nullptr, static_cast<int>(ids.size())),
                        QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("historyRemoveQuestion"));
    question->setInformativeText(tr("The files are deleted from the disk. This cannot be undone."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* remove = question->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, ids] { service_->removeForGood(ids); });
    question->open();
}

void HistoryPanel::fetchChoices() {
    service_->ask(
        this, [](Stores& stores) { return stores.history.filterChoices(); },
        [this](const Result<history::FilterChoices>& choices) {
            if (choices)
                filterBar_->setChoices(*choices);
        });
}

void HistoryPanel::hideEvent(QHideEvent* event) {
    inspector_->finishEditing();
    QWidget::hideEvent(event);
}

void HistoryPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const Qt::Orientation wanted = width() >= kWide ? Qt::Horizontal : Qt::Vertical;
    if (splitter_->orientation() == wanted)
        return;
    splitter_->setOrientation(wanted);
    divide();
}

// Of the height the details get two fifths; beside the list, as much as a dock is wide.
void HistoryPanel::divide() {
    constexpr int kDetailsWidth = 320;
    if (splitter_->orientation() == Qt::Vertical)
        splitter_->setSizes({600, 400});
    else
        splitter_->setSizes({std::max(width() - kDetailsWidth, kDetailsWidth), kDetailsWidth});
}

void HistoryPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void HistoryPanel::retranslate() {
    setAccessibleName(tr("History"));
    list_->setAccessibleName(tr("Pictures"));
    useAgain_->setText(tr("&Use Again…"));
    useAgain_->setToolTip(tr("Take over the settings of this picture"));
    open_->setText(tr("&Open"));
    showInFolder_->setText(tr("Show in &Folder"));
    copyPrompt_->setText(tr("Copy &Prompt"));
    compare_->setText(tr("&Compare"));
    compare_->setToolTip(tr("Compare the chosen pictures; one is added to the comparison"));
    trash_->setText(tr("Move to &Trash"));
    undo_->setText(tr("Undo"));
    restore_->setText(tr("&Restore"));
    remove_->setText(tr("&Delete for Good…"));
    showAll_->setText(tr("Show everything"));
    notice_->setAccessibleName(tr("Notice"));
    refreshState();
}

} // namespace diptych::widgets
