#include "widgets/controls/picture_painting.h"

#include "widgets/controls/view_transform.h"

#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr int kChecker = 10; // screen pixels
constexpr int kSmallestHalf = 16;

} // namespace

PictureLevels::PictureLevels(const QImage& picture) {
    if (!picture.isNull())
        levels_.push_back(picture);
}

std::size_t PictureLevels::levelOf(double scale) {
    std::size_t level = 0;
    for (double rest = scale; rest <= 0.5; rest *= 2.0)
        ++level;
    return level;
}

bool PictureLevels::addHalf() {
    const QImage& last = levels_.back();
    if (last.width() < 2 || last.height() < 2)
        return false;
    levels_.push_back(last.scaled(last.width() / 2, last.height() / 2, Qt::IgnoreAspectRatio,
                                  Qt::SmoothTransformation));
    return true;
}

const QImage& PictureLevels::at(double scale) {
    const std::size_t level = levelOf(scale);
    while (levels_.size() <= level && addHalf()) {
    }
    return made(scale);
}

const QImage& PictureLevels::made(double scale) const {
    return levels_[std::min(levelOf(scale), levels_.size() - 1)];
}

void PictureLevels::makeAll() {
    while (!isNull() && levels_.back().width() > kSmallestHalf &&
           levels_.back().height() > kSmallestHalf && addHalf()) {
    }
}

QImage forPainting(const QImage& picture) {
    return picture.convertToFormat(picture.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                                             : QImage::Format_RGB32);
}

bool isPaintedSmooth(double scale) {
    return scale < kCrispZoom && scale != 1.0;
}

void paintCheckerboard(QPainter& painter, const QRectF& target) {
    painter.fillRect(target, Qt::white);
    QPixmap tile(2 * kChecker, 2 * kChecker);
    tile.fill(Qt::white);
    QPainter pattern(&tile);
    pattern.fillRect(0, 0, kChecker, kChecker, QColor(0xd8, 0xd8, 0xd8));
    pattern.fillRect(kChecker, kChecker, kChecker, kChecker, QColor(0xd8, 0xd8, 0xd8));
    pattern.end();
    painter.drawTiledPixmap(target, tile);
}

void paintPixelGrid(QPainter& painter, const QRectF& target, const QRectF& visible, double scale) {
    const QRectF view = visible.intersected(target);
    painter.setPen(QPen(QColor(128, 128, 128, 110), 1.0));
    const int firstColumn = static_cast<int>((view.left() - target.left()) / scale);
    for (double x = target.left() + firstColumn * scale; x <= view.right(); x += scale)
        painter.drawLine(QPointF(std::round(x), view.top()), QPointF(std::round(x), view.bottom()));
    const int firstRow = static_cast<int>((view.top() - target.top()) / scale);
    for (double y = target.top() + firstRow * scale; y <= view.bottom(); y += scale)
        painter.drawLine(QPointF(view.left(), std::round(y)), QPointF(view.right(), std::round(y)));
}

void paintEmptyText(QPainter& painter, const QRect& area, const QFont& font,
                    const QPalette& palette, const QString& title, const QString& text) {
    QFont large = font;
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setWeight(QFont::DemiBold);
    const int width = std::min(area.width() - 48, 440);
    const QPoint corner(area.left() + (area.width() - width) / 2,
                        area.top() + area.height() / 2 - 60);
    painter.setPen(palette.color(QPalette::WindowText));
    painter.setFont(large);
    painter.drawText(QRect(corner.x(), corner.y(), width, 44), Qt::AlignHCenter | Qt::AlignBottom,
                     title);
    painter.setFont(font);
    painter.setPen(palette.color(QPalette::PlaceholderText));
    painter.drawText(QRect(corner.x(), corner.y() + 56, width, 110),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text);
}

} // namespace diptych::widgets
