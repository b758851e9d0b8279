// A small flat button that shows an icon alone.
#pragma once

#include <QString>
#include <QToolButton>

namespace diptych::widgets {

/// `iconName` as icon() takes it; `tip` is the tool tip and the accessible name. The parent owns
/// it.
QToolButton* makeIconButton(const QString& name, const QString& iconName, const QString& tip,
                            QWidget* parent);

} // namespace diptych::widgets
