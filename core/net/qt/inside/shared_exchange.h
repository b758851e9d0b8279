// What the network's thread and the thread that waits for an answer share of one exchange.
#pragma once

#include "core/net/http_transport.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace diptych::net {

class SharedExchange {
  public:
    /// What has happened since the last look.
    struct News {
        std::string piece; ///< of the body
        bool isFinished = false;
        bool isStopped = false; ///< the caller's token asked to stop; nothing else is set
    };

    // On the network's thread. Nothing is taken any more after `finish` or `failWith`.
    void takeHead(int status, HttpHeaders headers);
    void takePiece(std::string_view piece);
    void finish(const HttpTimings& timings);
    void failWith(TransportFailure failure);
    /// The caller went away.
    bool isAbandoned() const;

    // On the caller's thread.
    News waitForNews(const std::stop_token& stop);
    void abandon();
    int status() const;
    /// After the end: the answer without its body, or why there is none.
    TransportResult<HttpResponse> outcome() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    HttpResponse response_; // its body: what was not fetched yet
    std::optional<TransportFailure> failure_;
    bool finished_ = false;
    bool abandoned_ = false;
};

} // namespace diptych::net
