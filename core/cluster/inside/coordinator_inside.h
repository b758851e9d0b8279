// The inside of the coordinator: one thread watches the ranks and makes generations, all others
// bring requests.
#pragma once

#include "core/base/stopwatch.h"
#include "core/cluster/coordinator.h"
#include "core/cluster/inside/pending_requests.h"
#include "core/cluster/inside/roll_call.h"
#include "core/cluster/inside/stage_run.h"
#include "core/cluster/part_loader.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace diptych::cluster {

class Coordinator::Inside {
  public:
    static Result<std::shared_ptr<Inside>> open(CoordinatorOptions options);
    ~Inside();

    /// The watching thread.
    void begin();
    void end();

    int port() const { return port_; }
    ClusterModelFacts model() const;
    ClusterStatus status() const;
    bool waitUntilReady(std::chrono::milliseconds time) const;
    const CoordinatorOptions& options() const { return options_; }

    std::uint64_t newRequest() { return nextRequest_++; }
    /// The generation at work; 0 = none.
    std::uint64_t generation() const;

    /// What requests are told while none does. Waits while it is being found out.
    Error notReady() const;

    /// Puts frames into the ring and keeps a place for the answer. Errors: Device, when no
    /// generation works, or another one than `generation` (0 = any).
    Status post(std::uint64_t generation, std::uint64_t request, std::vector<Frame> frames);
    /// Errors: as PendingRequests::take.
    Result<Frame> take(std::uint64_t request, const RunContext& context);
    /// Tells all ranks that a text is over.
    void endText(std::uint64_t generation, std::uint64_t request);
    void record(const RequestRecord& record, std::uint64_t tokensWritten);

  private:
    Inside(CoordinatorOptions options, PartLoader loader);

    struct Loss {
        int rank = 0;
        std::string message;
    };

    // The watching thread's.
    void control();
    void step();
    void tryToBegin();
    void beginGeneration(const std::vector<int>& ranks);
    Result<LayerSplit> splitFor(const std::vector<int>& ranks) const;
    PlanMessage planFor(const std::vector<int>& ranks, const LayerSplit& split);
    void bindOwn(const LayerRange& layers);
    void collectBound(const PlanMessage& plan);
    void checkBound(int rank, const BoundMessage& bound);
    void connect(const PlanMessage& plan);
    void requireMembers(const PlanMessage& plan);
    void watch();
    std::optional<Loss> lossIn(const PlanMessage& plan, bool isUrgent,
                               Clock::time_point since) const;
    void endGeneration();
    Error blame(const PlanMessage& plan, const std::optional<Breakdown>& breakdown);
    void partFromWorkers();
    bool pause(std::chrono::milliseconds time);
    std::vector<int> ranksThere() const;
    std::string describe(int rank) const;
    std::string hostOf(int rank) const;
    RankWork ownWork() const;
    RankStatus statusOf(int rank) const;
    void publish();
    void log(const std::string& line) const;

    const CoordinatorOptions options_;
    const PartLoader loader_;
    const std::string epoch_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<RollCall> roll_;
    int port_ = 0;
    std::chrono::milliseconds tick_{0};

    // Of the watching thread alone.
    std::optional<LoadedPart> part_;
    LayerRange partLayers_;
    WeightDigests digests_; ///< of all tensors that somebody has shown so far, as they are here
    std::optional<PlanMessage> plan_; ///< while a generation works or is being made
    std::uint64_t lastGeneration_ = 0;
    std::map<int, std::uint64_t> weightBytes_; ///< by rank
    std::map<int, LayerRange> layers_;         ///< that a rank has, or had last
    std::optional<Clock::time_point> missingSince_;
    Clock::time_point notBefore_;
    std::string trouble_; ///< why the last generation ended or could not begin
    std::uint64_t layerForwards_ = 0, tokens_ = 0, nanoseconds_ = 0; ///< of earlier generations

    LinkCounters link_;
    PendingRequests pending_;
    std::atomic<std::uint64_t> nextRequest_{1};
    std::atomic<bool> hasBroken_{false};

    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::shared_ptr<StageRun> run_; // guarded by mutex_, as all below
    std::uint64_t runGeneration_ = 0;
    ClusterStatus snapshot_;
    Clock::time_point snapshotTime_;
    bool isJudging_ = false; ///< a generation is over, and it is being found out why
    std::string lastLoss_;   ///< why the last one was over
    std::string dtype_;
    std::deque<RequestRecord> recent_;
    std::uint64_t done_ = 0, failed_ = 0, tokensRead_ = 0, tokensWritten_ = 0;
    double stepsPerSecond_ = 0.0;

    std::stop_source stop_;
    std::thread thread_;
};

} // namespace diptych::cluster
