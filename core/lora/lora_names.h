// How adapter files name things: what a tensor's name says about its role, and which weight of the
// model a module means. Source: reference specification section 11.
#pragma once

#include "core/models/weight_table.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::lora {

/// Of one tensor in its module.
enum class Role {
    Down, ///< A [r, in]
    Up,   ///< B [out, r]
    Alpha,
    DoraScale,  ///< [1, in], [out, 1] or [out]
    Hadamard1A, ///< LoHa: [out, r], [r, in], twice
    Hadamard1B,
    Hadamard2A,
    Hadamard2B,
    Kronecker1, ///< LoKr: each factor whole or as a product a·b
    Kronecker1A,
    Kronecker1B,
    Kronecker2,
    Kronecker2A,
    Kronecker2B,
    Difference,     ///< added to the weight
    BiasDifference, ///< added to the bias
    Replacement,    ///< takes the place of the weight
};

/// A tensor's name in two parts; both look into the name.
struct KeyParts {
    std::string_view stem; ///< the module, prefix included
    Role role;
};

/// Nothing for a name of no known form.
std::optional<KeyParts> parseKey(std::string_view name);

/// Which model a module belongs to.
enum class Part { Transformer, TextEncoder };

/// Told from the prefix (lora_te_, text_encoder.) or from the names that language models give their
/// layers.
Part partOf(std::string_view stem);

/// One weight that a module changes, and which rows of the module's result are meant for it.
struct TargetRows {
    std::string name; ///< in the weight table
    std::int64_t firstRow = 0;
    std::int64_t rowCount = 0; ///< of the weight's first dimension
};

/// Looks modules up in a model. Every weight is listed under all its names (diffusers, ComfyUI)
/// with dots and dashes replaced by underscores, so flattened stems need no splitting.
class TargetTable {
  public:
    TargetTable(Part part, const models::WeightTable& weights);

    /// The weights (or biases) that module `stem` changes, in the order of its rows: one, or to_q,
    /// to_k and to_v for a fused attention.qkv; empty when the model has no such module.
    std::vector<TargetRows> find(std::string_view stem, bool bias) const;

  private:
    using Table = std::map<std::string, std::vector<TargetRows>, std::less<>>;

    void addFusedAttention(const models::WeightTable& weights);

    Part part_;
    Table weights_;
    Table biases_;
};

} // namespace diptych::lora
