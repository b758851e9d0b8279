#include "core/history/search_text.h"

#include "core/base/text.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

namespace diptych::history {

namespace {

struct Range {
    utf8proc_int32_t first;
    utf8proc_int32_t last;
};

// Scripts without blanks between words: Thai and Lao, Myanmar, Khmer, kana, Han.
constexpr std::array<Range, 8> kUnspaced = {{{0x0E00, 0x0EFF},
                                             {0x1000, 0x109F},
                                             {0x1780, 0x17FF},
                                             {0x3005, 0x3007},
                                             {0x3040, 0x30FF},
                                             {0x3400, 0x9FFF},
                                             {0xF900, 0xFAFF},
                                             {0x20000, 0x3FFFF}}};

bool standsAlone(utf8proc_int32_t character) {
    for (const Range& range : kUnspaced)
        if (character >= range.first && character <= range.last)
            return true;
    return utf8proc_category(character) == UTF8PROC_CATEGORY_SO;
}

bool isWordCharacter(utf8proc_int32_t character) {
    constexpr utf8proc_int32_t kReplacement = 0xFFFD; // what took the place of damaged bytes
    if (character == kReplacement)
        return false;
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_CO:
        return true;
    default:
        return false;
    }
}

// Empty when there is no memory for it: then nothing is found, which does no harm.
std::string folded(std::string_view text) {
    const std::string valid = toValidUtf8(text);
    utf8proc_uint8_t* mapped = nullptr;
    const auto options =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                       UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                     static_cast<utf8proc_ssize_t>(valid.size()), &mapped, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    if (length < 0)
        return {};
    return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

bool isBlank(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

struct Term {
    std::string_view text;
    bool excluded = false;
    bool wholeWords = false;
};

// The next term of `rest`, which is shortened by it; empty at the end.
std::optional<Term> takeTerm(std::string_view& rest) {
    while (!rest.empty() && isBlank(rest.front()))
        rest.remove_prefix(1);
    if (rest.empty())
        return std::nullopt;
    Term term;
    if (rest.front() == '-') {
        term.excluded = true;
        rest.remove_prefix(1);
    }
    if (!rest.empty() && rest.front() == '"') {
        rest.remove_prefix(1);
        const std::size_t end = rest.find('"');
        term.wholeWords = end != std::string_view::npos;
        term.text = rest.substr(0, end);
        rest.remove_prefix(term.wholeWords ? end + 1 : rest.size());
        return term;
    }
    std::size_t end = 0;
    while (end < rest.size() && !isBlank(rest[end]) && rest[end] != '"')
        ++end;
    term.text = rest.substr(0, end);
    rest.remove_prefix(end);
    return term;
}

} // namespace

std::vector<std::string> searchWords(std::string_view text) {
    const std::string source = folded(text);
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&words, &word] {
        if (!word.empty())
            words.push_back(std::exchange(word, {}));
    };
    const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(source.data());
    const auto size = static_cast<utf8proc_ssize_t>(source.size());
    for (utf8proc_ssize_t at = 0; at < size;) {
        utf8proc_int32_t character = 0;
        const utf8proc_ssize_t length = utf8proc_iterate(data + at, size - at, &character);
        if (length <= 0)
            break;
        const std::string_view bytes(source.data() + at, static_cast<std::size_t>(length));
        at += length;
        if (!isWordCharacter(character)) {
            finish();
        } else if (standsAlone(character)) {
            finish();
            words.emplace_back(bytes);
        } else {
            word += bytes;
        }
    }
    finish();
    return words;
}

std::string indexText(std::string_view text) {
    std::string result;
    for (const std::string& word : searchWords(text)) {
        if (!result.empty())
            result += ' ';
        result += word;
    }
    return result;
}

SearchExpression parseSearch(std::string_view typed) {
    SearchExpression expression;
    int terms = 0;
    while (terms < kMostSearchTerms) {
        const std::optional<Term> term = takeTerm(typed);
        if (!term)
            break;
        // Words hold letters, digits and symbols only, so the quotes around them cannot be closed
        // from within.
        const std::string words = indexText(term->text);
        if (words.empty())
            continue;
        ++terms;
        std::string& side = term->excluded ? expression.exclude : expression.include;
        if (!side.empty())
            side += term->excluded ? " OR " : " AND ";
        side += '"' + words + '"';
        if (!term->wholeWords)
            side += " *";
    }
    return expression;
}

} // namespace diptych::history
