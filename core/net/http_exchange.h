// A server's endpoints over a transport: the key, retries, redirects, and a status that is no
// success as a named error.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/net/http_transport.h"
#include "core/net/server_address.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace diptych::net {

/// Waits so long; false when `stop` was requested meanwhile.
using Pause = std::function<bool(std::chrono::milliseconds, const std::stop_token& stop)>;

/// The Pause of a real clock.
bool waitUnlessStopped(std::chrono::milliseconds time, const std::stop_token& stop);

/// A request is tried again after 503, a broken connection and silence within an answer, never
/// after a 4xx status.
struct RetryPolicy {
    int mostAttempts = 3;
    std::chrono::milliseconds firstPause{500};      ///< doubles from attempt to attempt
    std::chrono::milliseconds longestPause{30'000}; ///< a longer Retry-After is an error at once
    Pause pause = waitUnlessStopped;
};

struct ServerAccess {
    ServerAddress address;
    std::string key; ///< sent as "Authorization: Bearer …"; empty = none. Never part of a message
    HttpTimeouts timeouts = {};
    RetryPolicy retry = {};
};

/// What one endpoint is asked.
struct EndpointCall {
    std::string endpoint; ///< "/v1/models"
    std::string body;     ///< JSON, sent with POST; empty = GET
    std::string accept = "application/json";
    std::uint64_t mostBytes = std::uint64_t{4} << 20; ///< of the answer's body
    BodyHandler onBody = {};                          ///< no retry once it has got something
};

class HttpExchange {
  public:
    /// Whatever cannot stand in a header makes a key unusable: see checkKey.
    HttpExchange(std::shared_ptr<HttpTransport> transport, ServerAccess access);

    /// A 2xx answer. Redirects are followed on the same server only, at most three. Errors: Network
    /// and Remote as remoteError says, Cancelled.
    Result<HttpResponse> call(const EndpointCall& call, const RunContext& context) const;

    /// The server's address, for messages.
    const std::string& server() const { return server_; }
    const ServerAccess& access() const { return access_; }

  private:
    Result<HttpResponse> attempt(const EndpointCall& call, const RunContext& context) const;
    HttpRequest requestFor(const EndpointCall& call) const;
    Error errorOf(const TransportFailure& failure) const;
    Error errorOf(const HttpResponse& response) const;
    std::string withoutKey(std::string text) const;

    std::shared_ptr<HttpTransport> transport_;
    ServerAccess access_;
    std::string server_;
};

/// Errors: InvalidInput for a key with blanks, line ends or bytes beyond ASCII in it. The message
/// does not hold the key.
Status checkKey(std::string_view key);

/// Whether an answer is JSON by its type or, where none is given, by its looks. Errors: Remote
/// (wrong_content_type).
Status requireJson(const HttpResponse& response, const std::string& server);

} // namespace diptych::net
