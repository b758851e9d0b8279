// How long the rest of a drawing will take, from the steps that were measured. Time is passed in.
#pragma once

#include <cstdint>
#include <optional>

namespace diptych::worker {

class StepClock {
  public:
    /// Tells that `done` of `total` steps of a picture are finished at `seconds` on any clock that
    /// does not go back. `done` = 0 begins a picture.
    void step(std::int64_t done, std::int64_t total, double seconds);

    /// Seconds until the last step of this picture and of `morePictures` like it; empty before
    /// there are two measurements.
    std::optional<double> remaining(int morePictures) const;

  private:
    double stepSeconds_ = 0.0; ///< moving mean; 0 = not measured
    double lastSeconds_ = 0.0;
    std::int64_t done_ = 0;
    std::int64_t total_ = 0;
};

} // namespace diptych::worker
