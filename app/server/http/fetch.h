// A plain question to a server of our own, for commands that work without the network client.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <string>

namespace diptych::server {

/// The body of GET http://host:port`path`. Errors: Network (nobody answers), Remote (another status
/// than 200).
Result<std::string> fetch(const std::string& host, int port, const std::string& path,
                          const std::string& key, std::chrono::seconds timeout);

} // namespace diptych::server
