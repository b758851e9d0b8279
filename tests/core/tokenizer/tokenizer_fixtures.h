// The two tokenizers of the tests, loaded once, and the checks that hold for every text.
#pragma once

#include "core/tokenizer/tokenizer.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace diptych::test {

inline std::filesystem::path tinyTokenizerFolder() {
    return dataPath("tiny-zimage/tokenizer");
}

inline const Tokenizer& realTokenizer() {
    static const Tokenizer tokenizer =
        valueOrThrow(Tokenizer::load(resourcePath("tokenizer/qwen3")));
    return tokenizer;
}

inline const Tokenizer& tinyTokenizer() {
    static const Tokenizer tokenizer = valueOrThrow(Tokenizer::load(tinyTokenizerFolder()));
    return tokenizer;
}

/// The "cases" of a file under tests/data/qwen3.
inline nlohmann::json goldenCases(std::string_view file) {
    return nlohmann::json::parse(readBytes(dataPath("qwen3") / file)).at("cases");
}

inline std::string fromHex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
}

/// The spans follow each other from the first byte to the last.
inline void expectTiled(const std::vector<Token>& tokens, std::string_view source) {
    std::uint32_t position = 0;
    for (const Token& token : tokens) {
        EXPECT_EQ(token.begin, position);
        EXPECT_LE(token.begin, token.end);
        position = token.end;
    }
    EXPECT_EQ(position, source.size());
}

} // namespace diptych::test
