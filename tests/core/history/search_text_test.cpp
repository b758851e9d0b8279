// core/history: words of the index and questions to it.
#include "core/history/search_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace diptych::history {
namespace {

using Words = std::vector<std::string>;

TEST(SearchWords, areFoldedAndBare) {
    EXPECT_EQ(searchWords("A Café, in KÖLN: straße No.5"),
              (Words{"a", "cafe", "in", "koln", "strasse", "no", "5"}));
    EXPECT_EQ(searchWords("Ｃａｆé ﬁne"), (Words{"cafe", "fine"})) << "compatibility forms";
    EXPECT_EQ(searchWords("cafe\xCC\x81"), (Words{"cafe"})) << "a mark of its own";
    EXPECT_EQ(searchWords(""), Words{});
    EXPECT_EQ(searchWords(" \"*-^():{}+' \n"), Words{});
}

TEST(SearchWords, areSingleCharactersWhereNoBlanksAreWritten) {
    EXPECT_EQ(searchWords("一隻貓 on 东京塔"), (Words{"一", "隻", "貓", "on", "东", "京", "塔"}));
    EXPECT_EQ(searchWords("ねこ2匹"), (Words{"ね", "こ", "2", "匹"}));
    EXPECT_EQ(searchWords("cat😀dog"), (Words{"cat", "😀", "dog"}));
    EXPECT_EQ(searchWords("고양이 한"), (Words{"고양이", "한"})) << "Korean has blanks";
}

TEST(SearchWords, surviveTextThatIsNotUtf8) {
    EXPECT_EQ(searchWords("a\xff"
                          "b \xe4\xb8"),
              (Words{"a", "b"}));
    EXPECT_EQ(searchWords(std::string("a\0b", 3)), (Words{"a", "b"}));
}

TEST(ParseSearch, joinsTermsByAndAndMatchesBeginnings) {
    EXPECT_EQ(parseSearch("red  CA").include, R"("red" * AND "ca" *)");
    EXPECT_EQ(parseSearch("red").exclude, "");
    EXPECT_EQ(parseSearch("貓咪").include, R"("貓 咪" *)");
    EXPECT_EQ(parseSearch("semi-dark").include, R"("semi dark" *)");
}

TEST(ParseSearch, takesQuotedWordsAsTheyStand) {
    EXPECT_EQ(parseSearch(R"("red cat" dog)").include, R"("red cat" AND "dog" *)");
    EXPECT_EQ(parseSearch(R"("red ca)").include, R"("red ca" *)") << "still being typed";
    EXPECT_EQ(parseSearch(R"(a"b c"d)").include, R"("a" * AND "b c" AND "d" *)");
}

TEST(ParseSearch, excludesWhatFollowsAMinus) {
    EXPECT_EQ(parseSearch(R"(cat -dog -"red car")"),
              (SearchExpression{R"("cat" *)", R"("dog" * OR "red car")"}));
    EXPECT_EQ(parseSearch("-"), SearchExpression{});
}

TEST(ParseSearch, ignoresWhatHoldsNoWord) {
    EXPECT_EQ(parseSearch("  ... \"\" -\"!\" * ^ "), SearchExpression{});
    EXPECT_EQ(parseSearch("cat !!!").include, R"("cat" *)");
}

TEST(ParseSearch, takesNoMoreTermsThanItSays) {
    std::string many;
    for (int i = 0; i < 10'000; ++i)
        many += fmt::format("w{} ", i);
    const std::string include = parseSearch(many).include;
    EXPECT_NE(include.find("\"w31\""), std::string::npos);
    EXPECT_EQ(include.find("\"w32\""), std::string::npos);
}

} // namespace
} // namespace diptych::history
