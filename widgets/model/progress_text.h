// How far a job is, in words.
#pragma once

#include "core/base/run_context.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace diptych::widgets {

struct JobProgress {
    Phase phase = Phase::Load;
    std::int64_t done = 0;
    std::int64_t total = 0;
    int picture = 0; ///< the one that is drawn, from 0
    int count = 1;   ///< of the job
    std::optional<double> remainingSeconds;
    double fraction = 0.0; ///< of the whole job, 0…1
};

/// "Loading the model", "Drawing picture 2 of 4: step 3 of 8, about 12 s left"
QString progressText(const JobProgress& progress);

/// "4 s", "2 min 10 s", "1 h 5 min"
QString durationText(double seconds);

} // namespace diptych::widgets
