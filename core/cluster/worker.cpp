#include "core/cluster/worker.h"

#include "core/cluster/inside/c10d.h"
#include "core/cluster/inside/identity.h"
#include "core/cluster/inside/messages.h"
#include "core/cluster/inside/stage_run.h"
#include "core/cluster/part_loader.h"
#include "core/tensor/device.h"
#include "core/tensor/guarded.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace diptych::cluster {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestTick{5}, kLongestTick{100};
constexpr milliseconds kStoreTimeout{10'000};

/// One run of a worker process. Its layers outlast generations and coordinators.
class Worker {
  public:
    Worker(const WorkerOptions& options, PartLoader loader, std::stop_token stop)
        : options_(options), loader_(std::move(loader)), stop_(std::move(stop)) {}

    Status run();

  private:
    enum class Outcome { Ended, CoordinatorLost };

    Result<Outcome> serve();
    Status greet(Store& store);
    void beat(Store& store);
    void beatUntil(const std::stop_token& end);
    void noteEnding();
    void heedAnswer(Store& store);
    Result<Outcome> follow(Store& store);
    void followPlan(Store& store);
    void begin(Store& store, const PlanMessage& plan, std::size_t place);
    void bind(Store& store, const PlanMessage& plan, std::size_t place);
    bool waitForGo(Store& store, std::uint64_t generation);
    void connect(const PlanMessage& plan, std::size_t place);
    void stopRun();
    void noteBreakdown();
    void setPhase(WorkerPhase phase, std::uint64_t generation, std::string message = {});
    RankWork work();
    bool pause(milliseconds time);
    void log(const std::string& line) const;
    const RankOptions& rank() const { return options_.rank; }
    bool isRefused() const { return !answer_.reason.empty() && !answer_.mayWait; }

    const WorkerOptions& options_;
    const PartLoader loader_;
    const std::stop_token stop_;

    EpochMessage epoch_;
    std::string incarnation_;
    milliseconds tick_{kLongestTick};
    std::optional<LoadedPart> part_;
    LayerRange layers_;
    WeightDigests digests_;        ///< of part_; empty = not made yet
    std::uint64_t generation_ = 0; ///< the last one that was begun
    LinkCounters link_;
    AnswerMessage answer_; ///< the coordinator's last one

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::unique_ptr<StageRun> run_; // guarded by mutex_, as all below
    RankWork past_;                 ///< of earlier runs
    WorkerPhase phase_ = WorkerPhase::Waiting;
    std::uint64_t phaseGeneration_ = 0;
    std::string message_;
    std::uint64_t beats_ = 0;
    bool isCoordinatorSilent_ = false;
    bool isEnding_ = false;
    std::stop_source loading_; ///< renewed with every coordinator
};

void Worker::log(const std::string& line) const {
    if (rank().log)
        rank().log(line);
}

bool Worker::pause(milliseconds time) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop_, time, [] { return false; });
    return !stop_.stop_requested();
}

void Worker::setPhase(WorkerPhase phase, std::uint64_t generation, std::string message) {
    const std::lock_guard lock(mutex_);
    phase_ = phase;
    phaseGeneration_ = generation;
    message_ = std::move(message);
}

Status Worker::run() {
    bool isWaiting = false;
    while (!stop_.stop_requested()) {
        const Result<Outcome> outcome = serve();
        if (!outcome && outcome.error().code != ErrorCode::Network)
            return fail(outcome.error());
        if (outcome && *outcome == Outcome::Ended)
            break;
        if (outcome || !std::exchange(isWaiting, true))
            log(fmt::format("waiting for the coordinator at {}:{}", options_.coordinator,
                            options_.port));
        pause(options_.retry);
    }
    return Done{};
}

// One life of the coordinator, from hello to goodbye.
Result<Worker::Outcome> Worker::serve() {
    std::unique_ptr<Store> store;
    DIPTYCH_TRY_DONE(
        guarded([&] { store = connectStore(options_.coordinator, options_.port, kStoreTimeout); }));
    DIPTYCH_TRY_DONE(greet(*store));
    std::jthread beating([this](const std::stop_token& end) { beatUntil(end); });
    Result<Outcome> outcome = follow(*store);
    stopRun();
    beating.request_stop();
    wake_.notify_all();
    beating.join();
    if (outcome && *outcome == Outcome::Ended) {
        setPhase(WorkerPhase::Left, generation_);
        static_cast<void>(guarded([&] { beat(*store); }));
    }
    return outcome;
}

Status Worker::greet(Store& store) {
    return guarded([&]() -> Status {
        const std::optional<std::string> text = store.find(kEpochKey);
        const std::optional<EpochMessage> epoch = text ? readEpoch(*text) : std::nullopt;
        if (!epoch || epoch->epoch.empty())
            return fail(ErrorCode::Network, "the coordinator has not begun yet");
        if (options_.index < 1 || options_.index >= epoch->worldSize)
            return fail(ErrorCode::InvalidInput,
                        fmt::format("this cluster has no rank {}: there are {} ranks",
                                    options_.index, epoch->worldSize),
                        "ranks count from 0, which is the coordinator");
        epoch_ = *epoch;
        incarnation_ = randomName();
        generation_ = 0;
        tick_ = std::clamp(milliseconds(epoch_.heartbeatMs) / 4, kShortestTick, kLongestTick);
        answer_ = {};
        JoinMessage join{incarnation_,           rank().version,     rank().host,
                         loader_.configDigest(), rank().memoryBytes, std::string()};
        join.proof = proofOf(rank().key, provenText(join, epoch_.epoch, options_.index));
        const std::int64_t number = store.count(callersKey(options_.index));
        store.set(joinKey(options_.index, number), toText(join));
        {
            const std::lock_guard lock(mutex_);
            isCoordinatorSilent_ = false;
            isEnding_ = false;
            loading_ = std::stop_source();
        }
        setPhase(WorkerPhase::Waiting, 0);
        beat(store);
        log(fmt::format("joined the cluster at {}:{} as rank {}", options_.coordinator,
                        options_.port, options_.index));
        return Done{};
    });
}

RankWork Worker::work() {
    RankWork work = past_;
    double nanoseconds = 0.0;
    if (run_) {
        const StageCounters& counters = run_->stage().counters();
        work.layerForwards += counters.layerForwards;
        work.tokens += counters.tokens;
        nanoseconds = static_cast<double>(counters.nanoseconds);
        work.texts = counters.texts;
        work.keptBytes = counters.keptBytes;
        work.waiting = run_->waiting();
    }
    work.computeSeconds += nanoseconds * 1e-9;
    work.sendSeconds = static_cast<double>(link_.sendNanoseconds) * 1e-9;
    work.serialisationSeconds = static_cast<double>(link_.sumNanoseconds) * 1e-9;
    work.frames = link_.frames;
    work.stateBytes = link_.stateBytes;
    work.resultBytes = link_.resultBytes;
    return work;
}

void Worker::beat(Store& store) {
    BeatMessage message;
    {
        const std::lock_guard lock(mutex_);
        message = {incarnation_, ++beats_, phase_, phaseGeneration_, message_, work()};
    }
    store.set(beatKey(message.incarnation), toText(message));
}

// On a thread and a connection of its own: a rank that computes or loads is not a dead one.
void Worker::beatUntil(const std::stop_token& end) {
    const Status status = guarded([&] {
        const auto store =
            connectStore(options_.coordinator, options_.port, milliseconds(epoch_.joinTimeoutMs));
        std::uint64_t change = 0;
        while (!end.stop_requested()) {
            beat(*store);
            if (store->find(kEndingKey))
                noteEnding();
            std::unique_lock lock(mutex_);
            change = phaseGeneration_ * 8 + static_cast<std::uint64_t>(phase_);
            wake_.wait_for(lock, end, milliseconds(epoch_.heartbeatMs), [&] {
                return change != phaseGeneration_ * 8 + static_cast<std::uint64_t>(phase_);
            });
        }
    });
    if (status)
        return;
    const std::lock_guard lock(mutex_);
    isCoordinatorSilent_ = true;
}

// Heard here, since the other thread may be in the middle of a long load.
void Worker::noteEnding() {
    std::stop_source loading;
    {
        const std::lock_guard lock(mutex_);
        isEnding_ = true;
        loading = loading_;
    }
    loading.request_stop();
}

// Once for each answer.
void Worker::heedAnswer(Store& store) {
    const std::optional<std::string> text = store.find(answerKey(incarnation_));
    const std::optional<AnswerMessage> answer = text ? readAnswer(*text) : std::nullopt;
    if (!answer || answer->reason == answer_.reason)
        return;
    answer_ = *answer;
    if (answer_.reason.empty())
        log("the coordinator lets this rank take part now");
    else if (answer_.mayWait)
        log(fmt::format("this rank waits for its turn: {}", answer_.reason));
    else
        log(fmt::format("the coordinator refuses this rank: {}", answer_.reason));
}

Result<Worker::Outcome> Worker::follow(Store& store) {
    while (!stop_.stop_requested()) {
        const Result<bool> goesOn = guarded([&] {
            if (store.find(kEndingKey))
                return false;
            noteBreakdown();
            heedAnswer(store);
            followPlan(store);
            return true;
        });
        bool isSilent = false, isEnding = false;
        {
            const std::lock_guard lock(mutex_);
            isSilent = isCoordinatorSilent_;
            isEnding = isEnding_;
        }
        if (isEnding)
            break;
        if (isSilent || (!goesOn && goesOn.error().code == ErrorCode::Network)) {
            log("the coordinator is gone");
            return Outcome::CoordinatorLost;
        }
        if (!goesOn)
            log(goesOn.error().message);
        else if (!*goesOn)
            break;
        pause(tick_);
    }
    log("the end");
    return Outcome::Ended;
}

void Worker::noteBreakdown() {
    std::optional<Breakdown> breakdown;
    {
        const std::lock_guard lock(mutex_);
        if (run_)
            breakdown = run_->breakdown();
    }
    if (!breakdown)
        return;
    log("the ring broke: " + breakdown->error.message);
    setPhase(WorkerPhase::Broken, generation_, breakdown->error.message);
    wake_.notify_all();
    stopRun();
}

void Worker::followPlan(Store& store) {
    const std::optional<std::string> text = store.find(kPlanKey);
    const std::optional<PlanMessage> plan = text ? readPlan(*text) : std::nullopt;
    if (!plan || plan->generation <= generation_)
        return;
    if (isRefused())
        return;
    stopRun();
    generation_ = plan->generation;
    if (!isProof(plan->proof, rank().key, provenText(*plan, epoch_.epoch)))
        throw ErrorException(Error{ErrorCode::Remote,
                                   "the coordinator has another key than this rank",
                                   "give all ranks the same key",
                                   "",
                                   {}});
    for (std::size_t place = 0; place < plan->members.size(); ++place) {
        const PlanMember& member = plan->members[place];
        if (member.rank == options_.index && member.incarnation == incarnation_) {
            begin(store, *plan, place);
            return;
        }
    }
    setPhase(WorkerPhase::Waiting, generation_);
}

void Worker::begin(Store& store, const PlanMessage& plan, std::size_t place) {
    setPhase(WorkerPhase::Loading, plan.generation);
    wake_.notify_all();
    bind(store, plan, place);
    if (!waitForGo(store, plan.generation))
        return;
    const Status connected = guarded([&] { connect(plan, place); });
    if (connected) {
        log(fmt::format("generation {} works", plan.generation));
        setPhase(WorkerPhase::Serving, plan.generation);
    } else {
        log(connected.error().message);
        setPhase(WorkerPhase::Broken, plan.generation, connected.error().message);
    }
    wake_.notify_all();
}

// What goes wrong is the coordinator's to decide about.
void Worker::bind(Store& store, const PlanMessage& plan, std::size_t place) {
    const LayerRange layers = plan.members[place].layers;
    log(fmt::format("generation {}: layers {}", plan.generation, toString(layers)));
    BoundMessage bound;
    std::stop_source loading;
    {
        const std::lock_guard lock(mutex_);
        loading = loading_;
    }
    const std::stop_callback stopped(stop_, [&loading] { loading.request_stop(); });
    const RunContext context{loading.get_token(), nullptr, nullptr};
    const Status status = guarded([&]() -> Status {
        if (!part_ || !(layers_ == layers)) {
            part_.reset(); // not both at the same time
            DIPTYCH_TRY(part_, loader_.load(layers, context));
            layers_ = layers;
        }
        bound.weightBytes = part_->weightBytes;
        if (epoch_.wantsDigests) {
            DIPTYCH_TRY(bound.digests, loader_.digests(part_->names, rank().digestCache, context));
        }
        return Done{};
    });
    if (!status)
        bound.error = status.error().message;
    store.set(boundKey(plan.generation, options_.index), toText(bound));
}

// False when another plan comes instead, or a refusal.
bool Worker::waitForGo(Store& store, std::uint64_t generation) {
    while (!store.find(goKey(generation))) {
        heedAnswer(store);
        if (isRefused())
            return false;
        const std::optional<std::string> text = store.find(kPlanKey);
        const std::optional<PlanMessage> plan = text ? readPlan(*text) : std::nullopt;
        if (!plan || plan->generation != generation || store.find(kEndingKey) || !pause(tick_))
            return false;
    }
    return true;
}

void Worker::connect(const PlanMessage& plan, std::size_t place) {
    StageRunParts parts;
    const std::string name = fmt::format("rank {}{}", options_.index,
                                         rank().host.empty() ? "" : " (" + rank().host + ")");
    parts.stage = std::make_shared<Stage>(part_->model, name);
    parts.rank = static_cast<int>(place);
    parts.size = static_cast<int>(plan.members.size());
    parts.group =
        joinGroup({options_.coordinator, options_.port, fmt::format("group/{}", plan.generation),
                   parts.rank, parts.size, rank().address, milliseconds(epoch_.joinTimeoutMs),
                   seedOf(rank().key, epoch_.epoch), &link_});
    parts.prepareThread = rank().prepareThread;
    parts.onBreakdown = [this] { wake_.notify_all(); };
    auto run = std::make_unique<StageRun>(std::move(parts));
    const std::lock_guard lock(mutex_);
    run_ = std::move(run);
}

void Worker::stopRun() {
    std::unique_ptr<StageRun> run;
    {
        const std::lock_guard lock(mutex_);
        if (!run_)
            return;
        const StageCounters& counters = run_->stage().counters();
        past_.layerForwards += counters.layerForwards;
        past_.tokens += counters.tokens;
        past_.computeSeconds += static_cast<double>(counters.nanoseconds) * 1e-9;
        run = std::move(run_);
    }
    run->stop();
}

} // namespace

Status runWorker(const WorkerOptions& options, const std::stop_token& stop) {
    DIPTYCH_TRY_DONE(engineIsThere());
    DIPTYCH_TRY(const c10::Device device, resolveDevice(options.rank.placement.textEncoder));
    DIPTYCH_TRY(PartLoader loader, PartLoader::open(options.rank.textEncoder,
                                                    {device, options.rank.placement.weightFormat}));
    return Worker(options, std::move(loader), stop).run();
}

} // namespace diptych::cluster
