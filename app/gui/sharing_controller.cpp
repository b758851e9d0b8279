#include "app/gui/sharing_controller.h"

#include "app/gui/settings_store.h"
#include "core/net/http_exchange.h"
#include "widgets/model/error_text.h"

#include <QRandomGenerator>
#include <QSysInfo>

#include <array>
#include <chrono>
#include <utility>

namespace diptych::gui {

namespace {

using connection::EncoderShare;
using widgets::SharingSettings;

constexpr std::chrono::seconds kDrainTime{2}; // the window waits for it when it closes
const QString kRolesKey = QStringLiteral("sharing/roles");
const QString kHostKey = QStringLiteral("sharing/host");
const QString kPortKey = QStringLiteral("sharing/port");

server::Roles rolesOf(const SharingSettings& settings) {
    return {settings.rest, settings.encoder, settings.chat};
}

bool isSame(const ModelLocation& a, const ModelLocation& b) {
    return a.model == b.model && a.textEncoder == b.textEncoder && a.tokenizer == b.tokenizer &&
           a.transformer == b.transformer && a.autoencoder == b.autoencoder;
}

} // namespace

SharingController::SharingController(const SharingParts& parts, QObject* parent)
    : QObject(parent), parts_(parts), share_(std::make_unique<EncoderShare>(lender())) {
    const SharingSettings usual;
    const auto roles = server::parseRoles(
        parts_.settings->value(kRolesKey, QStringLiteral("encoder,chat")).toString().toStdString());
    if (roles) {
        settings_.encoder = roles->encoder;
        settings_.chat = roles->chat;
        settings_.rest = roles->rest;
    }
    settings_.host = parts_.settings->value(kHostKey, usual.host).toString();
    settings_.port = parts_.settings->value(kPortKey, usual.port).toInt();
    connect(parts_.queue, &worker::GenerationQueue::optionsChanged, this,
            &SharingController::takeOptions);
    connect(share_.get(), &EncoderShare::changed, this, &SharingController::take);
    connect(share_.get(), &EncoderShare::failed, this, [this](const Error& error) {
        wanted_ = false;
        trouble_ = widgets::errorLine(error);
        refresh();
    });
    connect(parts_.discovery, &connection::ServiceDiscovery::changed, this,
            &SharingController::refresh);
    takeOptions();
}

SharingController::~SharingController() {
    shutDown();
}

// Whatever the server was begun with: always with what the window works with now, or the model
// would be loaded back and forth.
worker::PipelineLender SharingController::lender() const {
    return [lend = parts_.queue->lender(), shared = options_](
               const PipelineOptions&, worker::LoanWork work, const std::stop_token& stop) {
        PipelineOptions options;
        {
            const std::lock_guard lock(shared->mutex);
            options = shared->options;
        }
        return lend(options, std::move(work), stop);
    };
}

void SharingController::takeOptions() {
    const std::lock_guard lock(options_->mutex);
    options_->options = parts_.queue->effectiveOptions();
}

void SharingController::setModel(const DesktopModel& model) {
    const bool isOther = !isSame(location_, model.options.location);
    location_ = model.options.location;
    spec_ = model.spec;
    values_ = model.config.values;
    if (isOther && share_->state() != EncoderShare::State::Off)
        share_->stop(); // `take` begins anew
}

QWidget* SharingController::makePanel() {
    panel_ = new widgets::SharingPanel;
    panel_->setSettings(settings_);
    connect(panel_, &widgets::SharingPanel::switched, this, &SharingController::setOn);
    connect(panel_, &widgets::SharingPanel::settingsEdited, this, &SharingController::takeSettings);
    connect(panel_, &widgets::SharingPanel::newKeyRequested, this, &SharingController::makeKey);
    loadKey();
    refresh();
    return panel_;
}

void SharingController::takeSettings() {
    setSettings(panel_->settings());
}

void SharingController::setSettings(const SharingSettings& settings) {
    const bool otherKey = settings.key != settings_.key;
    settings_ = settings;
    parts_.settings->setValue(kRolesKey,
                              QString::fromStdString(server::toString(rolesOf(settings_))));
    parts_.settings->setValue(kHostKey, settings_.host);
    parts_.settings->setValue(kPortKey, settings_.port);
    if (otherKey)
        keepKey();
}

void SharingController::setOn(bool on) {
    trouble_.clear();
    wanted_ = on;
    if (!on)
        share_->stop();
    else if (share_->state() == EncoderShare::State::Off)
        start();
    refresh();
}

void SharingController::start() {
    const std::string key = settings_.key.toStdString();
    const auto refuse = [this](const QString& reason) {
        wanted_ = false;
        trouble_ = reason;
        refresh();
    };
    if (key.empty() && widgets::isOpenAddress(settings_.host)) {
        refuse(tr("Other machines are only answered with a key. Make one, or share with this "
                  "machine alone."));
        return;
    }
    if (const Status usable = key.empty() ? Status(Done{}) : net::checkKey(key); !usable) {
        refuse(widgets::asSentence(usable.error().message));
        return;
    }
    if (!settings_.encoder && !settings_.chat && !settings_.rest) {
        refuse(tr("Choose at least one thing to offer."));
        return;
    }
    connection::ShareOrder order;
    order.server.host = settings_.host.toStdString();
    order.server.port = settings_.port;
    order.server.roles = rolesOf(settings_);
    order.server.key = key;
    order.server.drainTime = kDrainTime;
    order.server.dataFolder = parts_.environment->dataFolder / "server"; // not the window's own
    const std::filesystem::path& named = values_.prompt.templatesFolder;
    order.server.templates = {parts_.environment->templates,
                              named.empty() ? parts_.environment->dataFolder / "templates" : named};
    order.server.resources = parts_.environment->resources;
    order.server.settings = values_;
    order.server.version = parts_.environment->version;
    order.pipeline = parts_.queue->effectiveOptions();
    order.spec = spec_;
    share_->start(order);
}

void SharingController::take() {
    using State = EncoderShare::State;
    const bool announce = share_->state() == State::On && widgets::isOpenAddress(settings_.host);
    if (announce && announcedPort_ != share_->port())
        parts_.discovery->announce(tr("Diptych on %1").arg(QSysInfo::machineHostName()),
                                   share_->port());
    else if (!announce && announcedPort_ != 0)
        parts_.discovery->withdraw();
    announcedPort_ = announce ? share_->port() : 0;
    if (share_->state() == State::Off && wanted_)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (wanted_ && share_->state() == State::Off)
                    start();
            },
            Qt::QueuedConnection); // a failure is told behind the end
    refresh();
}

void SharingController::makeKey() {
    constexpr int kWords = 6;
    std::array<quint32, kWords> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    const QByteArray bytes(reinterpret_cast<const char*>(words.data()),
                           static_cast<qsizetype>(sizeof words));
    settings_.key = QString::fromLatin1(bytes.toHex());
    if (panel_)
        panel_->setSettings(settings_);
    keepKey();
}

void SharingController::keepKey() {
    keyLasting_ = false;
    refresh();
    const std::string key = settings_.key.toStdString();
    parts_.secrets->write(connection::kSharingKey, key, this, [this](const Status& kept) {
        keyLasting_ = kept && parts_.secrets->isLasting();
        refresh();
    });
}

void SharingController::loadKey() {
    if (std::exchange(keyAsked_, true))
        return;
    parts_.secrets->read(connection::kSharingKey, this, [this](const Result<std::string>& key) {
        if (!key || key->empty() || !settings_.key.isEmpty())
            return;
        settings_.key = QString::fromStdString(*key);
        keyLasting_ = parts_.secrets->isLasting();
        if (panel_)
            panel_->setSettings(settings_);
        refresh();
    });
}

QString SharingController::statusText() const {
    switch (share_->state()) {
    case EncoderShare::State::Off:
        return {};
    case EncoderShare::State::Starting:
        return tr("The server begins…");
    case EncoderShare::State::Stopping:
        return tr("The server finishes what is under way…");
    case EncoderShare::State::On:
        break;
    }
    QString text = tr("Answers at %1: %n request(s)", nullptr, static_cast<int>(requests()))
                       .arg(share_->address());
    text += tr(" of %n client(s).", nullptr, share_->clients());
    if (parts_.discovery->isAnnounced())
        text += QLatin1Char(' ') + tr("Other machines on the network find it by themselves.");
    return text;
}

void SharingController::refresh() {
    using State = EncoderShare::State;
    if (panel_) {
        const State state = share_->state();
        panel_->setRunning(wanted_ || state == State::Stopping,
                           state == State::Starting || state == State::Stopping, statusText());
        panel_->setTrouble(trouble_);
        panel_->setKeyLasting(keyLasting_);
    }
    Q_EMIT changed();
}

void SharingController::shutDown() {
    wanted_ = false;
    parts_.discovery->withdraw();
    share_->stopAndWait();
}

} // namespace diptych::gui
