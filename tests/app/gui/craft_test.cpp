// Templates and rewriting in the whole window, on a fake model.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "core/base/file.h"
#include "core/prompt/chat_format.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/panels/result_panel.h"
#include "widgets/panels/rewriter_panel.h"
#include "widgets/panels/template_panel.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <chrono>
#include <memory>
#include <thread>

namespace diptych::gui {

namespace {

constexpr int kPatience = 10000; // ms

struct Bench {
    test::DesktopFixture fixture;
    std::shared_ptr<test::FakePipelineState> state = std::make_shared<test::FakePipelineState>();

    Bench() {
        fixture.environment.templates =
            std::filesystem::path(DIPTYCH_RESOURCES).parent_path() / "templates";
        fixture.environment.openPipeline =
            [this](const PipelineOptions& options) -> Result<std::unique_ptr<ImagePipeline>> {
            state->opened.push_back(options);
            return std::make_unique<test::FakeImagePipeline>(state);
        };
    }
    void open() {
        fixture.open();
        static_cast<void>(QTest::qWaitFor(
            [this] { return fixture.desktop().craft().list().rowCount() > 100; }, kPatience));
        fixture.child<widgets::PromptEdit>("prompt")->setPlainText(QStringLiteral("A cat"));
    }
    void configure(const char* toml) {
        const auto file = fixture.configFolder() / "config.toml";
        std::filesystem::create_directories(fixture.configFolder());
        QVERIFY(writeFileAtomically(file, toml, Overwrite::Yes).has_value());
        fixture.options.configFile = file;
    }
    void addTemplate(const char* name, const char* content) {
        const auto folder = fixture.dataFolder() / "templates";
        std::filesystem::create_directories(folder);
        QVERIFY(writeFileAtomically(folder / name, content, Overwrite::Yes).has_value());
    }
    QString notices() {
        return fixture.child<widgets::ResultPanel>("resultPanel")
            ->notices()
            ->texts()
            .join(QLatin1Char('\n'));
    }
    const widgets::RequestForm& form() { return fixture.desktop().form().form(); }
    const Conversation& conversation() {
        return fixture.desktop().form().form().request.conversation;
    }
    widgets::RewriteModel& rewrites() { return fixture.desktop().craft().rewrites(); }
};

} // namespace

class CraftTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aTemplateIsFoundAppliedAndTakenBackFromTheKeyboard();
    void favouritesOutliveTheProgram();
    void aPromptIsRewrittenAcceptedAndTakenBack();
    void threeVariantsAreWrittenInTheirOrder();
    void cancelStopsTheRewriting();
    void aFailureIsShownInThePanel();
    void aDrawingAndARewritingShareTheModel();
    void theRewritersNumbersOutliveTheProgram();
    void aRewriterAsksForItsVariables();
    void aFolderOfTemplatesThatCannotBeReadIsToldAndLosesNothing();
    void theConfiguredTemplateIsAppliedOnce();
    void aConfiguredTemplateThatDoesNotExistIsTold();
    void theConfiguredSystemPromptCountsBeforeItsTemplate();
    void aTextOfTheUsersOwnStaysBeforeTheConfiguredTemplate();
};

void CraftTest::aTemplateIsFoundAppliedAndTakenBackFromTheKeyboard() {
    Bench bench;
    bench.open();
    bench.fixture.trigger(Command::FindTemplate);
    auto* const search = bench.fixture.child<QLineEdit>("templateSearch");
    QVERIFY(search->isVisible());
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("noir"));
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(!bench.conversation().system.empty());
    QVERIFY(bench.fixture.child<QToolButton>("templateButton")
                ->text()
                .contains(QStringLiteral("noir")));
    bench.fixture.trigger(Command::Undo);
    QCOMPARE(bench.conversation().system, std::string());
    QCOMPARE(bench.conversation().user, std::string("A cat"));
}

void CraftTest::favouritesOutliveTheProgram() {
    Bench bench;
    bench.open();
    const QString name =
        bench.fixture.desktop().craft().list().index(3).data(widgets::TemplateNameRole).toString();
    bench.fixture.desktop().craft().list().toggleFavourite(name);
    bench.fixture.close();
    bench.open();
    QCOMPARE(bench.fixture.desktop().craft().list().favourites(), QStringList{name});
}

void CraftTest::aPromptIsRewrittenAcceptedAndTakenBack() {
    Bench bench;
    bench.open();
    bench.fixture.trigger(Command::RewritePrompt);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.rewrites().variants().empty() && !bench.rewrites().isRunning(),
                             kPatience);
    QCOMPARE(bench.rewrites().variants()[0].thinking, std::string("Hm."));
    QVERIFY(!bench.state->rewriter.requests.at(0).instruction.empty());
    bench.fixture.child<QPushButton>("acceptRewrite")->click();
    QCOMPARE(bench.conversation().user, std::string("A grey cat on a red roof."));
    auto* const prompt = bench.fixture.child<widgets::PromptEdit>("prompt");
    QCOMPARE(prompt->toPlainText(), QStringLiteral("A grey cat on a red roof."));
    bench.fixture.trigger(Command::Undo);
    QCOMPARE(prompt->toPlainText(), QStringLiteral("A cat"));
    QCOMPARE(bench.conversation().user, std::string("A cat"));
}

void CraftTest::threeVariantsAreWrittenInTheirOrder() {
    Bench bench;
    bench.open();
    bench.fixture.child<QSpinBox>("rewriterVariants")->setValue(3);
    bench.fixture.trigger(Command::RewritePrompt);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.rewrites().isRunning(), kPatience);
    QCOMPARE(bench.state->rewriter.requests.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(bench.state->rewriter.requests[i].seed, bench.rewrites().variants()[i].seed);
        QCOMPARE(bench.rewrites().variants()[i].text, std::string("A grey cat on a red roof."));
    }
}

void CraftTest::cancelStopsTheRewriting() {
    Bench bench;
    bench.state->rewriter.writes = std::string(20000, 'x');
    bench.state->rewriter.afterPiece = [](std::size_t) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    };
    bench.open();
    bench.fixture.trigger(Command::RewritePrompt);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.rewrites().variants().empty() &&
                                 !bench.rewrites().variants()[0].text.empty(),
                             kPatience);
    bench.fixture.trigger(Command::Cancel);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.rewrites().isRunning(), kPatience);
    QCOMPARE(bench.rewrites().variants()[0].state, widgets::VariantState::Stopped);
    QCOMPARE(bench.conversation().user, std::string("A cat"));
}

void CraftTest::aFailureIsShownInThePanel() {
    Bench bench;
    bench.state->rewriter.error = Error{ErrorCode::OutOfMemory, "no room for the text", "", "", {}};
    bench.open();
    bench.fixture.trigger(Command::RewritePrompt);
    auto* const status = bench.fixture.child<QLabel>("rewriterStatus");
    QTRY_VERIFY_WITH_TIMEOUT(status->text().contains(QStringLiteral("o room for the text")),
                             kPatience);
}

void CraftTest::aDrawingAndARewritingShareTheModel() {
    Bench bench;
    bench.open();
    bench.fixture.trigger(Command::Generate);
    bench.fixture.trigger(Command::RewritePrompt);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.rewrites().variants().empty() &&
                                 !bench.rewrites().isRunning() &&
                                 bench.fixture.desktop().results().rowCount() == 1,
                             kPatience);
    QCOMPARE(bench.state->opened.size(), std::size_t{1});
}

void CraftTest::theRewritersNumbersOutliveTheProgram() {
    Bench bench;
    bench.configure("[default.rewriter]\ntemperature = 0.9\ntop_k = 30\n");
    bench.open();
    auto* const temperature = bench.fixture.child<QDoubleSpinBox>("rewriterTemperature");
    QCOMPARE(temperature->value(), 0.9);
    temperature->setValue(1.2);
    bench.fixture.child<QSpinBox>("rewriterVariants")->setValue(2);
    bench.fixture.close();
    bench.configure("[default.rewriter]\ntemperature = 0.4\ntop_k = 31\n");
    bench.open();
    QCOMPARE(bench.fixture.child<QDoubleSpinBox>("rewriterTemperature")->value(), 1.2);
    QCOMPARE(bench.fixture.child<QSpinBox>("rewriterVariants")->value(), 2);
    QCOMPARE(bench.fixture.child<QSpinBox>("rewriterTopK")->value(), 31); // nobody changed it here
}

void CraftTest::aRewriterAsksForItsVariables() {
    Bench bench;
    bench.addTemplate("in_a_mood.md", "---\nname: in_a_mood\ncategory: rewriter\n---\n"
                                      "Make it {{mood}} and {{length|short}}.");
    bench.configure("[default.rewriter]\ntemplate = \"in_a_mood\"\n");
    bench.open();
    bench.fixture.trigger(Command::RewritePrompt);
    auto* const mood = bench.fixture.child<QLineEdit>("variable_mood");
    QVERIFY(mood && mood->isVisible());
    QVERIFY(bench.fixture.child<QLabel>("rewriterMessage")->isVisible());
    QVERIFY(bench.state->rewriter.requests.empty());
    mood->setText(QStringLiteral("gloomy"));
    bench.fixture.trigger(Command::RewritePrompt);
    QTRY_COMPARE_WITH_TIMEOUT(bench.state->rewriter.requests.size(), std::size_t{1}, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.rewrites().isRunning(), kPatience);
    QCOMPARE(bench.state->rewriter.requests[0].instruction,
             std::string("Make it gloomy and short."));
}

// A link to itself cannot be read by anybody, the administrator included.
void CraftTest::aFolderOfTemplatesThatCannotBeReadIsToldAndLosesNothing() {
    Bench bench;
    bench.addTemplate("mine.md", "---\nname: mine\n---\nFrom the file.");
    bench.configure("[default.prompt]\ntemplate = \"mine\"\n");
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.conversation().system, std::string("From the file."),
                              kPatience);
    widgets::TemplateListModel& list = bench.fixture.desktop().craft().list();
    list.toggleFavourite(QStringLiteral("mine"));
    const auto folder = bench.fixture.dataFolder() / "templates";
    const auto aside = bench.fixture.dataFolder() / "aside";
    std::filesystem::rename(folder, aside);
    std::filesystem::create_directory_symlink(folder, folder);
    bench.fixture.trigger(Command::FindTemplate);
    auto* const notices = bench.fixture.child<widgets::NoticeBar>("templateNotices");
    const auto tells = [notices](const QString& what) {
        return notices->isVisible() && notices->texts().join(QLatin1Char('\n')).contains(what);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(tells(QStringLiteral("cannot be read")),
                              qPrintable(notices->texts().join(QLatin1Char('\n'))), kPatience);
    QVERIFY(tells(QStringLiteral("The template mine is gone. Its texts stay in the prompt.")));
    QVERIFY(list.rowCount() > 100); // those that come with the program
    QCOMPARE(bench.conversation().system, std::string("From the file."));
    QCOMPARE(bench.conversation().user, std::string("A cat"));
    bench.fixture.close();
    bench.open(); // the next start finds it so
    QCOMPARE(bench.conversation().system, std::string("From the file."));
    std::filesystem::remove(folder);
    std::filesystem::rename(aside, folder);
    widgets::TemplateListModel& again = bench.fixture.desktop().craft().list();
    QTRY_VERIFY_WITH_TIMEOUT(again.rowOf(QStringLiteral("mine")) >= 0, kPatience);
    QCOMPARE(again.favourites(), QStringList{QStringLiteral("mine")});
}

void CraftTest::theConfiguredTemplateIsAppliedOnce() {
    Bench bench;
    bench.configure("[default.prompt]\ntemplate = \"noir\"\n");
    bench.addTemplate("film_noir.md", "---\nname: film_noir\n---\nHard light.");
    bench.addTemplate("z_image_noir.md", "---\nname: z_image_noir\n---\nHarder light.");
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.conversation().system, std::string("Harder light."), kPatience);
    QCOMPARE(bench.form().request.templateName, std::string("z_image_noir"));
    bench.fixture.trigger(Command::FindTemplate);
    auto* const takeOff = bench.fixture.child<QPushButton>("takeOffTemplate");
    QTRY_VERIFY(takeOff->isEnabled());
    takeOff->click();
    QCOMPARE(bench.conversation().system, std::string());
    bench.fixture.close();
    bench.open();
    QTest::qWait(100); // what the user has taken off stays off
    QCOMPARE(bench.form().request.templateName, std::string());
    QCOMPARE(bench.conversation().user, std::string("A cat"));
}

void CraftTest::aConfiguredTemplateThatDoesNotExistIsTold() {
    Bench bench;
    bench.configure("[default.prompt]\ntemplate = \"nowhere\"\n");
    bench.open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.notices().contains(QStringLiteral("nowhere")), kPatience);
    QCOMPARE(bench.form().request.templateName, std::string());
    QCOMPARE(bench.conversation().user, std::string("A cat"));
    bench.addTemplate("nowhere.md", "---\nname: nowhere\n---\nAn empty place.");
    QTRY_COMPARE_WITH_TIMEOUT(bench.conversation().system, std::string("An empty place."),
                              kPatience);
    QVERIFY(!bench.notices().contains(QStringLiteral("nowhere")));
}

void CraftTest::theConfiguredSystemPromptCountsBeforeItsTemplate() {
    Bench bench;
    bench.configure("[default.prompt]\ntemplate = \"mine\"\nsystem_prompt = \"As configured.\"\n");
    bench.addTemplate("mine.md", "---\nname: mine\nassistant_content: Yes.\n---\nFrom the file.");
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.conversation().assistant, std::string("Yes."), kPatience);
    QCOMPARE(bench.conversation().system, std::string("As configured."));
}

void CraftTest::aTextOfTheUsersOwnStaysBeforeTheConfiguredTemplate() {
    Bench bench;
    bench.addTemplate("mine.md", "---\nname: mine\n---\nFrom the file.");
    bench.open();
    bench.fixture.desktop().form().editText(
        widgets::RequestField::System,
        [](widgets::RequestForm& form) { form.request.conversation.system = "My own."; });
    bench.fixture.close();
    bench.configure("[default.prompt]\ntemplate = \"mine\"\n");
    bench.open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.notices().contains(QStringLiteral("mine")), kPatience);
    QCOMPARE(bench.conversation().system, std::string("My own."));
    bench.fixture.child<QPushButton>("chooseTemplate")->click();
    QCOMPARE(bench.conversation().system, std::string("From the file."));
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::CraftTest)
#include "craft_test.moc"
