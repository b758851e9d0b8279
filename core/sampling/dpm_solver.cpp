// DPM-Solver++ 2M for flow models (reference: zimage-spec 5.4; Lu et al. 2022, arXiv:2211.01095).
//
// It integrates the model's estimate of the picture over lambda = ln(1 − sigma) − ln(sigma), and
// takes the slope of that estimate from the step before. Both ends are infinite (lambda at sigma =
// 1 is −inf, at 0 it is +inf); IEEE arithmetic gives the right limits: the first step and the last
// one become first order by themselves.
#include "core/sampling/solver.h"

#include "core/sampling/log_snr.h"

#include <ATen/ATen.h>

#include <cmath>

namespace diptych::sampling {

namespace {

class DpmSolver final : public Solver {
  public:
    DpmSolver(Schedule schedule, DpmSecondOrder secondOrder)
        : schedule_(std::move(schedule)), secondOrder_(secondOrder) {}

    at::Tensor step(const at::Tensor& x, int index, const Velocity& velocity) override {
        const auto i = static_cast<std::size_t>(index);
        const float sigma = schedule_.sigmas[i];
        const float next = schedule_.sigmas[i + 1];
        if (next == sigma) // no distance, and lambda would be the difference of two infinities
            return x;
        const at::Tensor data = x - velocity(x, sigma) * sigma;
        const double lambda = logSnr(sigma);
        const double h = logSnr(next) - lambda;
        const double scale = -(1.0 - next) * std::expm1(-h);
        at::Tensor result = x * (double{next} / sigma) + data * scale;
        if (previousData_.defined() && next > 0.0F) {
            const double r = (lambda - previousLambda_) / h;
            const double weight = secondOrder_ == DpmSecondOrder::Midpoint
                                      ? 0.5 * scale
                                      : (1.0 - next) * (std::expm1(-h) / h + 1.0);
            result = result + (data - previousData_) * (weight / r);
        }
        previousData_ = data;
        previousLambda_ = lambda;
        return result;
    }

  private:
    Schedule schedule_;
    DpmSecondOrder secondOrder_;
    at::Tensor previousData_; // undefined before the first step
    double previousLambda_ = 0.0;
};

} // namespace

std::unique_ptr<Solver> makeDpmSolver(const Schedule& schedule) {
    return makeDpmSolver(schedule, DpmSecondOrder::Midpoint);
}

std::unique_ptr<Solver> makeDpmSolver(const Schedule& schedule, DpmSecondOrder secondOrder) {
    return std::make_unique<DpmSolver>(schedule, secondOrder);
}

} // namespace diptych::sampling
