#include "core/net/qt/inside/exchange_runner.h"

#include "core/base/text.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QUrl>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace diptych::net {

namespace {

QByteArray toBytes(std::string_view text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

std::string secondsText(std::chrono::milliseconds time) {
    return fmt::format("{:g} s", static_cast<double>(time.count()) / 1000.0);
}

QNetworkRequest makeRequest(const HttpRequest& request,
                            const QList<QSslCertificate>& certificates) {
    QNetworkRequest result(QUrl(QString::fromStdString(request.url), QUrl::StrictMode));
    // Qt's own values would tell the system's language, and ask for compression.
    result.setRawHeader("User-Agent", "diptych");
    result.setRawHeader("Accept-Language", "*");
    result.setRawHeader("Accept-Encoding", "identity");
    for (const auto& [name, value] : request.headers)
        result.setRawHeader(toBytes(name), toBytes(value));
    result.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                        QNetworkRequest::ManualRedirectPolicy);
    for (const auto attribute :
         {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute,
          QNetworkRequest::AuthenticationReuseAttribute})
        result.setAttribute(attribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    if (!certificates.isEmpty()) {
        QSslConfiguration tls = result.sslConfiguration();
        tls.addCaCertificates(certificates);
        result.setSslConfiguration(tls);
    }
    return result;
}

// Qt reports a status that is no success as an error too; for us it is an answer.
bool isStatusError(QNetworkReply::NetworkError error) {
    return (error >= QNetworkReply::ContentAccessDenied &&
            error <= QNetworkReply::UnknownContentError) ||
           error == QNetworkReply::ProtocolInvalidOperationError ||
           (error >= QNetworkReply::InternalServerError &&
            error <= QNetworkReply::UnknownServerError);
}

} // namespace

ExchangeRunner::ExchangeRunner(const HttpRequest& request, std::shared_ptr<SharedExchange> shared,
                               QObject* parent)
    : QObject(parent), request_(request), shared_(std::move(shared)), phaseTimer_(this),
      wholeTimer_(this) {
    phaseTimer_.setSingleShot(true);
    wholeTimer_.setSingleShot(true);
    connect(&phaseTimer_, &QTimer::timeout, this, [this] { onPhaseTimeout(); });
    connect(&wholeTimer_, &QTimer::timeout, this,
            [this] { failWith(RemoteFault::TooSlow, secondsText(request_.timeouts.whole)); });
}

ExchangeRunner::~ExchangeRunner() {
    delete reply_;
}

void ExchangeRunner::start(std::shared_ptr<QNetworkAccessManager> manager,
                           const QList<QSslCertificate>& certificates,
                           std::function<void()> onBroken) {
    manager_ = std::move(manager);
    onBroken_ = std::move(onBroken);
    clock_.start();
    const QNetworkRequest request = makeRequest(request_, certificates);
    if (!request.url().isValid()) {
        failWith(RemoteFault::NameNotFound, "", request.url().errorString().toStdString());
        return;
    }
    if (request_.timeouts.whole.count() > 0)
        wholeTimer_.start(request_.timeouts.whole);
    enter(Phase::Connecting);
    reply_ = manager_->sendCustomRequest(request, toBytes(request_.method), toBytes(request_.body));
    reply_->setParent(nullptr);
    connect(reply_, &QNetworkReply::requestSent, this, [this] { enter(Phase::Waiting); });
    connect(reply_, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError>& errors) { tlsErrors_ = errors; });
    connect(reply_, &QNetworkReply::metaDataChanged, this, [this] { onHead(); });
    connect(reply_, &QNetworkReply::readyRead, this, [this] { onBytes(); });
    connect(reply_, &QNetworkReply::finished, this, [this] { onFinished(); });
}

void ExchangeRunner::enter(Phase phase) {
    if (phase < phase_)
        return;
    phase_ = phase;
    std::chrono::milliseconds limit = request_.timeouts.connect;
    if (phase == Phase::Waiting) {
        timings_.connectedMs = elapsedMs();
        limit = request_.timeouts.firstByte;
    } else if (phase == Phase::Reading) {
        limit = request_.timeouts.idle;
    }
    phaseTimer_.stop();
    if (limit.count() > 0)
        phaseTimer_.start(limit);
}

void ExchangeRunner::onPhaseTimeout() {
    if (phase_ == Phase::Connecting)
        failWith(RemoteFault::ConnectTimedOut, secondsText(request_.timeouts.connect));
    else if (phase_ == Phase::Waiting)
        failWith(RemoteFault::FirstByteTimedOut, secondsText(request_.timeouts.firstByte));
    else
        failWith(RemoteFault::IdleTimedOut, secondsText(request_.timeouts.idle));
}

void ExchangeRunner::onHead() {
    const QVariant status = reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute);
    if (hasHead_ || isOver_ || !status.isValid())
        return;
    hasHead_ = true;
    timings_.firstByteMs = elapsedMs();
    enter(Phase::Reading);
    HttpHeaders headers;
    for (const auto& [name, value] : reply_->rawHeaderPairs())
        headers.emplace_back(name.toStdString(), value.toStdString());
    shared_->takeHead(status.toInt(), std::move(headers));
    const qint64 announced = reply_->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    if (announced > 0 && static_cast<std::uint64_t>(announced) > request_.mostBytes)
        failWith(RemoteFault::TooLarge, formatBytes(request_.mostBytes));
}

void ExchangeRunner::onBytes() {
    if (isOver_)
        return;
    onHead();
    const QByteArray bytes = reply_->readAll();
    if (bytes.isEmpty())
        return;
    enter(Phase::Reading);
    received_ += static_cast<std::uint64_t>(bytes.size());
    if (received_ > request_.mostBytes) {
        failWith(RemoteFault::TooLarge, formatBytes(request_.mostBytes));
        return;
    }
    shared_->takePiece({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

void ExchangeRunner::onFinished() {
    if (isOver_)
        return;
    onBytes();
    if (isOver_)
        return;
    const QNetworkReply::NetworkError error = reply_->error();
    onHead();
    if (hasHead_ && (error == QNetworkReply::NoError || isStatusError(error))) {
        timings_.doneMs = elapsedMs();
        shared_->finish(timings_);
        end();
        return;
    }
    const std::string words = reply_->errorString().toStdString();
    failWith(faultOfReply(), words,
             fmt::format("QNetworkReply error {}: {}", static_cast<int>(error), words));
}

RemoteFault ExchangeRunner::faultOfReply() const {
    switch (reply_->error()) {
    case QNetworkReply::ConnectionRefusedError:
        return RemoteFault::ConnectionRefused;
    case QNetworkReply::HostNotFoundError:
        return RemoteFault::NameNotFound;
    case QNetworkReply::RemoteHostClosedError:
        return hasHead_ ? RemoteFault::ClosedEarly : RemoteFault::ConnectionReset;
    case QNetworkReply::TimeoutError:
        return RemoteFault::ConnectTimedOut;
    case QNetworkReply::SslHandshakeFailedError:
        return faultOfTls();
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::NoError: // finished without a status
        return hasHead_ ? RemoteFault::ClosedEarly : RemoteFault::NotHttp;
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
        return RemoteFault::Unreachable;
    case QNetworkReply::UnknownNetworkError:
        if (phase_ == Phase::Connecting)
            return RemoteFault::Unreachable;
        return hasHead_ ? RemoteFault::ClosedEarly : RemoteFault::ConnectionReset;
    default:
        break;
    }
    if (reply_->error() >= QNetworkReply::ProxyConnectionRefusedError &&
        reply_->error() <= QNetworkReply::UnknownProxyError)
        return RemoteFault::ProxyFailed;
    return RemoteFault::TransportFailed;
}

RemoteFault ExchangeRunner::faultOfTls() const {
    const auto has = [this](std::initializer_list<QSslError::SslError> kinds) {
        return std::any_of(tlsErrors_.begin(), tlsErrors_.end(), [&](const QSslError& error) {
            return std::find(kinds.begin(), kinds.end(), error.error()) != kinds.end();
        });
    };
    // A certificate may be wrong in several ways; who signed it matters most.
    if (has({QSslError::SelfSignedCertificate, QSslError::SelfSignedCertificateInChain,
             QSslError::UnableToGetLocalIssuerCertificate, QSslError::UnableToGetIssuerCertificate,
             QSslError::UnableToVerifyFirstCertificate, QSslError::CertificateUntrusted,
             QSslError::InvalidCaCertificate}))
        return RemoteFault::TlsUntrusted;
    if (has({QSslError::CertificateExpired, QSslError::CertificateNotYetValid}))
        return RemoteFault::TlsExpired;
    if (has({QSslError::HostNameMismatch}))
        return RemoteFault::TlsWrongName;
    return RemoteFault::TlsFailed;
}

void ExchangeRunner::failWith(RemoteFault fault, const std::string& fact,
                              const std::string& detail) {
    if (isOver_)
        return;
    shared_->failWith({false, fault, fact, detail});
    end();
}

void ExchangeRunner::abortIfAbandoned() {
    if (!isOver_ && shared_->isAbandoned())
        end();
}

void ExchangeRunner::end() {
    isOver_ = true;
    phaseTimer_.stop();
    wholeTimer_.stop();
    if (reply_ && !reply_->isFinished()) {
        reply_->abort();
        onBroken_();
    }
    deleteLater();
}

double ExchangeRunner::elapsedMs() const {
    return static_cast<double>(clock_.nsecsElapsed()) / 1e6;
}

} // namespace diptych::net
