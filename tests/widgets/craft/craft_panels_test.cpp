// The panels for templates and rewriting, offscreen.
#include "tests/widgets/craft/template_folder.h"
#include "widgets/controls/diff_view.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/panels/rewriter_panel.h"
#include "widgets/panels/template_editor.h"
#include "widgets/panels/template_panel.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include <memory>

namespace diptych::widgets {

namespace {

constexpr int kPatience = 5000; // ms

struct TemplateBench {
    test::TemplateFolder files;
    RequestModel form;
    TemplateListModel list;
    TemplateApplier applier{&form};
    std::unique_ptr<TemplateService> service;
    std::unique_ptr<TemplatePanel> panel;

    TemplateBench() {
        files.write("built-in", "noir", "Hard light.",
                    "title: Film noir\ndescription: Wet streets\ntags: [night, film]\n");
        files.write("built-in", "wash", "Wet {{paper|cotton}} paper, {{colour}}.",
                    "title: Wash\ncategory: art\n");
        files.write("built-in", "expander", "Expand.", "category: rewriter\n");
        files.write("user", "mine", "My words.", "title: Mine\n");
        form.editText(RequestField::Prompt,
                      [](RequestForm& f) { f.request.conversation.user = "A cat"; });
    }
    void open() {
        service = std::make_unique<TemplateService>(files.folders());
        panel = std::make_unique<TemplatePanel>(service.get(), &list, &applier, &form);
        panel->resize(350, 780);
        panel->show();
        service->open();
        static_cast<void>(QTest::qWaitFor([this] { return list.rowCount() > 0; }, kPatience));
    }
    template <typename T> T* child(const char* name) {
        return panel->findChild<T*>(QString::fromLatin1(name));
    }
    QAction* menuAction(const char* name) {
        auto* const menu = child<QToolButton>("templateMenu")->menu();
        Q_EMIT menu->aboutToShow();
        return menu->findChild<QAction*>(QString::fromLatin1(name));
    }
    QString notices() { return panel->findChild<NoticeBar*>()->texts().join(QLatin1Char('\n')); }
    QString preview() { return child<PromptEdit>("templatePreview")->toPlainText(); }
};

struct RewriterBench {
    RequestModel form;
    RewriteModel model;
    std::unique_ptr<RewriterPanel> panel;

    RewriterBench() {
        type("A cat on a roof");
        panel = std::make_unique<RewriterPanel>(&model, &form);
        panel->resize(350, 780);
        panel->show();
    }
    void type(const char* prompt) {
        form.editText(RequestField::Prompt,
                      [prompt](RequestForm& f) { f.request.conversation.user = prompt; });
    }
    void finish(const char* text, int variant = 0) {
        RewriteResult result;
        result.text = text;
        result.thinking = "Hm.";
        model.finish(variant, result);
    }
    template <typename T> T* child(const char* name) {
        return panel->findChild<T*>(QString::fromLatin1(name));
    }
    void click(const char* name) { child<QPushButton>(name)->click(); }
    std::string prompt() const { return form.form().request.conversation.user; }
};

} // namespace

class CraftPanelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void typingFindsATemplateAndEnterAppliesIt();
    void thePreviewIsWhatWillBeEncoded();
    void variablesAreFieldsAndNeededOnesHoldBack();
    void whatComesWithTheProgramCannotBeChanged();
    void aCopyIsWrittenOnlyWhenItIsSaved();
    void aDeletedTemplateComesBack();
    void aTemplateThatGoesAwayIsToldAndItsTextsStay();
    void badFilesAreTold();
    void anEmptyListSaysWhatToDo();
    void theEditorChecksTagsAndKeepsWhatWasTyped();
    void aRewritingIsAskedForWithItsNumbers();
    void aTextIsStreamedAndThenShownAsChanges();
    void acceptingIsOneStep();
    void aPartCanBeAccepted();
    void variantsAreTabs();
    void stopAndDiscardLeaveThePromptAlone();
    void aRewriterThatGoesAwayBecomesAnInstruction();
    void everythingThatTakesTheFocusHasANameAndATip();
};

void CraftPanelsTest::typingFindsATemplateAndEnterAppliesIt() {
    TemplateBench bench;
    bench.open();
    bench.panel->focusSearch();
    auto* const search = bench.child<QLineEdit>("templateSearch");
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("noi"));
    QCOMPARE(bench.list.rowCount(), 1);
    QSignalSpy applied(bench.panel.get(), &TemplatePanel::applied);
    bench.panel->select(QStringLiteral("noir"));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(applied.count(), 1);
    QCOMPARE(bench.form.form().request.conversation.system, std::string("Hard light."));
    QCOMPARE(bench.form.undoStack()->count(), 1);
    QVERIFY2(!search->isUndoAvailable(), "Ctrl+Z takes the template back, not the letters");
    QCOMPARE(bench.list.recent(), QStringList{"noir"});
    bench.child<QPushButton>("takeOffTemplate")->click();
    QCOMPARE(bench.form.form().request.conversation.system, std::string());
}

void CraftPanelsTest::thePreviewIsWhatWillBeEncoded() {
    TemplateBench bench;
    bench.open();
    bench.panel->select(QStringLiteral("noir"));
    QCOMPARE(bench.preview(), QStringLiteral("<|im_start|>system\nHard light.<|im_end|>\n"
                                             "<|im_start|>user\nA cat<|im_end|>\n"
                                             "<|im_start|>assistant\n"));
    QCOMPARE(bench.form.form().request.conversation.system, std::string());
    bench.form.editText(RequestField::Prompt,
                        [](RequestForm& f) { f.request.conversation.user = "A dog"; });
    QTRY_VERIFY_WITH_TIMEOUT(bench.preview().contains(QStringLiteral("A dog")), kPatience);
}

void CraftPanelsTest::variablesAreFieldsAndNeededOnesHoldBack() {
    TemplateBench bench;
    bench.open();
    bench.panel->select(QStringLiteral("wash"));
    auto* const apply = bench.child<QPushButton>("applyTemplate");
    QVERIFY(!apply->isEnabled());
    auto* const colour = bench.child<QLineEdit>("variable_colour");
    QVERIFY(colour && bench.child<QLineEdit>("variable_paper"));
    QTest::keyClicks(colour, QStringLiteral("blue"));
    QTRY_VERIFY_WITH_TIMEOUT(apply->isEnabled(), kPatience);
    QVERIFY(bench.preview().contains(QStringLiteral("Wet cotton paper, blue.")));
    apply->click();
    QCOMPARE(bench.form.form().request.conversation.system, std::string("Wet cotton paper, blue."));
}

void CraftPanelsTest::whatComesWithTheProgramCannotBeChanged() {
    TemplateBench bench;
    bench.open();
    bench.panel->select(QStringLiteral("noir"));
    QVERIFY(!bench.menuAction("editTemplate")->isEnabled());
    QVERIFY(!bench.menuAction("deleteTemplate")->isEnabled());
    QVERIFY(bench.menuAction("duplicateTemplate")->isEnabled());
    bench.panel->select(QStringLiteral("mine"));
    QVERIFY(bench.menuAction("editTemplate")->isEnabled());
    QVERIFY(bench.menuAction("deleteTemplate")->isEnabled());
}

void CraftPanelsTest::aCopyIsWrittenOnlyWhenItIsSaved() {
    TemplateBench bench;
    bench.open();
    bench.panel->select(QStringLiteral("noir"));
    bench.menuAction("duplicateTemplate")->trigger();
    auto* const editor = bench.panel->findChild<TemplateEditor*>();
    QVERIFY(editor);
    QTest::qWait(50);
    QVERIFY(!bench.list.snapshot()->find("noir_copy"));
    editor->findChild<QPushButton*>(QStringLiteral("saveTemplate"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(bench.list.snapshot()->find("noir_copy"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(bench.notices().contains(QStringLiteral("Film noir (copy)")),
                             kPatience);
    QCOMPARE(bench.child<QLabel>("templateShownTitle")->text(), QStringLiteral("Film noir (copy)"));
}

void CraftPanelsTest::aDeletedTemplateComesBack() {
    TemplateBench bench;
    bench.open();
    bench.panel->select(QStringLiteral("mine"));
    bench.menuAction("deleteTemplate")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(bench.child<QPushButton>("undoDelete"), kPatience);
    QVERIFY(!bench.list.snapshot()->find("mine"));
    bench.child<QPushButton>("undoDelete")->click();
    QTRY_VERIFY_WITH_TIMEOUT(bench.list.snapshot()->find("mine"), kPatience);
    QCOMPARE(bench.list.snapshot()->find("mine")->body, std::string("My words."));
}

void CraftPanelsTest::aTemplateThatGoesAwayIsToldAndItsTextsStay() {
    TemplateBench bench;
    bench.open();
    bench.panel->select(QStringLiteral("mine"));
    bench.child<QPushButton>("applyTemplate")->click();
    bench.files.remove("user/mine.md");
    QTRY_VERIFY_WITH_TIMEOUT(bench.notices().contains(QStringLiteral("mine is gone")), kPatience);
    QCOMPARE(bench.form.form().request.conversation.system, std::string("My words."));
}

void CraftPanelsTest::badFilesAreTold() {
    TemplateBench bench;
    bench.files.writeBytes("user/binary.md", QByteArray("\x00\xFF", 2));
    bench.open();
    QTRY_VERIFY_WITH_TIMEOUT(bench.notices().contains(QStringLiteral("binary.md")), kPatience);
    QVERIFY(bench.list.rowCount() >= 3);
    bench.files.remove("user/binary.md");
    QTRY_VERIFY_WITH_TIMEOUT(!bench.notices().contains(QStringLiteral("binary.md")), kPatience);
}

void CraftPanelsTest::anEmptyListSaysWhatToDo() {
    TemplateBench bench;
    bench.open();
    auto* const empty = bench.child<QLabel>("templatesEmpty");
    QVERIFY(!empty->isVisible());
    bench.child<QLineEdit>("templateSearch")->setText(QStringLiteral("nothing like that"));
    QVERIFY(empty->isVisible());
    QVERIFY(empty->text().contains(QStringLiteral("Clear the search")));
    bench.child<QLineEdit>("templateSearch")->clear();
    bench.child<QComboBox>("templateShelf")->setCurrentIndex(1);
    QVERIFY(empty->text().contains(QStringLiteral("star")));
}

void CraftPanelsTest::theEditorChecksTagsAndKeepsWhatWasTyped() {
    PromptTemplate value;
    value.name = "mine";
    value.extras = {{"colour", "\"red\""}};
    TemplateEditor editor(QStringLiteral("Edit"), value, {QStringLiteral("style")});
    editor.show();
    auto* const advice = editor.findChild<QLabel*>(QStringLiteral("templateAdvice"));
    editor.findChild<PromptEdit*>(QStringLiteral("templateBody"))
        ->setPlainText(QStringLiteral("Light <think> and {{mood|calm}}"));
    QVERIFY(advice->text().contains(QStringLiteral("not in pairs")));
    QVERIFY(advice->text().contains(QStringLiteral("{{mood}}")));
    editor.reject();
    QVERIFY2(editor.isVisible(), "typed text is not dropped at the first Esc");
    QCOMPARE(editor.value().extras, value.extras);
    editor.findChild<QLineEdit*>(QStringLiteral("templateName"))->clear();
    QVERIFY(!editor.findChild<QPushButton*>(QStringLiteral("saveTemplate"))->isEnabled());
    editor.reject();
    editor.reject();
    QVERIFY(!editor.isVisible());
}

void CraftPanelsTest::aRewritingIsAskedForWithItsNumbers() {
    RewriterBench bench;
    std::vector<RewriteRequest> requests;
    std::vector<std::int64_t> seeds;
    connect(bench.panel.get(), &RewriterPanel::rewriteRequested, this,
            [&](const RewriteRequest& request, const std::vector<std::int64_t>& all) {
                requests.push_back(request);
                seeds = all;
            });
    config::RewriterSettings settings;
    settings.sampling.temperature = 0.9;
    settings.sampling.topK = 7;
    settings.thinking = false;
    bench.panel->setup()->setSettings(settings);
    auto library = std::make_shared<TemplateSnapshot>();
    PromptTemplate rewriter;
    rewriter.name = "scene_expander";
    rewriter.category = "rewriter";
    rewriter.body = "Expand it.";
    library->all = {rewriter};
    bench.panel->setup()->setTemplates(library);
    bench.child<QSpinBox>("rewriterVariants")->setValue(3);
    bench.click("startRewrite");
    QCOMPARE(requests.size(), std::size_t{1});
    QCOMPARE(requests[0].prompt, std::string("A cat on a roof"));
    QCOMPARE(requests[0].instruction, std::string("Expand it."));
    QCOMPARE(requests[0].sampling.temperature, 0.9);
    QCOMPARE(requests[0].sampling.topK, 7);
    QVERIFY(!requests[0].thinking);
    QCOMPARE(seeds.size(), std::size_t{3});
    QCOMPARE(seeds[2], seeds[0] + 2);
    bench.type("");
    QTRY_VERIFY_WITH_TIMEOUT(!bench.child<QPushButton>("startRewrite")->isEnabled(), kPatience);
    bench.panel->start();
    QVERIFY(bench.child<QLabel>("rewriterMessage")->isVisible());
    QCOMPARE(requests.size(), std::size_t{1});
}

void CraftPanelsTest::aTextIsStreamedAndThenShownAsChanges() {
    RewriterBench bench;
    QVERIFY(bench.child<QLabel>("rewriterEmpty")->isVisible());
    bench.model.begin(bench.prompt(), {7});
    QVERIFY(!bench.child<QLabel>("rewriterEmpty")->isVisible());
    QVERIFY(bench.child<QPushButton>("stopRewrite")->isEnabled());
    bench.model.add(0, AnswerPart::Thinking, "Hm.");
    bench.model.add(0, AnswerPart::Answer, "A grey cat");
    QVERIFY(bench.child<PromptEdit>("rewriterText")->isVisible());
    QCOMPARE(bench.child<PromptEdit>("rewriterText")->toPlainText(), QStringLiteral("A grey cat"));
    QCOMPARE(bench.child<PromptEdit>("rewriterThinkText")->toPlainText(), QStringLiteral("Hm."));
    QVERIFY(!bench.child<QPushButton>("acceptRewrite")->isEnabled());
    bench.finish("A grey cat on a red roof");
    auto* const diff = bench.child<DiffView>("rewriterDiff");
    QVERIFY(diff->isVisible());
    QCOMPARE(diff->changeCount(), 2);
    QVERIFY(bench.child<QPushButton>("acceptRewrite")->isEnabled());
    QVERIFY(!bench.child<QPushButton>("stopRewrite")->isEnabled());
}

void CraftPanelsTest::acceptingIsOneStep() {
    RewriterBench bench;
    QSignalSpy accepted(bench.panel.get(), &RewriterPanel::accepted);
    bench.model.begin(bench.prompt(), {7});
    bench.finish("A grey cat on a red roof");
    bench.click("acceptRewrite");
    QCOMPARE(bench.prompt(), std::string("A grey cat on a red roof"));
    QCOMPARE(bench.form.undoStack()->count(), 1);
    QCOMPARE(accepted.count(), 1);
    bench.form.undoStack()->undo();
    QCOMPARE(bench.prompt(), std::string("A cat on a roof"));
}

void CraftPanelsTest::aPartCanBeAccepted() {
    RewriterBench bench;
    bench.model.begin(bench.prompt(), {7});
    bench.finish("A grey cat on a red roof");
    auto* const part = bench.child<QPushButton>("acceptPart");
    QVERIFY(!part->isEnabled());
    auto* const diff = bench.child<DiffView>("rewriterDiff");
    Q_EMIT diff->anchorClicked(QUrl(QStringLiteral("1"))); // "grey "
    QCOMPARE(diff->acceptedCount(), 1);
    QVERIFY(part->isEnabled());
    QVERIFY(part->text().contains(QStringLiteral("1 of 2")));
    part->click();
    QCOMPARE(bench.prompt(), std::string("A cat on a red roof"));
}

void CraftPanelsTest::variantsAreTabs() {
    RewriterBench bench;
    bench.model.begin(bench.prompt(), {7, 8, 9});
    auto* const tabs = bench.child<QTabBar>("variantTabs");
    QCOMPARE(tabs->count(), 3);
    QVERIFY(tabs->isVisible());
    bench.finish("One cat", 0);
    bench.finish("Two cats", 1);
    tabs->setCurrentIndex(1);
    bench.click("acceptRewrite");
    QCOMPARE(bench.prompt(), std::string("Two cats"));
    tabs->setCurrentIndex(2);
    QVERIFY(!bench.child<QPushButton>("acceptRewrite")->isEnabled());
}

void CraftPanelsTest::stopAndDiscardLeaveThePromptAlone() {
    RewriterBench bench;
    QSignalSpy stops(bench.panel.get(), &RewriterPanel::stopRequested);
    bench.model.begin(bench.prompt(), {7});
    bench.model.add(0, AnswerPart::Answer, "A gr");
    bench.click("stopRewrite");
    QCOMPARE(stops.count(), 1);
    bench.model.stop(0);
    QVERIFY2(bench.child<QPushButton>("acceptRewrite")->isEnabled(), "what is there can be used");
    bench.click("discardRewrite");
    QVERIFY(bench.model.variants().empty());
    QCOMPARE(bench.prompt(), std::string("A cat on a roof"));
    QVERIFY(bench.child<QLabel>("rewriterEmpty")->isVisible());
}

void CraftPanelsTest::aRewriterThatGoesAwayBecomesAnInstruction() {
    RewriterBench bench;
    auto library = std::make_shared<TemplateSnapshot>();
    PromptTemplate rewriter;
    rewriter.name = "scene_expander";
    rewriter.category = "rewriter";
    rewriter.body = "Expand it.";
    library->all = {rewriter};
    bench.panel->setup()->setTemplates(library);
    bench.panel->setup()->setTemplates(std::make_shared<TemplateSnapshot>());
    QVERIFY(bench.child<QLabel>("rewriterMessage")->text().contains(QStringLiteral("is gone")));
    QCOMPARE(bench.panel->setup()->request().value().instruction, std::string("Expand it."));
}

void CraftPanelsTest::everythingThatTakesTheFocusHasANameAndATip() {
    TemplateBench templates;
    templates.open();
    RewriterBench rewriter;
    for (const QWidget* const panel : {static_cast<QWidget*>(templates.panel.get()),
                                       static_cast<QWidget*>(rewriter.panel.get())})
        for (const QWidget* const child : panel->findChildren<QWidget*>()) {
            if (child->focusPolicy() == Qt::NoFocus ||
                child->objectName().startsWith(QLatin1String("qt_")) ||
                qobject_cast<const QTabBar*>(child->parentWidget()))
                continue;
            const auto* const button = qobject_cast<const QAbstractButton*>(child);
            const bool named =
                !child->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named || child->focusProxy() ||
                         qobject_cast<const QAbstractScrollArea*>(child),
                     qPrintable(child->objectName() +
                                QString::fromLatin1(child->metaObject()->className())));
            if (button && !child->objectName().endsWith(QLatin1String("Header")))
                QVERIFY2(!child->toolTip().isEmpty() ||
                             child->objectName().endsWith(QLatin1String("Reset")),
                         qPrintable(child->objectName()));
        }
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::CraftPanelsTest)
#include "craft_panels_test.moc"
