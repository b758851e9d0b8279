#include "core/tokenizer/byte_pair_merger.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace diptych {

MergeTable::MergeTable(std::size_t count)
    : slots_(std::bit_ceil(count * 2 + 2)), shift_(64 - std::countr_zero(slots_.size())) {}

std::size_t MergeTable::slotOf(std::int32_t left, std::int32_t right) const {
    // Fibonacci hashing: the high bits of the product are well mixed.
    constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15ULL;
    const auto key = static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 |
                     static_cast<std::uint32_t>(right);
    auto slot = static_cast<std::size_t>((key ^ key >> 29) * kGoldenRatio >> shift_);
    while (slots_[slot].left >= 0 && (slots_[slot].left != left || slots_[slot].right != right))
        slot = (slot + 1) & (slots_.size() - 1);
    return slot;
}

void MergeTable::insert(std::int32_t left, std::int32_t right, Merge merge) {
    slots_[slotOf(left, right)] = {left, right, merge};
}

MergeTable::Merge MergeTable::find(std::int32_t left, std::int32_t right) const {
    return slots_[slotOf(left, right)].merge;
}

BytePairMerger::BytePairMerger(const MergeTable& merges,
                               const std::array<std::int32_t, 256>& byteIds)
    : merges_(&merges), byteIds_(&byteIds) {}

void BytePairMerger::addCandidate(std::int32_t position) {
    if (position < 0)
        return;
    const Node& node = nodes_[static_cast<std::size_t>(position)];
    if (node.next < 0)
        return;
    ++candidateCount_;
    const std::int32_t right = nodes_[static_cast<std::size_t>(node.next)].id;
    const MergeTable::Merge merge = merges_->find(node.id, right);
    if (merge.id < 0)
        return;
    queue_.push_back(static_cast<Candidate>(merge.rank) << 32 |
                     static_cast<std::uint32_t>(position));
    std::push_heap(queue_.begin(), queue_.end(), std::greater<>());
}

void BytePairMerger::apply(Candidate candidate) {
    const auto position = static_cast<std::int32_t>(candidate & 0xFFFFFFFF);
    Node& left = nodes_[static_cast<std::size_t>(position)];
    // A candidate is stale when one of its two tokens has been merged with another neighbour since.
    if (left.id < 0 || left.next < 0)
        return;
    Node& right = nodes_[static_cast<std::size_t>(left.next)];
    const MergeTable::Merge merge = merges_->find(left.id, right.id);
    if (merge.id < 0 || merge.rank != candidate >> 32)
        return;
    left.id = merge.id;
    left.length += right.length;
    left.next = right.next;
    if (right.next >= 0)
        nodes_[static_cast<std::size_t>(right.next)].previous = position;
    right.id = -1;
    addCandidate(left.previous);
    addCandidate(position);
}

const std::vector<BytePairMerger::Part>& BytePairMerger::merge(std::string_view piece) {
    nodes_.clear();
    queue_.clear();
    parts_.clear();
    const auto count = static_cast<std::int32_t>(piece.size());
    for (std::int32_t i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(piece[static_cast<std::size_t>(i)]);
        nodes_.push_back({(*byteIds_)[byte], 1, i - 1, i + 1 < count ? i + 1 : -1});
    }
    for (std::int32_t i = 0; i + 1 < count; ++i)
        addCandidate(i);
    while (!queue_.empty()) {
        std::pop_heap(queue_.begin(), queue_.end(), std::greater<>());
        const Candidate candidate = queue_.back();
        queue_.pop_back();
        apply(candidate);
    }
    for (std::int32_t i = count > 0 ? 0 : -1; i >= 0; i = nodes_[static_cast<std::size_t>(i)].next)
        parts_.push_back(
            {nodes_[static_cast<std::size_t>(i)].id, nodes_[static_cast<std::size_t>(i)].length});
    return parts_;
}

} // namespace diptych
