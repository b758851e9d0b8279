// The merge loop of byte-pair encoding: a queue of candidate pairs over a linked list of tokens,
// O(n log n) for a piece of n bytes however long it is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace diptych {

/// Which pairs merge, in which order, into what. An open-addressing table: a lookup is one cache
/// line.
class MergeTable {
  public:
    struct Merge {
        std::uint32_t rank = 0; ///< the lower, the earlier
        std::int32_t id = -1;   ///< the merged token; -1 = the pair does not merge
    };

    /// Room for `count` merges; at most that many may be inserted.
    explicit MergeTable(std::size_t count);

    /// A pair given twice keeps the later merge, as in the reference.
    void insert(std::int32_t left, std::int32_t right, Merge merge);
    Merge find(std::int32_t left, std::int32_t right) const;

  private:
    struct Slot {
        std::int32_t left = -1;
        std::int32_t right = -1;
        Merge merge;
    };
    std::size_t slotOf(std::int32_t left, std::int32_t right) const;

    std::vector<Slot> slots_;
    int shift_ = 0;
};

/// Merges one piece after the other, reusing its memory. Not for two threads at once.
class BytePairMerger {
  public:
    struct Part {
        std::int32_t id = 0;
        std::uint32_t length = 0; ///< bytes
    };

    /// Both are borrowed. `byteIds` are the ids of the 256 single bytes.
    BytePairMerger(const MergeTable& merges, const std::array<std::int32_t, 256>& byteIds);

    /// The tokens of `piece` (any bytes), in order; valid until the next call.
    const std::vector<Part>& merge(std::string_view piece);

    /// Candidate pairs looked at so far: the measure of the work done, for tests of its growth.
    std::uint64_t candidateCount() const { return candidateCount_; }

  private:
    struct Node {
        std::int32_t id;
        std::uint32_t length;
        std::int32_t previous; ///< index of a node, -1 = none
        std::int32_t next;
    };
    /// A pair that may merge: its rank in the upper half, the index of its left node in the lower,
    /// so that the smallest is the earliest merge and the leftmost of equals.
    using Candidate = std::uint64_t;
    void addCandidate(std::int32_t position);
    void apply(Candidate candidate);

    const MergeTable* merges_;
    const std::array<std::int32_t, 256>* byteIds_;
    std::vector<Node> nodes_;
    std::vector<Candidate> queue_; ///< a heap, the smallest on top
    std::vector<Part> parts_;
    std::uint64_t candidateCount_ = 0;
};

} // namespace diptych
