#include "core/prompt/template_search.h"

#include "core/base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace diptych {

namespace {

// A template is short; a file that is not must not make every key stroke slow.
constexpr std::size_t kSearchedBytes = std::size_t{16} << 10;

constexpr auto kFold =
    static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                   UTF8PROC_STRIPMARK | UTF8PROC_IGNORE | UTF8PROC_STABLE);

void appendCodePoint(std::string& text, utf8proc_int32_t codePoint) {
    const bool isSeparator = codePoint == '_' || codePoint == '-' || codePoint <= ' ' ||
                             utf8proc_category(codePoint) == UTF8PROC_CATEGORY_ZS;
    if (isSeparator) {
        if (!text.empty() && text.back() != ' ')
            text += ' ';
        return;
    }
    std::array<utf8proc_uint8_t, 4> encoded;
    const auto length = utf8proc_encode_char(codePoint, encoded.data());
    text.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(length));
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += word + "\n";
    return text;
}

// 3 for a whole word, 2 for the beginning of one, 1 for its middle, 0 when it is not there.
int hitKind(std::string_view text, std::string_view word) {
    int best = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos && best < 3;
         at = text.find(word, at + 1)) {
        // Punctuation ends a word as a blank does; every other byte belongs to one.
        const auto isWordByte = [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
        };
        const bool begins = at == 0 || !isWordByte(text[at - 1]);
        const std::size_t end = at + word.size();
        const bool ends = end == text.size() || !isWordByte(text[end]);
        best = std::max(best, begins && ends ? 3 : begins ? 2 : 1);
    }
    return best;
}

} // namespace

std::string foldForSearch(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    std::array<utf8proc_int32_t, 24> parts; // the longest compatibility decomposition has 18
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Unit unit = nextUtf8Unit(text.substr(i));
        utf8proc_int32_t codePoint = -1;
        if (unit.valid)
            utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i),
                             static_cast<utf8proc_ssize_t>(unit.length), &codePoint);
        i += unit.length;
        if (codePoint < 0)
            continue;
        int boundaryClass = 0; // used by grapheme options only
        const auto count = utf8proc_decompose_char(codePoint, parts.data(),
                                                   static_cast<utf8proc_ssize_t>(parts.size()),
                                                   kFold, &boundaryClass);
        if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size()))
            continue;
        for (std::size_t part = 0; part < static_cast<std::size_t>(count); ++part)
            appendCodePoint(folded, parts[part]);
    }
    if (folded.ends_with(' '))
        folded.pop_back();
    return folded;
}

TemplateSearch::TemplateSearch(std::span<const PromptTemplate> templates) {
    entries_.reserve(templates.size());
    for (const PromptTemplate& value : templates) {
        const auto folded = [](std::string_view text) {
            return foldForSearch(text.substr(0, kSearchedBytes));
        };
        entries_.push_back({folded(value.name), folded(value.title),
                            folded(joined(value.tags) + value.category), folded(value.description),
                            folded(value.body + "\n" + value.thinking)});
    }
}

int TemplateSearch::scoreOf(const Entry& entry, std::string_view word) {
    const std::array<std::pair<const std::string*, int>, 5> fields = {{{&entry.name, 100},
                                                                       {&entry.title, 80},
                                                                       {&entry.tags, 50},
                                                                       {&entry.description, 20},
                                                                       {&entry.body, 5}}};
    int score = 0;
    for (const auto& [text, weight] : fields)
        score += weight * hitKind(*text, word);
    return score;
}

std::vector<TemplateMatch> TemplateSearch::find(std::string_view query) const {
    const std::string folded = foldForSearch(query);
    std::vector<std::string_view> words;
    for (std::string_view rest = folded; !rest.empty();) {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        words.push_back(rest.substr(0, blank));
        rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
    std::vector<TemplateMatch> matches;
    for (std::size_t index = 0; index < entries_.size(); ++index) {
        int score = 0;
        const bool hasAll = std::all_of(words.begin(), words.end(), [&](std::string_view word) {
            const int ofWord = scoreOf(entries_[index], word);
            score += ofWord;
            return ofWord > 0;
        });
        // The name as a whole stands above everything that only contains the words.
        if (hasAll && !folded.empty() && entries_[index].name == folded)
            score += 1000;
        if (hasAll)
            matches.push_back({index, score});
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    return matches;
}

} // namespace diptych
