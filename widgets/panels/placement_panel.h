// Which component of the model runs where, in which format, how long it is in memory and what that
// takes, and which devices there are.
#pragma once

#include "core/domain/placement.h"
#include "core/pipeline/image_pipeline.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace diptych::widgets {

class MemoryForecast;

class PlacementPanel : public QWidget {
    Q_OBJECT

  public:
    explicit PlacementPanel(QWidget* parent = nullptr);

    void setDevices(const std::vector<DeviceReport>& devices);
    void setPlacement(const Placement& placement);
    const Placement& placement() const { return placement_; }
    /// Hears of placement and devices by itself; model, job and free memory come from outside.
    MemoryForecast* forecast() { return forecast_; }
    /// Name and folder of the model in use.
    void setModel(const QString& name, const QString& folder, bool isDemo);

  Q_SIGNALS:
    void placementEdited(const diptych::Placement& placement);
    void unloadRequested();

  private:
    QWidget* makeMemory();
    QWidget* makeChoices();
    QComboBox* makeDeviceBox(const QString& name, DeviceName Placement::*member);
    QComboBox* makeResidencyBox(const QString& name, Residency Residencies::*member);
    void showPlacement();
    void showPlan();
    void edited();

    struct ResidencyBox {
        QComboBox* box;
        Residency Residencies::*member;
    };

    Placement placement_;
    MemoryForecast* forecast_;
    std::vector<ResidencyBox> residencies_;
    QComboBox* preset_;
    QComboBox* textEncoder_;
    QComboBox* transformer_;
    QComboBox* autoencoder_;
    QComboBox* format_;
    QComboBox* tiles_;
    QSpinBox* threads_;
    QLabel* model_;
    QVBoxLayout* devices_;
};

} // namespace diptych::widgets
