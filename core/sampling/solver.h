// Solvers integrate the flow dx/dsigma = velocity from noise to picture, one step of the schedule
// at a time.
#pragma once

#include "core/base/result.h"
#include "core/sampling/schedule.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace diptych::sampling {

/// The flow velocity (noise − data) of the model at x and sigma; one evaluation of the transformer
/// (two with guidance).
using Velocity = std::function<at::Tensor(const at::Tensor& x, float sigma)>;

/// One job's integration; its state lives as long as the job. All arithmetic in float32.
class Solver {
  public:
    virtual ~Solver() = default;
    /// From x at schedule.sigmas[index] to x at schedule.sigmas[index + 1]. Called for index 0, 1,
    /// … in order.
    virtual at::Tensor step(const at::Tensor& x, int index, const Velocity& velocity) = 0;
};

struct SchedulerInfo {
    std::string id;          ///< "flow_euler"
    std::string description; ///< one line
    std::unique_ptr<Solver> (*make)(const Schedule& schedule);
};

/// Every scheduler, the default first.
std::span<const SchedulerInfo> schedulers();

/// Errors: InvalidInput, listing the known names.
Result<std::unique_ptr<Solver>> makeSolver(std::string_view id, const Schedule& schedule);

std::unique_ptr<Solver> makeFlowEuler(const Schedule& schedule);

} // namespace diptych::sampling
