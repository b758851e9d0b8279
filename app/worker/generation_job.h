// One execution of a request, as the queue knows it: a drawing, the rewriting of a prompt, or the
// encoding of one into a file.
#pragma once

#include "app/worker/job_event.h"
#include "app/worker/step_clock.h"
#include "core/domain/generation_request.h"
#include "widgets/model/progress_text.h"

#include <QElapsedTimer>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace diptych::worker {

enum class JobState {
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Interrupted, ///< it was running when the program ended, in an earlier session
};

struct GenerationJob {
    JobId id = 0;
    GenerationRequest request;             ///< with its seed; of a rewriting only its prompt counts
    std::optional<RewriteRequest> rewrite; ///< what is to be written instead of a drawing
    std::int64_t writtenBytes = 0;         ///< of a rewriting, thoughts included
    /// A file of a picture that is only to be decoded, see unfinished_picture.h; empty = draw.
    std::filesystem::path unfinished;
    /// Where the embedding of the prompt goes instead of a drawing; empty = draw.
    std::filesystem::path encodeTo;
    JobState state = JobState::Queued;
    bool cancelling = false; ///< asked to stop, not stopped yet

    Phase phase = Phase::Load; ///< of a running job
    std::int64_t done = 0;     ///< of the phase's units
    std::int64_t total = 0;
    int picturesDone = 0;
    StepClock clock;
    QElapsedTimer timer; ///< from its start

    std::vector<Notice> notices;
    Error error; ///< of a failed job

    std::stop_source cancel;
    std::shared_ptr<std::atomic<bool>> stopAfterPicture =
        std::make_shared<std::atomic<bool>>(false);

    bool isDrawing() const { return !rewrite && encodeTo.empty(); }
    bool isFinished() const { return state != JobState::Queued && state != JobState::Running; }
    /// How much of a running job is done, 0…1, by what phases usually take; never goes back within
    /// a job.
    double fraction() const;
    /// Seconds until the last step; empty before two steps were measured.
    std::optional<double> remainingSeconds() const;

    widgets::JobProgress progress() const;

    /// Takes over what an event tells. The state changes with an outcome.
    void take(const JobEvent& event);
};

} // namespace diptych::worker
