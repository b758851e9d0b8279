#include "core/tokenizer/vocabulary.h"

#include <algorithm>
#include <numeric>

namespace diptych {

Vocabulary::Vocabulary(const std::vector<Entry>& entries) {
    std::size_t textSize = 0;
    std::int32_t highest = -1;
    for (const Entry& entry : entries) {
        textSize += entry.bytes.size();
        highest = std::max(highest, entry.id);
    }
    offsets_.assign(static_cast<std::size_t>(highest) + 2, 0);
    for (const Entry& entry : entries)
        offsets_[static_cast<std::size_t>(entry.id) + 1] =
            static_cast<std::uint32_t>(entry.bytes.size());
    std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());
    text_.resize(textSize);
    ids_.reserve(entries.size());
    for (const Entry& entry : entries) {
        const auto begin =
            static_cast<std::ptrdiff_t>(offsets_[static_cast<std::size_t>(entry.id)]);
        std::copy(entry.bytes.begin(), entry.bytes.end(), text_.begin() + begin);
        ids_.emplace(bytes(entry.id), entry.id);
    }
}

std::string_view Vocabulary::bytes(std::int32_t id) const {
    if (id < 0 || id >= size())
        return {};
    const std::uint32_t begin = offsets_[static_cast<std::size_t>(id)];
    return {text_.data() + begin, offsets_[static_cast<std::size_t>(id) + 1] - begin};
}

std::optional<std::int32_t> Vocabulary::find(std::string_view bytes) const {
    const auto found = ids_.find(bytes);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::int32_t Vocabulary::size() const {
    return offsets_.empty() ? 0 : static_cast<std::int32_t>(offsets_.size() - 1);
}

} // namespace diptych
