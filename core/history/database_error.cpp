#include "core/history/database_error.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <string>

namespace diptych::history {

Error databaseError(const SQLite::Exception& exception, const std::filesystem::path& path) {
    const std::string detail = fmt::format("sqlite {}/{}: {}", exception.getErrorCode(),
                                           exception.getExtendedErrorCode(), exception.what());
    const std::string name = path.string();
    switch (exception.getErrorCode() & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::FileInvalid,
                fmt::format("the history {} is damaged", name),
                "start Diptych again: it puts the last good copy back",
                detail,
                {name}};
    case SQLITE_FULL:
        return {ErrorCode::FileWrite,
                fmt::format("the history {} cannot be written: the disk is full", name),
                "free some space; pictures that are on the disk already are found again",
                detail,
                {name}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::FileWrite,
                fmt::format("another program is using the history {}", name),
                "wait until it has finished, or close it",
                detail,
                {name}};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_IOERR:
        return {ErrorCode::FileWrite,
                fmt::format("the history {} cannot be opened for writing", name),
                "check the folder's permissions and the disk, or choose another data folder",
                detail,
                {name}};
    default:
        return {ErrorCode::Internal,
                fmt::format("the history {} did not take a command", name),
                "please report this",
                detail,
                {name}};
    }
}

} // namespace diptych::history
