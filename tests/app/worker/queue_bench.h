// A queue over a scripted pipeline, for the tests of what it does.
#pragma once

#include "app/worker/generation_queue.h"
#include "tests/support/fake_image_pipeline.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace diptych::worker {

inline constexpr int kPatience = 5000; // ms

inline GenerationRequest requestOf(const char* prompt, int count = 1) {
    GenerationRequest request;
    request.conversation.user =
        std::string(prompt); // assigning the characters, GCC 12 warns of an overlap
    request.width = request.height = 16;
    request.steps = 4;
    request.seed = 7;
    request.count = count;
    return request;
}

/// Holds the fake in a step until it is opened, or until the job is cancelled.
class Gate {
  public:
    Status wait(const RunContext& context) {
        std::unique_lock lock(mutex_);
        const std::stop_callback wake(context.cancel, [this] { changed_.notify_all(); });
        while (!open_ && !context.cancelled())
            changed_.wait_for(lock, std::chrono::milliseconds(5));
        return context.cancelled() ? Status(fail(cancelledError())) : Status(Done{});
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

/// A queue over a fake, and what it told.
struct Bench {
    std::shared_ptr<test::FakePipelineState> state = std::make_shared<test::FakePipelineState>();
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::map<JobId, int> outcomes;
    std::map<JobId, JobState> ends;
    std::map<JobId, Error> errors;
    std::vector<JobId> order;
    std::vector<PictureDrawn> pictures;
    int previews = 0;
    std::unique_ptr<GenerationQueue> queue;
    std::unique_ptr<QAbstractItemModelTester> tester;

    Bench() {
        Engine engine;
        engine.open =
            [state =
                 state](const PipelineOptions& options) -> Result<std::unique_ptr<ImagePipeline>> {
            state->opened.push_back(options);
            if (state->openError)
                return fail(*state->openError);
            return std::make_unique<test::FakeImagePipeline>(state);
        };
        engine.version = "1.2.3";
        queue = std::make_unique<GenerationQueue>(std::move(engine));
        tester = std::make_unique<QAbstractItemModelTester>(
            queue.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QObject::connect(queue.get(), &GenerationQueue::jobFinished, queue.get(), [this](JobId id) {
            ++outcomes[id];
            ends[id] = queue->find(id)->state;
            errors[id] = queue->find(id)->error;
        });
        QObject::connect(queue.get(), &GenerationQueue::jobStarted, queue.get(),
                         [this](JobId id) { order.push_back(id); });
        QObject::connect(
            queue.get(), &GenerationQueue::pictureDrawn, queue.get(),
            [this](JobId, const PictureDrawn& picture) { pictures.push_back(picture); });
        QObject::connect(queue.get(), &GenerationQueue::previewed, queue.get(),
                         [this] { ++previews; });
    }

    void holdSteps() {
        state->beforeStep = [gate = gate](int, const RunContext& context) {
            return gate->wait(context);
        };
    }
    bool ended(JobId id) const { return outcomes.contains(id); }
};

inline JobId added(Result<JobId> result) {
    return result.value();
}

} // namespace diptych::worker
