// The thread that has the model, and the line of those who want it. Where the model is spread over
// machines, several threads bring it work.
#pragma once

#include "app/server/engine_job.h"
#include "app/server/fair_queue.h"
#include "app/server/metrics.h"
#include "core/base/result.h"
#include "core/pipeline/image_pipeline.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace diptych::server {

struct EngineOptions {
    /// Called once on each of the engine's threads.
    std::function<Result<std::unique_ptr<ImagePipeline>>()> open;
    QueueLimits limits;
    std::size_t mostBatchTokens = 4096; ///< of requests that are encoded together
    std::size_t mostBatchPrompts = 16;
    /// That work at the same time, each with a pipeline of its own: for models that are elsewhere.
    std::size_t threads = 1;
};

class Engine {
  public:
    /// Opens the pipelines and begins to work. `metrics` is borrowed. Errors: those of `open`.
    static Result<std::unique_ptr<Engine>> start(EngineOptions options, Metrics& metrics);
    /// Stops what is under way.
    ~Engine();

    /// Puts a job into the line.
    Admission submit(const std::shared_ptr<EngineJob>& job);
    /// Stops a job, whether it waits or runs.
    void cancel(const std::shared_ptr<EngineJob>& job);
    /// How many have their turn before this one; nothing when it does not wait.
    std::optional<std::size_t> position(const std::shared_ptr<EngineJob>& job) const;

    std::size_t queueDepth() const;
    /// Requests of this client that wait.
    std::size_t waitingOf(const std::string& client) const;
    /// Nothing waits and nothing runs.
    bool isIdle() const;
    /// Stops everything, waiting or running.
    void cancelAll();

    /// Of the model, read once when it was opened.
    const ModelSpec& spec() const { return spec_; }

  private:
    using Job = std::shared_ptr<EngineJob>;

    Engine(EngineOptions options, Metrics& metrics);
    void run(std::size_t thread, std::function<void(Status)> opened);
    std::vector<Job> nextJobs(std::size_t thread);
    void work(ImagePipeline& pipeline, const std::vector<Job>& jobs);
    static Status workAlone(ImagePipeline& pipeline, EngineJob& job);
    void encodeTogether(ImagePipeline& pipeline, const std::vector<Job>& jobs);

    EngineOptions options_;
    Metrics& metrics_;
    ModelSpec spec_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    FairQueue<Job> queue_;                  // guarded by mutex_, as all below
    std::vector<std::vector<Job>> running_; // by thread
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

} // namespace diptych::server
