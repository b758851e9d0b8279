#include "app/train/world/phrase_text.h"

namespace diptych::flatland {
namespace {

std::string joinedBy(const std::vector<std::string>& items, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0)
            text.append(i + 1 == items.size() ? last : ", ");
        text.append(items[i]);
    }
    return text;
}

} // namespace

void append(std::string& text, std::string_view phrase) {
    if (phrase.empty())
        return;
    if (!text.empty())
        text.append(" ");
    text.append(phrase);
}

std::string withArticle(std::string_view phrase) {
    const bool vowel = std::string_view("aeio").find(phrase.front()) != std::string_view::npos;
    std::string text(vowel ? "an" : "a");
    append(text, phrase);
    return text;
}

std::string joinedByAnd(const std::vector<std::string>& items) {
    return joinedBy(items, " and ");
}

std::string joinedByComma(const std::vector<std::string>& items) {
    return joinedBy(items, ", ");
}

} // namespace diptych::flatland
