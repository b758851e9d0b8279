// One piece of work for the engine, shared by the thread that waits for it and the one that does
// it.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/pipeline/image_pipeline.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace diptych::server {

enum class JobState { Queued, Running, Succeeded, Failed, Cancelled };

/// "queued", "running", "succeeded", "failed", "cancelled".
std::string_view toString(JobState state);

/// Where a job is at a moment.
struct JobStatus {
    JobState state = JobState::Queued;
    Phase phase = Phase::Load;
    std::int64_t done = 0; ///< of `total` units of `phase`
    std::int64_t total = 0;
    std::optional<Error> error; ///< of a failed one
    std::uint64_t change = 0;   ///< goes up with every change

    bool isOver() const { return state != JobState::Queued && state != JobState::Running; }
};

/// Token ids that may be encoded together with others'.
struct EncodeWork {
    std::vector<std::int32_t> ids;
    int hiddenLayer = kDefaultHiddenLayer; ///< Hugging Face numbering
    LastLayer last = LastLayer::Normed;

    bool goesWith(const EncodeWork& other) const {
        return hiddenLayer == other.hiddenLayer && last == other.last;
    }
};

/// Runs on the engine's thread; what it makes, it keeps itself.
using EngineWork = std::function<Status(ImagePipeline& pipeline, const RunContext& context)>;

class EngineJob final : private ProgressSink {
  public:
    EngineJob(std::string client, EngineWork work)
        : client_(std::move(client)), work_(std::move(work)) {}
    EngineJob(std::string client, EncodeWork work)
        : client_(std::move(client)), encode_(std::move(work)) {}

    const std::string& client() const { return client_; }
    /// Null for work of another kind.
    const EncodeWork* encodeWork() const { return encode_ ? &*encode_ : nullptr; }
    const EngineWork& work() const { return work_; }

    JobStatus status() const;
    /// Returns when `change` is another than `seen`, or after `time`.
    JobStatus waitForChange(std::uint64_t seen, std::chrono::milliseconds time) const;

    /// Asks the work to stop. One that waits is taken out of the queue by the engine.
    void requestStop() { stop_.request_stop(); }
    bool stopRequested() const { return stop_.stop_requested(); }

    /// For the engine.
    RunContext context() { return {stop_.get_token(), this, nullptr}; }
    void begin();
    void finish(Status status);

    /// The result of EncodeWork, once the job has succeeded; taken once.
    EncodedPrompt takeEncoded();
    void setEncoded(EncodedPrompt encoded);

  private:
    void progress(Phase phase, std::int64_t done, std::int64_t total) override;

    std::string client_;
    EngineWork work_;
    std::optional<EncodeWork> encode_;
    std::stop_source stop_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    JobStatus status_;      // guarded by mutex_
    EncodedPrompt encoded_; // guarded by mutex_
};

} // namespace diptych::server
