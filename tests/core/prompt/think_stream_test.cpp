// Thoughts and answers, taken apart while they come.
#include "core/prompt/think_stream.h"

#include <gtest/gtest.h>

namespace diptych {
namespace {

struct Parts {
    std::string thinking;
    std::string answer;

    bool operator==(const Parts&) const = default;
};

std::ostream& operator<<(std::ostream& stream, const Parts& parts) {
    return stream << '[' << parts.thinking << "][" << parts.answer << ']';
}

// In pieces of `size` bytes; what was handed out must add up to what is kept.
Parts split(std::string_view text, std::size_t size, ThinkStream stream = ThinkStream()) {
    Parts handedOut;
    const auto take = [&](const std::vector<AnswerPiece>& pieces) {
        for (const AnswerPiece& piece : pieces) {
            EXPECT_FALSE(piece.text.empty());
            (piece.part == AnswerPart::Thinking ? handedOut.thinking : handedOut.answer) +=
                piece.text;
        }
    };
    for (std::size_t at = 0; at < text.size(); at += size)
        take(stream.push(text.substr(at, size)));
    take(stream.finish());
    const Parts kept{stream.thinking(), stream.answer()};
    EXPECT_EQ(handedOut, kept) << text;
    return kept;
}

TEST(ThinkStream, takesBlocksOutWhereverThePiecesAreCut) {
    const struct {
        const char* text;
        Parts parts;
    } cases[] = {
        {"", {"", ""}},
        {"A fluffy cat.", {"", "A fluffy cat."}},
        {"  A cat \n", {"", "A cat"}},
        {"<think>\nOkay, a cat.\n</think>\n\nA fluffy cat.", {"Okay, a cat.", "A fluffy cat."}},
        {"<think>\n\n</think>\n\nplain", {"", "plain"}},
        {"\n<think>\nleading\n</think>\nok", {"leading", "ok"}},
        {"<think>unfinished\n thought", {"unfinished\n thought", ""}},
        {"<think>a</think>b<think>c</think>d", {"a\n\nc", "bd"}},
        {"One <think>hm</think> two", {"hm", "One two"}},
        {"One\n\n<think> hm </think>\ntwo", {"hm", "One\n\ntwo"}},
        {"One<think>hm</think>\ntwo", {"hm", "One\ntwo"}},
        {"<think>a<think>b</think>c", {"ab", "c"}},
        {"a < b <thin ice> </thinking>", {"", "a < b <thin ice> </thinking>"}},
        {"ends in <thi", {"", "ends in <thi"}},
        {"<think>x</think>", {"x", ""}},
        {"<think>中文</think>一只😀", {"中文", "一只😀"}},
    };
    for (const auto& entry : cases)
        for (const std::size_t size : {1U, 2U, 3U, 7U, 100U})
            EXPECT_EQ(split(entry.text, size), entry.parts) << entry.text << " by " << size;
}

TEST(ThinkStream, handsTextOutAsSoonAsItIsCertain) {
    ThinkStream stream;
    EXPECT_EQ(stream.push("<thi"), std::vector<AnswerPiece>());
    EXPECT_EQ(stream.push("nk>Hm"), (std::vector<AnswerPiece>{{AnswerPart::Thinking, "Hm"}}));
    EXPECT_TRUE(stream.insideBlock());
    EXPECT_EQ(stream.push("</think> A <"), (std::vector<AnswerPiece>{{AnswerPart::Answer, "A"}}));
    EXPECT_FALSE(stream.insideBlock());
    EXPECT_EQ(stream.push("b"), (std::vector<AnswerPiece>{{AnswerPart::Answer, " <b"}}));
}

TEST(ThinkStream, aLoneEndMakesAThoughtOfAllBefore) {
    ThinkStream stream;
    stream.push("reason only</think>\n\nanswer");
    stream.finish();
    EXPECT_EQ(stream.thinking(), "reason only");
    EXPECT_EQ(stream.answer(), "answer");
}

TEST(ThinkStream, mayBeginInsideABlock) {
    EXPECT_EQ(split("so\n</think>\n\nyes", 3, ThinkStream(AnswerPart::Thinking)),
              (Parts{"so", "yes"}));
    EXPECT_TRUE(endsInsideThinkBlock("<|im_start|>assistant\n<think>\nHm"));
    EXPECT_FALSE(endsInsideThinkBlock("<think>\n\n</think>\n\n"));
    EXPECT_FALSE(endsInsideThinkBlock("A cat"));
}

TEST(ThinkStream, keepsEveryBlankWhenAskedTo) {
    EXPECT_EQ(
        split(" a \n<think> b </think>\n c ", 2, ThinkStream(AnswerPart::Answer, Blanks::Keep)),
        (Parts{" b ", " a \n\n c "}));
}

TEST(FindJsonTail, findsTheObjectThatATextEndsWith) {
    EXPECT_EQ(findJsonTail("Let me see. {\"prompt\": \"a {cat}\"}"), 12U);
    EXPECT_EQ(findJsonTail("a {b} then {\"c\": {\"d\": 1}}"), 11U);
    for (const char* none : {"", "a cat", "{\"only\": 1}", "a {b}", "{\"a\": 1} and more"})
        EXPECT_EQ(findJsonTail(none), std::string_view::npos) << none;
}

} // namespace
} // namespace diptych
