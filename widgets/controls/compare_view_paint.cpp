// How the comparison is painted. Everything is in screen pixels within a cell, so that 100 % is
// exact in each.
#include "widgets/controls/compare_view.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr int kHandle = 13;    // pixels, half of the wipe's handle
constexpr int kLabelInset = 8; // pixels
constexpr double kSameShape = 0.002;

// Where a picture of `size` lies when the largest one lies at `base`: the same place of both is at
// the same point. Another shape is put in its middle.
QRectF targetIn(const QRectF& base, const QSize& size) {
    const QSizeF fitted = QSizeF(size).scaled(base.size(), Qt::KeepAspectRatio);
    if (std::abs(fitted.width() - base.width()) < kSameShape * base.width() &&
        std::abs(fitted.height() - base.height()) < kSameShape * base.height())
        return base;
    return {std::floor(base.left() + (base.width() - fitted.width()) / 2.0),
            std::floor(base.top() + (base.height() - fitted.height()) / 2.0), fitted.width(),
            fitted.height()};
}

} // namespace

void CompareView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.fillRect(event->rect(), palette().color(QPalette::Dark));
    if (panes_.empty()) {
        paintEmptyText(painter, rect(), font(), palette(), emptyTitle_, emptyText_);
    } else if (mode_ == CompareMode::Wipe) {
        paintWipe(painter);
    } else if (mode_ == CompareMode::Difference) {
        paintDifference(painter);
    } else {
        for (const Cell& cell : cells())
            if (cell.picture.united(cell.label).intersects(event->rect()))
                paintCell(painter, cell);
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void CompareView::paintCell(QPainter& painter, const Cell& cell) {
    paintPicture(painter, panes_[static_cast<std::size_t>(cell.pane)], cell.picture, cell.picture);
    paintLabel(painter, cell.label, cell.pane, Qt::AlignLeft);
    const bool marked = mode_ == CompareMode::SideBySide && cell.pane == second_ && paneCount() > 1;
    if (marked)
        painter.fillRect(QRect(cell.label.left(), cell.label.top(), cell.label.width(), 2),
                         palette().color(QPalette::Link));
}

void CompareView::paintPicture(QPainter& painter, const Held& held, const QRect& area,
                               const QRect& clip) {
    if (held.levels.isNull()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(area.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         held.pane.state);
        return;
    }
    const double ratio = devicePixelRatioF();
    painter.save();
    painter.setClipRect(clip.intersected(area));
    const QPointF corner(std::round(area.left() * ratio), std::round(area.top() * ratio));
    painter.scale(1.0 / ratio, 1.0 / ratio);
    painter.translate(corner);
    const QSize size = held.pane.size.isEmpty() ? held.pane.picture.size() : held.pane.size;
    const QRectF target = targetIn(transform_.target(), size);
    const QRect seen = clip.intersected(area);
    const QRectF visible(seen.left() * ratio - corner.x(), seen.top() * ratio - corner.y(),
                         seen.width() * ratio, seen.height() * ratio);
    tiles_.paint(painter, held.levels, target, visible, held.pane.isPreview, work_);
    const double scale = target.width() / std::max(size.width(), 1);
    if (scale > kGridZoom && !held.pane.isPreview)
        paintPixelGrid(painter, target, visible, scale);
    painter.restore();
}

void CompareView::paintLabel(QPainter& painter, const QRect& area, int index,
                             Qt::Alignment alignment) const {
    const ComparePane& shown = pane(index);
    painter.fillRect(area, palette().color(QPalette::Window));
    QRect rest = area.adjusted(kLabelInset, 0, -kLabelInset, 0);
    QFont bold = font();
    bold.setWeight(QFont::Bold);
    const QString letter = paneLetter(index);
    const QFontMetrics letterSize(bold, this);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rest, alignment | Qt::AlignVCenter, letter);
    const int used = letterSize.horizontalAdvance(letter) + kLabelInset;
    alignment.testFlag(Qt::AlignRight) ? rest.adjust(0, 0, -used, 0) : rest.adjust(used, 0, 0, 0);
    QStringList words;
    if (!shown.label.isEmpty())
        words << shown.label;
    if (!shown.state.isEmpty() && !shown.picture.isNull())
        words << shown.state;
    painter.setFont(font());
    painter.drawText(
        rest, alignment | Qt::AlignVCenter,
        fontMetrics().elidedText(words.join(QStringLiteral(" · ")), Qt::ElideRight, rest.width()));
}

void CompareView::paintWipe(QPainter& painter) {
    const Cell cell = wholeCell(first_);
    const int line = static_cast<int>(std::lround(wipeX()));
    QRect left = cell.picture;
    left.setRight(line - 1);
    QRect right = cell.picture;
    right.setLeft(line);
    if (!left.isEmpty())
        paintPicture(painter, panes_[static_cast<std::size_t>(first_)], cell.picture, left);
    if (!right.isEmpty())
        paintPicture(painter, panes_[static_cast<std::size_t>(second_)], cell.picture, right);
    QRect half = cell.label;
    half.setWidth(cell.label.width() / 2);
    paintLabel(painter, half, first_, Qt::AlignLeft);
    half.setLeft(half.right() + 1);
    half.setRight(cell.label.right());
    paintLabel(painter, half, second_, Qt::AlignRight);
    // White on black can be seen on any picture.
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Qt::black, 3.0));
    painter.drawLine(line, 0, line, cell.picture.bottom());
    painter.setPen(QPen(Qt::white, 1.0));
    painter.drawLine(line, 0, line, cell.picture.bottom());
    const QPointF middle(line, cell.picture.center().y());
    painter.setPen(QPen(Qt::black, 1.0));
    painter.setBrush(Qt::white);
    painter.drawEllipse(middle, kHandle, kHandle);
    painter.setBrush(Qt::black);
    painter.setPen(Qt::NoPen);
    for (const int side : {-1, 1})
        painter.drawPolygon(
            QPolygonF({middle + QPointF(side * 8.0, 0.0), middle + QPointF(side * 3.0, -4.5),
                       middle + QPointF(side * 3.0, 4.5)}));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
}

void CompareView::paintDifference(QPainter& painter) {
    const Cell cell = wholeCell(second_);
    Held shown = difference_;
    shown.pane.size = largestSize();
    paintPicture(painter, shown, cell.picture, cell.picture);
    painter.fillRect(cell.label, palette().color(QPalette::Window));
    painter.setPen(palette().color(QPalette::WindowText));
    const QString text = tr("%1 and %2").arg(paneLetter(first_), paneLetter(second_));
    painter.drawText(cell.label.adjusted(kLabelInset, 0, -kLabelInset, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
}

} // namespace diptych::widgets
