// Templates and rewriting in the whole window, on a fake model.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "core/prompt/chat_format.h"
#include "widgets/controls/prompt_edit.h"
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

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::CraftTest)
#include "craft_test.moc"
