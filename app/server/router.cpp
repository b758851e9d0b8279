#include "app/server/router.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <utility>

namespace diptych::server {

namespace {

constexpr std::string_view kId = "{id}";

// What stands for {id} in `path`; nothing when the path is another one.
std::optional<std::string> match(std::string_view pattern, std::string_view path) {
    const std::size_t at = pattern.find(kId);
    if (at == std::string_view::npos)
        return pattern == path ? std::optional<std::string>("") : std::nullopt;
    const std::string_view head = pattern.substr(0, at);
    const std::string_view tail = pattern.substr(at + kId.size());
    if (path.size() <= head.size() + tail.size() || !path.starts_with(head) ||
        !path.ends_with(tail))
        return std::nullopt;
    const std::string_view id = path.substr(head.size(), path.size() - head.size() - tail.size());
    if (id.find('/') != std::string_view::npos)
        return std::nullopt;
    return std::string(id);
}

} // namespace

void Router::add(std::string method, std::string pattern, Endpoint endpoint) {
    routes_.push_back({std::move(method), std::move(pattern), std::move(endpoint)});
}

HttpReply Router::answer(const HttpCall& call) const {
    const std::string method = call.method == "HEAD" ? "GET" : call.method;
    std::vector<std::string> others;
    for (const Route& route : routes_) {
        const std::optional<std::string> id = match(route.pattern, call.path);
        if (!id)
            continue;
        if (route.method != method) {
            others.push_back(route.method);
            continue;
        }
        HttpReply reply = route.endpoint(call, *id);
        reply.endpoint = route.pattern;
        return reply;
    }
    if (others.empty())
        return errorReply(404, "Not Found");
    HttpReply reply = errorReply(405, "Method Not Allowed");
    reply.headers.emplace_back("Allow", fmt::format("{}", fmt::join(others, ", ")));
    return reply;
}

} // namespace diptych::server
