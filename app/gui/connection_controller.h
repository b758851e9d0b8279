// The encoder servers of the window: what is configured, how each was last seen, the tests of the
// connection page, and their key.
#pragma once

#include "app/connection/connection_probe.h"
#include "app/connection/secret_store.h"
#include "app/connection/service_discovery.h"
#include "app/gui/desktop_model.h"
#include "app/worker/generation_queue.h"
#include "widgets/model/connection_model.h"
#include "widgets/model/connection_test_model.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace diptych::widgets {
class ConnectionPanel;
} // namespace diptych::widgets

namespace diptych::gui {

class PreferencesController;

/// Everything is borrowed.
struct ServerParts {
    const DesktopEnvironment* environment = nullptr;
    PreferencesController* preferences = nullptr;
    worker::GenerationQueue* queue = nullptr;
    connection::SecretStore* secrets = nullptr;
    connection::ServiceDiscovery* discovery = nullptr;
};

class ConnectionController : public QObject {
    Q_OBJECT

  public:
    explicit ConnectionController(const ServerParts& parts, QObject* parent = nullptr);

    void setModel(const DesktopModel& model);
    /// The page, made anew each time; it belongs to the caller.
    QWidget* makePanel();
    /// Asks every server whether it answers, if they are used; goes on every half minute.
    void checkAll();
    /// No server is asked and none counts as used, although they are configured.
    void setPaused(bool paused);
    void stopTests();

    widgets::ConnectionModel& model() { return model_; }
    widgets::ConnectionTestModel& stages() { return stages_; }

  Q_SIGNALS:
    void keyChanged();
    /// One that was asked.
    void serverAnswered();

  private:
    void connectPanel();
    void connectProbe();
    void setServers(const QStringList& urls);
    void loadKey();
    void takeKey(const QString& key);
    void showKey(const QString& trouble = {});
    void showOffered();
    void test(const QString& url);
    void compare(const QString& url);
    void showComparison(const QString& text, bool good);
    connection::ProbeTarget targetFor(const QString& url) const;
    void refreshServers();

    ServerParts parts_;
    widgets::ConnectionModel model_;
    widgets::ConnectionTestModel stages_;
    RemoteEncoderSettings settings_;
    ModelLocation location_;
    bool isDemo_ = false;
    bool paused_ = false;
    bool keyAsked_ = false;   ///< the keychain was asked
    bool keyLasting_ = false; ///< the key lies in the keychain
    QPointer<widgets::ConnectionPanel> panel_;
    QTimer timer_;
    connection::ConnectionProbe probe_; ///< goes first: its threads use the others
};

} // namespace diptych::gui
