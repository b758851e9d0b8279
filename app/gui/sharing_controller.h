// Sharing the encoder of the window: the switch, its settings and key, the server behind it, and
// its announcement on the network. Off at every start.
#pragma once

#include "app/connection/encoder_share.h"
#include "app/connection/secret_store.h"
#include "app/connection/service_discovery.h"
#include "app/gui/desktop_model.h"
#include "app/worker/generation_queue.h"
#include "widgets/panels/sharing_panel.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <mutex>

namespace diptych::gui {

class SettingsStore;

/// Everything is borrowed.
struct SharingParts {
    const DesktopEnvironment* environment = nullptr;
    SettingsStore* settings = nullptr;
    worker::GenerationQueue* queue = nullptr;
    connection::SecretStore* secrets = nullptr;
    connection::ServiceDiscovery* discovery = nullptr;
};

class SharingController : public QObject {
    Q_OBJECT

  public:
    explicit SharingController(const SharingParts& parts, QObject* parent = nullptr);
    ~SharingController() override;

    /// With another model a server that runs begins anew.
    void setModel(const DesktopModel& model);
    /// The page, made anew each time; it belongs to the caller.
    QWidget* makePanel();
    void setOn(bool on);
    void setSettings(const widgets::SharingSettings& settings);
    const widgets::SharingSettings& settings() const { return settings_; }
    /// Stops and waits.
    void shutDown();

    bool isOn() const { return share_->state() == connection::EncoderShare::State::On; }
    quint64 requests() const { return share_->requests(); }
    QString address() const { return share_->address(); }
    /// One sentence about what is going on; empty while it is off.
    QString statusText() const;

  Q_SIGNALS:
    void changed();

  private:
    /// What jobs work with now, for the threads of the server.
    struct Options {
        std::mutex mutex;
        PipelineOptions options; // guarded by mutex
    };

    worker::PipelineLender lender() const;
    void takeOptions();
    void start();
    void take();
    void takeSettings();
    void makeKey();
    void keepKey();
    void loadKey();
    void refresh();

    SharingParts parts_;
    std::shared_ptr<Options> options_ = std::make_shared<Options>();
    widgets::SharingSettings settings_;
    config::AppConfig values_;
    ModelLocation location_;
    ModelSpec spec_;
    bool wanted_ = false;   ///< the switch
    int announcedPort_ = 0; ///< 0 = not announced
    bool keyAsked_ = false;
    bool keyLasting_ = false;
    QString trouble_;
    QPointer<widgets::SharingPanel> panel_;
    std::unique_ptr<connection::EncoderShare> share_;
};

} // namespace diptych::gui
