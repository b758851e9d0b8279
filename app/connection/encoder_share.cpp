#include "app/connection/encoder_share.h"

#include <memory>
#include <ostream>
#include <utility>

namespace diptych::connection {

EncoderShare::EncoderShare(worker::PipelineLender lend, QObject* parent)
    : QObject(parent), lend_(std::move(lend)) {}

EncoderShare::~EncoderShare() {
    stopAndWait();
}

void EncoderShare::start(const ShareOrder& order) {
    if (state_ != State::Off)
        return;
    state_ = State::Starting;
    requests_ = 0;
    clients_.clear();
    if (thread_.joinable())
        thread_.join(); // it has told that it is over
    thread_ = std::jthread([this, order](const std::stop_token& token) { run(order, token); });
    Q_EMIT changed();
}

// On the thread of the server; whatever it tells goes through the event loop, which drops it once
// this object is gone.
void EncoderShare::run(ShareOrder order, const std::stop_token& stop) {
    std::ostream silence(nullptr); // no file, no terminal: the window counts
    server::ServerParts parts;
    parts.pipeline = order.pipeline;
    parts.openPipeline =
        [lend = lend_, spec = std::move(order.spec)](
            const PipelineOptions& options) -> Result<std::unique_ptr<ImagePipeline>> {
        return worker::borrowPipeline(lend, options, spec);
    };
    parts.log = &silence;
    parts.onRequest = [this](const server::RequestSeen& seen) {
        QMetaObject::invokeMethod(
            this, [this, client = QString::fromStdString(seen.client)] { count(client); },
            Qt::QueuedConnection);
    };
    constexpr bool kWithoutKey = false;
    auto opened = server::Server::open(std::move(order.server), std::move(parts), kWithoutKey);
    if (opened) {
        QMetaObject::invokeMethod(
            this,
            [this, address = QString::fromStdString((*opened)->address()),
             port = (*opened)->port()] { setOn(address, port); },
            Qt::QueuedConnection);
        (*opened)->run(stop);
        opened->reset();
    }
    QMetaObject::invokeMethod(
        this,
        [this, error = opened ? Error{} : opened.error(), works = opened.has_value()] {
            end();
            if (!works)
                Q_EMIT failed(error);
        },
        Qt::QueuedConnection);
}

void EncoderShare::setOn(const QString& address, int port) {
    if (state_ != State::Starting)
        return;
    state_ = State::On;
    address_ = address;
    port_ = port;
    Q_EMIT changed();
}

void EncoderShare::end() {
    state_ = State::Off;
    address_.clear();
    port_ = 0;
    Q_EMIT changed();
}

void EncoderShare::count(const QString& client) {
    ++requests_;
    clients_.insert(client);
    Q_EMIT changed();
}

void EncoderShare::stop() {
    if (state_ != State::Starting && state_ != State::On)
        return;
    state_ = State::Stopping;
    thread_.request_stop();
    Q_EMIT changed();
}

void EncoderShare::stopAndWait() {
    thread_.request_stop();
    if (thread_.joinable())
        thread_.join();
    state_ = State::Off;
}

} // namespace diptych::connection
