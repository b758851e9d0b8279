// The tables of the database and the steps from each older layout to the current one.
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace SQLite { // NOLINT(readability-identifier-naming): the library's name
class Database;
}

namespace diptych::history {

/// What `PRAGMA application_id` says of a database of ours: "DptH".
inline constexpr int kApplicationId = 0x44707448;

/// The layout that this version writes.
int currentSchema();

/// Brings a database to the current layout, in one transaction; an empty one gets its tables. May
/// throw SQLite::Exception. Errors: Unsupported (newer than this version, another program's),
/// FileInvalid (tables are missing).
Status migrate(SQLite::Database& connection, const std::filesystem::path& path);

} // namespace diptych::history
