// From the settings of a remote text encoder to the clients of its servers.
#pragma once

#include "core/base/result.h"
#include "core/domain/remote_encoder.h"
#include "core/net/hidden_states.h"
#include "core/net/http_transport.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace diptych::net {

/// Makes a transport that trusts these further authorities; an empty path = none.
using TransportOpener = std::function<Result<std::shared_ptr<HttpTransport>>(
    const std::filesystem::path& certificates)>;

/// Null when prompts are encoded locally. `key` is the servers' own, empty = none. No server is
/// asked yet. Errors: InvalidInput (an address, a key), those of `openTransport`.
Result<std::shared_ptr<HiddenStatesService>>
openRemoteEncoder(const RemoteEncoderSettings& settings, const std::string& key,
                  const TransportOpener& openTransport);

} // namespace diptych::net
