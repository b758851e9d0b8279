#include "app/server/rest/history_endpoints.h"

#include "app/server/encoding.h"
#include "core/net/base64.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <span>
#include <utility>

namespace diptych::server {

using nlohmann::ordered_json;

namespace {

/// As many as the predecessor kept.
constexpr std::int64_t kUsualPage = 50;
constexpr std::int64_t kLargestPage = 1000;

std::optional<std::int64_t> wholeNumber(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = error == std::errc() && end == text.data() + text.size() && !text.empty();
    return isWhole ? std::optional(number) : std::nullopt;
}

HttpReply queryProblem(const char* name, const std::string& message) {
    return jsonReply(
        {{"detail", ordered_json::array(
                        {{{"loc", {"query", name}}, {"msg", message}, {"type", "value_error"}}})}},
        422);
}

Outcome<std::int64_t> numberParameter(const HttpCall& call, const char* name, std::int64_t fallback,
                                      std::int64_t most) {
    const std::string text = call.parameter(name);
    if (text.empty())
        return fallback;
    const auto number = wholeNumber(text);
    if (!number || *number < 0 || *number > most)
        return tl::unexpected(
            queryProblem(name, fmt::format("{} must be a whole number from 0 to {}", name, most)));
    return *number;
}

void addPicture(ordered_json& object, ServerHistory& history, const history::HistoryEntry& entry) {
    const auto png = history.pictureBytes(entry); // the file may have been taken away
    object["image_b64"] =
        png ? ordered_json(net::toBase64(std::as_bytes(std::span(*png)))) : ordered_json();
}

HttpReply list(ServerHistory& history, const HttpCall& call) {
    const auto limit = numberParameter(call, "limit", kUsualPage, kLargestPage);
    const auto offset = numberParameter(call, "offset", 0, std::int64_t{1} << 40);
    if (!limit || !offset)
        return !limit ? limit.error() : offset.error();
    const std::string images = call.parameter("images");
    if (!images.empty() && images != "true" && images != "false")
        return queryProblem("images", "images must be true or false");
    const auto entries = history.newest(*limit, *offset);
    if (!entries)
        return errorReply(entries.error(), Family::Rest);
    const auto total = history.count();
    if (!total)
        return errorReply(total.error(), Family::Rest);
    ordered_json objects = ordered_json::array();
    for (const history::HistoryEntry& entry : *entries) {
        ordered_json object = entryAsJson(entry);
        if (images != "false")
            addPicture(object, history, entry);
        objects.push_back(std::move(object));
    }
    return jsonReply({{"history", std::move(objects)}, {"total", *total}});
}

Outcome<history::HistoryEntry> findEntry(ServerHistory& history, const std::string& id) {
    const auto number = wholeNumber(id);
    if (!number)
        return tl::unexpected(
            jsonReply({{"detail", ordered_json::array({{{"loc", {"path", "id"}},
                                                        {"msg", "id must be a whole number"},
                                                        {"type", "int_parsing"}}})}},
                      422));
    const auto entry = history.entry(*number);
    if (entry)
        return *entry;
    if (entry.error().code == ErrorCode::InvalidInput)
        return tl::unexpected(errorReply(404, "History item not found"));
    return tl::unexpected(errorReply(entry.error(), Family::Rest));
}

HttpReply show(ServerHistory& history, const std::string& id) {
    const auto entry = findEntry(history, id);
    if (!entry)
        return entry.error();
    ordered_json object = entryAsJson(*entry);
    addPicture(object, history, *entry);
    return jsonReply(object);
}

HttpReply image(ServerHistory& history, const std::string& id) {
    const auto entry = findEntry(history, id);
    if (!entry)
        return entry.error();
    auto png = history.pictureBytes(*entry);
    if (!png)
        return errorReply(404, "the picture's file is gone");
    HttpReply reply;
    reply.contentType = "image/png";
    reply.body = std::move(*png);
    return reply;
}

HttpReply remove(ServerHistory& history, const std::string& id) {
    const auto entry = findEntry(history, id);
    if (!entry)
        return entry.error();
    if (const Status status = history.remove(entry->id); !status)
        return errorReply(status.error(), Family::Rest);
    const auto remaining = history.count();
    if (!remaining)
        return errorReply(remaining.error(), Family::Rest);
    return jsonReply({{"deleted", entryAsJson(*entry)}, {"remaining", *remaining}});
}

HttpReply clear(ServerHistory& history) {
    const auto cleared = history.clear();
    return cleared ? jsonReply({{"cleared", *cleared}}) : errorReply(cleared.error(), Family::Rest);
}

} // namespace

void addHistoryEndpoints(Router& router, ServerHistory& history) {
    router.add("GET", "/api/history",
               [&](const HttpCall& call, const std::string&) { return list(history, call); });
    router.add("DELETE", "/api/history",
               [&](const HttpCall&, const std::string&) { return clear(history); });
    router.add("GET", "/api/history/{id}",
               [&](const HttpCall&, const std::string& id) { return show(history, id); });
    router.add("GET", "/api/history/{id}/image",
               [&](const HttpCall&, const std::string& id) { return image(history, id); });
    router.add("DELETE", "/api/history/{id}",
               [&](const HttpCall&, const std::string& id) { return remove(history, id); });
}

} // namespace diptych::server
