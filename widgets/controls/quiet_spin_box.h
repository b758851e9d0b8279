// Spin boxes and combo boxes in forms that scroll: the wheel turns them only when they have the
// focus, so that scrolling past one changes nothing.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSpinBox>

namespace diptych::widgets {

class QuietSpinBox : public QSpinBox {
    Q_OBJECT

  public:
    explicit QuietSpinBox(QWidget* parent = nullptr);

  protected:
    void wheelEvent(QWheelEvent* event) override;
};

class QuietDoubleSpinBox : public QDoubleSpinBox {
    Q_OBJECT

  public:
    explicit QuietDoubleSpinBox(QWidget* parent = nullptr);

  protected:
    void wheelEvent(QWheelEvent* event) override;
};

class QuietComboBox : public QComboBox {
    Q_OBJECT

  public:
    explicit QuietComboBox(QWidget* parent = nullptr);

  protected:
    void wheelEvent(QWheelEvent* event) override;
};

} // namespace diptych::widgets
