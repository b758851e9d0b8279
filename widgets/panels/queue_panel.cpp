#include "widgets/panels/queue_panel.h"

#include "widgets/controls/icon_set.h"
#include "widgets/panels/job_delegate.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace diptych::widgets {

namespace {

QListView* makeView(QAbstractItemModel* model) {
    auto* const view = new QListView;
    view->setObjectName(QStringLiteral("queueView"));
    view->setAccessibleName(QueuePanel::tr("Queue"));
    view->setModel(model);
    view->setItemDelegate(new JobDelegate(view));
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setDragDropMode(QAbstractItemView::InternalMove);
    view->setDefaultDropAction(Qt::MoveAction);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    view->setFrameShape(QFrame::NoFrame);
    view->setUniformItemSizes(false);
    return view;
}

} // namespace

QueuePanel::QueuePanel(QAbstractItemModel* model, QAction* pause, QAction* clear, QWidget* parent)
    : QWidget(parent), model_(model), view_(makeView(model)), stack_(new QStackedWidget) {
    setObjectName(QStringLiteral("queuePanel"));
    auto* const empty =
        new QLabel(tr("Nothing waits. Every drawing you start is listed here until it is done; "
                      "start the next one while the first is still running."));
    empty->setObjectName(QStringLiteral("queueEmpty"));
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignCenter);
    empty->setMargin(24);
    empty->setProperty("quiet", true);
    stack_->addWidget(empty);
    stack_->addWidget(view_);

    auto* const tools = new QHBoxLayout;
    tools->setContentsMargins(8, 4, 8, 4);
    tools->setSpacing(2);
    for (QAction* const action : {pause, clear}) {
        auto* const button = new QToolButton;
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        tools->addWidget(button);
    }
    tools->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools);
    layout->addWidget(stack_, 1);

    up_ = addTool(QStringLiteral("jobUp"), QStringLiteral("front"), tr("Move up"));
    down_ = addTool(QStringLiteral("jobDown"), QStringLiteral("down"), tr("Move down"));
    edit_ = addTool(QStringLiteral("jobEdit"), QStringLiteral("edit"), tr("Edit in the form"));
    retry_ = addTool(QStringLiteral("jobRetry"), QStringLiteral("retry"), tr("Try again"));
    remove_ = addTool(QStringLiteral("jobRemove"), QStringLiteral("close"), tr("Cancel"));
    for (QToolButton* const button : {up_, down_, edit_, retry_, remove_})
        tools->addWidget(button);
    connect(up_, &QToolButton::clicked, this, [this] { moveBy(-1); });
    connect(down_, &QToolButton::clicked, this, [this] { moveBy(1); });
    connect(edit_, &QToolButton::clicked, this, [this] { Q_EMIT editRequested(current()); });
    connect(retry_, &QToolButton::clicked, this,
            [this] { Q_EMIT retryRequested(current(), false); });
    connect(remove_, &QToolButton::clicked, this, &QueuePanel::removeCurrent);
    connect(view_, &QWidget::customContextMenuRequested, this, &QueuePanel::showMenu);
    connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &QueuePanel::refresh);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(model_, signal, this, &QueuePanel::refresh);
    connect(model_, &QAbstractItemModel::rowsMoved, this, &QueuePanel::refresh);
    connect(model_, &QAbstractItemModel::dataChanged, this, &QueuePanel::refresh);
    view_->installEventFilter(this);
    refresh();
}

QToolButton* QueuePanel::addTool(const QString& name, const QString& iconName,
                                 const QString& text) {
    auto* const button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

bool QueuePanel::hasCurrent() const {
    return view_->currentIndex().isValid();
}

JobNumber QueuePanel::current() const {
    return view_->currentIndex().data(JobNumberRole).value<JobNumber>();
}

JobRowState QueuePanel::currentState() const {
    return static_cast<JobRowState>(view_->currentIndex().data(JobStateRole).toInt());
}

void QueuePanel::refresh() {
    stack_->setCurrentIndex(model_->rowCount() == 0 ? 0 : 1);
    const bool any = hasCurrent();
    const JobRowState state = any ? currentState() : JobRowState::Running;
    const bool waits = any && state == JobRowState::Waiting;
    const bool over = any && (state == JobRowState::Failed || state == JobRowState::Cancelled);
    const int row = view_->currentIndex().row();
    const auto waitsAt = [this](int other) {
        const QModelIndex index = model_->index(other, 0);
        return index.isValid() &&
               static_cast<JobRowState>(index.data(JobStateRole).toInt()) == JobRowState::Waiting;
    };
    up_->setEnabled(waits && waitsAt(row - 1));
    down_->setEnabled(waits && waitsAt(row + 1));
    edit_->setEnabled(waits);
    retry_->setEnabled(over);
    remove_->setEnabled(any && state != JobRowState::Stopping);
    remove_->setToolTip(over ? tr("Remove from the list") : tr("Cancel this job"));
}

void QueuePanel::moveBy(int rows) {
    const int row = view_->currentIndex().row();
    // Rows move in front of the destination: one further when going down.
    model_->moveRow({}, row, {}, rows > 0 ? row + 2 : row - 1);
    view_->setCurrentIndex(model_->index(row + rows, 0));
    view_->setFocus();
}

void QueuePanel::removeCurrent() {
    if (!hasCurrent())
        return;
    const JobRowState state = currentState();
    if (state == JobRowState::Failed || state == JobRowState::Cancelled)
        Q_EMIT removeRequested(current());
    else
        Q_EMIT cancelRequested(current());
}

void QueuePanel::showMenu(const QPoint& position) {
    const QModelIndex index = view_->indexAt(position);
    if (!index.isValid())
        return;
    view_->setCurrentIndex(index);
    const JobNumber job = current();
    const JobRowState state = currentState();
    const bool over = state == JobRowState::Failed || state == JobRowState::Cancelled;
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (state == JobRowState::Waiting)
        menu->addAction(icon(QStringLiteral("edit")), tr("Edit in the form"), this,
                        [this, job] { Q_EMIT editRequested(job); });
    menu->addAction(icon(QStringLiteral("previous")), tr("Use these settings"), this,
                    [this, job] { Q_EMIT useRequested(job); });
    if (over) {
        menu->addAction(icon(QStringLiteral("retry")), tr("Try again"), this,
                        [this, job] { Q_EMIT retryRequested(job, false); });
        menu->addAction(icon(QStringLiteral("dice")), tr("Try again with a new seed"), this,
                        [this, job] { Q_EMIT retryRequested(job, true); });
    }
    const QString details = index.data(JobDetailsRole).toString();
    if (!details.isEmpty())
        menu->addAction(icon(QStringLiteral("copy")), tr("Copy details"), this,
                        [details] { QGuiApplication::clipboard()->setText(details); });
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("close")), over ? tr("Remove from the list") : tr("Cancel"),
                    this, &QueuePanel::removeCurrent);
    menu->popup(view_->viewport()->mapToGlobal(position));
}

bool QueuePanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ && event->type() == QEvent::KeyPress) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Delete) {
            removeCurrent();
            return true;
        }
        if (key->key() == Qt::Key_F2 && edit_->isEnabled()) {
            edit_->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace diptych::widgets
