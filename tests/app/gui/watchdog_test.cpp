// The window stays awake while files are read for it. Every wish is made several times, so that
// what blocks is seen beside the moments that a loaded machine takes.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/app/gui/watchdog.h"
#include "tests/support/fake_image_pipeline.h"

#include "app/gui/preferences_dialog.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/history/recall_dialog.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QListWidget>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <memory>

namespace diptych::gui {

namespace {

constexpr int kPatience = 60000; // ms
constexpr qint64 kLongest = 50;  // ms
constexpr int kTimes = 6;
constexpr std::size_t kExceptions = 3; // fewer than kTimes: see above

struct Window {
    test::DesktopFixture fixture;

    Window() {
        fixture.environment.openPipeline =
            [state = std::make_shared<test::FakePipelineState>()](
                const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
            return std::make_unique<test::FakeImagePipeline>(state);
        };
    }
    void open() {
        fixture.open();
        QTest::qWait(300); // the first layout and paint are not what is measured
    }
};

void drop(QWidget* target, const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

/// A picture of four million different pixels that tells how it was drawn.
QString writePicture(const QTemporaryDir& folder, int number) {
    constexpr int kSide = 2048;
    QImage picture(kSide, kSide, QImage::Format_RGB32);
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x)
            picture.setPixel(x, y, qRgb(x * y % 251, x ^ y, (x + number) % 241));
    picture.setText(QStringLiteral("parameters"),
                    QStringLiteral("a cat in a hat\nSteps: %1, Sampler: Euler, CFG scale: 4, "
                                   "Seed: 77, Size: 832x1216")
                        .arg(20 + number));
    const QString file = folder.filePath(QStringLiteral("%1.png").arg(number));
    return picture.save(file) ? file : QString();
}

void verifyAwake(test::Watchdog& watchdog) {
    const qint64 longest = watchdog.longestBut(kExceptions);
    QVERIFY2(longest <= kLongest, qPrintable(QStringLiteral("%1 ms").arg(longest)));
}

} // namespace

class WatchdogTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void itSeesWhatBlocks();
    void droppedPicturesAreReadElsewhere();
    void modelsAreSearchedElsewhere();
    void thePreferencesOpenAtOnce();
};

void WatchdogTest::itSeesWhatBlocks() {
    test::Watchdog watchdog;
    for (int time = 0; time < kTimes; ++time) {
        QTest::qWait(20);
        QTest::qSleep(2 * kLongest);
    }
    QTest::qWait(20);
    QVERIFY(watchdog.longestBut(kExceptions) > kLongest);
}

void WatchdogTest::droppedPicturesAreReadElsewhere() {
    const QTemporaryDir folder;
    QStringList files;
    for (int number = 0; number < kTimes; ++number)
        files << writePicture(folder, number);
    Window window;
    window.open();
    auto* const prompt = window.fixture.child<widgets::PromptEdit>("prompt");
    test::Watchdog watchdog;
    for (const QString& file : files) {
        drop(prompt->viewport(), file);
        QTRY_VERIFY_WITH_TIMEOUT(window.fixture.child<widgets::RecallDialog>("recallDialog"),
                                 kPatience);
        QTest::qWait(50);
        window.fixture.child<widgets::RecallDialog>("recallDialog")->accept();
        QTRY_VERIFY_WITH_TIMEOUT(!window.fixture.child<widgets::RecallDialog>("recallDialog"),
                                 kPatience);
    }
    QCOMPARE(window.fixture.desktop().form().request().steps, 20 + kTimes - 1);
    verifyAwake(watchdog);
}

void WatchdogTest::modelsAreSearchedElsewhere() {
    constexpr int kFolders = 40;
    const QTemporaryDir home;
    const std::filesystem::path models =
        std::filesystem::path(home.path().toStdString()) / "models";
    Window window;
    const std::filesystem::path tiny = window.fixture.environment.resources / "models" / "tiny";
    std::filesystem::create_directories(models);
    for (int number = 0; number < kFolders; ++number)
        std::filesystem::copy(tiny, models / std::to_string(number),
                              std::filesystem::copy_options::recursive);
    window.fixture.environment.variable =
        [home = home.path().toStdString()](const std::string& name) -> std::optional<std::string> {
        return name == "HOME" ? std::optional<std::string>(home) : std::nullopt;
    };
    window.open();
    test::Watchdog watchdog;
    for (int time = 0; time < kTimes; ++time) {
        window.fixture.trigger(Command::FindModels);
        auto* const dialog = window.fixture.child<QDialog>("modelDialog");
        const auto* const list = dialog->findChild<QListWidget*>(QStringLiteral("modelList"));
        QTRY_COMPARE_WITH_TIMEOUT(list->count(), kFolders, kPatience);
        dialog->close();
        QTRY_VERIFY(!window.fixture.child<QDialog>("modelDialog"));
    }
    verifyAwake(watchdog);
}

void WatchdogTest::thePreferencesOpenAtOnce() {
    Window window;
    window.open();
    test::Watchdog watchdog;
    for (int time = 0; time < kTimes; ++time) {
        window.fixture.trigger(Command::Preferences);
        auto* const dialog = window.fixture.child<PreferencesDialog>("preferencesDialog");
        QVERIFY(dialog && dialog->isVisible() && dialog->shownRows() > 50);
        QTest::qWait(100);
        dialog->close();
        QTRY_VERIFY(!window.fixture.child<PreferencesDialog>("preferencesDialog"));
    }
    verifyAwake(watchdog);
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::WatchdogTest)
#include "watchdog_test.moc"
