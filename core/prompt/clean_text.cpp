#include "core/prompt/clean_text.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace diptych {

namespace {

/// The length of the blank that `text` begins with, 0 when it begins with something else.
std::size_t blankLength(std::string_view text) {
    if (text.empty())
        return 0;
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80)
        return lead == ' ' || (lead >= 0x09 && lead <= 0x0D) || (lead >= 0x1C && lead <= 0x1F) ? 1
                                                                                               : 0;
    // U+0085, 00A0, 1680, 2000–200A, 2028, 2029, 202F, 205F, 3000
    constexpr std::array<std::string_view, 19> kBlanks = {
        "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
        "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
        "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
        "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};
    const auto found = std::find_if(kBlanks.begin(), kBlanks.end(), [&](std::string_view blank) {
        return text.starts_with(blank);
    });
    return found == kBlanks.end() ? 0 : found->size();
}

} // namespace

std::string_view trimBlanks(std::string_view text) {
    while (const std::size_t length = blankLength(text))
        text.remove_prefix(length);
    std::size_t end = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (const std::size_t length = blankLength(text.substr(i))) {
            i += length;
        } else {
            i += nextUtf8Unit(text.substr(i)).length;
            end = i;
        }
    }
    return text.substr(0, end);
}

std::string cleanWhitespace(std::string_view text) {
    text = trimBlanks(text);
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        if (text[0] == '\n') {
            const std::size_t count = std::min(text.find_first_not_of('\n'), text.size());
            result.append(count < 3 ? count : 2, '\n');
            text.remove_prefix(count);
        } else if (blankLength(text) > 0) {
            while (blankLength(text) > 0 && text[0] != '\n')
                text.remove_prefix(blankLength(text));
            result += ' ';
        } else {
            const std::size_t length = nextUtf8Unit(text).length;
            result += text.substr(0, length);
            text.remove_prefix(length);
        }
    }
    return result;
}

std::string removeQuotes(std::string_view text) {
    std::string result(text);
    std::erase(result, '"');
    return result;
}

} // namespace diptych
