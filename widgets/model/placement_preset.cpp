#include "widgets/model/placement_preset.h"

namespace diptych::widgets {

Placement withPreset(Placement placement, PlacementPreset preset) {
    const auto set = [&](const Residencies& residency, Tiling tiling) {
        placement.residency = residency;
        placement.tiles.tiling = tiling;
    };
    switch (preset) {
    case PlacementPreset::Fast:
        set({Residency::Resident, Residency::Resident, Residency::Resident}, Tiling::Auto);
        break;
    case PlacementPreset::Balanced:
        set({}, Tiling::Auto);
        break;
    case PlacementPreset::LowMemory:
        set({Residency::Offload, Residency::Stream, Residency::Offload}, Tiling::On);
        break;
    case PlacementPreset::Custom:
        break;
    }
    return placement;
}

PlacementPreset presetOf(const Placement& placement) {
    for (const PlacementPreset preset :
         {PlacementPreset::Fast, PlacementPreset::Balanced, PlacementPreset::LowMemory})
        if (withPreset(placement, preset) == placement)
            return preset;
    return PlacementPreset::Custom;
}

} // namespace diptych::widgets
