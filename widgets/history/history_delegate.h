// A picture in the history's grid: thumbnail, the beginning of its prompt, its stars.
#pragma once

#include <QStyledItemDelegate>

namespace diptych::widgets {

class HistoryDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    static constexpr int kSmallestSide = 96;
    static constexpr int kLargestSide = 320;

    using QStyledItemDelegate::QStyledItemDelegate;

    /// Pixels of the square that holds a thumbnail.
    int thumbnailSide() const { return side_; }
    void setThumbnailSide(int pixels);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    int side_ = 144;
};

} // namespace diptych::widgets
