// Small safetensors files made by hand, so that they can be wrong on purpose.
#pragma once

#include "tests/support/test_files.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace diptych::test {

/// Length field, header and data, exactly as given.
inline std::string safetensorsBytes(std::string_view header, std::string_view data) {
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes.push_back(static_cast<char>(std::uint64_t{header.size()} >> (8 * i)));
    bytes += header;
    bytes += data;
    return bytes;
}

/// Two tensors: "a" F32 [2, 3] at 0 and "b" BF16 [4] at 24.
inline constexpr std::string_view kGoodHeader =
    R"({"__metadata__":{"format":"pt"},)"
    R"("a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
    R"("b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]}})";

inline std::string goodSafetensors() {
    return safetensorsBytes(kGoodHeader, std::string(32, '\x3f'));
}

} // namespace diptych::test
