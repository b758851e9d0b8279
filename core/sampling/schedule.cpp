#include "core/sampling/schedule.h"

namespace diptych::sampling {

float shiftedSigma(float u, float shift) {
    return shift * u / (1.0F + (shift - 1.0F) * u);
}

Schedule linearSchedule(int steps, double shift) {
    Schedule schedule;
    for (int i = 0; i < steps; ++i) {
        const float u = 1.0F - static_cast<float>(i) / static_cast<float>(steps);
        schedule.sigmas.push_back(shiftedSigma(u, static_cast<float>(shift)));
    }
    schedule.sigmas.push_back(0.0F);
    return schedule;
}

} // namespace diptych::sampling
