// The window among other programs: pictures from outside, one instance, messages, reports, themes,
// perspectives.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "app/gui/diagnostics.h"
#include "app/gui/notifier.h"
#include "app/gui/single_instance.h"
#include "app/gui/theme.h"
#include "core/image/image_file.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/history/recall_dialog.h"
#include "widgets/panels/result_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QDropEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>

namespace diptych::gui {

namespace {

Image plainImage() {
    return valueOrThrow(fromInterleavedRgb8(32, 48, std::vector<std::uint8_t>(32 * 48 * 3, 90)));
}

constexpr const char* kForeign =
    "a cat from elsewhere\nNegative prompt: dog\nSteps: 21, Sampler: Euler a, CFG scale: 1, Seed: "
    "77, Size: 832x1216, Version: v1.10.1";

/// A picture file with this text under the key that other programs use.
QString pictureFile(const test::DesktopFixture& fixture, const char* name, const char* text) {
    const std::filesystem::path path = fixture.dataFolder() / name;
    std::vector<TextEntry> texts;
    if (*text != '\0')
        texts.push_back({kParametersKeyword, text});
    valueOrThrow(writeImageFile(path, plainImage(), texts, {}, Overwrite::Yes));
    return QString::fromStdString(path.string());
}

std::unique_ptr<QMimeData> filesAsData(const QStringList& files) {
    auto data = std::make_unique<QMimeData>();
    QList<QUrl> urls;
    for (const QString& file : files)
        urls << QUrl::fromLocalFile(file);
    data->setUrls(urls);
    return data;
}

void drop(QWidget* target, const QMimeData& data) {
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
    QVERIFY(event.isAccepted());
}

QString noticesOf(test::DesktopFixture& fixture) {
    return fixture.child<widgets::NoticeBar>("noticeBar")->texts().join(QLatin1Char(' '));
}

} // namespace

class CitizenTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aDroppedPictureOffersItsSettingsAsOneStep();
    void aFileThatIsNoPictureIsNamed();
    void aPictureWithoutSettingsCanBeDrawnFrom();
    void pastedSettingsAreOffered();
    void openedPicturesAreRememberedUntilTheListIsCleared();
    void aSecondProgramHandsItsFilesOver();
    void messagesComeOnlyWhenTheyAreWantedAndNobodyLooks();
    void reportsTellMuchButNoSecret();
    void everyPerspectiveRemembersItsPanels();
    void highContrastIsStrongerThanTheOthers();
};

void CitizenTest::aDroppedPictureOffersItsSettingsAsOneStep() {
    test::DesktopFixture fixture;
    fixture.open();
    auto* const prompt = fixture.child<widgets::PromptEdit>("prompt");
    QTest::keyClicks(prompt, QStringLiteral("my words"));
    const auto data = filesAsData({pictureFile(fixture, "cat.png", kForeign)});
    drop(prompt->viewport(), *data); // texts do not swallow files
    QTRY_VERIFY(fixture.child<widgets::RecallDialog>("recallDialog"));
    auto* const dialog = fixture.child<widgets::RecallDialog>("recallDialog");
    QCOMPARE(dialog->request().steps, 21);
    QVERIFY(dialog->findChild<QPlainTextEdit*>(QStringLiteral("recallUnknown"))
                ->toPlainText()
                .contains(QStringLiteral("Sampler: Euler a")));
    dialog->accept();
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a cat from elsewhere"));
    const GenerationRequest request = fixture.desktop().form().request();
    QCOMPARE(request.width, 832);
    QCOMPARE(request.seed.value(), std::int64_t{77});
    fixture.desktop().form().undoStack()->undo();
    QCOMPARE(prompt->toPlainText(), QStringLiteral("my words"));
    QVERIFY(fixture.desktop().form().request().steps != 21);
    QTRY_COMPARE(fixture.child<widgets::ImageView>("imageView")->picture().size(), QSize(32, 48));
}

void CitizenTest::aFileThatIsNoPictureIsNamed() {
    test::DesktopFixture fixture;
    fixture.open();
    const QString picture = pictureFile(fixture, "cat.png", kForeign);
    const std::filesystem::path other = fixture.dataFolder() / "notes.txt";
    valueOrThrow(writeFileAtomically(other, "no picture", Overwrite::Yes));
    const auto data = filesAsData({QString::fromStdString(other.string()), picture});
    drop(&fixture.window(), *data);
    QTRY_VERIFY(noticesOf(fixture).contains(QStringLiteral("Not understood: notes.txt")));
    QVERIFY(fixture.child<widgets::RecallDialog>("recallDialog")); // the other one is read
    QCOMPARE(fixture.desktop().results().rowCount(), 1);
}

void CitizenTest::aPictureWithoutSettingsCanBeDrawnFrom() {
    test::DesktopFixture fixture;
    fixture.open();
    const QString file = pictureFile(fixture, "holiday.jpg", "");
    fixture.desktop().openPictures({file});
    QTRY_VERIFY(noticesOf(fixture).contains(QStringLiteral("tells nothing")));
    QTest::mouseClick(fixture.child<QPushButton>("drawFromIt"), Qt::LeftButton);
    QCOMPARE(fixture.desktop().form().request().source.path, file.toStdString());
    fixture.desktop().form().undoStack()->undo();
    QVERIFY(fixture.desktop().form().request().source.path.empty());
}

void CitizenTest::pastedSettingsAreOffered() {
    test::DesktopFixture fixture;
    fixture.open();
    QApplication::clipboard()->setText(QString::fromUtf8(kForeign));
    fixture.trigger(Command::PastePicture);
    QVERIFY(fixture.child<widgets::RecallDialog>("recallDialog"));
    fixture.child<widgets::RecallDialog>("recallDialog")->accept();
    QCOMPARE(fixture.desktop().form().request().steps, 21);
    QApplication::clipboard()->setText(QStringLiteral("only words"));
    fixture.trigger(Command::PastePicture);
    QVERIFY(noticesOf(fixture).contains(QStringLiteral("holds no settings")));
}

void CitizenTest::openedPicturesAreRememberedUntilTheListIsCleared() {
    test::DesktopFixture fixture;
    fixture.open();
    fixture.desktop().openPictures({pictureFile(fixture, "one.png", "")});
    fixture.desktop().openPictures({pictureFile(fixture, "two & three.png", "")});
    auto* menu = fixture.child<QMenu>("recentMenu");
    QTRY_COMPARE(menu->actions().size(), 4); // two, a line, "clear"
    QVERIFY(menu->actions().first()->text().contains(QStringLiteral("two && three")));
    fixture.close();
    std::filesystem::remove(fixture.dataFolder() / "one.png");
    fixture.open();
    menu = fixture.child<QMenu>("recentMenu");
    QVERIFY(menu->actions().at(0)->isEnabled());
    QVERIFY(!menu->actions().at(1)->isEnabled()); // gone
    menu->actions().first()->trigger();
    QTRY_COMPARE(fixture.desktop().results().rowCount(), 1);
    fixture.trigger(Command::ClearRecent);
    QCOMPARE(menu->actions().size(), 1);
}

void CitizenTest::aSecondProgramHandsItsFilesOver() {
    QTemporaryDir folder;
    SingleInstance first(folder.path().toStdString());
    QVERIFY(first.claim());
    QSignalSpy asked(&first, &SingleInstance::asked);
    bool handedOver = false;
    const std::unique_ptr<QThread> second(QThread::create([&] {
        SingleInstance other(folder.path().toStdString());
        handedOver = !other.claim() && other.handOver({QStringLiteral("/a b/cat.png")});
    }));
    second->start();
    QTRY_COMPARE(asked.size(), 1);
    QVERIFY(second->wait(5000));
    QVERIFY(handedOver);
    QCOMPARE(asked.first().first().toStringList(), QStringList{QStringLiteral("/a b/cat.png")});
    QTemporaryDir elsewhere;
    SingleInstance other(elsewhere.path().toStdString());
    QVERIFY2(other.claim(), "another data folder is another program");
}

void CitizenTest::messagesComeOnlyWhenTheyAreWantedAndNobodyLooks() {
    QTemporaryDir folder;
    SettingsStore settings(folder.path().toStdString());
    QAction enabled;
    enabled.setCheckable(true);
    QWidget window;
    QStringList told;
    Notifier notifier(&enabled, &settings, &window,
                      [&told](const QString&, const QString& text) { told << text; });
    notifier.tell(QStringLiteral("done"), QStringLiteral("not wanted"));
    enabled.setChecked(true);
    notifier.tell(QStringLiteral("done"), QStringLiteral("wanted"));
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    notifier.tell(QStringLiteral("done"), QStringLiteral("the user looks"));
    QCOMPARE(told, QStringList{QStringLiteral("wanted")});
}

void CitizenTest::reportsTellMuchButNoSecret() {
    const QString report = withoutSecrets(
        QStringLiteral("/home/eve/models\nhttps://eve:pw12@host/x?key=abc123\napi_key = \"k-9\"\n"
                       "Authorization: Bearer tok123\nhf_ABCDEFGHIJKL\npath = 3"),
        QStringLiteral("/home/eve"));
    for (const char* const secret : {"eve", "pw12", "abc123", "k-9", "tok123", "ABCDEFGHIJKL"})
        QVERIFY2(!report.contains(QLatin1String(secret)), qPrintable(report));
    QVERIFY(report.startsWith(QStringLiteral("~/models")));
    QVERIFY(report.contains(QStringLiteral("path = 3")));

    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::Diagnostics);
    const QString text = fixture.child<QPlainTextEdit>("diagnosticsText")->toPlainText();
    QVERIFY(text.contains(QStringLiteral("Diptych 9.8.7")));
    QVERIFY(text.contains(QStringLiteral("Qt 6")));
    QVERIFY(text.contains(QStringLiteral("transformer on")));
    QTest::mouseClick(fixture.child<QPushButton>("copyDiagnostics"), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), text);
}

void CitizenTest::everyPerspectiveRemembersItsPanels() {
    test::DesktopFixture fixture;
    fixture.open();
    const auto isShown = [&fixture](const char* dock) {
        return !fixture.child<QDockWidget>(dock)->isHidden();
    };
    QVERIFY(isShown("promptDock") && isShown("settingsDock"));
    fixture.trigger(Command::PerspectiveHistory);
    QVERIFY(isShown("historyDock") && !isShown("promptDock") && !isShown("settingsDock"));
    fixture.child<QDockWidget>("queueDock")->show();
    fixture.trigger(Command::PerspectiveInspect);
    QVERIFY(isShown("promptDock") && isShown("placementDock") && !isShown("historyDock"));
    fixture.trigger(Command::PerspectiveCreate);
    QVERIFY(isShown("promptDock") && isShown("settingsDock"));
    fixture.trigger(Command::PerspectiveHistory);
    QVERIFY2(isShown("queueDock"), "as it was left");
    fixture.close();
    fixture.open();
    QVERIFY(fixture.window().perspective() == Perspective::History);
    QVERIFY(isShown("queueDock") && !isShown("promptDock"));
    fixture.trigger(Command::ResetLayout);
    QVERIFY(isShown("historyDock") && !isShown("queueDock"));
    fixture.close();
    fixture.options.safeMode = true;
    fixture.open();
    QVERIFY(isShown("promptDock"));
}

void CitizenTest::highContrastIsStrongerThanTheOthers() {
    QCOMPARE(themeOf(themeName(Theme::HighContrast)), Theme::HighContrast);
    const QPalette palette = highContrastPalette();
    QCOMPARE(palette.color(QPalette::Window), QColor(Qt::black));
    QCOMPARE(palette.color(QPalette::WindowText), QColor(Qt::white));
    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::ThemeContrast);
    QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(Qt::black));
    fixture.trigger(Command::ThemeSystem);
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::CitizenTest)
#include "citizen_test.moc"
