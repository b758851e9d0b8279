#include "core/history/draft_store.h"

#include "core/base/text.h"
#include "core/history/database_error.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace diptych::history {

Status DraftStore::save(const std::string& name, const std::string& content) {
    return guarded(database_.folder() / kDatabaseName, [&]() -> Status {
        SQLite::Statement insert(database_.connection(),
                                 "INSERT OR REPLACE INTO drafts (name, saved, content) VALUES "
                                 "(?, strftime('%s', 'now'), ?)");
        insert.bind(1, name);
        insert.bind(2, toValidUtf8(content));
        insert.exec();
        return Done{};
    });
}

Result<std::optional<std::string>> DraftStore::load(const std::string& name) {
    return guarded(database_.folder() / kDatabaseName, [&]() -> Result<std::optional<std::string>> {
        SQLite::Statement query(database_.connection(),
                                "SELECT content FROM drafts WHERE name = ?");
        query.bind(1, name);
        if (!query.executeStep())
            return std::optional<std::string>();
        return std::optional(query.getColumn(0).getString());
    });
}

Status DraftStore::remove(const std::string& name) {
    return guarded(database_.folder() / kDatabaseName, [&]() -> Status {
        SQLite::Statement remove(database_.connection(), "DELETE FROM drafts WHERE name = ?");
        remove.bind(1, name);
        remove.exec();
        return Done{};
    });
}

} // namespace diptych::history
