// How a panel that may be taller than its dock shows what is in it.
#pragma once

class QWidget;

namespace diptych::widgets {

/// Fills `panel` with `inside`, which scrolls up and down and is as wide as the panel. The panel
/// takes it over.
void layOutScrolled(QWidget* panel, QWidget* inside);

} // namespace diptych::widgets
