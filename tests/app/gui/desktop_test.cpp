#include "tests/app/gui/desktop_fixture.h"
#include "tests/app/gui/watchdog.h"
#include "tests/support/fake_image_pipeline.h"

#include "app/gui/command_line.h"
#include "app/gui/command_palette.h"
#include "app/gui/theme.h"
#include "core/image/image_file.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/history/history_panel.h"
#include "widgets/panels/result_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDirIterator>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <thread>
#include <vector>

namespace diptych::gui {

namespace {

constexpr int kPatience = 60000; // ms

QStringList picturesIn(const std::filesystem::path& folder) {
    QStringList files;
    QDirIterator found(QString::fromStdString((folder / "pictures").string()),
                       {QStringLiteral("*.png")}, QDir::Files, QDirIterator::Subdirectories);
    while (found.hasNext())
        files << found.next();
    return files;
}

void useFake(test::DesktopFixture& fixture, const std::shared_ptr<test::FakePipelineState>& state) {
    fixture.environment.openPipeline =
        [state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
}

QStringList noticesOf(test::DesktopFixture& fixture) {
    return fixture.child<widgets::NoticeBar>("noticeBar")->texts();
}

void type(test::DesktopFixture& fixture, const QString& text) {
    auto* const prompt = fixture.child<widgets::PromptEdit>("prompt");
    prompt->selectAll();
    QTest::keyClicks(prompt, text);
}

} // namespace

class DesktopTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void typingAndOneKeyDrawAPictureThatKnowsHowItWasMade();
    void theHistoryRemembersPicturesOfEarlierDaysAndShowsThem();
    void theWindowIsNeverBlockedWhileAJobRuns();
    void aSavedCopyTellsWhatItMay();
    void copyingCarriesPictureAndMetadata();
    void theFormComesBackAtTheNextStart();
    void aDamagedFormIsReplacedByItsCopy();
    void damagedSettingsDoNotStopTheProgram();
    void escapeStopsTheDrawing();
    void closingAsksWhileADrawingRuns();
    void aFailureIsToldAndCanBeTriedAgain();
    void aWaitingJobIsEditedInTheForm();
    void clearingTheQueueCanBeTakenBack();
    void aPicturesSettingsAreUsedAgainAndUndone();
    void aModelThatIsNoneIsRefusedAndTheOldOneStays();
    void aMissingModelIsToldWhenDrawing();
    void everyCommandIsNamedAndInAMenu();
    void everythingThatTakesTheFocusHasAName();
    void thePaletteFindsCommands();
    void theLayoutIsResetAndHidden();
    void themesAreReadable();
    void flagsAreReadWithoutAWindow();
};

void DesktopTest::typingAndOneKeyDrawAPictureThatKnowsHowItWasMade() {
    test::DesktopFixture fixture;
    fixture.open();
    auto* const prompt = fixture.child<widgets::PromptEdit>("prompt");
    QTRY_VERIFY(prompt->hasFocus());
    QTest::keyClicks(prompt, QStringLiteral("a red boat"));
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 1, kPatience);
    auto* const view = fixture.child<widgets::ImageView>("imageView");
    QTRY_VERIFY(!view->picture().isNull() && !view->isPreview());
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a red boat"));
    QTRY_COMPARE(picturesIn(fixture.dataFolder()).size(), 1); // it is shown before it is stored
    const QStringList files = picturesIn(fixture.dataFolder());
    const auto loaded = readImageFile(files.first().toStdString());
    QVERIFY(loaded);
    QCOMPARE(loaded->image.width(), view->picture().width());
    const auto metadata = readPictureMetadata(loaded->text.entries);
    QVERIFY(metadata);
    QCOMPARE(metadata->request.conversation.user, std::string("a red boat"));
    QCOMPARE(metadata->version, std::string("9.8.7"));
    QVERIFY(metadata->request.seed);
    QTRY_VERIFY(!fixture.desktop().queue().running());
    QTRY_COMPARE(fixture.desktop().history().model().totalCount(), 1);
}

void DesktopTest::theHistoryRemembersPicturesOfEarlierDaysAndShowsThem() {
    test::DesktopFixture fixture;
    useFake(fixture, std::make_shared<test::FakePipelineState>());
    fixture.open();
    type(fixture, QStringLiteral("a red boat"));
    fixture.trigger(gui::Command::Generate);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().history().model().totalCount(), 1, kPatience);
    fixture.close();

    fixture.open();
    widgets::HistoryModel& model = fixture.desktop().history().model();
    QTRY_COMPARE(model.totalCount(), 1);
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("a red boat"));
    const QString file = model.index(0).data(widgets::PicturePathRole).toString();
    auto* const panel = fixture.desktop().history().panel();
    for (int time = 0; time < 2; ++time) { // the second time it is in the filmstrip already
        Q_EMIT panel->openRequested(file, model.idAt(model.index(0)));
        QTRY_COMPARE(fixture.desktop().results().rowCount(), 1);
        QTRY_VERIFY(!fixture.child<widgets::ImageView>("imageView")->picture().isNull());
    }
    const widgets::ResultItem* const shown = fixture.desktop().results().at(0);
    QCOMPARE(shown->metadata.request.conversation.user, std::string("a red boat"));
}

void DesktopTest::theWindowIsNeverBlockedWhileAJobRuns() {
    constexpr qint64 kLongest = 50; // ms
    test::DesktopFixture fixture;
    fixture.open();
    QTest::qWait(300); // the first layout and paint are not what is measured
    type(fixture, QStringLiteral("a red boat"));
    fixture.desktop().form().edit(widgets::RequestField::Count,
                                  [](widgets::RequestForm& form) { form.request.count = 3; });
    test::Watchdog watchdog;
    fixture.trigger(Command::Generate);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 3, kPatience);
    const qint64 longest = watchdog.longestBut(3);
    QVERIFY2(longest <= kLongest, qPrintable(QStringLiteral("%1 ms").arg(longest)));
}

void DesktopTest::aSavedCopyTellsWhatItMay() {
    test::DesktopFixture fixture;
    useFake(fixture, std::make_shared<test::FakePipelineState>());
    fixture.open();
    type(fixture, QStringLiteral("a secret boat"));
    fixture.trigger(Command::Generate);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 1, kPatience);
    const auto textsOf = [&fixture](const char* name) {
        const std::filesystem::path file = fixture.dataFolder() / name;
        fixture.desktop().pictures().save(QString::fromStdString(file.string()));
        fixture.desktop().io().drain();
        const auto loaded = readImageFile(file);
        return loaded ? readPictureMetadata(loaded->text.entries) : std::nullopt;
    };
    for (const char* const name : {"a.png", "b.jpg", "c.webp"}) {
        const auto metadata = textsOf(name);
        QVERIFY2(metadata, name);
        QCOMPARE(metadata->request.conversation.user, std::string("a secret boat"));
    }
    fixture.trigger(Command::MetadataNoPrompt);
    const auto metadata = textsOf("d.png");
    QVERIFY(metadata);
    QVERIFY(metadata->request.conversation.user.empty());
    fixture.trigger(Command::MetadataNone);
    QVERIFY(!textsOf("e.png"));
    QTRY_VERIFY(noticesOf(fixture).join(QLatin1Char(' ')).contains(QStringLiteral("Saved as")));
}

void DesktopTest::copyingCarriesPictureAndMetadata() {
    test::DesktopFixture fixture;
    useFake(fixture, std::make_shared<test::FakePipelineState>());
    fixture.open();
    type(fixture, QStringLiteral("a boat"));
    fixture.trigger(Command::Generate);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 1, kPatience);
    QTRY_VERIFY(!fixture.desktop().results().at(0)->file.isEmpty());
    fixture.trigger(Command::CopyPicture);
    const QMimeData* const data = QApplication::clipboard()->mimeData();
    QVERIFY(data->hasImage());
    QVERIFY(data->text().contains(QStringLiteral("a boat")));
    QVERIFY(data->hasFormat(QStringLiteral("application/x-diptych+json")));
    QVERIFY(QFile::exists(data->urls().value(0).toLocalFile()));
}

void DesktopTest::theFormComesBackAtTheNextStart() {
    test::DesktopFixture fixture;
    fixture.open();
    type(fixture, QStringLiteral("remember me"));
    fixture.child<QSpinBox>("generation_steps")->setValue(13);
    // As after kill -9: nothing is written at the end, only a moment after the last key.
    const std::filesystem::path file = fixture.dataFolder() / "session.json";
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(file), 1000);
    fixture.desktop().io().drain();
    const auto saved = readSavedForm(fixture.dataFolder());
    QCOMPARE(saved.form->request.conversation.user, std::string("remember me"));
    fixture.close();
    fixture.open();
    QCOMPARE(fixture.child<widgets::PromptEdit>("prompt")->toPlainText(),
             QStringLiteral("remember me"));
    QCOMPARE(fixture.child<QSpinBox>("generation_steps")->value(), 13);
    fixture.close();
    fixture.options.safeMode = true;
    fixture.open();
    QCOMPARE(fixture.child<widgets::PromptEdit>("prompt")->toPlainText(), QString());
}

void DesktopTest::aDamagedFormIsReplacedByItsCopy() {
    test::DesktopFixture fixture;
    fixture.open();
    type(fixture, QStringLiteral("first"));
    fixture.close();
    fixture.open();
    fixture.close();
    QFile file(QString::fromStdString((fixture.dataFolder() / "session.json").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"form_version\": 1, \"requ");
    file.close();
    fixture.open();
    QCOMPARE(fixture.child<widgets::PromptEdit>("prompt")->toPlainText(), QStringLiteral("first"));
    QVERIFY(noticesOf(fixture).join(QLatin1Char(' ')).contains(QStringLiteral("last good copy")));
}

void DesktopTest::damagedSettingsDoNotStopTheProgram() {
    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::ThemeDark);
    fixture.close();
    QFile file(QString::fromStdString((fixture.configFolder() / "window.ini").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(200, '\0'));
    file.close();
    fixture.open();
    QVERIFY(fixture.desktop().actions().get(Command::ThemeDark)->isChecked());
    fixture.trigger(Command::ThemeSystem);
}

void DesktopTest::escapeStopsTheDrawing() {
    test::DesktopFixture fixture;
    auto state = std::make_shared<test::FakePipelineState>();
    state->beforeStep = [](int, const RunContext& context) -> Status {
        while (!context.cancelled())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return fail(cancelledError());
    };
    useFake(fixture, state);
    fixture.open();
    type(fixture, QStringLiteral("a boat"));
    QVERIFY(!fixture.child<QToolButton>("cancelButton")->isEnabled());
    QTest::mouseClick(fixture.child<QToolButton>("generateButton"), Qt::LeftButton, {}, {30, 18});
    QTRY_VERIFY(fixture.desktop().queue().running());
    QVERIFY(fixture.child<QToolButton>("cancelButton")->isEnabled());
    QTest::keyClick(fixture.child<widgets::PromptEdit>("prompt"), Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.desktop().queue().running(), 500);
    QCOMPARE(fixture.desktop().results().rowCount(), 0);
}

void DesktopTest::closingAsksWhileADrawingRuns() {
    test::DesktopFixture fixture;
    auto state = std::make_shared<test::FakePipelineState>();
    state->beforeStep = [](int, const RunContext& context) -> Status {
        while (!context.cancelled())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return fail(cancelledError());
    };
    useFake(fixture, state);
    fixture.open();
    type(fixture, QStringLiteral("a boat"));
    fixture.trigger(Command::Generate);
    QTRY_VERIFY(fixture.desktop().queue().running());
    fixture.window().close();
    QVERIFY(fixture.window().isVisible());
    auto* const question = fixture.window().findChild<QMessageBox*>();
    QTRY_VERIFY(question && question->isVisible());
    QAbstractButton* leave = nullptr;
    for (QAbstractButton* const button : question->buttons())
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            leave = button;
    QTest::mouseClick(leave, Qt::LeftButton);
    QTRY_VERIFY(!fixture.window().isVisible());
}

void DesktopTest::aFailureIsToldAndCanBeTriedAgain() {
    test::DesktopFixture fixture;
    auto state = std::make_shared<test::FakePipelineState>();
    state->workError = Error{ErrorCode::OutOfMemory, "14 GiB are needed", "", "", {}};
    useFake(fixture, state);
    fixture.open();
    type(fixture, QStringLiteral("a boat"));
    fixture.trigger(Command::Generate);
    QTRY_VERIFY(noticesOf(fixture).join(QLatin1Char(' ')).contains(QStringLiteral("14 GiB")));
    state->workError.reset();
    QTest::mouseClick(fixture.child<QPushButton>("retryJob"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 1, kPatience);
    QVERIFY(noticesOf(fixture).filter(QStringLiteral("14 GiB")).isEmpty());
}

void DesktopTest::aWaitingJobIsEditedInTheForm() {
    test::DesktopFixture fixture;
    useFake(fixture, std::make_shared<test::FakePipelineState>());
    fixture.open();
    fixture.trigger(Command::PauseQueue);
    type(fixture, QStringLiteral("first"));
    fixture.trigger(Command::Generate);
    worker::GenerationQueue& queue = fixture.desktop().queue();
    auto* const view = fixture.child<QListView>("queueView");
    view->setCurrentIndex(queue.index(0));
    fixture.window().reveal(QStringLiteral("queueDock"));
    QTest::mouseClick(fixture.child<QToolButton>("jobEdit"), Qt::LeftButton);
    type(fixture, QStringLiteral("second"));
    QTest::mouseClick(fixture.child<QPushButton>("putBack"), Qt::LeftButton);
    QCOMPARE(queue.index(0).data().toString(), QStringLiteral("second"));
    QCOMPARE(queue.rowCount(), 1);
}

void DesktopTest::clearingTheQueueCanBeTakenBack() {
    test::DesktopFixture fixture;
    useFake(fixture, std::make_shared<test::FakePipelineState>());
    fixture.open();
    fixture.trigger(Command::PauseQueue);
    fixture.trigger(Command::Generate);
    fixture.trigger(Command::Generate);
    fixture.trigger(Command::ClearQueue);
    QCOMPARE(fixture.desktop().queue().waitingCount(), 0);
    QTest::mouseClick(fixture.child<QPushButton>("undoClear"), Qt::LeftButton);
    QCOMPARE(fixture.desktop().queue().waitingCount(), 2);
}

void DesktopTest::aPicturesSettingsAreUsedAgainAndUndone() {
    test::DesktopFixture fixture;
    useFake(fixture, std::make_shared<test::FakePipelineState>());
    fixture.open();
    type(fixture, QStringLiteral("old words"));
    fixture.child<QSpinBox>("generation_steps")->setValue(5);
    fixture.trigger(Command::Generate);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 1, kPatience);
    type(fixture, QStringLiteral("new words"));
    fixture.child<QSpinBox>("generation_steps")->setValue(9);
    // A letter is a command only where pictures are shown.
    QTest::keyClick(fixture.child<QSpinBox>("generation_steps"), Qt::Key_A);
    QCOMPARE(fixture.desktop().form().form().request.steps, 9);
    auto* const view = fixture.child<widgets::ImageView>("imageView");
    view->setFocus();
    QTest::keyClick(view, Qt::Key_A);
    auto* const prompt = fixture.child<widgets::PromptEdit>("prompt");
    QCOMPARE(prompt->toPlainText(), QStringLiteral("old words"));
    QCOMPARE(fixture.desktop().form().form().request.steps, 5);
    QVERIFY(fixture.desktop().form().form().request.seed);
    QTest::mouseClick(fixture.child<QPushButton>("undoUse"), Qt::LeftButton);
    QCOMPARE(prompt->toPlainText(), QStringLiteral("new words"));
    QCOMPARE(fixture.desktop().form().form().request.steps, 9);
}

void DesktopTest::aModelThatIsNoneIsRefusedAndTheOldOneStays() {
    test::DesktopFixture fixture;
    fixture.options.model = fixture.dataFolder(); // no model in there
    std::filesystem::create_directories(fixture.dataFolder());
    fixture.open();
    QVERIFY(!noticesOf(fixture).isEmpty());
    fixture.trigger(Command::UseDemoModel);
    QVERIFY(noticesOf(fixture).isEmpty());
    type(fixture, QStringLiteral("a boat"));
    fixture.trigger(Command::Generate);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.desktop().results().rowCount(), 1, kPatience);
}

void DesktopTest::aMissingModelIsToldWhenDrawing() {
    test::DesktopFixture fixture;
    fixture.options.model = "/nowhere/at/all";
    fixture.open();
    fixture.child<widgets::NoticeBar>("noticeBar")->clear();
    fixture.trigger(Command::Generate);
    QVERIFY(noticesOf(fixture).join(QLatin1Char(' ')).contains(QStringLiteral("/nowhere/at/all")));
    QCOMPARE(fixture.desktop().queue().rowCount(), 0);
}

void DesktopTest::everyCommandIsNamedAndInAMenu() {
    test::DesktopFixture fixture;
    fixture.open();
    QSet<QAction*> inMenus;
    std::vector<QMenu*> menus;
    for (QAction* const action : fixture.window().menuBar()->actions())
        menus.push_back(action->menu());
    for (std::size_t i = 0; i < menus.size(); ++i)
        for (QAction* const action : menus[i]->actions()) {
            inMenus.insert(action);
            if (action->menu())
                menus.push_back(action->menu());
        }
    QSet<QString> names;
    QSet<QString> shortcuts;
    for (QAction* const action : fixture.desktop().actions().all()) {
        QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
        QVERIFY(!action->text().isEmpty() && !action->whatsThis().isEmpty());
        QVERIFY2(!names.contains(action->objectName()), qPrintable(action->objectName()));
        names.insert(action->objectName());
        for (const QKeySequence& key : action->shortcuts()) {
            QVERIFY2(!shortcuts.contains(key.toString()), qPrintable(key.toString()));
            shortcuts.insert(key.toString());
        }
    }
    for (int i = 0; i < static_cast<int>(fixture.desktop().actions().all().size()); ++i)
        QCOMPARE(fixture.desktop().actions().all()[static_cast<std::size_t>(i)]->objectName(),
                 commandName(static_cast<Command>(i)));
}

void DesktopTest::everythingThatTakesTheFocusHasAName() {
    test::DesktopFixture fixture;
    fixture.open();
    for (const QWidget* const widget : fixture.window().findChildren<QWidget*>()) {
        const bool inside = qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                            qobject_cast<const QComboBox*>(widget->parentWidget()) ||
                            widget->objectName().startsWith(QLatin1String("qt_")) ||
                            widget->inherits("QScrollBar") || widget->inherits("QTabBar") ||
                            widget->inherits("QComboBoxPrivateContainer") ||
                            widget->inherits("QComboBoxListView") || widget->inherits("QMenu") ||
                            widget->inherits("QMenuBar") || widget->inherits("QScrollArea");
        if (inside || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const auto* const button = qobject_cast<const QAbstractButton*>(widget);
        const bool named =
            !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        const QString where = QStringLiteral("%1 '%2' in '%3'")
                                  .arg(QString::fromLatin1(widget->metaObject()->className()),
                                       widget->objectName(), widget->parentWidget()->objectName());
        QVERIFY2(named, qPrintable(where));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(where));
    }
}

void DesktopTest::thePaletteFindsCommands() {
    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::CommandPalette);
    auto* const text = fixture.child<QLineEdit>("commandText");
    QTRY_VERIFY(text->hasFocus());
    QTest::keyClicks(text, QStringLiteral("pause"));
    QVERIFY(fixture.window().palettePopup()->matches().first().startsWith(QStringLiteral("Pause")));
    QTest::keyClick(text, Qt::Key_Return);
    QVERIFY(fixture.desktop().queue().isPaused());
    QVERIFY(!fixture.window().palettePopup()->isVisible());
    QVERIFY(matchScore(QStringLiteral("Reset the layout"), QStringLiteral("rl")) >
            matchScore(QStringLiteral("Clear the queue"), QStringLiteral("rl")));
}

void DesktopTest::theLayoutIsResetAndHidden() {
    test::DesktopFixture fixture;
    fixture.open();
    auto* const dock = fixture.child<QDockWidget>("promptDock");
    dock->hide();
    fixture.trigger(Command::ResetLayout);
    QVERIFY(dock->isVisible());
    fixture.trigger(Command::HidePanels);
    QVERIFY(!dock->isVisible());
    fixture.trigger(Command::HidePanels);
    QVERIFY(dock->isVisible());
    dock->hide();
    fixture.close();
    fixture.open();
    QVERIFY(!fixture.child<QDockWidget>("promptDock")->isVisible());
}

void DesktopTest::themesAreReadable() {
    const auto contrast = [](const QColor& a, const QColor& b) {
        const auto luminance = [](const QColor& colour) {
            const auto linear = [](double value) {
                return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
                   0.0722 * linear(colour.blueF());
        };
        const double light = std::max(luminance(a), luminance(b));
        const double dark = std::min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    };
    for (const QPalette& palette : {lightPalette(), darkPalette(), highContrastPalette()}) {
        for (const auto& [text, ground] :
             {std::pair{QPalette::WindowText, QPalette::Window},
              std::pair{QPalette::Text, QPalette::Base},
              std::pair{QPalette::ButtonText, QPalette::Button},
              std::pair{QPalette::PlaceholderText, QPalette::Base},
              std::pair{QPalette::PlaceholderText, QPalette::AlternateBase},
              std::pair{QPalette::PlaceholderText, QPalette::Dark},
              std::pair{QPalette::HighlightedText, QPalette::Highlight},
              std::pair{QPalette::Link, QPalette::Window}}) {
            const double value = contrast(palette.color(text), palette.color(ground));
            QVERIFY2(value >= 4.5,
                     qPrintable(QStringLiteral("%1 on %2: %3")
                                    .arg(palette.color(text).name(), palette.color(ground).name())
                                    .arg(value)));
        }
    }
}

void DesktopTest::flagsAreReadWithoutAWindow() {
    const auto read = [](const QStringList& flags) {
        return readCommandLine(QStringList{QStringLiteral("diptych")} + flags, "1.2.3");
    };
    QCOMPARE(read({QStringLiteral("--version")}).answer.value(), std::string("diptych 1.2.3\n"));
    QVERIFY(read({QStringLiteral("--help")}).answer->find("--safe-mode") != std::string::npos);
    QVERIFY(read({QStringLiteral("--safe-mode")}).options.safeMode);
    QVERIFY(read({QStringLiteral("--nonsense")}).fault);
    QCOMPARE(read({QStringLiteral("cat.png")}).files, QStringList{QStringLiteral("cat.png")});
    QVERIFY(!read({QStringLiteral("--new-instance")}).options.keepsQueue);
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::DesktopTest)
#include "desktop_test.moc"
