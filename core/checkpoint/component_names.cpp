#include "core/checkpoint/component_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <utility>

namespace diptych {

namespace {

// Each of these names is in every file of its component; what stands before it is the prefix.
std::span<const std::string_view> landmarksOf(ComponentKind kind) {
    static constexpr std::array<std::string_view, 2> kTransformer{"cap_embedder.1.weight",
                                                                  "t_embedder.mlp.0.weight"};
    static constexpr std::array<std::string_view, 3> kTextEncoder{
        "embed_tokens.weight", "token_embd.weight", "layers.0.self_attn.q_norm.weight"};
    static constexpr std::array<std::string_view, 1> kAutoencoder{"decoder.conv_in.weight"};
    switch (kind) {
    case ComponentKind::Transformer:
        return kTransformer;
    case ComponentKind::TextEncoder:
        return kTextEncoder;
    case ComponentKind::Autoencoder:
        return kAutoencoder;
    }
    return {};
}

// Where all-in-one files keep what is not the transformer.
constexpr std::array<std::string_view, 5> kOtherComponents{
    "vae.", "first_stage_model.", "text_encoders.", "cond_stage_model.", "model_ema."};

std::optional<std::string> findPrefix(ComponentKind kind, const std::vector<std::string>& names) {
    std::optional<std::string> shortest;
    for (const std::string_view landmark : landmarksOf(kind)) {
        for (const std::string_view name : names) {
            if (!name.ends_with(landmark))
                continue;
            const std::string_view prefix = name.substr(0, name.size() - landmark.size());
            const bool isWhole = prefix.empty() || prefix.back() == '.';
            if (isWhole && (!shortest || prefix.size() < shortest->size()))
                shortest = prefix;
        }
        if (shortest)
            break;
    }
    return shortest;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    if (const std::size_t at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), to);
}

void replacePrefix(std::string& text, std::string_view from, std::string_view to) {
    if (text.starts_with(from))
        text.replace(0, from.size(), to);
}

// "12.rest" → 12 and ".rest".
std::optional<std::pair<std::int64_t, std::string_view>> leadingNumber(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0)
        return std::nullopt;
    return std::pair{number, text.substr(static_cast<std::size_t>(end - text.data()))};
}

std::vector<TargetName> transformerTargets(std::string name) {
    if (name == "norm_final.weight") // left over from Lumina 2, used by nobody
        return {};
    replacePrefix(name, "x_embedder.", "all_x_embedder.2-1.");
    replacePrefix(name, "final_layer.", "all_final_layer.2-1.");
    replace(name, ".attention.out.", ".attention.to_out.0.");
    replace(name, ".attention.q_norm.", ".attention.norm_q.");
    replace(name, ".attention.k_norm.", ".attention.norm_k.");
    constexpr std::string_view kFused = ".attention.qkv.";
    const std::size_t at = name.find(kFused);
    if (at == std::string::npos)
        return {{std::move(name)}};
    std::vector<TargetName> targets;
    for (const char* part : {".attention.to_q.", ".attention.to_k.", ".attention.to_v."}) {
        std::string target = name;
        target.replace(at, kFused.size(), part);
        targets.push_back({std::move(target), static_cast<std::int64_t>(targets.size()), 3});
    }
    return targets;
}

// llama.cpp's names of a Qwen3 layer.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kGgufLayerNames{{
    {"attn_q.", "self_attn.q_proj."},
    {"attn_k.", "self_attn.k_proj."},
    {"attn_v.", "self_attn.v_proj."},
    {"attn_output.", "self_attn.o_proj."},
    {"attn_q_norm.", "self_attn.q_norm."},
    {"attn_k_norm.", "self_attn.k_norm."},
    {"attn_norm.", "input_layernorm."},
    {"ffn_norm.", "post_attention_layernorm."},
    {"ffn_gate.", "mlp.gate_proj."},
    {"ffn_up.", "mlp.up_proj."},
    {"ffn_down.", "mlp.down_proj."},
}};

std::vector<TargetName> textEncoderTargets(std::string name) {
    if (name == "rope_freqs.weight") // a table that follows from the configuration
        return {};
    replacePrefix(name, "token_embd.", "model.embed_tokens.");
    replacePrefix(name, "output_norm.", "model.norm.");
    replacePrefix(name, "output.", "lm_head.");
    constexpr std::string_view kLayer = "blk.";
    if (!name.starts_with(kLayer))
        return {{std::move(name)}};
    const auto layer = leadingNumber(std::string_view(name).substr(kLayer.size()));
    if (!layer || !layer->second.starts_with('.'))
        return {{std::move(name)}};
    const std::string_view inside = layer->second.substr(1);
    for (const auto& [gguf, published] : kGgufLayerNames)
        if (inside.starts_with(gguf))
            return {{fmt::format("model.layers.{}.{}{}", layer->first, published,
                                 inside.substr(gguf.size()))}};
    return {{std::move(name)}};
}

constexpr std::string_view kOriginalDecoderLevel = "decoder.up.";

// The names of the original (BFL) autoencoder; its decoder's levels are numbered backwards.
std::vector<TargetName> autoencoderTargets(std::string name, std::int64_t decoderLevels) {
    if (name.starts_with(kOriginalDecoderLevel)) {
        const auto level =
            leadingNumber(std::string_view(name).substr(kOriginalDecoderLevel.size()));
        if (level)
            name = fmt::format("decoder.up_blocks.{}{}", decoderLevels - 1 - level->first,
                               level->second);
    }
    replacePrefix(name, "encoder.down.", "encoder.down_blocks.");
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kParts{{
        {".block.", ".resnets."},
        {".nin_shortcut.", ".conv_shortcut."},
        {".downsample.conv.", ".downsamplers.0.conv."},
        {".upsample.conv.", ".upsamplers.0.conv."},
        {".mid.block_1.", ".mid_block.resnets.0."},
        {".mid.block_2.", ".mid_block.resnets.1."},
        {".mid.attn_1.norm.", ".mid_block.attentions.0.group_norm."},
        {".mid.attn_1.q.", ".mid_block.attentions.0.to_q."},
        {".mid.attn_1.k.", ".mid_block.attentions.0.to_k."},
        {".mid.attn_1.v.", ".mid_block.attentions.0.to_v."},
        {".mid.attn_1.proj_out.", ".mid_block.attentions.0.to_out.0."},
        {"coder.norm_out.", "coder.conv_norm_out."},
    }};
    for (const auto& [original, diffusers] : kParts)
        replace(name, original, diffusers);
    return {{std::move(name)}};
}

std::int64_t countDecoderLevels(const std::string& prefix, const std::vector<std::string>& names) {
    const std::string stack = prefix + std::string(kOriginalDecoderLevel);
    std::int64_t levels = 0;
    for (const std::string_view name : names)
        if (name.starts_with(stack))
            if (const auto level = leadingNumber(name.substr(stack.size())))
                levels = std::max(levels, level->first + 1);
    return levels;
}

} // namespace

ComponentNames::ComponentNames(ComponentKind kind, const std::vector<std::string>& storedNames)
    : kind_(kind) {
    const std::optional<std::string> prefix = findPrefix(kind, storedNames);
    isFound_ = prefix.has_value();
    prefix_ = prefix.value_or("");
    if (kind == ComponentKind::TextEncoder) {
        // The model binds with or without its own "model."; a head lies beside that, not in it.
        constexpr std::string_view kBody = "model.";
        const bool isBody = prefix_ == kBody || std::string_view(prefix_).ends_with(".model.");
        if (isBody)
            prefix_.resize(prefix_.size() - kBody.size());
    }
    decoderLevels_ = countDecoderLevels(prefix_, storedNames);
}

bool ComponentNames::isOwn(std::string_view storedName) const {
    if (!prefix_.empty())
        return storedName.starts_with(prefix_);
    return std::none_of(kOtherComponents.begin(), kOtherComponents.end(),
                        [&](std::string_view other) { return storedName.starts_with(other); });
}

std::vector<TargetName> ComponentNames::targetsOf(std::string_view storedName) const {
    if (!isOwn(storedName))
        return {};
    std::string name(storedName.substr(prefix_.size()));
    switch (kind_) {
    case ComponentKind::Transformer:
        return transformerTargets(std::move(name));
    case ComponentKind::TextEncoder:
        return textEncoderTargets(std::move(name));
    case ComponentKind::Autoencoder:
        return autoencoderTargets(std::move(name), decoderLevels_);
    }
    return {};
}

} // namespace diptych
