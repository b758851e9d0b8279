// core/tokenizer: spans, rewriting, file forms.
#include "core/tokenizer/stream_decoder.h"
#include "core/tokenizer/unicode_normalization.h"
#include "tests/core/tokenizer/tokenizer_fixtures.h"

#include <zlib.h>

#include <thread>

namespace diptych {
namespace {

using test::realTokenizer;
using test::tinyTokenizer;

std::vector<std::string> spans(const Tokenizer& tokenizer, std::string_view text) {
    std::vector<std::string> result;
    for (const Token& token : tokenizer.tokenize(text))
        result.emplace_back(text.substr(token.begin, token.end - token.begin));
    return result;
}

std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

TEST(TokenSpans, areTheBytesOfEachToken) {
    EXPECT_EQ(spans(realTokenizer(), "A cat<|im_end|>\n12"),
              (std::vector<std::string>{"A", " cat", "<|im_end|>", "\n", "1", "2"}));
    EXPECT_TRUE(realTokenizer().tokenize("").empty());
}

TEST(TokenSpans, mayHoldPartOfACharacter) {
    // U+20BB7 has no token of its own.
    const auto parts = spans(tinyTokenizer(), "\xF0\xA0\xAE\xB7");
    EXPECT_GT(parts.size(), 1U);
    EXPECT_EQ(parts.front().front(), '\xF0');
}

TEST(TokenSpans, giveComposedCharactersTheirWholeSource) {
    // e + combining acute becomes one character of one token.
    const std::string text = "caf"
                             "e\xCC\x81"
                             " au lait";
    const auto tokens = realTokenizer().tokenize(text);
    test::expectTiled(tokens, text);
    EXPECT_EQ(realTokenizer().encode(text), realTokenizer().encode("caf\xC3\xA9 au lait"));
    // The boundaries behind the composed character agree with those of the composed text, one byte
    // later.
    const auto composed = realTokenizer().tokenize("caf\xC3\xA9 au lait");
    ASSERT_EQ(tokens.size(), composed.size());
    EXPECT_EQ(tokens.back().begin, composed.back().begin + 1);
}

TEST(TokenSpans, giveTheFirstTokenAllBytesOfARewrittenStretch) {
    // With the tiny vocabulary U+FFFD takes several tokens, the source has one byte.
    const std::string text = "a\xFF"
                             "b";
    const auto tokens = tinyTokenizer().tokenize(text);
    test::expectTiled(tokens, text);
    ASSERT_GE(tokens.size(), 4U);
    EXPECT_EQ((std::pair{tokens[1].begin, tokens[1].end}), (std::pair{1U, 2U}));
    EXPECT_EQ((std::pair{tokens[2].begin, tokens[2].end}), (std::pair{2U, 2U}));
    EXPECT_EQ((std::pair{tokens.back().begin, tokens.back().end}), (std::pair{2U, 3U}));
}

TEST(Normalization, keepsTextThatIsInNormalForm) {
    const std::string text =
        "caf\xC3\xA9 \xE4\xB8\x80\xE5\x8F\xAA \xED\x95\x9C\xEA\xB5\xAD \xF0\x9F\x98\x80";
    const RewrittenText result = normalizeNfc(text);
    EXPECT_EQ(result.text, text);
    EXPECT_EQ(result.offsets.toSource(5), 5U);
    EXPECT_EQ(result.offsets.toSource(text.size()), text.size());
}

TEST(Normalization, reordersAndComposesAndKnowsWhereEveryByteCameFrom) {
    // a + dot below (220) + acute (230), in the wrong order: ạ + acute.
    const std::string wrongOrder = "x"
                                   "a\xCC\x81\xCC\xA3"
                                   "y";
    const RewrittenText marks = normalizeNfc(wrongOrder);
    EXPECT_EQ(marks.text, "x"
                          "\xE1\xBA\xA1\xCC\x81"
                          "y");
    EXPECT_EQ(marks.offsets.toSource(1), 1U);
    EXPECT_EQ(marks.offsets.toSource(4), 6U); // inside the change: its end
    EXPECT_EQ(marks.offsets.toSource(6), 6U);
    EXPECT_EQ(marks.offsets.toSource(7), 7U);
    // Three Hangul letters, all of them starters, become one syllable.
    const std::string letters = "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"
                                "!";
    const RewrittenText syllable = normalizeNfc(letters);
    EXPECT_EQ(syllable.text, "\xED\x95\x9C"
                             "!");
    EXPECT_EQ(syllable.offsets.toSource(3), 9U);
    EXPECT_EQ(syllable.offsets.toSource(4), 10U);
    // A singleton: the Kelvin sign becomes the letter K.
    EXPECT_EQ(normalizeNfc("\xE2\x84\xAA").text, "K");
    // A composition exclusion stays apart.
    EXPECT_EQ(normalizeNfc("\xE0\xA5\x98").text, "\xE0\xA4\x95\xE0\xA4\xBC");
}

TEST(Tokenizer, knowsItsVocabulary) {
    EXPECT_EQ(realTokenizer().vocabularySize(), 151669);
    EXPECT_EQ(realTokenizer().tokenId("<|im_end|>"), 151645);
    EXPECT_EQ(realTokenizer().tokenId("</think>"), 151668);
    EXPECT_EQ(realTokenizer().tokenId(" cat"), 8251);
    EXPECT_EQ(realTokenizer().tokenId("no such token"), std::nullopt);
    EXPECT_TRUE(realTokenizer().isSpecial(151645));
    EXPECT_FALSE(realTokenizer().isSpecial(151668));
    EXPECT_EQ(realTokenizer().tokenBytes(8251), " cat");
    EXPECT_EQ(realTokenizer().tokenBytes(-1), "");
    EXPECT_EQ(realTokenizer().tokenBytes(151700), "");
    EXPECT_EQ(realTokenizer().decode(std::vector<std::int32_t>{32, 151700, 8251}), "A cat");
}

TEST(Tokenizer, worksFromSeveralThreadsAndAsACopy) {
    const Tokenizer copy = tinyTokenizer();
    const std::string text = "A cat sleeping on a windowsill, \xE4\xB8\x80\xE5\x8F\xAA\xE7\x8C\xAB";
    const auto expected = tinyTokenizer().encode(text);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round)
                EXPECT_EQ(copy.encode(text), expected);
        });
    }
}

TEST(Tokenizer, readsEscapedJsonAndBothSpellingsOfMerges) {
    auto file =
        nlohmann::json::parse(test::readBytes(test::tinyTokenizerFolder() / "tokenizer.json"));
    for (auto& merge : file["model"]["merges"])
        merge = merge[0].get<std::string>() + " " + merge[1].get<std::string>();
    // ensure_ascii: \uXXXX instead of the letters of the byte alphabet
    const auto tokenizer = Tokenizer::fromJson(file.dump(-1, ' ', true));
    ASSERT_TRUE(tokenizer) << tokenizer.error().message;
    const std::string text = "The cat\n\n  sleeps <think> na\xC3\xAFve";
    EXPECT_EQ(tokenizer->encode(text), tinyTokenizer().encode(text));
}

TEST(Tokenizer, prefersTokenizerJsonInAFolder) {
    test::TemporaryFolder folder;
    for (const char* name : {"tokenizer.json", "merges.txt", "tokenizer_config.json"})
        std::filesystem::copy(test::tinyTokenizerFolder() / name, folder / name);
    test::writeBytes(folder / "vocab.json", "damaged");
    EXPECT_TRUE(Tokenizer::load(folder.path()));
    EXPECT_TRUE(Tokenizer::load(folder / "tokenizer.json"));
    std::filesystem::remove(folder / "tokenizer.json");
    EXPECT_FALSE(Tokenizer::load(folder.path()));
}

TEST(Tokenizer, normalizesOnlyIfTheFileSaysSo) {
    auto file =
        nlohmann::json::parse(test::readBytes(test::tinyTokenizerFolder() / "tokenizer.json"));
    file["normalizer"] = nullptr;
    const auto tokenizer = Tokenizer::fromJson(file.dump());
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ(tokenizer->decode(tokenizer->encode("e\xCC\x81")), "e\xCC\x81");
    EXPECT_EQ(tinyTokenizer().decode(tinyTokenizer().encode("e\xCC\x81")), "\xC3\xA9");
}

TEST(Tokenizer, readsMergesThatBeginWithAHash) {
    test::TemporaryFolder folder;
    std::filesystem::copy(test::tinyTokenizerFolder() / "tokenizer_config.json",
                          folder / "tokenizer_config.json");
    auto vocabulary =
        nlohmann::json::parse(test::readBytes(test::tinyTokenizerFolder() / "vocab.json"));
    vocabulary["##"] = 1990000;
    test::writeBytes(folder / "vocab.json", vocabulary.dump());
    test::writeBytes(folder / "merges.txt", "# #\r\n");
    const auto tokenizer = Tokenizer::load(folder.path());
    ASSERT_TRUE(tokenizer) << tokenizer.error().message;
    EXPECT_EQ(tokenizer->encode("##"), std::vector<std::int32_t>{1990000});
}

TEST(Tokenizer, readsGzippedFilesAndRefusesDamagedOnes) {
    test::TemporaryFolder folder;
    const std::string packed =
        gzip(test::readBytes(test::tinyTokenizerFolder() / "tokenizer.json"));
    const auto path = folder / "tokenizer.json.gz";
    test::writeBytes(path, packed);
    ASSERT_TRUE(Tokenizer::load(folder.path()));
    for (const std::string& damaged : {packed.substr(0, packed.size() / 2), packed + "x",
                                       std::string("plain text"), std::string()}) {
        test::writeBytes(path, damaged);
        const auto tokenizer = Tokenizer::load(path);
        ASSERT_FALSE(tokenizer);
        EXPECT_EQ(tokenizer.error().code, ErrorCode::FileInvalid);
        EXPECT_NE(tokenizer.error().message.find("tokenizer.json.gz"), std::string::npos);
    }
}

TEST(StreamDecoder, flushesACharacterThatNeverBecameComplete) {
    StreamDecoder decoder(tinyTokenizer());
    const auto lead = tinyTokenizer().tokenId("\xF0");
    const auto letter = tinyTokenizer().tokenId("a");
    ASSERT_TRUE(lead && letter);
    EXPECT_EQ(decoder.push(*lead), "");
    EXPECT_EQ(decoder.push(*letter), "\xEF\xBF\xBD"
                                     "a");
    EXPECT_EQ(decoder.push(*lead), "");
    EXPECT_EQ(decoder.finish(), "\xEF\xBF\xBD");
    EXPECT_EQ(decoder.finish(), "");
}

} // namespace
} // namespace diptych
