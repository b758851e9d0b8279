#include "widgets/controls/field_row.h"

#include "widgets/controls/mnemonic.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace diptych::widgets {

namespace {

constexpr int kOneLine = 26; // pixels, a control of one line

/// A small disc in the accent colour; a hollow ring under the mouse and with the focus.
class DotButton : public QToolButton {
  public:
    using QToolButton::QToolButton;

  protected:
    void paintEvent(QPaintEvent*) override {
        if (!isEnabled())
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor colour = palette().color(QPalette::Link);
        const QPointF centre = QRectF(rect()).center();
        if (underMouse() || hasFocus()) {
            painter.setPen(QPen(colour, 1.5));
            painter.drawEllipse(centre, 6.0, 6.0);
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(centre, 3.2, 3.2);
    }
};

} // namespace

FieldRow::FieldRow(const QString& label, const QString& help, QWidget* control, QWidget* parent)
    : QWidget(parent), dot_(new DotButton(this)) {
    auto* const text = new QLabel(label, this);
    text->setBuddy(control);
    text->setToolTip(help);
    text->setFixedWidth(kLabelWidth);
    text->setWordWrap(true);
    control->setParent(this);
    if (control->toolTip().isEmpty())
        control->setToolTip(help);
    if (control->accessibleName().isEmpty())
        control->setAccessibleName(withoutMnemonic(label));
    control->setAccessibleDescription(help);
    control->setSizePolicy(QSizePolicy::Expanding, control->sizePolicy().verticalPolicy());
    if (qobject_cast<QAbstractSpinBox*>(control) || qobject_cast<QComboBox*>(control))
        control->setMinimumHeight(kOneLine);
    dot_->setFixedSize(16, kOneLine);
    dot_->setObjectName(control->objectName() + QStringLiteral("Reset"));
    dot_->setAccessibleName(tr("Reset %1").arg(withoutMnemonic(label)));
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(text, 0, Qt::AlignTop);
    layout->addWidget(control, 1);
    layout->addWidget(dot_, 0, Qt::AlignTop);
    text->setMinimumHeight(kOneLine);
    connect(dot_, &QToolButton::clicked, this, &FieldRow::resetRequested);
    setChanged(false, {});
}

void FieldRow::setChanged(bool changed, const QString& recommended) {
    changed_ = changed;
    dot_->setEnabled(changed);
    dot_->setFocusPolicy(changed ? Qt::TabFocus : Qt::NoFocus);
    dot_->setToolTip(changed
                         ? tr("Changed. Recommended: %1. Click to set it back.").arg(recommended)
                         : QString());
    dot_->update();
}

} // namespace diptych::widgets
