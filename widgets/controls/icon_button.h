// Small flat buttons that show an icon alone.
#pragma once

#include <QList>
#include <QString>
#include <QToolButton>

class QAction;
class QBoxLayout;

namespace diptych::widgets {

/// `iconName` as icon() takes it; `tip` is the tool tip and the accessible name. The parent owns
/// it.
QToolButton* makeIconButton(const QString& name, const QString& iconName, const QString& tip,
                            QWidget* parent);

/// A button for each action at the end of `row`; null makes a gap. Each is named as its action with
/// "Button" behind.
void addActionButtons(QBoxLayout* row, const QList<QAction*>& actions);

} // namespace diptych::widgets
