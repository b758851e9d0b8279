// What a training run tells while it runs.
#pragma once

#include "core/base/stopwatch.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace diptych::train {

/// Averages named numbers and hands a line to the sink now and then: "autoencoder 1200/6000,
/// loss 0.021, 3.4 steps/s, 23 min left".
class TrainingLog {
  public:
    using Sink = std::function<void(const std::string& line)>;

    explicit TrainingLog(Sink sink, std::int64_t every = 50);

    void begin(std::string stage, std::int64_t firstStep, std::int64_t totalSteps);
    /// Call once a step, with the step's numbers by name.
    void step(std::int64_t finished, const std::map<std::string, double>& values);
    void say(const std::string& line) { sink_(line); }

  private:
    struct Sum {
        double total = 0;
        std::int64_t count = 0; ///< of the steps that told it
    };
    Sink sink_;
    std::int64_t every_;
    std::string stage_;
    std::int64_t firstStep_ = 0;
    std::int64_t totalSteps_ = 0;
    Stopwatch watch_;
    std::map<std::string, Sum> sums_;
    std::int64_t summed_ = 0;
};

} // namespace diptych::train
