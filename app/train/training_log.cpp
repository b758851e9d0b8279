#include "app/train/training_log.h"

#include <fmt/format.h>

#include <utility>

namespace diptych::train {

TrainingLog::TrainingLog(Sink sink, std::int64_t every) : sink_(std::move(sink)), every_(every) {}

void TrainingLog::begin(std::string stage, std::int64_t firstStep, std::int64_t totalSteps) {
    stage_ = std::move(stage);
    firstStep_ = firstStep;
    totalSteps_ = totalSteps;
    watch_ = Stopwatch();
    sums_.clear();
    summed_ = 0;
}

void TrainingLog::step(std::int64_t finished, const std::map<std::string, double>& values) {
    for (const auto& [name, value] : values) {
        sums_[name].total += value;
        ++sums_[name].count;
    }
    ++summed_;
    if (summed_ < every_ && finished < totalSteps_)
        return;
    std::string line = fmt::format("{} {}/{}", stage_, finished, totalSteps_);
    for (const auto& [name, sum] : sums_)
        line += fmt::format(", {} {:.5g}", name, sum.total / static_cast<double>(sum.count));
    const double rate = static_cast<double>(finished - firstStep_) / watch_.seconds();
    line += fmt::format(", {:.2f} steps/s, {:.0f} min left", rate,
                        static_cast<double>(totalSteps_ - finished) / rate / 60.0);
    sink_(line);
    sums_.clear();
    summed_ = 0;
}

} // namespace diptych::train
