// Widgets one behind the other, in as many lines as they need.
#pragma once

#include <QLayout>
#include <QList>

namespace diptych::widgets {

class WrappingLayout : public QLayout {
    Q_OBJECT

  public:
    /// `spacing` in pixels, between widgets and between lines.
    explicit WrappingLayout(int spacing, QWidget* parent = nullptr);
    ~WrappingLayout() override;

    void addItem(QLayoutItem* item) override; ///< takes it over
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override { return items_.value(index); }
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    QSize minimumSize() const override;
    QSize sizeHint() const override { return minimumSize(); }
    void setGeometry(const QRect& rect) override;

  private:
    /// Returns the height that is needed.
    int arrange(const QRect& rect, bool apply) const;

    QList<QLayoutItem*> items_;
};

} // namespace diptych::widgets
