// What a comparison of two text encoders found, in the user's language.
#pragma once

#include "core/pipeline/parity.h"

#include <QString>

namespace diptych::gui {

/// The finding with what to do, then the figures.
QString parityText(const ParityReport& report);

} // namespace diptych::gui
