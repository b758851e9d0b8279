#include "app/worker/step_clock.h"

namespace diptych::worker {

namespace {

constexpr double kNewestShare = 0.4; // of the newest step in the mean

}

void StepClock::step(std::int64_t done, std::int64_t total, double seconds) {
    if (done > done_ && total == total_) {
        const double each = (seconds - lastSeconds_) / static_cast<double>(done - done_);
        stepSeconds_ =
            stepSeconds_ == 0.0 ? each : kNewestShare * each + (1.0 - kNewestShare) * stepSeconds_;
    }
    done_ = done;
    total_ = total;
    lastSeconds_ = seconds;
}

std::optional<double> StepClock::remaining(int morePictures) const {
    if (stepSeconds_ == 0.0)
        return std::nullopt;
    const std::int64_t steps = total_ - done_ + morePictures * total_;
    return stepSeconds_ * static_cast<double>(steps);
}

} // namespace diptych::worker
