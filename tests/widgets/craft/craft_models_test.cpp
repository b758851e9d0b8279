// What the panels for templates and rewriting show, without a widget.
#include "core/prompt/chat_format.h"
#include "widgets/model/rewrite_model.h"
#include "widgets/model/template_applier.h"
#include "widgets/model/template_category.h"
#include "widgets/model/template_list_model.h"
#include "widgets/model/template_use.h"
#include "widgets/model/token_counter.h"
#include "widgets/model/token_places.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

namespace diptych::widgets {

namespace {

PromptTemplate makeTemplate(const char* name, const char* body, const char* category = "style") {
    PromptTemplate value;
    value.name = name;
    value.body = body;
    value.category = category;
    return value;
}

TemplateSnapshotPtr snapshotOf(std::vector<PromptTemplate> all) {
    auto snapshot = std::make_shared<TemplateSnapshot>();
    snapshot->all = std::move(all);
    snapshot->search = TemplateSearch(snapshot->all);
    return snapshot;
}

TemplateSnapshotPtr smallLibrary() {
    PromptTemplate own = makeTemplate("mine", "My own light.", "general");
    own.source.origin = TemplateOrigin::User;
    PromptTemplate noir = makeTemplate("noir", "Hard light.");
    noir.tags = {"film", "night"};
    PromptTemplate wash = makeTemplate("wash", "Wet paper.");
    wash.tags = {"film"};
    for (PromptTemplate* const value : {&own, &noir, &wash})
        value->source.origin = value == &own ? TemplateOrigin::User : TemplateOrigin::BuiltIn;
    PromptTemplate rewriter = makeTemplate("expander", "Expand light.", "rewriter");
    rewriter.source.origin = TemplateOrigin::BuiltIn;
    return snapshotOf({own, noir, wash, rewriter});
}

QStringList names(const TemplateListModel& model) {
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result << model.data(model.index(row), TemplateNameRole).toString();
    return result;
}

RequestForm formWith(const char* prompt) {
    RequestForm form;
    form.request.conversation.user = prompt;
    return form;
}

} // namespace

class CraftModelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theListShowsWhatTheFiltersLeave();
    void categoriesHaveTitles();
    void favouritesAndRecentOnesAreKept();
    void searchingTheWholeLibraryTakesLessThan30Ms();
    void aTemplateFillsTheForm();
    void whatTheUserWroteStaysWhereTheTemplateIsSilent();
    void thePreviousTemplatesTextsGo();
    void aThinkBlockThatWasSwitchedOffStaysOff();
    void surprisesAreToldBefore();
    void applyingIsOneUndoStep();
    void variablesAreAskedFor();
    void aRewritingGrowsPieceByPiece();
    void aVariantThatIsOverStaysAsItIs();
    void theFormRemembersARefusedThinkBlock();
    void theWordAtTheLimitIsFound();
    void tokensUnderTheMouseAreNamed();
    void cleanedTextsAreAlignedToWhatWasTyped();
    void fourKilobytesAreCountedInTime();
};

void CraftModelsTest::theListShowsWhatTheFiltersLeave() {
    TemplateListModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setSnapshot(smallLibrary());
    QCOMPARE(names(model), (QStringList{"mine", "noir", "wash"}));
    QCOMPARE(model.categories(), (QStringList{"general", "style", "rewriter"}));
    QCOMPARE(model.tags(5), (QStringList{"film", "night"}));
    model.setFilter({QStringLiteral("light"), {}, TemplateShelf::All});
    QCOMPARE(names(model), (QStringList{"mine", "noir"}));
    model.setFilter({{}, QStringLiteral("rewriter"), TemplateShelf::All});
    QCOMPARE(names(model), QStringList{"expander"});
    model.setFilter({{}, {}, TemplateShelf::Own});
    QCOMPARE(names(model), QStringList{"mine"});
    QVERIFY(model.data(model.index(0), TemplateOwnRole).toBool());
    model.setFilter({QStringLiteral("nothing like it"), {}, TemplateShelf::All});
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.at(0));
}

void CraftModelsTest::categoriesHaveTitles() {
    TemplateListModel model;
    model.setSnapshot(smallLibrary());
    model.setFilter({{}, QStringLiteral("rewriter"), TemplateShelf::All});
    QCOMPARE(model.data(model.index(0), TemplateCategoryRole).toString(),
             QStringLiteral("For the rewriter"));
    QCOMPARE(categoryTitle(QStringLiteral("scifi")), QStringLiteral("Science fiction"));
    QCOMPARE(categoryTitle(QStringLiteral("my_things")), QStringLiteral("My things"));
    QCOMPARE(categoryTitle(QString()), QString());
}

void CraftModelsTest::favouritesAndRecentOnesAreKept() {
    TemplateListModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(smallLibrary());
    QSignalSpy marks(&model, &TemplateListModel::marksChanged);
    model.toggleFavourite(QStringLiteral("wash"));
    model.noteUse(QStringLiteral("noir"));
    model.noteUse(QStringLiteral("wash"));
    model.noteUse(QStringLiteral("mine"));
    model.noteUse(QStringLiteral("wash"));
    QCOMPARE(marks.count(), 5);
    QCOMPARE(model.recent(), (QStringList{"wash", "mine", "noir"}));
    model.setFilter({{}, {}, TemplateShelf::Recent});
    QCOMPARE(names(model), (QStringList{"wash", "mine", "noir"}));
    model.setFilter({{}, {}, TemplateShelf::Favourites});
    QCOMPARE(names(model), QStringList{"wash"});
    model.toggleFavourite(QStringLiteral("wash"));
    QCOMPARE(model.rowCount(), 0);
    model.toggleFavourite(QStringLiteral("mine"));
    model.rename(QStringLiteral("mine"), QStringLiteral("ours"));
    QCOMPARE(model.favourites(), QStringList{"ours"});
    QCOMPARE(model.recent(), (QStringList{"wash", "ours", "noir"}));
    for (int i = 0; i < 50; ++i)
        model.noteUse(QString::number(i));
    QCOMPARE(model.recent().size(), TemplateListModel::kMostRecent);
}

void CraftModelsTest::searchingTheWholeLibraryTakesLessThan30Ms() {
    const TemplateLibrary library = TemplateLibrary::load({DIPTYCH_TEMPLATES, {}});
    std::vector<PromptTemplate> all(library.templates().begin(), library.templates().end());
    QVERIFY(all.size() >= 160);
    TemplateListModel model;
    model.setSnapshot(snapshotOf(std::move(all)));
    for (const char* query : {"lig", "soft light", "zzz", "portrait film night"}) {
        QElapsedTimer timer;
        timer.start();
        model.setFilter({QString::fromLatin1(query), {}, TemplateShelf::All});
        QVERIFY2(timer.elapsed() < 30, query);
    }
}

void CraftModelsTest::aTemplateFillsTheForm() {
    PromptTemplate value = makeTemplate("noir", "Hard light.");
    value.thinking = "One lamp.";
    value.assistant = "Here:";
    const RequestForm form = withTemplate(formWith("A cat"), value, std::nullopt);
    QCOMPARE(form.request.templateName, std::string("noir"));
    QCOMPARE(form.thinkMode, ThinkMode::Text);
    Conversation expected;
    expected.user = "A cat";
    expected.system = "Hard light.";
    expected.thinking = "One lamp.";
    expected.assistant = "Here:";
    QCOMPARE(formatChat(toRequest(form).conversation).text, formatChat(expected).text);
    value.thinking.clear();
    value.addThinkBlock = true;
    QCOMPARE(withTemplate(formWith("A cat"), value, std::nullopt).thinkMode, ThinkMode::Empty);
}

void CraftModelsTest::whatTheUserWroteStaysWhereTheTemplateIsSilent() {
    RequestForm form = formWith("A cat");
    form.request.conversation.assistant = "Mine:";
    form.thinkMode = ThinkMode::Text;
    form.thinkingText = "My thought.";
    const RequestForm next = withTemplate(form, makeTemplate("noir", "Hard light."), std::nullopt);
    QCOMPARE(next.request.conversation.assistant, std::string("Mine:"));
    QCOMPARE(next.thinkingText, std::string("My thought."));
    QCOMPARE(next.thinkMode, ThinkMode::Text);
    QCOMPARE(next.request.conversation.user, std::string("A cat"));
}

void CraftModelsTest::thePreviousTemplatesTextsGo() {
    PromptTemplate first = makeTemplate("noir", "Hard light.");
    first.thinking = "One lamp.";
    const RequestForm noir = withTemplate(formWith("A cat"), first, std::nullopt);
    const RequestForm wash = withTemplate(noir, makeTemplate("wash", "Wet paper."), first);
    QCOMPARE(wash.request.conversation.system, std::string("Wet paper."));
    QCOMPARE(wash.thinkMode, ThinkMode::Off);
    QCOMPARE(wash.thinkingText, std::string());
    QVERIFY(withoutTemplate(noir, first) == formWith("A cat"));
    RequestForm changed = noir;
    changed.request.conversation.system += " And rain.";
    QCOMPARE(withoutTemplate(changed, first).request.conversation.system,
             std::string("Hard light. And rain."));
}

void CraftModelsTest::aThinkBlockThatWasSwitchedOffStaysOff() {
    RequestForm form = formWith("A cat");
    form.thinkRefused = true;
    PromptTemplate value = makeTemplate("noir", "Hard light.");
    value.thinking = "One lamp.";
    value.addThinkBlock = true;
    const RequestForm next = withTemplate(form, value, std::nullopt);
    QCOMPARE(next.thinkMode, ThinkMode::Off);
    QCOMPARE(next.thinkingText, std::string("One lamp."));
    QCOMPARE(toRequest(next).conversation.thinking, std::string());
    QVERIFY(!toRequest(next).conversation.forceThinkBlock);
}

void CraftModelsTest::surprisesAreToldBefore() {
    const PromptTemplate value = makeTemplate("noir", "Hard light.");
    QVERIFY(surprisesOf(formWith("A cat"), value, std::nullopt).isEmpty());
    RequestForm form = formWith("A cat");
    form.request.conversation.system = "Typed by hand.";
    QCOMPARE(surprisesOf(form, value, std::nullopt).size(), 1);
    form.request.conversation.raw = true;
    QCOMPARE(surprisesOf(form, value, std::nullopt).size(), 2);
    const RequestForm applied = withTemplate(formWith("A cat"), value, std::nullopt);
    QVERIFY(surprisesOf(applied, makeTemplate("wash", "Wet paper."), value).isEmpty());
}

void CraftModelsTest::applyingIsOneUndoStep() {
    RequestModel form;
    form.editText(RequestField::Prompt,
                  [](RequestForm& f) { f.request.conversation.user = "A cat"; });
    TemplateApplier applier(&form);
    const RequestForm before = form.form();
    PromptTemplate value = makeTemplate("noir", "{{mood|Hard}} light.");
    value.thinking = "One lamp.";
    QVERIFY(applier.apply(value, {{"mood", "Soft"}}).has_value());
    QCOMPARE(form.form().request.conversation.system, std::string("Soft light."));
    QCOMPARE(form.undoStack()->count(), 1);
    QVERIFY(applier.apply(makeTemplate("wash", "Wet paper."), {}).has_value());
    QCOMPARE(form.form().thinkingText, std::string());
    applier.takeOff();
    QVERIFY(form.form() == before);
    for (int i = 0; i < 3; ++i)
        form.undoStack()->undo();
    QVERIFY(form.form() == before);
    form.undoStack()->redo();
    QCOMPARE(form.form().request.conversation.system, std::string("Soft light."));
}

void CraftModelsTest::variablesAreAskedFor() {
    RequestModel form;
    TemplateApplier applier(&form);
    const PromptTemplate value = makeTemplate("noir", "{{mood}} light.");
    QVERIFY(!applier.apply(value, {}));
    QCOMPARE(form.undoStack()->count(), 0);
    QCOMPARE(applier.preview(value, {}).request.conversation.system,
             std::string("{{mood}} light."));
    QVERIFY(applier.apply(value, {{"mood", "Hard"}}).has_value());
}

void CraftModelsTest::aRewritingGrowsPieceByPiece() {
    RewriteModel model;
    QSignalSpy changed(&model, &RewriteModel::changed);
    QVERIFY(!model.isRunning());
    model.begin("A cat", {7, 8});
    QVERIFY(model.isRunning());
    QCOMPARE(model.variants().size(), std::size_t{2});
    model.add(0, AnswerPart::Thinking, "Hm.");
    QCOMPARE(model.variants()[0].state, VariantState::Thinking);
    model.add(0, AnswerPart::Answer, "A grey");
    model.add(0, AnswerPart::Answer, " cat.");
    QCOMPARE(model.variants()[0].text, std::string("A grey cat."));
    QCOMPARE(changed.count(), 3);
    RewriteResult result;
    result.text = "A grey cat.";
    result.thinking = "Hm, longer.";
    result.tokenCount = 5;
    model.finish(0, result);
    QCOMPARE(model.variants()[0].thinking, std::string("Hm, longer."));
    QVERIFY(variantStatus(model.variants()[0]).contains(QStringLiteral("seed 7")));
    QVERIFY(model.isRunning());
    model.fail(1, Error{ErrorCode::Network, "no answer", "", "", {}});
    QVERIFY(!model.isRunning());
    QVERIFY(variantStatus(model.variants()[1]).contains(QStringLiteral("o answer")));
    model.add(9, AnswerPart::Answer, "nobody");
}

void CraftModelsTest::aVariantThatIsOverStaysAsItIs() {
    RewriteModel model;
    model.begin("A cat", {7});
    model.add(0, AnswerPart::Answer, "A gr");
    model.stop(0);
    model.add(0, AnswerPart::Answer, "ey");
    QCOMPARE(model.variants()[0].text, std::string("A gr"));
    QCOMPARE(model.variants()[0].state, VariantState::Stopped);
}

void CraftModelsTest::theFormRemembersARefusedThinkBlock() {
    RequestForm form = formWith("A cat");
    form.thinkRefused = true;
    form.request.conversation.raw = true;
    form.request.templateName = "noir";
    QVERIFY(formFromJson(formToJson(form)).value() == form);
    const std::string older = QString::fromStdString(formToJson(formWith("A cat")))
                                  .remove(QStringLiteral("\"think_refused\":false,"))
                                  .toStdString();
    QVERIFY(older.find("think_refused") == std::string::npos);
    QVERIFY(formFromJson(older).value() == formWith("A cat"));
}

void CraftModelsTest::theWordAtTheLimitIsFound() {
    const Tokenizer tokenizer = Tokenizer::load(DIPTYCH_RESOURCES "/tokenizer/qwen3").value();
    Conversation conversation;
    conversation.user = "  A cät on a   lighthouse at dusk";
    const TokenizedPrompt tokens = tokenizePrompt(tokenizer, formatChat(conversation));
    QVERIFY(!wordAtLimit(tokens, conversation.user, 512));
    const QString typed = QString::fromStdString(conversation.user);
    // From the first token of a word on, the word is marked.
    for (std::size_t i = 0; i < tokens.tokens.size(); ++i) {
        const auto word = wordAtLimit(tokens, conversation.user, static_cast<int>(i));
        if (tokens.pieces[i] == " dusk") {
            QVERIFY(word.has_value());
            QCOMPARE(typed.mid(word->begin, word->end - word->begin), QStringLiteral("dusk"));
        }
        if (tokens.pieces[i] == " on") {
            QVERIFY(word.has_value());
            QCOMPARE(typed.mid(word->begin, word->end - word->begin), QStringLiteral("on"));
        }
    }
    const auto last = static_cast<int>(tokens.tokens.size()) - 1;
    QVERIFY2(!wordAtLimit(tokens, conversation.user, last), "behind the prompt");
}

void CraftModelsTest::tokensUnderTheMouseAreNamed() {
    const Tokenizer tokenizer = Tokenizer::load(DIPTYCH_RESOURCES "/tokenizer/qwen3").value();
    Conversation conversation;
    conversation.user = "A  lighthouse";
    const TokenizedPrompt tokens = tokenizePrompt(tokenizer, formatChat(conversation));
    const QString tip = tokensAtTyped(tokens, conversation.user, {3, 13});
    QVERIFY2(tip.contains(QStringLiteral("house")), qPrintable(tip));
    const QString marker = tokensAt(tokens, {2, 10});
    QVERIFY2(marker.contains(QStringLiteral("<|im_start|>")) &&
                 marker.contains(QStringLiteral("151644")),
             qPrintable(marker));
    QVERIFY(tokensAtTyped(tokens, conversation.user, {13, 13}).isEmpty());
    QCOMPARE(countTokens(tokens).total(), static_cast<int>(tokens.tokens.size()));
}

void CraftModelsTest::cleanedTextsAreAlignedToWhatWasTyped() {
    QCOMPARE(alignToTyped("ab", "ab"), (std::vector<std::size_t>{0, 1, 2}));
    QCOMPARE(alignToTyped("a b", "  a \n b "), (std::vector<std::size_t>{2, 3, 6, 7}));
    QCOMPARE(alignToTyped("ab", "a\"b\""), (std::vector<std::size_t>{0, 2, 3}));
    QCOMPARE(alignToTyped("", "x"), (std::vector<std::size_t>{0}));
    QCOMPARE(alignToTyped("other", "x").size(), std::size_t{6});
}

// The panel waits 25 ms for the next key, and 50 ms after the last one the count is there. The best
// of several tries, since a test does not have the machine for itself.
void CraftModelsTest::fourKilobytesAreCountedInTime() {
    const Tokenizer tokenizer = Tokenizer::load(DIPTYCH_RESOURCES "/tokenizer/qwen3").value();
    Conversation conversation;
    while (conversation.user.size() < 4096)
        conversation.user += "A white lighthouse on a steep cliff at dusk, and 12 gulls. ";
    qint64 best = 1000;
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const TokenizedPrompt tokens = tokenizePrompt(tokenizer, formatChat(conversation));
        QVERIFY(wordAtLimit(tokens, conversation.user, 512).has_value());
        QVERIFY(countTokens(tokens).user > 512);
        best = std::min(best, timer.elapsed());
    }
    QVERIFY2(best < 25, qPrintable(QString::number(best)));
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::CraftModelsTest)
#include "craft_models_test.moc"
