#include "core/net/server_address.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace diptych::net {

namespace {

constexpr std::string_view kSchemes[] = {"http", "https"};

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

// Never repeats what may be a password.
tl::unexpected<Error> notAnAddress(std::string_view text, std::string_view why, std::string hint) {
    const std::string shown = text.find('@') == std::string_view::npos
                                  ? fmt::format("'{}' is no server's address: ", toValidUtf8(text))
                                  : std::string("this is no server's address: ");
    return fail(ErrorCode::InvalidInput, shown + std::string(why), std::move(hint));
}

Result<int> parsePort(std::string_view whole, std::string_view text) {
    int port = 0;
    const char* const end = text.data() + text.size();
    const auto [next, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc{} || next != end || port < 1 || port > 65535)
        return notAnAddress(whole, "its port is no number from 1 to 65535",
                            "for example http://mac:8080");
    return port;
}

bool isHostCharacter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F &&
           std::string_view("\"'<>\\^`{|}%").find(c) == std::string_view::npos;
}

// "host", "host:8080", "[::1]:8080"
Status readHost(std::string_view whole, std::string_view authority, ServerAddress& address) {
    std::size_t hostEnd = authority.find(':');
    if (authority.starts_with('[')) {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string_view::npos)
            return notAnAddress(whole, "its bracket is not closed",
                                "for example http://[::1]:8080");
        hostEnd = authority.find(':', bracket);
    }
    const std::string_view host = authority.substr(0, hostEnd);
    if (host.empty() || !std::all_of(host.begin(), host.end(), isHostCharacter))
        return notAnAddress(whole, "there is no host in it", "for example http://mac:8080");
    address.host = lowered(host);
    if (hostEnd != std::string_view::npos) {
        DIPTYCH_TRY(address.port, parsePort(whole, authority.substr(hostEnd + 1)));
    }
    return Done{};
}

} // namespace

bool ServerAddress::isLoopback() const {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

int ServerAddress::effectivePort() const {
    if (port != 0)
        return port;
    return isSecure() ? 443 : 80;
}

std::string ServerAddress::text() const {
    const std::string portText = port == 0 ? "" : fmt::format(":{}", port);
    return fmt::format("{}://{}{}{}", scheme, host, portText, path);
}

Result<ServerAddress> parseServerAddress(std::string_view text) {
    text = trimmed(text);
    const std::size_t schemeEnd = text.find("://");
    ServerAddress address;
    address.scheme = lowered(text.substr(0, schemeEnd));
    if (schemeEnd == std::string_view::npos ||
        std::find(std::begin(kSchemes), std::end(kSchemes), address.scheme) == std::end(kSchemes)) {
        const bool bare = schemeEnd == std::string_view::npos && !text.empty();
        return notAnAddress(text, "it does not begin with http:// or https://",
                            bare && text.find('@') == std::string_view::npos
                                ? fmt::format("write http://{}{}", toValidUtf8(text),
                                              text.find(':') == std::string_view::npos
                                                  ? ":PORT, with the port that the server names"
                                                  : "")
                                : "for example http://mac:8080");
    }
    const std::string_view rest = text.substr(schemeEnd + 3);
    if (rest.find('@') != std::string_view::npos)
        return notAnAddress(text, "a user name or password does not belong there",
                            "put the key into an environment variable and name the variable with "
                            "--api-key-env");
    if (rest.find_first_of("?#") != std::string_view::npos)
        return notAnAddress(text, "there must be no '?' or '#' in it",
                            "for example http://mac:8080");
    const std::size_t pathBegin = rest.find('/');
    DIPTYCH_TRY_DONE(readHost(text, rest.substr(0, pathBegin), address));
    if (pathBegin != std::string_view::npos)
        address.path = std::string(rest.substr(pathBegin));
    if (!std::all_of(address.path.begin(), address.path.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; }))
        return notAnAddress(text, "there is a blank in it", "for example http://mac:8080");
    const auto dropSlashes = [&] {
        while (address.path.ends_with('/'))
            address.path.pop_back();
    };
    dropSlashes();
    if (address.path.ends_with("/v1")) {
        address.path.resize(address.path.size() - 3);
        dropSlashes();
    }
    return address;
}

std::string redirectOnSameServer(const std::string& from, std::string_view target) {
    const auto origin = [](std::string_view address) {
        const std::size_t host = address.find("://");
        const std::size_t path =
            host == std::string_view::npos ? host : address.find('/', host + 3);
        return address.substr(0, path);
    };
    target = trimmed(target);
    if (target.starts_with('/') && !target.starts_with("//"))
        return std::string(origin(from)) + std::string(target);
    const auto here = parseServerAddress(origin(from));
    const auto there = parseServerAddress(origin(target));
    if (!here || !there || here->scheme != there->scheme || here->host != there->host ||
        here->effectivePort() != there->effectivePort())
        return {};
    return std::string(target);
}

} // namespace diptych::net
