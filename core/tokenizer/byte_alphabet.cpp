#include "core/tokenizer/byte_alphabet.h"

#include "core/base/text.h"

#include <array>
#include <cstdint>
#include <utility>

namespace diptych {

namespace {

constexpr unsigned kFirstReplacement = 0x100;
constexpr unsigned kAlphabetEnd = kFirstReplacement + 68;

constexpr bool standsForItself(unsigned byte) {
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) ||
           (byte >= 174 && byte <= 255);
}

// Indexed by code point: the byte, or -1.
constexpr std::array<std::int16_t, kAlphabetEnd> makeByteOfCodePoint() {
    std::array<std::int16_t, kAlphabetEnd> table{};
    for (auto& entry : table)
        entry = -1;
    unsigned replacement = kFirstReplacement;
    for (unsigned byte = 0; byte < 256; ++byte)
        table[standsForItself(byte) ? byte : replacement++] = static_cast<std::int16_t>(byte);
    return table;
}

constexpr auto kByteOfCodePoint = makeByteOfCodePoint();

} // namespace

std::optional<std::string> bytesFromAlphabet(std::string_view spelling) {
    std::string bytes;
    bytes.reserve(spelling.size());
    while (!spelling.empty()) {
        const Utf8Unit unit = nextUtf8Unit(spelling);
        // Every letter of the alphabet is below U+0800: one or two bytes of UTF-8.
        if (!unit.valid || unit.length > 2)
            return std::nullopt;
        unsigned codePoint = static_cast<unsigned char>(spelling[0]);
        if (unit.length == 2)
            codePoint = (codePoint & 0x1F) << 6 | (static_cast<unsigned char>(spelling[1]) & 0x3F);
        if (codePoint >= kAlphabetEnd || kByteOfCodePoint[codePoint] < 0)
            return std::nullopt;
        bytes += static_cast<char>(kByteOfCodePoint[codePoint]);
        spelling.remove_prefix(unit.length);
    }
    return bytes;
}

std::vector<std::string> spellBytes(std::string_view bytes) {
    std::vector<std::string> spellings;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        unsigned codePoint = 0;
        while (kByteOfCodePoint[codePoint] != byte)
            ++codePoint;
        std::string spelling;
        if (codePoint < 0x80) {
            spelling += static_cast<char>(codePoint);
        } else {
            spelling += static_cast<char>(0xC0 | codePoint >> 6);
            spelling += static_cast<char>(0x80 | (codePoint & 0x3F));
        }
        spellings.push_back(std::move(spelling));
    }
    return spellings;
}

} // namespace diptych
