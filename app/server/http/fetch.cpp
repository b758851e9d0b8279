#include "app/server/http/fetch.h"

#include <fmt/format.h>
#include <httplib.h>

namespace diptych::server {

Result<std::string> fetch(const std::string& host, int port, const std::string& path,
                          const std::string& key, std::chrono::seconds timeout) {
    httplib::Client client(host, port);
    client.set_connection_timeout(timeout.count(), 0);
    client.set_read_timeout(timeout.count(), 0);
    httplib::Headers headers;
    if (!key.empty())
        headers.emplace("Authorization", "Bearer " + key);
    const auto answer = client.Get(path, headers);
    if (!answer)
        return fail(ErrorCode::Network, fmt::format("nobody answers at {}:{}", host, port),
                    "start the cluster, or check host and port");
    constexpr int kOk = 200;
    if (answer->status != kOk)
        return fail(ErrorCode::Remote,
                    fmt::format("{}:{}{} answers with status {}", host, port, path, answer->status),
                    answer->status == 401 ? "its key is missing: name the variable that holds it "
                                            "with --api-key-env"
                                          : "is that the coordinator of a cluster?",
                    answer->body);
    return answer->body;
}

} // namespace diptych::server
