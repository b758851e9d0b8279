// Which texts of a window are cut off.
#pragma once

#include <QStringList>

class QWidget;

namespace diptych::test {

/// A line for each visible label, button, tab, list of choices, number field, check box and group
/// below `root` that has less room than its text needs, or stands out of what it lies in sideways.
QStringList clippedTexts(const QWidget* root);

} // namespace diptych::test
