#include "core/prompt/text_diff.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace diptych {
namespace {

using Pieces = std::vector<DiffPiece>;

std::string side(const Pieces& pieces, std::string DiffPiece::*member) {
    std::string text;
    for (const DiffPiece& piece : pieces)
        text += piece.*member;
    return text;
}

TEST(TextDiff, keepsWordsThatStay) {
    EXPECT_EQ(diffWords("A cat on a roof", "A grey cat on a red roof"),
              (Pieces{{"A ", "A "},
                      {"", "grey "},
                      {"cat on a", "cat on a"},
                      {"", " red"},
                      {" roof", " roof"}}));
    EXPECT_EQ(diffWords("A cat", "A dog"), (Pieces{{"A ", "A "}, {"cat", "dog"}}));
    EXPECT_EQ(diffWords("cats", "cat"), (Pieces{{"cats", "cat"}})) << "whole words";
}

TEST(TextDiff, nothingIsNothing) {
    EXPECT_TRUE(diffWords("", "").empty());
    EXPECT_EQ(diffWords("A cat", "A cat"), (Pieces{{"A cat", "A cat"}}));
    EXPECT_EQ(diffWords("", "A cat"), (Pieces{{"", "A cat"}}));
    EXPECT_EQ(diffWords("A cat", ""), (Pieces{{"A cat", ""}}));
}

TEST(TextDiff, blanksBetweenTwoChangesAreNotKept) {
    EXPECT_EQ(diffWords("one two", "three four"), (Pieces{{"one two", "three four"}}));
}

TEST(TextDiff, comparesLanguagesWithoutBlanksByCharacter) {
    EXPECT_EQ(diffWords("一只猫在屋顶", "一只灰猫在屋顶"),
              (Pieces{{"一只", "一只"}, {"", "灰"}, {"猫在屋顶", "猫在屋顶"}}));
    EXPECT_EQ(diffWords("café noir", "café blanc"),
              (Pieces{{"café ", "café "}, {"noir", "blanc"}}));
}

TEST(TextDiff, takesOverTheChosenChanges) {
    const Pieces pieces = diffWords("A cat on a roof", "A grey cat on a red roof");
    EXPECT_EQ(mergeDiff(pieces, {false, true, false, false, false}), "A grey cat on a roof");
    EXPECT_EQ(mergeDiff(pieces, {false, false, false, true}), "A cat on a red roof");
    EXPECT_EQ(mergeDiff(pieces, {}), "A cat on a roof");
    EXPECT_EQ(mergeDiff(pieces, std::vector<bool>(5, true)), "A grey cat on a red roof");
}

TEST(TextDiff, bothTextsComeBackWhateverTheyHold) {
    std::mt19937 random(3);
    const std::vector<std::string> words = {"a",    "cat",      " ",         "  ",
                                            "\n",   "猫",       "\xC3\xA9t", ",",
                                            "\xFF", "\xE7\x8C", "it's",      "\xF0\x9F\x90\x88"};
    for (int round = 0; round < 500; ++round) {
        std::string texts[2];
        for (std::string& text : texts)
            for (unsigned i = random() % 20; i > 0; --i)
                text += words[random() % words.size()];
        const Pieces pieces = diffWords(texts[0], texts[1]);
        EXPECT_EQ(side(pieces, &DiffPiece::before), texts[0]);
        EXPECT_EQ(side(pieces, &DiffPiece::after), texts[1]);
        for (std::size_t i = 1; i < pieces.size(); ++i)
            EXPECT_NE(pieces[i].isKept(), pieces[i - 1].isKept()) << texts[0] << '|' << texts[1];
    }
}

TEST(TextDiff, hugeTextsAreOneChangeInsteadOfAHangingWindow) {
    std::string before = "A ";
    std::string after = "A ";
    for (int i = 0; i < 20000; ++i) {
        before += std::to_string(i) + "x ";
        after += std::to_string(i) + "y ";
    }
    const Pieces pieces = diffWords(before + "end", after + "end");
    ASSERT_EQ(pieces.size(), 3U);
    EXPECT_EQ(pieces[0].before, "A ");
    EXPECT_EQ(side(pieces, &DiffPiece::after), after + "end");
}

} // namespace
} // namespace diptych
