#include "app/gui/connections.h"

#include "app/gui/connection_cells.h"
#include "app/gui/connection_dialog.h"
#include "app/gui/preferences_controller.h"

#include <QMainWindow>

#include <utility>

namespace diptych::gui {

namespace {

std::unique_ptr<connection::SecretStore> openSecrets(const DesktopEnvironment& environment) {
    if (environment.openSecrets)
        return environment.openSecrets();
    return std::make_unique<connection::SessionSecretStore>();
}

std::unique_ptr<connection::AvahiBus> openAvahi(const DesktopEnvironment& environment) {
    return environment.openAvahi ? environment.openAvahi() : nullptr;
}

} // namespace

Connections::Connections(const ConnectionsParts& parts, QObject* parent)
    : QObject(parent), parts_(parts), secrets_(openSecrets(*parts.environment)),
      discovery_(std::make_unique<connection::ServiceDiscovery>(openAvahi(*parts.environment))),
      fallback_(std::make_unique<EncoderFallback>(parts.queue, parts.notices)),
      servers_(std::make_unique<ConnectionController>(ServerParts{
          parts.environment, parts.preferences, parts.queue, secrets_.get(), discovery_.get()})),
      sharing_(std::make_unique<SharingController>(SharingParts{
          parts.environment, parts.settings, parts.queue, secrets_.get(), discovery_.get()})),
      cells_(new ConnectionCells(parts.window->statusBar())) {
    connect(servers_.get(), &ConnectionController::keyChanged, this, &Connections::keyChanged);
    connect(servers_.get(), &ConnectionController::serverAnswered, fallback_.get(),
            &EncoderFallback::serverAnswers);
    connect(fallback_.get(), &EncoderFallback::serversFailed, servers_.get(),
            &ConnectionController::checkAll);
    connect(fallback_.get(), &EncoderFallback::answered, this, [this] {
        servers_->setPaused(fallback_->answer() == EncoderFallback::Answer::EncodeHere);
    });
    connect(&servers_->model(), &widgets::ConnectionModel::seen, this, &Connections::refreshCells);
    connect(sharing_.get(), &SharingController::changed, this, &Connections::refreshCells);
    connect(cells_, &ConnectionCells::encoderClicked, this, &Connections::showServers);
    connect(cells_, &ConnectionCells::sharingClicked, this, &Connections::showSharing);
    refreshCells();
}

Connections::~Connections() {
    shutDown();
}

void Connections::setModel(const DesktopModel& model) {
    const RemoteEncoderSettings& remote = model.config.values.remote;
    if (std::exchange(remote_, remote) != remote) {
        fallback_->forget();
        servers_->setPaused(false);
    }
    fallback_->setLocalEncoder(
        locateComponent(model.options.location, Component::TextEncoder).has_value());
    servers_->setModel(model);
    sharing_->setModel(model);
}

ConnectionDialog* Connections::dialog() {
    if (!dialog_) {
        dialog_ = new ConnectionDialog(servers_->makePanel(), sharing_->makePanel(), parts_.window);
        dialog_->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog_, &QDialog::finished, servers_.get(), &ConnectionController::stopTests);
        discovery_->browse();
    }
    return dialog_;
}

void Connections::showServers() {
    dialog()->showPage(ConnectionDialog::Page::Servers);
}

void Connections::showSharing() {
    dialog()->showPage(ConnectionDialog::Page::Sharing);
}

void Connections::refreshCells() {
    const widgets::ConnectionModel& model = servers_->model();
    cells_->setEncoder(model.state(), model.latencyMs(), model.trouble());
    cells_->setSharing(sharing_->isOn(), sharing_->requests(), sharing_->statusText());
}

void Connections::shutDown() {
    if (dialog_)
        dialog_->close();
    servers_->setPaused(true);
    servers_->stopTests();
    sharing_->shutDown();
}

} // namespace diptych::gui
