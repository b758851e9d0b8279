#include "core/net/qt/qt_http_transport.h"

#include "core/base/file.h"
#include "core/net/qt/inside/exchange_runner.h"
#include "core/net/qt/inside/shared_exchange.h"
#include "core/net/server_address.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QObject>
#include <QPointer>
#include <QSslCertificate>
#include <QThread>

#include <fmt/format.h>

#include <utility>

namespace diptych::net {

namespace {

constexpr std::uint64_t kLargestCertificateFile = std::uint64_t{1} << 20;

class SystemProxies final : public QNetworkProxyFactory {
  public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override {
        ServerAddress address;
        address.host = query.peerHostName().toStdString();
        if (address.isLoopback() || address.host == "::1")
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

/// Everything that lives on the network's thread.
class NetworkHub final : public QObject {
  public:
    explicit NetworkHub(QList<QSslCertificate> certificates)
        : certificates_(std::move(certificates)) {}

    void start(const HttpRequest& request, std::shared_ptr<SharedExchange> shared) {
        if (!manager_) { // made here, so that it belongs to this thread
            manager_ = std::make_shared<QNetworkAccessManager>();
            manager_->setProxyFactory(new SystemProxies); // owned by the manager
        }
        auto* runner = new ExchangeRunner(request, std::move(shared), this);
        runners_.append(runner);
        runners_.removeAll(nullptr);
        // A request that follows an aborted one on the same connection sometimes is never sent: the
        // next one gets new connections. The manager lives as long as exchanges use it.
        runner->start(manager_, certificates_, [this, used = manager_.get()] {
            if (manager_.get() == used)
                manager_.reset();
        });
    }

    void abortAbandoned() {
        for (const QPointer<ExchangeRunner>& runner : std::as_const(runners_))
            if (runner)
                runner->abortIfAbandoned();
    }

  private:
    QList<QSslCertificate> certificates_;
    std::shared_ptr<QNetworkAccessManager> manager_;
    QList<QPointer<ExchangeRunner>> runners_;
};

Result<QList<QSslCertificate>> readCertificates(const std::filesystem::path& path) {
    if (path.empty())
        return QList<QSslCertificate>();
    DIPTYCH_TRY(const std::string text, readFile(path, kLargestCertificateFile));
    QList<QSslCertificate> certificates =
        QSslCertificate::fromData(QByteArray::fromStdString(text), QSsl::Pem);
    if (certificates.isEmpty())
        return fail(ErrorCode::FileInvalid, fmt::format("{} holds no certificate", path.string()),
                    "use a PEM file: its first line is -----BEGIN CERTIFICATE-----");
    return certificates;
}

} // namespace

struct QtHttpTransport::Network {
    QThread thread;
    NetworkHub* hub = nullptr; // deleted on its thread, when that ends
};

Result<std::unique_ptr<QtHttpTransport>>
QtHttpTransport::create(const QtTransportOptions& options) {
    DIPTYCH_TRY(QList<QSslCertificate> certificates, readCertificates(options.certificates));
    auto network = std::make_unique<Network>();
    network->hub = new NetworkHub(std::move(certificates));
    network->hub->moveToThread(&network->thread);
    QObject::connect(&network->thread, &QThread::finished, network->hub, &QObject::deleteLater);
    network->thread.setObjectName(QStringLiteral("network"));
    network->thread.start();
    return std::unique_ptr<QtHttpTransport>(new QtHttpTransport(std::move(network)));
}

QtHttpTransport::QtHttpTransport(std::unique_ptr<Network> network) : network_(std::move(network)) {}

QtHttpTransport::~QtHttpTransport() {
    network_->thread.quit();
    network_->thread.wait();
}

TransportResult<HttpResponse> QtHttpTransport::send(const HttpRequest& request,
                                                    const BodyHandler& onBody,
                                                    const std::stop_token& stop) {
    NetworkHub* const hub = network_->hub;
    const auto shared = std::make_shared<SharedExchange>();
    QMetaObject::invokeMethod(
        hub, [hub, request, shared] { hub->start(request, shared); }, Qt::QueuedConnection);
    const auto giveUp = [&] {
        shared->abandon();
        QMetaObject::invokeMethod(
            hub, [hub] { hub->abortAbandoned(); }, Qt::QueuedConnection);
        TransportFailure failure;
        failure.cancelled = true;
        return tl::unexpected<TransportFailure>(std::move(failure));
    };
    std::string body;
    for (;;) {
        SharedExchange::News news = shared->waitForNews(stop);
        if (news.isStopped)
            return giveUp();
        const int status = shared->status();
        if (onBody && status >= 200 && status < 300) {
            if (!news.piece.empty() && !onBody(news.piece))
                return giveUp();
        } else if (body.empty()) {
            body = std::move(news.piece);
        } else {
            body += news.piece;
        }
        if (!news.isFinished)
            continue;
        TransportResult<HttpResponse> outcome = shared->outcome();
        if (outcome)
            outcome->body = std::move(body);
        return outcome;
    }
}

} // namespace diptych::net
