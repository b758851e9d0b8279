// What the tests of the clients share: a client over a fake transport that never really waits.
#pragma once

#include "core/net/hidden_states_client.h"
#include "tests/support/fake_http_transport.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace diptych::test {

inline net::ServerAccess accessTo(const std::string& url, std::vector<int>* pauses = nullptr) {
    net::ServerAccess access;
    access.address = valueOrThrow(net::parseServerAddress(url));
    access.retry.pause = [pauses](std::chrono::milliseconds time, const std::stop_token& stop) {
        if (pauses)
            pauses->push_back(static_cast<int>(time.count()));
        return !stop.stop_requested();
    };
    return access;
}

/// The name of an error's fault; its code's name when it has none.
inline std::string faultIn(const Error& error) {
    const auto fault = net::faultOf(error);
    return std::string(fault ? net::faultName(*fault) : errorCodeName(error.code));
}

template <typename T> std::string faultIn(const Result<T>& result) {
    return result ? "none" : faultIn(result.error());
}

/// Two tokens, three wide: 1 … 6 as base64.
inline constexpr const char* kSixNumbers = "AACAPwAAAEAAAEBAAACAQAAAoEAAAMBA";

inline nlohmann::json goodAnswer() {
    return {{"hidden_states", kSixNumbers},
            {"shape", {2, 3}},
            {"model", "qwen"},
            {"layer", -2},
            {"dtype", "mlx.core.bfloat16"},
            {"encoding_format", "base64"}};
}

} // namespace diptych::test
