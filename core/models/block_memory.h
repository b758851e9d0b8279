// How much memory the transformer and the text model take beside their weights, from the shapes
// alone.
//
// Counted are the tensors that live at once at the worst moment of a block, that is in its
// feed-forward, or in its attention where the sequences are long; on the CPU also the buffer in
// which a bfloat16 matrix is widened (ops.cpp) and a slice of scores (attention.cpp). Found with
// the tests' counting allocator: within 3 %.
#pragma once

#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include <cstdint>
#include <span>

namespace diptych::models {

struct BlockMemoryOptions {
    std::uint64_t bytesPerValue = 4; ///< of an activation: 4 on the CPU, 2 in bfloat16
    bool widens = true;              ///< matrices are narrower than activations, on the CPU
};

/// Bytes at the peak of ZImageTransformer::forward for latents of h×w cells, one item for each
/// caption of so many tokens; what `prepare` made for it counts.
std::uint64_t transformerPeakBytes(const ZImageTransformerConfig& config, std::int64_t latentHeight,
                                   std::int64_t latentWidth,
                                   std::span<const std::int64_t> captionTokens,
                                   const BlockMemoryOptions& options);

/// Bytes at the peak of Qwen3TextModel::hiddenStates for one sequence.
std::uint64_t textEncoderPeakBytes(const Qwen3Config& config, std::int64_t tokens,
                                   const BlockMemoryOptions& options);

} // namespace diptych::models
