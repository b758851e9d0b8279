// What the next drawing will take of the memory, phase by phase, while the form is edited: the
// planner's answer in words. Costs well below a millisecond a time and opens no file.
#pragma once

#include "core/domain/placement.h"
#include "core/pipeline/placement_planner.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <vector>

namespace diptych::widgets {

/// A phase as a panel shows it.
struct ForecastRow {
    QString phase;      ///< "Draw", with the device where there are several
    QString amount;     ///< "12.4 GiB of 22.0 GiB"
    QString reason;     ///< a sentence where it is not comfortable, else empty
    QString shares;     ///< what takes how much
    double share = 0.0; ///< of what is free, above 1 where it does not fit; 0 = not known
    MemoryFit fit = MemoryFit::Comfortable;
};

class MemoryForecast : public QObject {
    Q_OBJECT

  public:
    explicit MemoryForecast(QObject* parent = nullptr);

    void setModel(const ModelDescription& model);
    /// Devices may be left to "auto".
    void setPlacement(const Placement& placement);
    /// Of those that can be used; the processor among them.
    void setDevices(std::vector<DeviceName> usable);
    void setFreeMemory(std::vector<DeviceMemory> free);
    void setJob(const JobSize& job);

    const MemoryPlan& plan() const { return plan_; }
    std::vector<ForecastRow> rows() const;
    /// What may be done about a plan that does not fit; empty where it does.
    QString advice() const;

  Q_SIGNALS:
    /// A moment after the last of several changes.
    void changed();

  private:
    void makePlan();
    ForecastRow rowOf(const PhaseMemory& phase, bool namesDevice) const;

    ModelDescription model_;
    Placement placement_;
    std::vector<DeviceName> usable_;
    std::vector<DeviceMemory> free_;
    JobSize job_;
    MemoryPlan plan_;
    QTimer timer_;
};

/// "Automatic", "Always", "Freed after use", "Block by block".
QString residencyText(Residency residency);

} // namespace diptych::widgets
