// core/tokenizer: the work grows with the text and not with its square. Counted, not timed; what
// cannot be counted (the regular expression) would run into the test's time limit by hours if it
// were quadratic.
#include "core/tokenizer/byte_pair_merger.h"
#include "core/tokenizer/pretokenizer.h"
#include "tests/core/tokenizer/tokenizer_fixtures.h"

#include <numeric>

namespace diptych {
namespace {

using test::realTokenizer;

constexpr std::size_t kMegabyte = 1'000'000;

std::string repeat(std::string_view unit, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + unit.size());
    while (text.size() < bytes)
        text += unit;
    return text;
}

// A chain of merges a+a, aa+aa, … up to 64 letters, as real vocabularies have them.
std::uint64_t candidatesForRun(std::size_t length) {
    std::array<std::int32_t, 256> byteIds{};
    std::iota(byteIds.begin(), byteIds.end(), 0);
    MergeTable merges(6);
    std::int32_t id = 'a';
    for (std::uint32_t rank = 0; rank < 6; ++rank) {
        const auto merged = static_cast<std::int32_t>(256 + rank);
        merges.insert(id, id, {rank, merged});
        id = merged;
    }
    BytePairMerger merger(merges, byteIds);
    EXPECT_EQ(merger.merge(std::string(length, 'a')).size(), length / 64);
    return merger.candidateCount();
}

TEST(LinearTime, mergeWorkGrowsWithThePiece) {
    const std::uint64_t work = candidatesForRun(64 * 1000);
    EXPECT_LT(work, 64U * 1000U * 4U);
    EXPECT_LT(candidatesForRun(64 * 4000), work * 5);
}

TEST(LinearTime, aMegabyteOfOneLetterIsOnePiece) {
    const std::string text(kMegabyte, 'a');
    const auto ids = realTokenizer().encode(text);
    EXPECT_EQ(realTokenizer().decode(ids), text);
    // One long piece merges like a short one: the same tokens but for the end.
    const auto shorter = realTokenizer().encode(std::string(10'000, 'a'));
    EXPECT_TRUE(std::equal(shorter.begin(), shorter.end() - 20, ids.begin()));
}

TEST(LinearTime, aMegabyteOfBlanksLosesNothing) {
    const std::string blanks(kMegabyte, ' ');
    for (const std::string& text :
         {blanks, blanks + "x", std::string("x").append(blanks), blanks + "\n" + blanks,
          repeat(" \t", kMegabyte), repeat("\n", kMegabyte), repeat("\r\n ", kMegabyte),
          repeat("  x", kMegabyte)}) {
        const auto tokens = realTokenizer().tokenize(text);
        test::expectTiled(tokens, text);
        std::vector<std::int32_t> ids;
        for (const Token& token : tokens)
            ids.push_back(token.id);
        EXPECT_EQ(realTokenizer().decode(ids), text);
    }
}

TEST(LinearTime, longRunsOfBlanksAreCutByTheRule) {
    const Pretokenizer pretokenizer = valueOrThrow(Pretokenizer::compile(kQwenPattern, "test"));
    const std::string blanks(kMegabyte, ' ');
    EXPECT_EQ(pretokenizer.pieceEnds(blanks), (std::vector<std::size_t>{kMegabyte}));
    EXPECT_EQ(pretokenizer.pieceEnds(blanks + "x"),
              (std::vector<std::size_t>{kMegabyte - 1, kMegabyte + 1}));
    EXPECT_EQ(pretokenizer.pieceEnds(blanks + "\n" + blanks),
              (std::vector<std::size_t>{kMegabyte + 1, 2 * kMegabyte + 1}));
}

TEST(LinearTime, aMegabyteOfOrdinaryTextComesBack) {
    for (const std::string& text :
         {repeat("A cat sleeping on a windowsill, at 7:30 in the morning; it isn't late!\n",
                 kMegabyte),
          repeat("\xE4\xB8\x80\xE5\x8F\xAA\xE6\xA9\x99\xE8\x89\xB2\xE7\x9A\x84\xE7\x8C\xAB\xE3\x80"
                 "\x82",
                 kMegabyte),
          repeat("!?", kMegabyte), repeat("<|im_end|>", kMegabyte), repeat("<", kMegabyte)}) {
        const auto ids = realTokenizer().encode(text);
        EXPECT_EQ(realTokenizer().decode(ids), text);
    }
}

TEST(LinearTime, aMegabyteOfCombiningMarksIsSortedNotBubbled) {
    // Acute (230) and dot below (220) in turn: half of the marks have to move in front of the other
    // half.
    std::string text = "e";
    text += repeat("\xCC\x81\xCC\xA3", kMegabyte);
    const auto tokens = realTokenizer().tokenize(text);
    test::expectTiled(tokens, text);
    EXPECT_FALSE(tokens.empty());
}

} // namespace
} // namespace diptych
