// What is done to the user's text before it is formatted: blanks tidied, quotes removed.
#pragma once

#include <string>
#include <string_view>

namespace diptych {

/// `text` without blanks at both ends. A blank is what Unicode calls white space, and U+001C–001F,
/// which the predecessor took for blanks too. Bytes that are not UTF-8 are kept.
std::string_view trimBlanks(std::string_view text);

/// Trimmed; three or more adjacent line feeds become two; then every run of other blanks becomes
/// one space, also beside a line feed.
std::string cleanWhitespace(std::string_view text);

/// `text` without U+0022. Single and typographic quotes stay.
std::string removeQuotes(std::string_view text);

} // namespace diptych
