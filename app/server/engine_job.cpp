#include "app/server/engine_job.h"

#include <utility>

namespace diptych::server {

std::string_view toString(JobState state) {
    switch (state) {
    case JobState::Queued:
        return "queued";
    case JobState::Running:
        return "running";
    case JobState::Succeeded:
        return "succeeded";
    case JobState::Failed:
        return "failed";
    case JobState::Cancelled:
        return "cancelled";
    }
    return "";
}

JobStatus EngineJob::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

JobStatus EngineJob::waitForChange(std::uint64_t seen, std::chrono::milliseconds time) const {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [&] { return status_.change != seen; });
    return status_;
}

void EngineJob::begin() {
    {
        const std::lock_guard lock(mutex_);
        status_.state = JobState::Running;
        ++status_.change;
    }
    changed_.notify_all();
}

void EngineJob::finish(Status status) {
    {
        const std::lock_guard lock(mutex_);
        if (status_.isOver())
            return;
        ++status_.change;
        if (status) {
            status_.state = JobState::Succeeded;
        } else {
            const bool isStopped = status.error().code == ErrorCode::Cancelled;
            status_.state = isStopped ? JobState::Cancelled : JobState::Failed;
            status_.error = std::move(status.error());
        }
    }
    changed_.notify_all();
}

EncodedPrompt EngineJob::takeEncoded() {
    const std::lock_guard lock(mutex_);
    return std::move(encoded_);
}

void EngineJob::setEncoded(EncodedPrompt encoded) {
    const std::lock_guard lock(mutex_);
    encoded_ = std::move(encoded);
}

void EngineJob::progress(Phase phase, std::int64_t done, std::int64_t total) {
    {
        const std::lock_guard lock(mutex_);
        status_.phase = phase;
        status_.done = done;
        status_.total = total;
        ++status_.change;
    }
    changed_.notify_all();
}

} // namespace diptych::server
