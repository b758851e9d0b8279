#include "widgets/controls/icon_button.h"

#include "widgets/controls/icon_set.h"

namespace diptych::widgets {

QToolButton* makeIconButton(const QString& name, const QString& iconName, const QString& tip,
                            QWidget* parent) {
    auto* const button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    return button;
}

} // namespace diptych::widgets
