// Three ways to use memory, for those who do not want to choose for each component.
#pragma once

#include "core/domain/placement.h"

namespace diptych::widgets {

enum class PlacementPreset {
    Fast,      ///< everything stays in memory
    Balanced,  ///< as the free memory allows
    LowMemory, ///< as little as possible at a time
    Custom,    ///< none of these
};

/// `placement` with the residencies and the tiling of a preset; as it is for Custom. Devices,
/// formats and the size of tiles are left alone.
Placement withPreset(Placement placement, PlacementPreset preset);

PlacementPreset presetOf(const Placement& placement);

} // namespace diptych::widgets
