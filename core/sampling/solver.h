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
/// (for two items with guidance).
using Velocity = std::function<at::Tensor(const at::Tensor& x, float sigma)>;

/// One picture's integration; its state lives as long as the picture's drawing. Coefficients in
/// float32 or float64, tensors in the type of x, which is float32 in a job.
class Solver {
  public:
    virtual ~Solver() = default;
    /// From x at schedule.sigmas[index] to x at schedule.sigmas[index + 1]. Called once for index
    /// 0, 1, … in order, each time with the result of the call before (inpainting puts known parts
    /// back in between). May call `velocity` more than once, or not at all where the two noise
    /// levels are equal.
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

/// Explicit Euler: N evaluations.
std::unique_ptr<Solver> makeFlowEuler(const Schedule& schedule);

/// Heun: two evaluations a step, one in the step to sigma = 0; 2N − 1 in all.
std::unique_ptr<Solver> makeFlowHeun(const Schedule& schedule);

/// How DPM-Solver++ weighs the slope of the estimate; both are second order.
enum class DpmSecondOrder { Midpoint, Heun };

/// DPM-Solver++ 2M in flow form: N evaluations. The midpoint form unless told otherwise.
std::unique_ptr<Solver> makeDpmSolver(const Schedule& schedule);
std::unique_ptr<Solver> makeDpmSolver(const Schedule& schedule, DpmSecondOrder secondOrder);

/// UniPC bh2 in flow form: N evaluations. Order 2 unless told otherwise, 1 to 3. As upstream, it
/// takes sigma = 1 for 1 − 1e-6 and asks for the velocity at sigma cut off to whole thousandths.
std::unique_ptr<Solver> makeUniPc(const Schedule& schedule);
std::unique_ptr<Solver> makeUniPc(const Schedule& schedule, int order);

} // namespace diptych::sampling
