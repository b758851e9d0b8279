// Which machine has which layers of a model: given as text, counted evenly, or by memory.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::cluster {

/// Layers `first` … `end` − 1 of a model, counted from 0.
struct LayerRange {
    std::int64_t first = 0;
    std::int64_t end = 0;

    std::int64_t count() const { return end - first; }
    bool operator==(const LayerRange&) const = default;
};

/// One range for each rank, in the order of the ranks.
using LayerSplit = std::vector<LayerRange>;

/// "0-13", or "5" for a single layer.
std::string toString(const LayerRange& range);
/// "0-13,14-27".
std::string toString(const LayerSplit& split);

/// Reads "0-13,14-27"; blanks do not matter, "5" is a single layer. Whether the ranges fit a model
/// is left to `checkSplit`. Errors: InvalidInput.
Result<LayerSplit> parseSplit(std::string_view text);

/// Errors: InvalidInput unless every layer of 0 … layerCount − 1 stands in exactly one range and
/// the ranges are in order, one for each of `ranks`; the message lists layers that are missing,
/// doubled or out of range.
Status checkSplit(const LayerSplit& split, std::int64_t layerCount, std::size_t ranks);

/// floor(layerCount / ranks) layers each, the first layerCount mod ranks one more. Errors:
/// InvalidInput (no ranks, or more ranks than layers).
Result<LayerSplit> evenSplit(std::int64_t layerCount, std::size_t ranks);

/// What the parts of a model weigh, in bytes as held.
struct PartBytes {
    std::uint64_t layer = 0; ///< each
    std::uint64_t first = 0; ///< the embedding, beside the first layers
    std::uint64_t last = 0;  ///< norm and head, beside the last layers
};

/// The split in which the fullest rank, measured by its share of its own memory, is as empty as
/// possible. `memory` is what each rank can give, in bytes. Every rank gets at least one layer.
/// Errors: as evenSplit; InvalidInput (a rank without memory).
Result<LayerSplit> splitByMemory(std::int64_t layerCount, const PartBytes& bytes,
                                 std::span<const std::uint64_t> memory);

/// What rank `index` of `ranks` holds under a split.
std::uint64_t bytesOf(const LayerRange& range, const PartBytes& bytes, std::int64_t layerCount);

} // namespace diptych::cluster
