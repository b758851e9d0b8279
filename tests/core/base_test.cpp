// core/base: text repair, nearest names, and files that are written whole or not at all.
#include "core/base/file.h"
#include "core/base/run_context.h"
#include "core/base/text.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

namespace diptych {
namespace {

using test::TemporaryFolder;

std::size_t countEntries(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(Text, replacesEachMaximalIllFormedSubpartOnce) {
    EXPECT_EQ(toValidUtf8("a\xF0\x9F\x98z"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(toValidUtf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(toValidUtf8(std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
    EXPECT_EQ(toValidUtf8("\xE4\xB8\x80"), "\xE4\xB8\x80");
}

TEST(Text, findsTheNearestNames) {
    const std::vector<std::string> names{"flow_euler", "flow_heun", "unipc"};
    EXPECT_EQ(nearestNames("flow_eular", names, 1), std::vector<std::string>{"flow_euler"});
    EXPECT_TRUE(nearestNames("completely different", names).empty());
}

TEST(Text, takesBlanksOffBothEndsOnly) {
    EXPECT_EQ(trimmed(" \t\r\n a b \r\n"), "a b");
    EXPECT_EQ(trimmed("a"), "a");
    EXPECT_EQ(trimmed(" \n "), "");
    EXPECT_EQ(trimmed(""), "");
}

TEST(Text, formatsBytesInBinaryUnits) {
    EXPECT_EQ(formatBytes(12), "12 B");
    EXPECT_EQ(formatBytes(3ULL << 29), "1.5 GiB");
}

TEST(AtomicFile, leavesNothingBehindWithoutCommit) {
    TemporaryFolder folder;
    {
        auto file = AtomicFile::create(folder / "a.txt", Overwrite::No);
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->write(std::string_view("half")));
        EXPECT_EQ(countEntries(folder.path()), 1U);
    }
    EXPECT_EQ(countEntries(folder.path()), 0U);
}

TEST(AtomicFile, refusesAnExistingFileUnlessToldToOverwrite) {
    TemporaryFolder folder;
    const auto path = folder / "a.txt";
    ASSERT_TRUE(writeFileAtomically(path, "old", Overwrite::No));
    const Status refused = writeFileAtomically(path, "new", Overwrite::No);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::FileWrite);
    EXPECT_EQ(test::readBytes(path), "old");
    ASSERT_TRUE(writeFileAtomically(path, "new", Overwrite::Yes));
    EXPECT_EQ(test::readBytes(path), "new");
    EXPECT_EQ(countEntries(folder.path()), 1U);
}

TEST(AtomicFile, refusesAFileThatAppearedMeanwhile) {
    TemporaryFolder folder;
    auto file = AtomicFile::create(folder / "a.txt", Overwrite::No);
    ASSERT_TRUE(file);
    test::writeBytes(folder / "a.txt", "other");
    ASSERT_TRUE(file->write(std::string_view("mine")));
    EXPECT_FALSE(file->commit());
    file = AtomicFile::create(folder / "b.txt", Overwrite::No);
    EXPECT_EQ(test::readBytes(folder / "a.txt"), "other");
}

TEST(AtomicFolder, appearsWithItsContentOrNotAtAll) {
    const TemporaryFolder folder;
    {
        auto given = AtomicFolder::create(folder / "a");
        ASSERT_TRUE(given);
        test::writeBytes(given->temporaryPath() / "x", "1");
        EXPECT_FALSE(std::filesystem::exists(folder / "a"));
    }
    EXPECT_EQ(countEntries(folder.path()), 0U) << "given up";
    auto kept = AtomicFolder::create(folder / "inner/a/");
    ASSERT_TRUE(kept);
    test::writeBytes(kept->temporaryPath() / "x", "1");
    ASSERT_TRUE(kept->commit());
    EXPECT_EQ(test::readBytes(folder / "inner/a/x"), "1");
    EXPECT_EQ(AtomicFolder::create(folder / "inner/a").error().code, ErrorCode::FileWrite);
    auto late = AtomicFolder::create(folder / "b");
    std::filesystem::create_directory(folder / "b");
    EXPECT_EQ(late->commit().error().code, ErrorCode::FileWrite) << "appeared meanwhile";
}

TEST(AtomicFile, createsMissingFolders) {
    TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "x/y/a.txt", "text", Overwrite::No));
    EXPECT_EQ(test::readBytes(folder / "x/y/a.txt"), "text");
}

TEST(ReadFile, namesWhatIsWrong) {
    TemporaryFolder folder;
    EXPECT_EQ(readFile(folder / "none").error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(readFile(folder.path()).error().code, ErrorCode::FileInvalid);
    test::writeBytes(folder / "big", "0123456789");
    EXPECT_EQ(readFile(folder / "big", 9).error().code, ErrorCode::FileInvalid);
    EXPECT_EQ(*readFile(folder / "big", 10), "0123456789");
}

TEST(MappedFile, showsTheBytesAndRefusesEmptyFiles) {
    TemporaryFolder folder;
    test::writeBytes(folder / "a", std::string(10000, 'x'));
    auto file = MappedFile::open(folder / "a");
    ASSERT_TRUE(file);
    EXPECT_EQ((*file)->bytes().size(), 10000U);
    (*file)->release(0, 10000);
    EXPECT_EQ((*file)->bytes()[5000], std::byte{'x'});
    test::writeBytes(folder / "empty", "");
    EXPECT_EQ(MappedFile::open(folder / "empty").error().code, ErrorCode::FileInvalid);
    EXPECT_EQ(MappedFile::open(folder / "none").error().code, ErrorCode::FileNotFound);
}

TEST(RunContext, throwsOnlyWhenAskedToStop) {
    std::stop_source source;
    RunContext context{source.get_token()};
    EXPECT_NO_THROW(context.throwIfCancelled());
    source.request_stop();
    try {
        context.throwIfCancelled();
        FAIL() << "did not throw";
    } catch (const ErrorException& exception) {
        EXPECT_EQ(exception.error().code, ErrorCode::Cancelled);
    }
}

} // namespace
} // namespace diptych
