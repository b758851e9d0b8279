// The database file behind history, queue and drafts: opened, checked, brought to the current
// layout, backed up, and put back from the backup when it is damaged.
#pragma once

#include "core/base/result.h"
#include "core/domain/notice.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace SQLite { // NOLINT(readability-identifier-naming): the library's name
class Database;
}

namespace diptych::history {

inline constexpr const char* kDatabaseName = "history.sqlite";
inline constexpr const char* kBackupName = "history.backup.sqlite";

/// A connection. Used by one thread at a time; several processes may have the same file open, each
/// waits up to five seconds for the other's write to end.
class Database {
  public:
    enum class Outcome {
        Ordinary,    ///< as it was left
        Created,     ///< there was none
        Restored,    ///< it was damaged or gone: the backup was put in its place
        StartedAnew, ///< it was damaged and there was no usable backup
    };

    /// What opening came to; the user should hear of everything but the first two.
    struct Opened {
        std::unique_ptr<Database> database;
        Outcome outcome = Outcome::Ordinary;
        std::optional<std::int64_t> backupMs; ///< when the backup was made that was put back
        std::filesystem::path damagedFile;    ///< where the damaged file was moved; may be empty

        /// In English; empty when there is nothing to tell.
        std::optional<Notice> notice() const;
    };

    /// Opens kDatabaseName in `folder`, which is created when missing. A damaged file is moved
    /// aside, never deleted. Errors: FileWrite (no rights, read-only, disk full, locked by another
    /// program), Unsupported (made by a newer Diptych, or another program's database).
    static Result<Opened> open(const std::filesystem::path& folder);

    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    const std::filesystem::path& folder() const { return folder_; }
    SQLite::Database& connection() { return *connection_; }

    /// When the backup was made; empty when there is none.
    std::optional<std::int64_t> backupMs() const;
    /// Checks the database and, when it is sound, copies it to kBackupName, which is replaced as a
    /// whole. Takes a moment for each ten thousand entries: call it when nothing waits. Errors:
    /// FileInvalid (damaged; the old backup stays), FileWrite.
    Status backUp();

  private:
    Database(std::filesystem::path folder, std::unique_ptr<SQLite::Database> connection);

    std::filesystem::path folder_;
    std::unique_ptr<SQLite::Database> connection_;
};

} // namespace diptych::history
