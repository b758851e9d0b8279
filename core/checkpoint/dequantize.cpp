// Compiled without contraction of a·b − c to one rounding (see CMakeLists.txt): the formats define
// two.
#include "core/checkpoint/dequantize.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace diptych {

namespace {

constexpr std::size_t kSmallBlock = 32;
constexpr std::size_t kSuperBlock = 256;

// The codebook of the IQ4 formats (ggml-common.h, kvalues_iq4nl).
constexpr std::array<std::int8_t, 16> kIq4Values{-127, -104, -83, -65, -49, -35, -22, -10,
                                                 1,    13,   25,  38,  53,  69,  89,  113};

// The bytes of one block.
class Block {
  public:
    explicit Block(const std::byte* bytes) : bytes_(bytes) {}

    int byte(std::size_t at) const { return std::to_integer<int>(bytes_[at]); }
    int signedByte(std::size_t at) const { return static_cast<std::int8_t>(byte(at)); }
    int low(std::size_t at) const { return byte(at) & 15; }
    int high(std::size_t at) const { return byte(at) >> 4; }
    std::uint16_t word(std::size_t at) const {
        return static_cast<std::uint16_t>(byte(at) | byte(at + 1) << 8);
    }
    float half(std::size_t at) const { return decodeHalf(word(at)); }
    std::uint32_t word32(std::size_t at) const {
        return word(at) | static_cast<std::uint32_t>(word(at + 2)) << 16;
    }

  private:
    const std::byte* bytes_;
};

void decodeQ40(Block block, float* y) {
    const float d = block.half(0);
    for (std::size_t j = 0; j < 16; ++j) {
        y[j] = static_cast<float>(block.low(2 + j) - 8) * d;
        y[j + 16] = static_cast<float>(block.high(2 + j) - 8) * d;
    }
}

void decodeQ41(Block block, float* y) {
    const float d = block.half(0);
    const float m = block.half(2);
    for (std::size_t j = 0; j < 16; ++j) {
        y[j] = static_cast<float>(block.low(4 + j)) * d + m;
        y[j + 16] = static_cast<float>(block.high(4 + j)) * d + m;
    }
}

// The fifth bit of element i is bit i of `bits`.
int fifthBit(std::uint32_t bits, std::size_t i) {
    return static_cast<int>(bits >> i & 1) << 4;
}

void decodeQ50(Block block, float* y) {
    const float d = block.half(0);
    const std::uint32_t bits = block.word32(2);
    for (std::size_t j = 0; j < 16; ++j) {
        y[j] = static_cast<float>((block.low(6 + j) | fifthBit(bits, j)) - 16) * d;
        y[j + 16] = static_cast<float>((block.high(6 + j) | fifthBit(bits, j + 16)) - 16) * d;
    }
}

void decodeQ51(Block block, float* y) {
    const float d = block.half(0);
    const float m = block.half(2);
    const std::uint32_t bits = block.word32(4);
    for (std::size_t j = 0; j < 16; ++j) {
        y[j] = static_cast<float>(block.low(8 + j) | fifthBit(bits, j)) * d + m;
        y[j + 16] = static_cast<float>(block.high(8 + j) | fifthBit(bits, j + 16)) * d + m;
    }
}

void decodeQ80(Block block, float* y) {
    const float d = block.half(0);
    for (std::size_t j = 0; j < kSmallBlock; ++j)
        y[j] = static_cast<float>(block.signedByte(2 + j)) * d;
}

// scales and minima [16] of 4 bits each, codes [64] of 2 bits, d, dmin.
void decodeQ2K(Block block, float* y) {
    const float d = block.half(80);
    const float dmin = block.half(82);
    for (std::size_t i = 0; i < kSuperBlock; ++i) {
        const std::size_t half = i / 128;
        const std::size_t plane = i % 128 / 32;
        const std::size_t scale = i / 16;
        const int q = block.byte(16 + half * 32 + i % 32) >> (2 * plane) & 3;
        y[i] = d * static_cast<float>(block.low(scale)) * static_cast<float>(q) -
               dmin * static_cast<float>(block.high(scale));
    }
}

// Third bits [32], codes [64] of 2 bits, scales [12 bytes: 16 of 6 bits], d. A third bit that is
// not set subtracts 4.
void decodeQ3K(Block block, float* y) {
    const float d = block.half(108);
    for (std::size_t i = 0; i < kSuperBlock; ++i) {
        const std::size_t half = i / 128;
        const std::size_t plane = i % 128 / 32;
        const std::size_t s = i / 16;
        const int low = s < 8 ? block.low(96 + s) : block.high(96 + s - 8);
        const int high = block.byte(104 + s % 4) >> (2 * (s / 4)) & 3;
        const int scale = (low | high << 4) - 32;
        const int code = block.byte(32 + half * 32 + i % 32) >> (2 * plane) & 3;
        const bool third = (block.byte(i % 32) >> (half * 4 + plane) & 1) != 0;
        y[i] = d * static_cast<float>(scale) * static_cast<float>(third ? code : code - 4);
    }
}

struct ScaleAndMinimum {
    float scale, minimum;
};

// Eight scales and eight minima of 6 bits in the twelve bytes at 4, times the block's own.
ScaleAndMinimum sixBitPair(Block block, std::size_t j, float d, float dmin) {
    int scale = 0;
    int minimum = 0;
    if (j < 4) {
        scale = block.byte(4 + j) & 63;
        minimum = block.byte(8 + j) & 63;
    } else {
        scale = block.low(8 + j) | (block.byte(j) >> 6) << 4;
        minimum = block.high(8 + j) | (block.byte(4 + j) >> 6) << 4;
    }
    return {d * static_cast<float>(scale), dmin * static_cast<float>(minimum)};
}

// d, dmin, scales and minima [12 bytes], codes [128] of 4 bits.
void decodeQ4K(Block block, float* y) {
    const float d = block.half(0);
    const float dmin = block.half(2);
    for (std::size_t j = 0; j < 8; ++j) {
        const ScaleAndMinimum pair = sixBitPair(block, j, d, dmin);
        for (std::size_t i = 0; i < 32; ++i) {
            const std::size_t at = 16 + j / 2 * 32 + i;
            const int q = j % 2 == 0 ? block.low(at) : block.high(at);
            y[j * 32 + i] = pair.scale * static_cast<float>(q) - pair.minimum;
        }
    }
}

// As Q4_K with fifth bits [32] before the codes.
void decodeQ5K(Block block, float* y) {
    const float d = block.half(0);
    const float dmin = block.half(2);
    for (std::size_t j = 0; j < 8; ++j) {
        const ScaleAndMinimum pair = sixBitPair(block, j, d, dmin);
        for (std::size_t i = 0; i < 32; ++i) {
            const std::size_t at = 48 + j / 2 * 32 + i;
            const int low = j % 2 == 0 ? block.low(at) : block.high(at);
            const int q = low + (block.byte(16 + i) >> j & 1) * 16;
            y[j * 32 + i] = pair.scale * static_cast<float>(q) - pair.minimum;
        }
    }
}

// Lower codes [128] of 4 bits, upper codes [64] of 2 bits, scales [16], d.
void decodeQ6K(Block block, float* y) {
    const float d = block.half(208);
    for (std::size_t i = 0; i < kSuperBlock; ++i) {
        const std::size_t half = i / 128;
        const std::size_t plane = i % 128 / 32;
        const std::size_t at = half * 64 + plane % 2 * 32 + i % 32;
        const int low = plane < 2 ? block.low(at) : block.high(at);
        const int high = block.byte(128 + half * 32 + i % 32) >> (2 * plane) & 3;
        const int scale = block.signedByte(192 + i / 16);
        y[i] = d * static_cast<float>(scale) * static_cast<float>((low | high << 4) - 32);
    }
}

void decodeIq4Nl(Block block, float* y) {
    const float d = block.half(0);
    for (std::size_t j = 0; j < 16; ++j) {
        y[j] = d * kIq4Values[static_cast<std::size_t>(block.low(2 + j))];
        y[j + 16] = d * kIq4Values[static_cast<std::size_t>(block.high(2 + j))];
    }
}

// d, upper two bits of eight scales, their lower four bits, codes [128] of 4 bits.
void decodeIq4Xs(Block block, float* y) {
    const float d = block.half(0);
    const int upper = block.word(2);
    for (std::size_t j = 0; j < 8; ++j) {
        const int low = j % 2 == 0 ? block.low(4 + j / 2) : block.high(4 + j / 2);
        const int scale = (low | (upper >> (2 * j) & 3) << 4) - 32;
        const float dl = d * static_cast<float>(scale);
        for (std::size_t i = 0; i < 16; ++i) {
            const std::size_t at = 8 + j * 16 + i;
            y[j * 32 + i] = dl * kIq4Values[static_cast<std::size_t>(block.low(at))];
            y[j * 32 + i + 16] = dl * kIq4Values[static_cast<std::size_t>(block.high(at))];
        }
    }
}

using BlockDecoder = void (*)(Block, float*);

BlockDecoder decoderOf(BlockFormat format) {
    constexpr std::array<BlockDecoder, 12> kDecoders{
        decodeQ40, decodeQ41, decodeQ50, decodeQ51, decodeQ80,   decodeQ2K,
        decodeQ3K, decodeQ4K, decodeQ5K, decodeQ6K, decodeIq4Nl, decodeIq4Xs};
    return kDecoders[static_cast<std::size_t>(format)];
}

template <typename Decode>
void decodeCodes(std::span<const std::byte> bytes, std::span<float> values, Decode decode) {
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = decode(static_cast<std::uint8_t>(bytes[i]));
}

std::array<float, 256> tableOf(float (*decode)(std::uint8_t)) {
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = decode(static_cast<std::uint8_t>(i));
    return table;
}

void decodeElements(StorageType type, std::span<const std::byte> bytes, std::span<float> values) {
    const Block data(bytes.data());
    switch (type) {
    case StorageType::F32:
        std::memcpy(values.data(), bytes.data(), bytes.size());
        return;
    case StorageType::F16:
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = data.half(2 * i);
        return;
    case StorageType::BF16:
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = std::bit_cast<float>(std::uint32_t{data.word(2 * i)} << 16);
        return;
    case StorageType::F64:
        for (std::size_t i = 0; i < values.size(); ++i) {
            double value = 0.0;
            std::memcpy(&value, bytes.data() + sizeof value * i, sizeof value);
            values[i] = static_cast<float>(value);
        }
        return;
    case StorageType::F8E4M3:
    case StorageType::F8E5M2: {
        const auto table =
            tableOf(type == StorageType::F8E4M3 ? decodeFloat8E4M3 : decodeFloat8E5M2);
        decodeCodes(bytes, values, [&](std::uint8_t code) { return table[code]; });
        return;
    }
    default:
        return;
    }
}

} // namespace

float decodeFloat8E4M3(std::uint8_t code) {
    const int exponent = code >> 3 & 15;
    const int mantissa = code & 7;
    float magnitude = 0.0F;
    if (exponent == 15 && mantissa == 7)
        magnitude = std::numeric_limits<float>::quiet_NaN();
    else if (exponent == 0)
        magnitude = std::ldexp(static_cast<float>(mantissa), -9);
    else
        magnitude = std::ldexp(static_cast<float>(8 + mantissa), exponent - 10);
    return (code & 0x80) != 0 ? -magnitude : magnitude;
}

float decodeFloat8E5M2(std::uint8_t code) {
    return decodeHalf(static_cast<std::uint16_t>(code << 8));
}

float decodeHalf(std::uint16_t code) {
    const std::uint32_t sign = std::uint32_t{code} >> 15 << 31;
    const std::uint32_t exponent = code >> 10 & 31U;
    const std::uint32_t mantissa = code & 1023U;
    if (exponent == 0) { // zero and subnormals: mantissa · 2⁻²⁴, exact in float32
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
    }
    const std::uint32_t widened = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | widened << 23 | mantissa << 13);
}

bool canDecode(const StoredFormat& format) {
    const auto* type = std::get_if<StorageType>(&format);
    if (!type)
        return true;
    switch (*type) {
    case StorageType::F64:
    case StorageType::F32:
    case StorageType::F16:
    case StorageType::BF16:
    case StorageType::F8E4M3:
    case StorageType::F8E5M2:
        return true;
    default:
        return false;
    }
}

void decodeToFloat(const StoredFormat& format, std::span<const std::byte> bytes,
                   std::span<float> values) {
    if (const auto* type = std::get_if<StorageType>(&format)) {
        decodeElements(*type, bytes, values);
        return;
    }
    const auto block = std::get<BlockFormat>(format);
    const BlockSize size = blockSize(block);
    const BlockDecoder decode = decoderOf(block);
    for (std::size_t i = 0; i < values.size() / size.elements; ++i)
        decode(Block(bytes.data() + i * size.bytes), values.data() + i * size.elements);
}

} // namespace diptych
