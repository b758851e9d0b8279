#include "app/cli/console_progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace diptych::test {

namespace {

using cli::ConsoleProgress;
using cli::ProgressStyle;

class ConsoleProgressTest : public testing::Test {
  protected:
    std::ptrdiff_t count(char c) const {
        const std::string text = stream_.str();
        return std::count(text.begin(), text.end(), c);
    }

    std::ostringstream stream_;
    double now_ = 100.0;
};

TEST_F(ConsoleProgressTest, linesTellPhaseNumberAndRemainingTime) {
    ConsoleProgress progress(stream_, ProgressStyle::Lines, [this] { return now_; });
    progress.progress(Phase::Load, 0, 3);
    progress.progress(Phase::Load, 3, 3);
    progress.progress(Phase::Sample, 0, 8);
    now_ += 6.0;
    progress.progress(Phase::Sample, 3, 8);
    now_ += 190.0;
    progress.progress(Phase::Sample, 7, 8);
    EXPECT_EQ(stream_.str(), "load 3/3\nsample 3/8 (ETA 10 s)\nsample 7/8 (ETA 28 s)\n");
}

TEST_F(ConsoleProgressTest, longPhasesGetALineForEachTenth) {
    ConsoleProgress progress(stream_, ProgressStyle::Lines, [this] { return now_; });
    constexpr std::int64_t kBytes = 24'000'000'000;
    progress.progress(Phase::Load, 0, kBytes);
    for (int i = 1; i <= 1000; ++i) {
        now_ += 0.1;
        progress.progress(Phase::Load, kBytes / 1000 * i, kBytes);
    }
    EXPECT_EQ(count('\n'), 10);
    EXPECT_NE(stream_.str().find("load 100 %\n"), std::string::npos) << stream_.str();
}

TEST_F(ConsoleProgressTest, aQuickLongPhaseIsOneLine) {
    ConsoleProgress progress(stream_, ProgressStyle::Lines, [this] { return now_; });
    for (int i = 0; i <= 1000; ++i)
        progress.progress(Phase::Load, i * 1000, 1'000'000);
    EXPECT_EQ(stream_.str(), "load 100 %\n");
}

TEST_F(ConsoleProgressTest, theBarIsDrawnInPlaceAndTakenAway) {
    {
        ConsoleProgress progress(stream_, ProgressStyle::Bar, [this] { return now_; });
        progress.progress(Phase::Sample, 0, 4);
        now_ += 1.0;
        progress.progress(Phase::Sample, 2, 4);
        EXPECT_NE(stream_.str().find("###"), std::string::npos);
        EXPECT_NE(stream_.str().find("2/4  ETA 1 s"), std::string::npos) << stream_.str();
    }
    EXPECT_EQ(count('\n'), 0);
    EXPECT_TRUE(stream_.str().ends_with("\r\x1b[K"));
}

TEST_F(ConsoleProgressTest, theBarIsNotDrawnMoreThanTenTimesASecond) {
    ConsoleProgress progress(stream_, ProgressStyle::Bar, [this] { return now_; });
    progress.progress(Phase::Sample, 0, 1000);
    for (int i = 1; i < 1000; ++i) {
        now_ += 0.001;
        progress.progress(Phase::Sample, i, 1000);
    }
    EXPECT_LE(count('\r'), 11);
    EXPECT_GE(count('\r'), 8);
}

TEST_F(ConsoleProgressTest, silentIsSilent) {
    ConsoleProgress progress(stream_, ProgressStyle::Silent, [this] { return now_; });
    progress.progress(Phase::Sample, 1, 2);
    EXPECT_EQ(stream_.str(), "");
}

TEST_F(ConsoleProgressTest, strangeNumbersDoNoHarm) {
    for (const ProgressStyle style : {ProgressStyle::Lines, ProgressStyle::Bar}) {
        ConsoleProgress progress(stream_, style, [this] { return now_; });
        progress.progress(Phase::Sample, 3, 0);
        progress.progress(Phase::Sample, 9, 4);
        progress.progress(Phase::Sample, -1, 4);
    }
}

} // namespace

} // namespace diptych::test
