// Where a server is: an address as the user writes it, checked and brought into one form.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace diptych::net {

struct ServerAddress {
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower case; an IPv6 address in brackets
    int port = 0;       ///< 0 = the scheme's own
    std::string path;   ///< what stands before "/v1": "" or "/llm", no slash at its end

    bool isSecure() const { return scheme == "https"; }
    /// This machine itself: "localhost" or an address that begins with 127, or ::1.
    bool isLoopback() const;
    /// With the scheme's own port filled in.
    int effectivePort() const;
    /// "http://mac:8080/llm"
    std::string text() const;
    /// The address of an endpoint: "/v1/models" → "http://mac:8080/llm/v1/models".
    std::string endpoint(std::string_view name) const { return text() + std::string(name); }

    bool operator==(const ServerAddress&) const = default;
};

/// Blanks around it, a slash at its end and a final "/v1" are dropped. Errors: InvalidInput for
/// anything but http:// and https://, with advice for a bare host ("mac:8080"); for an address with
/// a user name or password, a query or a fragment, and for a port outside 1…65535.
Result<ServerAddress> parseServerAddress(std::string_view text);

/// Whether `target`, the value of a Location header, stays on the server of `from`, an absolute
/// address. Returns the absolute address to go to; empty when it leads elsewhere or from https to
/// http.
std::string redirectOnSameServer(const std::string& from, std::string_view target);

} // namespace diptych::net
