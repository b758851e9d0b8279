// The program's look: its palettes, light and dark, and the few things that a palette cannot say.
#pragma once

#include <QPalette>
#include <QString>

class QApplication;

namespace diptych::gui {

enum class Theme { System, Light, Dark, HighContrast };

/// "system", "light", "dark", "high-contrast".
QString themeName(Theme theme);
Theme themeOf(const QString& name);

QPalette lightPalette();
QPalette darkPalette();
QPalette highContrastPalette();

/// Applies a theme to the whole program. `systemPalette` is the platform's own, which tells whether
/// the system is dark.
void applyTheme(QApplication& application, Theme theme, const QPalette& systemPalette);

} // namespace diptych::gui
