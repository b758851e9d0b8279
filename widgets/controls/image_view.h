// A picture, pixel by pixel of the screen: zoom to the cursor, pan, fit, a grid between large
// pixels, a checkerboard behind transparency. Shows unfinished pictures too, enlarged softly.
#pragma once

#include <QImage>
#include <QPointF>
#include <QSize>
#include <QString>
#include <QWidget>

#include <vector>

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
    double zoom() const { return scale_; }
    bool isFitted() const { return fitted_; }
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
    QSizeF viewSize() const; ///< screen pixels
    QSizeF shownSize() const;
    double fitZoom() const;
    bool isPannable() const;
    void clampOrigin();
    void panBy(QPointF screenPixels);
    void changeZoom(double zoom, QPointF anchorScreen);
    const QImage& levelFor(double scale);
    void paintEmpty(QPainter& painter) const;
    void paintPicture(QPainter& painter);
    void paintGrid(QPainter& painter, const QRectF& target) const;
    void startDrag();

    QImage picture_;
    std::vector<QImage> levels_; ///< each half as large as the one before; made when needed
    QSize fullSize_;             ///< of what is shown, in pixels of the finished picture
    bool preview_ = false;
    QString file_;
    QString emptyTitle_;
    QString emptyText_;

    double scale_ = 1.0; ///< screen pixels for each pixel
    QPointF origin_;     ///< of the picture's corner, in screen pixels of the widget
    bool fitted_ = true;
    Gesture gesture_ = Gesture::None;
    QPointF pressed_;
};

} // namespace diptych::widgets
