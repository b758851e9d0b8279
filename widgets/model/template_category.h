// What the user reads for a category of templates.
#pragma once

#include <QString>

namespace diptych::widgets {

/// Translated for the categories of the built-in templates; "my_things" → "My things" for others.
QString categoryTitle(const QString& category);

} // namespace diptych::widgets
