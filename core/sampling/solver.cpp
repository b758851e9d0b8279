#include "core/sampling/solver.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <vector>

namespace diptych::sampling {

std::span<const SchedulerInfo> schedulers() {
    static const std::array<SchedulerInfo, 1> kSchedulers = {{
        {"flow_euler",
         "First order, one evaluation a step: fast and what Z-Image was distilled for",
         &makeFlowEuler},
    }};
    return kSchedulers;
}

Result<std::unique_ptr<Solver>> makeSolver(std::string_view id, const Schedule& schedule) {
    std::vector<std::string> ids;
    for (const SchedulerInfo& info : schedulers()) {
        if (info.id == id)
            return info.make(schedule);
        ids.push_back(info.id);
    }
    return fail(ErrorCode::InvalidInput, fmt::format("unknown scheduler '{}'", id),
                fmt::format("use one of: {}", fmt::join(ids, ", ")));
}

} // namespace diptych::sampling
