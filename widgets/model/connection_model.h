// The encoder servers that are configured, each as it was last seen, and what that means for the
// window: idle, connecting, ready, degraded, lost. The item model of the list of servers, one row
// a server.
#pragma once

#include "core/base/error.h"
#include "core/base/result.h"

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace diptych::widgets {

enum class ConnectionState {
    Idle,       ///< prompts are encoded on this machine: nobody is asked
    Connecting, ///< no server has answered or failed yet
    Ready,      ///< every server answered the last time
    Degraded,   ///< prompts can be encoded, but a server failed or answers slowly
    Lost,       ///< no server answers
};

enum class ServerState { Unknown, Answers, Slow, Fails };

enum ServerRole {
    ServerStateRole = Qt::UserRole + 1, ///< int, a ServerState
    ServerStatusRole,                   ///< QString: "12 ms", or why it fails
};

class ConnectionModel : public QAbstractListModel {
    Q_OBJECT

  public:
    using QAbstractListModel::QAbstractListModel;

    /// Servers in the order of preference. What is known about those that stay is kept, unless
    /// `used` begins anew.
    void setServers(const QStringList& urls, bool used);
    QStringList servers() const;
    bool isUsed() const { return used_; }

    /// What a question to a server led to; of servers that are not listed nothing is kept.
    void setAnswer(const QString& url, double seconds);
    void setFailure(const QString& url, const Error& error);

    ConnectionState state() const { return state_; }
    /// Of the first server that answers, in milliseconds; below 0 = not known.
    double latencyMs() const;
    /// The failure of the first server; empty when none fails.
    QString trouble() const;

    // What the user wants; `serversEdited` follows, and whoever keeps the list sets it.
    /// Errors: InvalidInput (no address, or listed already).
    Status add(const QString& url);
    void removeServer(int row);
    /// By one place; nothing at the ends of the list.
    void moveServer(int row, int by);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  Q_SIGNALS:
    void serversEdited(const QStringList& urls);
    void stateChanged(diptych::widgets::ConnectionState state);
    /// State, latency or trouble may be another.
    void seen();

  private:
    struct Server {
        QString url;
        ServerState state = ServerState::Unknown;
        double milliseconds = -1.0;
        QString trouble;
    };

    void update(const QString& url, const Server& seen);
    void settle();
    QString statusOf(const Server& server) const;

    std::vector<Server> servers_;
    bool used_ = false;
    ConnectionState state_ = ConnectionState::Idle;
};

/// A word for the state: "Ready".
QString connectionStateText(ConnectionState state);

} // namespace diptych::widgets
