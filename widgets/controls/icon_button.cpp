#include "widgets/controls/icon_button.h"

#include "widgets/controls/icon_set.h"

#include <QAction>
#include <QBoxLayout>

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

void addActionButtons(QBoxLayout* row, const QList<QAction*>& actions) {
    constexpr int kGap = 10; // pixels
    for (QAction* const action : actions) {
        if (!action) {
            row->addSpacing(kGap);
            continue;
        }
        auto* const button = new QToolButton;
        button->setDefaultAction(action);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAutoRaise(true);
        row->addWidget(button);
    }
}

} // namespace diptych::widgets
