// Which words of a model's own table point in a direction.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/checkpoint/component_weights.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace diptych {

struct NearWord {
    std::int32_t tokenId = 0;
    double cosine = 0.0;
};

/// The name of the table in a text encoder.
inline constexpr const char* kWordTable = "model.embed_tokens.weight";

/// The `count` rows of `table` [V, D] with the largest cosine to `direction` [D], the best first.
/// The table is that of the text encoder's input (hidden layer 0): what it says about later layers
/// is a hint, not more. Cancellable. Errors: InvalidInput (another width, a direction that is zero,
/// a table of another shape), Cancelled.
Result<std::vector<NearWord>> nearestWords(const StoredTensor& table,
                                           std::span<const double> direction, std::size_t count,
                                           const RunContext& context);

} // namespace diptych
