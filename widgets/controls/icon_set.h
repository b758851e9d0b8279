// The program's own icons, in the colours of the palette that is in use when they are painted.
#pragma once

#include <QIcon>
#include <QString>

namespace diptych::widgets {

/// An icon of resources/icons by its file's name without the ending: "generate". Follows changes of
/// the palette by itself. `role` colours it: text where none is given.
enum class IconRole { Text, Accent, OnAccent, Good, Warning, Error };
QIcon icon(const QString& name, IconRole role = IconRole::Text);

/// The colour of a role in the palette in use.
QColor roleColour(IconRole role);

/// The program's icon.
QIcon applicationIcon();

} // namespace diptych::widgets
