#include "core/cluster/layer_split.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace diptych::cluster {

namespace {

constexpr std::int64_t kMostLayers = 100'000;

std::optional<std::int64_t> numberIn(std::string_view text) {
    text = trimmed(text);
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size() || value < 0 ||
        value >= kMostLayers)
        return std::nullopt;
    return value;
}

std::optional<LayerRange> rangeIn(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto first = numberIn(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : numberIn(text.substr(dash + 1));
    if (!first || !last || *last < *first)
        return std::nullopt;
    return LayerRange{*first, *last + 1};
}

// "3, 5-7" for ascending numbers.
std::string listed(const std::vector<std::int64_t>& layers) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < layers.size();) {
        std::size_t end = i + 1;
        while (end < layers.size() && layers[end] == layers[end - 1] + 1)
            ++end;
        parts.push_back(toString(LayerRange{layers[i], layers[end - 1] + 1}));
        i = end;
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

Status checkRanks(std::int64_t layerCount, std::size_t ranks) {
    if (ranks == 0)
        return fail(ErrorCode::InvalidInput, "a cluster needs at least one rank");
    if (static_cast<std::int64_t>(ranks) > layerCount)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("{} ranks cannot share {} layers: each needs one", ranks, layerCount),
            "use fewer ranks");
    return Done{};
}

// How many layers a rank may have when it may use `share` of its memory; at least one.
std::int64_t layersWithin(double share, std::uint64_t memory, std::uint64_t extra,
                          std::uint64_t layer) {
    const double room = share * static_cast<double>(memory) - static_cast<double>(extra);
    return std::max<std::int64_t>(
        1, static_cast<std::int64_t>(room / std::max(static_cast<double>(layer), 1.0)));
}

std::vector<std::int64_t> countsWithin(double share, const PartBytes& bytes,
                                       std::span<const std::uint64_t> memory) {
    std::vector<std::int64_t> counts;
    for (std::size_t i = 0; i < memory.size(); ++i) {
        const std::uint64_t extra =
            (i == 0 ? bytes.first : 0) + (i + 1 == memory.size() ? bytes.last : 0);
        counts.push_back(layersWithin(share, memory[i], extra, bytes.layer));
    }
    return counts;
}

std::int64_t sumOf(const std::vector<std::int64_t>& counts) {
    std::int64_t sum = 0;
    for (const std::int64_t count : counts)
        sum += std::min(count, kMostLayers);
    return sum;
}

LayerSplit splitOf(const std::vector<std::int64_t>& counts) {
    LayerSplit split;
    std::int64_t first = 0;
    for (const std::int64_t count : counts) {
        split.push_back({first, first + count});
        first += count;
    }
    return split;
}

} // namespace

std::string toString(const LayerRange& range) {
    return range.count() == 1 ? fmt::format("{}", range.first)
                              : fmt::format("{}-{}", range.first, range.end - 1);
}

std::string toString(const LayerSplit& split) {
    std::vector<std::string> parts;
    for (const LayerRange& range : split)
        parts.push_back(toString(range));
    return fmt::format("{}", fmt::join(parts, ","));
}

Result<LayerSplit> parseSplit(std::string_view text) {
    LayerSplit split;
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        const auto range = rangeIn(part);
        if (!range)
            return fail(ErrorCode::InvalidInput,
                        fmt::format("'{}' is no range of layers", trimmed(part)),
                        "write one range for each rank, for example 0-13,14-27");
        split.push_back(*range);
        if (comma == std::string_view::npos)
            return split;
        text.remove_prefix(comma + 1);
    }
}

Status checkSplit(const LayerSplit& split, std::int64_t layerCount, std::size_t ranks) {
    std::vector<int> times(static_cast<std::size_t>(layerCount), 0);
    std::vector<std::int64_t> missing, doubled, outside;
    bool inOrder = true;
    for (std::size_t i = 0; i < split.size(); ++i) {
        inOrder = inOrder && (i == 0 || split[i].first >= split[i - 1].end);
        for (std::int64_t layer = split[i].first; layer < split[i].end; ++layer)
            if (layer >= layerCount)
                outside.push_back(layer);
            else
                ++times[static_cast<std::size_t>(layer)];
    }
    for (std::size_t layer = 0; layer < times.size(); ++layer)
        if (times[layer] == 0)
            missing.push_back(static_cast<std::int64_t>(layer));
        else if (times[layer] > 1)
            doubled.push_back(static_cast<std::int64_t>(layer));
    std::vector<std::string> faults;
    if (!missing.empty())
        faults.push_back(fmt::format("missing: {}", listed(missing)));
    if (!doubled.empty())
        faults.push_back(fmt::format("given twice: {}", listed(doubled)));
    if (!outside.empty())
        faults.push_back(
            fmt::format("out of range: {} (the model has 0-{})", listed(outside), layerCount - 1));
    if (faults.empty() && !inOrder)
        faults.emplace_back("the ranges are not in the order of the ranks");
    if (split.size() != ranks)
        faults.push_back(fmt::format("{} ranges for {} ranks", split.size(), ranks));
    if (faults.empty())
        return Done{};
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("the split {} does not fit: {}", toString(split), fmt::join(faults, "; ")),
        fmt::format("every layer of 0-{} belongs to exactly one rank", layerCount - 1));
}

Result<LayerSplit> evenSplit(std::int64_t layerCount, std::size_t ranks) {
    DIPTYCH_TRY_DONE(checkRanks(layerCount, ranks));
    const auto n = static_cast<std::int64_t>(ranks);
    std::vector<std::int64_t> counts;
    for (std::int64_t i = 0; i < n; ++i)
        counts.push_back(layerCount / n + (i < layerCount % n ? 1 : 0));
    return splitOf(counts);
}

Result<LayerSplit> splitByMemory(std::int64_t layerCount, const PartBytes& bytes,
                                 std::span<const std::uint64_t> memory) {
    DIPTYCH_TRY_DONE(checkRanks(layerCount, memory.size()));
    if (std::find(memory.begin(), memory.end(), 0U) != memory.end())
        return fail(ErrorCode::InvalidInput, "a rank does not say how much memory it has",
                    "give every [[rank]] its memory_gb, or use an even split");
    // The smallest share of everybody's memory that holds all layers, by halving.
    double low = 0.0, high = 1.0;
    while (sumOf(countsWithin(high, bytes, memory)) < layerCount)
        high *= 2.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2.0;
        (sumOf(countsWithin(middle, bytes, memory)) < layerCount ? low : high) = middle;
    }
    std::vector<std::int64_t> counts = countsWithin(high, bytes, memory);
    // What is too much goes from those that would be the fullest.
    for (std::int64_t surplus = sumOf(counts) - layerCount; surplus > 0; --surplus) {
        std::size_t fullest = 0;
        double most = -1.0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const double share = static_cast<double>(counts[i]) * static_cast<double>(bytes.layer) /
                                 static_cast<double>(memory[i]);
            if (counts[i] > 1 && share > most) {
                most = share;
                fullest = i;
            }
        }
        --counts[fullest];
    }
    return splitOf(counts);
}

std::uint64_t bytesOf(const LayerRange& range, const PartBytes& bytes, std::int64_t layerCount) {
    return static_cast<std::uint64_t>(range.count()) * bytes.layer +
           (range.first == 0 ? bytes.first : 0) + (range.end == layerCount ? bytes.last : 0);
}

} // namespace diptych::cluster
