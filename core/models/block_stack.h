// A model's blocks in their order: bound once and kept, or, where memory is short, bound for each
// run and let go behind it.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace diptych::models {

enum class BlockHolding {
    Kept,
    Streamed, ///< one block is in memory at a time; the numbers are the same
};

/// Where the blocks of a stack come from. All three take the block's index.
template <typename Block> struct BlockSource {
    std::function<Block(std::size_t)> bind;
    std::function<void(std::size_t)> expect;  ///< the block will be bound soon
    std::function<void(std::size_t)> release; ///< the block is gone; so may its bytes
};

template <typename Block> class BlockStack {
  public:
    BlockStack() = default;

    /// Binds all blocks, which finds missing and misshapen weights; lets each go again where they
    /// are to be streamed. Throws what `source.bind` throws.
    BlockStack(std::size_t count, BlockSource<Block> source, BlockHolding holding) {
        if (holding == BlockHolding::Kept) {
            blocks_.reserve(count);
            for (std::size_t i = 0; i < count; ++i)
                blocks_.push_back(source.bind(i));
            return;
        }
        for (std::size_t i = 0; i < count; ++i) {
            source.bind(i);
            source.release(i);
        }
        source_ = std::move(source);
        streamedCount_ = count;
    }

    std::size_t size() const { return isStreamed() ? streamedCount_ : blocks_.size(); }
    bool isStreamed() const { return static_cast<bool>(source_.bind); }

    /// What `run` makes of block `index`, which is bound for so long where blocks are streamed;
    /// the next one is announced meanwhile.
    template <typename Run> decltype(auto) use(std::size_t index, Run&& run) const {
        if (!isStreamed())
            return std::forward<Run>(run)(blocks_[index]);
        if (index + 1 < streamedCount_)
            source_.expect(index + 1);
        const Release behind{source_, index}; // destroyed after the block
        const Block block = source_.bind(index);
        return std::forward<Run>(run)(block);
    }

    /// Of blocks that are kept. Throws std::out_of_range where there is none.
    Block& operator[](std::size_t index) { return blocks_.at(index); }
    const Block& operator[](std::size_t index) const { return blocks_.at(index); }
    auto begin() { return blocks_.begin(); }
    auto end() { return blocks_.end(); }
    auto begin() const { return blocks_.begin(); }
    auto end() const { return blocks_.end(); }
    void pop_back() { blocks_.pop_back(); } // NOLINT(readability-identifier-naming): a container's

  private:
    struct Release {
        const BlockSource<Block>& source;
        std::size_t index;

        ~Release() { source.release(index); }
    };

    std::vector<Block> blocks_;
    BlockSource<Block> source_; // empty where blocks are kept
    std::size_t streamedCount_ = 0;
};

} // namespace diptych::models
