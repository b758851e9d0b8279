// Encoding prompts on another machine: which servers, which model, how.
#pragma once

#include "core/domain/choice.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych {

/// How hidden states travel. 512 tokens of width 2560 take about 26 MB as numbers, 7.0 MB as
/// base64, 5.2 MB as safetensors and 2.6 MB with bfloat16.
enum class WireFormat {
    Auto,                ///< safetensors from a server that has it, else base64
    Base64,              ///< float32 in JSON
    Float,               ///< numbers in JSON
    Safetensors,         ///< float32 as it is
    SafetensorsBFloat16, ///< rounded: not the same numbers as local encoding
};
template <> std::span<const Choice<WireFormat>> choicesOf<WireFormat>();

struct RemoteEncoderSettings {
    /// Servers of the same model, in the order of preference; empty = encode locally.
    std::vector<std::string> urls;
    bool enabled = true;     ///< false = encode locally although there are servers
    std::string model;       ///< empty = the only one that the server has
    std::string keyVariable; ///< environment variable that holds the key; empty = none
    WireFormat format = WireFormat::Auto;
    int timeoutSeconds = 120;           ///< until a server begins to answer
    std::filesystem::path certificates; ///< PEM file with further authorities; empty = the system's

    bool isUsed() const { return enabled && !urls.empty(); }
    bool operator==(const RemoteEncoderSettings&) const = default;
};

} // namespace diptych
