// Heun's method: an Euler step is tried and repeated with the mean of the velocities at both ends
// (reference: zimage-spec 5.3).
#include "core/sampling/solver.h"

#include <ATen/ATen.h>

namespace diptych::sampling {

namespace {

class FlowHeun final : public Solver {
  public:
    explicit FlowHeun(Schedule schedule) : schedule_(std::move(schedule)) {}

    at::Tensor step(const at::Tensor& x, int index, const Velocity& velocity) override {
        const auto i = static_cast<std::size_t>(index);
        const float sigma = schedule_.sigmas[i];
        const float next = schedule_.sigmas[i + 1];
        const at::Tensor first = velocity(x, sigma);
        const at::Tensor predicted = x + first * (next - sigma);
        // A finished picture has no velocity the model was trained on: the last step is Euler's.
        if (next == 0.0F)
            return predicted;
        return x + (first + velocity(predicted, next)) * (0.5F * (next - sigma));
    }

  private:
    Schedule schedule_;
};

} // namespace

std::unique_ptr<Solver> makeFlowHeun(const Schedule& schedule) {
    return std::make_unique<FlowHeun>(schedule);
}

} // namespace diptych::sampling
