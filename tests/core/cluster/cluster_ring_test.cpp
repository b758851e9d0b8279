// A coordinator and its workers, connected by the real engine on the loopback: the same numbers as
// one model, and what happens when somebody leaves. The ranks are threads here; as processes they
// are tested with the program.
#include "core/cluster/coordinator.h"
#include "core/cluster/worker.h"
#include "core/generation/token_sampler.h"
#include "core/models/qwen3_continuation.h"
#include "core/tensor/host_values.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace diptych::cluster {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Ids = std::vector<std::int32_t>;

constexpr std::int64_t kWidth = 64, kVocabulary = 2048;

RankOptions rankOptions(const std::string& host) {
    RankOptions options;
    options.textEncoder = test::dataPath("tiny-zimage/text_encoder");
    options.placement.textEncoder.kind = DeviceKind::Cpu;
    options.host = host;
    options.address = "127.0.0.1";
    options.key = "a key";
    options.version = "test";
    return options;
}

CoordinatorOptions coordinatorOptions(int worldSize, const std::string& split = "") {
    CoordinatorOptions options;
    options.rank = rankOptions("host0");
    options.worldSize = worldSize;
    options.port = 0;
    if (!split.empty())
        options.split = {SplitChoice::Kind::Given, valueOrThrow(parseSplit(split))};
    options.times.heartbeat = milliseconds(40);
    options.times.deadAfter = seconds(3);
    return options;
}

/// What a rank logs, on several threads.
class Log {
  public:
    std::function<void(const std::string&)> sink() {
        return [lines = lines_](const std::string& line) {
            const std::lock_guard lock(lines->mutex);
            lines->text += line + "\n";
        };
    }
    bool has(const std::string& words) const { return count(words) > 0; }
    std::size_t count(const std::string& words) const {
        const std::lock_guard lock(lines_->mutex);
        std::size_t found = 0;
        for (std::size_t at = lines_->text.find(words); at != std::string::npos;
             at = lines_->text.find(words, at + 1))
            ++found;
        return found;
    }
    std::string text() const {
        const std::lock_guard lock(lines_->mutex);
        return lines_->text;
    }

  private:
    struct Lines {
        std::mutex mutex;
        std::string text;
    };
    std::shared_ptr<Lines> lines_ = std::make_shared<Lines>();
};

/// A worker on a thread of its own.
class WorkerThread {
  public:
    WorkerThread(int rank, int port) : WorkerThread(rank, port, rankOptions(nameOf(rank))) {}
    WorkerThread(int rank, int port, RankOptions options) {
        WorkerOptions worker;
        worker.rank = std::move(options);
        worker.index = rank;
        worker.port = port;
        worker.retry = milliseconds(20);
        thread_ = std::jthread(
            [worker, this](const std::stop_token& stop) { status_ = runWorker(worker, stop); });
    }
    static std::string nameOf(int rank) { return "host" + std::to_string(rank); }

    Status end() {
        thread_.request_stop();
        thread_.join();
        return status_;
    }

  private:
    Status status_ = Done{};
    std::jthread thread_;
};

/// A coordinator with all its workers.
class Ring {
  public:
    explicit Ring(CoordinatorOptions options) {
        const int size = options.worldSize;
        coordinator_ = valueOrThrow(Coordinator::start(std::move(options)));
        for (int rank = 1; rank < size; ++rank)
            add(rank);
    }
    void add(int rank) {
        workers_[rank] = std::make_unique<WorkerThread>(rank, coordinator_->port());
    }
    void remove(int rank) { workers_.erase(rank); }

    Coordinator& operator*() { return *coordinator_; }
    Coordinator* operator->() { return coordinator_.get(); }

  private:
    std::shared_ptr<Coordinator> coordinator_;
    std::map<int, std::unique_ptr<WorkerThread>> workers_; // end before the coordinator
};

template <typename Condition> bool comesTrue(Condition condition, seconds most = seconds(20)) {
    const auto end = std::chrono::steady_clock::now() + most;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(milliseconds(5));
    }
    return true;
}

Ids promptOf(std::size_t length, std::int32_t factor = 37) {
    Ids ids(length);
    for (std::size_t i = 0; i < length; ++i)
        ids[i] = static_cast<std::int32_t>(i) * factor % 1900;
    return ids;
}

/// What one machine gives.
class Reference {
  public:
    Reference() {
        const std::string path = "tiny-zimage/text_encoder/config.json";
        const auto config = valueOrThrow(
            models::Qwen3Config::fromJson(test::readBytes(test::dataPath(path)), path));
        model_ =
            models::Qwen3TextModel::bind(WeightView(test::openWeights("tiny-zimage/text_encoder")),
                                         config, models::Qwen3TextModel::Purpose::Generate);
    }

    Ids write(const Ids& prompt, std::size_t count) const {
        const c10::InferenceMode inference;
        models::Qwen3Continuation text(model_, 200, models::KeyValueCache::On);
        std::vector<std::int64_t> wide(prompt.begin(), prompt.end());
        at::Tensor scores = text.extend(wide, {});
        Ids ids;
        while (true) {
            ids.push_back(scores.argmax().item<std::int32_t>());
            if (ids.size() == count)
                return ids;
            wide = {ids.back()};
            scores = text.extend(wide, {});
        }
    }

    HostTensor encode(const Ids& prompt, int layer) const {
        const c10::InferenceMode inference;
        const std::vector<models::TokenSequence> one{{{prompt.begin(), prompt.end()}, 0}};
        return toHostTensor(model_.hiddenStates(one, layer, {})[0]);
    }

  private:
    models::Qwen3TextModel model_;
};

Result<Ids> write(Coordinator& coordinator, const Ids& prompt, std::size_t count,
                  const RunContext& context = {}) {
    const auto text = coordinator.startText(200);
    DIPTYCH_TRY(std::vector<float> scores, text->extend(prompt, context));
    Ids ids;
    while (true) {
        ids.push_back(generation::bestToken(scores));
        if (ids.size() == count)
            return ids;
        DIPTYCH_TRY(scores, text->extend({&ids.back(), 1}, context));
    }
}

std::string messageOf(const Result<Ids>& result) {
    return result ? std::string() : result.error().message;
}

class ClusterRingTest : public testing::Test {
  protected:
    static const Reference& reference() {
        static const Reference kReference;
        return kReference;
    }
};

TEST_F(ClusterRingTest, everyRingGivesWhatOneMachineGives) {
    const Ids prompt = promptOf(21);
    const Ids expected = reference().write(prompt, 64);
    for (const auto& [ranks, split] : std::vector<std::pair<int, std::string>>{
             {1, ""}, {2, "0,1-3"}, {2, "0-2,3"}, {3, ""}, {4, "0,1,2,3"}}) {
        Ring ring(coordinatorOptions(ranks, split));
        ASSERT_TRUE(ring->waitUntilReady(seconds(20))) << ring->status().message;
        const auto written = write(*ring, prompt, 64);
        ASSERT_TRUE(written) << written.error().message;
        EXPECT_EQ(*written, expected) << ranks << " " << split;
        for (const int layer : {0, 1, 2, -2, -1}) {
            const auto states = ring->encode({&prompt, 1}, layer, true, {});
            ASSERT_TRUE(states) << states.error().message;
            EXPECT_EQ(states->front(), reference().encode(prompt, layer)) << ranks << " " << layer;
        }
    }
}

TEST_F(ClusterRingTest, countsWhatItSendsAndEveryRankWorks) {
    Ring ring(coordinatorOptions(3, "0,1-2,3"));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20))) << ring->status().message;
    ASSERT_TRUE(write(*ring, promptOf(30), 11)); // 30 tokens at once, then 10 alone
    const auto workOf = [&](std::size_t rank) { return ring->status().ranks[rank].work; };
    const std::vector<std::uint64_t> layers{1, 2, 1};
    // Each rank tells of its work by itself, and later than the answer.
    for (std::size_t rank = 0; rank < 3; ++rank)
        ASSERT_TRUE(comesTrue([&] { return workOf(rank).layerForwards == 11U * layers[rank]; }))
            << rank << ": " << workOf(rank).layerForwards;
    ASSERT_TRUE(comesTrue([&] { return workOf(2).tokens == 40 && workOf(0).texts == 0; }));
    EXPECT_EQ(workOf(0).stateBytes, 40U * kWidth * 4U);
    EXPECT_EQ(workOf(1).stateBytes, 40U * kWidth * 4U);
    EXPECT_EQ(workOf(2).stateBytes, 0U);
    EXPECT_EQ(workOf(2).resultBytes, 11U * kVocabulary * 4U);
    EXPECT_EQ(workOf(0).resultBytes, 0U);
    for (std::size_t rank = 0; rank < 3; ++rank) {
        EXPECT_TRUE(comesTrue([&] { return workOf(rank).keptBytes == 0; })) << rank;
        EXPECT_GT(workOf(rank).computeSeconds, 0.0);
    }
    EXPECT_EQ(ring->status().tokensWritten, 11U);
    EXPECT_EQ(ring->status().requestsDone, 11U);
}

TEST_F(ClusterRingTest, requestsOfSeveralThreadsDoNotMeet) {
    CoordinatorOptions options = coordinatorOptions(3);
    Ring ring(std::move(options));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    std::vector<std::future<void>> threads;
    for (std::int32_t i = 1; i <= 4; ++i)
        threads.push_back(std::async(std::launch::async, [&, i] {
            const Ids prompt = promptOf(static_cast<std::size_t>(5 + 7 * i), 11 * i);
            const auto written = write(*ring, prompt, 24);
            ASSERT_TRUE(written) << written.error().message;
            EXPECT_EQ(*written, reference().write(prompt, 24));
            const std::vector<Ids> prompts{promptOf(3, i), prompt, promptOf(12, i + 1)};
            const auto states = ring->encode(prompts, -2, true, {});
            ASSERT_TRUE(states) << states.error().message;
            for (std::size_t k = 0; k < prompts.size(); ++k)
                EXPECT_EQ((*states)[k], reference().encode(prompts[k], -2));
        }));
    for (std::future<void>& thread : threads)
        thread.get();
    EXPECT_EQ(ring->status().requestsInFlight, 0U);
    EXPECT_EQ(ring->status().requestsFailed, 0U);
}

TEST_F(ClusterRingTest, badRequestsAreRefusedBeforeTheyTravel) {
    Ring ring(coordinatorOptions(2));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    const auto codeOf = [&](const std::vector<Ids>& prompts, int layer) {
        const auto states = ring->encode(prompts, layer, true, {});
        return states ? ErrorCode::Internal : states.error().code;
    };
    EXPECT_EQ(codeOf({{}}, -2), ErrorCode::InvalidInput);
    EXPECT_EQ(codeOf({{1, 2048}}, -2), ErrorCode::InvalidInput);
    EXPECT_EQ(codeOf({{-1}}, -2), ErrorCode::InvalidInput);
    EXPECT_EQ(codeOf({{1}}, 5), ErrorCode::InvalidInput);
    const auto text = ring->startText(4);
    EXPECT_TRUE(text->extend(Ids{1, 2, 3}, {}));
    EXPECT_FALSE(text->extend(Ids{1, 2}, {}));
    EXPECT_TRUE(text->extend(Ids{1}, {}));
}

TEST_F(ClusterRingTest, aStopIsHeardAndFreesWhatWasKept) {
    Ring ring(coordinatorOptions(2));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    std::stop_source stop;
    {
        const auto text = ring->startText(100);
        ASSERT_TRUE(text->extend(promptOf(5), {}));
        stop.request_stop();
        const auto stopped = text->extend(Ids{1}, {stop.get_token(), nullptr, nullptr});
        ASSERT_FALSE(stopped);
        EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    }
    for (const std::size_t rank : {0U, 1U})
        EXPECT_TRUE(comesTrue([&] { return ring->status().ranks[rank].work.texts == 0; }));
    EXPECT_TRUE(write(*ring, promptOf(4), 3));
}

TEST_F(ClusterRingTest, aRankThatLeavesIsNamedAndMayComeBack) {
    Ring ring(coordinatorOptions(3));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    const Ids prompt = promptOf(8);
    const Ids expected = reference().write(prompt, 12);
    for (const auto& [lost, starts] : {std::pair{1, 2}, std::pair{2, 2}, std::pair{1, 3}}) {
        const auto text = ring->startText(200);
        ASSERT_TRUE(text->extend(prompt, {}));
        ring.remove(lost);
        Ids one{3};
        Result<std::vector<float>> scores = std::vector<float>();
        ASSERT_TRUE(comesTrue([&] {
            scores = text->extend(one, {});
            return !scores;
        }));
        EXPECT_EQ(scores.error().code, ErrorCode::Device);
        ASSERT_TRUE(comesTrue([&] {
            return ring->status().ranks[static_cast<std::size_t>(lost)].state == RankState::Offline;
        }));
        const auto refused = write(*ring, prompt, 2);
        EXPECT_NE(messageOf(refused).find("rank " + std::to_string(lost) + " (host" +
                                          std::to_string(lost)),
                  std::string::npos)
            << messageOf(refused);
        ring.add(lost);
        ASSERT_TRUE(comesTrue([&] { return ring->status().isReady; })) << ring->status().message;
        const auto again = text->extend(one, {});
        EXPECT_FALSE(again); // its keys and values are gone
        EXPECT_EQ(*write(*ring, prompt, 12), expected);
        EXPECT_EQ(ring->status().ranks[static_cast<std::size_t>(lost)].starts, starts);
    }
}

TEST_F(ClusterRingTest, whoDoesNotFitIsRefusedWithTheReason) {
    struct Case {
        std::function<void(RankOptions&)> change;
        std::string reason;
    };
    test::TemporaryFolder folder;
    std::filesystem::copy(test::dataPath("tiny-zimage/text_encoder"), folder / "changed");
    std::string bytes = test::readBytes(folder / "changed" / "model.safetensors");
    bytes[bytes.size() - 5] = static_cast<char>(bytes[bytes.size() - 5] ^ 1);
    test::writeBytes(folder / "changed" / "model.safetensors", bytes);
    const std::vector<Case> cases = {
        {[](RankOptions& rank) { rank.key = "another"; }, "another key"},
        {[](RankOptions& rank) { rank.version = "0.0.0"; }, "version 0.0.0"},
        {[](RankOptions& rank) { rank.placement.weightFormat = WeightFormat::BFloat16; },
         "another configuration"},
        {[&](RankOptions& rank) { rank.textEncoder = folder / "changed"; }, "tensor"},
    };
    for (const Case& entry : cases) {
        Log here, there;
        CoordinatorOptions options = coordinatorOptions(2);
        options.rank.log = here.sink();
        auto coordinator = valueOrThrow(Coordinator::start(std::move(options)));
        RankOptions wrong = rankOptions("host1");
        wrong.log = there.sink();
        entry.change(wrong);
        auto worker = std::make_unique<WorkerThread>(1, coordinator->port(), wrong);
        ASSERT_TRUE(comesTrue([&] {
            return coordinator->status().ranks[1].state == RankState::Refused;
        })) << entry.reason;
        const std::string message = coordinator->status().ranks[1].message;
        EXPECT_NE(message.find(entry.reason), std::string::npos) << message;
        EXPECT_FALSE(coordinator->status().isReady);
        EXPECT_TRUE(comesTrue([&] { return here.has(entry.reason); })) << here.text();
        EXPECT_TRUE(comesTrue([&] {
            return there.has("the coordinator refuses this rank: ") && there.has(entry.reason);
        })) << there.text();
        worker.reset();
        worker = std::make_unique<WorkerThread>(1, coordinator->port());
        EXPECT_TRUE(coordinator->waitUntilReady(seconds(20))) << coordinator->status().message;
    }
}

// A mistake, or somebody who was not invited: the ring goes on, and nothing is left of it.
TEST_F(ClusterRingTest, aStrangerDoesNotDisturbTheRing) {
    Log here;
    CoordinatorOptions options = coordinatorOptions(2);
    options.rank.log = here.sink();
    Ring ring(std::move(options));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    const std::uint64_t generation = ring->status().generation;
    const auto text = ring->startText(200);
    ASSERT_TRUE(text->extend(promptOf(5), {}));
    for (const char* key : {"another", ""}) {
        Log there;
        RankOptions wrong = rankOptions("stranger");
        wrong.key = key;
        wrong.log = there.sink();
        WorkerThread stranger(1, ring->port(), wrong);
        ASSERT_TRUE(comesTrue([&] { return there.has("it has another key"); })) << there.text();
        EXPECT_TRUE(here.has("rank 1 from stranger was refused: it has another key"));
        for (int i = 0; i < 10; ++i) {
            ASSERT_TRUE(text->extend(Ids{3}, {}));
            std::this_thread::sleep_for(milliseconds(20));
        }
        const RankStatus rank = ring->status().ranks[1];
        EXPECT_EQ(rank.state, RankState::Online);
        EXPECT_EQ(rank.host, "host1");
        EXPECT_EQ(rank.message, "");
        EXPECT_EQ(rank.starts, 1);
        EXPECT_TRUE(stranger.end());
    }
    EXPECT_TRUE(text->extend(Ids{3}, {}));
    EXPECT_EQ(ring->status().generation, generation);
    EXPECT_EQ(here.count("was refused"), 2U) << here.text();
}

TEST_F(ClusterRingTest, aSecondRunOfARankWaitsUntilTheFirstIsGone) {
    Log here, there;
    CoordinatorOptions options = coordinatorOptions(2);
    options.rank.log = here.sink();
    Ring ring(std::move(options));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    const std::uint64_t generation = ring->status().generation;
    RankOptions twin = rankOptions("twin");
    twin.log = there.sink();
    const WorkerThread second(1, ring->port(), twin);
    const std::string reason = "rank 1 is already connected from host1";
    ASSERT_TRUE(comesTrue([&] { return there.has(reason); })) << there.text();
    EXPECT_TRUE(here.has("another rank 1 from twin has to wait: " + reason)) << here.text();
    const auto text = ring->startText(200);
    ASSERT_TRUE(text->extend(promptOf(5), {}));
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(text->extend(Ids{3}, {}));
        std::this_thread::sleep_for(milliseconds(20));
    }
    EXPECT_EQ(ring->status().generation, generation);
    EXPECT_EQ(ring->status().ranks[1].host, "host1");
    EXPECT_EQ(there.count(reason), 1U);
    ring.remove(1);
    ASSERT_TRUE(comesTrue([&] {
        return ring->status().isReady && ring->status().generation > generation;
    })) << ring->status().message;
    EXPECT_EQ(ring->status().ranks[1].host, "twin");
    EXPECT_EQ(*write(*ring, promptOf(8), 12), reference().write(promptOf(8), 12));
}

// Who is refused is not a rank that is there, and nobody is refused once it has gone.
TEST_F(ClusterRingTest, aRefusalIsForgottenWithTheRefused) {
    const auto coordinator = valueOrThrow(Coordinator::start(coordinatorOptions(2)));
    const auto stateIs = [&](RankState state) {
        return comesTrue([&] { return coordinator->status().ranks[1].state == state; });
    };
    RankOptions wrong = rankOptions("stranger");
    wrong.key = "another";
    {
        const WorkerThread stranger(1, coordinator->port(), wrong);
        ASSERT_TRUE(stateIs(RankState::Refused));
    }
    EXPECT_TRUE(stateIs(RankState::Offline));
    EXPECT_EQ(coordinator->status().ranks[1].message, "");
}

TEST_F(ClusterRingTest, theOthersShareTheLayersOfARankThatStaysAway) {
    CoordinatorOptions options = coordinatorOptions(3);
    options.times.redistributeAfter = milliseconds(150);
    Ring ring(std::move(options));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    ASSERT_TRUE(comesTrue([&] { return ring->status().split == "0-1,2,3"; }));
    const Ids prompt = promptOf(8);
    const Ids expected = reference().write(prompt, 12);
    ring.remove(2);
    ASSERT_TRUE(comesTrue([&] {
        return ring->status().isReady && ring->status().split == "0-1,2-3";
    })) << ring->status().message;
    EXPECT_EQ(*write(*ring, prompt, 12), expected);
    ring.remove(1);
    ASSERT_TRUE(comesTrue([&] { return ring->status().isReady && ring->status().split == "0-3"; }))
        << ring->status().message;
    EXPECT_EQ(*write(*ring, prompt, 12), expected);
    ring.add(1);
    ring.add(2);
    ASSERT_TRUE(comesTrue([&] {
        return ring->status().isReady && ring->status().split == "0-1,2,3";
    })) << ring->status().message;
    EXPECT_EQ(*write(*ring, prompt, 12), expected);
}

TEST_F(ClusterRingTest, promptsInPiecesGiveTheSameTokens) {
    CoordinatorOptions options = coordinatorOptions(2);
    options.chunkTokens = 7;
    Ring ring(std::move(options));
    ASSERT_TRUE(ring->waitUntilReady(seconds(20)));
    const Ids prompt = promptOf(40);
    const auto written = write(*ring, prompt, 16);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(*written, reference().write(prompt, 16));
    EXPECT_TRUE(comesTrue([&] { return ring->status().ranks[1].work.tokens == 55; }));
}

TEST_F(ClusterRingTest, workersEndWithTheirCoordinator) {
    auto coordinator = valueOrThrow(Coordinator::start(coordinatorOptions(2)));
    WorkerThread worker(1, coordinator->port());
    ASSERT_TRUE(coordinator->waitUntilReady(seconds(20)));
    coordinator.reset();
    EXPECT_TRUE(worker.end());
}

// Whatever they are doing: waiting for a rank that is missing, or refused.
TEST_F(ClusterRingTest, workersEndWithACoordinatorThatNeverBegan) {
    auto coordinator = valueOrThrow(Coordinator::start(coordinatorOptions(4)));
    Log first, third;
    RankOptions waiting = rankOptions("host1"), refused = rankOptions("host3");
    waiting.log = first.sink();
    refused.log = third.sink();
    refused.key = "another";
    WorkerThread one(1, coordinator->port(), waiting);
    WorkerThread three(3, coordinator->port(), refused);
    ASSERT_TRUE(comesTrue([&] {
        const ClusterStatus status = coordinator->status();
        return status.ranks[1].state == RankState::Waiting &&
               status.ranks[3].state == RankState::Refused;
    }));
    coordinator.reset();
    EXPECT_TRUE(comesTrue([&] { return first.has("the end") && third.has("the end"); }))
        << first.text() << third.text();
}

TEST_F(ClusterRingTest, whatCannotWorkIsRefusedAtTheStart) {
    const auto refused = [](CoordinatorOptions options) {
        const auto started = Coordinator::start(std::move(options));
        return started ? std::string() : started.error().message;
    };
    EXPECT_NE(refused(coordinatorOptions(2, "0,2-3")).find("missing: 1"), std::string::npos);
    EXPECT_NE(refused(coordinatorOptions(5)).find("5 ranks"), std::string::npos);
    CoordinatorOptions elsewhere = coordinatorOptions(2);
    elsewhere.rank.textEncoder = "/nowhere";
    EXPECT_NE(refused(elsewhere), "");
    const auto first = valueOrThrow(Coordinator::start(coordinatorOptions(2)));
    CoordinatorOptions taken = coordinatorOptions(2);
    taken.port = first->port();
    EXPECT_NE(refused(taken).find("port"), std::string::npos);
    WorkerThread foreign(7, first->port());
    ASSERT_TRUE(comesTrue([&] { return first->status().ranks[1].state == RankState::Offline; }));
    const auto notReady = write(*first, promptOf(3), 1);
    EXPECT_NE(messageOf(notReady).find("rank 1"), std::string::npos) << messageOf(notReady);
    EXPECT_EQ(notReady.error().code, ErrorCode::Device);
}

} // namespace
} // namespace diptych::cluster
