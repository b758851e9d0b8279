// Requests that wait for their answers from the ring.
#pragma once

#include "core/base/run_context.h"
#include "core/cluster/frame.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

namespace diptych::cluster {

/// May be used by all threads.
class PendingRequests {
  public:
    /// From now on an answer to `request` is kept until it is taken.
    void open(std::uint64_t request);
    /// Waits for it. Errors: the failure that was answered; that of `failAll`; Cancelled; Device
    /// (nothing came within `time`).
    Result<Frame> take(std::uint64_t request, std::chrono::milliseconds time,
                       const RunContext& context);
    /// Answers that nobody waits for any more are dropped.
    void answer(Frame frame);
    /// Nobody waits for these answers any more.
    void failAll(const Error& error);

    std::size_t size() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any come_;
    std::map<std::uint64_t, std::optional<Result<Frame>>> slots_; // guarded by mutex_
};

} // namespace diptych::cluster
