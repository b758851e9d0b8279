#include "core/image/byte_text.h"

#include "core/base/text.h"

#include <algorithm>

namespace diptych::image {

std::uint32_t readNumber(std::string_view bytes, std::size_t offset, std::size_t count,
                         ByteOrder order) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = order == ByteOrder::Big ? offset + i : offset + count - 1 - i;
        value = (value << 8) | static_cast<unsigned char>(bytes[at]);
    }
    return value;
}

void appendNumber(std::string& bytes, std::uint32_t value, std::size_t count, ByteOrder order) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t shift = 8 * (order == ByteOrder::Big ? count - 1 - i : i);
        bytes += static_cast<char>((value >> shift) & 0xFF);
    }
}

void appendUtf8(std::string& text, std::uint32_t codePoint) {
    const auto append = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (codePoint < 0x80) {
        append(codePoint);
    } else if (codePoint < 0x800) {
        append(0xC0 | (codePoint >> 6));
        append(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        append(0xE0 | (codePoint >> 12));
        append(0x80 | ((codePoint >> 6) & 0x3F));
        append(0x80 | (codePoint & 0x3F));
    } else {
        append(0xF0 | (codePoint >> 18));
        append(0x80 | ((codePoint >> 12) & 0x3F));
        append(0x80 | ((codePoint >> 6) & 0x3F));
        append(0x80 | (codePoint & 0x3F));
    }
}

std::string utf8OrLatin1(std::string_view bytes) {
    if (toValidUtf8(bytes) == bytes)
        return std::string(bytes);
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes)
        appendUtf8(text, static_cast<unsigned char>(byte));
    return text;
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string utf16ToUtf8(std::string_view bytes, ByteOrder order) {
    constexpr std::uint32_t kReplacement = 0xFFFD;
    const auto isHigh = [](std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; };
    const auto isLow = [](std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; };
    std::string text;
    for (std::size_t i = 0; i + 2 <= bytes.size(); i += 2) {
        const std::uint32_t unit = readNumber(bytes, i, 2, order);
        const std::uint32_t next = i + 4 <= bytes.size() ? readNumber(bytes, i + 2, 2, order) : 0;
        if (isHigh(unit) && isLow(next)) {
            appendUtf8(text, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i += 2;
        } else {
            appendUtf8(text, isHigh(unit) || isLow(unit) ? kReplacement : unit);
        }
    }
    return text;
}

std::string utf8ToUtf16(std::string_view utf8, ByteOrder order) {
    std::string bytes;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t codePoint = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
            codePoint = (codePoint << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
        i += length;
        if (codePoint < 0x10000) {
            appendNumber(bytes, codePoint, 2, order);
        } else {
            appendNumber(bytes, 0xD800 + ((codePoint - 0x10000) >> 10), 2, order);
            appendNumber(bytes, 0xDC00 + ((codePoint - 0x10000) & 0x3FF), 2, order);
        }
    }
    return bytes;
}

std::string withoutNul(std::string_view text) {
    std::string result;
    for (const char c : toValidUtf8(text)) {
        if (c == '\0')
            appendUtf8(result, 0xFFFD);
        else
            result += c;
    }
    return result;
}

} // namespace diptych::image
