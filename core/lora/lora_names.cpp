#include "core/lora/lora_names.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace diptych::lora {

namespace {

// After flattening. Longer ones first where one begins with another; they may follow one another
// (base_model.model.transformer.).
constexpr std::array<std::string_view, 10> kTransformerPrefixes{
    "model_diffusion_model_",
    "diffusion_model_",
    "base_model_model_",
    "lora_unet__",
    "lora_unet_",
    "unet_",
    "lora_transformer_",
    "transformer_",
    "lycoris_",
    "model_",
};
constexpr std::array<std::string_view, 14> kTextEncoderPrefixes{
    "lora_te_",  "lora_te1_",          "lora_te2_",    "lora_te3_",     "text_encoders_",
    "qwen3_4b_", "lora_qwen3_",        "transformer_", "text_encoder_", "base_model_model_",
    "lycoris_",  "lora_text_encoder_", "te_",          "model_",
};
constexpr std::array<std::string_view, 7> kTextEncoderMarks{
    "lora_te_",       "lora_te1_",     "lora_te2_",          "lora_te3_",
    "text_encoders_", "text_encoder_", "lora_text_encoder_",
};
// Parts of module names that only language models have.
constexpr std::array<std::string_view, 6> kLanguageModelParts{
    "self_attn_",    "mlp_gate_proj",   "mlp_up_proj",
    "mlp_down_proj", "input_layernorm", "post_attention_layernorm",
};

// Other names for the end of a module's name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEndings{{
    {"attention_to_out_0", "attention_out"},
    {"attention_to_out_0", "attention_to_out"},
    {"attention_to_out_0", "attention_o"},
    {"attention_norm_q", "attention_q_norm"},
    {"attention_norm_k", "attention_k_norm"},
}};
// And for its beginning.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kBeginnings{{
    {"all_x_embedder_2_1", "x_embedder"},
    {"all_final_layer_2_1", "final_layer"},
}};

std::string flattened(std::string_view name) {
    std::string result(name);
    std::replace_if(
        result.begin(), result.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return result;
}

std::vector<std::string> aliasesOf(const std::string& flat) {
    std::vector<std::string> names{flat};
    for (const auto& [ending, other] : kEndings)
        if (flat.ends_with(ending))
            names.push_back(flat.substr(0, flat.size() - ending.size()).append(other));
    for (const auto& [beginning, other] : kBeginnings)
        if (flat.starts_with(beginning))
            names.push_back(std::string(other).append(flat.substr(beginning.size())));
    return names;
}

} // namespace

Part partOf(std::string_view stem) {
    const std::string flat = flattened(stem);
    const bool isTextEncoder =
        std::any_of(kTextEncoderMarks.begin(), kTextEncoderMarks.end(),
                    [&](std::string_view mark) { return flat.starts_with(mark); }) ||
        std::any_of(kLanguageModelParts.begin(), kLanguageModelParts.end(),
                    [&](std::string_view part) { return flat.find(part) != std::string::npos; });
    return isTextEncoder ? Part::TextEncoder : Part::Transformer;
}

TargetTable::TargetTable(Part part, const models::WeightTable& weights,
                         const models::LinearTable& linears)
    : part_(part) {
    constexpr std::string_view kWeight = ".weight";
    constexpr std::string_view kBias = ".bias";
    RowCounts rowCounts;
    for (const auto& [name, tensor] : weights)
        rowCounts.emplace(name, tensor->size(0));
    for (const auto& [name, layer] : linears)
        if (layer->quantised)
            rowCounts.emplace(name + std::string(kWeight), layer->outputs());
    for (const auto& [name, rowCount] : rowCounts) {
        const std::string_view ending =
            name.ends_with(kBias) ? kBias : (name.ends_with(kWeight) ? kWeight : "");
        const std::string flat = flattened(name.substr(0, name.size() - ending.size()));
        Table& table = ending == kBias ? biases_ : weights_;
        for (const std::string& alias : aliasesOf(flat))
            table.emplace(alias, std::vector{TargetRows{name, 0, rowCount}});
    }
    if (part == Part::Transformer)
        addFusedAttention(rowCounts);
}

// attention.qkv holds the rows of to_q, to_k and to_v in this order.
void TargetTable::addFusedAttention(const RowCounts& rowCounts) {
    constexpr std::string_view kQuery = "attention.to_q.weight";
    for (const auto& entry : rowCounts) {
        const std::string& name = entry.first;
        if (!name.ends_with(kQuery))
            continue;
        const std::string block = name.substr(0, name.size() - kQuery.size());
        std::vector<TargetRows> rows;
        std::int64_t first = 0;
        for (const char* part : {"to_q", "to_k", "to_v"}) {
            const auto found = rowCounts.find(block + "attention." + part + ".weight");
            if (found == rowCounts.end())
                break;
            rows.push_back({found->first, first, found->second});
            first += rows.back().rowCount;
        }
        if (rows.size() == 3)
            weights_.emplace(flattened(block + "attention.qkv"), std::move(rows));
    }
}

std::vector<TargetRows> TargetTable::find(std::string_view stem, bool bias) const {
    const Table& table = bias ? biases_ : weights_;
    const std::string flat = flattened(stem);
    const std::span<const std::string_view> prefixes =
        part_ == Part::Transformer ? std::span<const std::string_view>(kTransformerPrefixes)
                                   : std::span<const std::string_view>(kTextEncoderPrefixes);
    std::string_view rest = flat;
    for (;;) {
        if (const auto found = table.find(rest); found != table.end())
            return found->second;
        const auto prefix = std::find_if(prefixes.begin(), prefixes.end(),
                                         [&](std::string_view p) { return rest.starts_with(p); });
        if (prefix == prefixes.end())
            return {};
        rest.remove_prefix(prefix->size());
    }
}

} // namespace diptych::lora
