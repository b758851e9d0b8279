// Base64 as RFC 4648 has it, with padding and without line breaks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::net {

std::string toBase64(std::span<const std::byte> bytes);

/// Nothing for a text that is not base64 from its first to its last character.
std::optional<std::vector<std::byte>> fromBase64(std::string_view text);

} // namespace diptych::net
