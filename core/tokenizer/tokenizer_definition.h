// What a tokenizer file says, checked for its shape but not yet turned into tables; and the reader
// of tokenizer.json.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych {

/// A token that is cut out of the text before everything else. Matching is exact; the file's other
/// ways of matching (stripping blanks, whole words, after normalisation) are refused when reading.
struct AddedToken {
    std::int64_t id = 0;
    std::string content; ///< as it stands in the text, UTF-8
    bool special = false;
};

struct TokenizerDefinition {
    std::string sourceName;                                       ///< what errors call the file
    std::vector<std::pair<std::string, std::int64_t>> vocabulary; ///< byte-alphabet spelling, id
    std::vector<std::pair<std::string, std::string>> merges; ///< byte-alphabet spellings, by rank
    std::vector<AddedToken> addedTokens;
    bool normalizeNfc = false;
    std::string pattern; ///< of the pre-tokeniser
};

/// Reads a tokenizer.json. Errors: FileInvalid, naming `sourceName` and the part.
Result<TokenizerDefinition> parseTokenizerJson(std::string_view json, std::string_view sourceName);

/// The three texts of the slow format: vocab.json, merges.txt and tokenizer_config.json. They carry
/// neither normalisation nor pattern: NFC and Qwen's pattern are implied, another tokenizer_class
/// is refused.
struct SlowTokenizerFiles {
    std::string vocabJson;
    std::string mergesText;
    std::string configJson;
};
Result<TokenizerDefinition> parseSlowTokenizer(const SlowTokenizerFiles& files,
                                               std::string_view sourceName);

/// FileInvalid with the hint that fits every fault of a tokenizer file. The text may hold bytes of
/// the file.
tl::unexpected<Error> failTokenizer(std::string_view sourceName, std::string_view what);

} // namespace diptych
