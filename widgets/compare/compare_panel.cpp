#include "widgets/compare/compare_panel.h"

#include "widgets/controls/icon_button.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/model/error_text.h"

#include <QButtonGroup>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr int kSettleMs = 120;
constexpr int kSliderSteps = 1000;
constexpr int kSliderWidth = 160; // pixels
constexpr int kLargestThreshold = 255;

constexpr std::array kKinds = {DifferenceMode::Absolute, DifferenceMode::Highlight,
                               DifferenceMode::Heatmap};

QStringList localFiles(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

QString number(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals);
}

} // namespace

ComparePanel::ComparePanel(const CompareSet* set, const ChangesModel* changes,
                           const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent), set_(set), changes_(changes), view_(new CompareView) {
    setObjectName(QStringLiteral("comparePanel"));
    setAcceptDrops(true);
    view_->setEmptyText(
        tr("Nothing to compare yet"),
        tr("Choose two to nine pictures in the history or in the filmstrip and press C, drop files "
           "here, or let Compare ▸ Draw variants draw them."));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTools());
    column->addWidget(view_, 1);
    column->addWidget(makeBar(actions));
    dropHint_ = new QLabel(tr("Let go to compare"), this);
    dropHint_->setObjectName(QStringLiteral("compareDropHint"));
    dropHint_->setAlignment(Qt::AlignCenter);
    dropHint_->setAutoFillBackground(true);
    dropHint_->setFrameShape(QFrame::Box);
    dropHint_->setMargin(16);
    dropHint_->hide();
    settle_.setSingleShot(true);
    settle_.setInterval(kSettleMs);
    connectAll();
    showAll();
    showMode();
}

QWidget* ComparePanel::makeModes() {
    struct Mode {
        CompareMode mode;
        const char* name;
        const char* icon;
        QString tip;
    };
    const std::array modes = {
        Mode{CompareMode::SideBySide, "compareSideBySide", "compare", tr("Side by side (M)")},
        Mode{CompareMode::Wipe, "compareWipe", "wipe",
             tr("One over the other, with an edge to move (M; Shift+arrows)")},
        Mode{CompareMode::Blink, "compareBlink", "blink", tr("In turns (M; Space holds)")},
        Mode{CompareMode::Difference, "compareDifference", "difference",
             tr("What is different between the two (M)")}};
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    modes_ = new QButtonGroup(this);
    for (const Mode& mode : modes) {
        QToolButton* const button = makeIconButton(QString::fromLatin1(mode.name),
                                                   QString::fromLatin1(mode.icon), mode.tip, box);
        button->setCheckable(true);
        modes_->addButton(button, static_cast<int>(mode.mode));
        row->addWidget(button);
    }
    return box;
}

QWidget* ComparePanel::makeDifferenceOptions() {
    auto* const box = new QWidget;
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    kind_ = new QuietComboBox;
    kind_->setObjectName(QStringLiteral("differenceKind"));
    kind_->setAccessibleName(tr("How differences are shown"));
    kind_->addItem(tr("Absolute"));
    kind_->addItem(tr("Marked"));
    kind_->addItem(tr("Heat map"));
    kind_->setItemData(0, tr("The difference of each colour, brightened"), Qt::ToolTipRole);
    kind_->setItemData(1, tr("The second picture, red where it differs by more than the threshold"),
                       Qt::ToolTipRole);
    kind_->setItemData(2, tr("From black, the same, over red to white, the most different"),
                       Qt::ToolTipRole);
    threshold_ = new QuietSpinBox;
    threshold_->setObjectName(QStringLiteral("differenceThreshold"));
    threshold_->setAccessibleName(tr("Threshold"));
    threshold_->setToolTip(tr("The least difference of a colour, of 255, that counts"));
    threshold_->setRange(0, kLargestThreshold);
    threshold_->setValue(
        static_cast<int>(std::lround(kDefaultDifferenceThreshold * kLargestThreshold)));
    row->addWidget(kind_);
    row->addWidget(threshold_);
    row->addStretch(1);
    return box;
}

QWidget* ComparePanel::makeOptions() {
    options_ = new QStackedWidget;
    options_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    options_->addWidget(new QWidget); // side by side needs none
    wipe_ = new QSlider(Qt::Horizontal);
    wipe_->setObjectName(QStringLiteral("wipeSlider"));
    wipe_->setAccessibleName(tr("Edge between the two pictures"));
    wipe_->setRange(0, kSliderSteps);
    wipe_->setMinimumWidth(kSliderWidth);
    options_->addWidget(wipe_);
    auto* const blink = new QWidget;
    auto* const row = new QHBoxLayout(blink);
    row->setContentsMargins(0, 0, 0, 0);
    hold_ = makeIconButton(QStringLiteral("blinkHold"), QStringLiteral("pause"),
                           tr("Hold the picture that is shown (Space)"), blink);
    hold_->setCheckable(true);
    interval_ = new QuietSpinBox;
    interval_->setObjectName(QStringLiteral("blinkInterval"));
    interval_->setAccessibleName(tr("Time for each picture"));
    interval_->setToolTip(tr("How long each picture is shown"));
    interval_->setRange(100, 10'000);
    interval_->setSingleStep(100);
    interval_->setSuffix(tr(" ms"));
    interval_->setValue(view_->blinkInterval());
    row->addWidget(hold_);
    row->addWidget(interval_);
    row->addStretch(1);
    options_->addWidget(blink);
    options_->addWidget(makeDifferenceOptions());
    return options_;
}

QWidget* ComparePanel::makePair() {
    pair_ = new QWidget;
    auto* const row = new QHBoxLayout(pair_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    first_ = new QuietComboBox;
    first_->setObjectName(QStringLiteral("compareFirst"));
    first_->setAccessibleName(tr("First picture of the pair"));
    first_->setToolTip(tr("First picture of the pair (Alt+1 to Alt+9)"));
    second_ = new QuietComboBox;
    second_->setObjectName(QStringLiteral("compareSecond"));
    second_->setAccessibleName(tr("Second picture of the pair"));
    second_->setToolTip(tr("Second picture of the pair (1 to 9)"));
    QToolButton* const swap = makeIconButton(QStringLiteral("compareSwap"), QStringLiteral("swap"),
                                             tr("Exchange the two pictures (X)"), pair_);
    row->addWidget(first_);
    row->addWidget(swap);
    row->addWidget(second_);
    connect(swap, &QToolButton::clicked, view_, &CompareView::swapPair);
    connect(first_, &QComboBox::activated, this, &ComparePanel::choosePair);
    connect(second_, &QComboBox::activated, this, &ComparePanel::choosePair);
    return pair_;
}

QWidget* ComparePanel::makeTools() {
    auto* const bar = new QWidget;
    bar->setProperty("viewerBar", true);
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(10);
    row->addWidget(makeModes());
    row->addWidget(makeOptions());
    row->addStretch(1);
    row->addWidget(makePair());
    return bar;
}

QWidget* ComparePanel::makeBar(const QList<QAction*>& actions) {
    auto* const bar = new QWidget;
    bar->setProperty("viewerBar", true);
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(10, 3, 6, 3);
    row->setSpacing(2);
    caption_ = new QLabel;
    caption_->setObjectName(QStringLiteral("compareCaption"));
    caption_->setProperty("quiet", true);
    caption_->setMinimumWidth(60);
    // Room for three lines at all times, so that nothing moves when the numbers come.
    caption_->setWordWrap(true);
    // Letters that come from another font may be taller than its own.
    const QString line = tr("all shown as large as the largest");
    const QString lines = QStringList{line, line, line}.join(QLatin1Char('\n'));
    caption_->setFixedHeight(caption_->fontMetrics().size(0, lines).height());
    caption_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    caption_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    zoom_ = new QLabel;
    zoom_->setObjectName(QStringLiteral("compareZoom"));
    zoom_->setProperty("quiet", true);
    zoom_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    zoom_->setMinimumWidth(zoom_->fontMetrics().horizontalAdvance(QStringLiteral("6400 %")) + 8);
    row->addWidget(caption_, 1);
    row->addWidget(zoom_);
    addActionButtons(row, actions);
    return bar;
}

void ComparePanel::connectAll() {
    const auto rows = [this](const QModelIndex& top, const QModelIndex& bottom) {
        showRows(top.row(), bottom.row());
    };
    connect(set_, &QAbstractItemModel::rowsInserted, this, &ComparePanel::showAll);
    connect(set_, &QAbstractItemModel::modelReset, this, &ComparePanel::showAll);
    connect(set_, &QAbstractItemModel::dataChanged, this, rows);
    // What a picture is called depends on what the others have different.
    connect(changes_, &QAbstractItemModel::modelReset, this,
            [this] { showRows(0, set_->rowCount() - 1); });
    connect(modes_, &QButtonGroup::idClicked, this,
            [this](int id) { view_->setMode(static_cast<CompareMode>(id)); });
    connect(wipe_, &QSlider::valueChanged, this,
            [this](int value) { view_->setWipe(static_cast<double>(value) / kSliderSteps); });
    connect(hold_, &QToolButton::toggled, view_, &CompareView::setHeld);
    connect(interval_, &QSpinBox::valueChanged, view_, &CompareView::setBlinkInterval);
    connect(kind_, &QComboBox::activated, this, &ComparePanel::askForDifference);
    connect(threshold_, &QSpinBox::valueChanged, this, &ComparePanel::askForDifference);
    connect(view_, &CompareView::modeChanged, this, &ComparePanel::showMode);
    connect(view_, &CompareView::pairChanged, this, &ComparePanel::showPair);
    connect(view_, &CompareView::wipeChanged, this, [this](double share) {
        const QSignalBlocker quiet(wipe_);
        wipe_->setValue(static_cast<int>(std::lround(share * kSliderSteps)));
    });
    connect(view_, &CompareView::heldChanged, hold_, &QToolButton::setChecked);
    connect(view_, &CompareView::zoomChanged, this, [this](double zoom) {
        zoom_->setText(view_->paneCount() == 0
                           ? QString()
                           : tr("%1 %").arg(static_cast<int>(std::lround(zoom * 100))));
    });
    const auto idOf = [this](int row) {
        const ComparedPicture* const picture = set_->at(row);
        return picture ? picture->id : CompareId{0};
    };
    connect(view_, &CompareView::removeRequested, this,
            [this, idOf](int row) { Q_EMIT removeRequested(idOf(row)); });
    connect(view_, &CompareView::contextMenuRequested, this,
            [this, idOf](int row, const QPoint& at) { Q_EMIT menuRequested(idOf(row), at); });
    connect(&settle_, &QTimer::timeout, this, [this] {
        const ComparedPicture* const first = set_->at(view_->first());
        const ComparedPicture* const second = set_->at(view_->second());
        if (!first || !second)
            return;
        DifferenceWish wish;
        wish.first = first->picture;
        wish.second = second->picture;
        wish.threshold = static_cast<double>(threshold_->value()) / kLargestThreshold;
        if (view_->mode() == CompareMode::Difference)
            wish.mode = kKinds[static_cast<std::size_t>(std::max(kind_->currentIndex(), 0))];
        differences_.request(wish);
    });
    connect(&differences_, &DifferenceService::ready, this, &ComparePanel::takeDifference);
}

CompareId ComparePanel::current() const {
    const ComparedPicture* const picture = set_->at(view_->second());
    return picture ? picture->id : 0;
}

ComparePane ComparePanel::paneOf(int row) const {
    const ComparedPicture& picture = *set_->at(row);
    ComparePane pane;
    pane.label = changes_->summary(row);
    pane.state = picture.state;
    pane.picture = picture.picture;
    pane.isPreview = picture.isPreview;
    pane.size = picture.size;
    return pane;
}

void ComparePanel::showAll() {
    std::vector<ComparePane> panes;
    const QSignalBlocker quietFirst(first_);
    const QSignalBlocker quietSecond(second_);
    first_->clear();
    second_->clear();
    for (int row = 0; row < set_->rowCount(); ++row) {
        panes.push_back(paneOf(row));
        for (QComboBox* const box : {first_, second_})
            box->addItem(paneLetter(row));
    }
    view_->setPanes(panes);
    showPair();
}

void ComparePanel::showRows(int first, int last) {
    bool inPair = false;
    for (int row = std::max(first, 0); row <= last && row < view_->paneCount(); ++row) {
        const ComparePane pane = paneOf(row);
        const ComparePane& shown = view_->pane(row);
        const bool other = shown.picture.cacheKey() != pane.picture.cacheKey() ||
                           shown.isPreview != pane.isPreview;
        inPair = inPair || (other && (row == view_->first() || row == view_->second()));
        view_->setPane(row, pane);
    }
    if (inPair)
        askForDifference();
    else
        refreshCaption();
}

void ComparePanel::choosePair() {
    view_->setPair(first_->currentIndex(), second_->currentIndex());
}

void ComparePanel::showPair() {
    first_->setCurrentIndex(view_->first());
    second_->setCurrentIndex(view_->second());
    const bool isPair = set_->rowCount() > 1;
    pair_->setEnabled(isPair);
    for (QAbstractButton* const button : modes_->buttons())
        button->setEnabled(isPair || modes_->id(button) == 0);
    if (!isPair)
        view_->setMode(CompareMode::SideBySide);
    askForDifference();
    Q_EMIT pairChanged();
}

void ComparePanel::showMode() {
    const int mode = static_cast<int>(view_->mode());
    modes_->button(mode)->setChecked(true);
    options_->setCurrentIndex(mode);
    const QSignalBlocker quiet(wipe_);
    wipe_->setValue(static_cast<int>(std::lround(view_->wipe() * kSliderSteps)));
    askForDifference();
}

void ComparePanel::tellWhyNot(const QString& text) {
    settle_.stop();
    differences_.cancel();
    distance_.clear();
    view_->setDifference({}, text);
    refreshCaption();
}

void ComparePanel::askForDifference() {
    const ComparedPicture* const first = set_->at(view_->first());
    const ComparedPicture* const second = set_->at(view_->second());
    threshold_->setEnabled(kind_->currentIndex() > 0);
    if (!first || !second || first == second) {
        tellWhyNot(tr("Two pictures make a difference."));
    } else if (first->picture.isNull() || second->picture.isNull() || first->isPreview ||
               second->isPreview) {
        tellWhyNot(tr("The difference is shown when both pictures are there."));
    } else {
        differences_.cancel(); // an answer about what was shown before is none about this
        settle_.start();
    }
}

void ComparePanel::takeDifference(const DifferenceAnswer& answer) {
    if (!answer.metrics) {
        tellWhyNot(errorLine(answer.metrics.error()));
        return;
    }
    const PictureMetrics& found = *answer.metrics;
    const QString pair =
        tr("%1 and %2").arg(paneLetter(view_->first()), paneLetter(view_->second()));
    QStringList facts;
    if (std::isinf(found.psnr)) {
        facts << tr("%1: equal, pixel by pixel").arg(pair);
    } else {
        facts << tr("%1: MAE %2").arg(pair, number(found.meanAbsoluteError, 2))
              << tr("PSNR %1 dB").arg(number(found.psnr, 1));
        if (std::isfinite(found.ssim))
            facts << tr("SSIM %1").arg(number(found.ssim, 3));
        if (std::isfinite(found.gradientDistance))
            facts << tr("GMSD %1").arg(number(found.gradientDistance, 3));
    }
    if (answer.resized)
        facts << tr("the larger one scaled down");
    distance_ = facts.join(QStringLiteral(", "));
    if (view_->mode() == CompareMode::Difference && !answer.picture.isNull())
        view_->setDifference(answer.picture, {});
    refreshCaption();
}

QString ComparePanel::caption() const {
    return caption_->text();
}

// Whether the two began as the same noise, where that is known.
QString ComparePanel::noiseOfPair() const {
    constexpr int kShown = 8; // digits
    const ComparedPicture* const first = set_->at(view_->first());
    const ComparedPicture* const second = set_->at(view_->second());
    if (!first || !second || first == second || first->noise.isEmpty() || second->noise.isEmpty())
        return {};
    return first->noise == second->noise ? tr("the same noise, %1").arg(first->noise.left(kShown))
                                         : tr("other noise");
}

void ComparePanel::refreshCaption() {
    QStringList sentences;
    if (!distance_.isEmpty())
        sentences << distance_;
    if (const QString noise = noiseOfPair(); !noise.isEmpty())
        sentences << noise;
    if (view_->hasMixedSizes())
        sentences << tr("all shown as large as the largest");
    caption_->setText(sentences.join(QStringLiteral(" · ")));
    caption_->setToolTip(
        distance_.isEmpty()
            ? caption_->text()
            : tr("MAE: mean difference of a colour, 0 to 255. PSNR: 30 dB and more is close. SSIM: "
                 "likeness of structure, 1 is the same. GMSD: difference of edges, 0 is none."));
}

void ComparePanel::dragEnterEvent(QDragEnterEvent* event) {
    if (localFiles(event->mimeData()).isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    dropHint_->adjustSize();
    dropHint_->move((width() - dropHint_->width()) / 2, (height() - dropHint_->height()) / 2);
    dropHint_->raise();
    dropHint_->show();
}

void ComparePanel::dragLeaveEvent(QDragLeaveEvent*) {
    dropHint_->hide();
}

void ComparePanel::dropEvent(QDropEvent* event) {
    dropHint_->hide();
    const QStringList files = localFiles(event->mimeData());
    if (files.isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT filesDropped(files);
}

} // namespace diptych::widgets
