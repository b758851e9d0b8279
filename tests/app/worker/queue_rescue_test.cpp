// A job whose prompt no server encoded is not lost.
#include "app/worker/generation_queue.h"
#include "core/net/hidden_states.h"
#include "tests/support/fake_image_pipeline.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <vector>

namespace diptych::worker {

namespace {

constexpr int kPatience = 5000; // ms

GenerationRequest requestOf(const char* prompt) {
    GenerationRequest request;
    request.conversation.user = prompt;
    request.width = request.height = 16;
    request.steps = 2;
    request.seed = 7;
    return request;
}

class NoService final : public net::HiddenStatesService {
  public:
    Result<net::HiddenStates> encode(const net::HiddenStatesQuery&, const RunContext&) override {
        return fail(ErrorCode::Network, "nobody is there");
    }
    std::string identity() const override { return "nobody"; }
};

/// A queue over a fake that fails as long as it has a remote encoder.
struct Bench {
    std::shared_ptr<test::FakePipelineState> state = std::make_shared<test::FakePipelineState>();
    std::shared_ptr<std::vector<bool>> remote = std::make_shared<std::vector<bool>>();
    std::unique_ptr<GenerationQueue> queue;
    std::vector<JobId> finished;
    std::vector<JobState> ends;
    int rescued = 0;

    Bench() {
        Engine engine;
        engine.open =
            [state = state, remote = remote](
                const PipelineOptions& options) -> Result<std::unique_ptr<ImagePipeline>> {
            remote->push_back(options.remoteEncoder != nullptr);
            state->workError = options.remoteEncoder
                                   ? std::optional<Error>(Error{
                                         ErrorCode::Network, "no server encoded it", "", "", {}})
                                   : std::nullopt;
            return std::make_unique<test::FakeImagePipeline>(state);
        };
        queue = std::make_unique<GenerationQueue>(std::move(engine));
        PipelineOptions options;
        options.remoteEncoder = std::make_shared<NoService>();
        queue->setOptions(options);
        QObject::connect(queue.get(), &GenerationQueue::jobFinished, queue.get(), [this](JobId id) {
            finished.push_back(id);
            ends.push_back(queue->find(id)->state);
        });
        QObject::connect(queue.get(), &GenerationQueue::jobRescued, queue.get(),
                         [this] { ++rescued; });
    }
};

} // namespace

class QueueRescueTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aRescuedJobWaitsFirstInTheLineAndIsNotOver();
    void encodingHereFinishesWhatWaited();
    void withoutARescueAJobFails();
    void aJobThatWasCancelledIsNotRescued();
};

void QueueRescueTest::aRescuedJobWaitsFirstInTheLineAndIsNotOver() {
    Bench bench;
    bench.queue->setRescue([](const GenerationJob& job, const Error& error) {
        return job.id != 0 && error.code == ErrorCode::Network;
    });
    const JobId first = *bench.queue->add(requestOf("first"));
    const JobId second = *bench.queue->add(requestOf("second"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.rescued, 1, kPatience);
    QVERIFY(bench.queue->isPaused());
    QVERIFY(!bench.queue->running());
    QCOMPARE(bench.queue->waiting(), (std::vector<JobId>{first, second}));
    QCOMPARE(bench.queue->find(first)->state, JobState::Queued);
    QCOMPARE(bench.queue->find(first)->request.seed.value(), 7);
    QVERIFY(bench.finished.empty());
    bench.queue->setPaused(false); // still nobody there
    QTRY_COMPARE_WITH_TIMEOUT(bench.rescued, 2, kPatience);
    QCOMPARE(bench.queue->waiting(), (std::vector<JobId>{first, second}));
}

void QueueRescueTest::encodingHereFinishesWhatWaited() {
    Bench bench;
    bench.queue->setRescue([](const GenerationJob&, const Error&) { return true; });
    const JobId first = *bench.queue->add(requestOf("first"));
    const JobId second = *bench.queue->add(requestOf("second"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.rescued, 1, kPatience);
    QSignalSpy options(bench.queue.get(), &GenerationQueue::optionsChanged);
    bench.queue->setEncodesHere(true);
    QCOMPARE(options.size(), 1);
    QVERIFY(!bench.queue->effectiveOptions().remoteEncoder);
    bench.queue->setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(bench.finished, (std::vector<JobId>{first, second}), kPatience);
    QCOMPARE(bench.ends, (std::vector<JobState>{JobState::Succeeded, JobState::Succeeded}));
    QCOMPARE(*bench.remote, (std::vector<bool>{true, false}));
}

void QueueRescueTest::withoutARescueAJobFails() {
    Bench bench;
    bench.queue->setRescue([](const GenerationJob&, const Error&) { return false; });
    static_cast<void>(bench.queue->add(requestOf("first")));
    QTRY_COMPARE_WITH_TIMEOUT(bench.ends, std::vector<JobState>{JobState::Failed}, kPatience);
    QCOMPARE(bench.rescued, 0);
    QVERIFY(!bench.queue->isPaused());
}

void QueueRescueTest::aJobThatWasCancelledIsNotRescued() {
    Bench bench;
    bench.queue->setRescue([](const GenerationJob&, const Error&) { return true; });
    const JobId job = *bench.queue->add(requestOf("first"));
    bench.queue->cancel(job); // before the worker's answer can arrive
    QTRY_COMPARE_WITH_TIMEOUT(bench.finished.size(), 1U, kPatience);
    QCOMPARE(bench.rescued, 0);
}

} // namespace diptych::worker

QTEST_GUILESS_MAIN(diptych::worker::QueueRescueTest)

#include "queue_rescue_test.moc"
