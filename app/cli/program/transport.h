// The network of the program: one of two files beside this one is built, with Qt or without.
#pragma once

#include "core/base/result.h"
#include "core/net/http_transport.h"

#include <filesystem>
#include <memory>

namespace diptych::cli {

/// On the main thread, once. `certificates`: further authorities to trust, empty = none. Errors:
/// Unsupported in a build without Qt; FileNotFound, FileInvalid.
Result<std::shared_ptr<net::HttpTransport>>
openTransport(const std::filesystem::path& certificates);

} // namespace diptych::cli
