#include "core/history/queue_store.h"

#include "core/history/database_error.h"
#include "core/image/request_json.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <string>
#include <utility>

namespace diptych::history {

namespace {

constexpr auto kImmediate = SQLite::TransactionBehavior::IMMEDIATE;

const char* nameOf(StoredJobState state) {
    switch (state) {
    case StoredJobState::Waiting:
        return "waiting";
    case StoredJobState::Running:
        return "running";
    case StoredJobState::Interrupted:
        break;
    }
    return "interrupted";
}

} // namespace

Result<std::vector<StoredJob>> QueueStore::load() {
    return guarded(database_.folder() / kDatabaseName, [this]() -> Result<std::vector<StoredJob>> {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        connection.exec("UPDATE queue SET state = 'interrupted' WHERE state = 'running'");
        std::vector<StoredJob> jobs;
        std::vector<std::int64_t> unreadable;
        SQLite::Statement query(
            connection, "SELECT id, state, submitted, request FROM queue ORDER BY position, id");
        while (query.executeStep()) {
            StoredJob job;
            job.id = query.getColumn(0).getInt64();
            if (query.getColumn(1).getString() == nameOf(StoredJobState::Interrupted))
                job.state = StoredJobState::Interrupted;
            job.submittedMs = query.getColumn(2).getInt64();
            auto request = requestFromJson(query.getColumn(3).getString());
            if (!request) {
                unreadable.push_back(job.id);
                continue;
            }
            job.request = std::move(*request);
            jobs.push_back(std::move(job));
        }
        SQLite::Statement remove(connection, "DELETE FROM queue WHERE id = ?");
        for (const std::int64_t id : unreadable) {
            remove.reset();
            remove.bind(1, id);
            remove.exec();
        }
        transaction.commit();
        return jobs;
    });
}

Status QueueStore::put(const StoredJob& job) {
    return guarded(database_.folder() / kDatabaseName, [&]() -> Status {
        SQLite::Statement insert(
            database_.connection(),
            "INSERT INTO queue (id, position, state, submitted, request) "
            "VALUES (?1, (SELECT ifnull(max(position), 0) + 1 FROM queue), ?2, ?3, ?4) "
            "ON CONFLICT (id) DO UPDATE SET state = ?2, submitted = ?3, request = ?4");
        insert.bind(1, job.id);
        insert.bind(2, nameOf(job.state));
        insert.bind(3, job.submittedMs);
        insert.bind(4, requestToJson(job.request));
        insert.exec();
        return Done{};
    });
}

Status QueueStore::setState(std::int64_t id, StoredJobState state) {
    return guarded(database_.folder() / kDatabaseName, [&]() -> Status {
        SQLite::Statement update(database_.connection(), "UPDATE queue SET state = ? WHERE id = ?");
        update.bind(1, nameOf(state));
        update.bind(2, id);
        update.exec();
        return Done{};
    });
}

Status QueueStore::setOrder(std::span<const std::int64_t> ids) {
    return guarded(database_.folder() / kDatabaseName, [&]() -> Status {
        SQLite::Database& connection = database_.connection();
        SQLite::Transaction transaction(connection, kImmediate);
        // Those that are named go in front of all others.
        const std::int64_t first =
            connection.execAndGet("SELECT ifnull(min(position), 0) FROM queue").getInt64() -
            static_cast<std::int64_t>(ids.size());
        SQLite::Statement update(connection, "UPDATE queue SET position = ? WHERE id = ?");
        std::int64_t position = first;
        for (const std::int64_t id : ids) {
            update.reset();
            update.bind(1, position++);
            update.bind(2, id);
            update.exec();
        }
        transaction.commit();
        return Done{};
    });
}

Status QueueStore::remove(std::int64_t id) {
    return guarded(database_.folder() / kDatabaseName, [&]() -> Status {
        SQLite::Statement remove(database_.connection(), "DELETE FROM queue WHERE id = ?");
        remove.bind(1, id);
        remove.exec();
        return Done{};
    });
}

Status QueueStore::clear() {
    return guarded(database_.folder() / kDatabaseName, [this]() -> Status {
        database_.connection().exec("DELETE FROM queue");
        return Done{};
    });
}

} // namespace diptych::history
