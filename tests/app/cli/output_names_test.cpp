#include "app/cli/output_names.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

namespace diptych::test {

namespace {

using Paths = std::vector<std::filesystem::path>;

TEST(OutputNamesTest, placeholdersAreFilledIn) {
    EXPECT_EQ(cli::expandPattern("a.png", 1, 5), Paths{"a.png"});
    EXPECT_EQ(cli::expandPattern("{seed}.png", 2, 5), (Paths{"5.png", "6.png"}));
    EXPECT_EQ(cli::expandPattern("d/{seed}-{index}-{seed}.png", 2, 5),
              (Paths{"d/5-0-5.png", "d/6-1-6.png"}));
}

TEST(OutputNamesTest, withoutAPlaceholderSeveralPicturesAreNumberedBeforeTheExtension) {
    EXPECT_EQ(cli::expandPattern("d.e/a.b.png", 2, 5), (Paths{"d.e/a.b-0.png", "d.e/a.b-1.png"}));
}

TEST(OutputNamesTest, seedsGoOnAtZeroAfterTheLargest) {
    constexpr std::int64_t kLargest = 0x7FFFFFFFFFFFFFFF;
    EXPECT_EQ(cli::expandPattern("{seed}.png", 2, kLargest).back(), "0.png");
}

TEST(OutputNamesTest, seedsFollowTheRule) {
    EXPECT_EQ(cli::expandPattern("{seed}.png", 2, 5, SeedRule::Fixed), (Paths{"5.png", "5.png"}));
    EXPECT_NE(cli::expandPattern("{seed}.png", 2, 5, SeedRule::Random).back(), "6.png");
}

TEST(OutputNamesTest, theSameFileTwiceIsRefused) {
    const TemporaryFolder folder;
    const Paths paths = {folder / "a.png", folder / "./a.png"};
    const Status status = cli::checkOutputs(paths, Overwrite::Yes);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::Usage);
}

TEST(OutputNamesTest, checkingLeavesNothingBehind) {
    const TemporaryFolder folder;
    EXPECT_TRUE(cli::checkOutputs(Paths{folder / "new/deep/a.png"}, Overwrite::No));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

} // namespace

} // namespace diptych::test
