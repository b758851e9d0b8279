#include "core/embeddings/nearest_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace diptych {

Result<std::vector<NearWord>> nearestWords(const StoredTensor& table,
                                           std::span<const double> direction, std::size_t count,
                                           const RunContext& context) {
    constexpr std::int64_t kRowsBetweenChecks = 1024;
    if (table.shape.size() != 2 || table.shape[1] != static_cast<std::int64_t>(direction.size()))
        return fail(ErrorCode::InvalidInput,
                    fmt::format("the model's words have {} numbers each, the direction {}",
                                table.shape.size() == 2 ? table.shape[1] : 0, direction.size()),
                    "use the text encoder that made the embeddings");
    double squares = 0.0;
    for (const double value : direction)
        squares += value * value;
    if (squares == 0.0)
        return fail(ErrorCode::InvalidInput, "the direction is zero", "there is no nearest word");
    std::vector<float> row(direction.size());
    std::vector<NearWord> words;
    words.reserve(static_cast<std::size_t>(table.shape[0]));
    for (std::int64_t id = 0; id < table.shape[0]; ++id) {
        if (id % kRowsBetweenChecks == 0 && context.cancelled())
            return fail(cancelledError());
        table.decode(static_cast<std::uint64_t>(id) * row.size(), row);
        double product = 0.0;
        double length = 0.0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            product += row[i] * direction[i];
            length += static_cast<double>(row[i]) * row[i];
        }
        if (length > 0.0)
            words.push_back({static_cast<std::int32_t>(id), product / std::sqrt(length * squares)});
    }
    const std::size_t kept = std::min(count, words.size());
    std::partial_sort(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(kept), words.end(),
                      [](const NearWord& a, const NearWord& b) {
                          return a.cosine != b.cosine ? a.cosine > b.cosine : a.tokenId < b.tokenId;
                      });
    words.resize(kept);
    return words;
}

} // namespace diptych
