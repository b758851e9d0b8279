// The window in other languages.
#include "tests/app/gui/clipped_texts.h"
#include "tests/app/gui/desktop_fixture.h"

#include "app/gui/language.h"
#include "widgets/compare/compare_panel.h"
#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/welcome_cards.h"

#include <QApplication>
#include <QCommandLinkButton>
#include <QDockWidget>
#include <QImage>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace diptych::gui {

class LanguageTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theChosenOneGoesBeforeTheSystems();
    void everyLanguageHasItsCatalogue();
    void englishTellsOneFromMany();
    void anotherLanguageOpensTheWindowAnewWithItsForm();
    void theFirstStepsHaveRoomInEveryLanguage();
    void everyPanelHasRoomForItsTexts_data();
    void everyPanelHasRoomForItsTexts();
};

void LanguageTest::theChosenOneGoesBeforeTheSystems() {
    const QLocale german(QStringLiteral("de_AT"));
    const QLocale traditional(QStringLiteral("zh_TW"));
    QCOMPARE(languageFor(QString(), german), QStringLiteral("de"));
    QCOMPARE(languageFor(QStringLiteral("ja"), german), QStringLiteral("ja"));
    QCOMPARE(languageFor(QStringLiteral("xx"), german), QStringLiteral("de"));
    QCOMPARE(languageFor(QString(), QLocale(QStringLiteral("zh_SG"))), QStringLiteral("zh_CN"));
    QVERIFY(languageFor(QString(), traditional) != QStringLiteral("zh_CN"));
    QCOMPARE(languageFor(QString(), QLocale::c()), QStringLiteral("en"));
}

void LanguageTest::everyLanguageHasItsCatalogue() {
    QStringList words;
    for (const Language& language : languages()) {
        const WindowLanguage installed(language.code);
        words << QCoreApplication::translate("diptych::gui::Actions", "Pre&ferences…");
    }
    QCOMPARE(words.removeDuplicates(), 0);
    QCOMPARE(words.first(), QStringLiteral("Pre&ferences…"));
    QCOMPARE(QCoreApplication::translate("diptych::gui::Actions", "Pre&ferences…"), words.first());
    // Texts of free functions: their context is told by hand.
    const WindowLanguage german(QStringLiteral("de"));
    QVERIFY(widgets::errorText(Error{ErrorCode::FileNotFound, "x", "", "", {}}).title !=
            QStringLiteral("A file is missing."));
}

void LanguageTest::englishTellsOneFromMany() {
    const WindowLanguage english(QStringLiteral("en"));
    const auto pictures = [](int count) {
        return QCoreApplication::translate("diptych::widgets::HistoryPanel", "%n picture(s)",
                                           nullptr, count);
    };
    QCOMPARE(pictures(1), QStringLiteral("1 picture"));
    QCOMPARE(pictures(12), QStringLiteral("12 pictures"));
}

void LanguageTest::anotherLanguageOpensTheWindowAnewWithItsForm() {
    test::DesktopFixture fixture;
    fixture.open().show();
    fixture.child<widgets::PromptEdit>("prompt")->setPlainText(QStringLiteral("a red house"));
    const QString english = fixture.window().menuBar()->actions().first()->text();
    QTimer::singleShot(0, &fixture.desktop(),
                       [&fixture] { fixture.trigger(Command::LanguageGerman); });
    QCOMPARE(QCoreApplication::exec(), kOpenAnewStatus);
    fixture.close();
    fixture.open().show();
    QCOMPARE(fixture.window().menuBar()->actions().first()->text(), QStringLiteral("&Datei"));
    QVERIFY(english != QStringLiteral("&Datei"));
    QCOMPARE(fixture.child<widgets::PromptEdit>("prompt")->toPlainText(),
             QStringLiteral("a red house"));
    QVERIFY(fixture.desktop().actions().get(Command::LanguageGerman)->isChecked());
}

void LanguageTest::theFirstStepsHaveRoomInEveryLanguage() {
    for (const Language& language : languages()) {
        test::DesktopFixture fixture;
        fixture.setLanguage(language.code);
        fixture.open();
        fixture.window().resize(1280, 800);
        auto* const cards = fixture.child<widgets::WelcomeCards>("welcomeCards");
        QTRY_VERIFY2(cards->isVisible(), qPrintable(language.code));
        QVERIFY2(cards->parentWidget()->rect().contains(cards->geometry()),
                 qPrintable(language.code));
        for (const QCommandLinkButton* const card : cards->findChildren<QCommandLinkButton*>())
            QVERIFY2(card->height() >= card->heightForWidth(card->width()),
                     qPrintable(language.code + QLatin1Char(' ') + card->text()));
    }
}

void LanguageTest::everyPanelHasRoomForItsTexts_data() {
    QTest::addColumn<QString>("code");
    for (const Language& language : languages())
        QTest::newRow(qPrintable(language.code)) << language.code;
}

void LanguageTest::everyPanelHasRoomForItsTexts() {
    QFETCH(QString, code);
    test::DesktopFixture fixture;
    fixture.setLanguage(code);
    fixture.open();
    fixture.window().resize(1280, 800);
    for (auto* const section : fixture.window().findChildren<widgets::CollapsibleSection*>())
        section->setOpen(true);
    QStringList clipped;
    for (const QDockWidget* const dock : fixture.window().findChildren<QDockWidget*>()) {
        fixture.window().reveal(dock->objectName());
        QTest::qWait(50);
        clipped << test::clippedTexts(&fixture.window());
    }
    const QTemporaryDir folder;
    QStringList files;
    for (const int side : {32, 48}) {
        QImage picture(side, side, QImage::Format_RGB32);
        picture.fill(QColor(4 * side, 90, 120));
        files << folder.filePath(QStringLiteral("%1.png").arg(side));
        QVERIFY(picture.save(files.last()));
    }
    fixture.trigger(Command::PerspectiveCompare);
    fixture.desktop().compare().addFiles(files);
    QTRY_VERIFY(fixture.desktop().compare().panel()->caption().contains(QStringLiteral("MAE")));
    QTest::qWait(50);
    clipped << test::clippedTexts(&fixture.window());
    clipped.removeDuplicates();
    QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(QLatin1Char('\n'))));
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::LanguageTest)
#include "language_test.moc"
