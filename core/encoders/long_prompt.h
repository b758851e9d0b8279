// Making the embedding of a long prompt shorter.
#pragma once

#include "core/domain/generation_request.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace diptych {

/// An embedding of at most `limit` ≥ 1 rows from one of S rows, [S, D] → [min(S, limit), D], in its
/// own type; computed in float32. Up to `limit` rows, and with LongPromptMode::Full, it is returned
/// as it is. Interpolate is linear along the sequence with the first and last row exact; Pool is
/// adaptive average pooling; AttentionPool weighs the rows of a pool by the softmax of one minus
/// their mean cosine with up to two neighbours on each side (design: predecessors 3.3).
at::Tensor shortenEmbedding(const at::Tensor& embedding, LongPromptMode mode, std::int64_t limit);

} // namespace diptych
