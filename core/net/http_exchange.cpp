#include "core/net/http_exchange.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace diptych::net {

namespace {

using std::chrono::milliseconds;

constexpr int kMostRedirects = 3;
constexpr std::size_t kLongestQuote = 300; // bytes of a server's own words in a message

// A server's own words: on one line, in UTF-8 and not endless.
std::string quoteOf(std::string_view text) {
    std::string line = toValidUtf8(text.substr(0, kLongestQuote));
    std::replace_if(
        line.begin(), line.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text.size() > kLongestQuote ? line + "…" : line;
}

// What the common servers say about an error: {"detail": "…"}, {"detail": [{"msg": "…"}]},
// {"error": {"message": "…"}}, {"error": "…"}.
std::string explanationIn(const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object())
        return {};
    const auto textOf = [](const nlohmann::json& value) -> std::string {
        if (value.is_string())
            return value.get<std::string>();
        for (const char* key : {"message", "msg"})
            if (value.is_object() && value.contains(key) && value[key].is_string())
                return value[key].get<std::string>();
        return {};
    };
    for (const char* key : {"detail", "error", "message"}) {
        if (!json.contains(key))
            continue;
        const auto& value = json[key];
        return textOf(value.is_array() && !value.empty() ? value.front() : value);
    }
    return {};
}

RemoteFault faultOfStatus(int status) {
    switch (status) {
    case 400:
        return RemoteFault::BadRequest;
    case 401:
        return RemoteFault::Unauthorized;
    case 403:
        return RemoteFault::Forbidden;
    case 404:
    case 405:
        return RemoteFault::NotFound;
    case 407:
        return RemoteFault::ProxyFailed;
    case 413:
        return RemoteFault::RequestTooLarge;
    case 422:
        return RemoteFault::Unprocessable;
    case 429:
        return RemoteFault::TooManyRequests;
    case 503:
        return RemoteFault::Overloaded;
    default:
        return status >= 500 && status < 600 ? RemoteFault::ServerFault
                                             : RemoteFault::UnexpectedStatus;
    }
}

// Whole seconds; the other form, a date, counts as none.
std::optional<milliseconds> retryAfter(const HttpResponse& response) {
    const std::string_view text = response.header("Retry-After");
    int seconds = 0;
    const char* const end = text.data() + text.size();
    const auto [next, error] = std::from_chars(text.data(), end, seconds);
    if (text.empty() || error != std::errc{} || next != end || seconds < 0)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

// Content-Length is checked here as well as in the transport.
std::optional<std::string> missingBytes(const HttpResponse& response) {
    const std::string_view text = response.header("Content-Length");
    std::uint64_t expected = 0;
    const char* const end = text.data() + text.size();
    const auto [next, error] = std::from_chars(text.data(), end, expected);
    if (text.empty() || error != std::errc{} || next != end || expected <= response.body.size())
        return std::nullopt;
    return fmt::format("{} of {} bytes came", response.body.size(), expected);
}

} // namespace

bool waitUnlessStopped(milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

HttpExchange::HttpExchange(std::shared_ptr<HttpTransport> transport, ServerAccess access)
    : transport_(std::move(transport)), access_(std::move(access)),
      server_(access_.address.text()) {}

Result<HttpResponse> HttpExchange::call(const EndpointCall& call, const RunContext& context) const {
    milliseconds pause = access_.retry.firstPause;
    for (int number = 1;; ++number) {
        bool handedOn = false;
        EndpointCall watched = call;
        if (call.onBody)
            watched.onBody = [&](std::string_view piece) {
                handedOn = true;
                return call.onBody(piece);
            };
        Result<HttpResponse> response = attempt(watched, context);
        if (response || response.error().code == ErrorCode::Cancelled)
            return response;
        const std::optional<RemoteFault> fault = faultOf(response.error());
        if (!fault || !isWorthRetrying(*fault) || handedOn || number >= access_.retry.mostAttempts)
            return response;
        milliseconds wait = pause;
        // How long a server asks to wait is the fourth fact of its error.
        if (const auto& args = response.error().args; args.size() > 3)
            wait = milliseconds(std::stoll(args[3]));
        if (wait > access_.retry.longestPause)
            return response;
        if (!access_.retry.pause(wait, context.cancel))
            return fail(cancelledError());
        pause = std::min(pause * 2, access_.retry.longestPause);
    }
}

HttpRequest HttpExchange::requestFor(const EndpointCall& call) const {
    HttpRequest request;
    request.method = call.body.empty() ? "GET" : "POST";
    request.url = access_.address.endpoint(call.endpoint);
    request.headers.emplace_back("Accept", call.accept);
    if (!call.body.empty())
        request.headers.emplace_back("Content-Type", "application/json");
    if (!access_.key.empty())
        request.headers.emplace_back("Authorization", "Bearer " + access_.key);
    request.body = call.body;
    request.timeouts = access_.timeouts;
    request.mostBytes = call.mostBytes;
    return request;
}

Result<HttpResponse> HttpExchange::attempt(const EndpointCall& call,
                                           const RunContext& context) const {
    HttpRequest request = requestFor(call);
    for (int redirects = 0;; ++redirects) {
        if (context.cancelled())
            return fail(cancelledError());
        auto response = transport_->send(request, call.onBody, context.cancel);
        if (!response)
            return fail(errorOf(response.error()));
        if (response->status >= 200 && response->status < 300) {
            if (const auto missing = missingBytes(*response); missing && !call.onBody)
                return fail(remoteError(RemoteFault::ClosedEarly, server_, "", *missing));
            return std::move(*response);
        }
        if (response->status < 300 || response->status >= 400)
            return fail(errorOf(*response));
        const std::string target(response->header("Location"));
        const std::string next = redirectOnSameServer(request.url, target);
        const bool keepsMethod = response->status == 307 || response->status == 308;
        const bool allowed = keepsMethod || request.method == "GET";
        if (next.empty() || !allowed || redirects >= kMostRedirects)
            return fail(remoteError(RemoteFault::RedirectRefused, server_,
                                    target.empty() ? "nowhere" : quoteOf(withoutKey(target))));
        request.url = next;
    }
}

Error HttpExchange::errorOf(const TransportFailure& failure) const {
    if (failure.cancelled)
        return cancelledError();
    return remoteError(failure.fault, server_, withoutKey(failure.fact),
                       withoutKey(failure.detail));
}

Error HttpExchange::errorOf(const HttpResponse& response) const {
    const RemoteFault fault = faultOfStatus(response.status);
    std::string explanation = quoteOf(withoutKey(explanationIn(response.body)));
    if (explanation.empty())
        explanation = fmt::format("status {}", response.status);
    const std::optional<milliseconds> wait = retryAfter(response);
    if (wait)
        explanation += fmt::format(" (it asks to come back in {} s)", wait->count() / 1000);
    Error error = remoteError(
        fault, server_, explanation,
        fmt::format("HTTP status {}: {}", response.status, quoteOf(withoutKey(response.body))));
    if (wait && fault == RemoteFault::Overloaded)
        error.args.push_back(std::to_string(wait->count()));
    return error;
}

// A server may repeat the request in its complaint.
std::string HttpExchange::withoutKey(std::string text) const {
    if (access_.key.empty())
        return text;
    constexpr std::string_view kMask = "***";
    for (std::size_t at = text.find(access_.key); at != std::string::npos;
         at = text.find(access_.key, at + kMask.size()))
        text.replace(at, access_.key.size(), kMask);
    return text;
}

Status checkKey(std::string_view key) {
    const bool usable =
        std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (usable && !key.empty())
        return Done{};
    return fail(ErrorCode::InvalidInput,
                key.empty() ? "the key is empty"
                            : "the key holds a blank, a line end or a letter beyond ASCII",
                "check the environment variable that --api-key-env names");
}

Status requireJson(const HttpResponse& response, const std::string& server) {
    const std::string type = response.contentType();
    const std::string_view coding = response.header("Content-Encoding");
    if (!coding.empty() && coding != "identity")
        return fail(remoteError(RemoteFault::WrongContentType, server,
                                fmt::format("compressed bytes ({})", quoteOf(coding))));
    if (type == "application/json" || type.ends_with("+json"))
        return Done{};
    const std::size_t first = response.body.find_first_not_of(" \t\r\n");
    if (type.empty() && first != std::string::npos && response.body[first] == '{')
        return Done{};
    return fail(remoteError(RemoteFault::WrongContentType, server,
                            type.empty() ? "something without a type" : quoteOf(type)));
}

} // namespace diptych::net
