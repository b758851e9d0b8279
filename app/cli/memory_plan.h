// How a drawing was planned to fit into memory, as the command line tells it.
#pragma once

#include "core/pipeline/placement_planner.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace diptych::cli {

/// {"residency", "tiles", "phases": [{"phase", "device", "bytes", "free_bytes", "shares"}],
/// "smaller_size"}; null without a plan.
nlohmann::ordered_json planToJson(const std::optional<MemoryPlan>& plan);

/// A line for what is held how, then one for each phase.
std::vector<std::string> planLines(const MemoryPlan& plan);

} // namespace diptych::cli
