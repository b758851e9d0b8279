// Texts of menus and labels without the mark of their key.
#pragma once

#include <QString>

namespace diptych::widgets {

/// "&Save as…" → "Save as…", "保存(&S)…" → "保存…", "A && B" → "A & B".
QString withoutMnemonic(const QString& text);

} // namespace diptych::widgets
