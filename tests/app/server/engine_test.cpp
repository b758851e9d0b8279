// Who has a turn when, who is encoded with whom, and how work is stopped.
#include "app/server/engine.h"
#include "app/server/fair_queue.h"
#include "tests/support/fake_image_pipeline.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace diptych::server {
namespace {

using test::FakeImagePipeline;
using test::FakePipelineState;

TEST(FairQueue, linesTakeTurns) {
    FairQueue<std::string> queue({10, 10});
    for (const char* entry : {"a1", "a2", "a3", "b1", "c1", "b2"})
        ASSERT_EQ(queue.push(std::string(entry, 1), entry), Admission::Taken);
    EXPECT_EQ(queue.position("a1"), 0U);
    EXPECT_EQ(queue.position("b1"), 1U);
    EXPECT_EQ(queue.position("a2"), 3U);
    EXPECT_EQ(queue.position("b2"), 4U);
    EXPECT_EQ(queue.position("a3"), 5U);
    EXPECT_EQ(queue.position("d"), std::nullopt);
    std::string order;
    while (const auto entry = queue.pop())
        order += *entry + " ";
    EXPECT_EQ(order, "a1 b1 c1 a2 b2 a3 ");
    EXPECT_EQ(queue.size(), 0U);
}

TEST(FairQueue, limitsAreKept) {
    FairQueue<int> queue({3, 2});
    EXPECT_EQ(queue.push("a", 1), Admission::Taken);
    EXPECT_EQ(queue.push("a", 2), Admission::Taken);
    EXPECT_EQ(queue.push("a", 3), Admission::ClientFull);
    EXPECT_EQ(queue.push("b", 4), Admission::Taken);
    EXPECT_EQ(queue.push("c", 5), Admission::QueueFull);
    EXPECT_EQ(queue.sizeOf("a"), 2U);
    EXPECT_EQ(queue.sizeOf("c"), 0U);
    EXPECT_TRUE(queue.remove(1));
    EXPECT_FALSE(queue.remove(1));
    EXPECT_EQ(queue.push("c", 5), Admission::Taken);
    EXPECT_EQ(queue.size(), 3U);
}

TEST(FairQueue, whatFitsIsTakenFromTheHeadsOfLines) {
    FairQueue<int> queue({10, 10});
    for (const int entry : {2, 4, 5, 6})
        queue.push("a", entry);
    for (const int entry : {7, 8})
        queue.push("b", entry);
    queue.push("c", 10);
    const auto even = queue.popWhile([](int entry) { return entry % 2 == 0; });
    EXPECT_EQ(even, (std::vector<int>{2, 10, 4})); // 6 waits behind 5, 8 behind 7
    EXPECT_EQ(queue.size(), 4U);
}

class EngineTest : public testing::Test {
  protected:
    void start(QueueLimits limits = {}, std::size_t threads = 1) {
        EngineOptions options;
        options.limits = limits;
        options.threads = threads;
        options.open = [this]() -> Result<std::unique_ptr<ImagePipeline>> {
            return std::make_unique<FakeImagePipeline>(state_);
        };
        engine_ = valueOrThrow(Engine::start(std::move(options), metrics_));
    }

    /// Keeps the engine busy until `release_` is set.
    std::shared_ptr<EngineJob> block() {
        auto job = std::make_shared<EngineJob>("blocker",
                                               [this](ImagePipeline&, const RunContext&) -> Status {
                                                   release_.get_future().wait();
                                                   return Done{};
                                               });
        engine_->submit(job);
        while (job->status().state != JobState::Running)
            job->waitForChange(job->status().change, std::chrono::milliseconds(10));
        return job;
    }

    static JobStatus wait(const EngineJob& job) {
        JobStatus status = job.status();
        while (!status.isOver())
            status = job.waitForChange(status.change, std::chrono::seconds(5));
        return status;
    }

    std::shared_ptr<EngineJob> encoding(const std::string& client, std::size_t tokens,
                                        int layer = -2) {
        auto job = std::make_shared<EngineJob>(
            client, EncodeWork{std::vector<std::int32_t>(tokens, 7), layer, LastLayer::Normed});
        EXPECT_EQ(engine_->submit(job), Admission::Taken);
        return job;
    }

    std::shared_ptr<FakePipelineState> state_ = std::make_shared<FakePipelineState>();
    Metrics metrics_;
    std::promise<void> release_;
    std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, promptsThatWaitAreEncodedTogether) {
    start();
    block();
    std::vector<std::shared_ptr<EngineJob>> jobs;
    for (std::size_t tokens = 1; tokens <= 5; ++tokens)
        jobs.push_back(encoding("client " + std::to_string(tokens % 2), tokens));
    const auto otherLayer = encoding("another", 3, -3);
    const auto large = encoding("a third", 5000);
    release_.set_value();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        EXPECT_EQ(wait(*jobs[i]).state, JobState::Succeeded);
        EXPECT_EQ(jobs[i]->takeEncoded().embedding.shape.at(0), static_cast<std::int64_t>(i + 1));
    }
    EXPECT_EQ(wait(*otherLayer).state, JobState::Succeeded);
    EXPECT_EQ(wait(*large).state, JobState::Succeeded);
    EXPECT_EQ(state_->batchSizes, (std::vector<std::size_t>{5, 1, 1}));
}

TEST_F(EngineTest, cancelStopsWhatWaitsAndWhatRuns) {
    start();
    const auto running =
        std::make_shared<EngineJob>("a", [](ImagePipeline&, const RunContext& context) -> Status {
            while (!context.cancelled())
                std::this_thread::yield();
            return fail(cancelledError());
        });
    engine_->submit(running);
    while (running->status().state != JobState::Running)
        std::this_thread::yield();
    const auto waiting = encoding("a", 1);
    EXPECT_EQ(engine_->position(waiting), 0U);
    engine_->cancel(waiting);
    EXPECT_EQ(wait(*waiting).state, JobState::Cancelled);
    EXPECT_EQ(engine_->queueDepth(), 0U);
    EXPECT_FALSE(engine_->isIdle());
    engine_->cancel(running);
    EXPECT_EQ(wait(*running).state, JobState::Cancelled);
}

TEST_F(EngineTest, aFailedJobHarmsNoOther) {
    start();
    block();
    const auto thrower = std::make_shared<EngineJob>(
        "a", [](ImagePipeline&, const RunContext&) -> Status { throw std::bad_alloc(); });
    engine_->submit(thrower);
    const auto next = encoding("b", 2);
    release_.set_value();
    const JobStatus status = wait(*thrower);
    EXPECT_EQ(status.state, JobState::Failed);
    EXPECT_EQ(status.error->code, ErrorCode::OutOfMemory);
    EXPECT_EQ(wait(*next).state, JobState::Succeeded);
}

TEST_F(EngineTest, severalThreadsWorkAtTheSameTimeOnPipelinesOfTheirOwn) {
    start({}, 3);
    std::mutex mutex;
    std::set<ImagePipeline*> pipelines;
    std::latch allHaveBegun(3);
    std::vector<std::shared_ptr<EngineJob>> jobs;
    for (int i = 0; i < 3; ++i) {
        jobs.push_back(std::make_shared<EngineJob>(
            "a", [&](ImagePipeline& pipeline, const RunContext&) -> Status {
                {
                    const std::lock_guard lock(mutex);
                    pipelines.insert(&pipeline);
                }
                allHaveBegun.arrive_and_wait();
                return Done{};
            }));
        engine_->submit(jobs.back());
    }
    for (const auto& job : jobs)
        EXPECT_EQ(wait(*job).state, JobState::Succeeded);
    EXPECT_EQ(pipelines.size(), 3U);
}

TEST_F(EngineTest, anEngineThatCannotOpenItsModelDoesNotStart) {
    EngineOptions options;
    options.open = []() -> Result<std::unique_ptr<ImagePipeline>> {
        return fail(ErrorCode::FileNotFound, "no model");
    };
    const auto engine = Engine::start(std::move(options), metrics_);
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.error().message, "no model");
}

} // namespace
} // namespace diptych::server
