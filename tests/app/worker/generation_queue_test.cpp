#include "app/worker/step_clock.h"
#include "core/pipeline/unfinished_picture.h"
#include "tests/app/worker/queue_bench.h"

#include <QMimeData>
#include <QRandomGenerator>

#include <atomic>

namespace diptych::worker {

class GenerationQueueTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aJobDrawsItsPicturesAndSucceedsOnce();
    void whatIsAnnouncedIsToldAtOnceAndOnce();
    void aRefusedRequestLeavesNoRow();
    void jobsRunInTheOrderOfTheQueue();
    void aJobInFrontRunsNext();
    void cancelStopsTheRunningJobAndNoOther();
    void aWaitingJobIsCancelledAtOnce();
    void interruptAndGenerateStopsWhatRuns();
    void stopAfterThisPictureKeepsWhatIsDrawn();
    void aPausedQueueWaits();
    void aWaitingJobCanBeEdited();
    void waitingJobsCanBeReordered();
    void draggingMovesAWaitingJob();
    void aFailedJobKeepsItsErrorAndCanBeTriedAgain();
    void outOfMemoryLeavesTheNextJobAFreshPipeline();
    void whatWasDrawnIsKeptUntilItIsSaved();
    void jobsOfAnEarlierSessionComeBackInFront();
    void thePipelineIsOpenedAgainForAnotherPlacement();
    void closingTheQueueStopsWhatRuns();
    void everyJobHasExactlyOneOutcomeHoweverItIsStopped();
    void clearingReturnsWhatWaited();
    void remainingTimeComesFromMeasuredSteps();
};

void GenerationQueueTest::aJobDrawsItsPicturesAndSucceedsOnce() {
    Bench bench;
    const JobId id = added(bench.queue->add(requestOf("a cat", 2)));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(id), kPatience);
    QCOMPARE(bench.outcomes[id], 1);
    QCOMPARE(bench.ends[id], JobState::Succeeded);
    QCOMPARE(bench.pictures.size(), std::size_t{2});
    QCOMPARE(bench.pictures[1].metadata.request.seed.value(), std::int64_t{8});
    QCOMPARE(QString::fromStdString(bench.pictures[0].metadata.version), QStringLiteral("1.2.3"));
    QCOMPARE(bench.pictures[0].picture.size(), QSize(16, 16));
    QVERIFY(bench.previews > 0);
    QCOMPARE(bench.queue->rowCount(), 0);
}

void GenerationQueueTest::whatIsAnnouncedIsToldAtOnceAndOnce() {
    Bench bench;
    bench.state->announced = {{"memory_tiled", "the autoencoder works in tiles"}};
    bench.holdSteps();
    std::vector<std::string> codes;
    QObject::connect(bench.queue.get(), &GenerationQueue::noticed, bench.queue.get(),
                     [&](JobId, const Notice& notice) { codes.push_back(notice.code); });
    const JobId job = added(bench.queue->add(requestOf("a cat")));
    QTRY_COMPARE_WITH_TIMEOUT(codes, (std::vector<std::string>{"memory_tiled"}), kPatience);
    QVERIFY(!bench.ended(job));
    bench.gate->open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(job), kPatience);
    QCOMPARE(codes, (std::vector<std::string>{"memory_tiled", "fake_notice"}));
}

void GenerationQueueTest::aRefusedRequestLeavesNoRow() {
    Bench bench;
    GenerationRequest request = requestOf("a cat");
    request.width = 17;
    const auto result = bench.queue->add(request);
    QVERIFY(!result);
    QVERIFY(result.error().code == ErrorCode::InvalidInput);
    QCOMPARE(bench.queue->rowCount(), 0);
}

void GenerationQueueTest::jobsRunInTheOrderOfTheQueue() {
    Bench bench;
    std::vector<JobId> ids;
    for (int i = 0; i < 3; ++i)
        ids.push_back(added(bench.queue->add(requestOf("a cat"))));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(ids.back()), kPatience);
    QCOMPARE(bench.order, ids);
}

void GenerationQueueTest::aJobInFrontRunsNext() {
    Bench bench;
    bench.holdSteps();
    const JobId first = added(bench.queue->add(requestOf("first")));
    const JobId second = added(bench.queue->add(requestOf("second")));
    const JobId front = added(bench.queue->add(requestOf("front"), QueuePlace::Front));
    bench.gate->open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(second), kPatience);
    QCOMPARE(bench.order, (std::vector<JobId>{first, front, second}));
}

void GenerationQueueTest::cancelStopsTheRunningJobAndNoOther() {
    Bench bench;
    bench.holdSteps();
    const JobId first = added(bench.queue->add(requestOf("first")));
    const JobId second = added(bench.queue->add(requestOf("second")));
    QVERIFY(bench.queue->cancel(first));
    QVERIFY(bench.queue->find(first)->cancelling);
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(first), kPatience);
    QCOMPARE(bench.ends[first], JobState::Cancelled);
    QVERIFY(!bench.ended(second));
    bench.gate->open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(second), kPatience);
    QCOMPARE(bench.ends[second], JobState::Succeeded);
}

void GenerationQueueTest::aWaitingJobIsCancelledAtOnce() {
    Bench bench;
    bench.holdSteps();
    added(bench.queue->add(requestOf("first")));
    const JobId second = added(bench.queue->add(requestOf("second")));
    QVERIFY(bench.queue->cancel(second));
    QCOMPARE(bench.ends[second], JobState::Cancelled);
    QVERIFY(!bench.queue->cancel(second));
    QCOMPARE(bench.outcomes[second], 1);
}

void GenerationQueueTest::interruptAndGenerateStopsWhatRuns() {
    Bench bench;
    bench.holdSteps();
    const JobId first = added(bench.queue->add(requestOf("first")));
    const JobId waiting = added(bench.queue->add(requestOf("waiting")));
    const JobId urgent = added(bench.queue->interruptAndAdd(requestOf("urgent")));
    bench.gate->open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(waiting), kPatience);
    QCOMPARE(bench.ends[first], JobState::Cancelled);
    QCOMPARE(bench.order, (std::vector<JobId>{first, urgent, waiting}));
}

void GenerationQueueTest::stopAfterThisPictureKeepsWhatIsDrawn() {
    Bench bench;
    bench.holdSteps();
    const JobId first = added(bench.queue->add(requestOf("first", 5)));
    const JobId second = added(bench.queue->add(requestOf("second")));
    bench.queue->setStopAfterPicture(true);
    QVERIFY(bench.queue->stopsAfterPicture());
    bench.gate->open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(first), kPatience);
    QCOMPARE(bench.ends[first], JobState::Succeeded);
    QCOMPARE(bench.pictures.size(), std::size_t{1});
    QVERIFY(bench.queue->isPaused());
    bench.queue->setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(second), kPatience);
}

void GenerationQueueTest::aPausedQueueWaits() {
    Bench bench;
    bench.queue->setPaused(true);
    const JobId id = added(bench.queue->add(requestOf("a cat")));
    QCoreApplication::processEvents();
    QCOMPARE(bench.queue->find(id)->state, JobState::Queued);
    bench.queue->setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(id), kPatience);
}

void GenerationQueueTest::aWaitingJobCanBeEdited() {
    Bench bench;
    bench.queue->setPaused(true);
    const JobId id = added(bench.queue->add(requestOf("a cat")));
    QVERIFY(bench.queue->edit(id, requestOf("a dog")));
    QCOMPARE(bench.queue->index(0).data().toString(), QStringLiteral("a dog"));
    bench.queue->setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(id), kPatience);
    QCOMPARE(bench.pictures.front().metadata.request.conversation.user, std::string("a dog"));
    QVERIFY(!bench.queue->edit(id, requestOf("too late")));
}

void GenerationQueueTest::waitingJobsCanBeReordered() {
    Bench bench;
    bench.queue->setPaused(true);
    std::vector<JobId> ids;
    for (int i = 0; i < 4; ++i)
        ids.push_back(added(bench.queue->add(requestOf("a cat"))));
    QVERIFY(bench.queue->moveRow({}, 3, {}, 0));
    QVERIFY(bench.queue->moveRow({}, 1, {}, 4));
    QVERIFY(!bench.queue->moveRow({}, 1, {}, 1));
    bench.queue->setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(bench.outcomes.size() == 4, kPatience);
    QCOMPARE(bench.order, (std::vector<JobId>{ids[3], ids[1], ids[2], ids[0]}));
}

void GenerationQueueTest::draggingMovesAWaitingJob() {
    Bench bench;
    bench.queue->setPaused(true);
    const JobId first = added(bench.queue->add(requestOf("first")));
    const JobId second = added(bench.queue->add(requestOf("second")));
    const std::unique_ptr<QMimeData> data(bench.queue->mimeData({bench.queue->index(1)}));
    QVERIFY(!bench.queue->dropMimeData(data.get(), Qt::MoveAction, 0, 0, {}));
    QCOMPARE(bench.queue->idAt(0), second);
    QCOMPARE(bench.queue->idAt(1), first);
}

void GenerationQueueTest::aFailedJobKeepsItsErrorAndCanBeTriedAgain() {
    Bench bench;
    bench.state->workError = Error{ErrorCode::WeightsInvalid, "a tensor is missing", "", "", {}};
    const JobId id = added(bench.queue->add(requestOf("a cat")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(id), kPatience);
    QCOMPARE(bench.ends[id], JobState::Failed);
    QCOMPARE(bench.queue->find(id)->error.message, std::string("a tensor is missing"));
    bench.state->workError.reset();
    const JobId again = added(bench.queue->retry(id, RetrySeed::Same));
    QVERIFY(again != id);
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(again), kPatience);
    QCOMPARE(bench.ends[again], JobState::Succeeded);
    QCOMPARE(bench.pictures.front().metadata.request.seed.value(), std::int64_t{7});
    QCOMPARE(bench.queue->rowCount(), 0);
}

void GenerationQueueTest::outOfMemoryLeavesTheNextJobAFreshPipeline() {
    Bench bench;
    auto fails = std::make_shared<std::atomic<bool>>(true);
    bench.state->beforeStep = [fails](int, const RunContext&) -> Status {
        if (fails->exchange(false))
            throw std::bad_alloc();
        return Done{};
    };
    const JobId first = added(bench.queue->add(requestOf("first")));
    const JobId second = added(bench.queue->add(requestOf("second")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(second), kPatience);
    QCOMPARE(bench.ends[first], JobState::Failed);
    QVERIFY(bench.errors[first].code == ErrorCode::OutOfMemory);
    QCOMPARE(bench.ends[second], JobState::Succeeded);
    QCOMPARE(bench.state->opened.size(), std::size_t{2});
}

void GenerationQueueTest::whatWasDrawnIsKeptUntilItIsSaved() {
    QTemporaryDir folder;
    auto state = std::make_shared<test::FakePipelineState>();
    auto fails = std::make_shared<std::atomic<bool>>(true);
    state->beforeDecode = [fails](const RunContext&) -> Status {
        if (fails->load())
            return fail(ErrorCode::OutOfMemory, "the autoencoder needs 9 GiB");
        return Done{};
    };
    Engine engine;
    engine.open = [state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    engine.unfinishedFolder = folder.path().toStdString();
    GenerationQueue queue(std::move(engine));
    std::optional<PictureDrawn> seen;
    connect(&queue, &GenerationQueue::pictureDrawn, this,
            [&seen](JobId, const PictureDrawn& picture) { seen = picture; });
    const JobId failed = added(queue.add(requestOf("a cat")));
    QTRY_VERIFY_WITH_TIMEOUT(queue.find(failed)->state == JobState::Failed, kPatience);
    QVERIFY(!seen);
    const auto files = unfinishedPictures(folder.path().toStdString());
    QCOMPARE(files.size(), std::size_t{1});

    const JobId finished = queue.addUnfinished(files.front(), queue.find(failed)->request);
    QTRY_VERIFY_WITH_TIMEOUT(seen.has_value(), kPatience);
    QVERIFY(finished != failed);
    QCOMPARE(seen->metadata.request.conversation.user, std::string("a cat"));
    QVERIFY(seen->latents == files.front());
    QVERIFY(std::filesystem::exists(files.front())); // until whoever saves it removes it

    fails->store(false);
    state->beforeDecode = [](const RunContext&) -> Status { return fail(cancelledError()); };
    added(queue.add(requestOf("a dog")));
    QTRY_VERIFY_WITH_TIMEOUT(!queue.running(), kPatience);
    QCOMPARE(unfinishedPictures(folder.path().toStdString()).size(), std::size_t{1});
}

void GenerationQueueTest::jobsOfAnEarlierSessionComeBackInFront() {
    Bench bench;
    bench.queue->setFirstId(100);
    bench.queue->setPaused(true);
    const JobId newer = added(bench.queue->add(requestOf("new")));
    QCOMPARE(newer, JobId{100});
    bench.queue->restore({{7, requestOf("was running"), true},
                          {8, requestOf("first"), false},
                          {9, requestOf("second"), false}});
    QVERIFY(bench.queue->waiting() == (std::vector<JobId>{8, 9, 100}));
    QVERIFY(bench.queue->find(7)->state == JobState::Interrupted);
    const JobId again = added(bench.queue->retry(7, RetrySeed::Same, QueuePlace::Front));
    QVERIFY(!bench.queue->find(7));
    QCOMPARE(bench.queue->waiting().front(), again);
    bench.queue->setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(newer), kPatience);
    QVERIFY(bench.order == (std::vector<JobId>{again, 8, 9, newer}));
}

void GenerationQueueTest::thePipelineIsOpenedAgainForAnotherPlacement() {
    Bench bench;
    const JobId first = added(bench.queue->add(requestOf("first")));
    const JobId second = added(bench.queue->add(requestOf("second")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(second), kPatience);
    QCOMPARE(bench.state->opened.size(), std::size_t{1});
    PipelineOptions options = bench.queue->options();
    options.placement.threads = 1;
    bench.queue->setOptions(options);
    const JobId third = added(bench.queue->add(requestOf("third")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(third), kPatience);
    QCOMPARE(bench.state->opened.size(), std::size_t{2});
    QVERIFY(bench.ended(first));
}

void GenerationQueueTest::closingTheQueueStopsWhatRuns() {
    QElapsedTimer timer;
    timer.start();
    {
        Bench bench;
        bench.holdSteps();
        added(bench.queue->add(requestOf("first")));
        added(bench.queue->add(requestOf("second")));
        QCoreApplication::processEvents();
    }
    QVERIFY(timer.elapsed() < kPatience);
}

void GenerationQueueTest::everyJobHasExactlyOneOutcomeHoweverItIsStopped() {
    constexpr int kJobs = 1000;
    Bench bench;
    bench.tester.reset(); // a thousand rows would take it minutes
    bench.state->beforeStep = [](int step, const RunContext&) -> Status {
        if (step == 3)
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        return Done{};
    };
    QRandomGenerator random(11);
    std::vector<JobId> ids;
    for (int i = 0; i < kJobs; ++i) {
        ids.push_back(added(bench.queue->add(requestOf("a cat"))));
        if (random.bounded(2) == 0)
            bench.queue->cancel(ids[static_cast<std::size_t>(random.bounded(i + 1))]);
        if (random.bounded(3) == 0)
            bench.queue->cancelRunning();
        if (random.bounded(4) == 0)
            QCoreApplication::processEvents();
    }
    QTRY_VERIFY_WITH_TIMEOUT(bench.outcomes.size() == kJobs, 30000);
    for (const JobId id : ids) {
        QCOMPARE(bench.outcomes[id], 1);
        QVERIFY(bench.ends[id] == JobState::Succeeded || bench.ends[id] == JobState::Cancelled);
    }
    QVERIFY(!bench.queue->running());
}

void GenerationQueueTest::clearingReturnsWhatWaited() {
    Bench bench;
    bench.queue->setPaused(true);
    added(bench.queue->add(requestOf("first")));
    added(bench.queue->add(requestOf("second")));
    const std::vector<GenerationRequest> requests = bench.queue->clearWaiting();
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests[1].conversation.user, std::string("second"));
    QCOMPARE(bench.queue->rowCount(), 0);
    QCOMPARE(bench.outcomes.size(), std::size_t{2});
}

void GenerationQueueTest::remainingTimeComesFromMeasuredSteps() {
    StepClock clock;
    clock.step(0, 8, 10.0);
    QVERIFY(!clock.remaining(0));
    clock.step(1, 8, 12.0);
    QCOMPARE(clock.remaining(0).value(), 14.0);
    clock.step(2, 8, 14.0);
    QCOMPARE(clock.remaining(1).value(), 28.0);
}
} // namespace diptych::worker

QTEST_GUILESS_MAIN(diptych::worker::GenerationQueueTest)
#include "generation_queue_test.moc"
