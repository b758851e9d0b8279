// The server's own history: every picture that it drew, in a data folder.
#pragma once

#include "core/base/result.h"
#include "core/history/history_store.h"
#include "core/history/record_picture.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace diptych::server {

/// May be used by all threads.
class ServerHistory {
  public:
    struct Opened {
        std::unique_ptr<ServerHistory> history;
        std::optional<Notice> notice; ///< what happened to a damaged database
    };
    /// Errors: those of history::Database::open.
    static Result<Opened> open(const std::filesystem::path& folder);
    ~ServerHistory();

    const std::filesystem::path& folder() const { return folder_; }

    Result<history::HistoryEntry> record(const history::HistoryEntry& entry, const Image& image);
    /// Outside the trash. Errors: InvalidInput (there is none).
    Result<history::HistoryEntry> entry(history::EntryId id);
    /// Newest first, without the first `offset`.
    Result<std::vector<history::HistoryEntry>> newest(std::int64_t limit, std::int64_t offset);
    Result<std::int64_t> count();
    /// The file of an entry's picture.
    Result<std::string> pictureBytes(const history::HistoryEntry& entry);
    /// Into the trash.
    Status remove(history::EntryId id);
    /// The same for all; returns how many.
    Result<std::int64_t> clear();

  private:
    ServerHistory(std::filesystem::path folder, std::unique_ptr<history::Database> database);

    std::filesystem::path folder_;
    std::mutex mutex_;
    std::unique_ptr<history::Database> database_; // guarded by mutex_, as all
    history::HistoryStore store_;
};

/// An entry as /api/history shows it, without its picture.
nlohmann::ordered_json entryAsJson(const history::HistoryEntry& entry);

} // namespace diptych::server
