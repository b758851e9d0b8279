#include "widgets/panels/template_delegate.h"

#include "widgets/controls/icon_set.h"
#include "widgets/model/template_list_model.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

namespace diptych::widgets {

namespace {

constexpr int kPadding = 8; // pixels
constexpr int kStar = 18;
constexpr int kStarRoom = 30; // what the mouse must hit

} // namespace

QRect TemplateDelegate::starRect(const QRect& row) {
    return {row.right() - kStarRoom + 1, row.top(), kStarRoom, row.height()};
}

void TemplateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QString title = row.text;
    row.text.clear();
    const QStyle* const style = row.widget ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);

    const bool selected = row.state.testFlag(QStyle::State_Selected);
    const bool favourite = index.data(TemplateFavouriteRole).toBool();
    const QRect star = starRect(row.rect);
    if (favourite || selected || row.state.testFlag(QStyle::State_MouseOver))
        icon(favourite ? QStringLiteral("star-filled") : QStringLiteral("star"),
             favourite ? IconRole::Warning : IconRole::Text)
            .paint(
                painter,
                QRect(star.center().x() - kStar / 2, star.center().y() - kStar / 2, kStar, kStar),
                Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);

    painter->save();
    const auto colour = [&](QPalette::ColorRole role) {
        return row.palette.color(selected ? QPalette::HighlightedText : role);
    };
    const int line = row.fontMetrics.height();
    const int left = row.rect.left() + kPadding;
    const int width = star.left() - left - kPadding / 2;
    const int top = row.rect.top() + kPadding - 1;
    QString kind = index.data(TemplateCategoryRole).toString();
    if (index.data(TemplateOwnRole).toBool())
        kind = tr("%1 · yours").arg(kind);
    const int kindWidth = row.fontMetrics.horizontalAdvance(kind);
    painter->setPen(colour(QPalette::Text));
    const int titleWidth = width - kindWidth - kPadding;
    painter->drawText(QRect(left, top, titleWidth, line), Qt::AlignVCenter,
                      row.fontMetrics.elidedText(title, Qt::ElideRight, titleWidth));
    painter->setPen(colour(QPalette::PlaceholderText));
    painter->drawText(QRect(left, top, width, line), Qt::AlignVCenter | Qt::AlignRight, kind);
    painter->drawText(QRect(left, top + line + 2, width, line), Qt::AlignVCenter,
                      row.fontMetrics.elidedText(index.data(TemplateDescriptionRole).toString(),
                                                 Qt::ElideRight, width));
    painter->restore();
}

QSize TemplateDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {120, 2 * option.fontMetrics.height() + 2 + 2 * (kPadding - 1)};
}

bool TemplateDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                                   const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* const mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton &&
            starRect(option.rect).contains(mouse->position().toPoint())) {
            Q_EMIT starClicked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace diptych::widgets
