// core/history: entries, questions, ratings, trash.
#include "core/history/record_picture.h"
#include "core/history/thumbnails.h"
#include "tests/core/history/history_fixture.h"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace diptych::history {
namespace {

namespace fs = std::filesystem;
using test::entryOf;
using test::fullEntry;
using test::History;
using test::samplePicture;
using Ids = std::vector<EntryId>;
using Names = std::vector<std::string>;

constexpr std::int64_t kStart = 1'700'000'000'000;

Ids idsOf(const std::vector<EntrySummary>& entries) {
    Ids ids;
    for (const EntrySummary& entry : entries)
        ids.push_back(entry.id);
    return ids;
}

TEST(HistoryStore, bringsBackEverythingAboutAnEntry) {
    History history;
    HistoryEntry entry = fullEntry();
    entry.id = history.add(entry);
    history.reopen();
    EXPECT_EQ(valueOrThrow(history.store().entry(entry.id)), entry);
    EXPECT_EQ(valueOrThrow(history.store().entry(entry.id)).toRequest(), entry.request);
    const PictureMetadata metadata = metadataOf(entry);
    EXPECT_EQ(metadata.request, entry.request);
    EXPECT_EQ(metadata.loras.at(0).name, "ink");
    EXPECT_EQ(metadata.seconds, entry.seconds.total());
}

TEST(HistoryStore, fillsInTheTimeAndTidiesTags) {
    History history;
    HistoryEntry entry = entryOf("a cat", 0);
    entry.tags = {" b ", "a", "", "b", " \n"};
    const EntryId id = history.add(entry);
    const HistoryEntry stored = valueOrThrow(history.store().entry(id));
    EXPECT_GT(stored.createdMs, kStart);
    EXPECT_EQ(stored.tags, (Names{"a", "b"}));
}

TEST(HistoryStore, refusesEntriesThatCouldNotBeUsed) {
    History history;
    HistoryEntry noSeed = entryOf("x");
    noSeed.request.seed.reset();
    HistoryEntry noPicture = entryOf("x");
    noPicture.picture = "pictures/none.png";
    HistoryEntry escape = entryOf("x");
    escape.picture = "pictures/../../a.png";
    HistoryEntry empty = entryOf("x");
    empty.picture = "";
    HistoryEntry stars = entryOf("x");
    stars.stars = 6;
    for (const auto& [entry, code] :
         {std::pair(noSeed, ErrorCode::InvalidInput), std::pair(noPicture, ErrorCode::FileNotFound),
          std::pair(escape, ErrorCode::InvalidInput), std::pair(empty, ErrorCode::InvalidInput),
          std::pair(stars, ErrorCode::InvalidInput)}) {
        const auto id = history.store().append(entry);
        ASSERT_FALSE(id);
        EXPECT_EQ(id.error().code, code);
    }
    EXPECT_FALSE(history.store().append(std::vector{entryOf("fine"), noSeed}));
    EXPECT_TRUE(history.all().empty()) << "all or none";
}

TEST(HistoryStore, givesIdsThatAreNeverUsedAgain) {
    History history;
    const EntryId first = history.add("a");
    const EntryId second = history.add("b");
    EXPECT_GT(second, first);
    EXPECT_LT(second, EntryId{1} << 53) << "JSON's numbers are exact up to there";
    ASSERT_TRUE(history.store().remove(Ids{second}));
    EXPECT_GT(history.add("c"), second);
}

TEST(HistoryStore, givesPagesFromTheNewestOn) {
    History history;
    std::vector<HistoryEntry> entries;
    for (int i = 0; i < 25; ++i)
        entries.push_back(entryOf(fmt::format("p{}", i), kStart + i / 3)); // times repeat
    valueOrThrow(history.store().append(entries));
    const auto whole = history.all();
    ASSERT_EQ(whole.size(), 25u);
    EXPECT_EQ(whole.front().promptHead, "p24");
    std::vector<EntrySummary> paged;
    std::optional<Cursor> after;
    for (;;) {
        const auto page = valueOrThrow(history.store().page({}, after, 7));
        if (page.empty())
            break;
        paged.insert(paged.end(), page.begin(), page.end());
        after = cursorOf(page.back());
        if (paged.size() == 7)
            history.add("newer, which moves nothing", kStart + 1000);
    }
    EXPECT_EQ(paged, whole);
}

TEST(HistoryStore, showsTheBeginningOfALongPrompt) {
    History history;
    std::string prompt;
    for (int i = 0; i < 500; ++i)
        prompt += "貓";
    history.add(prompt);
    EXPECT_EQ(history.all().at(0).promptHead.size(), 3u * kPromptHead);
}

TEST(HistoryStore, findsWordsWhereverTheyAreWritten) {
    History history;
    HistoryEntry entry = entryOf("A red Café by the sea", kStart);
    entry.request.conversation.system = "You draw posters";
    entry.tags = {"Urlaub"};
    entry.note = "für Omas Küche";
    history.add(entry);
    history.add("一隻貓坐在屋頂上", kStart + 1);
    for (const char* search : {"cafe", "CAFÉ", "re ca", "\"red cafe\"", "sea red", "poster",
                               "urlaub", "kuche", "Küche oma", "caf -dog"})
        EXPECT_EQ(history.found(search), Names{"A red Café by the sea"}) << search;
    for (const char* search : {"貓", "屋頂", "坐在屋"})
        EXPECT_EQ(history.found(search), Names{"一隻貓坐在屋頂上"}) << search;
    for (const char* search :
         {"\"red ca\"", "\"cafe red\"", "fe", "red dog", "cafe -sea", "-a -貓", "貓隻"})
        EXPECT_EQ(history.found(search), Names{}) << search;
    EXPECT_EQ(history.found("-dog").size(), 2u);
    EXPECT_EQ(history.found("").size(), 2u);
}

TEST(HistoryStore, takesAnythingAsASearch) {
    History history;
    history.add("a plain cat");
    const Names hostile = {"\"",
                           "\"\"\"",
                           "'",
                           "*",
                           "^cat",
                           "cat*",
                           "NOT",
                           "cat AND",
                           "OR OR",
                           "NEAR(",
                           "prompt:cat",
                           "{prompt tags}: x",
                           "(((",
                           ")",
                           "cat\"; DROP TABLE entries; --",
                           "a:b:c",
                           "-",
                           "--",
                           "-\"",
                           "+",
                           "\\",
                           "%_",
                           std::string("c\0t", 3),
                           "\xff\xfe",
                           std::string(100'000, '"'),
                           std::string(100'000, 'x'),
                           "- - -\"cat"};
    for (const std::string& search : hostile) {
        HistoryFilter filter;
        filter.search = search;
        EXPECT_TRUE(history.store().page(filter, {}, 10)) << search.substr(0, 40);
        EXPECT_TRUE(history.store().count(filter)) << search.substr(0, 40);
        EXPECT_TRUE(history.store().distinctPrompts(search, 10)) << search.substr(0, 40);
    }
    // Whatever two bytes are typed.
    for (int byte = 0; byte < 256 * 256; byte += 7) {
        HistoryFilter filter;
        filter.search = {static_cast<char>(byte & 255), static_cast<char>(byte >> 8)};
        ASSERT_TRUE(history.store().count(filter)) << byte;
    }
    EXPECT_EQ(history.found("prompt:cat"), Names{}) << "two words, one behind the other";
    EXPECT_EQ(history.found("^cat*").size(), 1u);
    EXPECT_EQ(history.all().size(), 1u);
}

TEST(HistoryStore, filtersByEverythingItKnows) {
    History history;
    HistoryEntry other = entryOf("other", kStart + 5000);
    other.model = "Z-Image";
    other.request.seed = 0;
    other.request.loras = {{"/loras/ink wash.safetensors", 0.5}};
    other.width = 128;
    other.stars = 3;
    other.tags = {"blue", "trip"};
    const EntryId id = history.add(other);
    history.add("plain", kStart);
    const auto finds = [&](auto&& set) {
        HistoryFilter filter;
        set(filter);
        const auto entries = history.all(filter);
        EXPECT_EQ(valueOrThrow(history.store().count(filter)),
                  static_cast<std::int64_t>(entries.size()));
        return idsOf(entries) == Ids{id};
    };
    EXPECT_TRUE(finds([](HistoryFilter& filter) { filter.model = "Z-Image"; }));
    EXPECT_TRUE(finds([](HistoryFilter& filter) { filter.lora = "ink wash"; }));
    EXPECT_TRUE(finds([](HistoryFilter& filter) { filter.tag = "trip"; }));
    EXPECT_TRUE(finds([](HistoryFilter& filter) { filter.seed = 0; }));
    EXPECT_TRUE(finds([](HistoryFilter& filter) { filter.leastStars = 3; }));
    EXPECT_TRUE(finds([](HistoryFilter& filter) { filter.size = PictureSize{128, 48}; }));
    EXPECT_TRUE(finds([](HistoryFilter& filter) { filter.createdFromMs = kStart + 5000; }));
    EXPECT_TRUE(finds([](HistoryFilter& filter) {
        filter.createdFromMs = kStart + 1;
        filter.createdUntilMs = kStart + 5001;
        filter.search = "oth";
        filter.tag = "blue";
    }));
    EXPECT_FALSE(finds([](HistoryFilter& filter) { filter.createdUntilMs = kStart + 5000; }));
    EXPECT_FALSE(finds([](HistoryFilter& filter) { filter.model = "Z-image' OR 1=1 --"; }));
    EXPECT_FALSE(finds([](HistoryFilter& filter) {
        filter.model = "Z-Image";
        filter.leastStars = 4;
    }));
    const FilterChoices choices = valueOrThrow(history.store().filterChoices());
    EXPECT_EQ(choices.models, (std::vector<NameCount>{{"Flatland", 1}, {"Z-Image", 1}}));
    EXPECT_EQ(choices.loras, (std::vector<NameCount>{{"ink wash", 1}}));
    EXPECT_EQ(choices.tags, (std::vector<NameCount>{{"blue", 1}, {"trip", 1}}));
    EXPECT_EQ(choices.sizes, (std::vector<SizeCount>{{{64, 48}, 1}, {{128, 48}, 1}}));
}

TEST(HistoryStore, tellsWhichEntriesPassAFilter) {
    History history;
    const Ids ids = {history.add("red cat"), history.add("dog"), history.add("grey cat")};
    HistoryFilter filter;
    filter.search = "cat";
    EXPECT_EQ(idsOf(valueOrThrow(history.store().matching(filter, Ids{ids[2], 5, ids[1], ids[0]}))),
              (Ids{ids[2], ids[0]}));
    ASSERT_TRUE(history.store().moveToTrash(Ids{ids[2]}, 1));
    EXPECT_EQ(idsOf(valueOrThrow(history.store().matching(filter, ids))), Ids{ids[0]});
    EXPECT_TRUE(valueOrThrow(history.store().matching(filter, {})).empty());
}

TEST(HistoryStore, ratesTagsAndAnnotates) {
    History history;
    const Ids ids = {history.add("a"), history.add("b"), history.add("c")};
    HistoryStore& store = history.store();
    ASSERT_TRUE(store.setStars(Ids{ids[0], ids[1], 12345}, 5));
    EXPECT_FALSE(store.setStars(ids, -1));
    HistoryFilter rated;
    rated.leastStars = 5;
    EXPECT_EQ(idsOf(history.all(rated)), (Ids{ids[1], ids[0]}));

    ASSERT_TRUE(store.setTags(ids[0], {"sea", "sky"}));
    ASSERT_TRUE(store.setTags(ids[0], {"sky", " forest "}));
    ASSERT_TRUE(store.addTag(Ids{ids[0], ids[1], 12345}, " sky "));
    ASSERT_TRUE(store.addTag(ids, "  "));
    EXPECT_EQ(valueOrThrow(store.entry(ids[0])).tags, (Names{"forest", "sky"}));
    EXPECT_EQ(history.found("sky"), (Names{"b", "a"}));
    EXPECT_EQ(history.found("sea"), Names{});
    ASSERT_TRUE(store.removeTag(ids, "sky"));
    EXPECT_EQ(history.found("sky"), Names{});
    EXPECT_EQ(history.found("forest"), Names{"a"});

    ASSERT_TRUE(store.setNote(ids[2], "for the wall"));
    ASSERT_TRUE(store.setNote(ids[2], "for Anna"));
    EXPECT_EQ(valueOrThrow(store.entry(ids[2])).note, "for Anna");
    EXPECT_EQ(history.found("anna"), Names{"c"});
    EXPECT_EQ(history.found("wall"), Names{});
}

TEST(HistoryStore, movesToTheTrashAndBack) {
    History history;
    const Ids ids = {history.add("a", kStart), history.add("b", kStart + 1)};
    ASSERT_TRUE(history.store().moveToTrash(Ids{ids[0]}, 777));
    EXPECT_EQ(idsOf(history.all()), Ids{ids[1]});
    HistoryFilter trash;
    trash.trash = Trash::Only;
    ASSERT_EQ(idsOf(history.all(trash)), Ids{ids[0]});
    EXPECT_EQ(history.all(trash).at(0).trashedMs, 777);
    EXPECT_TRUE(fs::exists(history.path() / test::kPicture));
    ASSERT_TRUE(history.store().restoreFromTrash(Ids{ids[0]}));
    EXPECT_EQ(history.all().size(), 2u);
    EXPECT_TRUE(history.all(trash).empty());
}

TEST(HistoryStore, deletesForGoodWithAllFiles) {
    History history;
    const HistoryEntry entry =
        valueOrThrow(recordPicture(history.store(), entryOf("gone"), samplePicture(3)));
    const fs::path picture = history.path() / entry.picture;
    const fs::path thumbnail = thumbnailPath(history.path(), entry.pixelHash);
    ASSERT_TRUE(fs::exists(picture) && fs::exists(thumbnail));
    ASSERT_TRUE(history.store().remove(Ids{entry.id, 12345}));
    EXPECT_FALSE(fs::exists(picture));
    EXPECT_FALSE(fs::exists(thumbnail));
    EXPECT_FALSE(history.store().entry(entry.id));
    EXPECT_EQ(history.found("gone"), Names{});
    for (const char* table :
         {"entries", "entry_details", "entry_loras", "entry_tags", "entry_texts"})
        EXPECT_EQ(history.database()
                      .connection()
                      .execAndGet(std::string("SELECT count(*) FROM ") + table)
                      .getInt(),
                  0)
            << table;
}

TEST(HistoryStore, deletesNoFileThatIsSharedOrLiesElsewhere) {
    History history;
    diptych::test::TemporaryFolder elsewhere;
    diptych::test::writeBytes(elsewhere / "mine.png", "x");
    HistoryEntry outside = entryOf("outside");
    outside.picture = (elsewhere / "mine.png").string();
    const EntryId outsideId = history.add(outside);
    const Ids twins = {history.add("one"), history.add("two")};
    ASSERT_TRUE(history.store().remove(Ids{outsideId, twins[0]}));
    EXPECT_TRUE(fs::exists(elsewhere / "mine.png"));
    EXPECT_TRUE(fs::exists(history.path() / test::kPicture));
    ASSERT_TRUE(history.store().remove(Ids{twins[1]}));
    EXPECT_FALSE(fs::exists(history.path() / test::kPicture));
}

TEST(HistoryStore, keepsTheEntryOfAPictureThatCannotBeDeleted) {
    History history;
    const EntryId stuck = history.add("stuck");
    const EntryId other = history.add(entryOf("other"));
    // A folder that is not empty cannot be deleted as a file.
    fs::remove(history.path() / test::kPicture);
    fs::create_directories(history.path() / test::kPicture / "inside");
    history.database().connection().exec(
        "UPDATE entries SET picture = 'pictures/none.png' WHERE id = " + std::to_string(other));
    const Status removed = history.store().remove(Ids{stuck, other});
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().code, ErrorCode::FileWrite);
    EXPECT_EQ(idsOf(history.all()), Ids{stuck}) << "a missing file is no hindrance";
}

TEST(HistoryStore, emptiesTheTrashOfWhatIsOld) {
    History history;
    const Ids ids = {history.add("a"), history.add("b"), history.add("c")};
    ASSERT_TRUE(history.store().moveToTrash(Ids{ids[0]}, 100));
    ASSERT_TRUE(history.store().moveToTrash(Ids{ids[1]}, 200));
    EXPECT_EQ(valueOrThrow(history.store().emptyTrash(200)), 1);
    EXPECT_FALSE(history.store().entry(ids[0]));
    EXPECT_TRUE(history.store().entry(ids[1]));
    EXPECT_TRUE(history.store().entry(ids[2]));
}

TEST(HistoryStore, knowsWhatAPictureWasDerivedFrom) {
    History history;
    const EntryId root = history.add("root", kStart);
    HistoryEntry entry = entryOf("child", kStart + 1);
    entry.parent = root;
    const EntryId child = history.add(entry);
    entry = entryOf("grandchild", kStart + 2);
    entry.parent = child;
    const EntryId grandchild = history.add(entry);
    EXPECT_EQ(idsOf(valueOrThrow(history.store().ancestors(grandchild))), (Ids{child, root}));
    EXPECT_EQ(idsOf(valueOrThrow(history.store().children(root))), Ids{child});
    EXPECT_TRUE(valueOrThrow(history.store().ancestors(root)).empty());
    history.database().connection().exec(
        "UPDATE entries SET parent = " + std::to_string(grandchild) +
        " WHERE id = " + std::to_string(root));
    EXPECT_EQ(valueOrThrow(history.store().ancestors(grandchild)).size(), 2u) << "not for ever";
    ASSERT_TRUE(history.store().remove(Ids{child}));
    EXPECT_TRUE(valueOrThrow(history.store().ancestors(grandchild)).empty());
}

TEST(HistoryStore, walksBackThroughDistinctPrompts) {
    History history;
    history.add("first", kStart);
    history.add("second", kStart + 1);
    history.add("first", kStart + 2);
    history.add("", kStart + 3);
    const EntryId trashed = history.add("third cat", kStart + 4);
    ASSERT_TRUE(history.store().moveToTrash(Ids{trashed}, 1));
    HistoryStore& store = history.store();
    EXPECT_EQ(valueOrThrow(store.distinctPrompts("", 10)), (Names{"third cat", "first", "second"}));
    EXPECT_EQ(valueOrThrow(store.distinctPrompts("", 1, 1)), Names{"first"});
    EXPECT_EQ(valueOrThrow(store.distinctPrompts("", 1, 3)), Names{});
    EXPECT_EQ(valueOrThrow(store.distinctPrompts("thi ca", 10)), Names{"third cat"});
}

TEST(HistoryStore, findsCopiesByTheirPixels) {
    History history;
    HistoryEntry entry = entryOf("a", kStart);
    entry.pixelHash = "00112233445566aa";
    const EntryId first = history.add(entry);
    entry.createdMs = kStart + 1;
    const EntryId second = history.add(entry);
    history.add("no hash");
    EXPECT_EQ(valueOrThrow(history.store().findByPixels("00112233445566aa")), (Ids{second, first}));
    EXPECT_TRUE(valueOrThrow(history.store().findByPixels("")).empty());
    EXPECT_TRUE(valueOrThrow(history.store().findByPixels("ffffffffffffffff")).empty());
}

TEST(HistoryStore, searchesTenThousandEntriesCorrectly) {
    History history;
    const Names animals = {"cat", "dog", "bird", "fish", "horse", "fox", "owl"};
    const Names colours = {"red", "green", "blue", "grey", "gold"};
    constexpr int kCount = 10'000;
    std::vector<HistoryEntry> entries;
    for (int i = 0; i < kCount; ++i) {
        HistoryEntry entry =
            entryOf("a " + colours[i % 5] + ' ' + animals[i % 7] + " number" + std::to_string(i),
                    kStart + i);
        entry.request.seed = i;
        entry.stars = i % 6;
        if (i % 10 == 0)
            entry.tags = {"tenth"};
        entries.push_back(std::move(entry));
    }
    valueOrThrow(history.store().append(entries));
    const auto expected = [&](auto&& holds) {
        std::int64_t count = 0;
        for (int i = 0; i < kCount; ++i)
            count += holds(i) ? 1 : 0;
        return count;
    };
    const auto counted = [&](const std::string& search, int stars = 0) {
        HistoryFilter filter;
        filter.search = search;
        filter.leastStars = stars;
        return valueOrThrow(history.store().count(filter));
    };
    EXPECT_EQ(counted(""), kCount);
    EXPECT_EQ(counted("red ca"), expected([](int i) { return i % 5 == 0 && i % 7 == 0; }));
    EXPECT_EQ(counted("fo"), expected([](int i) { return i % 7 == 5; }));
    EXPECT_EQ(counted("g -owl"), expected([](int i) {
                  return (i % 5 == 1 || i % 5 == 3 || i % 5 == 4) && i % 7 != 6;
              }));
    EXPECT_EQ(counted("tenth dog", 4),
              expected([](int i) { return i % 10 == 0 && i % 7 == 1 && i % 6 >= 4; }));
    EXPECT_EQ(history.found("number9999"),
              Names{"a " + colours[4] + ' ' + animals[9999 % 7] + " number9999"});
    std::set<EntryId> seen;
    std::optional<Cursor> after;
    for (;;) {
        const auto page = valueOrThrow(history.store().page({}, after, 999));
        if (page.empty())
            break;
        for (const EntrySummary& entry : page)
            seen.insert(entry.id);
        after = cursorOf(page.back());
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(kCount));
    EXPECT_EQ(valueOrThrow(history.store().distinctPrompts("", kCount * 2)).size(),
              static_cast<std::size_t>(kCount));
}

} // namespace
} // namespace diptych::history
