// A short name for bytes: 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/). Tells honest
// contents apart; it is no protection against forged ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace diptych {

inline constexpr std::uint64_t kFnvOffset = 0xcbf29ce484222325;

/// The hash of what `hash` stands for followed by `byte`.
constexpr std::uint64_t addToFnv(std::uint64_t hash, std::uint8_t byte) {
    constexpr std::uint64_t kPrime = 0x00000100000001b3;
    return (hash ^ byte) * kPrime;
}

constexpr std::uint64_t fnvHash(std::span<const std::byte> bytes, std::uint64_t hash = kFnvOffset) {
    for (const std::byte byte : bytes)
        hash = addToFnv(hash, static_cast<std::uint8_t>(byte));
    return hash;
}

} // namespace diptych
