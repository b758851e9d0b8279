// Questions to the history; what changes it is in history_store.cpp.
#include "core/history/database_error.h"
#include "core/history/history_store.h"
#include "core/history/search_text.h"
#include "core/history/statements.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace diptych::history {

namespace {

std::vector<EntrySummary> summaries(SQLite::Statement& query) {
    std::vector<EntrySummary> result;
    while (query.executeStep())
        result.push_back(summaryOf(query));
    return result;
}

std::vector<NameCount> nameCounts(SQLite::Database& connection, const std::string& statement) {
    SQLite::Statement query(connection, statement);
    std::vector<NameCount> result;
    while (query.executeStep())
        result.push_back({query.getColumn(0).getString(), query.getColumn(1).getInt64()});
    return result;
}

} // namespace

EntrySummary summaryOf(SQLite::Statement& row) {
    EntrySummary entry;
    entry.id = row.getColumn(0).getInt64();
    entry.createdMs = row.getColumn(1).getInt64();
    entry.promptHead = row.getColumn(2).getString();
    entry.seed = row.getColumn(3).getInt64();
    entry.width = row.getColumn(4).getInt();
    entry.height = row.getColumn(5).getInt();
    entry.model = row.getColumn(6).getString();
    entry.picture = row.getColumn(7).getString();
    entry.pixelHash = row.getColumn(8).getString();
    entry.stars = row.getColumn(9).getInt();
    if (!row.getColumn(10).isNull())
        entry.trashedMs = row.getColumn(10).getInt64();
    return entry;
}

std::string Conditions::where() const {
    std::string result;
    for (const std::string& condition : all)
        result += (result.empty() ? " WHERE " : " AND ") + condition;
    return result;
}

int Conditions::bind(SQLite::Statement& statement) const {
    int index = 1;
    for (const Value& value : values) {
        std::visit([&](const auto& plain) { statement.bind(index, plain); }, value);
        ++index;
    }
    return index;
}

void addSearch(Conditions& conditions, const std::string& search, Walk walk) {
    const SearchExpression expression = parseSearch(search);
    constexpr const char* kMatching = "(SELECT rowid FROM entry_texts WHERE entry_texts MATCH ?)";
    // To SQLite a plus says: not by this index.
    const char* column = walk == Walk::NewestFirst ? "+id" : "id";
    if (!expression.include.empty())
        conditions.add(fmt::format("{} IN {}", column, kMatching), expression.include);
    if (!expression.exclude.empty())
        conditions.add(fmt::format("{} NOT IN {}", column, kMatching), expression.exclude);
}

Conditions conditionsOf(const HistoryFilter& filter, Walk walk) {
    Conditions conditions;
    conditions.add(filter.trash == Trash::Only ? "trashed IS NOT NULL" : "trashed IS NULL");
    addSearch(conditions, filter.search, walk);
    if (!filter.model.empty())
        conditions.add("model = ?", filter.model);
    if (!filter.lora.empty())
        conditions.add("id IN (SELECT entry FROM entry_loras WHERE name = ?)", filter.lora);
    if (!filter.tag.empty())
        conditions.add("id IN (SELECT entry FROM entry_tags WHERE tag = ?)", filter.tag);
    if (filter.seed)
        conditions.add("seed = ?", *filter.seed);
    if (filter.createdFromMs)
        conditions.add("created >= ?", *filter.createdFromMs);
    if (filter.createdUntilMs)
        conditions.add("created < ?", *filter.createdUntilMs);
    if (filter.size) {
        conditions.add("width = ?", std::int64_t{filter.size->width});
        conditions.add("height = ?", std::int64_t{filter.size->height});
    }
    if (filter.leastStars > 0)
        conditions.add("stars >= ?", std::int64_t{filter.leastStars});
    return conditions;
}

Result<std::vector<EntrySummary>>
HistoryStore::page(const HistoryFilter& filter, const std::optional<Cursor>& after, int limit) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::vector<EntrySummary>> {
        Conditions conditions = conditionsOf(filter, Walk::NewestFirst);
        if (after) {
            conditions.add("(created, id) < (?, ?)", after->createdMs);
            conditions.values.emplace_back(after->id);
        }
        SQLite::Statement query(
            database_.connection(),
            fmt::format("SELECT {} FROM entries{} ORDER BY created DESC, id DESC "
                        "LIMIT ?",
                        kSummaryColumns, conditions.where()));
        query.bind(conditions.bind(query), std::max(limit, 0));
        return summaries(query);
    });
}

Result<std::int64_t> HistoryStore::count(const HistoryFilter& filter) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::int64_t> {
        const Conditions conditions = conditionsOf(filter, Walk::NewestFirst);
        SQLite::Statement query(database_.connection(),
                                "SELECT count(*) FROM entries" + conditions.where());
        conditions.bind(query);
        query.executeStep();
        return query.getColumn(0).getInt64();
    });
}

Result<std::vector<EntrySummary>> HistoryStore::matching(const HistoryFilter& filter,
                                                         std::span<const EntryId> ids) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::vector<EntrySummary>> {
        Conditions conditions = conditionsOf(filter, Walk::Matches);
        conditions.add("id = ?");
        SQLite::Statement query(
            database_.connection(),
            fmt::format("SELECT {} FROM entries{}", kSummaryColumns, conditions.where()));
        const int last = conditions.bind(query);
        std::vector<EntrySummary> entries;
        for (const EntryId id : ids) {
            query.reset();
            query.bind(last, id);
            if (query.executeStep())
                entries.push_back(summaryOf(query));
        }
        return entries;
    });
}

Result<FilterChoices> HistoryStore::filterChoices() {
    return guarded(folder() / kDatabaseName, [&]() -> Result<FilterChoices> {
        SQLite::Database& connection = database_.connection();
        FilterChoices choices;
        choices.models =
            nameCounts(connection, "SELECT model, count(*) FROM entries WHERE trashed IS NULL AND "
                                   "model <> '' GROUP BY model ORDER BY 2 DESC, 1");
        choices.loras =
            nameCounts(connection, "SELECT name, count(*) FROM entry_loras JOIN entries ON id = "
                                   "entry WHERE trashed IS NULL GROUP BY name ORDER BY 2 DESC, 1");
        choices.tags =
            nameCounts(connection, "SELECT tag, count(*) FROM entry_tags JOIN entries ON id = "
                                   "entry WHERE trashed IS NULL GROUP BY tag ORDER BY 2 DESC, 1");
        SQLite::Statement sizes(connection,
                                "SELECT width, height, count(*) FROM entries WHERE trashed IS NULL "
                                "GROUP BY width, height ORDER BY 3 DESC, 1, 2");
        while (sizes.executeStep())
            choices.sizes.push_back({{sizes.getColumn(0).getInt(), sizes.getColumn(1).getInt()},
                                     sizes.getColumn(2).getInt64()});
        return choices;
    });
}

Result<std::vector<EntryId>> HistoryStore::findByPixels(const std::string& pixelHash) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::vector<EntryId>> {
        std::vector<EntryId> ids;
        if (pixelHash.empty())
            return ids;
        SQLite::Statement query(
            database_.connection(),
            "SELECT id FROM entries WHERE pixel_hash = ? ORDER BY created DESC, id DESC");
        query.bind(1, pixelHash);
        while (query.executeStep())
            ids.push_back(query.getColumn(0).getInt64());
        return ids;
    });
}

Result<std::vector<EntrySummary>> HistoryStore::ancestors(EntryId id) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::vector<EntrySummary>> {
        SQLite::Statement query(database_.connection(),
                                fmt::format("SELECT {} FROM entries WHERE id = (SELECT parent FROM "
                                            "entries WHERE id = ?)",
                                            kSummaryColumns));
        std::vector<EntrySummary> chain;
        // A damaged database could hold a circle.
        std::set<EntryId> seen = {id};
        for (EntryId at = id;; at = chain.back().id) {
            query.reset();
            query.bind(1, at);
            if (!query.executeStep())
                return chain;
            EntrySummary parent = summaryOf(query);
            if (!seen.insert(parent.id).second)
                return chain;
            chain.push_back(std::move(parent));
        }
    });
}

Result<std::vector<EntrySummary>> HistoryStore::children(EntryId id) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::vector<EntrySummary>> {
        SQLite::Statement query(database_.connection(),
                                fmt::format("SELECT {} FROM entries WHERE parent = ? ORDER BY "
                                            "created DESC, id DESC",
                                            kSummaryColumns));
        query.bind(1, id);
        return summaries(query);
    });
}

Result<std::vector<std::string>> HistoryStore::distinctPrompts(const std::string& search, int limit,
                                                               int offset) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<std::vector<std::string>> {
        Conditions conditions;
        conditions.add("prompt <> ''");
        addSearch(conditions, search, Walk::Matches);
        SQLite::Statement query(database_.connection(),
                                "SELECT prompt FROM entries" + conditions.where() +
                                    " GROUP BY prompt ORDER BY max(created) DESC, max(id) DESC "
                                    "LIMIT ? OFFSET ?");
        const int next = conditions.bind(query);
        query.bind(next, std::max(limit, 0));
        query.bind(next + 1, std::max(offset, 0));
        std::vector<std::string> prompts;
        while (query.executeStep())
            prompts.push_back(query.getColumn(0).getString());
        return prompts;
    });
}

Result<bool> HistoryStore::isRecorded(const std::string& picture) {
    return guarded(folder() / kDatabaseName, [&]() -> Result<bool> {
        SQLite::Statement query(database_.connection(), "SELECT 1 FROM entries WHERE picture = ?");
        query.bind(1, picture);
        return query.executeStep();
    });
}

} // namespace diptych::history
