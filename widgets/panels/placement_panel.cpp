#include "widgets/panels/placement_panel.h"

#include "core/base/text.h"
#include "widgets/controls/field_row.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/controls/scrolled_layout.h"
#include "widgets/model/error_text.h"
#include "widgets/model/memory_forecast.h"
#include "widgets/model/placement_preset.h"
#include "widgets/panels/memory_forecast_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QThread>
#include <QVBoxLayout>

namespace diptych::widgets {

namespace {

constexpr int kMostThreads = 1024;

QLabel* makeHeading(const QString& text) {
    auto* const label = new QLabel(text);
    label->setProperty("fieldTitle", true);
    return label;
}

QString memoryOf(const DeviceReport& device) {
    if (device.totalBytes == 0)
        return {};
    QString total = QString::fromStdString(formatBytes(device.totalBytes));
    if (device.freeBytes == 0)
        return total;
    return PlacementPanel::tr("%1, %2 free")
        .arg(total, QString::fromStdString(formatBytes(device.freeBytes)));
}

QWidget* makeDeviceRow(const DeviceReport& device) {
    auto* const row = new QWidget;
    auto* const sign = new QLabel;
    sign->setPixmap(icon(device.usable ? QStringLiteral("done") : QStringLiteral("close"),
                         device.usable ? IconRole::Good : IconRole::Text)
                        .pixmap(16, 16));
    sign->setFixedWidth(18);
    sign->setAccessibleName(device.usable ? PlacementPanel::tr("usable")
                                          : PlacementPanel::tr("not usable"));
    const QString memory = memoryOf(device);
    auto* const text = new QLabel;
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setText(QString::fromStdString(device.name) + QLatin1Char('\n') +
                  asSentence(device.description) +
                  (memory.isEmpty() ? QString() : QLatin1Char('\n') + memory));
    text->setEnabled(device.usable);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(sign, 0, Qt::AlignTop);
    layout->addWidget(text, 1);
    return row;
}

} // namespace

PlacementPanel::PlacementPanel(QWidget* parent)
    : QWidget(parent), forecast_(new MemoryForecast(this)), preset_(new QuietComboBox),
      textEncoder_(makeDeviceBox(QStringLiteral("textEncoderDevice"), &Placement::textEncoder)),
      transformer_(makeDeviceBox(QStringLiteral("transformerDevice"), &Placement::transformer)),
      autoencoder_(makeDeviceBox(QStringLiteral("autoencoderDevice"), &Placement::autoencoder)),
      format_(new QuietComboBox), tiles_(new QuietComboBox), threads_(new QuietSpinBox),
      model_(new QLabel), devices_(new QVBoxLayout) {
    setObjectName(QStringLiteral("placementPanel"));
    auto* const inside = new QWidget;
    auto* const column = new QVBoxLayout(inside);
    column->setContentsMargins(12, 10, 8, 12);
    column->setSpacing(8);
    model_->setObjectName(QStringLiteral("modelText"));
    model_->setWordWrap(true);
    model_->setTextFormat(Qt::PlainText);
    model_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* const unload = new QPushButton(tr("Free its memory"));
    unload->setObjectName(QStringLiteral("unloadModel"));
    unload->setToolTip(
        tr("Frees the model once nothing is drawn; the next drawing loads it again"));
    connect(unload, &QPushButton::clicked, this, &PlacementPanel::unloadRequested);
    column->addWidget(makeHeading(tr("Model")));
    column->addWidget(model_);
    column->addWidget(unload, 0, Qt::AlignLeft);
    column->addSpacing(6);
    column->addWidget(makeHeading(tr("Memory")));
    column->addWidget(makeMemory());
    column->addSpacing(6);
    column->addWidget(makeHeading(tr("Where it runs")));
    column->addWidget(makeChoices());
    column->addSpacing(6);
    column->addWidget(makeHeading(tr("Devices")));
    devices_->setSpacing(8);
    column->addLayout(devices_);
    column->addStretch(1);
    layOutScrolled(this, inside);
    connect(forecast_, &MemoryForecast::changed, this, &PlacementPanel::showPlan);
    showPlacement();
}

QComboBox* PlacementPanel::makeResidencyBox(const QString& name, Residency Residencies::*member) {
    auto* const box = new QuietComboBox;
    box->setObjectName(name);
    for (const Choice<Residency>& choice : choicesOf<Residency>())
        // The autoencoder has no blocks to stream.
        if (choice.value != Residency::Stream || member != &Residencies::autoencoder)
            box->addItem(residencyText(choice.value), static_cast<int>(choice.value));
    connect(box, &QComboBox::activated, this, [this, box, member] {
        placement_.residency.*member = static_cast<Residency>(box->currentData().toInt());
        edited();
    });
    residencies_.push_back({box, member});
    return box;
}

QWidget* PlacementPanel::makeMemory() {
    preset_->setObjectName(QStringLiteral("placementPreset"));
    preset_->addItem(tr("Fast"), static_cast<int>(PlacementPreset::Fast));
    preset_->addItem(tr("Balanced"), static_cast<int>(PlacementPreset::Balanced));
    preset_->addItem(tr("Low memory"), static_cast<int>(PlacementPreset::LowMemory));
    preset_->addItem(tr("As chosen below"), static_cast<int>(PlacementPreset::Custom));
    connect(preset_, &QComboBox::activated, this, [this] {
        const auto preset = static_cast<PlacementPreset>(preset_->currentData().toInt());
        placement_ = withPreset(placement_, preset);
        edited();
    });
    auto* const box = new QWidget;
    auto* const rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    const auto add = [rows](const QString& label, const QString& help, QWidget* control) {
        rows->addWidget(new FieldRow(label, help, control));
    };
    add(tr("Use"),
        tr("Fast keeps everything in memory, Balanced what fits, Low memory as little as possible "
           "at a time. Pictures are the same; tiles may differ slightly."),
        preset_);
    rows->addWidget(new MemoryForecastView(forecast_));
    add(tr("Text encoder is kept"), tr("How long the text encoder's weights are in memory"),
        makeResidencyBox(QStringLiteral("textEncoderResidency"), &Residencies::textEncoder));
    add(tr("Transformer is kept"), tr("How long the transformer's weights are in memory"),
        makeResidencyBox(QStringLiteral("transformerResidency"), &Residencies::transformer));
    add(tr("Autoencoder is kept"), tr("How long the autoencoder's weights are in memory"),
        makeResidencyBox(QStringLiteral("autoencoderResidency"), &Residencies::autoencoder));
    return box;
}

// What an automatic choice amounts to.
void PlacementPanel::showPlan() {
    const Residencies& planned = forecast_->plan().placement.residency;
    for (const ResidencyBox& residency : residencies_) {
        const int row = residency.box->findData(static_cast<int>(Residency::Auto));
        const Residency now = planned.*residency.member;
        const QString automatic = residencyText(Residency::Auto);
        residency.box->setItemText(row, now == Residency::Auto || forecast_->plan().phases.empty()
                                            ? automatic
                                            : tr("%1 (auto)").arg(residencyText(now)));
    }
}

QComboBox* PlacementPanel::makeDeviceBox(const QString& name, DeviceName Placement::*member) {
    auto* const box = new QuietComboBox;
    box->setObjectName(name);
    connect(box, &QComboBox::activated, this, [this, box, member] {
        const auto device = parseDeviceName(box->currentData().toString().toStdString());
        placement_.*member = device.value_or(placement_.*member);
        edited();
    });
    return box;
}

QWidget* PlacementPanel::makeChoices() {
    format_->setObjectName(QStringLiteral("weightFormat"));
    format_->addItem(tr("Automatic"), QStringLiteral("auto"));
    for (const WeightFormat format :
         {WeightFormat::Float32, WeightFormat::BFloat16, WeightFormat::Int8, WeightFormat::Int4}) {
        const QString name = QString::fromStdString(std::string(toString(format)));
        format_->addItem(name, name);
    }
    connect(format_, &QComboBox::activated, this, [this] {
        placement_.weightFormat = parseWeightFormat(format_->currentData().toString().toStdString())
                                      .value_or(placement_.weightFormat);
        edited();
    });
    tiles_->setObjectName(QStringLiteral("tiling"));
    tiles_->addItem(tr("As needed"), static_cast<int>(Tiling::Auto));
    tiles_->addItem(tr("Always"), static_cast<int>(Tiling::On));
    tiles_->addItem(tr("Never"), static_cast<int>(Tiling::Off));
    connect(tiles_, &QComboBox::activated, this, [this] {
        placement_.tiles.tiling = static_cast<Tiling>(tiles_->currentData().toInt());
        edited();
    });
    threads_->setObjectName(QStringLiteral("threads"));
    threads_->setRange(0, kMostThreads);
    threads_->setSpecialValueText(tr("all cores (%1)").arg(QThread::idealThreadCount()));
    connect(threads_, &QSpinBox::valueChanged, this, [this](int threads) {
        placement_.threads = threads;
        edited();
    });
    auto* const box = new QWidget;
    auto* const rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    const auto add = [rows](const QString& label, const QString& help, QWidget* control) {
        rows->addWidget(new FieldRow(label, help, control));
    };
    add(tr("Text encoder"), tr("Where the prompt is read"), textEncoder_);
    add(tr("Transformer"), tr("Where the picture is drawn; this takes nearly all of the time"),
        transformer_);
    add(tr("Autoencoder"), tr("Where latents become pixels"), autoencoder_);
    add(tr("Weights"),
        tr("The number format in which weights are held. bfloat16 takes half the memory of "
           "float32. int8 takes a quarter of it and int4 a seventh, in the text encoder and the "
           "transformer only: loading takes longer, and pictures change a little."),
        format_);
    add(tr("Tiles"),
        tr("Whether the autoencoder works on one part of the picture after another, "
           "which takes less memory and more time"),
        tiles_);
    add(tr("Threads"), tr("How many cores compute"), threads_);
    return box;
}

void PlacementPanel::setDevices(const std::vector<DeviceReport>& devices) {
    while (QLayoutItem* const item = devices_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    std::vector<DeviceName> usable;
    for (const DeviceReport& device : devices) {
        devices_->addWidget(makeDeviceRow(device));
        if (const auto name = parseDeviceName(device.name); name && device.usable)
            usable.push_back(*name);
    }
    forecast_->setDevices(std::move(usable));
    for (QComboBox* const box : {textEncoder_, transformer_, autoencoder_}) {
        const QSignalBlocker block(box);
        box->clear();
        box->addItem(tr("Automatic"), QStringLiteral("auto"));
        auto* const items = qobject_cast<QStandardItemModel*>(box->model());
        for (const DeviceReport& device : devices) {
            const QString name = QString::fromStdString(device.name);
            box->addItem(name, name);
            const int row = box->count() - 1;
            box->setItemData(row, asSentence(device.description), Qt::ToolTipRole);
            items->item(row)->setEnabled(device.usable);
        }
    }
    showPlacement();
}

void PlacementPanel::setPlacement(const Placement& placement) {
    placement_ = placement;
    showPlacement();
}

void PlacementPanel::setModel(const QString& name, const QString& folder, bool isDemo) {
    model_->setText(isDemo ? tr("%1, the bundled demo model. It is small: its pictures only show "
                                "that everything works.")
                                 .arg(name)
                           : tr("%1\n%2").arg(name, folder));
    model_->setToolTip(folder);
}

void PlacementPanel::showPlacement() {
    const auto choose = [](QComboBox* box, const DeviceName& device) {
        const QString name = QString::fromStdString(toString(device));
        int row = box->findData(name);
        if (row < 0 && box->count() > 0) { // configured, but not among what was found
            box->addItem(name, name);
            row = box->count() - 1;
        }
        box->setCurrentIndex(row);
    };
    choose(textEncoder_, placement_.textEncoder);
    choose(transformer_, placement_.transformer);
    choose(autoencoder_, placement_.autoencoder);
    const std::string format(toString(placement_.weightFormat));
    format_->setCurrentIndex(format_->findData(QString::fromStdString(format)));
    tiles_->setCurrentIndex(tiles_->findData(static_cast<int>(placement_.tiles.tiling)));
    for (const ResidencyBox& residency : residencies_) {
        const auto chosen = static_cast<int>(placement_.residency.*residency.member);
        // The autoencoder is freed where it cannot be streamed.
        const int row = residency.box->findData(chosen);
        residency.box->setCurrentIndex(
            row >= 0 ? row : residency.box->findData(static_cast<int>(Residency::Offload)));
    }
    preset_->setCurrentIndex(preset_->findData(static_cast<int>(presetOf(placement_))));
    forecast_->setPlacement(placement_);
    const QSignalBlocker block(threads_);
    threads_->setValue(placement_.threads);
}

void PlacementPanel::edited() {
    showPlacement();
    Q_EMIT placementEdited(placement_);
}

} // namespace diptych::widgets
