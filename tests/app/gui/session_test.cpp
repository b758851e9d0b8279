// What is left when the program is killed at the worst moment, and how fast it goes when it is
// asked to.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "core/pipeline/unfinished_picture.h"
#include "widgets/controls/notice_bar.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace diptych::gui {

namespace {

constexpr int kPatience = 60000; // ms

/// A window in another process.
class Child {
  public:
    explicit Child(const QString& mode) {
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process_.start(QStringLiteral(DIPTYCH_SESSION_CHILD), {folder_.path(), mode});
    }

    bool isReady() {
        while (process_.state() != QProcess::NotRunning || process_.canReadLine()) {
            if (process_.canReadLine() && process_.readLine().startsWith("ready"))
                return true;
            if (!process_.canReadLine() && !process_.waitForReadyRead(kPatience))
                return false;
        }
        return false;
    }
    void kill() {
        process_.kill();
        process_.waitForFinished(kPatience);
    }
    QProcess& process() { return process_; }
    std::filesystem::path folder() const { return folder_.path().toStdString(); }

  private:
    QTemporaryDir folder_;
    QProcess process_;
};

void openAfter(const Child& child, test::DesktopFixture& fixture,
               const std::shared_ptr<test::FakePipelineState>& state) {
    fixture.environment.dataFolder = child.folder();
    fixture.environment.openPipeline =
        [state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    fixture.open();
}

QString noticesOf(test::DesktopFixture& fixture) {
    return fixture.child<widgets::NoticeBar>("noticeBar")->texts().join(QLatin1Char(' '));
}

QStringList promptsOf(worker::GenerationQueue& queue) {
    QStringList prompts;
    for (const worker::JobId job : queue.waiting())
        prompts << QString::fromStdString(queue.find(job)->request.conversation.user);
    return prompts;
}

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theQueueComesBackPausedAndNamesWhatWasInterrupted();
    void aPictureThatWasDrawnButNotSavedIsFinished();
    void aRequestToEndIsHeardWhileADrawingRuns();
    void aQueueIsOfOneSessionUntilItIsTakenOver();
};

void SessionTest::theQueueComesBackPausedAndNamesWhatWasInterrupted() {
    Child child(QStringLiteral("sampling"));
    QVERIFY(child.isReady());
    QTest::qWait(1000); // what is typed is stored within a second
    child.kill();

    test::DesktopFixture fixture;
    auto state = std::make_shared<test::FakePipelineState>();
    openAfter(child, fixture, state);
    worker::GenerationQueue& queue = fixture.desktop().queue();
    const QStringList expected = {QStringLiteral("in front"), QStringLiteral("first"),
                                  QStringLiteral("second")};
    QTRY_COMPARE(promptsOf(queue), expected);
    QVERIFY(queue.isPaused());
    QVERIFY(!queue.running());
    QVERIFY2(noticesOf(fixture).contains(QStringLiteral("“running” was being drawn")),
             qPrintable(noticesOf(fixture)));
    QCOMPARE(fixture.desktop().form().form().request.conversation.user, std::string("typed last"));

    QTest::mouseClick(fixture.child<QPushButton>("retryInterrupted"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 4, kPatience);
    QCOMPARE(QString::fromStdString(
                 fixture.desktop().results().at(0)->metadata.request.conversation.user),
             QStringLiteral("running"));
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().history().model().totalCount(), 4, kPatience);
    fixture.close();

    fixture.open(); // everything was drawn: nothing comes back again
    QTRY_COMPARE(fixture.desktop().history().model().totalCount(), 4);
    QVERIFY(!fixture.desktop().queue().isPaused());
    QCOMPARE(fixture.desktop().queue().rowCount(), 0);
}

void SessionTest::aPictureThatWasDrawnButNotSavedIsFinished() {
    Child child(QStringLiteral("decoding"));
    QVERIFY(child.isReady());
    child.kill();
    QCOMPARE(unfinishedPictures(child.folder() / "unfinished").size(), std::size_t{1});

    test::DesktopFixture fixture;
    openAfter(child, fixture, std::make_shared<test::FakePipelineState>());
    QTRY_VERIFY(noticesOf(fixture).contains(QStringLiteral("drawn but not saved: “running”")));
    QTRY_VERIFY(fixture.desktop().queue().isPaused()); // the job came back, too
    fixture.trigger(Command::PauseQueue);
    QTest::mouseClick(fixture.child<QPushButton>("finishPictures"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().history().model().totalCount(), 1, kPatience);
    QVERIFY(unfinishedPictures(child.folder() / "unfinished").empty());
    const widgets::ResultItem* const item = fixture.desktop().results().at(0);
    QCOMPARE(item->metadata.request.conversation.user, std::string("running"));
    QTRY_VERIFY(!item->file.isEmpty());
}

void SessionTest::aRequestToEndIsHeardWhileADrawingRuns() {
    constexpr qint64 kLongest = 3000; // ms
    Child child(QStringLiteral("sampling"));
    QVERIFY(child.isReady());
    QElapsedTimer clock;
    clock.start();
    child.process().terminate();
    QVERIFY(child.process().waitForFinished(kPatience));
    QVERIFY2(clock.elapsed() < kLongest, qPrintable(QStringLiteral("%1 ms").arg(clock.elapsed())));
    QCOMPARE(child.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.process().exitCode(), 0);

    test::DesktopFixture fixture;
    openAfter(child, fixture, std::make_shared<test::FakePipelineState>());
    QTRY_COMPARE(fixture.desktop().queue().waitingCount(), 3);
}

void SessionTest::aQueueIsOfOneSessionUntilItIsTakenOver() {
    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::PauseQueue);
    fixture.trigger(Command::Generate);
    fixture.trigger(Command::Generate);
    QCOMPARE(fixture.desktop().queue().waitingCount(), 2);
    fixture.close();
    fixture.options.safeMode = true; // nothing is restored, and nothing is lost
    fixture.open();
    QTest::qWait(200);
    QCOMPARE(fixture.desktop().queue().rowCount(), 0);
    fixture.close();
    fixture.options.safeMode = false;
    fixture.open();
    QTRY_COMPARE(fixture.desktop().queue().waitingCount(), 2);
    fixture.trigger(Command::ClearQueue);
    fixture.close();
    fixture.open();
    QTest::qWait(200);
    QCOMPARE(fixture.desktop().queue().rowCount(), 0);
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::SessionTest)
#include "session_test.moc"
