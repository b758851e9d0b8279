// Which component of the model runs where, in which format, and which devices there are.
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

class PlacementPanel : public QWidget {
    Q_OBJECT

  public:
    explicit PlacementPanel(QWidget* parent = nullptr);

    void setDevices(const std::vector<DeviceReport>& devices);
    void setPlacement(const Placement& placement);
    const Placement& placement() const { return placement_; }
    /// Name and folder of the model in use.
    void setModel(const QString& name, const QString& folder, bool isDemo);

  Q_SIGNALS:
    void placementEdited(const diptych::Placement& placement);
    void unloadRequested();

  private:
    QWidget* makeChoices();
    QComboBox* makeDeviceBox(const QString& name, DeviceName Placement::*member);
    void showPlacement();
    void edited();

    Placement placement_;
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
