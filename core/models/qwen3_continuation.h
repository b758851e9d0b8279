// A text that grows token by token: the Qwen3 model with the keys and values of all tokens kept, so
// that every token runs through the layers once.
//
// Source of the maths: reference specification section 8. Letters as in qwen3_text_model.h; n
// tokens read so far.
#pragma once

#include "core/base/run_context.h"
#include "core/models/qwen3_text_model.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

namespace diptych::models {

/// On: keys (normed and rotated) and values (raw) of all tokens read are kept. Off: every `extend`
/// reads the whole text again; the same numbers at a growing price, to compare with.
enum class KeyValueCache { On, Off };

class Qwen3Continuation {
  public:
    /// Allocates memory for `capacity` tokens at once, 2·L·Hkv·Dh numbers each. `model` is
    /// borrowed. Throws what allocating on the model's device throws.
    Qwen3Continuation(const Qwen3TextModel& model, std::int64_t capacity, KeyValueCache cache);

    /// Reads `ids` behind the tokens read so far, in one pass, and returns the scores [V] float32
    /// of the token that follows. Throws ErrorException: InvalidInput (no ids, one that does not
    /// exist, beyond the capacity), Cancelled (checked once per layer; what was read before
    /// counts on).
    at::Tensor extend(std::span<const std::int64_t> ids, const RunContext& context);

    /// For a part of a model: runs the states [S, D] of the tokens behind those read so far through
    /// the layers that are bound, and returns [S, D]. With KeyValueCache::On alone. Throws
    /// ErrorException: InvalidInput (beyond the capacity), Cancelled.
    at::Tensor run(const at::Tensor& states, const RunContext& context);

    std::int64_t length() const { return length_; } ///< n
    std::int64_t capacity() const { return capacity_; }
    /// How many tokens have run through a layer so far, summed over layers: the price of reading.
    std::int64_t tokensRun() const { return tokensRun_; }

  private:
    void requireRoom(std::int64_t added) const;
    at::Tensor runLayers(at::Tensor x, std::int64_t first, const RunContext& context);
    at::Tensor attend(const Qwen3Layer::Projections& projected, std::size_t layer);

    const Qwen3TextModel& model_;
    std::vector<at::Tensor> keys_, values_; ///< of each layer, [Hkv, capacity, Dh]
    std::vector<std::int64_t> ids_;         ///< all read, with KeyValueCache::Off
    KeyValueCache cache_;
    std::int64_t capacity_ = 0;
    std::int64_t length_ = 0;
    std::int64_t tokensRun_ = 0;
};

} // namespace diptych::models
