#include "core/net/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace diptych::net {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> digitTable() {
    std::array<std::uint8_t, 256> table{};
    for (std::uint8_t& entry : table)
        entry = kNoDigit;
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}

constexpr std::array<std::uint8_t, 256> kDigits = digitTable();

} // namespace

std::string toBase64(std::span<const std::byte> bytes) {
    std::string text((bytes.size() + 2) / 3 * 4, '=');
    for (std::size_t in = 0, out = 0; in < bytes.size(); in += 3, out += 4) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - in);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (i < count ? std::to_integer<std::uint32_t>(bytes[in + i]) : 0U);
        for (std::size_t i = 0; i <= count; ++i)
            text[out + i] = kAlphabet[group >> (18 - 6 * i) & 63U];
    }
    return text;
}

std::optional<std::vector<std::byte>> fromBase64(std::string_view text) {
    if (text.size() % 4 != 0)
        return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::vector<std::byte> bytes(text.size() / 4 * 3 - padding);
    const std::size_t digits = text.size() - padding;
    for (std::size_t in = 0, out = 0; in < text.size(); in += 4) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint8_t digit =
                in + i < digits ? kDigits[static_cast<unsigned char>(text[in + i])] : 0;
            if (digit == kNoDigit)
                return std::nullopt;
            group = group << 6 | digit;
        }
        for (int shift = 16; shift >= 0 && out < bytes.size(); shift -= 8)
            bytes[out++] = static_cast<std::byte>(group >> shift & 255U);
        // Bits that no byte takes must be 0, or two texts would mean the same.
        if (in + 4 == text.size() && padding > 0 && (group & ((1U << (8 * padding)) - 1U)) != 0)
            return std::nullopt;
    }
    return bytes;
}

} // namespace diptych::net
