// core/tokenizer against the ids that the published Qwen3 tokenizer gives.
#include "core/tokenizer/padding.h"
#include "core/tokenizer/pretokenizer.h"
#include "core/tokenizer/stream_decoder.h"
#include "core/tokenizer/unicode_normalization.h"
#include "tests/core/tokenizer/tokenizer_fixtures.h"

#include <map>

namespace diptych {
namespace {

using Ids = std::vector<std::int32_t>;
using test::goldenCases;
using test::realTokenizer;
using test::tinyTokenizer;

std::map<int, std::string> textsById() {
    std::map<int, std::string> texts;
    for (const auto& golden : goldenCases("tokenizer-cases.json"))
        texts[golden.at("id").get<int>()] = test::fromHex(golden.at("utf8_hex"));
    return texts;
}

TEST(TokenizerGoldens, givesTheReferenceIdsForEveryString) {
    const auto cases = goldenCases("tokenizer-cases.json");
    ASSERT_EQ(cases.size(), 843U);
    for (const auto& golden : cases) {
        SCOPED_TRACE(golden.at("id"));
        const std::string text = test::fromHex(golden.at("utf8_hex"));
        ASSERT_EQ(text, golden.at("text").get<std::string>());
        EXPECT_EQ(realTokenizer().encode(text), golden.at("ids").get<Ids>());
        test::expectTiled(realTokenizer().tokenize(text), text);
    }
}

TEST(TokenizerGoldens, decodesBackToTheTextInNormalForm) {
    int changed = 0;
    int skipped = 0;
    for (const auto& golden : goldenCases("tokenizer-cases.json")) {
        SCOPED_TRACE(golden.at("id"));
        const Ids ids = golden.at("ids");
        std::string expected = golden.at("text");
        if (golden.contains("decoded_utf8_hex")) {
            expected = test::fromHex(golden.at("decoded_utf8_hex"));
            ++changed;
        }
        EXPECT_EQ(realTokenizer().decode(ids), expected);
        if (golden.contains("decoded_skip_special")) {
            expected = golden.at("decoded_skip_special");
            ++skipped;
        }
        EXPECT_EQ(realTokenizer().decode(ids, SpecialTokens::Skip), expected);
    }
    EXPECT_EQ(changed, 85);
    EXPECT_EQ(skipped, 53);
}

// The reference lists the pre-token lengths of the whole text; one stretch is what lies between
// added tokens.
TEST(TokenizerGoldens, cutsTheReferencePieces) {
    const Pretokenizer pretokenizer = valueOrThrow(Pretokenizer::compile(kQwenPattern, "test"));
    int compared = 0;
    for (const auto& golden : goldenCases("tokenizer-cases.json")) {
        SCOPED_TRACE(golden.at("id"));
        const std::string text = normalizeNfc(golden.at("text").get<std::string>()).text;
        if (text.find("<|") != std::string::npos || text.find("think>") != std::string::npos ||
            text.find("<tool") != std::string::npos || text.find("</tool") != std::string::npos)
            continue;
        std::vector<std::size_t> lengths;
        std::size_t begin = 0;
        for (const std::size_t end : pretokenizer.pieceEnds(text)) {
            lengths.push_back(end - begin);
            begin = end;
        }
        EXPECT_EQ(lengths, golden.at("piece_bytes").get<std::vector<std::size_t>>());
        ++compared;
    }
    EXPECT_GT(compared, 700);
}

TEST(TokenizerGoldens, givesTheReferenceIdsWithTheTinyTokenizerFromBothFormats) {
    test::TemporaryFolder folder;
    for (const char* name : {"vocab.json", "merges.txt", "tokenizer_config.json"})
        std::filesystem::copy(test::tinyTokenizerFolder() / name, folder / name);
    const Tokenizer slow = valueOrThrow(Tokenizer::load(folder.path()));
    EXPECT_EQ(slow.vocabularySize(), tinyTokenizer().vocabularySize());
    const auto texts = textsById();
    const auto cases = goldenCases("tokenizer-cases-tiny.json");
    ASSERT_EQ(cases.size(), 843U);
    for (const auto& golden : cases) {
        SCOPED_TRACE(golden.at("id"));
        const std::string& text = texts.at(golden.at("id").get<int>());
        const Ids ids = golden.at("ids");
        EXPECT_EQ(tinyTokenizer().encode(text), ids);
        EXPECT_EQ(slow.encode(text), ids);
        EXPECT_EQ(slow.decode(ids, SpecialTokens::Skip),
                  tinyTokenizer().decode(ids, SpecialTokens::Skip));
    }
}

TEST(TokenizerGoldens, repairsBytesThatAreNotUtf8) {
    const auto cases = goldenCases("invalid-utf8.json");
    ASSERT_EQ(cases.size(), 34U);
    for (const auto& golden : cases) {
        SCOPED_TRACE(golden.at("input_hex"));
        const std::string bytes = test::fromHex(golden.at("input_hex"));
        EXPECT_EQ(repairUtf8(bytes).text, test::fromHex(golden.at("sanitized_hex")));
        EXPECT_EQ(realTokenizer().encode(bytes), golden.at("ids").get<Ids>());
        test::expectTiled(realTokenizer().tokenize(bytes), bytes);
    }
}

TEST(TokenizerGoldens, padsAndCutsToTheLengthAskedFor) {
    const auto cases = goldenCases("pad-truncate.json");
    ASSERT_EQ(cases.size(), 32U);
    for (const auto& golden : cases) {
        SCOPED_TRACE(golden.at("text"));
        const Tokenizer& tokenizer =
            golden.at("tokenizer") == "real" ? realTokenizer() : tinyTokenizer();
        ASSERT_EQ(tokenizer.tokenId("<|endoftext|>"), golden.at("pad_id").get<std::int32_t>());
        const PaddedIds padded =
            padOrTruncate(tokenizer.encode(golden.at("text").get<std::string>()),
                          golden.at("max_length").get<std::size_t>(), golden.at("pad_id"),
                          golden.at("side") == "left" ? PaddingSide::Left : PaddingSide::Right);
        EXPECT_EQ(padded.ids, golden.at("ids").get<Ids>());
        EXPECT_EQ(padded.validCount, golden.at("n_valid").get<std::size_t>());
    }
}

TEST(TokenizerGoldens, streamsWholeCharactersOnly) {
    const auto cases = goldenCases("decode-stream.json");
    ASSERT_EQ(cases.size(), 26U);
    for (const auto& golden : cases) {
        SCOPED_TRACE(golden.at("text"));
        const Ids ids = golden.at("ids");
        const auto special = golden.at("skip_special_tokens").get<bool>() ? SpecialTokens::Skip
                                                                          : SpecialTokens::Keep;
        StreamDecoder decoder(realTokenizer(), special);
        std::string text;
        for (const std::int32_t id : ids) {
            const std::string piece = decoder.push(id);
            EXPECT_EQ(repairUtf8(piece).text, piece);
            text += piece;
        }
        text += decoder.finish();
        EXPECT_EQ(text, golden.at("text").get<std::string>());
        EXPECT_EQ(realTokenizer().decode(ids, special), golden.at("text").get<std::string>());
        // The reference withholds a character as long as it can still become complete, and so do
        // we.
        StreamDecoder again(realTokenizer(), special);
        std::vector<std::string> pieces;
        for (const std::int32_t id : ids)
            pieces.push_back(again.push(id));
        pieces.push_back(again.finish());
        EXPECT_EQ(pieces, golden.at("pieces").get<std::vector<std::string>>());
    }
}

} // namespace
} // namespace diptych
