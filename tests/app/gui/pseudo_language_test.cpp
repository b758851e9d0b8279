// The window in a language that is two fifths longer than English: nothing may be cut off.
#include "tests/app/gui/clipped_texts.h"
#include "tests/app/gui/desktop_fixture.h"
#include "tests/app/gui/pseudo_language.h"
#include "tests/support/fake_image_pipeline.h"

#include "app/gui/preferences_dialog.h"
#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/panels/embedding_panel.h"

#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include <memory>

namespace diptych::gui {

class PseudoLanguageTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void textsAreMadeLongerAndKeepTheirPlaceholders();
    void whatIsCutOffIsFound();
    void everyPanelHasRoomForItsTexts_data();
    void everyPanelHasRoomForItsTexts();
    void thePreferencesHaveRoomForTheirTexts();
    void theOtherDialogsHaveRoomForTheirTexts();

  private:
    static void settle() { QTest::qWait(60); }

    test::PseudoLanguage language_;
    std::unique_ptr<test::DesktopFixture> fixture_;
};

void PseudoLanguageTest::initTestCase() {
    QCoreApplication::installTranslator(&language_);
    fixture_ = std::make_unique<test::DesktopFixture>();
    fixture_->environment.templates =
        std::filesystem::path(DIPTYCH_RESOURCES).parent_path() / "templates";
    fixture_->environment.openPipeline =
        [state = std::make_shared<test::FakePipelineState>()](
            const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    fixture_->open();
    fixture_->window().resize(1280, 800);
    QTRY_VERIFY(fixture_->desktop().craft().list().rowCount() > 100);
    fixture_->child<widgets::PromptEdit>("prompt")->setPlainText(QStringLiteral("A red boat"));
    fixture_->trigger(Command::Generate);
    QTRY_COMPARE(fixture_->desktop().results().rowCount(), 1);
    fixture_->child<QSpinBox>("rewriterVariants")->setValue(3);
    fixture_->trigger(Command::RewritePrompt);
    widgets::RewriteModel& rewrites = fixture_->desktop().craft().rewrites();
    QTRY_VERIFY(rewrites.variants().size() == 3 && !rewrites.isRunning());
    const std::filesystem::path embeddings = fixture_->dataFolder() / "boat.safetensors";
    fixture_->desktop().embeddings().save(QString::fromStdString(embeddings.string()));
    QTRY_VERIFY(!fixture_->desktop().embeddings().panel()->shown().file.isEmpty());
    for (auto* const section : fixture_->window().findChildren<widgets::CollapsibleSection*>())
        section->setOpen(true);
}

void PseudoLanguageTest::cleanupTestCase() {
    fixture_.reset();
    QCoreApplication::removeTranslator(&language_);
}

void PseudoLanguageTest::textsAreMadeLongerAndKeepTheirPlaceholders() {
    QCOMPARE(test::pseudoText(QStringLiteral("Search")), QStringLiteral("[Séàrçh]"));
    const QString longer = test::pseudoText(QStringLiteral("&Delete %1 of %n at <b>once</b> now"));
    QVERIFY2(longer.contains(QStringLiteral("&D")) && longer.contains(QStringLiteral("%1")) &&
                 longer.contains(QStringLiteral("%n")) && longer.contains(QStringLiteral("<b>")),
             qPrintable(longer));
    QVERIFY(longer.size() >= 35 * 7 / 5);
    QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("Cancel"));
}

void PseudoLanguageTest::whatIsCutOffIsFound() {
    QWidget window;
    auto* const label = new QLabel(QStringLiteral("much longer than its place"), &window);
    label->setGeometry(0, 0, 20, 20);
    auto* const button = new QPushButton(QStringLiteral("Outside"), &window);
    button->move(130, 40);
    window.resize(160, 100);
    window.show();
    QCOMPARE(test::clippedTexts(&window).size(), 2);
    label->adjustSize();
    button->move(0, 40);
    window.resize(400, 100);
    QCOMPARE(test::clippedTexts(&window), QStringList());
}

void PseudoLanguageTest::everyPanelHasRoomForItsTexts_data() {
    QTest::addColumn<QString>("dock");
    for (const QDockWidget* const dock : fixture_->window().findChildren<QDockWidget*>())
        QTest::newRow(qPrintable(dock->objectName())) << dock->objectName();
}

void PseudoLanguageTest::everyPanelHasRoomForItsTexts() {
    QFETCH(QString, dock);
    fixture_->window().reveal(dock);
    settle();
    const QStringList clipped = test::clippedTexts(&fixture_->window());
    QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(QLatin1Char('\n'))));
}

void PseudoLanguageTest::thePreferencesHaveRoomForTheirTexts() {
    fixture_->trigger(Command::Preferences);
    auto* const dialog = fixture_->child<PreferencesDialog>("preferencesDialog");
    auto* const pages = dialog->findChild<QListWidget*>(QStringLiteral("preferencePages"));
    QStringList clipped;
    for (int page = 0; page < pages->count(); ++page) {
        pages->setCurrentRow(page);
        settle();
        clipped << test::clippedTexts(dialog);
    }
    clipped.removeDuplicates();
    dialog->close();
    QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(QLatin1Char('\n'))));
}

void PseudoLanguageTest::theOtherDialogsHaveRoomForTheirTexts() {
    QStringList clipped;
    for (const auto& [command, name] : {std::pair{Command::FindModels, "modelDialog"},
                                        std::pair{Command::EncoderServers, "connectionDialog"},
                                        std::pair{Command::ShareEncoder, "connectionDialog"},
                                        std::pair{Command::CompareVariants, "variantsDialog"},
                                        std::pair{Command::Diagnostics, "diagnosticsDialog"}}) {
        fixture_->trigger(command);
        settle();
        auto* const dialog = fixture_->child<QDialog>(name);
        QVERIFY2(dialog, name);
        clipped << test::clippedTexts(dialog);
        dialog->close();
        settle();
    }
    clipped.removeDuplicates();
    QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(QLatin1Char('\n'))));
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::PseudoLanguageTest)
#include "pseudo_language_test.moc"
