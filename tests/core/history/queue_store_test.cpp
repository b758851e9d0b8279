// core/history: the queue and the drafts, over the end of the program.
#include "core/history/draft_store.h"
#include "core/history/queue_store.h"
#include "tests/core/history/history_fixture.h"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>

namespace diptych::history {
namespace {

using test::History;
using test::inChild;
using Ids = std::vector<std::int64_t>;

StoredJob job(std::int64_t id) {
    StoredJob result;
    result.id = id;
    result.submittedMs = 1'000 + id;
    result.request.conversation.user = fmt::format("job {}", id);
    result.request.seed = id;
    result.request.loras = {{"/l/ink.safetensors", 0.5}};
    return result;
}

Ids idsOf(const std::vector<StoredJob>& jobs) {
    Ids ids;
    for (const StoredJob& each : jobs)
        ids.push_back(each.id);
    return ids;
}

TEST(QueueStore, bringsJobsBackInOrderAndNamesTheInterruptedOne) {
    History history;
    history.close();
    const int status = inChild([&] {
        Database::Opened opened = valueOrThrow(Database::open(history.path()));
        QueueStore queue(*opened.database);
        for (const std::int64_t id : {5, 1, 9})
            valueOrThrow(queue.put(job(id)));
        valueOrThrow(queue.setState(5, StoredJobState::Running));
        return ::raise(SIGKILL);
    });
    ASSERT_EQ(status, -SIGKILL);
    history.reopen();
    QueueStore queue(history.database());
    const auto jobs = valueOrThrow(queue.load());
    ASSERT_EQ(idsOf(jobs), (Ids{5, 1, 9}));
    EXPECT_EQ(jobs[0].state, StoredJobState::Interrupted);
    EXPECT_EQ(jobs[1], job(1));
    EXPECT_EQ(valueOrThrow(queue.load()), jobs) << "still interrupted when asked again";
}

TEST(QueueStore, replacesAJobInItsPlace) {
    History history;
    QueueStore queue(history.database());
    for (const std::int64_t id : {1, 2, 3})
        valueOrThrow(queue.put(job(id)));
    StoredJob edited = job(2);
    edited.request.steps = 30;
    valueOrThrow(queue.put(edited));
    const auto jobs = valueOrThrow(queue.load());
    EXPECT_EQ(idsOf(jobs), (Ids{1, 2, 3}));
    EXPECT_EQ(jobs[1].request.steps, 30);
}

TEST(QueueStore, keepsTheOrderThatItIsGiven) {
    History history;
    QueueStore queue(history.database());
    for (const std::int64_t id : {1, 2, 3, 4})
        valueOrThrow(queue.put(job(id)));
    valueOrThrow(queue.setOrder(Ids{4, 2, 77}));
    EXPECT_EQ(idsOf(valueOrThrow(queue.load())), (Ids{4, 2, 1, 3}));
    valueOrThrow(queue.put(job(5)));
    valueOrThrow(queue.setOrder(Ids{3}));
    EXPECT_EQ(idsOf(valueOrThrow(queue.load())), (Ids{3, 4, 2, 1, 5}));
}

TEST(QueueStore, removesOneOrAll) {
    History history;
    QueueStore queue(history.database());
    for (const std::int64_t id : {1, 2, 3})
        valueOrThrow(queue.put(job(id)));
    valueOrThrow(queue.remove(2));
    valueOrThrow(queue.remove(99));
    EXPECT_EQ(idsOf(valueOrThrow(queue.load())), (Ids{1, 3}));
    valueOrThrow(queue.clear());
    EXPECT_TRUE(valueOrThrow(queue.load()).empty());
}

TEST(QueueStore, leavesOutAJobThatCannotBeRead) {
    History history;
    QueueStore queue(history.database());
    valueOrThrow(queue.put(job(1)));
    valueOrThrow(queue.put(job(2)));
    history.database().connection().exec("UPDATE queue SET request = '{\"width\":' WHERE id = 1");
    EXPECT_EQ(idsOf(valueOrThrow(queue.load())), (Ids{2}));
}

TEST(DraftStore, keepsTheLastTextUnderEachName) {
    History history;
    history.close();
    const int status = inChild([&] {
        Database::Opened opened = valueOrThrow(Database::open(history.path()));
        DraftStore drafts(*opened.database);
        valueOrThrow(drafts.save("form", "{\"prompt\": \"a c\"}"));
        valueOrThrow(drafts.save("form", "{\"prompt\": \"一隻貓\"}"));
        valueOrThrow(drafts.save("other", ""));
        return ::raise(SIGKILL);
    });
    ASSERT_EQ(status, -SIGKILL);
    history.reopen();
    DraftStore drafts(history.database());
    EXPECT_EQ(valueOrThrow(drafts.load("form")), "{\"prompt\": \"一隻貓\"}");
    EXPECT_EQ(valueOrThrow(drafts.load("other")), "");
    EXPECT_EQ(valueOrThrow(drafts.load("third")), std::nullopt);
    valueOrThrow(drafts.remove("form"));
    EXPECT_EQ(valueOrThrow(drafts.load("form")), std::nullopt);
}

} // namespace
} // namespace diptych::history
