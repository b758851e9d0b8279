// How pictures are painted: halved copies against aliasing, the checkerboard behind transparency,
// the grid between large pixels, what stands where there is no picture.
#pragma once

#include <QFont>
#include <QImage>
#include <QPalette>
#include <QRect>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace diptych::widgets {

/// A picture and its copies of half, a quarter, … the side: one that is shown much smaller than it
/// is would alias. A value; copies share pixels.
class PictureLevels {
  public:
    PictureLevels() = default;
    explicit PictureLevels(const QImage& picture);

    bool isNull() const { return levels_.empty(); }
    /// The picture itself; it must not be null.
    const QImage& picture() const { return levels_.front(); }
    /// The smallest copy that is not enlarged when a pixel of the picture covers `scale` screen
    /// pixels; made when it is missing. Not null.
    const QImage& at(double scale);
    /// The same among the copies that are there already.
    const QImage& made(double scale) const;
    /// Makes every copy, for instance on another thread.
    void makeAll();

  private:
    static std::size_t levelOf(double scale);
    bool addHalf();

    std::vector<QImage> levels_;
};

/// In the format that is painted fastest.
QImage forPainting(const QImage& picture);

/// Whether pixels blend into each other at `scale` screen pixels a pixel.
bool isPaintedSmooth(double scale);

/// Fills `target`, in the painter's own pixels.
void paintCheckerboard(QPainter& painter, const QRectF& target);

/// Lines between the pixels of a picture at `target`, `scale` apart, as far as `visible` reaches.
void paintPixelGrid(QPainter& painter, const QRectF& target, const QRectF& visible, double scale);

/// A title and a text in the middle of `area`.
void paintEmptyText(QPainter& painter, const QRect& area, const QFont& font,
                    const QPalette& palette, const QString& title, const QString& text);

} // namespace diptych::widgets
