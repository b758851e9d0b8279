// The forecast of memory in words and bars, and the choices about it.
#include "widgets/controls/field_row.h"
#include "widgets/model/memory_forecast.h"
#include "widgets/model/placement_preset.h"
#include "widgets/panels/placement_panel.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

namespace diptych::widgets {

namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

// Of the published model's proportions.
ModelDescription largeModel() {
    ModelDescription model;
    model.transformer.isThere = model.textEncoder.isThere = model.autoencoder.isThere = true;
    model.transformer.largestBlock.bfloat16 = 180'000'000;
    model.transformer.blocks.bfloat16 = 34 * std::uint64_t{180'000'000};
    model.textEncoder.largestBlock.bfloat16 = 100'000'000;
    model.textEncoder.blocks.bfloat16 = 36 * std::uint64_t{100'000'000};
    model.autoencoder.rest.copied = 83'800'000;
    return model;
}

void setFree(MemoryForecast& forecast, double gibibytes) {
    forecast.setFreeMemory(
        {{DeviceName{DeviceKind::Cpu, 0}, static_cast<std::uint64_t>(gibibytes * kGiB)}});
}

std::vector<ForecastRow> rowsOf(MemoryForecast& forecast) {
    QSignalSpy changed(&forecast, &MemoryForecast::changed);
    changed.wait(1000);
    return forecast.rows();
}

void choose(QComboBox* box, int data) {
    const int row = box->findData(data);
    QVERIFY(row >= 0);
    box->setCurrentIndex(row);
    Q_EMIT box->activated(row);
}

} // namespace

class PlacementPanelTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyPhaseIsToldAgainstWhatIsFree();
    void whatIsTightOrTooMuchIsExplained();
    void anUnknownModelHasNoRows();
    void manyChangesAreOnePlan();
    void aPlanCostsNoTimeToSpeakOf();
    void presetsAreFoundAgain();
    void aPresetSetsResidenciesAndTiles();
    void everyComponentHasItsOwnChoice();
    void theAutomaticChoiceTellsWhatItIs();
    void weightsCanBeQuantised();
    void barsAndReasonsAreShown();
};

void PlacementPanelTest::everyPhaseIsToldAgainstWhatIsFree() {
    MemoryForecast forecast;
    forecast.setModel(largeModel());
    setFree(forecast, 64);
    const auto rows = rowsOf(forecast);
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].phase, QStringLiteral("Read the prompt"));
    QCOMPARE(rows[1].phase, QStringLiteral("Draw"));
    QCOMPARE(rows[2].phase, QStringLiteral("Make pixels"));
    for (const ForecastRow& row : rows) {
        QVERIFY(row.amount.endsWith(QStringLiteral("of 64.0 GiB")));
        QVERIFY(row.share > 0.05 && row.share < 0.5);
        QVERIFY(row.reason.isEmpty());
    }
    QVERIFY(forecast.advice().isEmpty());
}

void PlacementPanelTest::whatIsTightOrTooMuchIsExplained() {
    MemoryForecast forecast;
    forecast.setModel(largeModel());
    Placement all;
    all.residency = {Residency::Resident, Residency::Resident, Residency::Resident};
    forecast.setPlacement(all);
    setFree(forecast, 20.5);
    auto rows = rowsOf(forecast);
    QVERIFY(rows[1].fit == MemoryFit::Tight);
    QVERIFY(rows[1].reason.contains(QStringLiteral("transformer 11.4 GiB")));
    QVERIFY(forecast.plan().placement.tiles.tiling == Tiling::On);
    QVERIFY(forecast.advice().isEmpty());
    setFree(forecast, 2);
    rows = rowsOf(forecast);
    QVERIFY(rows[1].fit == MemoryFit::TooLarge);
    QVERIFY(rows[1].reason.startsWith(QStringLiteral("Does not fit")));
    QVERIFY(rows[1].share > 1.0);
    QVERIFY(forecast.advice().contains(QStringLiteral("Low memory")));
}

void PlacementPanelTest::anUnknownModelHasNoRows() {
    MemoryForecast forecast;
    forecast.setModel({});
    QVERIFY(rowsOf(forecast).empty());
    QVERIFY(forecast.advice().isEmpty());
}

void PlacementPanelTest::manyChangesAreOnePlan() {
    MemoryForecast forecast;
    QSignalSpy changed(&forecast, &MemoryForecast::changed);
    forecast.setModel(largeModel());
    for (int width = 512; width <= 2048; width += 16) {
        JobSize job;
        job.width = width;
        forecast.setJob(job);
    }
    QVERIFY(changed.wait(1000));
    QTest::qWait(200);
    QCOMPARE(changed.count(), 1);
}

// The dearest case: nothing fits and smaller sizes are tried.
void PlacementPanelTest::aPlanCostsNoTimeToSpeakOf() {
    const DeviceMemory memory{DeviceName{DeviceKind::Cpu, 0}, kGiB};
    JobSize job;
    job.width = job.height = 4096;
    Placement placement = withDevices({}, {});
    QElapsedTimer watch;
    watch.start();
    for (int i = 0; i < 10; ++i)
        planPlacement(largeModel(), job, placement, {&memory, 1});
    QVERIFY2(watch.elapsed() < 10 * 16, "longer than a frame");
}

void PlacementPanelTest::presetsAreFoundAgain() {
    Placement placement;
    placement.tiles.tilePixels = 256;
    for (const PlacementPreset preset :
         {PlacementPreset::Fast, PlacementPreset::Balanced, PlacementPreset::LowMemory})
        QVERIFY(presetOf(withPreset(placement, preset)) == preset);
    placement.residency.transformer = Residency::Stream;
    QVERIFY(presetOf(placement) == PlacementPreset::Custom);
    QVERIFY(withPreset(placement, PlacementPreset::Custom) == placement);
    QVERIFY(withPreset(placement, PlacementPreset::Fast).tiles.tilePixels == 256);
}

void PlacementPanelTest::aPresetSetsResidenciesAndTiles() {
    PlacementPanel panel;
    QSignalSpy edited(&panel, &PlacementPanel::placementEdited);
    auto* const preset = panel.findChild<QComboBox*>(QStringLiteral("placementPreset"));
    QCOMPARE(preset->currentData().toInt(), static_cast<int>(PlacementPreset::Balanced));
    choose(preset, static_cast<int>(PlacementPreset::LowMemory));
    QCOMPARE(edited.count(), 1);
    QVERIFY(panel.placement().residency.transformer == Residency::Stream);
    QVERIFY(panel.placement().tiles.tiling == Tiling::On);
    auto* const transformer = panel.findChild<QComboBox*>(QStringLiteral("transformerResidency"));
    QCOMPARE(transformer->currentData().toInt(), static_cast<int>(Residency::Stream));
}

void PlacementPanelTest::everyComponentHasItsOwnChoice() {
    PlacementPanel panel;
    auto* const encoder = panel.findChild<QComboBox*>(QStringLiteral("textEncoderResidency"));
    choose(encoder, static_cast<int>(Residency::Offload));
    QVERIFY((panel.placement().residency ==
             Residencies{Residency::Offload, Residency::Auto, Residency::Auto}));
    auto* const preset = panel.findChild<QComboBox*>(QStringLiteral("placementPreset"));
    QCOMPARE(preset->currentData().toInt(), static_cast<int>(PlacementPreset::Custom));
    auto* const autoencoder = panel.findChild<QComboBox*>(QStringLiteral("autoencoderResidency"));
    QCOMPARE(autoencoder->findData(static_cast<int>(Residency::Stream)), -1);
    Placement streamed;
    streamed.residency.autoencoder = Residency::Stream;
    panel.setPlacement(streamed);
    QCOMPARE(autoencoder->currentData().toInt(), static_cast<int>(Residency::Offload));
    for (const char* const name :
         {"placementPreset", "textEncoderResidency", "transformerResidency"}) {
        auto* const box = panel.findChild<QComboBox*>(QString::fromLatin1(name));
        QVERIFY(!box->accessibleName().isEmpty());
        QVERIFY(!box->toolTip().isEmpty());
    }
}

void PlacementPanelTest::theAutomaticChoiceTellsWhatItIs() {
    PlacementPanel panel;
    panel.forecast()->setModel(largeModel());
    setFree(*panel.forecast(), 9);
    rowsOf(*panel.forecast());
    auto* const transformer = panel.findChild<QComboBox*>(QStringLiteral("transformerResidency"));
    QCOMPARE(transformer->currentText(), QStringLiteral("Block by block (auto)"));
    setFree(*panel.forecast(), 64);
    rowsOf(*panel.forecast());
    QCOMPARE(transformer->currentText(), QStringLiteral("Always (auto)"));
}

void PlacementPanelTest::weightsCanBeQuantised() {
    PlacementPanel panel;
    QSignalSpy edited(&panel, &PlacementPanel::placementEdited);
    auto* const format = panel.findChild<QComboBox*>(QStringLiteral("weightFormat"));
    for (const WeightFormat wanted : {WeightFormat::Int8, WeightFormat::Int4}) {
        const int row = format->findData(QString::fromStdString(std::string(toString(wanted))));
        QVERIFY(row >= 0);
        format->setCurrentIndex(row);
        Q_EMIT format->activated(row);
        QVERIFY(panel.placement().weightFormat == wanted);
        QCOMPARE(format->currentIndex(), row);
    }
    QCOMPARE(edited.count(), 2);
    QVERIFY(format->toolTip().contains(QStringLiteral("int4")));
}

void PlacementPanelTest::barsAndReasonsAreShown() {
    PlacementPanel panel;
    panel.resize(340, 900);
    panel.show();
    panel.forecast()->setModel(largeModel());
    setFree(*panel.forecast(), 64);
    rowsOf(*panel.forecast());
    auto* const reason = panel.findChild<QLabel*>(QStringLiteral("memoryReason1"));
    auto* const advice = panel.findChild<QLabel*>(QStringLiteral("memoryAdvice"));
    QVERIFY(reason && !reason->isVisible());
    QVERIFY(!advice->isVisible());
    choose(panel.findChild<QComboBox*>(QStringLiteral("placementPreset")),
           static_cast<int>(PlacementPreset::Fast));
    setFree(*panel.forecast(), 8);
    rowsOf(*panel.forecast());
    QVERIFY(reason->isVisible());
    QVERIFY(reason->text().contains(QStringLiteral("transformer")));
    QVERIFY(advice->isVisible());
    auto* const row = panel.findChild<QWidget*>(QStringLiteral("memoryRow1"));
    QVERIFY(row->accessibleDescription().contains(QStringLiteral("Does not fit")));
    QVERIFY(!panel.grab().isNull()); // every bar is painted
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::PlacementPanelTest)
#include "placement_panel_test.moc"
