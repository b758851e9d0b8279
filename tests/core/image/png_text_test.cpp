// core/image: text chunks of PNG files.
#include "core/image/png_text.h"
#include "tests/core/image/png_builder.h"

#include <gtest/gtest.h>

namespace diptych {
namespace {

using test::buildPng;
using test::deflated;
using test::parsePngChunks;
using test::pngChunk;
using test::PngParts;

using Entries = std::vector<TextEntry>;

constexpr std::string_view kNul("\0", 1);

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string result;
    for (const std::string_view part : parts)
        result += part;
    return result;
}

std::string pngWith(const std::string& chunks) {
    PngParts parts;
    parts.scanlines = std::string(2, '\0');
    parts.extraChunks = chunks;
    return buildPng(parts);
}

std::string compressedText(std::string_view keyword, std::string_view text) {
    return pngChunk("zTXt", joined({keyword, kNul, kNul, deflated(text)}));
}

std::string internationalText(std::string_view keyword, std::string_view text, bool compressed) {
    const std::string flags = compressed ? std::string("\1\0", 2) : std::string(2, '\0');
    return pngChunk("iTXt", joined({keyword, kNul, flags, "en", kNul, "Schl\xC3\xBCssel", kNul,
                                    compressed ? deflated(text) : std::string(text)}));
}

TEST(PngText, liesUncompressedRightBehindTheHeader) {
    const Entries entries = {{"parameters", "a cat\nSteps: 8"}, {"diptych", "{\"prompt\":\"猫\"}"}};
    const auto png = withPngText(pngWith(pngChunk("gAMA", test::bigEndian(45455, 4))), entries);
    ASSERT_TRUE(png);
    const auto chunks = parsePngChunks(*png);
    ASSERT_GE(chunks.size(), 6U);
    EXPECT_EQ(chunks[0].type, "IHDR");
    EXPECT_EQ(chunks[1].type, "tEXt");
    EXPECT_EQ(chunks[1].data, joined({"parameters", kNul, "a cat\nSteps: 8"}));
    EXPECT_EQ(chunks[2].type, "iTXt");
    EXPECT_EQ(chunks[2].data,
              joined({"diptych", kNul, std::string(4, '\0'), "{\"prompt\":\"猫\"}"}));
    EXPECT_EQ(chunks[3].type, "gAMA");
    for (const auto& chunk : chunks)
        EXPECT_TRUE(chunk.checksumRight) << chunk.type;
    EXPECT_EQ(valueOrThrow(readPngText(*png)).entries, entries);
}

TEST(PngText, keepsBlanksAndLineBreaks) {
    const Entries entries = {{"parameters", "  two  blanks \n\n\ttab\r\n end \n"}, {"x", ""}};
    const auto png = withPngText(pngWith(""), entries);
    ASSERT_TRUE(png);
    EXPECT_EQ(valueOrThrow(readPngText(*png)).entries, entries);
}

TEST(PngText, readsAllThreeKindsOfChunk) {
    const std::string text = "一隻貓 😀 \"quoted\"\nsecond line";
    const auto read = readPngText(pngWith(pngChunk("tEXt", joined({"a", kNul, "plain"})) +
                                          compressedText("b", "packed, packed, packed") +
                                          internationalText("c", text, false) +
                                          internationalText("d", text, true)));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->entries,
              (Entries{{"a", "plain"}, {"b", "packed, packed, packed"}, {"c", text}, {"d", text}}));
    EXPECT_TRUE(read->notices.empty());
}

TEST(PngText, takesTextAsUtf8AndElseAsLatin1) {
    const auto read = readPngText(pngWith(pngChunk("tEXt", joined({"a", kNul, "caf\xC3\xA9"})) +
                                          pngChunk("tEXt", joined({"b", kNul, "caf\xE9 \xFC"})) +
                                          compressedText("c", "caf\xE9")));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->entries, (Entries{{"a", "café"}, {"b", "café ü"}, {"c", "café"}}));
}

TEST(PngText, readsChunksBehindThePixels) {
    std::string png = pngWith("");
    png.insert(png.size() - 12, pngChunk("tEXt", joined({"late", kNul, "text"})));
    EXPECT_EQ(valueOrThrow(readPngText(png)).entries, (Entries{{"late", "text"}}));
}

TEST(PngText, refusesBombsAndReadsTheRest) {
    const std::string bomb(kLargestTextBytes + 1, 'a');
    const auto read =
        readPngText(pngWith(compressedText("a", bomb) + internationalText("b", bomb, true) +
                            pngChunk("tEXt", joined({"c", kNul, "fine"}))));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->entries, (Entries{{"c", "fine"}}));
    ASSERT_EQ(read->notices.size(), 2U);
    EXPECT_EQ(read->notices[0].code, "png_text_skipped");
    EXPECT_NE(read->notices[0].message.find("too large"), std::string::npos);
}

TEST(PngText, limitsAllTextsTogether) {
    const std::string large = compressedText("a", std::string(kLargestTextBytes, 'a'));
    std::string chunks;
    for (int i = 0; i < 5; ++i)
        chunks += large;
    const auto read = readPngText(pngWith(chunks));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->entries.size(), kLargestTextTotal / kLargestTextBytes);
    EXPECT_EQ(read->notices.size(), 1U);
}

TEST(PngText, skipsDamagedChunksWithANotice) {
    std::string wrongChecksum = pngChunk("tEXt", joined({"a", kNul, "text"}));
    wrongChecksum.back() = static_cast<char>(wrongChecksum.back() ^ 1);
    const std::string packed = deflated("some text to cut off");
    const auto read = readPngText(
        pngWith(wrongChecksum + pngChunk("tEXt", "no separator") +
                pngChunk("tEXt", joined({kNul, "no keyword"})) +
                pngChunk("zTXt", joined({"b", kNul, kNul, packed.substr(0, packed.size() / 2)})) +
                pngChunk("zTXt", joined({"b", kNul, "\1", packed})) + pngChunk("zTXt", "b") +
                pngChunk("iTXt", joined({"b", kNul, kNul})) +
                pngChunk("iTXt", joined({"b", kNul, kNul, kNul, "no end"}))));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->entries.empty());
    EXPECT_EQ(read->notices.size(), 8U);
}

TEST(PngText, givesWhatComesBeforeTheCut) {
    const std::string png = pngWith(pngChunk("tEXt", joined({"a", kNul, "text"})));
    EXPECT_EQ(valueOrThrow(readPngText(png.substr(0, png.size() - 20))).entries.size(), 1U);
    EXPECT_TRUE(valueOrThrow(readPngText(png.substr(0, 40))).entries.empty());
}

TEST(PngText, refusesOtherFilesAndBadKeywords) {
    EXPECT_EQ(readPngText("GIF89a").error().code, ErrorCode::FileInvalid);
    EXPECT_EQ(readPngText("").error().code, ErrorCode::FileInvalid);
    for (const std::string& keyword :
         {std::string(), std::string(80, 'k'), std::string(" k"), std::string("k "),
          std::string("a  b"), std::string("ä"), std::string("a\nb"), std::string("a\0b", 3)}) {
        const auto refused = withPngText(pngWith(""), {{keyword, "text"}});
        ASSERT_FALSE(refused) << keyword;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    }
    EXPECT_TRUE(withPngText(pngWith(""), {{std::string(79, 'k'), "text"}}));
}

TEST(PngText, replacesWhatAChunkCannotHold) {
    const auto png = withPngText(pngWith(""), {{"a", std::string("x\0y\xFFz", 5)}});
    ASSERT_TRUE(png);
    EXPECT_EQ(valueOrThrow(readPngText(*png)).entries, (Entries{{"a", "x\uFFFDy\uFFFDz"}}));
}

} // namespace
} // namespace diptych
