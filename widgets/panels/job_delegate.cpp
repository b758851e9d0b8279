#include "widgets/panels/job_delegate.h"

#include "widgets/controls/icon_set.h"
#include "widgets/model/job_row.h"

#include <QApplication>
#include <QPainter>

namespace diptych::widgets {

namespace {

constexpr int kPadding = 8; // pixels
constexpr int kIconSide = 18;
constexpr int kBarHeight = 4;

struct Look {
    const char* icon;
    IconRole role;
};

Look lookOf(JobRowState state) {
    switch (state) {
    case JobRowState::Waiting:
        return {"queue", IconRole::Text};
    case JobRowState::Running:
        return {"generate", IconRole::Accent};
    case JobRowState::Stopping:
        return {"cancel", IconRole::Warning};
    case JobRowState::Failed:
        return {"error", IconRole::Error};
    case JobRowState::Cancelled:
        return {"cancel", IconRole::Text};
    }
    return {"queue", IconRole::Text};
}

void paintBar(QPainter& painter, const QRectF& bar, double fraction, const QPalette& palette) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::Mid));
    painter.drawRoundedRect(bar, 2, 2);
    QRectF done = bar;
    done.setWidth(bar.width() * fraction);
    painter.setBrush(palette.color(QPalette::Link));
    painter.drawRoundedRect(done, 2, 2);
}

} // namespace

void JobDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QString prompt = row.text;
    row.text.clear();
    const QStyle* const style = row.widget ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);

    const auto state = static_cast<JobRowState>(index.data(JobStateRole).toInt());
    const bool selected = row.state.testFlag(QStyle::State_Selected);
    const QRect inside = row.rect.adjusted(kPadding, kPadding, -kPadding, -kPadding);
    const Look look = lookOf(state);
    icon(QString::fromLatin1(look.icon), look.role)
        .paint(painter, QRect(inside.left(), inside.top(), kIconSide, kIconSide), Qt::AlignCenter,
               selected ? QIcon::Selected : QIcon::Normal);

    painter->save();
    const int left = inside.left() + kIconSide + kPadding;
    const int width = inside.right() - left + 1;
    const int line = row.fontMetrics.height();
    const auto colour = [&](QPalette::ColorRole role) {
        return row.palette.color(selected ? QPalette::HighlightedText : role);
    };
    const bool faded = state == JobRowState::Cancelled;
    painter->setPen(colour(faded ? QPalette::PlaceholderText : QPalette::Text));
    painter->drawText(QRect(left, inside.top(), width, line), Qt::AlignVCenter,
                      row.fontMetrics.elidedText(prompt, Qt::ElideRight, width));
    painter->setPen(state == JobRowState::Failed && !selected ? roleColour(IconRole::Error)
                                                              : colour(QPalette::PlaceholderText));
    painter->drawText(
        QRect(left, inside.top() + line + 2, width, line), Qt::AlignVCenter,
        row.fontMetrics.elidedText(index.data(JobStatusRole).toString(), Qt::ElideRight, width));
    if (state == JobRowState::Running || state == JobRowState::Stopping)
        paintBar(*painter, QRectF(left, inside.top() + 2 * line + 7, width, kBarHeight),
                 index.data(JobFractionRole).toDouble(), row.palette);
    painter->restore();
}

QSize JobDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto state = static_cast<JobRowState>(index.data(JobStateRole).toInt());
    const bool bar = state == JobRowState::Running || state == JobRowState::Stopping;
    const int height = 2 * option.fontMetrics.height() + 2 + 2 * kPadding;
    return {120, height + (bar ? kBarHeight + 5 : 0)};
}

} // namespace diptych::widgets
