#include "core/cluster/coordinator.h"

#include "core/cluster/inside/coordinator_inside.h"
#include "core/tensor/guarded.h"
#include "core/tensor/host_values.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace diptych::cluster {

namespace {

constexpr std::size_t kRememberedRequests = 100;
constexpr std::chrono::seconds kLongestJudgement{10};

// Ids as the first stage takes them, [S, 1] int64.
at::Tensor asPayload(std::span<const std::int32_t> ids) {
    at::Tensor payload = at::empty({static_cast<std::int64_t>(ids.size()), 1}, at::kLong);
    std::copy(ids.begin(), ids.end(), payload.data_ptr<std::int64_t>());
    return payload;
}

// Before they are on their way, so that a bad one costs nobody anything.
Status checkIds(std::span<const std::int32_t> ids, std::int64_t vocabularySize) {
    if (ids.empty())
        return fail(ErrorCode::InvalidInput, "there are no tokens to encode",
                    "give at least one token id");
    for (const std::int32_t id : ids)
        if (id < 0 || id >= vocabularySize)
            return fail(Error{ErrorCode::InvalidInput,
                              fmt::format("token id {} does not exist in this text encoder", id),
                              fmt::format("ids go from 0 to {}", vocabularySize - 1),
                              "",
                              {std::to_string(id)}});
    return Done{};
}

} // namespace

/// A text in the ring. One thread at a time.
class Coordinator::Text final : public generation::TokenScorer {
  public:
    Text(std::shared_ptr<Inside> inside, std::int64_t capacity)
        : inside_(std::move(inside)), request_(inside_->newRequest()), capacity_(capacity) {}
    ~Text() override {
        if (generation_ != 0)
            inside_->endText(generation_, request_);
    }
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;

    Result<std::vector<float>> extend(std::span<const std::int32_t> ids,
                                      const RunContext& context) override {
        DIPTYCH_TRY_DONE(checkIds(ids, inside_->model().vocabularySize));
        if (length_ + static_cast<std::int64_t>(ids.size()) > capacity_)
            return fail(ErrorCode::InvalidInput,
                        fmt::format("{} tokens do not fit behind {}: there is room for {}",
                                    ids.size(), length_, capacity_),
                        "use a shorter text");
        if (isLost_)
            return fail(ErrorCode::Device, "this text was interrupted and cannot go on",
                        "begin it anew");
        if (generation_ == 0)
            generation_ = inside_->generation();
        if (generation_ == 0)
            return fail(inside_->notReady());
        const Stopwatch watch;
        Result<std::vector<float>> scores = scoresAfter(ids, context);
        isLost_ = !scores;
        inside_->record({true, ids.size(), watch.seconds(), scores.has_value()}, scores ? 1 : 0);
        return scores;
    }

  private:
    Result<std::vector<float>> scoresAfter(std::span<const std::int32_t> ids,
                                           const RunContext& context) {
        if (context.cancelled())
            return fail(cancelledError());
        std::vector<Frame> frames;
        std::int64_t length = length_;
        const auto most =
            static_cast<std::size_t>(std::max<std::int64_t>(inside_->options().chunkTokens, 1));
        for (std::size_t at = 0; at < ids.size(); at += most) {
            const std::span<const std::int32_t> chunk =
                ids.subspan(at, std::min(most, ids.size() - at));
            Frame frame;
            frame.kind = FrameKind::Extend;
            frame.request = request_;
            frame.step = static_cast<std::uint64_t>(length);
            frame.capacity = capacity_;
            frame.wantsScores = at + chunk.size() == ids.size();
            frame.payload = asPayload(chunk);
            length += static_cast<std::int64_t>(chunk.size());
            frames.push_back(std::move(frame));
        }
        DIPTYCH_TRY_DONE(inside_->post(generation_, request_, std::move(frames)));
        DIPTYCH_TRY(const Frame answer, inside_->take(request_, context));
        const at::Tensor& scores = answer.payload;
        if (!scores.defined() || scores.scalar_type() != at::kFloat ||
            scores.numel() != inside_->model().vocabularySize)
            return fail(ErrorCode::Remote, "the last rank answers with something else than scores");
        length_ = length;
        const auto* values = scores.data_ptr<float>();
        return std::vector<float>(values, values + scores.numel());
    }

    std::shared_ptr<Inside> inside_;
    std::uint64_t request_;
    std::uint64_t generation_ = 0; ///< 0 = not begun
    std::int64_t capacity_;
    std::int64_t length_ = 0;
    bool isLost_ = false;
};

Coordinator::Coordinator(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

Coordinator::~Coordinator() {
    inside_->end();
}

Result<std::shared_ptr<Coordinator>> Coordinator::start(CoordinatorOptions options) {
    DIPTYCH_TRY(std::shared_ptr<Inside> inside, Inside::open(std::move(options)));
    std::shared_ptr<Coordinator> coordinator(new Coordinator(std::move(inside)));
    coordinator->inside_->begin();
    return coordinator;
}

int Coordinator::port() const {
    return inside_->port();
}

ClusterModelFacts Coordinator::model() const {
    return inside_->model();
}

ClusterStatus Coordinator::status() const {
    return inside_->status();
}

bool Coordinator::waitUntilReady(std::chrono::milliseconds time) const {
    return inside_->waitUntilReady(time);
}

std::unique_ptr<generation::TokenScorer> Coordinator::startText(std::int64_t capacity) {
    return std::make_unique<Text>(inside_, capacity);
}

Result<std::vector<HostTensor>>
Coordinator::encode(std::span<const std::vector<std::int32_t>> prompts, int layer, bool finalNorm,
                    const RunContext& context) {
    const ClusterModelFacts facts = inside_->model();
    DIPTYCH_TRY(const std::int64_t index,
                guarded([&] { return models::hiddenStateIndex(layer, facts.layerCount); }));
    for (const std::vector<std::int32_t>& ids : prompts)
        DIPTYCH_TRY_DONE(checkIds(ids, facts.vocabularySize));
    if (context.cancelled())
        return fail(cancelledError());
    const Stopwatch watch;
    // All set out before the first is waited for: they keep the stages busy.
    std::vector<std::uint64_t> requests;
    Status status = Done{};
    for (const std::vector<std::int32_t>& ids : prompts) {
        Frame frame;
        frame.kind = FrameKind::Encode;
        frame.request = inside_->newRequest();
        frame.layer = static_cast<std::int32_t>(index);
        frame.finalNorm = finalNorm;
        frame.payload = asPayload(ids);
        const std::uint64_t request = frame.request;
        std::vector<Frame> frames;
        frames.push_back(std::move(frame));
        status = inside_->post(0, request, std::move(frames));
        if (!status)
            break;
        requests.push_back(request);
    }
    std::vector<HostTensor> states;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        Result<Frame> answer = inside_->take(requests[i], context);
        inside_->record({false, prompts[i].size(), watch.seconds(), answer.has_value()}, 0);
        if (!answer && status)
            status = fail(answer.error());
        else if (answer && status)
            states.push_back(toHostTensor(answer->payload));
    }
    if (!status)
        return fail(std::move(status.error()));
    return states;
}

Status Coordinator::Inside::post(std::uint64_t generation, std::uint64_t request,
                                 std::vector<Frame> frames) {
    std::unique_lock lock(mutex_);
    if (!run_) {
        lock.unlock();
        return fail(notReady());
    }
    if (generation != 0 && generation != runGeneration_)
        return fail(ErrorCode::Device,
                    lastLoss_.empty() ? "the cluster was begun anew in the middle of this text"
                                      : lastLoss_,
                    "begin the text anew");
    pending_.open(request);
    for (Frame& frame : frames)
        run_->post(std::move(frame));
    return Done{};
}

Error Coordinator::Inside::notReady() const {
    std::unique_lock lock(mutex_);
    // Who is gone is known in a moment; an error that names nobody helps nobody.
    changed_.wait_for(lock, kLongestJudgement, [&] { return !isJudging_; });
    return Error{ErrorCode::Device,
                 fmt::format("the cluster is not ready: {}", snapshot_.message),
                 "try again as soon as /health says ok",
                 "",
                 {}};
}

Result<Frame> Coordinator::Inside::take(std::uint64_t request, const RunContext& context) {
    Result<Frame> answer = pending_.take(request, options_.times.requestTimeout, context);
    if (answer)
        return answer;
    const std::lock_guard lock(mutex_);
    if (run_)
        run_->forget(request);
    return answer;
}

void Coordinator::Inside::endText(std::uint64_t generation, std::uint64_t request) {
    Frame frame;
    frame.kind = FrameKind::End;
    frame.request = request;
    const std::lock_guard lock(mutex_);
    if (run_ && runGeneration_ == generation)
        run_->post(std::move(frame));
}

void Coordinator::Inside::record(const RequestRecord& record, std::uint64_t tokensWritten) {
    const std::lock_guard lock(mutex_);
    recent_.push_back(record);
    if (recent_.size() > kRememberedRequests)
        recent_.pop_front();
    ++(record.succeeded ? done_ : failed_);
    if (!record.succeeded)
        return;
    tokensRead_ += record.tokens;
    tokensWritten_ += tokensWritten;
    if (record.isText && record.tokens == 1 && record.seconds > 0.0)
        stepsPerSecond_ = 1.0 / record.seconds;
}

std::uint64_t Coordinator::Inside::generation() const {
    const std::lock_guard lock(mutex_);
    return runGeneration_;
}

ClusterModelFacts Coordinator::Inside::model() const {
    const models::Qwen3Config& config = loader_.config();
    const std::lock_guard lock(mutex_);
    return {config.layerCount, config.hiddenSize, config.vocabularySize, config.contextLength,
            dtype_};
}

bool Coordinator::Inside::waitUntilReady(std::chrono::milliseconds time) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [&] { return run_ != nullptr; });
}

std::string Coordinator::Inside::hostOf(int rank) const {
    const auto index = static_cast<std::size_t>(rank);
    if (rank == 0 && !options_.rank.host.empty())
        return options_.rank.host;
    if (rank > 0 && !roll_->caller(rank).join.host.empty())
        return roll_->caller(rank).join.host;
    return index < options_.hosts.size() ? options_.hosts[index] : std::string();
}

std::string Coordinator::Inside::describe(int rank) const {
    const std::string host = hostOf(rank);
    const auto layers = layers_.find(rank);
    std::string facts = host;
    if (layers != layers_.end())
        facts += fmt::format("{}layers {}", host.empty() ? "" : ", ", toString(layers->second));
    return facts.empty() ? fmt::format("rank {}", rank) : fmt::format("rank {} ({})", rank, facts);
}

RankWork Coordinator::Inside::ownWork() const {
    RankWork work;
    work.layerForwards = layerForwards_;
    work.tokens = tokens_;
    std::uint64_t nanoseconds = nanoseconds_;
    const std::lock_guard lock(mutex_);
    if (run_) {
        const StageCounters& counters = run_->stage().counters();
        work.layerForwards += counters.layerForwards;
        work.tokens += counters.tokens;
        nanoseconds += counters.nanoseconds;
        work.texts = counters.texts;
        work.keptBytes = counters.keptBytes;
        work.waiting = run_->waiting();
    }
    work.computeSeconds = static_cast<double>(nanoseconds) * 1e-9;
    work.sendSeconds = static_cast<double>(link_.sendNanoseconds) * 1e-9;
    work.serialisationSeconds = static_cast<double>(link_.sumNanoseconds) * 1e-9;
    work.frames = link_.frames;
    work.stateBytes = link_.stateBytes;
    work.resultBytes = link_.resultBytes;
    return work;
}

RankStatus Coordinator::Inside::statusOf(int rank) const {
    RankStatus status;
    status.rank = rank;
    status.host = hostOf(rank);
    const bool works = generation() != 0 && plan_ &&
                       std::any_of(plan_->members.begin(), plan_->members.end(),
                                   [&](const PlanMember& member) { return member.rank == rank; });
    if (const auto layers = layers_.find(rank); layers != layers_.end())
        status.layers = layers->second;
    if (const auto bytes = weightBytes_.find(rank); bytes != weightBytes_.end())
        status.weightBytes = bytes->second;
    if (rank == 0) {
        status.state = works ? RankState::Online : plan_ ? RankState::Loading : RankState::Waiting;
        status.secondsSinceBeat = 0.0;
        status.memoryBytes = options_.rank.memoryBytes;
        status.starts = 1;
        status.work = ownWork();
        return status;
    }
    const Caller& caller = roll_->caller(rank);
    status.memoryBytes = caller.join.memoryBytes;
    status.starts = roll_->starts(rank);
    status.work = caller.beat.work;
    if (caller.lastBeat != Clock::time_point{})
        status.secondsSinceBeat =
            std::chrono::duration<double>(Clock::now() - caller.lastBeat).count();
    status.message = roll_->refusal(rank);
    if (!status.message.empty())
        status.state = RankState::Refused;
    else if (!roll_->isThere(rank, options_.times.deadAfter))
        status.state = RankState::Offline;
    else if (caller.beat.phase == WorkerPhase::Loading)
        status.state = RankState::Loading;
    else
        status.state = works ? RankState::Online : RankState::Waiting;
    return status;
}

void Coordinator::Inside::publish() {
    ClusterStatus status;
    status.generation = lastGeneration_;
    status.layerCount = loader_.config().layerCount;
    status.hiddenSize = loader_.config().hiddenSize;
    std::vector<std::string> missing;
    for (int rank = 0; rank < options_.worldSize; ++rank) {
        status.ranks.push_back(statusOf(rank));
        const RankStatus& entry = status.ranks.back();
        if (entry.state == RankState::Offline || entry.state == RankState::Refused)
            missing.push_back(fmt::format("{} is {}", describe(rank), toString(entry.state)));
    }
    if (plan_) {
        LayerSplit split;
        for (const PlanMember& member : plan_->members)
            split.push_back(member.layers);
        status.split = toString(split);
    }
    for (const std::string& part : missing)
        status.message += (status.message.empty() ? "" : "; ") + part;
    if (!trouble_.empty())
        status.message += (status.message.empty() ? "" : "; ") + trouble_;
    if (status.message.empty())
        status.message = "the ranks are getting ready";
    const std::lock_guard lock(mutex_);
    status.isReady = run_ != nullptr;
    snapshot_ = std::move(status);
    snapshotTime_ = Clock::now();
}

ClusterStatus Coordinator::Inside::status() const {
    const std::lock_guard lock(mutex_);
    ClusterStatus status = snapshot_;
    const double age = std::chrono::duration<double>(Clock::now() - snapshotTime_).count();
    for (RankStatus& rank : status.ranks)
        if (rank.rank != 0 && rank.secondsSinceBeat >= 0.0)
            rank.secondsSinceBeat += age;
    status.isReady = run_ != nullptr;
    status.requestsInFlight = pending_.size();
    status.requestsDone = done_;
    status.requestsFailed = failed_;
    status.tokensRead = tokensRead_;
    status.tokensWritten = tokensWritten_;
    status.stepsPerSecond = stepsPerSecond_;
    status.recent.assign(recent_.begin(), recent_.end());
    return status;
}

} // namespace diptych::cluster
