#include "core/sampling/solver.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <vector>

namespace diptych::sampling {

std::span<const SchedulerInfo> schedulers() {
    static const std::array<SchedulerInfo, 4> kSchedulers = {{
        {"flow_euler",
         "first order, one evaluation a step: fast and what Z-Image Turbo was distilled for",
         &makeFlowEuler},
        {"flow_heun",
         "second order, two evaluations a step: closer to the model's path at twice the time",
         &makeFlowHeun},
        {"dpm_solver",
         "DPM-Solver++ 2M, second order, one evaluation a step: for undistilled models",
         &makeDpmSolver},
        {"unipc",
         "UniPC, second order with a corrector, one evaluation a step: for undistilled models",
         &makeUniPc},
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
