// Where the tokens of a formatted prompt lie: in the formatted text, and in the text that the user
// typed. Pure functions over values; positions in editors are UTF-16 units, those in the engine
// bytes.
#pragma once

#include "core/prompt/formatted_prompt.h"
#include "core/tokenizer/tokenizer.h"

#include <QString>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::widgets {

/// A prompt as the text encoder reads it.
struct TokenizedPrompt {
    FormattedPrompt prompt;
    std::vector<Token> tokens;       ///< their spans tile `prompt.text`
    std::vector<std::string> pieces; ///< what each token says, possibly a part of a character
};

TokenizedPrompt tokenizePrompt(const Tokenizer& tokenizer, FormattedPrompt prompt);

/// A stretch of a text in an editor.
struct EditorRange {
    int begin = 0;
    int end = 0; ///< one past the last unit

    bool operator==(const EditorRange&) const = default;
};

/// For each byte of `part`, and its end, the byte of `typed` that it came from: cleaning leaves
/// blanks and quotes out, or puts one blank for several, and changes nothing else.
std::vector<std::size_t> alignToTyped(std::string_view part, std::string_view typed);

/// The word of the typed prompt in which the token behind the first `limit` ones begins; empty when
/// all fit, or when the prompt itself does.
std::optional<EditorRange> wordAtLimit(const TokenizedPrompt& tokens, const std::string& typed,
                                       int limit);

/// What the tokens are that touch a stretch of the formatted text: "2 tokens: light|house (…), 14
/// and 15 of 58"; empty where there are none.
QString tokensAt(const TokenizedPrompt& tokens, EditorRange range);
/// The same for a stretch of the prompt that the user typed.
QString tokensAtTyped(const TokenizedPrompt& tokens, const std::string& typed, EditorRange range);

} // namespace diptych::widgets
