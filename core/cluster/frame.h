// What travels between the machines of a cluster: a header of fixed length and the raw bytes of at
// most one tensor. Nothing in it is ever executed; everything is checked before it is used.
//
// Header, little-endian, 80 bytes: "DPTF", version (2), kind (1), dtype (1), request (8), step (8),
// capacity (8), layer (4), flags (4), rows (8), width (8), length (8), sum of the payload (8), sum
// of the header so far (8). The sums begin with a number that all members of a cluster share.
#pragma once

#include "core/base/result.h"

#include <ATen/core/Tensor.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace diptych::cluster {

inline constexpr std::size_t kFrameHeaderBytes = 80;
inline constexpr std::uint64_t kMostPayloadBytes = 500'000'000;

enum class FrameKind : std::uint8_t {
    Encode = 1,  ///< states on their way through the layers, nothing is kept
    Extend = 2,  ///< states of the next tokens of a text, whose keys and values are kept
    End = 3,     ///< a text is over
    Result = 4,  ///< hidden states, or scores, on their way to the first rank
    Failure = 5, ///< a request failed: a JSON text says how
};

struct Frame {
    FrameKind kind = FrameKind::End;
    std::uint64_t request = 0; ///< also names the text
    std::uint64_t step = 0;    ///< how many tokens the text has before these
    std::int64_t capacity = 0; ///< Extend: for how many tokens keys and values are kept
    std::int32_t layer = 0;    ///< Encode: which hidden state is asked for, 0 … L
    bool finalNorm = true;     ///< Encode: hidden state L goes through the final norm
    bool wantsScores = false;  ///< Extend: these are the last tokens before one is chosen
    /// [rows, width], contiguous on the CPU; undefined = none. Token ids ([S, 1] int64) only
    /// within the first rank.
    at::Tensor payload;
};

using FrameHeader = std::array<std::byte, kFrameHeaderBytes>;

/// A sum over bytes that notices damage; `seed` is where it begins. Not a cryptographic one.
std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed);

/// The bytes of a payload where they lie; empty for none.
std::span<const std::byte> payloadBytes(const Frame& frame);

/// Errors: InvalidInput (a payload that is too large, has another form or a type that does not
/// travel).
Result<FrameHeader> encodeHeader(const Frame& frame, std::uint64_t seed);

/// What a header announces.
struct AnnouncedFrame {
    Frame frame; ///< its payload has the announced form and unknown content; undefined = none
    std::uint64_t payloadSum = 0;
};

/// Looks at everything before memory is taken. Errors: Remote, naming what is wrong (length, magic,
/// version, sum, kind, dtype, shape, a length that is not the shape's or beyond the limit).
Result<AnnouncedFrame> decodeHeader(std::span<const std::byte> bytes, std::uint64_t seed);

/// Errors: Remote (the payload's bytes are not those that were sent).
Status checkPayload(const AnnouncedFrame& announced, std::uint64_t seed);

/// A failure as it travels, and back. `errorOf` never fails: what is unreadable becomes part of a
/// Remote error.
Frame failureFrame(std::uint64_t request, const Error& error);
Error errorOf(const Frame& failure);

} // namespace diptych::cluster
