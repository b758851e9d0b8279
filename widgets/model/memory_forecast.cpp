#include "widgets/model/memory_forecast.h"

#include "core/base/text.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kPauseMs = 60; // between two plans while a number is dragged

QString bytesText(std::uint64_t bytes) {
    return QString::fromStdString(formatBytes(bytes));
}

QString phaseText(Phase phase) {
    switch (phase) {
    case Phase::Load:
        return MemoryForecast::tr("Load");
    case Phase::Encode:
        return MemoryForecast::tr("Read the prompt");
    case Phase::Sample:
        return MemoryForecast::tr("Draw");
    case Phase::Decode:
        return MemoryForecast::tr("Make pixels");
    case Phase::Save:
        break;
    }
    return {};
}

QString useText(MemoryUse use) {
    switch (use) {
    case MemoryUse::TextEncoder:
        return MemoryForecast::tr("text encoder");
    case MemoryUse::Transformer:
        return MemoryForecast::tr("transformer");
    case MemoryUse::Autoencoder:
        return MemoryForecast::tr("autoencoder");
    case MemoryUse::Activations:
        return MemoryForecast::tr("computing");
    }
    return {};
}

} // namespace

QString residencyText(Residency residency) {
    switch (residency) {
    case Residency::Auto:
        return MemoryForecast::tr("Automatic");
    case Residency::Resident:
        return MemoryForecast::tr("Always");
    case Residency::Offload:
        return MemoryForecast::tr("Freed after use");
    case Residency::Stream:
        return MemoryForecast::tr("Block by block");
    }
    return {};
}

MemoryForecast::MemoryForecast(QObject* parent) : QObject(parent) {
    timer_.setSingleShot(true);
    timer_.setInterval(kPauseMs);
    connect(&timer_, &QTimer::timeout, this, &MemoryForecast::makePlan);
}

void MemoryForecast::setModel(const ModelDescription& model) {
    model_ = model;
    timer_.start();
}

void MemoryForecast::setPlacement(const Placement& placement) {
    placement_ = placement;
    timer_.start();
}

void MemoryForecast::setDevices(std::vector<DeviceName> usable) {
    usable_ = std::move(usable);
    timer_.start();
}

void MemoryForecast::setFreeMemory(std::vector<DeviceMemory> free) {
    free_ = std::move(free);
    timer_.start();
}

void MemoryForecast::setJob(const JobSize& job) {
    job_ = job;
    timer_.start();
}

void MemoryForecast::makePlan() {
    plan_ = planPlacement(model_, job_, withDevices(placement_, usable_), free_);
    Q_EMIT changed();
}

ForecastRow MemoryForecast::rowOf(const PhaseMemory& phase, bool namesDevice) const {
    const std::uint64_t bytes = phase.bytes();
    const std::uint64_t free = plan_.freeBytesFor(phase);
    ForecastRow row;
    row.phase = phaseText(phase.phase);
    if (namesDevice)
        row.phase = tr("%1 (%2)").arg(row.phase, QString::fromStdString(toString(phase.device)));
    row.amount =
        free > 0 ? tr("%1 of %2").arg(bytesText(bytes), bytesText(free)) : bytesText(bytes);
    row.share = free > 0 ? static_cast<double>(bytes) / static_cast<double>(free) : 0.0;
    row.fit = memoryFit(bytes, free);
    QStringList shares;
    for (const MemoryShare& share : phase.shares)
        shares << tr("%1 %2").arg(useText(share.use), bytesText(share.bytes));
    row.shares = shares.join(QStringLiteral(", "));
    if (row.fit == MemoryFit::TooLarge)
        row.reason = tr("Does not fit: %1.").arg(row.shares);
    else if (row.fit == MemoryFit::Tight)
        row.reason = tr("Tight, other programs need some too: %1.").arg(row.shares);
    return row;
}

std::vector<ForecastRow> MemoryForecast::rows() const {
    const auto& phases = plan_.phases;
    const bool several = std::any_of(phases.begin(), phases.end(), [&](const PhaseMemory& phase) {
        return !(phase.device == phases.front().device);
    });
    std::vector<ForecastRow> rows;
    rows.reserve(phases.size());
    for (const PhaseMemory& phase : phases)
        if (phase.phase != Phase::Load) // never more than what follows it, but for a tensor
            rows.push_back(rowOf(phase, several));
    return rows;
}

QString MemoryForecast::advice() const {
    if (plan_.fit != MemoryFit::TooLarge)
        return {};
    if (plan_.smaller)
        return tr("%1 × %2 would fit. The choice “Low memory” takes the least.")
            .arg(plan_.smaller->width)
            .arg(plan_.smaller->height);
    return tr("The choice “Low memory” takes the least; so does a smaller picture.");
}

} // namespace diptych::widgets
