// Explicit Euler, one evaluation a step (reference: zimage-spec 5.2).
#include "core/sampling/solver.h"

#include <ATen/ATen.h>

namespace diptych::sampling {

namespace {

class FlowEuler final : public Solver {
  public:
    explicit FlowEuler(Schedule schedule) : schedule_(std::move(schedule)) {}

    at::Tensor step(const at::Tensor& x, int index, const Velocity& velocity) override {
        const auto i = static_cast<std::size_t>(index);
        const float sigma = schedule_.sigmas[i];
        const float next = schedule_.sigmas[i + 1];
        return x + velocity(x, sigma) * (next - sigma);
    }

  private:
    Schedule schedule_;
};

} // namespace

std::unique_ptr<Solver> makeFlowEuler(const Schedule& schedule) {
    return std::make_unique<FlowEuler>(schedule);
}

} // namespace diptych::sampling
