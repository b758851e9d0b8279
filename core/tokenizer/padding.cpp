#include "core/tokenizer/padding.h"

#include <algorithm>

namespace diptych {

PaddedIds padOrTruncate(std::span<const std::int32_t> ids, std::size_t length, std::int32_t padId,
                        PaddingSide side) {
    const auto kept = ids.first(std::min(ids.size(), length));
    PaddedIds result{std::vector<std::int32_t>(length, padId), kept.size()};
    const std::size_t offset = side == PaddingSide::Left ? length - kept.size() : 0;
    std::copy(kept.begin(), kept.end(), result.ids.begin() + static_cast<std::ptrdiff_t>(offset));
    return result;
}

} // namespace diptych
