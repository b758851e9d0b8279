// One exchange on the network's thread: the reply, its time limits, and the fault that ends it.
#pragma once

#include "core/net/http_transport.h"
#include "core/net/qt/inside/shared_exchange.h"

#include <QElapsedTimer>
#include <QList>
#include <QNetworkReply>
#include <QObject>
#include <QSslCertificate>
#include <QSslError>
#include <QTimer>

#include <functional>
#include <memory>
#include <string>

class QNetworkAccessManager;

namespace diptych::net {

/// Deletes itself when the exchange is over.
class ExchangeRunner : public QObject {
  public:
    ExchangeRunner(const HttpRequest& request, std::shared_ptr<SharedExchange> shared,
                   QObject* parent);
    ~ExchangeRunner() override;

    /// `onBroken` is called when the exchange had to be broken off: a connection of `manager` is in
    /// a doubtful state then.
    void start(std::shared_ptr<QNetworkAccessManager> manager,
               const QList<QSslCertificate>& certificates, std::function<void()> onBroken);
    /// Ends the exchange when nobody waits for it any more.
    void abortIfAbandoned();

  private:
    enum class Phase { Connecting, Waiting, Reading };

    void enter(Phase phase);
    void onHead();
    void onBytes();
    void onFinished();
    void onPhaseTimeout();
    /// Also ends the exchange.
    void failWith(RemoteFault fault, const std::string& fact = {}, const std::string& detail = {});
    void end();
    RemoteFault faultOfReply() const;
    RemoteFault faultOfTls() const;
    double elapsedMs() const;

    HttpRequest request_;
    std::shared_ptr<SharedExchange> shared_;
    std::shared_ptr<QNetworkAccessManager> manager_;
    std::function<void()> onBroken_;
    QNetworkReply* reply_ = nullptr; // owned; goes before its manager
    QTimer phaseTimer_;
    QTimer wholeTimer_;
    QElapsedTimer clock_;
    QList<QSslError> tlsErrors_;
    Phase phase_ = Phase::Connecting;
    HttpTimings timings_;
    std::uint64_t received_ = 0;
    bool hasHead_ = false;
    bool isOver_ = false;
};

} // namespace diptych::net
