#include "widgets/controls/compare_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr double kKeyPan = 60.0;  // screen pixels
constexpr double kKeyWipe = 0.05; // of the width
constexpr int kGrip = 8;          // pixels beside the wipe's line that take hold of it
constexpr int kMargin = 8;        // around a fitted picture
constexpr int kGap = 6;           // between pictures
constexpr int kFirstBlink = 700;  // ms
constexpr int kShortestBlink = 100;
constexpr int kLongestBlink = 10'000;
constexpr std::array kModes = {CompareMode::SideBySide, CompareMode::Wipe, CompareMode::Blink,
                               CompareMode::Difference};

// The number of columns with which pictures of this shape become largest.
int bestColumns(int count, QSize picture, QSize area) {
    int best = 1;
    double largest = 0.0;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const double scale =
            std::min(static_cast<double>(area.width()) / columns / std::max(picture.width(), 1),
                     static_cast<double>(area.height()) / rows / std::max(picture.height(), 1));
        if (scale > largest) {
            largest = scale;
            best = columns;
        }
    }
    return best;
}

} // namespace

QString paneLetter(int pane) {
    return QString(QChar(QLatin1Char('A').unicode() + pane));
}

CompareView::CompareView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("compareView"));
    setAccessibleName(tr("Comparison"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    scaler_.setMaxThreadCount(1);
    blink_.setInterval(kFirstBlink);
    connect(&blink_, &QTimer::timeout, this, [this] {
        showsSecond_ = !showsSecond_;
        update();
    });
}

CompareView::~CompareView() {
    scaler_.clear();
    scaler_.waitForDone();
}

void CompareView::setPanes(const std::vector<ComparePane>& panes) {
    std::vector<Held> former = std::exchange(panes_, {});
    for (const ComparePane& pane : panes) {
        // A picture that was shown before has its copies already.
        const auto same = std::find_if(former.begin(), former.end(), [&pane](const Held& held) {
            return held.pane.picture.cacheKey() == pane.picture.cacheKey();
        });
        Held held = same == former.end() ? Held{} : *same;
        hold(held, pane);
        panes_.push_back(std::move(held));
    }
    const int last = std::max(paneCount() - 1, 0);
    const int first = std::min(first_, last);
    const int second = std::min(second_, last);
    setPair(first, second == first && last > 0 ? (first == 0 ? 1 : 0) : second);
    relayout();
}

void CompareView::setPane(int index, const ComparePane& pane) {
    if (index < 0 || index >= paneCount())
        return;
    const QSize before = largestSize();
    hold(panes_[static_cast<std::size_t>(index)], pane);
    if (largestSize() != before)
        relayout();
    refreshBlink();
    describe();
    update();
}

const ComparePane& CompareView::pane(int index) const {
    return panes_.at(static_cast<std::size_t>(index)).pane;
}

void CompareView::hold(Held& held, const ComparePane& pane) {
    const bool same =
        !held.levels.isNull() && held.pane.picture.cacheKey() == pane.picture.cacheKey();
    held.pane = pane;
    if (same)
        return;
    held.levels = PictureLevels(pane.picture);
    held.version = ++lastVersion_;
    if (!pane.isPreview && !pane.picture.isNull())
        prepare(held);
}

// Four million pixels take longer to halve than the window may be away.
void CompareView::prepare(const Held& held) {
    scaler_.start([this, picture = held.pane.picture, version = held.version] {
        PictureLevels levels(forPainting(picture));
        levels.makeAll();
        QMetaObject::invokeMethod(
            this, [this, version, levels] { take(version, levels); }, Qt::QueuedConnection);
    });
}

void CompareView::take(quint64 version, const PictureLevels& levels) {
    for (Held& held : panes_)
        if (held.version == version)
            held.levels = levels;
    if (difference_.version == version)
        difference_.levels = levels;
    update();
}

void CompareView::setEmptyText(const QString& title, const QString& text) {
    emptyTitle_ = title;
    emptyText_ = text;
    describe();
    update();
}

void CompareView::setMode(CompareMode mode) {
    if (mode == mode_)
        return;
    mode_ = mode;
    relayout();
    refreshBlink();
    unsetCursor();
    Q_EMIT modeChanged(mode);
}

void CompareView::setPair(int first, int second) {
    const int last = std::max(paneCount() - 1, 0);
    first = std::clamp(first, 0, last);
    second = std::clamp(second, 0, last);
    if (first == second && last > 0) {
        if (second != second_)
            first = second_;
        else
            second = first_;
    }
    if (first == first_ && second == second_)
        return;
    first_ = first;
    second_ = second;
    difference_ = {};
    refreshBlink();
    describe();
    update();
    Q_EMIT pairChanged(first_, second_);
}

void CompareView::setWipe(double share) {
    const double next = std::clamp(share, 0.0, 1.0);
    if (next == wipe_)
        return;
    wipe_ = next;
    update();
    Q_EMIT wipeChanged(wipe_);
}

void CompareView::setBlinkInterval(int ms) {
    blink_.setInterval(std::clamp(ms, kShortestBlink, kLongestBlink));
}

void CompareView::setHeld(bool held) {
    if (held == held_)
        return;
    held_ = held;
    refreshBlink();
    Q_EMIT heldChanged(held_);
}

void CompareView::refreshBlink() {
    const bool runs = mode_ == CompareMode::Blink && !held_ && isVisible() && first_ != second_ &&
                      second_ < paneCount();
    if (runs && !blink_.isActive())
        blink_.start();
    else if (!runs)
        blink_.stop();
}

void CompareView::setDifference(const QImage& picture, const QString& text) {
    ComparePane pane;
    pane.picture = picture;
    pane.state = text;
    hold(difference_, pane);
    if (mode_ == CompareMode::Difference)
        update();
}

QSize CompareView::largestSize() const {
    QSize largest(0, 0);
    for (const Held& held : panes_) {
        const QSize size = held.pane.size.isEmpty() ? held.pane.picture.size() : held.pane.size;
        if (qint64{size.width()} * size.height() > qint64{largest.width()} * largest.height())
            largest = size;
    }
    return largest;
}

bool CompareView::hasMixedSizes() const {
    const QSize largest = largestSize();
    return std::any_of(panes_.begin(), panes_.end(), [&largest](const Held& held) {
        const QSize size = held.pane.size.isEmpty() ? held.pane.picture.size() : held.pane.size;
        return !size.isEmpty() && size != largest;
    });
}

int CompareView::labelHeight() const {
    return fontMetrics().height() + 10;
}

CompareView::Cell CompareView::wholeCell(int pane) const {
    const int label = labelHeight();
    return {pane, QRect(0, 0, width(), std::max(height() - label, 1)),
            QRect(0, height() - label, width(), label)};
}

std::vector<CompareView::Cell> CompareView::cells() const {
    const int count = paneCount();
    if (count == 0)
        return {};
    if (mode_ != CompareMode::SideBySide)
        return {wholeCell(mode_ == CompareMode::Blink ? blinkPane() : first_)};
    const int columns = bestColumns(count, largestSize(), size());
    const int rows = (count + columns - 1) / columns;
    const int cellWidth = std::max((width() - (columns - 1) * kGap) / columns, 1);
    const int cellHeight = std::max((height() - (rows - 1) * kGap) / rows, 1);
    const int label = labelHeight();
    const int pictureHeight = std::max(cellHeight - label, 1);
    std::vector<Cell> all;
    for (int pane = 0; pane < count; ++pane) {
        const QPoint corner((pane % columns) * (cellWidth + kGap),
                            (pane / columns) * (cellHeight + kGap));
        all.push_back({pane, QRect(corner, QSize(cellWidth, pictureHeight)),
                       QRect(corner.x(), corner.y() + pictureHeight, cellWidth, label)});
    }
    return all;
}

const CompareView::Cell* CompareView::cellAt(QPointF point, const std::vector<Cell>& cells) const {
    const auto found = std::find_if(cells.begin(), cells.end(), [&point](const Cell& cell) {
        return cell.picture.united(cell.label).contains(point.toPoint());
    });
    return found == cells.end() ? nullptr : &*found;
}

int CompareView::paneAt(QPointF point) const {
    const std::vector<Cell> all = cells();
    const Cell* const cell = cellAt(point, all);
    if (!cell)
        return -1;
    if (mode_ == CompareMode::Wipe)
        return point.x() < wipeX() ? first_ : second_;
    return mode_ == CompareMode::Difference ? second_ : cell->pane;
}

QPointF CompareView::pictureAt(QPointF point) const {
    const std::vector<Cell> all = cells();
    const Cell* const cell = cellAt(point, all);
    const QPointF corner = cell ? QPointF(cell->picture.topLeft()) : QPointF();
    return transform_.pixelAt((point - corner) * devicePixelRatioF());
}

void CompareView::measure() {
    const std::vector<Cell> all = cells();
    const double ratio = devicePixelRatioF();
    const QSize cell = all.empty() ? size() : all.front().picture.size();
    transform_.setView(QSizeF(cell) * ratio, kMargin * ratio);
}

// Another place for each picture: the zoom stays, and what was fitted is fitted again.
void CompareView::relayout() {
    measure();
    transform_.setPicture(largestSize());
    describe();
    update();
    Q_EMIT zoomChanged(zoom());
}

void CompareView::fit() {
    measure();
    transform_.fit();
    update();
    Q_EMIT zoomChanged(zoom());
}

void CompareView::zoomAt(double zoom, QPointF point) {
    if (transform_.picture().isEmpty())
        return;
    const std::vector<Cell> all = cells();
    const Cell* const cell = cellAt(point, all);
    const QPointF corner = cell ? QPointF(cell->picture.topLeft()) : QPointF();
    measure();
    transform_.zoomTo(zoom, (point - corner) * devicePixelRatioF());
    update();
    Q_EMIT zoomChanged(transform_.zoom());
}

void CompareView::setZoom(double zoom) {
    if (transform_.picture().isEmpty())
        return;
    measure();
    transform_.zoomTo(zoom);
    update();
    Q_EMIT zoomChanged(transform_.zoom());
}

void CompareView::zoomIn() {
    setZoom(transform_.nextZoom());
}

void CompareView::zoomOut() {
    setZoom(transform_.previousZoom());
}

void CompareView::panBy(QPointF screenPixels) {
    transform_.panBy(screenPixels);
    update();
}

double CompareView::wipeX() const {
    return wipe_ * width();
}

// What a screen reader says: which pictures are compared, and how.
void CompareView::describe() {
    if (panes_.empty()) {
        setAccessibleDescription(emptyTitle_ + QLatin1Char(' ') + emptyText_);
        return;
    }
    const auto named = [this](int index) {
        const ComparePane& shown = pane(index);
        return QStringList{paneLetter(index), shown.label, shown.state}.join(QLatin1Char(' '));
    };
    QStringList names;
    if (mode_ == CompareMode::SideBySide)
        for (int index = 0; index < paneCount(); ++index)
            names << named(index);
    else
        names = QStringList{named(first_), named(second_)};
    setAccessibleDescription(names.join(QStringLiteral("; ")));
}

void CompareView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    relayout();
}

void CompareView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        relayout();
}

void CompareView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refreshBlink();
}

void CompareView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    blink_.stop();
}

void CompareView::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0.0 || transform_.picture().isEmpty()) {
        event->ignore();
        return;
    }
    zoomAt(zoom() * std::pow(1.25, steps), event->position());
    event->accept();
}

void CompareView::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->position();
    gesture_ = Gesture::None;
    const int pane = paneAt(pressed_);
    if (pane < 0)
        return;
    const bool left = event->button() == Qt::LeftButton;
    const bool onLine = mode_ == CompareMode::Wipe &&
                        (std::abs(pressed_.x() - wipeX()) <= kGrip || !transform_.isPannable());
    if (left && onLine) {
        gesture_ = Gesture::Wipe;
        setWipe(pressed_.x() / width());
    } else if (event->button() == Qt::MiddleButton || (left && transform_.isPannable())) {
        gesture_ = Gesture::Pan;
        setCursor(Qt::ClosedHandCursor);
    }
    if (mode_ == CompareMode::SideBySide && left)
        setPair(first_, pane);
}

void CompareView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (gesture_ == Gesture::Pan) {
        panBy((at - pressed_) * devicePixelRatioF());
        pressed_ = at;
    } else if (gesture_ == Gesture::Wipe) {
        setWipe(at.x() / width());
    } else if (mode_ == CompareMode::Wipe && std::abs(at.x() - wipeX()) <= kGrip) {
        setCursor(Qt::SplitHCursor);
    } else {
        unsetCursor();
    }
}

void CompareView::mouseReleaseEvent(QMouseEvent*) {
    gesture_ = Gesture::None;
    unsetCursor();
}

void CompareView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || panes_.empty())
        return;
    if (isFitted())
        zoomAt(1.0, event->position());
    else
        fit();
}

void CompareView::contextMenuEvent(QContextMenuEvent* event) {
    const int pane = event->reason() == QContextMenuEvent::Mouse ? paneAt(event->pos()) : second_;
    if (pane >= 0 && pane < paneCount())
        Q_EMIT contextMenuRequested(pane, event->globalPos());
}

void CompareView::stepPair(int direction, bool isFirst) {
    const int count = paneCount();
    if (count < 2)
        return;
    const int other = isFirst ? second_ : first_;
    int next = isFirst ? first_ : second_;
    do {
        next = (next + direction + count) % count;
    } while (next == other && count > 2);
    isFirst ? setPair(next, second_) : setPair(first_, next);
}

bool CompareView::pairKey(const QKeyEvent& event) {
    const bool isFirst = event.modifiers().testFlag(Qt::AltModifier);
    if (event.key() >= Qt::Key_1 && event.key() <= Qt::Key_9) {
        const int pane = event.key() - Qt::Key_1;
        if (pane >= paneCount())
            return true;
        isFirst ? setPair(pane, second_) : setPair(first_, pane);
        return true;
    }
    if (event.key() != Qt::Key_PageUp && event.key() != Qt::Key_PageDown)
        return false;
    stepPair(event.key() == Qt::Key_PageUp ? -1 : 1, isFirst);
    return true;
}

bool CompareView::modeKey(const QKeyEvent& event) {
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_M: {
        const auto at = static_cast<std::size_t>(mode_);
        setMode(kModes[(at + 1) % kModes.size()]);
        return true;
    }
    case Qt::Key_X:
        swapPair();
        return true;
    case Qt::Key_Space:
        setHeld(!held_);
        return true;
    case Qt::Key_Delete:
        if (second_ < paneCount())
            Q_EMIT removeRequested(second_);
        return true;
    case Qt::Key_Home:
    case Qt::Key_End:
        if (shift)
            setWipe(event.key() == Qt::Key_Home ? 0.0 : 1.0);
        return shift;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (shift)
            setWipe(wipe_ + (event.key() == Qt::Key_Left ? -kKeyWipe : kKeyWipe));
        return shift;
    default:
        return false;
    }
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    const Qt::KeyboardModifiers other =
        event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier | Qt::AltModifier);
    if (other == Qt::NoModifier && (pairKey(*event) || modeKey(*event)))
        return;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomIn();
        return;
    case Qt::Key_Minus:
        zoomOut();
        return;
    case Qt::Key_Left:
        panBy({kKeyPan, 0.0});
        return;
    case Qt::Key_Right:
        panBy({-kKeyPan, 0.0});
        return;
    case Qt::Key_Up:
        panBy({0.0, kKeyPan});
        return;
    case Qt::Key_Down:
        panBy({0.0, -kKeyPan});
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace diptych::widgets
