// The words of a text as the history's index holds them, and what a user types as a question to
// that index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace diptych::history {

/// The words of `text`: runs of letters and digits, case-folded, in compatibility form, without
/// accents and other marks ("Ｃafé" is "cafe"). Each character of a script that is written without
/// blanks (Chinese, Japanese, Thai, …) and each symbol (😀) is a word of its own.
std::vector<std::string> searchWords(std::string_view text);

/// `searchWords` with blanks between them: what goes into the index.
std::string indexText(std::string_view text);

/// A question in FTS5's language. All of `include` must match, nothing of `exclude`; empty = no
/// condition.
struct SearchExpression {
    std::string include;
    std::string exclude;

    bool operator==(const SearchExpression&) const = default;
};

inline constexpr int kMostSearchTerms = 32;

/// Terms are separated by blanks and must all occur, in any order; a term matches the beginning of
/// a word. "in quotes": these words one behind the other, as whole words; a quote that is still
/// open matches beginnings. -term: must not occur. Whatever is typed is a valid question; what
/// holds no letter, digit or symbol is ignored, and so is everything behind kMostSearchTerms terms.
SearchExpression parseSearch(std::string_view typed);

} // namespace diptych::history
