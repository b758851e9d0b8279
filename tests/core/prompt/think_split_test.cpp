// core/prompt: thinking and answer of generated ids.
#include "core/prompt/think_split.h"
#include "tests/core/tokenizer/tokenizer_fixtures.h"

namespace diptych {
namespace {

TEST(ThinkSplit, givesTheReferencePartsForEveryAnswer) {
    const Tokenizer& tokenizer = test::realTokenizer();
    const auto decode = [&](std::span<const std::int32_t> ids, bool skipSpecial) {
        return tokenizer.decode(ids, skipSpecial ? SpecialTokens::Skip : SpecialTokens::Keep);
    };
    const auto cases = test::goldenCases("think-split.json");
    ASSERT_EQ(cases.size(), 16U);
    for (const auto& golden : cases) {
        SCOPED_TRACE(golden.at("raw"));
        const std::vector<std::int32_t> ids = golden.at("ids");
        ThinkSplit expected;
        if (!golden.at("thinking").is_null())
            expected.thinking = golden.at("thinking").get<std::string>();
        expected.answer = golden.at("content");
        const ThinkSplit split = splitThinking(ids, *tokenizer.tokenId("</think>"), decode);
        EXPECT_EQ(split, expected);
        EXPECT_EQ(joinThinking(split), golden.at("joined").get<std::string>());
    }
}

} // namespace
} // namespace diptych
