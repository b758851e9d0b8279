// Joining words to phrases.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace diptych::flatland {

/// Appends a phrase with a space before it; an empty one adds nothing.
void append(std::string& text, std::string_view phrase);
/// With "a" or "an" in front. `phrase` is not empty.
std::string withArticle(std::string_view phrase);
/// "a", "a and b", "a, b and c".
std::string joinedByAnd(const std::vector<std::string>& items);
/// "a, b, c".
std::string joinedByComma(const std::vector<std::string>& items);

} // namespace diptych::flatland
