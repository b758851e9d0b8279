#include "widgets/panels/result_panel.h"

#include "widgets/controls/icon_button.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QProgressBar>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr int kThumbnail = 84; // pixels
constexpr int kGap = 6;
constexpr int kScrollBar = 10; // of the style sheet
constexpr int kProgressSteps = 1000;

/// A thumbnail in a square, with a frame around the one that is shown.
class ThumbnailDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const auto image = index.data(Qt::DecorationRole).value<QImage>();
        QRect cell = option.rect.adjusted(kGap / 2, kGap / 2, -kGap / 2, -kGap / 2);
        const QSize size = image.size().scaled(cell.size(), Qt::KeepAspectRatio);
        QRect target(QPoint(0, 0), size);
        target.moveCenter(cell.center());
        painter->save();
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawImage(target, image);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(QPen(option.palette.color(selected ? QPalette::Link : QPalette::Mid),
                                 selected ? 2.0 : 1.0));
            painter->drawRect(target.adjusted(-1, -1, 0, 0));
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {kThumbnail + kGap, kThumbnail + kGap};
    }
};

} // namespace

ResultPanel::ResultPanel(ResultModel* model, const ViewerActions& actions, QWidget* parent)
    : QWidget(parent), model_(model), notices_(new NoticeBar), view_(new ImageView),
      strip_(makeStrip()), progress_(new QProgressBar), caption_(new QLabel), zoom_(new QLabel),
      follow_(new QToolButton) {
    setObjectName(QStringLiteral("resultPanel"));
    progress_->setObjectName(QStringLiteral("jobProgress"));
    progress_->setAccessibleName(tr("Progress of the drawing"));
    progress_->setTextVisible(false);
    progress_->setRange(0, kProgressSteps);
    progress_->setFixedHeight(3);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(notices_);
    layout->addWidget(view_, 1);
    layout->addWidget(progress_);
    layout->addWidget(makeBar(actions));
    auto* const below = new QHBoxLayout;
    below->setContentsMargins(kGap, 0, kGap, 0);
    below->addWidget(strip_);
    layout->addLayout(below);

    connect(strip_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (!selecting_ && index.isValid())
                    chosen(index.data(ResultModel::IdRole).value<ResultId>());
            });
    connect(model_, &ResultModel::pictureReady, this, [this](ResultId id, const QImage& picture) {
        if (id == wanted_)
            showResult(id, picture);
    });
    connect(model_, &QAbstractItemModel::dataChanged, this, [this] {
        const ResultItem* const item = model_->find(shown_);
        if (!item)
            return;
        view_->setFile(item->file);
        Q_EMIT shownChanged(shown_);
    });
    const auto refreshStrip = [this] { strip_->setVisible(model_->rowCount() > 0); };
    connect(model_, &QAbstractItemModel::rowsInserted, this, refreshStrip);
    connect(model_, &QAbstractItemModel::rowsRemoved, this, refreshStrip);
    connect(model_, &QAbstractItemModel::modelReset, this, refreshStrip);
    refreshStrip();
    connect(view_, &ImageView::stepRequested, this, &ResultPanel::step);
    connect(view_, &ImageView::contextMenuRequested, this, &ResultPanel::menuRequested);
    connect(view_, &ImageView::zoomChanged, this, [this](double zoom) {
        zoom_->setText(view_->picture().isNull()
                           ? QString()
                           : tr("%1 %").arg(static_cast<int>(std::lround(zoom * 100))));
    });
    connect(follow_, &QToolButton::clicked, this, &ResultPanel::follow);
    clearProgress();
}

QWidget* ResultPanel::makeBar(const ViewerActions& actions) {
    auto* const bar = new QWidget;
    bar->setProperty("viewerBar", true);
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(10, 3, 6, 3);
    row->setSpacing(2);
    caption_->setObjectName(QStringLiteral("caption"));
    caption_->setProperty("quiet", true);
    caption_->setMinimumWidth(60);
    caption_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    caption_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    zoom_->setObjectName(QStringLiteral("zoomText"));
    zoom_->setProperty("quiet", true);
    zoom_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    zoom_->setMinimumWidth(zoom_->fontMetrics().horizontalAdvance(QStringLiteral("6400 %")) + 8);
    follow_->setObjectName(QStringLiteral("follow"));
    follow_->setText(tr("Show what is drawn"));
    follow_->setToolTip(tr("A drawing runs. Go back to watching it."));
    follow_->setIcon(icon(QStringLiteral("generate"), IconRole::Accent));
    follow_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    follow_->setAutoRaise(true);
    row->addWidget(caption_, 1);
    row->addWidget(follow_);
    row->addWidget(zoom_);
    addActionButtons(row, actions);
    return bar;
}

QListView* ResultPanel::makeStrip() {
    auto* const strip = new QListView;
    strip->setObjectName(QStringLiteral("filmstrip"));
    strip->setAccessibleName(tr("Pictures of this session"));
    strip->setModel(model_);
    strip->setItemDelegate(new ThumbnailDelegate(strip));
    strip->setFlow(QListView::LeftToRight);
    strip->setWrapping(false);
    strip->setUniformItemSizes(true);
    strip->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    strip->setMouseTracking(true);
    strip->setSelectionMode(QAbstractItemView::ExtendedSelection);
    strip->setFrameShape(QFrame::NoFrame);
    strip->setFixedHeight(kThumbnail + 2 * kGap + kScrollBar);
    return strip;
}

std::vector<ResultId> ResultPanel::selection() const {
    QModelIndexList rows = strip_->selectionModel()->selectedIndexes();
    std::sort(rows.begin(), rows.end());
    std::vector<ResultId> ids;
    for (const QModelIndex& row : rows)
        ids.push_back(row.data(ResultModel::IdRole).value<ResultId>());
    return ids;
}

void ResultPanel::select(ResultId id) {
    const int row = model_->rowOf(id);
    if (row < 0)
        return;
    {
        const QScopedValueRollback<bool> guard(selecting_, true);
        strip_->setCurrentIndex(model_->index(row));
        strip_->scrollTo(model_->index(row));
    }
    wanted_ = id;
    model_->request(id);
}

// By the user: an older picture is not to be covered by the drawing that runs.
void ResultPanel::chosen(ResultId id) {
    following_ = !running_ && model_->rowOf(id) == model_->rowCount() - 1;
    wanted_ = id;
    model_->request(id);
    refreshCaption();
}

void ResultPanel::step(int direction) {
    const int row = strip_->currentIndex().row() + direction;
    if (const ResultItem* const item = model_->at(row)) {
        strip_->setCurrentIndex(model_->index(row));
        strip_->scrollTo(model_->index(row));
        chosen(item->id);
    }
}

void ResultPanel::showResult(ResultId id, const QImage& picture) {
    const ResultItem* const item = model_->find(id);
    shown_ = id;
    view_->setPicture(picture);
    view_->setFile(item ? item->file : QString());
    if (item)
        view_->setAccessibleDescription(
            QString::fromStdString(item->metadata.request.conversation.user));
    refreshCaption();
    Q_EMIT shownChanged(id);
}

void ResultPanel::showNewest() {
    if (!following_ && running_)
        return;
    following_ = true;
    if (const ResultItem* const item = model_->at(model_->rowCount() - 1))
        select(item->id);
}

void ResultPanel::follow() {
    following_ = true;
    refreshCaption();
    if (!running_)
        showNewest();
}

void ResultPanel::setPreview(const QImage& preview, QSize fullSize) {
    if (!following_)
        return;
    wanted_ = 0;
    const bool changed = shown_ != 0;
    shown_ = 0;
    view_->setPreview(preview, fullSize);
    refreshCaption();
    if (changed)
        Q_EMIT shownChanged(0);
}

void ResultPanel::setProgress(double fraction, const QString& text) {
    running_ = true;
    progressText_ = text;
    progress_->setValue(static_cast<int>(fraction * kProgressSteps));
    progress_->setProperty("idle", false);
    refreshCaption();
}

void ResultPanel::clearProgress() {
    running_ = false;
    progressText_.clear();
    progress_->setValue(0);
    // An unfinished picture of a job that was stopped is no result.
    if (view_->isPreview()) {
        view_->setPicture({});
        if (const ResultItem* const item = model_->at(model_->rowCount() - 1))
            select(item->id);
        else
            Q_EMIT shownChanged(0);
    }
    refreshCaption();
}

void ResultPanel::refreshCaption() {
    follow_->setVisible(running_ && !following_);
    if (running_ && !progressText_.isEmpty()) {
        caption_->setText(progressText_);
        return;
    }
    const ResultItem* const item = model_->find(shown_);
    if (!item) {
        caption_->clear();
        return;
    }
    const GenerationRequest& request = item->metadata.request;
    caption_->setText(tr("%1 × %2, seed %3")
                          .arg(request.width)
                          .arg(request.height)
                          .arg(request.seed.value_or(0)));
}

} // namespace diptych::widgets
