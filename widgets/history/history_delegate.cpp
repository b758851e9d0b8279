#include "widgets/history/history_delegate.h"

#include "widgets/history/stars_edit.h"
#include "widgets/history_model/history_model.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr int kPadding = 6; // pixels
constexpr int kStar = 12;

void paintThumbnail(QPainter& painter, const QRect& box, const QModelIndex& index,
                    const QPalette& palette) {
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    if (!image.isNull()) {
        const QSize fitted = image.size().scaled(box.size(), Qt::KeepAspectRatio);
        // A small picture is not blown up.
        const QSize size = fitted.width() > image.width() ? image.size() : fitted;
        QRect target(QPoint(), size);
        target.moveCenter(box.center());
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(target, image);
        return;
    }
    const QSize shape = index.data(PictureSizeRole).toSize();
    QRect target(QPoint(),
                 (shape.isEmpty() ? QSize(1, 1) : shape).scaled(box.size(), Qt::KeepAspectRatio));
    target.moveCenter(box.center());
    painter.fillRect(target, palette.color(QPalette::AlternateBase));
    if (!index.data(ThumbnailMissingRole).toBool())
        return;
    painter.setPen(palette.color(QPalette::PlaceholderText));
    painter.drawText(target.adjusted(kPadding, kPadding, -kPadding, -kPadding),
                     Qt::AlignCenter | Qt::TextWordWrap,
                     HistoryDelegate::tr("The picture is missing"));
}

// What does not fit into the first line goes on, cut off, in the second.
QStringList twoLines(const QString& text, const QFontMetrics& metrics, int width) {
    int length = static_cast<int>(text.size());
    while (length > 1 && metrics.horizontalAdvance(text, length) > width) {
        const qsizetype blank = text.lastIndexOf(QLatin1Char(' '), length - 1);
        length = blank > 0 ? static_cast<int>(blank) : length - 1;
    }
    const QString rest = text.mid(length).trimmed();
    if (rest.isEmpty())
        return {text};
    return {text.left(length), metrics.elidedText(rest, Qt::ElideRight, width)};
}

} // namespace

void HistoryDelegate::setThumbnailSide(int pixels) {
    const int side = std::clamp(pixels, kSmallestSide, kLargestSide);
    if (side == side_)
        return;
    side_ = side;
    Q_EMIT sizeHintChanged({});
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int text = 2 * option.fontMetrics.lineSpacing();
    return {side_ + 2 * kPadding, side_ + text + kStar + 4 * kPadding};
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString prompt = cell.text;
    cell.text.clear();
    cell.icon = {};
    cell.features &= ~QStyleOptionViewItem::HasDecoration;
    cell.showDecorationSelected = true; // or nothing shows what is selected: there is no text
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    painter->save();
    const QRect inside = cell.rect.adjusted(kPadding, kPadding, -kPadding, -kPadding);
    const QRect box(inside.left(), inside.top(), inside.width(), side_);
    paintThumbnail(*painter, box, index, cell.palette);

    const bool selected = cell.state.testFlag(QStyle::State_Selected);
    const QColor ink = cell.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const int line = cell.fontMetrics.lineSpacing();
    const QRect text(inside.left(), box.bottom() + 1 + kPadding, inside.width(), 2 * line);
    painter->setPen(ink);
    painter->setFont(cell.font);
    const QStringList lines = twoLines(prompt, cell.fontMetrics, text.width());
    QRect row(text.left(), text.top(), text.width(), line);
    for (const QString& each : lines) {
        painter->drawText(row, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine, each);
        row.translate(0, line);
    }
    row.setHeight(kStar + kPadding);
    const int stars = index.data(StarsRole).toInt();
    row.setWidth(starsWidth(kStar, stars));
    paintStars(*painter, QStyle::visualRect(cell.direction, inside, row), kStar, stars, false, ink);
    painter->restore();
}

} // namespace diptych::widgets
