#include "core/checkpoint/model_detection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace diptych {

namespace {

constexpr std::string_view kDigits = "0123456789";

// "model.layers.3.x" with suffix ".x" gives "model."; nothing when the name is not
// <prefix>layers.<number><suffix>.
std::optional<std::string_view> prefixOfLayer(std::string_view name, std::string_view suffix) {
    if (!name.ends_with(suffix))
        return std::nullopt;
    name.remove_suffix(suffix.size());
    const std::size_t lastOther = name.find_last_not_of(kDigits);
    if (lastOther == std::string_view::npos || lastOther + 1 == name.size())
        return std::nullopt;
    name = name.substr(0, lastOther + 1);
    constexpr std::string_view kStack = "layers.";
    if (!name.ends_with(kStack))
        return std::nullopt;
    name.remove_suffix(kStack.size());
    if (!name.empty() && name.back() != '.')
        return std::nullopt;
    return name;
}

std::optional<std::string> findLayerPrefix(const ShapeTable& shapes,
                                           std::initializer_list<std::string_view> suffixes) {
    for (const auto& [name, shape] : shapes) {
        for (const std::string_view suffix : suffixes) {
            if (const auto prefix = prefixOfLayer(name, suffix))
                return std::string(*prefix);
        }
    }
    return std::nullopt;
}

// The different numbers after `stack`: how many blocks there are.
std::int64_t countBlocks(const ShapeTable& shapes, const std::string& stack) {
    std::set<std::string_view> numbers;
    for (auto it = shapes.lower_bound(stack); it != shapes.end() && it->first.starts_with(stack);
         ++it) {
        const std::string_view rest = std::string_view(it->first).substr(stack.size());
        numbers.insert(rest.substr(0, rest.find('.')));
    }
    return static_cast<std::int64_t>(numbers.size());
}

bool hasNameLike(const ShapeTable& shapes, std::string_view prefix, std::string_view part) {
    return std::any_of(shapes.begin(), shapes.end(), [&](const auto& entry) {
        return entry.first.starts_with(prefix) && entry.first.find(part) != std::string::npos;
    });
}

std::optional<std::int64_t> extent(const ShapeTable& shapes, const std::string& name,
                                   std::size_t axis) {
    const auto found = shapes.find(name);
    if (found == shapes.end() || axis >= found->second.size())
        return std::nullopt;
    return found->second[axis];
}

void addExtent(DetectedModel& model, std::string key, const ShapeTable& shapes,
               const std::string& name, std::size_t axis) {
    if (const auto value = extent(shapes, name, axis))
        model.facts.push_back({std::move(key), *value});
}

bool hasAll(const ShapeTable& shapes, const std::string& prefix,
            std::initializer_list<const char*> names) {
    return std::all_of(names.begin(), names.end(), [&](const char* name) {
        return shapes.find(prefix + name) != shapes.end();
    });
}

// fp8 variants of ComfyUI files; the plain one shows in the dtypes alone.
std::string scaledQuantization(const ShapeTable& shapes) {
    if (hasNameLike(shapes, "", ".comfy_quant"))
        return "scaled (comfy_quant)";
    if (hasNameLike(shapes, "", ".scale_weight") || shapes.contains("scaled_fp8"))
        return "scaled (scale_weight)";
    return {};
}

// Z-Image's modulation has no SiLU in front, so its linear is number 0; Lumina 2, otherwise alike,
// has number 1.
std::optional<DetectedModel> detectZImage(const ShapeTable& shapes) {
    const auto prefix =
        findLayerPrefix(shapes, {".adaLN_modulation.0.weight", ".adaLN_modulation.0.bias"});
    if (!prefix)
        return std::nullopt;
    const bool isDiffusers = hasNameLike(shapes, *prefix, ".attention.to_") ||
                             hasNameLike(shapes, *prefix, "all_x_embedder.");
    const bool isComfy = hasNameLike(shapes, *prefix, ".attention.qkv.");
    const bool isComplete =
        isDiffusers
            ? hasAll(shapes, *prefix,
                     {"all_x_embedder.2-1.weight", "all_final_layer.2-1.linear.weight",
                      "cap_embedder.1.weight", "t_embedder.mlp.0.weight", "x_pad_token",
                      "layers.0.attention.to_q.weight"})
            : hasAll(shapes, *prefix,
                     {"x_embedder.weight", "final_layer.linear.weight", "cap_embedder.1.weight",
                      "t_embedder.mlp.0.weight", "x_pad_token", "layers.0.attention.qkv.weight"});
    DetectedModel model;
    model.kind = DescribedKind::ZImageTransformer;
    model.title = isComplete ? "Z-Image transformer" : "part of a Z-Image transformer";
    if (isDiffusers || isComfy) {
        model.title += isDiffusers ? ", diffusers names" : ", ComfyUI names";
        model.facts.push_back({"names", std::string(isDiffusers ? "diffusers" : "comfyui")});
    }
    model.facts.push_back({"prefix", *prefix});
    model.facts.push_back({"complete", isComplete});
    model.facts.push_back({"layers", countBlocks(shapes, *prefix + "layers.")});
    model.facts.push_back({"refiner_layers", countBlocks(shapes, *prefix + "noise_refiner.")});
    addExtent(model, "width", shapes, *prefix + "cap_embedder.1.weight", 0);
    addExtent(model, "caption_width", shapes, *prefix + "cap_embedder.1.weight", 1);
    if (std::string quantization = scaledQuantization(shapes); !quantization.empty())
        model.facts.push_back({"quantization", std::move(quantization)});
    if (hasNameLike(shapes, "vae.", "") || hasNameLike(shapes, "first_stage_model.", ""))
        model.facts.push_back({"also_holds_autoencoder", true});
    if (hasNameLike(shapes, "text_encoders.", "") || hasNameLike(shapes, "cond_stage_model.", ""))
        model.facts.push_back({"also_holds_text_encoder", true});
    return model;
}

// Norms on queries and keys are what tells Qwen3 from its predecessors and from Llama.
std::optional<DetectedModel> detectQwen3(const ShapeTable& shapes) {
    const auto prefix = findLayerPrefix(shapes, {".self_attn.q_norm.weight"});
    if (!prefix)
        return std::nullopt;
    const bool isComplete =
        hasAll(shapes, *prefix, {"embed_tokens.weight", "layers.0.self_attn.q_proj.weight"});
    const bool hasHead = hasNameLike(shapes, "", "lm_head.weight");
    DetectedModel model;
    model.kind = DescribedKind::Qwen3TextEncoder;
    model.title = isComplete ? "Qwen3 text encoder" : "part of a Qwen3 text encoder";
    model.facts.push_back({"prefix", *prefix});
    model.facts.push_back({"complete", isComplete});
    model.facts.push_back({"layers", countBlocks(shapes, *prefix + "layers.")});
    addExtent(model, "width", shapes, *prefix + "embed_tokens.weight", 1);
    addExtent(model, "vocabulary", shapes, *prefix + "embed_tokens.weight", 0);
    addExtent(model, "head_width", shapes, *prefix + "layers.0.self_attn.q_norm.weight", 0);
    model.facts.push_back({"language_model_head", hasHead});
    if (std::string quantization = scaledQuantization(shapes); !quantization.empty())
        model.facts.push_back({"quantization", std::move(quantization)});
    return model;
}

std::optional<DetectedModel> detectAutoencoder(const ShapeTable& shapes) {
    constexpr std::array kMarkers{
        std::pair{"diffusers", "decoder.up_blocks.0.resnets.0.conv1.weight"},
        std::pair{"bfl", "decoder.up.0.block.0.conv1.weight"},
    };
    for (const auto& [names, marker] : kMarkers) {
        for (const auto& [name, shape] : shapes) {
            if (!name.ends_with(marker))
                continue;
            const std::string prefix =
                name.substr(0, name.size() - std::string_view(marker).size());
            if (!prefix.empty() && prefix.back() != '.')
                continue;
            DetectedModel model;
            model.kind = DescribedKind::AutoencoderKL;
            const bool isDiffusers = std::string_view(names) == "diffusers";
            model.title = isDiffusers ? "AutoencoderKL, diffusers names"
                                      : "AutoencoderKL, original (BFL) names";
            model.facts.push_back({"names", std::string(names)});
            model.facts.push_back({"prefix", prefix});
            addExtent(model, "latent_channels", shapes, prefix + "decoder.conv_in.weight", 1);
            model.facts.push_back({"encoder", shapes.contains(prefix + "encoder.conv_in.weight")});
            return model;
        }
    }
    return std::nullopt;
}

std::optional<DetectedModel> detectLatents(const ShapeTable& shapes) {
    for (const char* name : {"latents", "latent_tensor"}) {
        const auto found = shapes.find(name);
        if (found == shapes.end() || found->second.size() < 3 || found->second.size() > 5)
            continue;
        const std::vector<std::int64_t>& shape = found->second;
        const std::size_t rank = shape.size();
        DetectedModel model;
        model.kind = DescribedKind::Latents;
        model.title = fmt::format("latents, {} × {} cells", shape[rank - 1], shape[rank - 2]);
        model.facts.push_back({"tensor", std::string(name)});
        model.facts.push_back({"batch", rank >= 4 ? shape[0] : 1});
        model.facts.push_back({"channels", rank >= 4 ? shape[1] : shape[0]});
        model.facts.push_back({"height", shape[rank - 2]});
        model.facts.push_back({"width", shape[rank - 1]});
        return model;
    }
    return std::nullopt;
}

bool isEmbeddingName(std::string_view name) {
    constexpr std::string_view kListed = "embeddings_";
    return name == "embeddings" || name == "prompt_embeds" || name == "embedding" ||
           (name.starts_with(kListed) && name.size() > kListed.size() &&
            name.find_first_not_of(kDigits, kListed.size()) == std::string_view::npos);
}

std::optional<DetectedModel> detectEmbeddings(const ShapeTable& shapes) {
    std::int64_t count = 0;
    std::int64_t tokens = 0;
    std::int64_t width = 0;
    std::int64_t hiddenStates = 0;
    for (const auto& [name, shape] : shapes) {
        if (name.starts_with("hidden_states."))
            ++hiddenStates;
        const bool isMatrix = shape.size() == 2 || (shape.size() == 3 && shape[0] == 1);
        if (!isEmbeddingName(name) || !isMatrix)
            continue;
        ++count;
        tokens += shape[shape.size() - 2];
        width = shape.back();
    }
    if (count == 0)
        return std::nullopt;
    DetectedModel model;
    model.kind = DescribedKind::Embeddings;
    model.title = count == 1
                      ? fmt::format("prompt embedding, {} tokens × {}", tokens, width)
                      : fmt::format("{} prompt embeddings, {} tokens × {}", count, tokens, width);
    model.facts.push_back({"embeddings", count});
    model.facts.push_back({"tokens", tokens});
    model.facts.push_back({"width", width});
    if (hiddenStates > 0)
        model.facts.push_back({"hidden_states", hiddenStates});
    return model;
}

} // namespace

std::optional<DetectedModel> detectModel(const ShapeTable& shapes) {
    using Detector = std::optional<DetectedModel> (*)(const ShapeTable&);
    constexpr std::array<Detector, 6> kDetectors{
        detectLora, detectZImage, detectQwen3, detectAutoencoder, detectLatents, detectEmbeddings};
    for (const Detector detect : kDetectors) {
        if (auto model = detect(shapes))
            return model;
    }
    return std::nullopt;
}

} // namespace diptych
