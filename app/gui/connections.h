// Everything about other machines in the window: encoder servers that are asked, this one as a
// server, what happens when none answers, and the dialog and cells in which it is seen.
#pragma once

#include "app/connection/service_discovery.h"
#include "app/gui/connection_controller.h"
#include "app/gui/desktop_model.h"
#include "app/gui/encoder_fallback.h"
#include "app/gui/sharing_controller.h"

#include <QObject>
#include <QPointer>

#include <memory>

class QMainWindow;

namespace diptych::gui {

class ConnectionCells;
class ConnectionDialog;

/// Everything is borrowed.
struct ConnectionsParts {
    const DesktopEnvironment* environment = nullptr;
    PreferencesController* preferences = nullptr;
    SettingsStore* settings = nullptr;
    worker::GenerationQueue* queue = nullptr;
    QMainWindow* window = nullptr;
    widgets::NoticeBar* notices = nullptr;
};

class Connections : public QObject {
    Q_OBJECT

  public:
    explicit Connections(const ConnectionsParts& parts, QObject* parent = nullptr);
    ~Connections() override;

    /// The model in use and the settings with it, after every change. Servers are asked from here
    /// on if prompts are encoded on them.
    void setModel(const DesktopModel& model);
    void showServers();
    void showSharing();
    /// Stops serving and asking, and waits for it.
    void shutDown();

    ConnectionController& servers() { return *servers_; }
    SharingController& sharing() { return *sharing_; }
    EncoderFallback& fallback() { return *fallback_; }

  Q_SIGNALS:
    /// The servers are to be asked with another key from now on.
    void keyChanged();

  private:
    ConnectionDialog* dialog();
    void refreshCells();

    ConnectionsParts parts_;
    std::unique_ptr<connection::SecretStore> secrets_;
    std::unique_ptr<connection::ServiceDiscovery> discovery_;
    std::unique_ptr<EncoderFallback> fallback_;
    std::unique_ptr<ConnectionController> servers_;
    std::unique_ptr<SharingController> sharing_;
    ConnectionCells* cells_; ///< the status bar's
    QPointer<ConnectionDialog> dialog_;
    RemoteEncoderSettings remote_; ///< as last set
};

} // namespace diptych::gui
