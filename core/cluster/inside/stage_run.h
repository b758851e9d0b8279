// A stage between its neighbours in the ring: one thread receives, one computes, one sends, so that
// frames of several requests are on their way at the same time.
#pragma once

#include "core/cluster/inside/blocking_queue.h"
#include "core/cluster/inside/c10d.h"
#include "core/cluster/stage.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace diptych::cluster {

/// How a run came to its end before it was stopped.
struct Breakdown {
    std::optional<int> peer; ///< the neighbour whose connection broke
    Error error;
};

struct StageRunParts {
    std::shared_ptr<Stage> stage;
    std::unique_ptr<Group> group; ///< null when there is one member only
    int rank = 0;                 ///< among the members
    int size = 1;
    /// Called first on the computing thread; may be empty.
    std::function<void()> prepareThread;
    /// First member only: results and failures, on one of the run's threads.
    std::function<void(Frame)> onAnswer;
    /// Once at most, on one of the run's threads; must not stop the run itself.
    std::function<void()> onBreakdown;
};

class StageRun {
  public:
    explicit StageRun(StageRunParts parts);
    /// Stops.
    ~StageRun();
    StageRun(const StageRun&) = delete;
    StageRun& operator=(const StageRun&) = delete;

    /// First member: work for the ring.
    void post(Frame frame) { in_.push(std::move(frame)); }

    /// First member: what waits of a request is not begun any more.
    void forget(std::uint64_t request) {
        in_.removeIf([&](const Frame& frame) { return frame.request == request; });
    }

    /// Ends all threads and closes the connections. Not by one of the threads.
    void stop();

    std::optional<Breakdown> breakdown() const;
    std::size_t waiting() const { return in_.size(); }
    const Stage& stage() const { return *parts_.stage; }

  private:
    void compute();
    void send();
    void receive();
    void breakWith(std::optional<int> peer, const Error& error);
    bool isFirst() const { return parts_.rank == 0; }

    StageRunParts parts_;
    BlockingQueue<Frame> in_, out_;
    mutable std::mutex mutex_;
    std::optional<Breakdown> breakdown_; // guarded by mutex_
    std::thread computing_, sending_, receiving_;
};

} // namespace diptych::cluster
