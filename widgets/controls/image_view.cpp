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

#include <cmath>

namespace diptych::widgets {

namespace {

constexpr int kMargin = 16;      // around a fitted picture
constexpr double kKeyPan = 60.0; // screen pixels

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
    levels_ = PictureLevels(picture);
    picture_ = picture;
    measure();
    const bool isNew = fullSize != transform_.picture() || transform_.isFitted();
    transform_.setPicture(fullSize);
    update();
    if (isNew)
        Q_EMIT zoomChanged(zoom());
}

void ImageView::setEmptyText(const QString& title, const QString& text) {
    emptyTitle_ = title;
    emptyText_ = text;
    if (picture_.isNull())
        setAccessibleDescription(title + QLatin1Char(' ') + text);
    update();
}

// A view that was never shown is told nothing about its size.
void ImageView::measure() {
    const double ratio = devicePixelRatioF();
    transform_.setView(QSizeF(size()) * ratio, kMargin * ratio);
}

void ImageView::fit() {
    measure();
    transform_.fit();
    update();
    Q_EMIT zoomChanged(zoom());
}

void ImageView::setZoom(double zoom, QPointF anchor) {
    if (transform_.picture().isEmpty())
        return;
    measure();
    transform_.zoomTo(zoom, anchor * devicePixelRatioF());
    update();
    Q_EMIT zoomChanged(transform_.zoom());
}

void ImageView::setZoom(double zoom) {
    setZoom(zoom, QPointF(width() / 2.0, height() / 2.0));
}

void ImageView::zoomIn() {
    setZoom(transform_.nextZoom());
}

void ImageView::zoomOut() {
    setZoom(transform_.previousZoom());
}

QPointF ImageView::pictureAt(QPointF point) const {
    return transform_.pixelAt(point * devicePixelRatioF());
}

void ImageView::panBy(QPointF screenPixels) {
    transform_.panBy(screenPixels);
    update();
}

void ImageView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Dark));
    if (picture_.isNull())
        paintEmptyText(painter, rect(), font(), palette(), emptyTitle_, emptyText_);
    else
        paintPicture(painter);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ImageView::paintPicture(QPainter& painter) {
    // From here on in screen pixels.
    const double ratio = devicePixelRatioF();
    painter.scale(1.0 / ratio, 1.0 / ratio);
    const QRectF target = transform_.target();
    if (picture_.hasAlphaChannel())
        paintCheckerboard(painter, target);
    const double pixelScale = target.width() / picture_.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, preview_ || isPaintedSmooth(pixelScale));
    const QImage& level = levels_.at(pixelScale);
    painter.drawImage(target, level, QRectF(level.rect()));
    if (zoom() > kGridZoom && !preview_)
        paintPixelGrid(painter, target, QRectF(QPointF(0, 0), transform_.view()), zoom());
}

void ImageView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    measure();
    if (transform_.isFitted())
        Q_EMIT zoomChanged(zoom());
}

void ImageView::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0.0 || transform_.picture().isEmpty()) {
        event->ignore();
        return;
    }
    setZoom(zoom() * std::pow(1.25, steps), event->position());
    event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->position();
    gesture_ = Gesture::None;
    if (picture_.isNull())
        return;
    const bool left = event->button() == Qt::LeftButton;
    if (event->button() == Qt::MiddleButton ||
        (left && transform_.isPannable() && !event->modifiers().testFlag(Qt::ControlModifier)))
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
    if (isFitted())
        setZoom(1.0, event->position());
    else
        fit();
}

void ImageView::keyPressEvent(QKeyEvent* event) {
    const bool pannable = transform_.isPannable();
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
