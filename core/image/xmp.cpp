#include "core/image/xmp.h"

#include "core/image/byte_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace diptych::image {

namespace {

constexpr std::string_view kPacketBegin =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:diptych=\"urn:diptych:metadata\">\n";
constexpr std::string_view kPacketEnd = "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                                        "<?xpacket end=\"w\"?>";
constexpr std::array<std::string_view, 2> kPrefixes = {"diptych:", "sdcpp:"};
constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

bool isName(std::string_view text) {
    const auto isLetter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    return !text.empty() && isLetter(text[0]) &&
           std::all_of(text.begin(), text.end(), isNameCharacter);
}

std::string escapeXml(std::string_view text) {
    std::string result;
    for (const char c : withoutNul(text)) {
        const auto entity = std::find_if(kEntities.begin(), kEntities.end(),
                                         [c](const auto& known) { return known.second == c; });
        if (entity != kEntities.end())
            result.append("&").append(entity->first).append(";");
        else if (c == '\r') // a parser would turn it into a line feed
            result += "&#13;";
        else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
            appendUtf8(result, 0xFFFD);
        else
            result += c;
    }
    return result;
}

// The character that "&name;" stands for, `name` without the marks.
std::optional<std::uint32_t> entityValue(std::string_view name) {
    for (const auto& [known, character] : kEntities) {
        if (name == known)
            return static_cast<unsigned char>(character);
    }
    if (name.size() < 2 || name[0] != '#')
        return std::nullopt;
    const bool hexadecimal = name[1] == 'x';
    name.remove_prefix(hexadecimal ? 2 : 1);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), value, hexadecimal ? 16 : 10);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (error != std::errc() || end != name.data() + name.size() || value > 0x10FFFF || surrogate)
        return std::nullopt;
    return value;
}

std::string unescapeXml(std::string_view text) {
    constexpr std::size_t kLongestEntity = 10;
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '&') {
            const std::size_t end = text.substr(i, kLongestEntity + 2).find(';');
            if (end != std::string_view::npos) {
                if (const auto value = entityValue(text.substr(i + 1, end - 1))) {
                    appendUtf8(result, *value);
                    i += end;
                    continue;
                }
            }
        }
        result += text[i];
    }
    return utf8OrLatin1(result);
}

// The raw value of a property whose name ends at `position`: `<p:name>value</…` or
// `p:name="value"`.
std::optional<std::string_view> rawValue(std::string_view packet, std::size_t position,
                                         bool element) {
    const auto skipBlanks = [&] {
        position = std::min(packet.find_first_not_of(" \t\r\n", position), packet.size());
    };
    skipBlanks();
    const auto at = [&] { return position < packet.size() ? packet[position] : '\0'; };
    char end = '<';
    if (element) {
        if (at() != '>')
            return std::nullopt;
    } else {
        if (at() != '=')
            return std::nullopt;
        ++position;
        skipBlanks();
        end = at();
        if (end != '"' && end != '\'')
            return std::nullopt;
    }
    ++position;
    const std::size_t length = packet.substr(position).find(end);
    if (length == std::string_view::npos)
        return std::nullopt;
    return packet.substr(position, length);
}

} // namespace

std::string buildXmp(const std::vector<TextEntry>& entries) {
    std::string packet(kPacketBegin);
    for (const TextEntry& entry : entries) {
        if (!isName(entry.keyword))
            continue;
        packet += "<diptych:" + entry.keyword + ">" + escapeXml(entry.text) +
                  "</diptych:" + entry.keyword + ">\n";
    }
    return packet.append(kPacketEnd);
}

std::vector<TextEntry> readXmp(std::string_view packet) {
    constexpr std::size_t kMostEntries = 64;
    std::vector<TextEntry> entries;
    for (const std::string_view prefix : kPrefixes) {
        std::size_t position = 0;
        while (entries.size() < kMostEntries &&
               (position = packet.find(prefix, position)) != std::string_view::npos) {
            const char before = position > 0 ? packet[position - 1] : '\0';
            const bool element = before == '<';
            const bool attribute =
                before == ' ' || before == '\n' || before == '\t' || before == '\r';
            position += prefix.size();
            std::size_t end = position;
            while (end < packet.size() && isNameCharacter(packet[end]))
                ++end;
            const std::string_view name = packet.substr(position, end - position);
            if (!(element || attribute) || !isName(name))
                continue;
            if (const auto value = rawValue(packet, end, element)) {
                entries.push_back({std::string(name), unescapeXml(*value)});
                // Values are not searched for further properties.
                position = static_cast<std::size_t>(value->data() - packet.data()) + value->size();
            }
        }
    }
    return entries;
}

} // namespace diptych::image
