// The coordinator's watching thread: who is there, who has which layers, and who was lost.
#include "core/cluster/inside/coordinator_inside.h"
#include "core/cluster/inside/identity.h"
#include "core/tensor/device.h"
#include "core/tensor/guarded.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace diptych::cluster {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestTick{5}, kLongestTick{100};
constexpr milliseconds kShortestPatience{300};
constexpr milliseconds kLongestFarewell{3000};
/// A rank that has not beaten this often since a connection broke is the one that is gone.
constexpr int kMissedBeats = 3;

/// Who has not been heard for so long may be alive, but is no good beginning, and makes room for
/// another run of its rank.
milliseconds patienceOf(const ClusterTimes& times) {
    return std::min(times.deadAfter,
                    std::max(2 * kMissedBeats * times.heartbeat, kShortestPatience));
}

[[noreturn]] void throwLost(std::string message) {
    throw ErrorException(Error{ErrorCode::Device,
                               std::move(message),
                               "it takes part again as soon as it is back",
                               "",
                               {}});
}

} // namespace

Coordinator::Inside::Inside(CoordinatorOptions options, PartLoader loader)
    : options_(std::move(options)), loader_(std::move(loader)), epoch_(randomName()) {}

Coordinator::Inside::~Inside() {
    end();
}

Result<std::shared_ptr<Coordinator::Inside>> Coordinator::Inside::open(CoordinatorOptions options) {
    DIPTYCH_TRY_DONE(engineIsThere());
    DIPTYCH_TRY(const c10::Device device, resolveDevice(options.rank.placement.textEncoder));
    DIPTYCH_TRY(PartLoader loader, PartLoader::open(options.rank.textEncoder,
                                                    {device, options.rank.placement.weightFormat}));
    const auto ranks = static_cast<std::size_t>(std::max(options.worldSize, 0));
    const std::int64_t layers = loader.config().layerCount;
    if (options.split.kind == SplitChoice::Kind::Given) {
        DIPTYCH_TRY_DONE(checkSplit(options.split.given, layers, ranks));
    }
    DIPTYCH_TRY_DONE(evenSplit(layers, ranks)); // more ranks than layers?
    std::shared_ptr<Inside> inside(new Inside(std::move(options), std::move(loader)));
    const ClusterTimes& times = inside->options_.times;
    inside->tick_ = std::clamp(times.heartbeat / 4, kShortestTick, kLongestTick);
    DIPTYCH_TRY_DONE(guarded([&] {
        inside->store_ = hostStore(inside->options_.port, times.joinTimeout);
        inside->port_ = inside->store_->port();
        const RankOptions& rank = inside->options_.rank;
        inside->roll_ = std::make_unique<RollCall>(
            *inside->store_, RollCallOptions{inside->options_.worldSize, inside->epoch_, rank.key,
                                             rank.version, inside->loader_.configDigest(),
                                             patienceOf(times), times.deadAfter, rank.log});
        inside->store_->set(
            kEpochKey, toText(EpochMessage{
                           inside->epoch_, rank.version, static_cast<int>(times.heartbeat.count()),
                           static_cast<int>(times.joinTimeout.count()), inside->options_.worldSize,
                           inside->options_.verifyWeights}));
        inside->publish();
    }));
    return inside;
}

void Coordinator::Inside::begin() {
    thread_ = std::thread([this] { control(); });
}

void Coordinator::Inside::end() {
    stop_.request_stop();
    changed_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

bool Coordinator::Inside::pause(milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop_.get_token(), time, [&] { return hasBroken_.load(); });
    return !stop_.stop_requested();
}

void Coordinator::Inside::log(const std::string& line) const {
    if (options_.rank.log)
        options_.rank.log(line);
}

void Coordinator::Inside::control() {
    while (!stop_.stop_requested()) {
        const Status status = guarded([&] { step(); });
        if (!status && status.error().code != ErrorCode::Cancelled) {
            trouble_ = status.error().message;
            log(trouble_);
            notBefore_ = Clock::now() + options_.times.heartbeat;
        }
        if (!status)
            endGeneration();
        publish();
        pause(tick_);
    }
    partFromWorkers();
}

void Coordinator::Inside::step() {
    roll_->read();
    if (plan_)
        watch();
    else
        tryToBegin();
}

std::vector<int> Coordinator::Inside::ranksThere() const {
    const milliseconds freshness = patienceOf(options_.times);
    std::vector<int> ranks{0};
    for (int rank = 1; rank < options_.worldSize; ++rank)
        if (roll_->isThere(rank, freshness))
            ranks.push_back(rank);
    return ranks;
}

void Coordinator::Inside::tryToBegin() {
    const std::vector<int> ranks = ranksThere();
    const Clock::time_point now = Clock::now();
    if (static_cast<int>(ranks.size()) == options_.worldSize) {
        missingSince_.reset();
    } else {
        if (!missingSince_)
            missingSince_ = now;
        const milliseconds patience = options_.times.redistributeAfter;
        if (patience == milliseconds(0) || now - *missingSince_ < patience)
            return;
    }
    if (now >= notBefore_)
        beginGeneration(ranks);
}

Result<LayerSplit> Coordinator::Inside::splitFor(const std::vector<int>& ranks) const {
    const std::int64_t layers = loader_.config().layerCount;
    const bool isWhole = static_cast<int>(ranks.size()) == options_.worldSize;
    if (options_.split.kind == SplitChoice::Kind::Given && isWhole)
        return options_.split.given;
    if (options_.split.kind != SplitChoice::Kind::Memory)
        return evenSplit(layers, ranks.size());
    std::vector<std::uint64_t> memory;
    for (const int rank : ranks)
        memory.push_back(rank == 0 ? options_.rank.memoryBytes
                                   : roll_->caller(rank).join.memoryBytes);
    return splitByMemory(layers, loader_.partBytes(), memory);
}

PlanMessage Coordinator::Inside::planFor(const std::vector<int>& ranks, const LayerSplit& split) {
    PlanMessage plan;
    plan.generation = ++lastGeneration_;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        plan.members.push_back({ranks[i],
                                ranks[i] == 0 ? epoch_ : roll_->caller(ranks[i]).join.incarnation,
                                split[i]});
    layers_.clear();
    for (const PlanMember& member : plan.members)
        layers_[member.rank] = member.layers;
    plan.proof = proofOf(options_.rank.key, provenText(plan, epoch_));
    return plan;
}

void Coordinator::Inside::beginGeneration(const std::vector<int>& ranks) {
    const LayerSplit split = valueOrThrow(splitFor(ranks));
    plan_ = planFor(ranks, split);
    log(fmt::format("generation {}: layers {} on {} ranks", plan_->generation, toString(split),
                    ranks.size()));
    store_->set(kPlanKey, toText(*plan_));
    publish();
    bindOwn(plan_->members.front().layers);
    collectBound(*plan_);
    store_->set(goKey(plan_->generation), "go");
    connect(*plan_);
    roll_->setAtWork(true);
    trouble_.clear();
    log(fmt::format("generation {} works", plan_->generation));
}

void Coordinator::Inside::bindOwn(const LayerRange& layers) {
    if (!part_ || !(partLayers_ == layers)) {
        part_.reset(); // not both at the same time
        part_ = valueOrThrow(loader_.load(layers, {stop_.get_token(), nullptr, nullptr}));
        partLayers_ = layers;
    }
    weightBytes_[0] = part_->weightBytes;
    const std::lock_guard lock(mutex_);
    dtype_ = part_->dtype;
}

// Throws when a member is gone, so that the plan cannot come true.
void Coordinator::Inside::requireMembers(const PlanMessage& plan) {
    roll_->read();
    if (const auto loss = lossIn(plan, false, Clock::now())) {
        roll_->miss(loss->rank);
        throwLost(loss->message);
    }
}

void Coordinator::Inside::collectBound(const PlanMessage& plan) {
    for (const PlanMember& member : plan.members) {
        if (member.rank == 0)
            continue;
        std::optional<std::string> text;
        while (!(text = store_->find(boundKey(plan.generation, member.rank)))) {
            requireMembers(plan);
            publish();
            if (!pause(tick_))
                throw ErrorException(cancelledError());
        }
        const std::optional<BoundMessage> bound = readBound(*text);
        if (!bound)
            throwLost(fmt::format("{} answers what cannot be read", describe(member.rank)));
        checkBound(member.rank, *bound);
    }
}

void Coordinator::Inside::checkBound(int rank, const BoundMessage& bound) {
    const auto refuse = [&](const std::string& reason) {
        roll_->refuse(rank, reason);
        throw ErrorException(Error{ErrorCode::WeightsInvalid,
                                   fmt::format("{} was refused: {}", describe(rank), reason),
                                   "mend it there and start that rank again",
                                   "",
                                   {}});
    };
    if (!bound.error.empty())
        refuse(bound.error);
    weightBytes_[rank] = bound.weightBytes;
    if (!options_.verifyWeights)
        return;
    if (bound.digests.empty())
        refuse("it gives no digests of its weights");
    std::vector<std::string> names;
    for (const auto& [name, digest] : bound.digests)
        if (!digests_.contains(name))
            names.push_back(name);
    auto own =
        loader_.digests(names, options_.rank.digestCache, {stop_.get_token(), nullptr, nullptr});
    if (!own && own.error().code == ErrorCode::WeightsInvalid)
        refuse("it has tensors that this model does not have: " + own.error().message);
    digests_.merge(valueOrThrow(std::move(own)));
    const std::string different = firstDifference(bound.digests, digests_);
    if (!different.empty())
        refuse(fmt::format("its tensor {} is another one than the coordinator's", different));
}

void Coordinator::Inside::connect(const PlanMessage& plan) {
    const RankOptions& rank = options_.rank;
    StageRunParts parts;
    parts.stage = std::make_shared<Stage>(part_->model, describe(0));
    parts.size = static_cast<int>(plan.members.size());
    if (parts.size > 1)
        parts.group =
            joinGroup({"localhost", port_, fmt::format("group/{}", plan.generation), 0, parts.size,
                       rank.address, options_.times.joinTimeout, seedOf(rank.key, epoch_), &link_});
    parts.prepareThread = rank.prepareThread;
    parts.onAnswer = [this](Frame frame) { pending_.answer(std::move(frame)); };
    parts.onBreakdown = [this] {
        hasBroken_ = true;
        changed_.notify_all();
    };
    hasBroken_ = false;
    auto run = std::make_shared<StageRun>(std::move(parts));
    const std::lock_guard lock(mutex_);
    run_ = std::move(run);
    runGeneration_ = plan.generation;
    changed_.notify_all();
}

// Who is missing from a plan. `isUrgent`: a connection has broken since `since`, so that silence
// since then tells already.
std::optional<Coordinator::Inside::Loss>
Coordinator::Inside::lossIn(const PlanMessage& plan, bool isUrgent, Clock::time_point since) const {
    for (const PlanMember& member : plan.members) {
        if (member.rank == 0)
            continue;
        const auto loss = [&](const std::string& what) {
            return Loss{member.rank, fmt::format("{} {}", describe(member.rank), what)};
        };
        const Caller& caller = roll_->caller(member.rank);
        if (!caller.refusal.empty())
            return loss("was refused: " + caller.refusal);
        if (caller.beat.incarnation != member.incarnation)
            return loss("was lost and started again");
        if (caller.beat.phase == WorkerPhase::Left)
            return loss("was told to end");
        const bool isSilent = isUrgent ? caller.lastBeat < since
                                       : Clock::now() - caller.lastBeat >= options_.times.deadAfter;
        if (isSilent || !caller.hasBeat)
            return loss("does not answer any more");
    }
    return std::nullopt;
}

void Coordinator::Inside::watch() {
    bool isBroken = hasBroken_;
    for (const PlanMember& member : plan_->members) {
        if (member.rank == 0)
            continue;
        const BeatMessage& beat = roll_->caller(member.rank).beat;
        isBroken =
            isBroken || (beat.phase == WorkerPhase::Broken && beat.generation == plan_->generation);
    }
    const bool isWhole = static_cast<int>(plan_->members.size()) == options_.worldSize;
    const bool mayGrow = !isWhole && pending_.size() == 0 &&
                         static_cast<int>(ranksThere().size()) == options_.worldSize;
    if (mayGrow)
        trouble_ = "the layers are shared out anew";
    if (isBroken || mayGrow || lossIn(*plan_, false, Clock::now()))
        endGeneration();
}

// Which rank is to blame. Connections break in chains, so heartbeats decide: whoever is silent now
// is gone.
Error Coordinator::Inside::blame(const PlanMessage& plan,
                                 const std::optional<Breakdown>& breakdown) {
    Error error{ErrorCode::Device, "", "try again as soon as /health says ok", "", {}};
    if (breakdown)
        error.detail =
            breakdown->error.detail.empty() ? breakdown->error.message : breakdown->error.detail;
    roll_->read();
    if (const auto loss = lossIn(plan, false, Clock::now())) {
        roll_->miss(loss->rank);
        error.message = loss->message;
        return error;
    }
    hasBroken_ = false; // or no pause would last
    pause(tick_);
    roll_->read(); // what was on its way before it broke
    const Clock::time_point since = Clock::now();
    const milliseconds patience =
        std::max(kMissedBeats * options_.times.heartbeat, kShortestPatience);
    while (!stop_.stop_requested()) {
        roll_->read();
        const auto silent = lossIn(plan, true, since);
        if (!silent) {
            error.message = "the connection between two ranks broke, though all of them answer";
            return error;
        }
        if (Clock::now() - since >= patience) {
            roll_->miss(silent->rank);
            error.message = silent->message;
            return error;
        }
        pause(tick_);
    }
    return cancelledError();
}

void Coordinator::Inside::endGeneration() {
    std::shared_ptr<StageRun> run;
    {
        const std::lock_guard lock(mutex_);
        run = std::move(run_);
        run_.reset();
        runGeneration_ = 0;
        isJudging_ = run != nullptr;
    }
    if (run) {
        publish();
        if (trouble_.empty() || pending_.size() > 0) {
            Error error = cancelledError();
            static_cast<void>(guarded([&] { error = blame(*plan_, run->breakdown()); }));
            trouble_ = error.message;
            log(fmt::format("generation {} is over: {}", plan_->generation, trouble_));
            pending_.failAll(error);
        }
        run->stop();
        const StageCounters& counters = run->stage().counters();
        layerForwards_ += counters.layerForwards;
        tokens_ += counters.tokens;
        nanoseconds_ += counters.nanoseconds;
    }
    plan_.reset();
    roll_->setAtWork(false);
    hasBroken_ = false;
    publish();
    const std::lock_guard lock(mutex_);
    lastLoss_ = trouble_;
    isJudging_ = false;
    changed_.notify_all();
}

// The last words: workers end too, instead of waiting for a coordinator that will not come back.
void Coordinator::Inside::partFromWorkers() {
    std::shared_ptr<StageRun> run;
    {
        const std::lock_guard lock(mutex_);
        run = std::move(run_);
        run_.reset();
    }
    pending_.failAll(cancelledError());
    if (run)
        run->stop();
    static_cast<void>(guarded([&] {
        store_->set(kEndingKey, "end");
        const Stopwatch watch;
        const double most = std::chrono::duration<double>(
                                std::min(kMissedBeats * options_.times.heartbeat, kLongestFarewell))
                                .count();
        const milliseconds limit = kMissedBeats * options_.times.heartbeat;
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        for (roll_->read(); roll_->isAnybodyThere(limit) && watch.seconds() < most; roll_->read())
            never.wait_for(lock, tick_);
    }));
}

} // namespace diptych::cluster
