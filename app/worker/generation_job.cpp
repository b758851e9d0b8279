#include "app/worker/generation_job.h"

#include <algorithm>
#include <type_traits>

namespace diptych::worker {

namespace {

// Shares of one picture's time by phase; loading and encoding count for the first one only.
constexpr double kBeforeSampling = 0.06;
constexpr double kSampling = 0.84;

} // namespace

double GenerationJob::fraction() const {
    const int count = std::max(request.count, 1);
    const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0;
    double ofPicture = 0.0;
    switch (phase) {
    case Phase::Load:
    case Phase::Encode:
        // Some things are loaded late, the autoencoder after the last step: no way back for those.
        ofPicture = clock.remaining(0) ? kBeforeSampling + kSampling : 0.0;
        break;
    case Phase::Sample:
        ofPicture = kBeforeSampling + kSampling * share;
        break;
    case Phase::Decode:
    case Phase::Save:
        ofPicture = kBeforeSampling + kSampling;
        break;
    }
    return std::min((picturesDone + ofPicture) / count, 1.0);
}

std::optional<double> GenerationJob::remainingSeconds() const {
    if (state != JobState::Running || phase != Phase::Sample)
        return std::nullopt;
    return clock.remaining(std::max(request.count - picturesDone - 1, 0));
}

widgets::JobProgress GenerationJob::progress() const {
    const int last = std::max(request.count - 1, 0);
    return {phase,     done, total, std::min(picturesDone, last), request.count, remainingSeconds(),
            fraction()};
}

void GenerationJob::take(const JobEvent& event) {
    std::visit(
        [this](const auto& what) {
            using What = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<What, PhaseStarted>) {
                phase = what.phase;
                done = 0;
                total = what.total;
            } else if constexpr (std::is_same_v<What, Progressed>) {
                phase = what.phase;
                done = what.done;
                total = what.total;
                if (phase == Phase::Sample)
                    clock.step(done, total, static_cast<double>(timer.elapsed()) / 1000.0);
            } else if constexpr (std::is_same_v<What, Noticed>) {
                notices.push_back(what.notice);
            } else if constexpr (std::is_same_v<What, PictureDrawn>) {
                ++picturesDone;
            } else if constexpr (std::is_same_v<What, TextWritten>) {
                writtenBytes += static_cast<std::int64_t>(what.text.size());
            } else if constexpr (std::is_same_v<What, Succeeded>) {
                state = JobState::Succeeded;
            } else if constexpr (std::is_same_v<What, Failed>) {
                state = JobState::Failed;
                error = what.error;
            } else if constexpr (std::is_same_v<What, Cancelled>) {
                state = JobState::Cancelled;
            }
        },
        event.what);
}

} // namespace diptych::worker
