// HttpTransport over Qt's network classes.
#pragma once

#include "core/base/result.h"
#include "core/net/http_transport.h"

#include <filesystem>
#include <memory>

namespace diptych::net {

struct QtTransportOptions {
    /// A PEM file with certificates of authorities that are trusted beside the system's; empty =
    /// none.
    std::filesystem::path certificates;
};

/// Owns a thread on which everything of Qt's network classes happens; `send` puts a request there
/// and waits on a condition variable, so that no event loop runs on the calling thread. Connections
/// are kept and used again. Certificates are always verified; proxies are the system's, but none
/// for this machine itself.
class QtHttpTransport final : public HttpTransport {
  public:
    /// A QCoreApplication must exist and outlive the transport. Errors: FileNotFound, FileInvalid
    /// (no certificate in the file).
    static Result<std::unique_ptr<QtHttpTransport>> create(const QtTransportOptions& options);
    /// No `send` may be running.
    ~QtHttpTransport() override;
    QtHttpTransport(const QtHttpTransport&) = delete;
    QtHttpTransport& operator=(const QtHttpTransport&) = delete;

    TransportResult<HttpResponse> send(const HttpRequest& request, const BodyHandler& onBody,
                                       const std::stop_token& stop) override;

  private:
    struct Network;
    explicit QtHttpTransport(std::unique_ptr<Network> network);

    std::unique_ptr<Network> network_;
};

} // namespace diptych::net
