#include "widgets/controls/quiet_spin_box.h"

#include <QWheelEvent>

namespace diptych::widgets {

QuietSpinBox::QuietSpinBox(QWidget* parent) : QSpinBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setKeyboardTracking(false);
    setAccelerated(true);
}

void QuietSpinBox::wheelEvent(QWheelEvent* event) {
    hasFocus() ? QSpinBox::wheelEvent(event) : event->ignore();
}

QuietDoubleSpinBox::QuietDoubleSpinBox(QWidget* parent) : QDoubleSpinBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setKeyboardTracking(false);
    setAccelerated(true);
}

void QuietDoubleSpinBox::wheelEvent(QWheelEvent* event) {
    hasFocus() ? QDoubleSpinBox::wheelEvent(event) : event->ignore();
}

QuietComboBox::QuietComboBox(QWidget* parent) : QComboBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(6);
}

void QuietComboBox::wheelEvent(QWheelEvent* event) {
    hasFocus() ? QComboBox::wheelEvent(event) : event->ignore();
}

} // namespace diptych::widgets
