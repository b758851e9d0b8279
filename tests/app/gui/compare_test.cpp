// The comparison in the whole window: pictures from everywhere, variants that are drawn, export.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/app/gui/watchdog.h"
#include "tests/support/fake_image_pipeline.h"

#include "core/base/file.h"
#include "core/image/image_file.h"
#include "widgets/compare/compare_panel.h"
#include "widgets/compare/variants_dialog.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/history/history_panel.h"
#include "widgets/panels/result_panel.h"

#include <QDir>
#include <QDockWidget>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <chrono>
#include <memory>
#include <thread>

namespace diptych::gui {

namespace {

constexpr int kPatience = 60000; // ms

struct CompareWorld : test::DesktopFixture {
    std::shared_ptr<test::FakePipelineState> state = std::make_shared<test::FakePipelineState>();

    CompareWorld() {
        environment.openPipeline =
            [pipeline = state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
            return std::make_unique<test::FakeImagePipeline>(pipeline);
        };
        open();
        desktop().form().edit(widgets::RequestField::Size, [](widgets::RequestForm& form) {
            form.request.width = form.request.height = 64;
        });
    }

    void type(const QString& text) {
        auto* const prompt = child<widgets::PromptEdit>("prompt");
        prompt->selectAll();
        QTest::keyClicks(prompt, text);
    }
    void draw(const QString& text) {
        const int before = desktop().results().rowCount();
        type(text);
        trigger(Command::Generate);
        QTRY_COMPARE_WITH_TIMEOUT(desktop().results().rowCount(), before + 1, kPatience);
        QTRY_VERIFY(!desktop().results().at(before)->file.isEmpty());
    }
    /// Opens the dialog and gives column B another prompt.
    void openVariants(const QString& second) {
        trigger(Command::CompareVariants);
        auto* const text = child<QPlainTextEdit>("variantText");
        text->selectAll();
        QTest::keyClicks(text, second);
    }
    void runVariants() { QTest::mouseClick(child<QPushButton>("runVariants"), Qt::LeftButton); }
    widgets::CompareSet& set() { return desktop().compare().set(); }
    bool isDrawn(int row) {
        const widgets::ComparedPicture* const picture = set().at(row);
        return picture && !picture->picture.isNull() && !picture->isPreview;
    }
};

} // namespace

class CompareTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void variantsAreDrawnFromOneSeedAndFillTheirPlaces();
    void aVariantThatFailsOrIsStoppedSaysSo();
    void picturesOfTheFilmstripAreCompared();
    void picturesOfTheHistoryAreCompared();
    void filesAreComparedWithWhatTheyTell();
    void settingsOfAComparedPictureAreUsed();
    void theComparisonIsWrittenAsPictureAndPage();
    void theZoomCommandsReachWhatIsShown();
    void theComparisonStandsInTheMiddleOfItsPerspective();
    void largePicturesDoNotBlockTheWindow();
};

void CompareTest::variantsAreDrawnFromOneSeedAndFillTheirPlaces() {
    CompareWorld world;
    world.type(QStringLiteral("a cat"));
    world.openVariants(QStringLiteral("a dog"));
    world.runVariants();
    QCOMPARE(world.set().rowCount(), 2);
    QTRY_VERIFY_WITH_TIMEOUT(world.isDrawn(0) && world.isDrawn(1), kPatience);
    const auto& first = *world.set().at(0)->request;
    const auto& second = *world.set().at(1)->request;
    QCOMPARE(first.conversation.user, std::string("a cat"));
    QCOMPARE(second.conversation.user, std::string("a dog"));
    QVERIFY(first.seed && first.seed == second.seed);
    QVERIFY(world.set().at(0)->state.isEmpty());
    QVERIFY(!world.set().at(0)->noise.isEmpty());
    QCOMPARE(world.set().at(0)->noise, world.set().at(1)->noise);
    QTRY_VERIFY(
        world.desktop().compare().panel()->caption().contains(QStringLiteral("the same noise")));
    QCOMPARE(world.window().perspective(), Perspective::Compare);
    QVERIFY(world.child<widgets::ComparePanel>("comparePanel")->isVisible());
    // They are pictures like all others.
    QCOMPARE(world.desktop().results().rowCount(), 2);
    QTRY_COMPARE(world.desktop().history().model().totalCount(), 2);
    // The form is as it was.
    QCOMPARE(world.desktop().form().form().request.conversation.user, std::string("a cat"));
    QVERIFY(!world.desktop().form().form().request.seed);
}

void CompareTest::aVariantThatFailsOrIsStoppedSaysSo() {
    CompareWorld world;
    world.state->workError = Error{ErrorCode::OutOfMemory, "14 GiB are needed", "", "", {}};
    world.type(QStringLiteral("a cat"));
    world.openVariants(QStringLiteral("a dog"));
    world.runVariants();
    QTRY_VERIFY(world.set().at(1)->state.contains(QStringLiteral("14 GiB")));
    world.state->workError.reset();
    world.state->beforeStep = [](int, const RunContext& context) -> Status {
        while (!context.cancelled())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return fail(cancelledError());
    };
    world.openVariants(QStringLiteral("a bird"));
    world.runVariants();
    QTRY_VERIFY(world.desktop().queue().running());
    QCOMPARE(world.set().at(1)->state, QStringLiteral("Waits"));
    world.trigger(Command::ClearQueue);
    QCOMPARE(world.set().at(1)->state, QStringLiteral("Cancelled"));
    world.trigger(Command::Cancel);
    QTRY_COMPARE(world.set().at(0)->state, QStringLiteral("Cancelled"));
    QVERIFY(world.set().at(0)->picture.isNull());
}

void CompareTest::picturesOfTheFilmstripAreCompared() {
    CompareWorld world;
    for (const char* const prompt : {"one", "two", "three"})
        world.draw(QString::fromLatin1(prompt));
    auto* const view = world.child<widgets::ImageView>("imageView");
    view->setFocus();
    QTest::keyClick(view, Qt::Key_C); // with the one before
    QCOMPARE(world.set().rowCount(), 2);
    QCOMPARE(world.set().at(0)->request->conversation.user, std::string("two"));
    QVERIFY(world.isDrawn(0) && world.isDrawn(1));
    QCOMPARE(world.window().perspective(), Perspective::Compare);
    world.trigger(Command::PerspectiveCreate);
    auto* const strip = world.child<QListView>("filmstrip");
    strip->selectAll();
    world.trigger(Command::Compare);
    QCOMPARE(world.set().rowCount(), 3);
    QCOMPARE(world.desktop().compare().changes().rowCount(), 2); // prompt and seed
}

void CompareTest::picturesOfTheHistoryAreCompared() {
    CompareWorld world;
    world.draw(QStringLiteral("one"));
    world.draw(QStringLiteral("two"));
    QTRY_COMPARE(world.desktop().history().model().rowCount(), 2);
    world.trigger(Command::PerspectiveCompare);
    auto* const list = world.child<QListView>("historyList");
    list->setFocus();
    list->selectAll();
    QTest::keyClick(list, Qt::Key_C);
    QCOMPARE(world.set().rowCount(), 2);
    QTRY_VERIFY(world.isDrawn(0) && world.isDrawn(1));
    QCOMPARE(world.set().at(0)->request->conversation.user, std::string("two"));
    // One more joins; the same one does not.
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_C);
    QCOMPARE(world.set().rowCount(), 2);
    world.trigger(Command::ClearComparison);
    QCOMPARE(world.set().rowCount(), 0);
    QVERIFY(!world.desktop().actions().get(Command::ExportComparison)->isEnabled());
}

void CompareTest::filesAreComparedWithWhatTheyTell() {
    CompareWorld world;
    world.draw(QStringLiteral("one"));
    const QTemporaryDir folder;
    QImage plain(32, 32, QImage::Format_RGB32);
    plain.fill(Qt::red);
    const QString foreign = folder.filePath(QStringLiteral("foreign.png"));
    QVERIFY(plain.save(foreign));
    const QString text = folder.filePath(QStringLiteral("no.png"));
    QVERIFY(writeFileAtomically(text.toStdString(), "no picture", Overwrite::No));
    world.desktop().compare().compareFiles({world.desktop().results().at(0)->file, foreign, text});
    QTRY_VERIFY(world.isDrawn(0) && world.isDrawn(1));
    QVERIFY(world.set().at(0)->request);
    QVERIFY(!world.set().at(1)->request);
    QTRY_VERIFY(!world.set().at(2)->state.isEmpty() && world.set().at(2)->picture.isNull());
    QVERIFY(world.child<QWidget>("comparePanel")->isVisible());
}

void CompareTest::settingsOfAComparedPictureAreUsed() {
    CompareWorld world;
    world.draw(QStringLiteral("one"));
    world.draw(QStringLiteral("two"));
    world.trigger(Command::Compare);
    QCOMPARE(world.set().rowCount(), 2);
    auto* const view = world.child<widgets::CompareView>("compareView");
    QTest::keyClick(view, Qt::Key_1);
    world.trigger(Command::UseCompared);
    QCOMPARE(world.desktop().form().form().request.conversation.user, std::string("one"));
    QVERIFY(world.desktop().form().form().request.seed);
    QTest::mouseClick(world.child<QPushButton>("undoUseCompared"), Qt::LeftButton);
    QCOMPARE(world.desktop().form().form().request.conversation.user, std::string("two"));
    QTest::keyClick(view, Qt::Key_Delete);
    QCOMPARE(world.set().rowCount(), 1);
    QCOMPARE(world.set().at(0)->request->conversation.user, std::string("two"));
}

void CompareTest::theComparisonIsWrittenAsPictureAndPage() {
    CompareWorld world;
    world.draw(QStringLiteral("one"));
    world.draw(QStringLiteral("two"));
    world.trigger(Command::Compare);
    const QTemporaryDir folder;
    const QString picture = folder.filePath(QStringLiteral("both.png"));
    const QString page = folder.filePath(QStringLiteral("both.html"));
    world.desktop().compare().exportTo(picture);
    world.desktop().compare().exportTo(page);
    world.desktop().io().drain();
    const auto sheet = readImageFile(picture.toStdString());
    QVERIFY(sheet);
    QVERIFY(sheet->image.width() > 128);
    const auto html = readFile(page.toStdString());
    QVERIFY(html);
    QVERIFY(html->find("data:image/png;base64,") != std::string::npos);
    QVERIFY(html->find("two") != std::string::npos);
    QTRY_VERIFY(world.child<widgets::NoticeBar>("noticeBar")
                    ->texts()
                    .join(QLatin1Char(' '))
                    .contains(QStringLiteral("both.html")));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2); // nothing half-written
}

void CompareTest::theZoomCommandsReachWhatIsShown() {
    CompareWorld world;
    world.draw(QStringLiteral("one"));
    world.draw(QStringLiteral("two"));
    auto* const picture = world.child<widgets::ImageView>("imageView");
    auto* const comparison = world.child<widgets::CompareView>("compareView");
    QTRY_VERIFY(!picture->picture().isNull());
    world.trigger(Command::ActualSize);
    QCOMPARE(picture->zoom(), 1.0);
    world.trigger(Command::Compare);
    world.trigger(Command::DoubleSize);
    QCOMPARE(comparison->zoom(), 2.0);
    QCOMPARE(picture->zoom(), 1.0);
    world.trigger(Command::ClearComparison);
    QVERIFY(!world.desktop().actions().get(Command::ZoomIn)->isEnabled());
    world.trigger(Command::PerspectiveCreate);
    QVERIFY(world.desktop().actions().get(Command::ZoomIn)->isEnabled());
}

void CompareTest::theComparisonStandsInTheMiddleOfItsPerspective() {
    CompareWorld world;
    auto* const panel = world.child<widgets::ComparePanel>("comparePanel");
    auto* const result = world.child<widgets::ResultPanel>("resultPanel");
    QVERIFY(!panel->isVisible() && result->isVisible());
    QVERIFY(!world.child<QDockWidget>("compareDock")->isVisible());
    world.trigger(Command::PerspectiveCompare);
    QVERIFY(panel->isVisible() && !result->isVisible());
    QVERIFY(world.child<QDockWidget>("compareDock")->isVisible());
    QVERIFY(world.child<QDockWidget>("historyDock")->isVisible());
    world.close();
    world.open();
    QVERIFY(world.child<widgets::ComparePanel>("comparePanel")->isVisible());
    world.trigger(Command::PerspectiveCreate);
    QVERIFY(world.child<widgets::ResultPanel>("resultPanel")->isVisible());
}

void CompareTest::largePicturesDoNotBlockTheWindow() {
    constexpr qint64 kLongest = 50; // ms
    constexpr int kSide = 2048;     // pixels
    CompareWorld world;
    const QTemporaryDir folder;
    QStringList files;
    for (int number = 0; number < 4; ++number) {
        QImage picture(kSide, kSide, QImage::Format_RGB32);
        picture.fill(QColor(40 * number, 90, 120));
        files << folder.filePath(QStringLiteral("%1.png").arg(number));
        QVERIFY(picture.save(files.last()));
    }
    world.trigger(Command::PerspectiveCompare);
    auto* const view = world.child<widgets::CompareView>("compareView");
    QTest::qWait(300); // the first layout and paint are not what is measured
    test::Watchdog watchdog;
    world.desktop().compare().addFiles(files);
    QTRY_VERIFY_WITH_TIMEOUT(
        world.isDrawn(0) && world.isDrawn(1) && world.isDrawn(2) && world.isDrawn(3), kPatience);
    view->setMode(widgets::CompareMode::Difference);
    QTRY_VERIFY_WITH_TIMEOUT(!world.desktop().compare().panel()->caption().isEmpty(), kPatience);
    view->setMode(widgets::CompareMode::SideBySide);
    for (int step = 0; step < 10; ++step) {
        QTest::keyClick(view, Qt::Key_Plus);
        QTest::qWait(20);
    }
    const qint64 longest = watchdog.longestBut(3);
    QVERIFY2(longest <= kLongest, qPrintable(QStringLiteral("%1 ms").arg(longest)));
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::CompareTest)
#include "compare_test.moc"
