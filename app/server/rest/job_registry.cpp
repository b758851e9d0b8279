#include "app/server/rest/job_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace diptych::server {

namespace {

/// Jobs that are over; their pictures stay in the history.
constexpr std::size_t kMostKept = 256;

// Not to be guessed: whoever knows it can stop the job.
std::string newJobId() {
    std::random_device device;
    return fmt::format("job-{:08x}{:08x}{:08x}", device(), device(), device());
}

} // namespace

std::shared_ptr<PictureJob> JobRegistry::add(std::shared_ptr<EngineJob> job,
                                             std::shared_ptr<PictureWork> work) {
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    auto entry = std::make_shared<PictureJob>(
        PictureJob{newJobId(), now.count(), std::move(job), std::move(work)});
    const std::lock_guard lock(mutex_);
    jobs_.push_front(entry);
    forgetOldest();
    return entry;
}

void JobRegistry::forgetOldest() {
    std::size_t over = 0;
    for (auto job = jobs_.begin(); job != jobs_.end();) {
        const bool isOver = (*job)->engineJob->status().isOver();
        over += isOver ? 1 : 0;
        job = isOver && over > kMostKept ? jobs_.erase(job) : std::next(job);
    }
}

std::shared_ptr<PictureJob> JobRegistry::find(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& job) { return job->id == id; });
    return found == jobs_.end() ? nullptr : *found;
}

std::vector<std::shared_ptr<PictureJob>> JobRegistry::all() const {
    const std::lock_guard lock(mutex_);
    return {jobs_.begin(), jobs_.end()};
}

} // namespace diptych::server
