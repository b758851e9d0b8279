// Colours as three numbers in 0…1, sRGB as stored in files.
#pragma once

#include <cstdint>

namespace diptych::flatland {

struct Rgb {
    float red = 0;
    float green = 0;
    float blue = 0;

    bool operator==(const Rgb&) const = default;
};

/// A colour as designers write it: hex(0xf7c815).
constexpr Rgb hex(std::uint32_t value) {
    return {static_cast<float>((value >> 16) & 255U) / 255,
            static_cast<float>((value >> 8) & 255U) / 255, static_cast<float>(value & 255U) / 255};
}

/// `a` at share 0, `b` at share 1.
constexpr Rgb mix(Rgb a, Rgb b, float share) {
    return {a.red + (b.red - a.red) * share, a.green + (b.green - a.green) * share,
            a.blue + (b.blue - a.blue) * share};
}

/// How bright the stored values look, 0…1 (Rec. 709 weights on the stored values).
constexpr float brightness(Rgb colour) {
    return 0.2126F * colour.red + 0.7152F * colour.green + 0.0722F * colour.blue;
}

} // namespace diptych::flatland
