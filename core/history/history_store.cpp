// What changes the history; questions to it are in history_search.cpp.
#include "core/history/history_store.h"

#include "core/base/text.h"
#include "core/history/database_error.h"
#include "core/history/entry_text.h"
#include "core/history/search_text.h"
#include "core/history/thumbnails.h"
#include "core/image/request_json.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace diptych::history {

namespace {

namespace fs = std::filesystem;

constexpr auto kImmediate = SQLite::TransactionBehavior::IMMEDIATE;

// Whether a picture's path stays below the data folder; an absolute one lies elsewhere.
bool isOurs(const std::string& picture) {
    const fs::path path = fs::path(picture).lexically_normal();
    return path.is_relative() && !path.empty() && *path.begin() != ".." && path != ".";
}

Status requireStars(int stars) {
    if (stars >= 0 && stars <= kMostStars)
        return Done{};
    return fail(ErrorCode::InvalidInput, fmt::format("{} stars are not possible", stars),
                fmt::format("give 0 to {}", kMostStars));
}

Status checkEntry(const HistoryStore& store, const HistoryEntry& entry) {
    DIPTYCH_TRY_DONE(requireStars(entry.stars));
    if (!entry.request.seed)
        return fail(ErrorCode::InvalidInput, "an entry of the history needs its seed",
                    "resolve the request before it is drawn");
    if (fs::path(entry.picture).is_relative() && !isOurs(entry.picture))
        return fail(ErrorCode::InvalidInput,
                    fmt::format("the picture '{}' does not lie in the data folder", entry.picture),
                    "give its whole path");
    std::error_code ignored;
    const fs::path path = store.picturePath(entry.picture);
    if (!fs::is_regular_file(path, ignored))
        return fail(ErrorCode::FileNotFound,
                    fmt::format("there is no picture at {}", path.string()),
                    "write the picture before it is recorded");
    return Done{};
}

std::int64_t nowMicroseconds() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

EntryId nextId(SQLite::Database& connection) {
    const EntryId last = connection.execAndGet("SELECT ifnull(max(id), 0) FROM entries").getInt64();
    return std::max<EntryId>(last + 1, nowMicroseconds());
}

void insertEntry(SQLite::Database& connection, EntryId id, const HistoryEntry& entry) {
    SQLite::Statement insert(
        connection,
        "INSERT INTO entries (id, created, prompt, seed, width, height, model, picture,"
        " pixel_hash, parent, stars, note, trashed) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    int at = 0;
    insert.bind(++at, id);
    insert.bind(++at, entry.createdMs == 0 ? nowMicroseconds() / 1000 : entry.createdMs);
    insert.bind(++at, toValidUtf8(entry.request.conversation.user));
    insert.bind(++at, entry.request.seed.value_or(0));
    insert.bind(++at, entry.width);
    insert.bind(++at, entry.height);
    insert.bind(++at, toValidUtf8(entry.model));
    insert.bind(++at, entry.picture);
    insert.bind(++at, entry.pixelHash);
    if (entry.parent)
        insert.bind(++at, *entry.parent);
    else
        insert.bind(++at);
    insert.bind(++at, entry.stars);
    insert.bind(++at, toValidUtf8(entry.note));
    if (entry.trashedMs)
        insert.bind(++at, *entry.trashedMs);
    else
        insert.bind(++at);
    insert.exec();
}

void insertDetails(SQLite::Database& connection, EntryId id, const HistoryEntry& entry) {
    SQLite::Statement insert(
        connection, "INSERT INTO entry_details (entry, request, formatted_prompt, "
                    "version, encoder, dtype, placement, seconds) VALUES (?,?,?,?,?,?,?,?)");
    int at = 0;
    insert.bind(++at, id);
    insert.bind(++at, requestToJson(entry.request));
    insert.bind(++at, toValidUtf8(entry.formattedPrompt));
    insert.bind(++at, entry.version);
    insert.bind(++at, toValidUtf8(entry.encoder));
    insert.bind(++at, entry.dtype);
    insert.bind(++at, placementToJson(entry.placement));
    insert.bind(++at, phaseTimesToJson(entry.seconds));
    insert.exec();
}

void insertTag(SQLite::Database& connection, EntryId id, const std::string& tag) {
    SQLite::Statement insert(connection, "INSERT OR IGNORE INTO entry_tags (entry, tag) "
                                         "SELECT id, ? FROM entries WHERE id = ?");
    insert.bind(1, tag);
    insert.bind(2, id);
    insert.exec();
}

void insertNames(SQLite::Database& connection, EntryId id, const HistoryEntry& entry) {
    SQLite::Statement insert(
        connection, "INSERT OR IGNORE INTO entry_loras (entry, name, scale) VALUES (?, ?, ?)");
    for (const LoraRecord& lora : loraRecords(entry.request.loras)) {
        insert.reset();
        insert.bind(1, id);
        insert.bind(2, toValidUtf8(lora.name));
        insert.bind(3, lora.scale);
        insert.exec();
    }
    const std::vector<std::string> tags = tidyTags(entry.tags);
    for (const std::string& tag : tags)
        insertTag(connection, id, tag);
    SQLite::Statement index(
        connection, "INSERT INTO entry_texts (rowid, prompt, tags, note) VALUES (?, ?, ?, ?)");
    index.bind(1, id);
    index.bind(2, indexText(promptText(entry.request.conversation)));
    index.bind(3, indexText(joined(tags)));
    index.bind(4, indexText(entry.note));
    index.exec();
}

std::vector<std::string> tagsOf(SQLite::Database& connection, EntryId id) {
    SQLite::Statement query(connection, "SELECT tag FROM entry_tags WHERE entry = ? ORDER BY tag");
    query.bind(1, id);
    std::vector<std::string> tags;
    while (query.executeStep())
        tags.push_back(query.getColumn(0).getString());
    return tags;
}

void indexTags(SQLite::Database& connection, EntryId id) {
    SQLite::Statement index(connection, "UPDATE entry_texts SET tags = ? WHERE rowid = ?");
    index.bind(1, indexText(joined(tagsOf(connection, id))));
    index.bind(2, id);
    index.exec();
}

/// One statement for each id, all or none.
void forEach(SQLite::Database& connection, std::span<const EntryId> ids, const char* statement,
             std::int64_t value) {
    SQLite::Transaction transaction(connection, kImmediate);
    SQLite::Statement update(connection, statement);
    for (const EntryId id : ids) {
        update.reset();
        update.bind(1, value);
        update.bind(2, id);
        update.exec();
    }
    transaction.commit();
}

struct Files {
    std::string picture;
    std::string pixelHash;
    bool pictureShared = false;
    bool pixelsShared = false;
};

std::optional<Files> filesOf(SQLite::Database& connection, EntryId id) {
    SQLite::Statement query(
        connection,
        "SELECT picture, pixel_hash,"
        " EXISTS (SELECT 1 FROM entries o WHERE o.picture = e.picture AND o.id <> e.id),"
        " EXISTS (SELECT 1 FROM entries o WHERE o.pixel_hash = e.pixel_hash AND o.id <> e.id)"
        " FROM entries e WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep())
        return std::nullopt;
    return Files{query.getColumn(0).getString(), query.getColumn(1).getString(),
                 query.getColumn(2).getInt() != 0, query.getColumn(3).getInt() != 0};
}

void deleteRow(SQLite::Database& connection, EntryId id) {
    // Details, tags and names follow by themselves; a virtual table knows no such rule.
    for (const char* statement :
         {"DELETE FROM entry_texts WHERE rowid = ?", "DELETE FROM entries WHERE id = ?"}) {
        SQLite::Statement remove(connection, statement);
        remove.bind(1, id);
        remove.exec();
    }
}

} // namespace

PictureMetadata metadataOf(const HistoryEntry& entry) {
    PictureMetadata metadata;
    metadata.version = entry.version;
    metadata.request = entry.request;
    metadata.formattedPrompt = entry.formattedPrompt;
    metadata.loras = loraRecords(entry.request.loras);
    metadata.model = entry.model;
    metadata.encoder = entry.encoder;
    metadata.dtype = entry.dtype;
    metadata.seconds = entry.seconds.total();
    return metadata;
}

std::filesystem::path HistoryStore::picturePath(const std::string& picture) const {
    return folder() / fs::path(picture);
}

Result<std::vector<EntryId>> HistoryStore::append(std::span<const HistoryEntry> entries) {
    for (const HistoryEntry& entry : entries)
        DIPTYCH_TRY_DONE(checkEntry(*this, entry));
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::vector<EntryId>> {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        std::vector<EntryId> ids;
        for (const HistoryEntry& entry : entries) {
            const EntryId id = nextId(connection);
            insertEntry(connection, id, entry);
            insertDetails(connection, id, entry);
            insertNames(connection, id, entry);
            ids.push_back(id);
        }
        transaction.commit();
        return ids;
    });
}

Result<EntryId> HistoryStore::append(const HistoryEntry& entry) {
    DIPTYCH_TRY(const std::vector<EntryId> ids, append(std::span(&entry, 1)));
    return ids.front();
}

Result<HistoryEntry> HistoryStore::entry(EntryId id) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<HistoryEntry> {
        SQLite::Statement query(
            database_.connection(),
            "SELECT created, width, height, model, picture, pixel_hash, parent, stars, note, "
            "trashed, request, formatted_prompt, version, encoder, dtype, placement, seconds FROM "
            "entries JOIN entry_details ON entry = id WHERE id = ?");
        query.bind(1, id);
        if (!query.executeStep())
            return fail(ErrorCode::InvalidInput, fmt::format("the history has no entry {}", id),
                        "it may have been deleted meanwhile");
        HistoryEntry entry;
        entry.id = id;
        int at = 0;
        entry.createdMs = query.getColumn(at++).getInt64();
        entry.width = query.getColumn(at++).getInt();
        entry.height = query.getColumn(at++).getInt();
        entry.model = query.getColumn(at++).getString();
        entry.picture = query.getColumn(at++).getString();
        entry.pixelHash = query.getColumn(at++).getString();
        if (const auto parent = query.getColumn(at++); !parent.isNull())
            entry.parent = parent.getInt64();
        entry.stars = query.getColumn(at++).getInt();
        entry.note = query.getColumn(at++).getString();
        if (const auto trashed = query.getColumn(at++); !trashed.isNull())
            entry.trashedMs = trashed.getInt64();
        DIPTYCH_TRY(entry.request, requestFromJson(query.getColumn(at++).getString()));
        entry.formattedPrompt = query.getColumn(at++).getString();
        entry.version = query.getColumn(at++).getString();
        entry.encoder = query.getColumn(at++).getString();
        entry.dtype = query.getColumn(at++).getString();
        entry.placement = placementFromJson(query.getColumn(at++).getString());
        entry.seconds = phaseTimesFromJson(query.getColumn(at++).getString());
        entry.tags = tagsOf(database_.connection(), id);
        return entry;
    });
}

Status HistoryStore::setStars(std::span<const EntryId> ids, int stars) {
    DIPTYCH_TRY_DONE(requireStars(stars));
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        forEach(database_.connection(), ids, "UPDATE entries SET stars = ? WHERE id = ?", stars);
        return Done{};
    });
}

Status HistoryStore::setTags(EntryId id, const std::vector<std::string>& tags) {
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        SQLite::Statement clear(connection, "DELETE FROM entry_tags WHERE entry = ?");
        clear.bind(1, id);
        clear.exec();
        for (const std::string& tag : tidyTags(tags))
            insertTag(connection, id, tag);
        indexTags(connection, id);
        transaction.commit();
        return Done{};
    });
}

Status HistoryStore::addTag(std::span<const EntryId> ids, const std::string& tag) {
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        for (const std::string& tidy : tidyTags({tag})) {
            for (const EntryId id : ids) {
                insertTag(connection, id, tidy);
                indexTags(connection, id);
            }
        }
        transaction.commit();
        return Done{};
    });
}

Status HistoryStore::removeTag(std::span<const EntryId> ids, const std::string& tag) {
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        SQLite::Statement clear(connection, "DELETE FROM entry_tags WHERE tag = ? AND entry = ?");
        for (const EntryId id : ids) {
            clear.reset();
            clear.bind(1, tag);
            clear.bind(2, id);
            clear.exec();
            indexTags(connection, id);
        }
        transaction.commit();
        return Done{};
    });
}

Status HistoryStore::setNote(EntryId id, const std::string& note) {
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        for (const auto& [statement, text] :
             {std::pair("UPDATE entries SET note = ? WHERE id = ?", toValidUtf8(note)),
              std::pair("UPDATE entry_texts SET note = ? WHERE rowid = ?", indexText(note))}) {
            SQLite::Statement update(connection, statement);
            update.bind(1, text);
            update.bind(2, id);
            update.exec();
        }
        transaction.commit();
        return Done{};
    });
}

Status HistoryStore::moveToTrash(std::span<const EntryId> ids, std::int64_t nowMs) {
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        forEach(database_.connection(), ids, "UPDATE entries SET trashed = ? WHERE id = ?", nowMs);
        return Done{};
    });
}

Status HistoryStore::restoreFromTrash(std::span<const EntryId> ids) {
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        forEach(database_.connection(), ids,
                "UPDATE entries SET trashed = nullif(?, 0) WHERE id = ?", 0);
        return Done{};
    });
}

// Files first: if the program dies in between, an entry without a picture is left in the trash. The
// other way round a picture without an entry would be, and come back as a found one.
Status HistoryStore::remove(std::span<const EntryId> ids) {
    return guarded(folder() / kDatabaseName, [&]() -> Status {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        std::optional<Error> problem;
        for (const EntryId id : ids) {
            const std::optional<Files> files = filesOf(connection, id);
            if (!files)
                continue;
            const fs::path path = picturePath(files->picture);
            std::error_code error;
            if (!files->pictureShared && isOurs(files->picture))
                fs::remove(path, error);
            if (error) {
                problem = Error{ErrorCode::FileWrite,
                                fmt::format("{} cannot be deleted", path.string()),
                                "check the permissions; the entry stays",
                                error.message(),
                                {path.string()}};
                continue;
            }
            if (!files->pixelsShared)
                removeThumbnail(folder(), files->pixelHash);
            deleteRow(connection, id);
        }
        transaction.commit();
        if (problem)
            return fail(std::move(*problem));
        return Done{};
    });
}

Result<std::int64_t> HistoryStore::emptyTrash(std::int64_t beforeMs) {
    std::vector<EntryId> ids;
    DIPTYCH_TRY_DONE(guarded(folder() / kDatabaseName, [&]() -> Status {
        SQLite::Statement query(database_.connection(), "SELECT id FROM entries WHERE trashed < ?");
        query.bind(1, beforeMs);
        while (query.executeStep())
            ids.push_back(query.getColumn(0).getInt64());
        return Done{};
    }));
    DIPTYCH_TRY_DONE(remove(ids));
    return static_cast<std::int64_t>(ids.size());
}

} // namespace diptych::history
