#include "core/encoders/long_prompt.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace diptych {

namespace {

// How little each row resembles its neighbours, [S].
at::Tensor rowImportance(const at::Tensor& rows) {
    constexpr std::int64_t kReach = 2; // neighbours on each side
    const std::int64_t S = rows.size(0);
    const at::Tensor unit = rows / rows.norm(2, 1, true).clamp_min(1e-12);
    at::Tensor sum = at::zeros({S}, rows.options());
    at::Tensor count = at::zeros({S}, rows.options());
    for (std::int64_t distance = 1; distance <= std::min(kReach, S - 1); ++distance) {
        const std::int64_t pairs = S - distance;
        const at::Tensor cosine =
            (unit.narrow(0, 0, pairs) * unit.narrow(0, distance, pairs)).sum(1); // [pairs]
        for (const std::int64_t start : {std::int64_t{0}, distance}) {
            sum.narrow(0, start, pairs).add_(cosine);
            count.narrow(0, start, pairs).add_(1);
        }
    }
    return 1 - sum / count.clamp_min(1);
}

at::Tensor attentionPool(const at::Tensor& rows, std::int64_t limit) {
    const std::int64_t S = rows.size(0);
    const at::Tensor importance = rowImportance(rows);
    std::vector<at::Tensor> pooled;
    for (std::int64_t i = 0; i < limit; ++i) {
        // The bounds of adaptive average pooling.
        const std::int64_t begin = i * S / limit;
        const std::int64_t end = ((i + 1) * S + limit - 1) / limit;
        const at::Tensor weights = importance.slice(0, begin, end).softmax(0);
        pooled.push_back(at::mv(rows.slice(0, begin, end).t(), weights)); // [D]
    }
    return at::stack(pooled, 0);
}

} // namespace

at::Tensor shortenEmbedding(const at::Tensor& embedding, LongPromptMode mode, std::int64_t limit) {
    if (mode == LongPromptMode::Full || embedding.size(0) <= limit)
        return embedding;
    if (mode == LongPromptMode::Truncate)
        return embedding.narrow(0, 0, limit).contiguous();
    const at::Tensor rows = embedding.to(at::kFloat);
    if (mode == LongPromptMode::AttentionPool)
        return attentionPool(rows, limit).to(embedding.options());
    const at::Tensor channels = rows.t().unsqueeze(0); // [1, D, S]
    const at::Tensor shorter = mode == LongPromptMode::Interpolate
                                   ? at::upsample_linear1d(channels, {limit}, true)
                                   : at::adaptive_avg_pool1d(channels, {limit});
    return shorter.squeeze(0).t().contiguous().to(embedding.options());
}

} // namespace diptych
