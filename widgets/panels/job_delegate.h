// A row of the queue: state, prompt, what it does, how far it is.
#pragma once

#include <QStyledItemDelegate>

namespace diptych::widgets {

class JobDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace diptych::widgets
