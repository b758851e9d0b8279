#include "core/models/block_memory.h"

#include <algorithm>

namespace diptych::models {

namespace {

constexpr std::int64_t kWidenedValues = 40 << 20; // of a matrix at a time, as in ops.cpp
constexpr std::int64_t kScoreValues = 4 << 20;    // of a slice of queries, as in attention.cpp
constexpr std::int64_t kBytesOfFloat32 = 4;

std::int64_t padded(std::int64_t tokens) {
    return (tokens + kSequenceMultiple - 1) / kSequenceMultiple * kSequenceMultiple;
}

// The buffer for a matrix [out, in] that is widened.
std::int64_t widenedBytes(std::int64_t out, std::int64_t in, const BlockMemoryOptions& options) {
    if (!options.widens)
        return 0;
    return std::clamp<std::int64_t>(kWidenedValues / in, 1, out) * in * kBytesOfFloat32;
}

// The scores of some queries over S keys and the softmax of them. Only the CPU has them in memory.
std::int64_t scoreBytes(std::int64_t S, const BlockMemoryOptions& options) {
    if (options.bytesPerValue != kBytesOfFloat32)
        return 0;
    return 2 * std::clamp<std::int64_t>(kScoreValues / S, 1, S) * S * kBytesOfFloat32;
}

} // namespace

std::uint64_t transformerPeakBytes(const ZImageTransformerConfig& config, std::int64_t latentHeight,
                                   std::int64_t latentWidth,
                                   std::span<const std::int64_t> captionTokens,
                                   const BlockMemoryOptions& options) {
    const std::int64_t D = config.dim;
    const std::int64_t F = config.feedForwardDim();
    const std::int64_t image =
        padded((latentHeight / config.patchSize) * (latentWidth / config.patchSize));
    std::int64_t T = 0;        // tokens of all items
    std::int64_t longest = 0;  // of one item
    std::int64_t captions = 0; // L' of all items
    for (const std::int64_t tokens : captionTokens) {
        captions += padded(tokens);
        T += image + padded(tokens);
        longest = std::max(longest, image + padded(tokens));
    }
    const auto bytes = static_cast<std::int64_t>(options.bytesPerValue);
    const bool single = captionTokens.size() == 1;
    // Input, norm and scaled norm; q, k and v; then all heads of one item anew and its result, or
    // all results and the whole they are put together to.
    const std::int64_t mixing =
        std::max((7 * T + 3 * longest) * D * bytes + scoreBytes(longest, options),
                 single ? 0 : 8 * T * D * bytes);
    // Input, norm and scaled norm; q, k and v; the mixture, as a view and dense, and the result.
    const std::int64_t mixed = (single ? 9 : 8) * T * D * bytes + widenedBytes(D, D, options);
    // Input, attended, their sum, norm and scaled norm; both gates and their product; the result.
    const std::int64_t fed = (6 * D + 3 * F) * T * bytes + widenedBytes(D, F, options);
    // Angles of rows and columns, and the captions.
    const auto items = static_cast<std::int64_t>(captionTokens.size());
    const std::int64_t prepared =
        (items * image + T) * config.headDim() * kBytesOfFloat32 + captions * D * bytes;
    return static_cast<std::uint64_t>(std::max({mixing, mixed, fed}) + prepared);
}

std::uint64_t textEncoderPeakBytes(const Qwen3Config& config, std::int64_t tokens,
                                   const BlockMemoryOptions& options) {
    const std::int64_t S = std::max<std::int64_t>(tokens, 1);
    const std::int64_t D = config.hiddenSize;
    const std::int64_t I = config.intermediateSize;
    const std::int64_t Q = config.headCount * config.headDim;
    const std::int64_t K = config.keyValueHeadCount * config.headDim;
    const auto bytes = static_cast<std::int64_t>(options.bytesPerValue);
    // The embedded tokens and the layer's input; q, k and v, again by heads; the mixture.
    const std::int64_t mixing = (2 * D + 3 * Q + 4 * K) * S * bytes + scoreBytes(S, options);
    // The same with the mixture alone; the sum, its norm; gate, up and their product; then what
    // comes of them, and the sum with that.
    const std::int64_t held = (4 * D + 2 * Q + 2 * K + 3 * I) * S * bytes;
    const std::int64_t fed =
        held + std::max(D * S * bytes + widenedBytes(D, I, options), 2 * D * S * bytes);
    const std::int64_t rotary = S * config.headDim * kBytesOfFloat32;
    return static_cast<std::uint64_t>(std::max(mixing, fed) + rotary);
}

} // namespace diptych::models
