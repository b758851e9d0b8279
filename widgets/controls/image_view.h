// A picture, pixel by pixel of the screen: zoom to the cursor, pan, fit, a grid between large
// pixels, a checkerboard behind transparency. Shows unfinished pictures too, enlarged softly.
#pragma once

#include "widgets/controls/picture_painting.h"
#include "widgets/controls/view_transform.h"

#include <QImage>
#include <QPointF>
#include <QSize>
#include <QString>
#include <QWidget>

namespace diptych::widgets {

class ImageView : public QWidget {
    Q_OBJECT

  public:
    explicit ImageView(QWidget* parent = nullptr);

    /// A finished picture; null shows what `setEmptyText` says. The zoom stays where the size does.
    void setPicture(const QImage& picture);
    /// Where a drawing of `fullSize` pixels is heading.
    void setPreview(const QImage& preview, QSize fullSize);
    const QImage& picture() const { return picture_; }
    bool isPreview() const { return preview_; }
    /// The file that is dragged out, besides the picture itself.
    void setFile(const QString& file) { file_ = file; }
    void setEmptyText(const QString& title, const QString& text);

    /// Screen pixels for each pixel of the picture.
    double zoom() const { return transform_.zoom(); }
    bool isFitted() const { return transform_.isFitted(); }
    void fit();
    /// `anchor` in the widget's coordinates stays where it is.
    void setZoom(double zoom, QPointF anchor);
    void setZoom(double zoom);
    void zoomIn();
    void zoomOut();
    /// The picture's pixel at a point of the widget; outside of the picture too.
    QPointF pictureAt(QPointF point) const;

    QSize sizeHint() const override { return {640, 640}; }
    QSize minimumSizeHint() const override { return {160, 160}; }

  Q_SIGNALS:
    void zoomChanged(double zoom);
    /// A step to the picture before (−1) or after (+1).
    void stepRequested(int direction);
    void contextMenuRequested(const QPoint& globalPosition);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    enum class Gesture { None, Pan, DragOut };

    void display(const QImage& picture, QSize fullSize);
    void measure();
    void panBy(QPointF screenPixels);
    void paintPicture(QPainter& painter);
    void startDrag();

    QImage picture_;
    PictureLevels levels_; ///< of `picture_`
    bool preview_ = false;
    QString file_;
    QString emptyTitle_;
    QString emptyText_;
    ViewTransform transform_; ///< of the finished picture's pixels
    Gesture gesture_ = Gesture::None;
    QPointF pressed_;
};

} // namespace diptych::widgets
