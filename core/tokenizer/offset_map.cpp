#include "core/tokenizer/offset_map.h"

#include <algorithm>

namespace diptych {

void OffsetMap::addChange(std::size_t begin, std::size_t end, std::size_t sourceEnd) {
    changes_.push_back({begin, end, sourceEnd});
}

std::size_t OffsetMap::toSource(std::size_t offset) const {
    const auto after =
        std::partition_point(changes_.begin(), changes_.end(),
                             [&](const Change& change) { return change.begin < offset; });
    if (after == changes_.begin())
        return offset;
    const Change& change = *(after - 1);
    return offset < change.end ? change.sourceEnd : change.sourceEnd + (offset - change.end);
}

} // namespace diptych
