// Where a picture stands in a view: its zoom and its place, in pixels of the screen. What all views
// of pictures share; knows no widget.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>

namespace diptych::widgets {

inline constexpr double kSmallestZoom = 1.0 / 64.0;
inline constexpr double kLargestZoom = 64.0;
inline constexpr double kCrispZoom = 2.0; ///< from here on pixels are squares
inline constexpr double kGridZoom = 8.0;  ///< beyond it a line stands between pixels

class ViewTransform {
  public:
    /// The picture's pixels. A picture of another size is fitted; one of the same size stays where
    /// it is, unless it was fitted.
    void setPicture(QSize pixels);
    QSize picture() const { return picture_; }
    /// The view in screen pixels; `margin` stays free on each side of a fitted picture.
    void setView(QSizeF screenPixels, double margin);
    QSizeF view() const { return view_; }

    /// Screen pixels for each pixel of the picture.
    double zoom() const { return zoom_; }
    bool isFitted() const { return fitted_; }
    /// Shows the whole picture. Small ones grow by whole factors, so that their pixels stay
    /// squares.
    void fit();
    /// `anchor`, in screen pixels of the view, stays on the pixel where it is.
    void zoomTo(double zoom, QPointF anchor);
    /// About the middle of the view.
    void zoomTo(double zoom);
    /// The usual steps: 50 %, 67 %, 100 %, …
    double nextZoom() const;
    double previousZoom() const;

    void panBy(QPointF screenPixels);
    /// Whether the picture is larger than the view.
    bool isPannable() const;

    /// The pixel of the picture at a point of the view, both with fractions.
    QPointF pixelAt(QPointF screen) const { return (screen - origin_) / zoom_; }
    /// Where the picture lies in the view; its corner is on a whole screen pixel.
    QRectF target() const { return {origin_, shownSize()}; }

  private:
    QSizeF shownSize() const { return QSizeF(picture_) * zoom_; }
    double fitZoom() const;
    void clampOrigin();

    QSize picture_;
    QSizeF view_;
    double margin_ = 0.0;
    double zoom_ = 1.0;
    QPointF origin_;
    bool fitted_ = true;
};

} // namespace diptych::widgets
