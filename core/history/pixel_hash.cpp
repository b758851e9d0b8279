#include "core/history/pixel_hash.h"

#include "core/base/fnv.h"

#include <fmt/format.h>

#include <cstdint>
#include <span>

namespace diptych::history {

namespace {

std::uint64_t addNumber(std::uint64_t hash, int number) {
    for (int shift = 0; shift < 32; shift += 8)
        hash = addToFnv(hash, static_cast<std::uint8_t>(static_cast<unsigned>(number) >> shift));
    return hash;
}

std::string digits(int width, int height, std::span<const std::uint8_t> rgb) {
    const std::uint64_t size = addNumber(addNumber(kFnvOffset, width), height);
    return fmt::format("{:016x}", fnvHash(std::as_bytes(rgb), size));
}

} // namespace

std::string pixelHash(const Image& image) {
    if (image.channels() == 3 && image.bits() == 8)
        return digits(image.width(), image.height(), image.bytes());
    const Image rgb = toRgb8(image);
    return digits(rgb.width(), rgb.height(), rgb.bytes());
}

} // namespace diptych::history
