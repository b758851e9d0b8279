#include "widgets/model/error_text.h"
#include "widgets/model/progress_text.h"
#include "widgets/model/request_model.h"
#include "widgets/model/result_model.h"
#include "widgets/model/token_counter.h"

#include "core/prompt/chat_format.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace diptych::widgets {

namespace {

constexpr int kPatience = 5000; // ms

RequestForm fullForm() {
    RequestForm form;
    form.request.conversation.user = "a cat on a mat, \"quoted\", 猫";
    form.request.conversation.system = "be brief";
    form.request.conversation.assistant = "Here";
    form.request.conversation.stripQuotes = true;
    form.request.negativePrompt = "dogs";
    form.request.width = 640;
    form.request.steps = 12;
    form.request.seed = std::int64_t{9007199254740993}; // beyond what a double holds
    form.request.count = 3;
    form.request.seedRule = SeedRule::Random;
    form.request.variety.strength = 0.25;
    form.request.guidanceScale = 3.5;
    form.request.cfgNormalization = 1.5;
    form.request.shift = 6.0;
    form.request.scheduler = "unipc";
    form.request.source.path = "/pictures/a cat.png";
    form.request.source.mask = "/pictures/mask.png";
    form.request.source.strength = 0.4;
    form.request.twoPass.enabled = true;
    form.request.embeddings = {"/embeddings/a cat.safetensors", "/embeddings/no.safetensors"};
    form.thinkMode = ThinkMode::Off;
    form.thinkingText = "kept while off";
    form.loras = {{"/loras/a.safetensors", 0.5, true}, {"/loras/b.safetensors", -1.0, false}};
    return form;
}

Result<Tokenizer> loadTiny() {
    return Tokenizer::load(DIPTYCH_RESOURCES "/tokenizer/qwen3");
}

} // namespace

class WidgetModelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aFormSurvivesItsJson();
    void whatIsNoFormIsRefused();
    void aFormThatIsSwitchedOffIsNotInTheRequest();
    void everyFieldIsCopiedByItself();
    void anEditIsOneUndoStepAndItsFollowersJoin();
    void undoLeavesTextsThatWereTyped();
    void aRecommendationMovesOnlyWhatFollowedIt();
    void resettingKeepsThePrompt();
    void applyingAFormIsOneStep();
    void resultsAreAnItemModel();
    void oldPicturesComeBackFromTheirFiles();
    void aFileThatIsGoneIsTold();
    void tokensAreCountedByPart();
    void theNewestPromptWins();
    void anUnreadableTokenizerIsTold();
    void errorsAreSentences();
    void progressIsToldInWords();
};

void WidgetModelsTest::aFormSurvivesItsJson() {
    const RequestForm form = fullForm();
    const auto again = formFromJson(formToJson(form));
    QVERIFY(again);
    QVERIFY(*again == form);
    QVERIFY(formFromJson(formToJson(RequestForm{})).value() == RequestForm{});
}

void WidgetModelsTest::whatIsNoFormIsRefused() {
    for (const char* const text : {"", "{", "[]", "{\"request\": 3}", "null"})
        QVERIFY2(!formFromJson(text), text);
    std::string cut = formToJson(fullForm());
    cut.resize(cut.size() / 2);
    QVERIFY(!formFromJson(cut));
}

void WidgetModelsTest::aFormThatIsSwitchedOffIsNotInTheRequest() {
    RequestForm form = fullForm();
    GenerationRequest request = toRequest(form);
    QVERIFY(request.conversation.thinking.empty());
    QVERIFY(!request.conversation.forceThinkBlock);
    QCOMPARE(request.loras.size(), std::size_t{1});
    form.thinkMode = ThinkMode::Empty;
    QVERIFY(toRequest(form).conversation.forceThinkBlock);
    form.thinkMode = ThinkMode::Text;
    request = toRequest(form);
    QCOMPARE(request.conversation.thinking, std::string("kept while off"));
    QVERIFY(toRequest(formOf(request)) == request);
}

void WidgetModelsTest::everyFieldIsCopiedByItself() {
    const RequestForm from = fullForm();
    RequestForm to;
    for (const RequestField field : requestFields())
        copyField(field, from, to);
    to.request.conversation.stripQuotes = from.request.conversation.stripQuotes;
    QVERIFY(to == from);
}

void WidgetModelsTest::anEditIsOneUndoStepAndItsFollowersJoin() {
    RequestModel model;
    QSignalSpy changes(&model, &RequestModel::changed);
    for (int steps = 9; steps < 12; ++steps)
        model.edit(RequestField::Steps, [=](RequestForm& form) { form.request.steps = steps; });
    model.edit(RequestField::Shift, [](RequestForm& form) { form.request.shift = 5.0; });
    QCOMPARE(model.undoStack()->count(), 2);
    QVERIFY(!model.isRecommended(RequestField::Steps));
    model.undoStack()->undo();
    model.undoStack()->undo();
    QCOMPARE(model.form().request.steps, 8);
    QVERIFY(!model.form().request.shift);
    model.undoStack()->redo();
    QCOMPARE(model.form().request.steps, 11);
    QCOMPARE(changes.count(), 7);
}

void WidgetModelsTest::undoLeavesTextsThatWereTyped() {
    RequestModel model;
    model.edit(RequestField::Steps, [](RequestForm& form) { form.request.steps = 20; });
    model.editText(RequestField::Prompt,
                   [](RequestForm& form) { form.request.conversation.user = "typed"; });
    model.undoStack()->undo();
    QCOMPARE(model.form().request.steps, 8);
    QCOMPARE(model.form().request.conversation.user, std::string("typed"));
}

void WidgetModelsTest::aRecommendationMovesOnlyWhatFollowedIt() {
    RequestModel model;
    model.edit(RequestField::Steps, [](RequestForm& form) { form.request.steps = 20; });
    GenerationRequest recommended;
    recommended.width = recommended.height = 256;
    recommended.steps = 4;
    model.setRecommended(recommended);
    QCOMPARE(model.form().request.width, 256);
    QCOMPARE(model.form().request.steps, 20);
    model.resetToRecommended(RequestField::Steps);
    QCOMPARE(model.form().request.steps, 4);
    QCOMPARE(model.countOff(requestFields()), 0);
}

void WidgetModelsTest::resettingKeepsThePrompt() {
    RequestModel model;
    model.restore(fullForm());
    model.resetSettings();
    QCOMPARE(model.form().request.steps, 8);
    QCOMPARE(model.form().request.conversation.user, fullForm().request.conversation.user);
    QCOMPARE(model.form().request.count, 3);
    model.undoStack()->undo();
    QVERIFY(model.form() == fullForm());
}

void WidgetModelsTest::applyingAFormIsOneStep() {
    RequestModel model;
    model.apply(fullForm(), QStringLiteral("Use"));
    QVERIFY(model.form() == fullForm());
    QCOMPARE(model.undoStack()->undoText(), QStringLiteral("Use"));
    model.undoStack()->undo();
    QVERIFY(model.form() == RequestForm{});
}

void WidgetModelsTest::resultsAreAnItemModel() {
    ResultModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<ResultId> ids;
    for (int i = 0; i < 5; ++i) {
        ResultItem item;
        item.picture = QImage(8, 8, QImage::Format_RGB32);
        item.thumbnail = item.picture;
        item.metadata.request.conversation.user = "a cat";
        ids.push_back(model.append(item));
    }
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.rowOf(ids[2]), 2);
    model.remove(ids[1]);
    QCOMPARE(model.rowOf(ids[2]), 1);
    QVERIFY(!model.find(ids[1]));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void WidgetModelsTest::oldPicturesComeBackFromTheirFiles() {
    const QTemporaryDir folder;
    ResultModel model;
    for (int i = 0; i < 40; ++i) {
        ResultItem item;
        item.picture = QImage(4, 4, QImage::Format_RGB32);
        item.picture.fill(qRgb(i, 0, 0));
        item.file = folder.filePath(QStringLiteral("%1.png").arg(i));
        item.picture.save(item.file);
        model.append(item);
    }
    QVERIFY(model.at(0)->picture.isNull());
    QVERIFY(!model.at(39)->picture.isNull());
    QImage seen;
    connect(&model, &ResultModel::pictureReady, this,
            [&seen](ResultId, const QImage& picture) { seen = picture; });
    model.request(model.at(7)->id);
    QTRY_VERIFY_WITH_TIMEOUT(!seen.isNull(), kPatience);
    QCOMPARE(qRed(seen.pixel(0, 0)), 7);
}

void WidgetModelsTest::aFileThatIsGoneIsTold() {
    ResultModel model;
    ResultItem item;
    item.file = QStringLiteral("/nowhere/at/all.png");
    QSignalSpy missing(&model, &ResultModel::pictureMissing);
    model.request(model.append(item));
    QTRY_COMPARE_WITH_TIMEOUT(missing.count(), 1, kPatience);
}

void WidgetModelsTest::tokensAreCountedByPart() {
    const Tokenizer tokenizer = loadTiny().value();
    Conversation conversation;
    conversation.user = "A cat on a mat";
    conversation.system = "You draw.";
    conversation.thinking = "Soft light";
    const TokenCounts counts = countTokens(tokenizer, conversation);
    QCOMPARE(counts.user, static_cast<int>(tokenizer.encode("A cat on a mat").size()));
    QVERIFY(counts.system > 0 && counts.thinking > 0);
    QCOMPARE(counts.assistant, 0);
    const std::string text = formatChat(conversation).text;
    QCOMPARE(counts.total(), static_cast<int>(tokenizer.encode(text).size()));
}

void WidgetModelsTest::theNewestPromptWins() {
    TokenCounter counter(loadTiny);
    TokenCounts last;
    int answers = 0;
    connect(&counter, &TokenCounter::counted, this, [&](const TokenCounts& counts) {
        last = counts;
        ++answers;
    });
    Conversation conversation;
    for (int i = 0; i < 50; ++i) {
        conversation.user += " cat";
        counter.count(conversation);
    }
    const TokenCounts expected = countTokens(loadTiny().value(), conversation);
    QTRY_VERIFY_WITH_TIMEOUT(last == expected, kPatience);
    QVERIFY(answers < 50);
}

void WidgetModelsTest::anUnreadableTokenizerIsTold() {
    TokenCounter counter([] { return Tokenizer::load("/nowhere"); });
    QSignalSpy unavailable(&counter, &TokenCounter::unavailable);
    counter.count({});
    QTRY_COMPARE_WITH_TIMEOUT(unavailable.count(), 1, kPatience);
}

void WidgetModelsTest::errorsAreSentences() {
    const Error error{ErrorCode::FileNotFound, "no model at x", "check the path", "detail", {}};
    const ErrorText text = errorText(error);
    QCOMPARE(text.message, QStringLiteral("No model at x."));
    QCOMPARE(text.hint, QStringLiteral("Check the path."));
    QVERIFY(text.details.contains(QStringLiteral("file_not_found")));
    QVERIFY(text.details.contains(QStringLiteral("detail")));
    for (int code = 0; code <= static_cast<int>(ErrorCode::Cancelled); ++code)
        QVERIFY(!errorText({static_cast<ErrorCode>(code), "", "", "", {}}).title.isEmpty());
}

void WidgetModelsTest::progressIsToldInWords() {
    JobProgress progress{Phase::Sample, 3, 8, 1, 4, 130.0, 0.4};
    QCOMPARE(progressText(progress),
             QStringLiteral("Picture 2 of 4: Step 3 of 8, about 2 min 10 s left"));
    progress = {Phase::Load, 1, 4, 0, 1, std::nullopt, 0.0};
    QCOMPARE(progressText(progress), QStringLiteral("Loading the model, 25 %"));
    QCOMPARE(durationText(3900.0), QStringLiteral("1 h 5 min"));
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::WidgetModelsTest)
#include "widget_models_test.moc"
