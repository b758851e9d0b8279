// Who may ask: keys, and pages of other sites that make a browser ask in the user's name.
#pragma once

#include "app/server/http/exchange.h"
#include "app/server/server_options.h"

#include <optional>

namespace diptych::server {

/// The answer to a request that may not pass; nothing for one that may. /health is open to all.
/// With a key, `Authorization: Bearer KEY` is asked for. Without, a browser's request from another
/// site is refused, and at a loopback address one for another host's name too (DNS rebinding).
std::optional<HttpReply> refuseAtGate(const ServerOptions& options, const HttpCall& call);

} // namespace diptych::server
