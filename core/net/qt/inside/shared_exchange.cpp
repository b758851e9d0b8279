#include "core/net/qt/inside/shared_exchange.h"

#include <utility>

namespace diptych::net {

void SharedExchange::takeHead(int status, HttpHeaders headers) {
    const std::lock_guard lock(mutex_);
    response_.status = status;
    response_.headers = std::move(headers);
}

void SharedExchange::takePiece(std::string_view piece) {
    {
        const std::lock_guard lock(mutex_);
        response_.body += piece;
    }
    changed_.notify_one();
}

void SharedExchange::finish(const HttpTimings& timings) {
    {
        const std::lock_guard lock(mutex_);
        if (finished_)
            return;
        response_.timings = timings;
        finished_ = true;
    }
    changed_.notify_one();
}

void SharedExchange::failWith(TransportFailure failure) {
    {
        const std::lock_guard lock(mutex_);
        if (finished_)
            return;
        failure_ = std::move(failure);
        finished_ = true;
    }
    changed_.notify_one();
}

bool SharedExchange::isAbandoned() const {
    const std::lock_guard lock(mutex_);
    return abandoned_;
}

SharedExchange::News SharedExchange::waitForNews(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const bool isThere =
        changed_.wait(lock, stop, [this] { return finished_ || !response_.body.empty(); });
    News news;
    if (!isThere || stop.stop_requested()) {
        news.isStopped = true;
        return news;
    }
    news.piece = std::exchange(response_.body, {});
    news.isFinished = finished_;
    return news;
}

void SharedExchange::abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
}

int SharedExchange::status() const {
    const std::lock_guard lock(mutex_);
    return response_.status;
}

TransportResult<HttpResponse> SharedExchange::outcome() const {
    const std::lock_guard lock(mutex_);
    if (failure_)
        return tl::unexpected<TransportFailure>(*failure_);
    return response_;
}

} // namespace diptych::net
