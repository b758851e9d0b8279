#include "app/server/rest/server_history.h"

#include "app/server/rest/prompt_fields.h"
#include "core/base/file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <utility>

namespace diptych::server {

namespace {

constexpr int kPage = 100;

std::int64_t nowMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

ServerHistory::ServerHistory(std::filesystem::path folder,
                             std::unique_ptr<history::Database> database)
    : folder_(std::move(folder)), database_(std::move(database)), store_(*database_) {}

ServerHistory::~ServerHistory() = default;

Result<ServerHistory::Opened> ServerHistory::open(const std::filesystem::path& folder) {
    DIPTYCH_TRY(history::Database::Opened opened, history::Database::open(folder));
    const std::optional<Notice> notice = opened.notice();
    return Opened{
        std::unique_ptr<ServerHistory>(new ServerHistory(folder, std::move(opened.database))),
        notice};
}

Result<history::HistoryEntry> ServerHistory::record(const history::HistoryEntry& entry,
                                                    const Image& image) {
    const std::lock_guard lock(mutex_);
    return history::recordPicture(store_, entry, image);
}

Result<history::HistoryEntry> ServerHistory::entry(history::EntryId id) {
    const std::lock_guard lock(mutex_);
    DIPTYCH_TRY(history::HistoryEntry entry, store_.entry(id));
    if (entry.trashedMs)
        return fail(ErrorCode::InvalidInput, "History item not found");
    return entry;
}

Result<std::vector<history::HistoryEntry>> ServerHistory::newest(std::int64_t limit,
                                                                 std::int64_t offset) {
    const std::lock_guard lock(mutex_);
    std::vector<history::HistoryEntry> entries;
    std::optional<history::Cursor> cursor;
    while (static_cast<std::int64_t>(entries.size()) < limit) {
        DIPTYCH_TRY(const auto page, store_.page({}, cursor, kPage));
        for (const history::EntrySummary& summary : page) {
            cursor = history::cursorOf(summary);
            if (offset-- > 0 || static_cast<std::int64_t>(entries.size()) >= limit)
                continue;
            DIPTYCH_TRY(history::HistoryEntry entry, store_.entry(summary.id));
            entries.push_back(std::move(entry));
        }
        if (page.size() < static_cast<std::size_t>(kPage))
            break;
    }
    return entries;
}

Result<std::int64_t> ServerHistory::count() {
    const std::lock_guard lock(mutex_);
    return store_.count({});
}

Result<std::string> ServerHistory::pictureBytes(const history::HistoryEntry& entry) {
    return readFile(store_.picturePath(entry.picture));
}

Status ServerHistory::remove(history::EntryId id) {
    const std::lock_guard lock(mutex_);
    const std::vector ids = {id};
    return store_.moveToTrash(ids, nowMs());
}

Result<std::int64_t> ServerHistory::clear() {
    const std::lock_guard lock(mutex_);
    std::int64_t cleared = 0;
    while (true) {
        DIPTYCH_TRY(const auto page, store_.page({}, std::nullopt, kPage));
        if (page.empty())
            return cleared;
        std::vector<history::EntryId> ids;
        for (const history::EntrySummary& summary : page)
            ids.push_back(summary.id);
        DIPTYCH_TRY_DONE(store_.moveToTrash(ids, nowMs()));
        cleared += static_cast<std::int64_t>(ids.size());
    }
}

nlohmann::ordered_json entryAsJson(const history::HistoryEntry& entry) {
    const GenerationRequest& request = entry.request;
    const Conversation& conversation = request.conversation;
    nlohmann::ordered_json object;
    object["id"] = entry.id;
    object["timestamp"] = static_cast<double>(entry.createdMs) / 1000.0;
    object["prompt"] = conversation.user;
    object["system_prompt"] = textOrNull(conversation.system);
    object["thinking_content"] = textOrNull(conversation.thinking);
    object["assistant_content"] = textOrNull(conversation.assistant);
    object["force_think_block"] = conversation.forceThinkBlock;
    object["strip_quotes"] = conversation.stripQuotes;
    object["template"] = textOrNull(request.templateName);
    object["negative_prompt"] = textOrNull(request.negativePrompt);
    object["width"] = entry.width;
    object["height"] = entry.height;
    object["steps"] = request.steps;
    object["seed"] = *request.seed;
    object["guidance_scale"] = request.guidanceScale;
    object["shift"] =
        request.shift ? nlohmann::ordered_json(*request.shift) : nlohmann::ordered_json();
    object["scheduler"] = request.scheduler;
    object["hidden_layer"] = request.hiddenLayer;
    object["loras"] = nlohmann::ordered_json::array();
    for (const LoraRequest& lora : request.loras) // folders are nobody's business
        object["loras"].push_back(
            {{"name", std::filesystem::path(lora.path).stem().string()}, {"scale", lora.strength}});
    object["model"] = entry.model;
    object["encoder"] = entry.encoder;
    object["dtype"] = entry.dtype;
    object["gen_time"] = entry.seconds.total();
    object["formatted_prompt"] = entry.formattedPrompt;
    return object;
}

} // namespace diptych::server
