#include "core/models/qwen3_continuation.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

namespace diptych::models {

Qwen3Continuation::Qwen3Continuation(const Qwen3TextModel& model, std::int64_t capacity,
                                     KeyValueCache cache)
    : model_(model), cache_(cache), capacity_(capacity) {
    if (cache_ == KeyValueCache::Off)
        return;
    const Qwen3Config& config = model.config;
    for (std::size_t layer = 0; layer < model.layers.size(); ++layer) {
        for (std::vector<at::Tensor>* kept : {&keys_, &values_})
            kept->push_back(at::empty({config.keyValueHeadCount, capacity, config.headDim},
                                      model.computeOptions()));
    }
}

// Keeps the keys and values of the new tokens and lets these see all. Returns [S, H, Dh].
at::Tensor Qwen3Continuation::attend(const Qwen3Layer::Projections& projected, std::size_t layer) {
    const auto& [q, k, v] = projected;
    const std::int64_t S = q.size(0);
    if (cache_ == KeyValueCache::On) {
        keys_[layer].narrow(1, length_, S).copy_(k.transpose(0, 1));
        values_[layer].narrow(1, length_, S).copy_(v.transpose(0, 1));
    }
    if (cache_ == KeyValueCache::Off || length_ == 0)
        return attention(q, k, v, std::vector{S}, Causal::Yes);
    return attentionToKept(q, keys_[layer].narrow(1, 0, length_ + S),
                           values_[layer].narrow(1, 0, length_ + S));
}

void Qwen3Continuation::requireRoom(std::int64_t added) const {
    if (length_ + added > capacity_)
        throw ErrorException(
            Error{ErrorCode::InvalidInput,
                  fmt::format("{} tokens do not fit behind {}: there is room for {}", added,
                              length_, capacity_),
                  "use a shorter text",
                  "",
                  {}});
}

at::Tensor Qwen3Continuation::runLayers(at::Tensor x, std::int64_t first,
                                        const RunContext& context) {
    const RotaryTable rotary = model_.rotaryOf(first, x.size(0));
    for (std::size_t layer = 0; layer < model_.layers.size(); ++layer) {
        context.throwIfCancelled();
        x = model_.layers.use(layer, [&](const Qwen3Layer& weights) {
            return weights.finish(x, attend(weights.project(x, rotary), layer)); // [S, D]
        });
        tokensRun_ += x.size(0);
    }
    return x;
}

at::Tensor Qwen3Continuation::run(const at::Tensor& states, const RunContext& context) {
    const std::int64_t added = states.size(0);
    requireRoom(added);
    at::Tensor x = runLayers(states, length_, context);
    length_ += added;
    return x;
}

at::Tensor Qwen3Continuation::extend(std::span<const std::int64_t> ids, const RunContext& context) {
    const auto added = static_cast<std::int64_t>(ids.size());
    requireRoom(added);
    std::vector<std::int64_t> whole;
    if (cache_ == KeyValueCache::Off) {
        whole = ids_;
        whole.insert(whole.end(), ids.begin(), ids.end());
        ids = whole;
    }
    const at::Tensor x = runLayers(model_.embed(ids), // [S, D]
                                   cache_ == KeyValueCache::On ? length_ : 0, context);
    length_ += added;
    ids_ = std::move(whole);
    return model_.logits(model_.finalNorm.forward(x[-1])); // [V]
}

} // namespace diptych::models
