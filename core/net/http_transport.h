// One HTTP exchange, whoever carries it out: Qt's network classes in the program, a fake in tests.
#pragma once

#include "core/net/remote_fault.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::net {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// How long to wait, phase by phase; 0 = for ever.
struct HttpTimeouts {
    std::chrono::milliseconds connect{10'000};    ///< name, connection and TLS
    std::chrono::milliseconds firstByte{120'000}; ///< the server loads its model and computes
    std::chrono::milliseconds idle{30'000};       ///< silence within the answer
    std::chrono::milliseconds whole{600'000};     ///< everything together
};

struct HttpRequest {
    std::string method = "GET";
    std::string url; ///< absolute
    HttpHeaders headers;
    std::string body;
    HttpTimeouts timeouts;
    std::uint64_t mostBytes = std::uint64_t{16} << 20; ///< of the answer's body
};

/// Milliseconds since the request was handed over; 0 = did not happen.
struct HttpTimings {
    double connectedMs = 0.0; ///< the request is on its way; early on a kept connection
    double firstByteMs = 0.0;
    double doneMs = 0.0;
};

struct HttpResponse {
    int status = 0;
    HttpHeaders headers;
    std::string body; ///< as it was sent, without transfer coding
    HttpTimings timings;

    /// The value of the first header of this name, whatever its case; empty when there is none.
    std::string_view header(std::string_view name) const;
    /// The media type in lower case without parameters: "application/json".
    std::string contentType() const;
};

/// Why there is no answer. `Cancelled` is not a RemoteFault: nobody is to blame.
struct TransportFailure {
    bool cancelled = false;
    RemoteFault fault = RemoteFault::TransportFailed;
    std::string fact;   ///< what the message of the fault mentions
    std::string detail; ///< for the developer
};

template <typename T> using TransportResult = tl::expected<T, TransportFailure>;

/// Gets the body of a 2xx answer piece by piece; false ends the exchange.
using BodyHandler = std::function<bool(std::string_view piece)>;

/// May be used by several threads at once. Never follows redirects, stores cookies, undoes
/// compression or sends anything that the request does not hold but for what HTTP itself needs.
class HttpTransport {
  public:
    virtual ~HttpTransport() = default;

    /// Blocks the calling thread, which must not be one that draws a window, until the answer is
    /// complete, a time limit is reached or `stop` is requested; returns within 500 ms of that. Any
    /// status is an answer. With `onBody`, called on the calling thread, the body of a 2xx answer
    /// goes there and HttpResponse::body stays empty; when it returns false the failure is
    /// `cancelled`.
    virtual TransportResult<HttpResponse>
    send(const HttpRequest& request, const BodyHandler& onBody, const std::stop_token& stop) = 0;
};

} // namespace diptych::net
