// Everything that can go wrong between this machine and a server, each with a stable name, a
// message and advice.
#pragma once

#include "core/base/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace diptych::net {

enum class RemoteFault {
    // Nothing usable came back: ErrorCode::Network.
    NameNotFound,
    ConnectionRefused,
    Unreachable,
    ProxyFailed,
    TlsUntrusted,
    TlsWrongName,
    TlsExpired,
    TlsFailed,
    ConnectTimedOut,
    FirstByteTimedOut,
    IdleTimedOut,
    TooSlow,
    ConnectionReset,
    ClosedEarly,
    TooLarge,
    NotHttp,
    TransportFailed,
    // The server answered, but not with what was asked for: ErrorCode::Remote.
    RedirectRefused,
    BadRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    RequestTooLarge,
    Unprocessable,
    TooManyRequests,
    ServerFault,
    Overloaded,
    UnexpectedStatus,
    WrongContentType,
    NotJson,
    WrongField,
    WrongModel,
    WrongLayer,
    WrongType,
    WrongShape,
    WrongByteCount,
    WrongWidth,
    WrongTokenCount,
    BadBase64,
    BadSafetensors,
    NotFinite,
    LayerUnavailable,
    ModelNotChosen,
    StreamBroken,
};

/// "name_not_found", "tls_wrong_name", …; stable.
std::string_view faultName(RemoteFault fault);

/// The inverse of faultName.
std::optional<RemoteFault> parseFaultName(std::string_view name);

/// `server` is its address, `fact` what the message of this fault mentions beside it ("30 s",
/// "text/html"). `args` of the error are the fault's name, the server and the fact.
Error remoteError(RemoteFault fault, const std::string& server, const std::string& fact = {},
                  std::string detail = {});

/// The fault of an error that remoteError made.
std::optional<RemoteFault> faultOf(const Error& error);

/// Whether the same request may succeed a moment later: 503, a broken connection, silence in the
/// middle of an answer.
bool isWorthRetrying(RemoteFault fault);

} // namespace diptych::net
