// The server inside the window's program: it answers others with the model that the window draws
// with, one piece of work after the other, between the window's own.
#pragma once

#include "app/server/server.h"
#include "app/worker/pipeline_loan.h"

#include <QObject>
#include <QSet>
#include <QString>

#include <stop_token>
#include <thread>

namespace diptych::connection {

struct ShareOrder {
    server::ServerOptions server;
    PipelineOptions pipeline; ///< those of the window, so that nothing is loaded twice
    ModelSpec spec;           ///< of that model
};

/// Lives on the GUI thread.
class EncoderShare : public QObject {
    Q_OBJECT

  public:
    enum class State { Off, Starting, On, Stopping };

    /// `lend` may be called until this object is gone.
    explicit EncoderShare(worker::PipelineLender lend, QObject* parent = nullptr);
    /// Stops and waits.
    ~EncoderShare() override;

    /// Begins to answer, in a moment; does nothing unless it is off. Without a key only a loopback
    /// address is served.
    void start(const ShareOrder& order);
    /// Takes no more work and finishes what is under way; tells when it is over.
    void stop();
    /// The same, waiting for it: at most the drain time and half a second.
    void stopAndWait();

    State state() const { return state_; }
    QString address() const { return address_; } ///< "http://127.0.0.1:7860"; empty unless on
    int port() const { return port_; }
    quint64 requests() const { return requests_; } ///< since it began
    int clients() const { return static_cast<int>(clients_.size()); }

  Q_SIGNALS:
    /// The state is another one, or there was a request.
    void changed();
    /// It could not begin: the port is in use, a key is missing.
    void failed(const diptych::Error& error);

  private:
    void run(ShareOrder order, const std::stop_token& stop);
    void setOn(const QString& address, int port);
    void end();
    void count(const QString& client);

    worker::PipelineLender lend_;
    State state_ = State::Off;
    QString address_;
    int port_ = 0;
    quint64 requests_ = 0;
    QSet<QString> clients_;
    std::jthread thread_;
};

} // namespace diptych::connection
