// What a split costs before anything is started: bytes for each rank, and on the wire.
#pragma once

#include "core/base/result.h"
#include "core/cluster/coordinator.h"
#include "core/cluster/layer_split.h"
#include "core/domain/placement.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace diptych::cluster {

struct PlannedRank {
    LayerRange layers;
    std::uint64_t weightBytes = 0;       ///< as held
    std::uint64_t keptBytesPerToken = 0; ///< keys and values, for each text
    std::uint64_t memoryBytes = 0;       ///< that it may use; 0 = not known
};

struct ClusterPlan {
    std::int64_t layerCount = 0;
    std::int64_t hiddenSize = 0;
    std::vector<PlannedRank> ranks;
    std::uint64_t stateBytesPerToken = 0; ///< over each link between two ranks
    std::uint64_t scoreBytes = 0; ///< from the last rank to the first, for each token written
    std::uint64_t wholeBytes = 0; ///< what one machine would hold
};

/// Looks at the names and shapes of a checkpoint, not at its weights. `memory` has an entry for
/// each rank. Errors: those of opening the checkpoint; InvalidInput (a split that does not fit).
Result<ClusterPlan> planCluster(const std::filesystem::path& textEncoder,
                                const Placement& placement, const SplitChoice& split,
                                std::span<const std::uint64_t> memory);

} // namespace diptych::cluster
