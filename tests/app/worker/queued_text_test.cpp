// Texts that the queue has written: told as they come, one outcome each.
#include "tests/app/worker/queue_bench.h"

#include <QRandomGenerator>

#include <atomic>

namespace diptych::worker {

namespace {

RewriteRequest rewriteOf(const char* prompt) {
    RewriteRequest request;
    request.prompt = prompt;
    request.seed = 7;
    return request;
}

/// What a queue tells about texts.
struct TextBench : Bench {
    std::string thinking, answer;
    std::vector<RewriteResult> results;
    bool finishedBeforeOutcome = true;

    TextBench() {
        QObject::connect(queue.get(), &GenerationQueue::textWritten, queue.get(),
                         [this](JobId, const TextWritten& piece) {
                             (piece.part == AnswerPart::Thinking ? thinking : answer) += piece.text;
                         });
        QObject::connect(queue.get(), &GenerationQueue::textFinished, queue.get(),
                         [this](JobId id, const RewriteResult& result) {
                             finishedBeforeOutcome = finishedBeforeOutcome && !ended(id);
                             results.push_back(result);
                         });
    }
};

} // namespace

class QueuedTextTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aRewritingTellsItsTextAndEndsOnce();
    void aRewritingSharesThePipelineThatDraws();
    void cancelStopsARewritingWithinOneToken();
    void aFailedRewritingLeavesTheListWithItsError();
    void aRefusedRewritingLeavesNoRow();
    void anotherMachineWritesWhereOneIsNamed();
    void everyRewritingHasExactlyOneOutcome();
};

void QueuedTextTest::aRewritingTellsItsTextAndEndsOnce() {
    TextBench bench;
    const JobId job = added(bench.queue->addRewrite(rewriteOf("A cat")));
    QVERIFY(bench.queue->data(bench.queue->index(0), Qt::DisplayRole)
                .toString()
                .contains(QStringLiteral("A cat")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(job), kPatience);
    QCOMPARE(bench.ends[job], JobState::Succeeded);
    QCOMPARE(bench.outcomes[job], 1);
    QCOMPARE(bench.thinking, std::string("Hm."));
    QCOMPARE(bench.answer, std::string("A grey cat on a red roof."));
    QCOMPARE(bench.results.size(), std::size_t{1});
    QCOMPARE(bench.results[0].text, bench.answer);
    QVERIFY(bench.finishedBeforeOutcome);
    QCOMPARE(bench.queue->rowCount(), 0);
}

void QueuedTextTest::aRewritingSharesThePipelineThatDraws() {
    TextBench bench;
    const JobId drawing = added(bench.queue->add(requestOf("a")));
    const JobId rewriting = added(bench.queue->addRewrite(rewriteOf("A cat")));
    const JobId second = added(bench.queue->add(requestOf("b")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(second), kPatience);
    QCOMPARE(bench.order, (std::vector<JobId>{drawing, rewriting, second}));
    QCOMPARE(bench.state->opened.size(), std::size_t{1});
    QCOMPARE(bench.pictures.size(), std::size_t{2});
}

void QueuedTextTest::cancelStopsARewritingWithinOneToken() {
    TextBench bench;
    std::atomic<std::size_t> written{0};
    bench.state->rewriter.writes = std::string(100000, 'x');
    bench.state->rewriter.afterPiece = [&](std::size_t pieces) {
        written = pieces;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    };
    const JobId job = added(bench.queue->addRewrite(rewriteOf("A cat")));
    QTRY_VERIFY_WITH_TIMEOUT(!bench.answer.empty(), kPatience);
    const std::size_t before = written;
    QVERIFY(bench.queue->cancel(job));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(job), kPatience);
    QCOMPARE(bench.ends[job], JobState::Cancelled);
    QVERIFY2(written <= before + 2, "it wrote on");
    QVERIFY(bench.results.empty());
    QCOMPARE(bench.queue->rowCount(), 0);
}

void QueuedTextTest::aFailedRewritingLeavesTheListWithItsError() {
    TextBench bench;
    bench.state->rewriter.error = Error{ErrorCode::OutOfMemory, "no room", "", "", {}};
    const JobId job = added(bench.queue->addRewrite(rewriteOf("A cat")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended(job), kPatience);
    QCOMPARE(bench.ends[job], JobState::Failed);
    QCOMPARE(bench.errors[job].message, std::string("no room"));
    QCOMPARE(bench.queue->rowCount(), 0);
}

void QueuedTextTest::aRefusedRewritingLeavesNoRow() {
    TextBench bench;
    QVERIFY(!bench.queue->addRewrite(rewriteOf(" ")));
    QCOMPARE(bench.queue->rowCount(), 0);
    bench.queue->setPaused(true);
    const JobId job = added(bench.queue->addRewrite(rewriteOf("A cat")));
    QVERIFY(!bench.queue->edit(job, requestOf("b")));
    QVERIFY2(bench.queue->clearWaiting().empty(), "a rewriting is no drawing");
    QCOMPARE(bench.ends[job], JobState::Cancelled);
}

void QueuedTextTest::anotherMachineWritesWhereOneIsNamed() {
    auto state = std::make_shared<test::FakePipelineState>();
    Engine engine;
    int opened = 0;
    engine.open = [&](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        ++opened;
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    std::vector<std::string> urls;
    engine.openRemoteRewriter =
        [&](const RemoteEncoderSettings& remote) -> Result<std::unique_ptr<PromptRewriter>> {
        urls = remote.urls;
        return std::make_unique<test::FakePromptRewriter>();
    };
    GenerationQueue queue(std::move(engine));
    RemoteEncoderSettings remote;
    remote.urls = {"http://mac:8080"};
    queue.setRemote(remote);
    QSignalSpy texts(&queue, &GenerationQueue::textFinished);
    QVERIFY(queue.addRewrite(rewriteOf("A cat")).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(texts.count(), 1, kPatience);
    QCOMPARE(urls, remote.urls);
    QCOMPARE(opened, 0);
}

void QueuedTextTest::everyRewritingHasExactlyOneOutcome() {
    TextBench bench;
    std::vector<JobId> jobs;
    for (int i = 0; i < 30; ++i) {
        jobs.push_back(added(bench.queue->addRewrite(rewriteOf("A cat"), QueuePlace::Back)));
        if (QRandomGenerator::global()->bounded(2) == 0)
            QTest::qWait(1);
        if (QRandomGenerator::global()->bounded(2) == 0)
            bench.queue->cancel(jobs[static_cast<std::size_t>(i) / 2]);
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench.outcomes.size(), jobs.size(), kPatience);
    QTest::qWait(20);
    for (const JobId job : jobs)
        QCOMPARE(bench.outcomes[job], 1);
}
} // namespace diptych::worker

QTEST_GUILESS_MAIN(diptych::worker::QueuedTextTest)
#include "queued_text_test.moc"
