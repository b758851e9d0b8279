#include "widgets/model/connection_model.h"

#include "core/net/server_address.h"
#include "widgets/model/error_text.h"

#include <algorithm>

namespace diptych::widgets {

namespace {

/// Longer than this for one small question, and every prompt will wait noticeably.
constexpr double kSlowMs = 1500.0;

} // namespace

QString connectionStateText(ConnectionState state) {
    switch (state) {
    case ConnectionState::Idle:
        return ConnectionModel::tr("Not used");
    case ConnectionState::Connecting:
        return ConnectionModel::tr("Connecting");
    case ConnectionState::Ready:
        return ConnectionModel::tr("Ready");
    case ConnectionState::Degraded:
        return ConnectionModel::tr("Degraded");
    case ConnectionState::Lost:
        return ConnectionModel::tr("Lost");
    }
    return {};
}

void ConnectionModel::setServers(const QStringList& urls, bool used) {
    const bool fresh = used && !used_;
    std::vector<Server> next;
    for (const QString& url : urls) {
        const auto known = std::find_if(servers_.begin(), servers_.end(),
                                        [&](const Server& server) { return server.url == url; });
        Server server;
        server.url = url;
        next.push_back(known == servers_.end() || fresh ? server : *known);
    }
    beginResetModel();
    servers_ = std::move(next);
    used_ = used && !servers_.empty();
    endResetModel();
    settle();
}

QStringList ConnectionModel::servers() const {
    QStringList urls;
    for (const Server& server : servers_)
        urls << server.url;
    return urls;
}

void ConnectionModel::setAnswer(const QString& url, double seconds) {
    Server seen;
    seen.milliseconds = seconds * 1000.0;
    seen.state = seen.milliseconds > kSlowMs ? ServerState::Slow : ServerState::Answers;
    update(url, seen);
}

void ConnectionModel::setFailure(const QString& url, const Error& error) {
    Server seen;
    seen.state = ServerState::Fails;
    seen.trouble = asSentence(error.message);
    update(url, seen);
}

void ConnectionModel::update(const QString& url, const Server& seen) {
    for (std::size_t row = 0; row < servers_.size(); ++row) {
        if (servers_[row].url != url)
            continue;
        servers_[row] = seen;
        servers_[row].url = url;
        const QModelIndex changed = index(static_cast<int>(row));
        Q_EMIT dataChanged(changed, changed);
        settle();
    }
}

// A lost connection stays lost until a server answers: it does not flicker with every attempt.
void ConnectionModel::settle() {
    const auto count = [this](ServerState state) {
        return std::count_if(servers_.begin(), servers_.end(),
                             [&](const Server& server) { return server.state == state; });
    };
    const auto all = static_cast<std::ptrdiff_t>(servers_.size());
    const auto answering = count(ServerState::Answers) + count(ServerState::Slow);
    ConnectionState next = ConnectionState::Degraded;
    if (!used_)
        next = ConnectionState::Idle;
    else if (count(ServerState::Fails) == all)
        next = ConnectionState::Lost;
    else if (answering == 0)
        next = ConnectionState::Connecting;
    else if (count(ServerState::Fails) == 0 && count(ServerState::Slow) == 0)
        next = ConnectionState::Ready;
    if (next != state_) {
        state_ = next;
        Q_EMIT stateChanged(state_);
    }
    Q_EMIT seen();
}

double ConnectionModel::latencyMs() const {
    for (const Server& server : servers_)
        if (server.milliseconds >= 0.0)
            return server.milliseconds;
    return -1.0;
}

QString ConnectionModel::trouble() const {
    for (const Server& server : servers_)
        if (server.state == ServerState::Fails)
            return server.trouble;
    return {};
}

Status ConnectionModel::add(const QString& url) {
    DIPTYCH_TRY(const net::ServerAddress address, net::parseServerAddress(url.toStdString()));
    const QString text = QString::fromStdString(address.text());
    QStringList urls = servers();
    if (urls.contains(text))
        return fail(ErrorCode::InvalidInput, "this server is in the list already");
    urls << text;
    Q_EMIT serversEdited(urls);
    return Done{};
}

void ConnectionModel::removeServer(int row) {
    QStringList urls = servers();
    if (row < 0 || row >= urls.size())
        return;
    urls.removeAt(row);
    Q_EMIT serversEdited(urls);
}

void ConnectionModel::moveServer(int row, int by) {
    QStringList urls = servers();
    const int target = row + by;
    if (row < 0 || row >= urls.size() || target < 0 || target >= urls.size())
        return;
    urls.move(row, target);
    Q_EMIT serversEdited(urls);
}

int ConnectionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(servers_.size());
}

QString ConnectionModel::statusOf(const Server& server) const {
    switch (server.state) {
    case ServerState::Unknown:
        return used_ ? tr("Asking…") : tr("Not asked");
    case ServerState::Answers:
        return tr("%1 ms").arg(server.milliseconds, 0, 'f', 0);
    case ServerState::Slow:
        return tr("Slow: %1 ms").arg(server.milliseconds, 0, 'f', 0);
    case ServerState::Fails:
        return server.trouble;
    }
    return {};
}

QVariant ConnectionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Server& server = servers_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return tr("%1 — %2").arg(server.url, statusOf(server));
    case Qt::ToolTipRole:
    case ServerStatusRole:
        return statusOf(server);
    case ServerStateRole:
        return static_cast<int>(server.state);
    default:
        return {};
    }
}

} // namespace diptych::widgets
