// Ids brought to a fixed length, as the Z-Image pipelines feed their text encoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace diptych {

enum class PaddingSide { Right, Left };

struct PaddedIds {
    std::vector<std::int32_t> ids; ///< exactly the length asked for
    std::size_t validCount = 0;    ///< how many of them are not padding
};

/// Keeps the first `length` ids, or fills up with `padId` on `side`. A cut prompt loses its end,
/// the chat format's tail included; the reference pipelines do not put it back either.
PaddedIds padOrTruncate(std::span<const std::int32_t> ids, std::size_t length, std::int32_t padId,
                        PaddingSide side = PaddingSide::Right);

} // namespace diptych
