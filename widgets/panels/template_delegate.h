// Draws a template in two lines, title and description, with its category and a star on the right.
#pragma once

#include <QStyledItemDelegate>

namespace diptych::widgets {

class TemplateDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Where the star is in a row.
    static QRect starRect(const QRect& row);

  Q_SIGNALS:
    void starClicked(const QModelIndex& index);

  protected:
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
};

} // namespace diptych::widgets
