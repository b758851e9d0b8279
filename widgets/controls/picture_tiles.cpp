#include "widgets/controls/picture_tiles.h"

#include "widgets/controls/view_transform.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <memory>

namespace diptych::widgets {

namespace {

std::int64_t areaOf(const QSizeF& size) {
    return static_cast<std::int64_t>(std::ceil(size.width()) * std::ceil(size.height()));
}

} // namespace

PictureTiles::PictureTiles(qsizetype limitPixels) : tiles_(limitPixels) {}

void PictureTiles::paint(QPainter& painter, const PictureLevels& levels, const QRectF& target,
                         const QRectF& visible, bool isSoft, PaintWork& work) {
    const QRectF seen = target.intersected(visible);
    if (levels.isNull() || seen.isEmpty())
        return;
    if (levels.picture().hasAlphaChannel())
        paintCheckerboard(painter, seen);
    const double scale = target.width() / levels.picture().width();
    const bool smooth = isSoft || isPaintedSmooth(scale);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
    const QImage& level = levels.made(scale);
    const bool isExact = target.size() == QSizeF(level.size());
    // Exact pixels are copied, large ones are cheap; enlarged softly is what an unfinished picture
    // is, which is another one in a moment.
    if (isExact || !smooth || isSoft) {
        painter.drawImage(target, level, QRectF(level.rect()));
        (isExact ? work.copied : work.scaled) += areaOf(seen.size());
        return;
    }
    const QRectF inside = seen.translated(-target.topLeft());
    const auto first = [](double edge) { return static_cast<int>(std::floor(edge / kSide)); };
    const auto last = [](double edge) { return static_cast<int>(std::ceil(edge / kSide)) - 1; };
    for (int row = first(inside.top()); row <= last(inside.bottom()); ++row) {
        for (int column = first(inside.left()); column <= last(inside.right()); ++column) {
            const QImage& piece = tile(level, target.size(), column, row, work);
            const QPointF corner = target.topLeft() + QPointF(column * kSide, row * kSide);
            painter.drawImage(corner, piece);
            work.copied += areaOf(QRectF(corner, QSizeF(piece.size())).intersected(seen).size());
        }
    }
}

const QImage& PictureTiles::tile(const QImage& level, const QSizeF& size, int column, int row,
                                 PaintWork& work) {
    const Key key{level.cacheKey(), size.width(), size.height(), column, row};
    if (const QImage* const found = tiles_.object(key))
        return *found;
    const auto side = [](double whole, int index) {
        return std::clamp(static_cast<int>(std::lround(whole)) - index * kSide, 1, kSide);
    };
    QImage made(side(size.width(), column), side(size.height(), row),
                level.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                        : QImage::Format_RGB32);
    made.fill(0);
    QPainter painter(&made);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.translate(-column * kSide, -row * kSide);
    painter.drawImage(QRectF(QPointF(0, 0), size), level, QRectF(level.rect()));
    painter.end();
    work.scaled += static_cast<std::int64_t>(made.width()) * made.height();
    last_ = made;
    const auto cost = static_cast<qsizetype>(made.width()) * made.height();
    auto kept = std::make_unique<QImage>(std::move(made));
    if (QImage* const stored = kept.get(); tiles_.insert(key, kept.release(), cost))
        return *stored;
    return last_;
}

} // namespace diptych::widgets
