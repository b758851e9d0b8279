#include "core/history/database.h"

#include "core/base/file.h"
#include "core/history/database_error.h"
#include "core/history/schema.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <string>
#include <system_error>
#include <utility>

namespace diptych::history {

namespace {

namespace fs = std::filesystem;

constexpr int kBusyTimeoutMs = 5000;

Status check(SQLite::Database& connection, const fs::path& path) {
    SQLite::Statement query(connection, "PRAGMA quick_check(1)");
    std::string answer = "no answer";
    if (query.executeStep())
        answer = query.getColumn(0).getString();
    if (answer == "ok")
        return Done{};
    return fail(ErrorCode::FileInvalid, fmt::format("the history {} is damaged", path.string()),
                "start Diptych again: it puts the last good copy back", answer);
}

// Errors: FileInvalid means damaged, all others that nothing can be done about it here.
Result<std::unique_ptr<SQLite::Database>> connect(const fs::path& path) {
    using Connection = std::unique_ptr<SQLite::Database>;
    return guarded(path, [&path]() -> Result<Connection> {
        auto connection = std::make_unique<SQLite::Database>(
            path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs);
        // Before anything reads the schema: a program that was killed leaves a log to be replayed.
        connection->exec("PRAGMA journal_mode = WAL");
        connection->exec("PRAGMA synchronous = FULL");
        connection->exec("PRAGMA foreign_keys = ON");
        connection->exec("PRAGMA cell_size_check = ON");
        connection->exec("PRAGMA trusted_schema = OFF");
        DIPTYCH_TRY_DONE(check(*connection, path));
        DIPTYCH_TRY_DONE(migrate(*connection, path));
        return connection;
    });
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    const auto size = fs::file_size(path, ignored);
    return !ignored && size > 0;
}

fs::path withSuffix(const fs::path& path, std::string_view suffix) {
    fs::path result = path;
    result += suffix;
    return result;
}

fs::path freeDamagedName(const fs::path& path) {
    const std::time_t now = std::time(nullptr);
    const std::string stamp = fmt::format("{:%Y%m%d-%H%M%S}", fmt::gmtime(now));
    std::error_code ignored;
    for (int attempt = 0;; ++attempt) {
        const std::string more = attempt == 0 ? "" : fmt::format("-{}", attempt);
        fs::path name = path.parent_path() / fmt::format("{}.damaged-{}{}{}", path.stem().string(),
                                                         stamp, more, path.extension().string());
        if (!fs::exists(name, ignored))
            return name;
    }
}

// The logs go along: one that stays would be replayed onto whatever takes the file's place.
Result<fs::path> moveAside(const fs::path& path) {
    const fs::path target = freeDamagedName(path);
    std::error_code ignored;
    const bool kept = isThere(path);
    if (!kept)
        fs::remove(path, ignored);
    for (const char* suffix : {"", "-wal", "-shm"}) {
        const fs::path from = withSuffix(path, suffix);
        if (!fs::exists(from, ignored))
            continue;
        std::error_code error;
        fs::rename(from, withSuffix(target, suffix), error);
        if (error)
            return fail(ErrorCode::FileWrite,
                        fmt::format("the damaged history {} cannot be moved aside", path.string()),
                        "check the folder's permissions, or choose another data folder",
                        error.message());
    }
    return kept ? target : fs::path();
}

std::optional<std::int64_t> modifiedMs(const fs::path& path) {
    std::error_code error;
    const auto time = fs::last_write_time(path, error);
    if (error)
        return std::nullopt;
    const auto system = std::chrono::file_clock::to_sys(time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(system.time_since_epoch()).count();
}

// The backup itself stays where it is: it is all there is until the next one.
Result<std::unique_ptr<SQLite::Database>> restore(const fs::path& backup, const fs::path& path) {
    const fs::path part = withSuffix(path, ".part");
    std::error_code error;
    fs::copy_file(backup, part, fs::copy_options::overwrite_existing, error);
    if (!error)
        fs::rename(part, path, error);
    if (error)
        return fail(
            ErrorCode::FileWrite,
            fmt::format("the backup of the history cannot be put back to {}", path.string()),
            "check the folder's permissions and the free space", error.message());
    return connect(path);
}

} // namespace

Database::Database(std::filesystem::path folder, std::unique_ptr<SQLite::Database> connection)
    : folder_(std::move(folder)), connection_(std::move(connection)) {}

Database::~Database() = default;

std::optional<Notice> Database::Opened::notice() const {
    const std::string kept = damagedFile.empty() ? ""
                                                 : fmt::format(" The damaged file was kept as {}.",
                                                               damagedFile.filename().string());
    if (outcome == Outcome::Restored) {
        const std::time_t made = static_cast<std::time_t>(backupMs.value_or(0) / 1000);
        return Notice{
            "history_restored",
            fmt::format("The history was {}, and the copy of {:%Y-%m-%d %H:%M} UTC was put back.{}",
                        damagedFile.empty() ? "gone" : "damaged", fmt::gmtime(made), kept)};
    }
    if (outcome == Outcome::StartedAnew)
        return Notice{"history_started_anew",
                      "The history was damaged and there was no copy of it: it starts anew." +
                          kept};
    return std::nullopt;
}

Result<Database::Opened> Database::open(const std::filesystem::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::FileWrite,
                    fmt::format("the data folder {} cannot be made", folder.string()),
                    "check the permissions, or choose another data folder", error.message());
    const fs::path path = folder / kDatabaseName;
    const fs::path backup = folder / kBackupName;
    const auto opened = [&folder](std::unique_ptr<SQLite::Database> connection, Outcome outcome) {
        Opened result;
        result.database.reset(new Database(folder, std::move(connection)));
        result.outcome = outcome;
        return result;
    };
    const bool existed = isThere(path);
    if (existed || !isThere(backup)) {
        auto connection = connect(path);
        if (connection)
            return opened(std::move(*connection), existed ? Outcome::Ordinary : Outcome::Created);
        if (connection.error().code != ErrorCode::FileInvalid)
            return fail(std::move(connection.error()));
    }
    DIPTYCH_TRY(const fs::path damaged, moveAside(path));
    if (isThere(backup)) {
        auto connection = restore(backup, path);
        if (connection) {
            Opened result = opened(std::move(*connection), Outcome::Restored);
            result.backupMs = modifiedMs(backup);
            result.damagedFile = damaged;
            return result;
        }
        if (connection.error().code != ErrorCode::FileInvalid)
            return fail(std::move(connection.error()));
        DIPTYCH_TRY_DONE(moveAside(path));
    }
    DIPTYCH_TRY(auto connection, connect(path));
    Opened result = opened(std::move(connection), Outcome::StartedAnew);
    result.damagedFile = damaged;
    return result;
}

std::optional<std::int64_t> Database::backupMs() const {
    return modifiedMs(folder_ / kBackupName);
}

Status Database::backUp() {
    const fs::path path = folder_ / kBackupName;
    const fs::path part = withSuffix(path, ".part");
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
        fs::remove(withSuffix(part, suffix), ignored);
    Status copied = guarded(folder_ / kDatabaseName, [&]() -> Status {
        DIPTYCH_TRY_DONE(check(*connection_, folder_ / kDatabaseName));
        SQLite::Database copy(part.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup(copy, *connection_).executeStep();
        // A lone file that another program can read without its log.
        copy.exec("PRAGMA journal_mode = DELETE");
        return Done{};
    });
    if (!copied)
        return copied;
    std::error_code error;
    fs::rename(part, path, error);
    if (error)
        return fail(ErrorCode::FileWrite,
                    fmt::format("the backup {} cannot be written", path.string()),
                    "check the folder's permissions and the free space", error.message());
    return Done{};
}

} // namespace diptych::history
