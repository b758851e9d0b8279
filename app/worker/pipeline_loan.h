// The pipeline for others than the queue: whoever has work for it waits until the inference thread
// has time, between two jobs, and gets the one that is loaded. So there is one engine in the
// program, and one model in memory.
#pragma once

#include "core/base/result.h"
#include "core/pipeline/image_pipeline.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace diptych::worker {

/// Runs on the inference thread.
using LoanWork = std::function<Status(ImagePipeline&)>;

/// One piece of work, shared by the thread that waits and the one that computes.
class PipelineLoan {
  public:
    PipelineLoan(PipelineOptions options, LoanWork work)
        : options_(std::move(options)), work_(std::move(work)) {}

    /// Waits until it is over. A stop ends the waiting at once as long as the work has not begun;
    /// afterwards the work must hear of it by itself. Errors: those of the work; Cancelled.
    Status wait(const std::stop_token& stop);

    /// For the inference thread: whether somebody still waits. Then `finish` must follow.
    bool begin();
    const PipelineOptions& options() const { return options_; }
    const LoanWork& work() const { return work_; }
    /// Only the first call counts.
    void finish(Status status);

  private:
    PipelineOptions options_;
    LoanWork work_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool begun_ = false;           // guarded by mutex_, as below
    std::optional<Status> result_; // nothing while it waits or runs
};

/// Hands work to the inference thread and blocks until it is done: not for the GUI thread. May be
/// called by any thread. Errors: those of `work` and of opening the model; Cancelled.
using PipelineLender =
    std::function<Status(const PipelineOptions&, LoanWork work, const std::stop_token& stop)>;

/// An ImagePipeline whose every call is lent: what a server in this program works with. `spec` is
/// that of the model that `options` name.
std::unique_ptr<ImagePipeline> borrowPipeline(PipelineLender lend, PipelineOptions options,
                                              ModelSpec spec);

} // namespace diptych::worker
