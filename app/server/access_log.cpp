#include "app/server/access_log.h"

#include "core/base/text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <ostream>

namespace diptych::server {

namespace {

std::string nowUtc() {
    const auto now = std::chrono::system_clock::now();
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() %
        1000;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(now)), ms);
}

std::string line(const nlohmann::ordered_json& object) {
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace

void AccessLog::write(const HttpCall& call, const HttpOutcome& outcome) {
    nlohmann::ordered_json object;
    object["time"] = nowUtc();
    object["id"] = call.id;
    object["client"] = call.peer;
    object["method"] = call.method;
    object["path"] = call.path.substr(0, 256);
    object["status"] = outcome.status;
    object["seconds"] = outcome.seconds;
    object["bytes_in"] = outcome.bytesReceived;
    object["bytes_out"] = outcome.bytesSent;
    if (withPrompts_ && !outcome.prompt.empty())
        object["prompt"] = outcome.prompt;
    const std::lock_guard lock(mutex_);
    stream_ << line(object) << std::flush;
}

void AccessLog::note(const std::string& message) {
    nlohmann::ordered_json object;
    object["time"] = nowUtc();
    object["note"] = toValidUtf8(message);
    const std::lock_guard lock(mutex_);
    stream_ << line(object) << std::flush;
}

} // namespace diptych::server
