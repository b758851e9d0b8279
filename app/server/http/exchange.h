// One HTTP exchange as values: what was asked and what is answered. Endpoints see nothing else of
// the network.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::server {

struct HttpCall {
    std::string method; ///< "GET"
    std::string path;   ///< decoded, without what stands behind the question mark
    std::multimap<std::string, std::string> parameters;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    std::string peer; ///< the other side's address: "127.0.0.1"
    std::string id;   ///< of this exchange, for logs: X-Request-ID
    /// Whether somebody still waits for the answer. May be called again and again on the thread of
    /// the exchange.
    std::function<bool()> peerIsThere = [] { return true; };
    /// Whether the server is about to end and has no time left.
    std::function<bool()> isEnding = [] { return false; };

    /// Empty when there is no such header; `name` in lower case.
    std::string header(const std::string& name) const;
    /// Empty when there is no such parameter.
    std::string parameter(const std::string& name) const;
};

/// Sends a piece of an answer at once; false when nobody takes it.
using PieceWriter = std::function<bool(std::string_view)>;

struct HttpReply {
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    /// Writes the answer piece by piece instead of `body`. Called once, on the thread of the
    /// exchange, after the headers are sent.
    std::function<void(const PieceWriter&)> stream;
    /// What the log may tell beside the usual: the endpoint's pattern, and texts that are shown
    /// only where the user wants prompts in the log.
    std::string endpoint;
    std::string prompt;
};

/// What became of an exchange once its last byte was sent.
struct HttpOutcome {
    int status = 0;
    std::uint64_t bytesReceived = 0; ///< of the body
    std::uint64_t bytesSent = 0;     ///< of the body
    double seconds = 0.0;
    std::string endpoint;
    std::string prompt;
};

} // namespace diptych::server
