// Sockets and HTTP/1.1 around one function that answers. Everything of cpp-httplib stays behind
// this header.
#pragma once

#include "app/server/http/exchange.h"
#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace diptych::server {

struct HttpLimits {
    std::size_t mostBodyBytes = std::size_t{8} << 20;
    std::size_t mostHeadBytes = std::size_t{64} << 10; ///< request line and headers
    std::size_t mostConnections = 600;                 ///< further ones are answered 503 and closed
    std::chrono::milliseconds headTime{10'000}; ///< from the first byte of a request to its body
    std::chrono::milliseconds idleTime{30'000}; ///< between requests, and silence within one
};

/// Called on the thread of each connection; may throw (500).
struct HttpHooks {
    /// Looks at a request before its body is read; an answer here ends the exchange.
    std::function<std::optional<HttpReply>(const HttpCall&)> admit;
    std::function<HttpReply(HttpCall&)> answer;
    /// After the last byte of the answer.
    std::function<void(const HttpCall&, const HttpOutcome&)> finished;
    /// The body of an answer that HTTP itself gives: 400, 404, 413, 500, 503.
    std::function<HttpReply(const HttpCall&, int status, const std::string& message)> refusal;
};

class HttpServer {
  public:
    /// Takes the address and the port; 0 = any free one. Errors: Network (port in use, no such
    /// address), naming address and port.
    static Result<std::unique_ptr<HttpServer>> bind(const std::string& host, int port,
                                                    HttpLimits limits, HttpHooks hooks);
    ~HttpServer();

    int port() const;
    /// Begins to answer, on threads of its own.
    void start();
    /// Exchanges that are under way.
    std::size_t activeExchanges() const;
    /// Ends what is under way: `isEnding` becomes true, and connections close. Returns when all
    /// threads have ended. Called once.
    void stop();

  private:
    class Inside;
    explicit HttpServer(std::unique_ptr<Inside> inside);

    std::unique_ptr<Inside> inside_;
};

} // namespace diptych::server
