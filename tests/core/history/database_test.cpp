// core/history: opening, mending and sharing the database.
#include "core/history/draft_store.h"
#include "core/history/queue_store.h"
#include "tests/core/history/history_fixture.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace diptych::history {
namespace {

namespace fs = std::filesystem;
using diptych::test::dataPath;
using diptych::test::readBytes;
using diptych::test::TemporaryFolder;
using diptych::test::writeBytes;
using test::entryOf;
using test::History;
using test::inChild;
using Outcome = Database::Outcome;

constexpr const char* kLayout1 = "history/layout-1.sql";

std::vector<std::string> damagedFiles(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(folder))
        if (file.path().filename().string().find(".damaged-") != std::string::npos)
            names.push_back(file.path().filename().string());
    return names;
}

// A history with one entry in its backup and a second one since.
void fillWithBackup(History& history) {
    history.add("in the backup");
    ASSERT_TRUE(history.database().backUp());
    history.add("since then");
    history.close();
}

TEST(Database, isCreatedAndOpensAgainAsItWasLeft) {
    History history;
    EXPECT_EQ(history.opened().outcome, Outcome::Created);
    EXPECT_FALSE(history.opened().notice());
    history.add("a cat");
    history.reopen();
    EXPECT_EQ(history.opened().outcome, Outcome::Ordinary);
    EXPECT_FALSE(history.opened().notice());
    EXPECT_EQ(history.all().size(), 1u);
}

TEST(Database, comesBackFromItsBackupWhenItIsDamaged) {
    const auto cutOff = [](std::string bytes, std::size_t length) {
        bytes.resize(std::min(length, bytes.size()));
        return bytes;
    };
    const auto overwritten = [](std::string bytes, std::size_t from) {
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(), '\xA5');
        return bytes;
    };
    const std::vector<std::function<std::string(std::string)>> damages = {
        [](const std::string&) { return std::string("this is no database at all, however long"); },
        [&](const std::string& bytes) { return cutOff(bytes, 50); },
        [&](const std::string& bytes) { return cutOff(bytes, 4096); },
        [&](const std::string& bytes) { return cutOff(bytes, bytes.size() / 2); },
        [&](const std::string& bytes) { return overwritten(bytes, 100); },
        [&](const std::string& bytes) { return overwritten(bytes, 4096 * 3); },
    };
    for (std::size_t number = 0; number < damages.size(); ++number) {
        History history;
        fillWithBackup(history);
        const fs::path path = history.path() / kDatabaseName;
        writeBytes(path, damages[number](readBytes(path)));
        history.reopen();
        EXPECT_EQ(history.opened().outcome, Outcome::Restored) << number;
        EXPECT_TRUE(history.opened().backupMs);
        ASSERT_TRUE(history.opened().notice());
        EXPECT_EQ(history.opened().notice()->code, "history_restored");
        EXPECT_EQ(history.found("").size(), 1u) << number;
        EXPECT_EQ(history.found("backup"), std::vector<std::string>{"in the backup"});
        ASSERT_EQ(damagedFiles(history.path()).size(), 1u) << "what is damaged is kept";
        EXPECT_NE(history.opened().notice()->message.find(damagedFiles(history.path()).front()),
                  std::string::npos);
        history.add("and it works");
        history.reopen();
        EXPECT_EQ(history.opened().outcome, Outcome::Ordinary);
        EXPECT_EQ(history.all().size(), 2u);
    }
}

TEST(Database, comesBackFromItsBackupWhenItIsGoneOrEmpty) {
    for (const bool gone : {true, false}) {
        History history;
        fillWithBackup(history);
        fs::remove(history.path() / kDatabaseName);
        if (!gone)
            writeBytes(history.path() / kDatabaseName, "");
        history.reopen();
        EXPECT_EQ(history.opened().outcome, Outcome::Restored);
        EXPECT_EQ(history.all().size(), 1u);
        EXPECT_TRUE(damagedFiles(history.path()).empty());
    }
}

TEST(Database, neverReplaysTheLogOfADamagedFileOntoItsBackup) {
    History history;
    history.add("in the backup");
    ASSERT_TRUE(history.database().backUp());
    const fs::path path = history.path() / kDatabaseName;
    history.reopen(); // or the log would hold the whole database, and bring it back
    history.add("only in the log");
    const std::string log = readBytes(path.string() + "-wal");
    history.close();
    writeBytes(path, "garbage");
    writeBytes(path.string() + "-wal", log);
    history.reopen();
    EXPECT_EQ(history.opened().outcome, Outcome::Restored);
    EXPECT_EQ(history.all().size(), 1u);
    EXPECT_EQ(history.found("log").size(), 0u);
}

TEST(Database, startsAnewWhenNothingElseIsLeft) {
    for (const bool badBackup : {false, true}) {
        History history;
        history.add("lost");
        history.close();
        writeBytes(history.path() / kDatabaseName, "garbage");
        if (badBackup)
            writeBytes(history.path() / kBackupName, "garbage too");
        history.reopen();
        EXPECT_EQ(history.opened().outcome, Outcome::StartedAnew);
        EXPECT_EQ(history.opened().notice()->code, "history_started_anew");
        EXPECT_EQ(history.all().size(), 0u);
        EXPECT_EQ(readBytes(history.opened().damagedFile), "garbage");
        history.add("works");
    }
}

TEST(Database, mendsALostTableToo) {
    History history;
    fillWithBackup(history);
    SQLite::Database((history.path() / kDatabaseName).string(), SQLite::OPEN_READWRITE)
        .exec("DROP TABLE entry_texts");
    history.reopen();
    EXPECT_EQ(history.opened().outcome, Outcome::Restored);
}

TEST(Database, keepsTheOldBackupWhenItIsDamagedItself) {
    History history;
    for (int i = 0; i < 200; ++i)
        history.add(fmt::format("entry {}", i));
    ASSERT_TRUE(history.database().backUp());
    history.close();
    const std::string backup = readBytes(history.path() / kBackupName);
    history.reopen();
    // Behind the open connection's back.
    std::string bytes = readBytes(history.path() / kDatabaseName);
    std::fill(bytes.begin() + 4096 * 2, bytes.end(), '\xA5');
    writeBytes(history.path() / kDatabaseName, bytes);
    history.database().connection().exec("PRAGMA shrink_memory"); // forgets the pages it has read
    const Status made = history.database().backUp();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::FileInvalid);
    EXPECT_EQ(readBytes(history.path() / kBackupName), backup);
}

TEST(Database, makesABackupThatIsOneReadableFile) {
    History history;
    EXPECT_FALSE(history.database().backupMs());
    history.add("a cat");
    ASSERT_TRUE(history.database().backUp());
    ASSERT_TRUE(history.database().backUp()) << "again, over the first";
    EXPECT_TRUE(history.database().backupMs());
    SQLite::Database backup((history.path() / kBackupName).string());
    EXPECT_EQ(backup.execAndGet("SELECT prompt FROM entries").getString(), "a cat");
    EXPECT_EQ(backup.execAndGet("PRAGMA journal_mode").getString(), "delete");
}

TEST(Database, bringsTheFirstLayoutUpToDate) {
    History history;
    history.close();
    fs::remove(history.path() / kDatabaseName);
    {
        SQLite::Database old((history.path() / kDatabaseName).string(),
                             SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        old.exec(readBytes(dataPath(kLayout1)));
    }
    history.reopen();
    EXPECT_EQ(history.opened().outcome, Outcome::Ordinary);
    ASSERT_EQ(history.all().size(), 1u);
    EXPECT_EQ(history.found("cafe koln"), std::vector<std::string>{"A café in Köln"});
    const HistoryEntry entry = valueOrThrow(history.store().entry(1'700'000'000'000'001));
    EXPECT_EQ(entry.request.steps, 5);
    EXPECT_EQ(entry.request.seed, 42);
    EXPECT_EQ(entry.placement.transformer, (DeviceName{DeviceKind::Cuda, 1}));
    EXPECT_EQ(entry.seconds.total(), 4.25);
    EXPECT_EQ(entry.tags, std::vector<std::string>{"trip"});
    EXPECT_EQ(valueOrThrow(history.store().ancestors(1'700'000'000'000'002)).size(), 1u);
    EXPECT_TRUE(QueueStore(history.database()).load().value().empty()) << "new in layout 2";
    EXPECT_TRUE(DraftStore(history.database()).save("form", "{}"));
}

TEST(Database, refusesWhatItDoesNotKnowAndLeavesItAlone) {
    for (const char* statement :
         {"PRAGMA user_version = 1000",
          "DROP TABLE queue; PRAGMA application_id = 7; PRAGMA user_version = 1"}) {
        History history;
        history.add("a cat");
        history.close();
        const fs::path path = history.path() / kDatabaseName;
        SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec(statement);
        const std::string before = readBytes(path);
        const auto opened = Database::open(history.path());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, ErrorCode::Unsupported);
        EXPECT_FALSE(opened.error().hint.empty());
        EXPECT_EQ(readBytes(path), before);
        EXPECT_TRUE(damagedFiles(history.path()).empty());
    }
}

TEST(Database, saysThatAFolderCannotBeWritten) {
    TemporaryFolder folder;
    writeBytes(folder / "file", "");
    const auto blocked = Database::open(folder / "file" / "inside");
    ASSERT_FALSE(blocked);
    EXPECT_EQ(blocked.error().code, ErrorCode::FileWrite);

    History history;
    history.add("a cat");
    history.close();
    for (const auto& file : fs::directory_iterator(history.path()))
        ::chmod(file.path().c_str(), 0444);
    ::chmod(history.path().c_str(), 0555);
    const int status = inChild([&] {
        // Root may write anywhere.
        if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0)
            return 1;
        const auto opened = Database::open(history.path());
        return opened ? 2 : opened.error().code == ErrorCode::FileWrite ? 0 : 3;
    });
    ::chmod(history.path().c_str(), 0755);
    EXPECT_EQ(status, 0);
}

TEST(Database, saysThatTheDiskIsFullAndKeepsWhatItHas) {
    History history;
    history.add("kept");
    history.close();
    // The system refuses to make any file longer, as a full disk would.
    const int status = inChild([&] {
        Database::Opened opened = valueOrThrow(Database::open(history.path()));
        HistoryStore store(*opened.database);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit = {40'000, 40'000};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            return 1;
        for (int i = 0; i < 1000; ++i) {
            const auto id = store.append(entryOf("too much " + std::string(1000, 'x')));
            if (!id)
                return id.error().code == ErrorCode::FileWrite && !id.error().hint.empty() ? 0 : 2;
        }
        return 3;
    });
    EXPECT_EQ(status, 0);
    history.reopen();
    EXPECT_EQ(history.opened().outcome, Outcome::Ordinary);
    EXPECT_EQ(history.found("kept").size(), 1u);
}

TEST(Database, losesNothingThatWasAppendedWhenItsProgramIsKilled) {
    for (int round = 0; round < 5; ++round) {
        History history;
        history.close();
        int pipeEnds[2];
        ASSERT_EQ(::pipe(pipeEnds), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            Database::Opened opened = valueOrThrow(Database::open(history.path()));
            HistoryStore store(*opened.database);
            for (int number = 0;; ++number) {
                if (!store.append(entryOf(fmt::format("entry {}", number), 1'000'000 + number)))
                    ::_exit(1);
                [[maybe_unused]] const auto told = ::write(pipeEnds[1], "x", 1);
            }
        }
        // A few appends, then the end comes in the middle of another.
        char told = 0;
        for (int i = 0; i < 5 + round * 3; ++i)
            ASSERT_EQ(::read(pipeEnds[0], &told, 1), 1);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(pipeEnds[1]);
        int confirmed = 5 + round * 3;
        while (::read(pipeEnds[0], &told, 1) == 1)
            ++confirmed;
        ::close(pipeEnds[0]);
        history.reopen();
        EXPECT_EQ(history.opened().outcome, Outcome::Ordinary);
        const auto entries = history.all();
        ASSERT_GE(static_cast<int>(entries.size()), confirmed);
        ASSERT_LE(static_cast<int>(entries.size()), confirmed + 1);
        for (const EntrySummary& summary : entries)
            EXPECT_TRUE(history.store().entry(summary.id)) << "whole, or not there";
        EXPECT_EQ(history.found("entry").size(), entries.size());
    }
}

TEST(Database, isSharedByTwoProcesses) {
    History history;
    history.close();
    constexpr int kEach = 40;
    const auto write = [&history](const std::string& name) {
        Database::Opened opened = valueOrThrow(Database::open(history.path()));
        HistoryStore store(*opened.database);
        for (int i = 0; i < kEach; ++i)
            if (!store.append(entryOf(name)))
                return 1;
        return 0;
    };
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(write("child"));
    EXPECT_EQ(write("parent"), 0);
    int status = 1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    history.reopen();
    EXPECT_EQ(history.found("child").size(), static_cast<std::size_t>(kEach));
    EXPECT_EQ(history.found("parent").size(), static_cast<std::size_t>(kEach));
}

} // namespace
} // namespace diptych::history
