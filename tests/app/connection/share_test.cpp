// The server inside the window's program, over a fake model: one engine for both, and a clean end.
#include "app/connection/encoder_share.h"
#include "app/worker/generation_queue.h"
#include "tests/support/fake_image_pipeline.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace diptych::connection {

namespace {

constexpr int kPatience = 10'000; // ms

/// Holds the fake's steps until it is opened.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    bool isOpen = false;

    void open() {
        const std::lock_guard lock(mutex);
        isOpen = true;
        changed.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return isOpen; });
    }
};

/// A window's queue and a server that shares its engine.
struct Bench {
    std::shared_ptr<test::FakePipelineState> state = std::make_shared<test::FakePipelineState>();
    std::shared_ptr<std::atomic<int>> inside = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<int>> opened = std::make_shared<std::atomic<int>>(0);
    std::unique_ptr<worker::GenerationQueue> queue;
    std::unique_ptr<EncoderShare> share;
    QNetworkAccessManager network;

    Bench() {
        worker::Engine engine;
        engine.open = [state = state, opened = opened](
                          const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
            ++*opened;
            return std::make_unique<test::FakeImagePipeline>(state);
        };
        queue = std::make_unique<worker::GenerationQueue>(std::move(engine));
        share = std::make_unique<EncoderShare>(queue->lender());
    }
    ~Bench() { share.reset(); } // before the queue whose thread it borrows

    static ShareOrder order() {
        ShareOrder order;
        order.server.port = 0;
        order.server.roles = {false, true, true};
        order.server.modelId = "fake";
        order.server.drainTime = std::chrono::seconds(1);
        order.spec.name = "fake-model";
        return order;
    }
    bool start(const ShareOrder& what = order()) {
        share->start(what);
        return QTest::qWaitFor([this] { return share->state() == EncoderShare::State::On; },
                               kPatience);
    }
    QNetworkReply* get(const char* path, const QByteArray& key = {}) {
        QNetworkRequest request(QUrl(share->address() + QString::fromLatin1(path)));
        if (!key.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + key);
        return network.get(request);
    }
    static int statusOf(QNetworkReply* reply) {
        static_cast<void>(QTest::qWaitFor([reply] { return reply->isFinished(); }, kPatience));
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
};

GenerationRequest pictureRequest() {
    GenerationRequest request;
    request.conversation.user = "A cat";
    request.width = request.height = 16;
    request.steps = 2;
    request.seed = 7;
    return request;
}

} // namespace

class ShareTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void othersAreAnsweredAndCounted();
    void aKeyIsAskedForAndAnOpenAddressNeedsOne();
    void aPortInUseIsTold();
    void oneEngineWorksForBoth();
    void whoWaitsForTheEngineIsLetGoAtTheEnd();
    void aLoanIsCancelledWhileItWaits();
};

void ShareTest::othersAreAnsweredAndCounted() {
    Bench bench;
    QVERIFY(bench.start());
    QVERIFY(bench.share->address().startsWith(QStringLiteral("http://127.0.0.1:")));
    QNetworkReply* const health = bench.get("/health");
    QCOMPARE(Bench::statusOf(health), 200);
    QCOMPARE(QJsonDocument::fromJson(health->readAll())[QStringLiteral("roles")].toString(),
             QStringLiteral("encoder,chat"));
    QCOMPARE(Bench::statusOf(bench.get("/v1/models")), 200);
    QTRY_COMPARE(bench.share->requests(), 2U);
    QCOMPARE(bench.share->clients(), 1);
    bench.share->stop();
    QTRY_COMPARE_WITH_TIMEOUT(bench.share->state(), EncoderShare::State::Off, kPatience);
    QVERIFY(bench.share->address().isEmpty());
    QVERIFY(bench.start()); // and once more
    QCOMPARE(bench.share->requests(), 0U);
}

void ShareTest::aKeyIsAskedForAndAnOpenAddressNeedsOne() {
    Bench bench;
    ShareOrder open = Bench::order();
    open.server.host = "0.0.0.0";
    QSignalSpy failures(bench.share.get(), &EncoderShare::failed);
    bench.share->start(open);
    QTRY_COMPARE_WITH_TIMEOUT(failures.size(), 1, kPatience);
    QCOMPARE(bench.share->state(), EncoderShare::State::Off);
    ShareOrder locked = Bench::order();
    locked.server.key = "s3cret";
    QVERIFY(bench.start(locked));
    QCOMPARE(Bench::statusOf(bench.get("/v1/models")), 401);
    QCOMPARE(Bench::statusOf(bench.get("/v1/models", "s3cret")), 200);
}

void ShareTest::aPortInUseIsTold() {
    Bench first;
    QVERIFY(first.start());
    Bench second;
    ShareOrder same = Bench::order();
    same.server.port = first.share->port();
    QSignalSpy failures(second.share.get(), &EncoderShare::failed);
    second.share->start(same);
    QTRY_COMPARE_WITH_TIMEOUT(failures.size(), 1, kPatience);
}

// The window's drawing and the server's work on the same pipeline, never at the same time.
void ShareTest::oneEngineWorksForBoth() {
    Gate gate;
    Bench bench;
    bench.state->beforeStep = [&](int, const RunContext&) -> Status {
        ++*bench.inside;
        gate.wait();
        --*bench.inside;
        return Done{};
    };
    QSignalSpy finished(bench.queue.get(), &worker::GenerationQueue::jobFinished);
    QVERIFY(bench.queue->add(pictureRequest()).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(bench.inside->load(), 1, kPatience);
    std::atomic<bool> worked = false;
    std::atomic<bool> alone = true;
    std::jthread other([&, lend = bench.queue->lender()] {
        const Status status = lend({},
                                   [&](ImagePipeline&) -> Status {
                                       alone = bench.inside->load() == 0;
                                       return Done{};
                                   },
                                   {});
        worked = status.has_value();
    });
    QTest::qWait(50);
    QVERIFY(!worked);
    gate.open();
    QTRY_VERIFY_WITH_TIMEOUT(worked, kPatience);
    QVERIFY(alone);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
    QCOMPARE(bench.opened->load(), 1);
}

void ShareTest::whoWaitsForTheEngineIsLetGoAtTheEnd() {
    Gate gate;
    Bench bench;
    bench.state->beforeStep = [&](int, const RunContext& context) -> Status {
        ++*bench.inside;
        gate.wait();
        return context.cancelled() ? Status(fail(cancelledError())) : Status(Done{});
    };
    QVERIFY(bench.queue->add(pictureRequest()).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(bench.inside->load(), 1, kPatience);
    QVERIFY(bench.start());
    std::jthread client([lend = bench.queue->lender()](const std::stop_token& stop) {
        static_cast<void>(lend(
            {}, [](ImagePipeline&) -> Status { return Done{}; }, stop));
    });
    QElapsedTimer clock;
    clock.start();
    client.request_stop();
    bench.share->stopAndWait(); // although the engine draws for the window all the time
    QVERIFY(clock.elapsed() < 5000);
    gate.open();
    bench.queue->stopForGood();
}

void ShareTest::aLoanIsCancelledWhileItWaits() {
    std::stop_source stop;
    worker::PipelineLoan loan({}, [](ImagePipeline&) -> Status { return Done{}; });
    stop.request_stop();
    const Status status = loan.wait(stop.get_token());
    QVERIFY(!status);
    QVERIFY(status.error().code == ErrorCode::Cancelled);
    QVERIFY(!loan.begin()); // whoever comes later finds nobody waiting
    worker::PipelineLoan other({}, [](ImagePipeline&) -> Status { return Done{}; });
    QVERIFY(other.begin());
    other.finish(fail(ErrorCode::Internal, "no"));
    QVERIFY(other.wait({}).error().code == ErrorCode::Internal);
}

} // namespace diptych::connection

QTEST_GUILESS_MAIN(diptych::connection::ShareTest)

#include "share_test.moc"
