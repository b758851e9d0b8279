#include "core/models/weight_table.h"

#include <fmt/format.h>

namespace diptych::models {

namespace {

void addLinear(WeightTable& table, const std::string& name, Linear& layer) {
    if (!layer.quantised)
        table.emplace(name + ".weight", &layer.weight);
    if (layer.bias.defined())
        table.emplace(name + ".bias", &layer.bias);
}

void addNorm(WeightTable& table, const std::string& name, RmsNorm& norm) {
    table.emplace(name + ".weight", &norm.weight);
}

// Calls visit(prefix, block) for every block.
template <typename Visit> void overBlocks(ZImageTransformer& model, const Visit& visit) {
    const auto overStack = [&](const char* stack, BlockStack<ZImageBlock>& blocks) {
        for (std::size_t i = 0; i < blocks.size(); ++i)
            visit(fmt::format("{}.{}.", stack, i), blocks[i]);
    };
    overStack("noise_refiner", model.noiseRefiner);
    overStack("context_refiner", model.contextRefiner);
    overStack("layers", model.layers);
}

} // namespace

LinearTable collectLinears(ZImageTransformer& model) {
    LinearTable table{
        {"all_x_embedder.2-1", &model.imageEmbedder},
        {"t_embedder.mlp.0", &model.timestepIn},
        {"t_embedder.mlp.2", &model.timestepOut},
        {"cap_embedder.1", &model.captionEmbedder},
        {"all_final_layer.2-1.adaLN_modulation.1", &model.finalModulation},
        {"all_final_layer.2-1.linear", &model.finalLinear},
    };
    overBlocks(model, [&](const std::string& prefix, ZImageBlock& block) {
        table.emplace(prefix + "attention.to_q", &block.toQ);
        table.emplace(prefix + "attention.to_k", &block.toK);
        table.emplace(prefix + "attention.to_v", &block.toV);
        table.emplace(prefix + "attention.to_out.0", &block.toOut);
        table.emplace(prefix + "feed_forward.w1", &block.feedForward1);
        table.emplace(prefix + "feed_forward.w2", &block.feedForward2);
        table.emplace(prefix + "feed_forward.w3", &block.feedForward3);
        if (block.modulation)
            table.emplace(prefix + "adaLN_modulation.0", &*block.modulation);
    });
    return table;
}

WeightTable collectWeights(ZImageTransformer& model) {
    WeightTable table;
    for (const auto& [name, layer] : collectLinears(model))
        addLinear(table, name, *layer);
    addNorm(table, "cap_embedder.0", model.captionNorm);
    table.emplace("x_pad_token", &model.imagePadToken);
    table.emplace("cap_pad_token", &model.captionPadToken);
    overBlocks(model, [&](const std::string& prefix, ZImageBlock& block) {
        addNorm(table, prefix + "attention.norm_q", block.normQ);
        addNorm(table, prefix + "attention.norm_k", block.normK);
        addNorm(table, prefix + "attention_norm1", block.attentionNorm1);
        addNorm(table, prefix + "attention_norm2", block.attentionNorm2);
        addNorm(table, prefix + "ffn_norm1", block.feedForwardNorm1);
        addNorm(table, prefix + "ffn_norm2", block.feedForwardNorm2);
    });
    return table;
}

LinearTable collectLinears(Qwen3TextModel& model) {
    LinearTable table;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        Qwen3Layer& layer = model.layers[i];
        const std::string prefix = fmt::format("layers.{}.", i);
        table.emplace(prefix + "self_attn.q_proj", &layer.toQ);
        table.emplace(prefix + "self_attn.k_proj", &layer.toK);
        table.emplace(prefix + "self_attn.v_proj", &layer.toV);
        table.emplace(prefix + "self_attn.o_proj", &layer.toOut);
        table.emplace(prefix + "mlp.gate_proj", &layer.gate);
        table.emplace(prefix + "mlp.up_proj", &layer.up);
        table.emplace(prefix + "mlp.down_proj", &layer.down);
    }
    return table;
}

WeightTable collectWeights(Qwen3TextModel& model) {
    WeightTable table;
    for (const auto& [name, layer] : collectLinears(model))
        addLinear(table, name, *layer);
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        Qwen3Layer& layer = model.layers[i];
        const std::string prefix = fmt::format("layers.{}.", i);
        addNorm(table, prefix + "input_layernorm", layer.inputNorm);
        addNorm(table, prefix + "self_attn.q_norm", layer.normQ);
        addNorm(table, prefix + "self_attn.k_norm", layer.normK);
        addNorm(table, prefix + "post_attention_layernorm", layer.postAttentionNorm);
    }
    addNorm(table, "norm", model.finalNorm);
    return table;
}

} // namespace diptych::models
