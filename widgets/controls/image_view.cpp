#include "widgets/controls/image_view.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr double kSmallestZoom = 1.0 / 64.0;
constexpr double kLargestZoom = 64.0;
constexpr double kGridZoom = 8.0;  // from here on a line between pixels
constexpr double kCrispZoom = 2.0; // from here on pixels are squares
constexpr int kChecker = 10;       // screen pixels
constexpr int kMargin = 16;        // around a fitted picture
constexpr double kKeyPan = 60.0;   // screen pixels
constexpr std::array<double, 15> kZooms = {0.0625, 0.125, 0.25, 1.0 / 3, 0.5, 2.0 / 3, 1.0, 1.5,
                                           2.0,    3.0,   4.0,  6.0,     8.0, 16.0,    32.0};

} // namespace

ImageView::ImageView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("imageView"));
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void ImageView::setPicture(const QImage& picture) {
    preview_ = false;
    display(picture, picture.size());
}

void ImageView::setPreview(const QImage& preview, QSize fullSize) {
    preview_ = true;
    display(preview, fullSize);
}

void ImageView::display(const QImage& picture, QSize fullSize) {
    const bool sameSize = fullSize == fullSize_;
    picture_ = picture;
    fullSize_ = fullSize;
    levels_.clear();
    if (!sameSize || fitted_)
        fit();
    update();
}

void ImageView::setEmptyText(const QString& title, const QString& text) {
    emptyTitle_ = title;
    emptyText_ = text;
    if (picture_.isNull())
        setAccessibleDescription(title + QLatin1Char(' ') + text);
    update();
}

QSizeF ImageView::viewSize() const {
    return QSizeF(size()) * devicePixelRatioF();
}

QSizeF ImageView::shownSize() const {
    return QSizeF(fullSize_) * scale_;
}

double ImageView::fitZoom() const {
    if (fullSize_.isEmpty())
        return 1.0;
    const double margin = kMargin * devicePixelRatioF() * 2.0;
    const QSizeF view = viewSize();
    const double zoom = std::min(std::max(view.width() - margin, 1.0) / fullSize_.width(),
                                 std::max(view.height() - margin, 1.0) / fullSize_.height());
    // Small pictures grow by whole factors, so that their pixels stay squares.
    return zoom > kCrispZoom ? std::floor(zoom) : zoom;
}

void ImageView::fit() {
    fitted_ = true;
    scale_ = std::clamp(fitZoom(), kSmallestZoom, kLargestZoom);
    clampOrigin();
    update();
    Q_EMIT zoomChanged(scale_);
}

void ImageView::setZoom(double zoom, QPointF anchor) {
    changeZoom(zoom, anchor * devicePixelRatioF());
}

void ImageView::setZoom(double zoom) {
    changeZoom(zoom, QPointF(viewSize().width() / 2.0, viewSize().height() / 2.0));
}

void ImageView::changeZoom(double zoom, QPointF anchorScreen) {
    if (fullSize_.isEmpty())
        return;
    const double next = std::clamp(zoom, kSmallestZoom, kLargestZoom);
    const QPointF pixel = (anchorScreen - origin_) / scale_;
    fitted_ = false;
    scale_ = next;
    origin_ = anchorScreen - pixel * scale_;
    clampOrigin();
    update();
    Q_EMIT zoomChanged(scale_);
}

void ImageView::zoomIn() {
    const auto next = std::find_if(kZooms.begin(), kZooms.end(),
                                   [this](double zoom) { return zoom > scale_ * 1.001; });
    setZoom(next == kZooms.end() ? kLargestZoom : *next);
}

void ImageView::zoomOut() {
    const auto next = std::find_if(kZooms.rbegin(), kZooms.rend(),
                                   [this](double zoom) { return zoom < scale_ * 0.999; });
    setZoom(next == kZooms.rend() ? kSmallestZoom : *next);
}

QPointF ImageView::pictureAt(QPointF point) const {
    return (point * devicePixelRatioF() - origin_) / scale_;
}

bool ImageView::isPannable() const {
    return shownSize().width() > viewSize().width() + 0.5 ||
           shownSize().height() > viewSize().height() + 0.5;
}

// A side that fits is centred; one that does not leaves no gap. Whole screen pixels, so that 100 %
// is exact.
void ImageView::clampOrigin() {
    const QSizeF view = viewSize();
    const QSizeF shown = shownSize();
    const auto clampSide = [](double origin, double viewSide, double shownSide) {
        if (shownSide <= viewSide)
            return std::floor((viewSide - shownSide) / 2.0);
        return std::round(std::clamp(origin, viewSide - shownSide, 0.0));
    };
    origin_ = {clampSide(origin_.x(), view.width(), shown.width()),
               clampSide(origin_.y(), view.height(), shown.height())};
}

void ImageView::panBy(QPointF screenPixels) {
    origin_ += screenPixels;
    clampOrigin();
    update();
}

// Halved until it is less than twice as large as it is shown: more would alias.
const QImage& ImageView::levelFor(double scale) {
    if (levels_.empty())
        levels_.push_back(picture_);
    std::size_t level = 0;
    for (double rest = scale; rest <= 0.5; rest *= 2.0) {
        const QImage& larger = levels_[level];
        if (larger.width() < 2 || larger.height() < 2)
            break;
        if (++level == levels_.size())
            levels_.push_back(larger.scaled(larger.width() / 2, larger.height() / 2,
                                            Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    }
    return levels_[level];
}

void ImageView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Dark));
    if (picture_.isNull())
        paintEmpty(painter);
    else
        paintPicture(painter);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ImageView::paintEmpty(QPainter& painter) const {
    QFont title = font();
    title.setPointSizeF(title.pointSizeF() * 1.5);
    title.setWeight(QFont::DemiBold);
    const int width = std::min(this->width() - 48, 440);
    const QRect box((this->width() - width) / 2, height() / 2 - 60, width, 160);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.setFont(title);
    painter.drawText(QRect(box.left(), box.top(), width, 44), Qt::AlignHCenter | Qt::AlignBottom,
                     emptyTitle_);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(QRect(box.left(), box.top() + 56, width, 110),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, emptyText_);
}

void ImageView::paintPicture(QPainter& painter) {
    // From here on in screen pixels.
    const double ratio = devicePixelRatioF();
    painter.scale(1.0 / ratio, 1.0 / ratio);
    const QRectF target(origin_, shownSize());
    if (picture_.hasAlphaChannel()) {
        painter.fillRect(target, Qt::white);
        QPixmap tile(2 * kChecker, 2 * kChecker);
        tile.fill(Qt::white);
        QPainter pattern(&tile);
        pattern.fillRect(0, 0, kChecker, kChecker, QColor(0xd8, 0xd8, 0xd8));
        pattern.fillRect(kChecker, kChecker, kChecker, kChecker, QColor(0xd8, 0xd8, 0xd8));
        pattern.end();
        painter.drawTiledPixmap(target, tile);
    }
    const double pixelScale = target.width() / picture_.width();
    const bool smooth = preview_ || (pixelScale < kCrispZoom && pixelScale != 1.0);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
    const QImage& level = levelFor(pixelScale);
    painter.drawImage(target, level, QRectF(level.rect()));
    if (scale_ > kGridZoom && !preview_)
        paintGrid(painter, target);
}

void ImageView::paintGrid(QPainter& painter, const QRectF& target) const {
    const QRectF view = QRectF(QPointF(0, 0), viewSize()).intersected(target);
    painter.setPen(QPen(QColor(128, 128, 128, 110), 1.0));
    const int firstColumn = static_cast<int>((view.left() - target.left()) / scale_);
    for (double x = target.left() + firstColumn * scale_; x <= view.right(); x += scale_)
        painter.drawLine(QPointF(std::round(x), view.top()), QPointF(std::round(x), view.bottom()));
    const int firstRow = static_cast<int>((view.top() - target.top()) / scale_);
    for (double y = target.top() + firstRow * scale_; y <= view.bottom(); y += scale_)
        painter.drawLine(QPointF(view.left(), std::round(y)), QPointF(view.right(), std::round(y)));
}

void ImageView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (fitted_)
        fit();
    else
        clampOrigin();
}

void ImageView::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0.0 || fullSize_.isEmpty()) {
        event->ignore();
        return;
    }
    setZoom(scale_ * std::pow(1.25, steps), event->position());
    event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->position();
    gesture_ = Gesture::None;
    if (picture_.isNull())
        return;
    const bool left = event->button() == Qt::LeftButton;
    if (event->button() == Qt::MiddleButton ||
        (left && isPannable() && !event->modifiers().testFlag(Qt::ControlModifier)))
        gesture_ = Gesture::Pan;
    else if (left && !preview_)
        gesture_ = Gesture::DragOut;
    if (gesture_ == Gesture::Pan)
        setCursor(Qt::ClosedHandCursor);
}

void ImageView::mouseMoveEvent(QMouseEvent* event) {
    if (gesture_ == Gesture::Pan) {
        panBy((event->position() - pressed_) * devicePixelRatioF());
        pressed_ = event->position();
    } else if (gesture_ == Gesture::DragOut && (event->position() - pressed_).manhattanLength() >=
                                                   QApplication::startDragDistance()) {
        gesture_ = Gesture::None;
        startDrag();
    }
}

void ImageView::mouseReleaseEvent(QMouseEvent*) {
    gesture_ = Gesture::None;
    unsetCursor();
}

void ImageView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || picture_.isNull())
        return;
    if (fitted_)
        setZoom(1.0, event->position());
    else
        fit();
}

void ImageView::keyPressEvent(QKeyEvent* event) {
    const bool pannable = isPannable();
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomIn();
        return;
    case Qt::Key_Minus:
        zoomOut();
        return;
    case Qt::Key_Left:
        pannable ? panBy({kKeyPan, 0.0}) : stepRequested(-1);
        return;
    case Qt::Key_Right:
        pannable ? panBy({-kKeyPan, 0.0}) : stepRequested(1);
        return;
    case Qt::Key_Up:
        panBy({0.0, kKeyPan});
        return;
    case Qt::Key_Down:
        panBy({0.0, -kKeyPan});
        return;
    case Qt::Key_PageUp:
        stepRequested(-1);
        return;
    case Qt::Key_PageDown:
        stepRequested(1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ImageView::contextMenuEvent(QContextMenuEvent* event) {
    Q_EMIT contextMenuRequested(event->globalPos());
}

void ImageView::startDrag() {
    auto* const content = new QMimeData;
    content->setImageData(picture_);
    if (!file_.isEmpty())
        content->setUrls({QUrl::fromLocalFile(file_)});
    auto* const drag = new QDrag(this);
    drag->setMimeData(content);
    constexpr int kDragSide = 128; // pixels
    drag->setPixmap(QPixmap::fromImage(
        picture_.scaled(kDragSide, kDragSide, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
    drag->exec(Qt::CopyAction);
}

} // namespace diptych::widgets
