#include "core/pipeline/sampling_choices.h"
#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/field_row.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/controls/token_meter.h"
#include "widgets/panels/lora_list.h"
#include "widgets/panels/placement_panel.h"
#include "widgets/panels/prompt_panel.h"
#include "widgets/panels/queue_panel.h"
#include "widgets/panels/result_panel.h"
#include "widgets/panels/settings_panel.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>

#include <memory>

namespace diptych::widgets {

namespace {

/// A prompt panel over its own model.
struct PromptBench {
    RequestModel model;
    TokenCounter counter{[] { return Result<Tokenizer>(fail(ErrorCode::FileNotFound, "none")); }};
    QAction generate{QStringLiteral("&Generate")};
    QAction front, interrupt, cancel, stop;
    std::unique_ptr<PromptPanel> panel = std::make_unique<PromptPanel>(
        &model, &counter, GenerateActions{&generate, &front, &interrupt, &cancel, &stop});

    PromptBench() {
        panel->resize(360, 800);
        panel->show();
    }
    template <typename T> T* child(const char* name) {
        return panel->findChild<T*>(QString::fromLatin1(name));
    }
};

std::unique_ptr<config::Schema> makeSchema() {
    config::SamplingNames names;
    for (const SamplingChoice& choice : listSchedulers())
        names.schedulers.push_back({choice.id, choice.description});
    for (const SamplingChoice& choice : listSigmaSpacings())
        names.sigmaSpacings.push_back({choice.id, choice.description});
    return std::make_unique<config::Schema>(std::move(names));
}

void addJob(QStandardItemModel& model, JobNumber number, JobRowState state) {
    auto* const item = new QStandardItem(QStringLiteral("a cat"));
    item->setData(QVariant::fromValue(number), JobNumberRole);
    item->setData(static_cast<int>(state), JobStateRole);
    model.appendRow(item);
}

} // namespace

class WidgetPanelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void typingReachesTheModelAndGenerateItsAction();
    void thinkTextIsKeptWhileTheBlockIsOff();
    void theNegativePromptAppearsWithGuidance();
    void theFormattedPromptIsByteExact();
    void aChangedSettingCarriesADotThatSetsItBack();
    void everySettingHasAnExplanationAndAName();
    void aChosenSchedulerReachesTheModel();
    void limitsOfGuidanceNeedGuidance();
    void adaptersAreAddedWeighedAndRemoved();
    void aDeviceThatIsMissingCannotBeChosen();
    void theQueueTellsWhatTheUserWishes();
    void anOlderPictureIsNotCoveredByTheDrawing();
};

void WidgetPanelsTest::typingReachesTheModelAndGenerateItsAction() {
    PromptBench bench;
    QSignalSpy triggered(&bench.generate, &QAction::triggered);
    QTest::keyClicks(bench.child<PromptEdit>("prompt"), QStringLiteral("a cat"));
    QCOMPARE(bench.model.form().request.conversation.user, std::string("a cat"));
    QTest::mouseClick(bench.child<QToolButton>("generateButton"), Qt::LeftButton, {}, {20, 18});
    QCOMPARE(triggered.count(), 1);
    bench.child<QSpinBox>("count")->setValue(4);
    QCOMPARE(bench.model.form().request.count, 4);
}

void WidgetPanelsTest::thinkTextIsKeptWhileTheBlockIsOff() {
    PromptBench bench;
    bench.panel->messageSection()->setOpen(true);
    auto* const mode = bench.child<QComboBox>("thinkMode");
    auto* const text = bench.child<PromptEdit>("thinking");
    QVERIFY(!text->isVisible());
    const auto choose = [mode](ThinkMode chosen) {
        const int row = mode->findData(static_cast<int>(chosen));
        mode->setCurrentIndex(row);
        Q_EMIT mode->activated(row);
    };
    choose(ThinkMode::Text);
    QVERIFY(text->isVisible());
    QTest::keyClicks(text, QStringLiteral("calm"));
    QCOMPARE(bench.model.request().conversation.thinking, std::string("calm"));
    choose(ThinkMode::Off);
    QVERIFY(bench.model.request().conversation.thinking.empty());
    choose(ThinkMode::Text);
    QCOMPARE(text->toPlainText(), QStringLiteral("calm"));
}

void WidgetPanelsTest::theNegativePromptAppearsWithGuidance() {
    PromptBench bench;
    auto* const negative = bench.child<PromptEdit>("negativePrompt");
    QVERIFY(!negative->isVisible());
    bench.model.edit(RequestField::Guidance,
                     [](RequestForm& form) { form.request.guidanceScale = 2.0; });
    QVERIFY(negative->isVisible());
}

void WidgetPanelsTest::theFormattedPromptIsByteExact() {
    PromptBench bench;
    bench.panel->formattedSection()->setOpen(true);
    QTest::keyClicks(bench.child<PromptEdit>("prompt"), QStringLiteral("a cat"));
    auto* const formatted = bench.child<PromptEdit>("formattedPrompt");
    QTRY_COMPARE(formatted->toPlainText(),
                 QStringLiteral("<|im_start|>user\na cat<|im_end|>\n<|im_start|>assistant\n"));
}

void WidgetPanelsTest::aChangedSettingCarriesADotThatSetsItBack() {
    RequestModel model;
    const auto schema = makeSchema();
    SettingsPanel panel(&model, *schema);
    panel.show();
    auto* const steps = panel.findChild<QSpinBox*>(QStringLiteral("generation_steps"));
    auto* const reset = panel.findChild<QToolButton*>(QStringLiteral("generation_stepsReset"));
    QVERIFY(!reset->isEnabled());
    steps->setValue(20);
    QCOMPARE(model.form().request.steps, 20);
    QVERIFY(reset->isEnabled());
    QVERIFY(reset->toolTip().contains(QStringLiteral("8")));
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(model.form().request.steps, 8);
    QCOMPARE(steps->value(), 8);
    QVERIFY(!reset->isEnabled());
}

void WidgetPanelsTest::everySettingHasAnExplanationAndAName() {
    RequestModel model;
    const auto schema = makeSchema();
    const SettingsPanel panel(&model, *schema);
    const QList<FieldRow*> rows = panel.findChildren<FieldRow*>();
    QVERIFY(rows.size() > 15);
    for (const FieldRow* const row : rows) {
        const auto* const label = row->findChild<QLabel*>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY2(!label->toolTip().isEmpty(), qPrintable(label->text()));
        QVERIFY(label->buddy());
        QVERIFY2(!label->buddy()->accessibleName().isEmpty(), qPrintable(label->text()));
        QVERIFY(!label->buddy()->objectName().isEmpty());
    }
}

void WidgetPanelsTest::aChosenSchedulerReachesTheModel() {
    RequestModel model;
    const auto schema = makeSchema();
    SettingsPanel panel(&model, *schema);
    auto* const box = panel.findChild<QComboBox*>(QStringLiteral("scheduler_type"));
    QVERIFY(box->count() >= 4);
    QCOMPARE(box->currentText(), QStringLiteral("flow_euler"));
    const int row = box->findText(QStringLiteral("unipc"));
    box->setCurrentIndex(row);
    Q_EMIT box->activated(row);
    QCOMPARE(model.form().request.scheduler, std::string("unipc"));
}

void WidgetPanelsTest::limitsOfGuidanceNeedGuidance() {
    RequestModel model;
    const auto schema = makeSchema();
    SettingsPanel panel(&model, *schema);
    const auto* const limit =
        panel.findChild<QDoubleSpinBox*>(QStringLiteral("generation_cfgNormalization"));
    QVERIFY(!limit->isEnabled());
    panel.findChild<QDoubleSpinBox*>(QStringLiteral("generation_guidanceScale"))->setValue(2.0);
    QVERIFY(limit->isEnabled());
}

void WidgetPanelsTest::adaptersAreAddedWeighedAndRemoved() {
    LoraList list;
    QSignalSpy edited(&list, &LoraList::itemsEdited);
    list.add(QStringLiteral("/loras/a.safetensors"));
    list.add(QStringLiteral("/loras/a.safetensors"));
    QCOMPARE(list.items().size(), std::size_t{1});
    list.findChild<QDoubleSpinBox*>(QStringLiteral("loraStrength0"))->setValue(0.5);
    QCOMPARE(list.items().front().strength, 0.5);
    QTest::mouseClick(list.findChild<QToolButton*>(QStringLiteral("loraRemove0")), Qt::LeftButton);
    QVERIFY(list.items().empty());
    QCOMPARE(edited.count(), 3);
}

void WidgetPanelsTest::aDeviceThatIsMissingCannotBeChosen() {
    PlacementPanel panel;
    panel.setDevices({{"cpu", true, "A processor", 1 << 30, 0},
                      {"cuda", false, "this libtorch was built without CUDA", 0, 0}});
    auto* const box = panel.findChild<QComboBox*>(QStringLiteral("transformerDevice"));
    const auto* const items = qobject_cast<QStandardItemModel*>(box->model());
    const int cuda = box->findData(QStringLiteral("cuda"));
    QVERIFY(!items->item(cuda)->isEnabled());
    QVERIFY(box->itemData(cuda, Qt::ToolTipRole).toString().contains(QStringLiteral("CUDA")));
    QSignalSpy edited(&panel, &PlacementPanel::placementEdited);
    const int cpu = box->findData(QStringLiteral("cpu"));
    box->setCurrentIndex(cpu);
    Q_EMIT box->activated(cpu);
    QCOMPARE(edited.count(), 1);
    QVERIFY(panel.placement().transformer.kind == DeviceKind::Cpu);
    QVERIFY(panel.placement().textEncoder.kind == DeviceKind::Auto);
}

void WidgetPanelsTest::theQueueTellsWhatTheUserWishes() {
    QStandardItemModel model;
    QAction pause, clear;
    QueuePanel panel(&model, &pause, &clear);
    QVERIFY(panel.findChild<QLabel*>(QStringLiteral("queueEmpty"))->isVisibleTo(&panel));
    addJob(model, 5, JobRowState::Running);
    addJob(model, 6, JobRowState::Waiting);
    addJob(model, 7, JobRowState::Failed);
    auto* const view = panel.findChild<QListView*>(QStringLiteral("queueView"));
    QSignalSpy cancelled(&panel, &QueuePanel::cancelRequested);
    QSignalSpy removed(&panel, &QueuePanel::removeRequested);
    QSignalSpy retried(&panel, &QueuePanel::retryRequested);
    QSignalSpy edited(&panel, &QueuePanel::editRequested);
    view->setCurrentIndex(model.index(0, 0));
    QTest::keyClick(view, Qt::Key_Delete);
    QCOMPARE(cancelled.at(0).at(0).value<JobNumber>(), JobNumber{5});
    view->setCurrentIndex(model.index(1, 0));
    QTest::mouseClick(panel.findChild<QToolButton*>(QStringLiteral("jobEdit")), Qt::LeftButton);
    QCOMPARE(edited.at(0).at(0).value<JobNumber>(), JobNumber{6});
    view->setCurrentIndex(model.index(2, 0));
    QTest::mouseClick(panel.findChild<QToolButton*>(QStringLiteral("jobRetry")), Qt::LeftButton);
    QCOMPARE(retried.at(0).at(0).value<JobNumber>(), JobNumber{7});
    QTest::keyClick(view, Qt::Key_Delete);
    QCOMPARE(removed.at(0).at(0).value<JobNumber>(), JobNumber{7});
}

void WidgetPanelsTest::anOlderPictureIsNotCoveredByTheDrawing() {
    ResultModel model;
    ResultPanel panel(&model, {});
    const auto add = [&model](QColor colour) {
        ResultItem item;
        item.picture = QImage(16, 16, QImage::Format_RGB32);
        item.picture.fill(colour);
        item.thumbnail = item.picture;
        return model.append(item);
    };
    const ResultId first = add(Qt::red);
    panel.showNewest();
    const ResultId second = add(Qt::green);
    panel.showNewest();
    QCOMPARE(panel.current(), second);
    panel.setProgress(0.2, QStringLiteral("Step 1 of 8"));
    QImage preview(4, 4, QImage::Format_RGB32);
    preview.fill(Qt::blue);
    panel.setPreview(preview, {16, 16});
    QCOMPARE(panel.current(), ResultId{0});
    auto* const strip = panel.findChild<QListView*>(QStringLiteral("filmstrip"));
    strip->setCurrentIndex(model.index(0));
    QCOMPARE(panel.current(), first);
    panel.setPreview(preview, {16, 16});
    QCOMPARE(panel.current(), first);
    add(Qt::yellow);
    panel.showNewest();
    QCOMPARE(panel.current(), first);
    panel.follow();
    panel.setPreview(preview, {16, 16});
    QCOMPARE(panel.current(), ResultId{0});
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::WidgetPanelsTest)
#include "widget_panels_test.moc"
