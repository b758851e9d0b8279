// Which weight of the model a module of an adapter file means. Source: reference specification
// section 11.
#pragma once

#include "core/checkpoint/lora_keys.h"
#include "core/models/weight_table.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::lora {

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
    /// Of `linears` the quantised ones count, whose weights are not in `weights`.
    TargetTable(Part part, const models::WeightTable& weights,
                const models::LinearTable& linears = {});

    /// The weights (or biases) that module `stem` changes, in the order of its rows: one, or to_q,
    /// to_k and to_v for a fused attention.qkv; empty when the model has no such module.
    std::vector<TargetRows> find(std::string_view stem, bool bias) const;

  private:
    using Table = std::map<std::string, std::vector<TargetRows>, std::less<>>;
    using RowCounts = std::map<std::string, std::int64_t, std::less<>>; // by the weight's name

    void addFusedAttention(const RowCounts& rowCounts);

    Part part_;
    Table weights_;
    Table biases_;
};

} // namespace diptych::lora
