#include "core/history/schema.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <array>

namespace diptych::history {

namespace {

// In a table WITHOUT ROWID the columns of the primary key stand first and in its order: SQLite
// 3.40's quick_check finds fault with any other. A list reads only `entries`; what is long and
// rarely wanted lies beside it. `entry_texts` holds the words that search_text.h makes, so the
// tokenizer has nothing left to do but to split at blanks.
constexpr const char* kFirstLayout = R"sql(
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    created INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    seed INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    model TEXT NOT NULL,
    picture TEXT NOT NULL,
    pixel_hash TEXT NOT NULL,
    parent INTEGER,
    stars INTEGER NOT NULL DEFAULT 0 CHECK (stars BETWEEN 0 AND 5),
    note TEXT NOT NULL DEFAULT '',
    trashed INTEGER
);
CREATE INDEX entries_by_time ON entries (created, id);
CREATE INDEX entries_by_prompt ON entries (prompt, created);
CREATE INDEX entries_by_pixels ON entries (pixel_hash);
CREATE INDEX entries_by_picture ON entries (picture);
CREATE INDEX entries_by_parent ON entries (parent) WHERE parent IS NOT NULL;
CREATE TABLE entry_details (
    entry INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    request TEXT NOT NULL,
    formatted_prompt TEXT NOT NULL,
    version TEXT NOT NULL,
    encoder TEXT NOT NULL,
    dtype TEXT NOT NULL,
    placement TEXT NOT NULL,
    seconds TEXT NOT NULL
);
CREATE TABLE entry_loras (
    name TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    scale REAL NOT NULL,
    PRIMARY KEY (name, entry)
) WITHOUT ROWID;
CREATE INDEX entry_loras_by_entry ON entry_loras (entry);
CREATE TABLE entry_tags (
    tag TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    PRIMARY KEY (tag, entry)
) WITHOUT ROWID;
CREATE INDEX entry_tags_by_entry ON entry_tags (entry);
CREATE VIRTUAL TABLE entry_texts USING fts5 (
    prompt, tags, note,
    prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co Cn'"
);
)sql";

// The window's queue and what was being typed.
constexpr const char* kSecondLayout = R"sql(
CREATE TABLE queue (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'interrupted')),
    submitted INTEGER NOT NULL,
    request TEXT NOT NULL
);
CREATE TABLE drafts (
    name TEXT PRIMARY KEY,
    saved INTEGER NOT NULL,
    content TEXT NOT NULL
) WITHOUT ROWID;
)sql";

// The step at index n leads from layout n to n + 1.
constexpr std::array<const char*, 2> kSteps = {kFirstLayout, kSecondLayout};

constexpr std::array<const char*, 7> kTables = {
    "entries", "entry_details", "entry_loras", "entry_tags", "entry_texts", "queue", "drafts"};

int number(SQLite::Database& connection, const char* statement) {
    return connection.execAndGet(statement).getInt();
}

Status requireOurs(SQLite::Database& connection, int version, const std::filesystem::path& path) {
    if (version > currentSchema())
        return fail(ErrorCode::Unsupported,
                    fmt::format("the history {} was written by a newer Diptych", path.string()),
                    "update Diptych, or choose another data folder",
                    fmt::format("layout {}, known up to {}", version, currentSchema()));
    const int application = number(connection, "PRAGMA application_id");
    const bool empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (application != kApplicationId && !(empty && version == 0))
        return fail(ErrorCode::Unsupported,
                    fmt::format("{} is another program's database", path.string()),
                    "move it away, or choose another data folder");
    return Done{};
}

Status requireTables(SQLite::Database& connection, const std::filesystem::path& path) {
    SQLite::Statement query(connection, "SELECT 1 FROM sqlite_schema WHERE name = ?");
    for (const char* table : kTables) {
        query.reset();
        query.bind(1, table);
        if (!query.executeStep())
            return fail(ErrorCode::FileInvalid,
                        fmt::format("the history {} is damaged", path.string()),
                        "start Diptych again: it puts the last good copy back",
                        fmt::format("the table {} is missing", table));
    }
    return Done{};
}

} // namespace

int currentSchema() {
    return static_cast<int>(kSteps.size());
}

Status migrate(SQLite::Database& connection, const std::filesystem::path& path) {
    if (number(connection, "PRAGMA user_version") != currentSchema()) {
        // Looked at again inside: another process may have been quicker.
        SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
        const int version = number(connection, "PRAGMA user_version");
        DIPTYCH_TRY_DONE(requireOurs(connection, version, path));
        for (int step = version; step < currentSchema(); ++step)
            connection.exec(kSteps[static_cast<std::size_t>(step)]);
        connection.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
        connection.exec(fmt::format("PRAGMA user_version = {}", currentSchema()));
        transaction.commit();
    }
    DIPTYCH_TRY_DONE(requireOurs(connection, currentSchema(), path));
    return requireTables(connection, path);
}

} // namespace diptych::history
