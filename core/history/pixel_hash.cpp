#include "core/history/pixel_hash.h"

#include <fmt/format.h>

#include <cstdint>
#include <span>

namespace diptych::history {

namespace {

// http://www.isthe.com/chongo/tech/comp/fnv/
constexpr std::uint64_t kOffset = 0xcbf29ce484222325;
constexpr std::uint64_t kPrime = 0x00000100000001b3;

std::uint64_t addByte(std::uint64_t hash, std::uint8_t byte) {
    return (hash ^ byte) * kPrime;
}

std::uint64_t addNumber(std::uint64_t hash, int number) {
    for (int shift = 0; shift < 32; shift += 8)
        hash = addByte(hash, static_cast<std::uint8_t>(static_cast<unsigned>(number) >> shift));
    return hash;
}

std::string digits(int width, int height, std::span<const std::uint8_t> rgb) {
    std::uint64_t hash = addNumber(addNumber(kOffset, width), height);
    for (const std::uint8_t value : rgb)
        hash = addByte(hash, value);
    return fmt::format("{:016x}", hash);
}

} // namespace

std::string pixelHash(const Image& image) {
    if (image.channels() == 3 && image.bits() == 8)
        return digits(image.width(), image.height(), image.bytes());
    const Image rgb = toRgb8(image);
    return digits(rgb.width(), rgb.height(), rgb.bytes());
}

} // namespace diptych::history
