// One line of the connection test: a sign for its outcome, then the stage's name.
#pragma once

#include <QStyledItemDelegate>

namespace diptych::widgets {

class StageDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using QStyledItemDelegate::QStyledItemDelegate;

  protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace diptych::widgets
