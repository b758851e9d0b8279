// core/prompt: blanks and quotes.
#include "core/prompt/clean_text.h"

#include <gtest/gtest.h>

namespace diptych {
namespace {

TEST(CleanText, knowsEveryUnicodeBlank) {
    for (const std::string blank :
         {"\t",           "\n",           "\v",           "\f",           "\r",
          "\x1C",         "\x1D",         "\x1E",         "\x1F",         " ",
          "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
          "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
          "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
          "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"}) {
        EXPECT_EQ(trimBlanks(blank + "x" + blank + blank), "x");
        EXPECT_EQ(cleanWhitespace("x" + blank + "y"), blank == "\n" ? "x\ny" : "x y");
    }
}

TEST(CleanText, keepsWhatOnlyLooksBlank) {
    // Zero-width space, byte-order mark, Mongolian vowel separator, U+0000.
    for (const std::string text : {"\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE1\xA0\x8E"})
        EXPECT_EQ(cleanWhitespace(text), text);
    const std::string zero(3, '\0');
    EXPECT_EQ(cleanWhitespace(zero), zero);
}

TEST(CleanText, keepsBytesThatAreNotUtf8) {
    EXPECT_EQ(cleanWhitespace(" \xFF\xC2  \xE2\x80 "), "\xFF\xC2 \xE2\x80");
}

TEST(CleanText, collapsesAdjacentLineFeedsOnly) {
    EXPECT_EQ(cleanWhitespace("a\n \n \nb"), "a\n \n \nb");
    EXPECT_EQ(cleanWhitespace("a\n\n\n\n\n\nb"), "a\n\nb");
    EXPECT_EQ(cleanWhitespace(""), "");
    EXPECT_EQ(cleanWhitespace(" \n \n "), "");
}

TEST(CleanText, removesTheDoubleQuoteOnly) {
    EXPECT_EQ(removeQuotes("\"a\" 'b' \xE2\x80\x9C"
                           "c\xE2\x80\x9D"),
              "a 'b' \xE2\x80\x9C"
              "c\xE2\x80\x9D");
}

} // namespace
} // namespace diptych
