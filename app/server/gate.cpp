#include "app/server/gate.h"

#include "app/server/replies.h"

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>

namespace diptych::server {

namespace {

constexpr std::string_view kScheme = "bearer ";

// Takes as long for a key that is nearly right as for any other.
bool isSameKey(std::string_view given, std::string_view key) {
    unsigned difference = given.size() == key.size() ? 0U : 1U;
    for (std::size_t i = 0; i < given.size(); ++i)
        difference |=
            static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(key[i % key.size()]);
    return difference == 0;
}

bool holdsKey(const std::string& header, const std::string& key) {
    if (header.size() < kScheme.size())
        return false;
    for (std::size_t i = 0; i < kScheme.size(); ++i)
        if (std::tolower(static_cast<unsigned char>(header[i])) != kScheme[i])
            return false;
    return isSameKey(std::string_view(header).substr(kScheme.size()), key);
}

// "localhost:7860" → "localhost", "[::1]:80" → "::1".
std::string hostOf(std::string_view authority) {
    if (authority.starts_with('['))
        return std::string(authority.substr(1, authority.find(']') - 1));
    return std::string(authority.substr(0, authority.find(':')));
}

std::string_view withoutScheme(std::string_view origin) {
    const std::size_t at = origin.find("://");
    return at == std::string_view::npos ? origin : origin.substr(at + 3);
}

} // namespace

std::optional<HttpReply> refuseAtGate(const ServerOptions& options, const HttpCall& call) {
    if (call.path == "/health")
        return std::nullopt;
    if (!options.key.empty()) {
        if (holdsKey(call.header("authorization"), options.key))
            return std::nullopt;
        HttpReply reply =
            errorReply(401, "this server needs a key: send the header 'Authorization: Bearer KEY'");
        reply.headers.emplace_back("WWW-Authenticate", "Bearer");
        return reply;
    }
    const std::string host = call.header("host");
    const std::string origin = call.header("origin");
    if (!origin.empty() && withoutScheme(origin) != host)
        return errorReply(403, "requests from pages of other sites are not answered");
    if (isLoopbackHost(options.host) && !host.empty() && !isLoopbackHost(hostOf(host)))
        return errorReply(403, "this server answers at its loopback address only");
    return std::nullopt;
}

} // namespace diptych::server
