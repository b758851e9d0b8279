#include "app/gui/connection_controller.h"

#include "app/gui/parity_text.h"
#include "app/gui/preferences_controller.h"
#include "core/net/http_exchange.h"
#include "core/pipeline/model_folder.h"
#include "core/pipeline/parity_probe.h"
#include "core/prompt/chat_format.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/connection_panel.h"

#include <utility>

namespace diptych::gui {

namespace {

constexpr int kCheckMs = 30'000;

/// What is known here about the answer to the test prompt. The bundled demo model's tokenizer says
/// nothing about a server's.
net::HiddenStatesQuery testQuery(const ModelLocation& location, bool isDemo) {
    net::HiddenStatesQuery query;
    query.prompt = formatChat(parityConversation()).text;
    query.layer = kDefaultHiddenLayer;
    query.width = readCaptionWidth(location);
    if (isDemo)
        return query;
    if (const auto tokenizer = loadTokenizer(location))
        query.tokenCount = static_cast<int>(tokenizer->encode(query.prompt).size());
    return query;
}

} // namespace

ConnectionController::ConnectionController(const ServerParts& parts, QObject* parent)
    : QObject(parent), parts_(parts), probe_(parts.environment->openTransport) {
    timer_.setInterval(kCheckMs);
    connect(&timer_, &QTimer::timeout, this, &ConnectionController::checkAll);
    connect(&model_, &widgets::ConnectionModel::serversEdited, this,
            &ConnectionController::setServers);
    connect(parts_.discovery, &connection::ServiceDiscovery::changed, this,
            &ConnectionController::showOffered);
    connectProbe();
}

void ConnectionController::connectProbe() {
    using connection::ConnectionProbe;
    connect(&probe_, &ConnectionProbe::checked, this,
            [this](const QString& url, double seconds, const Error* error) {
                if (error)
                    model_.setFailure(url, *error);
                else
                    model_.setAnswer(url, seconds);
                if (!error && model_.isUsed())
                    Q_EMIT serverAnswered();
            });
    connect(&probe_, &ConnectionProbe::stageTold, &stages_,
            &widgets::ConnectionTestModel::setStage);
    connect(&probe_, &ConnectionProbe::tested, &stages_, &widgets::ConnectionTestModel::finish);
    connect(&probe_, &ConnectionProbe::compared, this, [this](const ParityReport& report) {
        showComparison(parityText(report), report.ok());
    });
    connect(&probe_, &ConnectionProbe::comparisonFailed, this,
            [this](const Error& error) { showComparison(widgets::errorLine(error), false); });
}

void ConnectionController::setModel(const DesktopModel& model) {
    settings_ = model.config.values.remote;
    location_ = model.options.location;
    isDemo_ = model.chosen.isDemo;
    if (settings_.isUsed())
        loadKey();
    if (panel_)
        panel_->setSettings(settings_.isUsed(), QString::fromStdString(settings_.model));
    refreshServers();
}

void ConnectionController::setPaused(bool paused) {
    paused_ = paused;
    refreshServers();
}

void ConnectionController::refreshServers() {
    QStringList urls;
    for (const std::string& url : settings_.urls)
        urls << QString::fromStdString(url);
    const bool used = settings_.isUsed() && !paused_;
    const bool isOther = used != model_.isUsed() || urls != model_.servers();
    if (!isOther)
        return;
    model_.setServers(urls, used);
    if (used)
        timer_.start();
    else
        timer_.stop();
    checkAll();
}

void ConnectionController::checkAll() {
    if (!model_.isUsed())
        return;
    for (const QString& url : model_.servers())
        probe_.check(targetFor(url));
}

connection::ProbeTarget ConnectionController::targetFor(const QString& url) const {
    // What is wrong with the key is told where prompts are encoded.
    return {url.toStdString(), settings_, serversKey(settings_, *parts_.environment).value_or("")};
}

// Into the preferences, from where it comes back with the next setModel. The first server is not
// used before the user says so.
void ConnectionController::setServers(const QStringList& urls) {
    config::Value list = config::Value::array();
    for (const QString& url : urls)
        list.push_back(url.toStdString());
    if (settings_.urls.empty())
        parts_.preferences->choose("api.enabled", false);
    parts_.preferences->choose("api.url", urls.isEmpty() ? config::Value("") : list);
}

QWidget* ConnectionController::makePanel() {
    panel_ = new widgets::ConnectionPanel(&model_, &stages_);
    stages_.clear();
    panel_->setSettings(settings_.isUsed(), QString::fromStdString(settings_.model));
    connectPanel();
    showKey();
    showOffered();
    loadKey();
    return panel_;
}

void ConnectionController::connectPanel() {
    using widgets::ConnectionPanel;
    connect(panel_, &ConnectionPanel::enabledEdited, this,
            [this](bool enabled) { parts_.preferences->choose("api.enabled", enabled); });
    connect(panel_, &ConnectionPanel::modelEdited, this, [this](const QString& name) {
        parts_.preferences->choose("api.model", name.toStdString());
    });
    connect(panel_, &ConnectionPanel::keyEntered, this, &ConnectionController::takeKey);
    connect(panel_, &ConnectionPanel::testRequested, this, &ConnectionController::test);
    connect(panel_, &ConnectionPanel::comparisonRequested, this, &ConnectionController::compare);
}

// Once a session, and only when it is needed: a locked keychain asks the user.
void ConnectionController::loadKey() {
    if (std::exchange(keyAsked_, true))
        return;
    parts_.secrets->read(connection::kServersKey, this, [this](const Result<std::string>& key) {
        if (!key) {
            showKey(widgets::errorLine(key.error()));
            return;
        }
        if (key->empty() || !parts_.environment->serversKey->get().empty())
            return;
        keyLasting_ = parts_.secrets->isLasting();
        parts_.environment->serversKey->set(*key);
        showKey();
        // Not in the middle of setModel, which may have asked for it.
        QMetaObject::invokeMethod(this, &ConnectionController::keyChanged, Qt::QueuedConnection);
    });
}

void ConnectionController::takeKey(const QString& key) {
    const std::string text = key.toStdString();
    if (const Status usable = text.empty() ? Status(Done{}) : net::checkKey(text); !usable) {
        showKey(widgets::asSentence(usable.error().message));
        return;
    }
    keyLasting_ = false;
    parts_.environment->serversKey->set(text);
    showKey();
    parts_.secrets->write(connection::kServersKey, text, this, [this, text](const Status& kept) {
        keyLasting_ = kept && !text.empty() && parts_.secrets->isLasting();
        showKey();
    });
    Q_EMIT keyChanged();
}

void ConnectionController::showKey(const QString& trouble) {
    if (!panel_)
        return;
    panel_->setKey(!parts_.environment->serversKey->get().empty(), keyLasting_);
    if (!trouble.isEmpty())
        panel_->setKeyTrouble(trouble);
}

void ConnectionController::showOffered() {
    if (!panel_)
        return;
    std::vector<widgets::OfferedServer> offered;
    for (const connection::FoundServer& server : parts_.discovery->found())
        offered.push_back({tr("%1 (%2)").arg(server.name, server.host), server.address});
    QString remark;
    if (parts_.discovery->availability() == connection::ServiceDiscovery::Availability::No)
        remark = tr("Avahi does not run here, so no server is looked for.");
    else if (offered.empty())
        remark = tr("No server has announced itself.");
    panel_->setOffered(offered, remark);
}

void ConnectionController::test(const QString& url) {
    if (url.isEmpty())
        return;
    stages_.begin();
    probe_.test(targetFor(url),
                [location = location_, isDemo = isDemo_] { return testQuery(location, isDemo); });
}

void ConnectionController::compare(const QString& url) {
    if (url.isEmpty() || !panel_)
        return;
    panel_->setComparing(true);
    panel_->setComparison(tr("A short prompt is encoded there and here…"), true);
    probe_.compare(targetFor(url), parts_.queue->lender(), parts_.queue->options());
}

void ConnectionController::showComparison(const QString& text, bool good) {
    if (!panel_)
        return;
    panel_->setComparing(false);
    panel_->setComparison(text, good);
}

void ConnectionController::stopTests() {
    probe_.stop();
    stages_.clear();
}

} // namespace diptych::gui
