#include "core/checkpoint/lora_keys.h"
#include "core/checkpoint/model_detection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace diptych {

namespace {

using lora::KeyParts;
using lora::Role;

struct Dialect {
    std::string_view prefix;
    std::string_view id;
    std::string_view title;
};

// Who writes what; longer prefixes first where one begins with another.
constexpr std::array kDialects{
    Dialect{"base_model.model.", "peft", "PEFT names"},
    Dialect{"model.diffusion_model.", "diffusion_model", "ComfyUI names"},
    Dialect{"diffusion_model.", "diffusion_model", "ComfyUI names"},
    Dialect{"transformer.", "diffusers", "diffusers names"},
    Dialect{"unet.", "unet", "diffusers names"},
    Dialect{"lora_unet_", "kohya", "kohya names"},
    Dialect{"lora_transformer_", "onetrainer", "OneTrainer names"},
    Dialect{"lora_te", "kohya_text_encoder", "kohya names"},
    Dialect{"lycoris_", "lycoris", "LyCORIS names"},
};
constexpr Dialect kAdapterNames{"", "diffsynth", "DiffSynth names"};
constexpr Dialect kBareNames{"", "bare", "bare names"};

Dialect dialectOf(const KeyParts& key) {
    for (const Dialect& dialect : kDialects) {
        if (key.stem.starts_with(dialect.prefix))
            return dialect;
    }
    return key.adapter.empty() ? kBareNames : kAdapterNames;
}

bool containsAny(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return text.find(part) != std::string_view::npos;
    });
}

// What has been seen so far while walking over the keys.
struct Findings {
    std::optional<Dialect> dialect;
    std::set<std::string, std::less<>> stems;
    std::set<std::int64_t> ranks;
    std::string keyForm;
    bool hasAlpha = false;
    bool hasDoraScale = false;
    bool hasHadamard = false;
    bool hasKronecker = false;
    bool hasDifference = false;
    bool hasFusedQkv = false;
    std::int64_t attentionWidth = 0;
};

void note(Findings& findings, const KeyParts& key, const std::vector<std::int64_t>& shape) {
    findings.stems.emplace(key.stem);
    if (!findings.dialect)
        findings.dialect = dialectOf(key);
    const std::int64_t rank = shape.empty() ? 0 : shape[0];
    findings.hasFusedQkv |=
        key.stem.ends_with("attention.qkv") || key.stem.ends_with("attention_qkv");
    switch (key.role) {
    case Role::Down:
        findings.ranks.insert(rank);
        findings.keyForm = std::string(key.mark.substr(1));
        if (shape.size() == 2 && containsAny(key.stem, {"attention.to_q", "attention_to_q",
                                                        "attention.qkv", "attention_qkv"}))
            findings.attentionWidth = shape[1];
        break;
    case Role::Hadamard1B:
        findings.ranks.insert(rank);
        [[fallthrough]];
    case Role::Hadamard1A:
    case Role::Hadamard2A:
    case Role::Hadamard2B:
        findings.hasHadamard = true;
        break;
    case Role::Kronecker1B:
    case Role::Kronecker2B:
        findings.ranks.insert(rank);
        [[fallthrough]];
    case Role::Kronecker1:
    case Role::Kronecker1A:
    case Role::Kronecker2:
    case Role::Kronecker2A:
        findings.hasKronecker = true;
        break;
    case Role::Alpha:
        findings.hasAlpha = true;
        break;
    case Role::DoraScale:
        findings.hasDoraScale = true;
        break;
    case Role::Difference:
    case Role::BiasDifference:
    case Role::Replacement:
        findings.hasDifference = true;
        break;
    case Role::Up:
        break;
    }
}

std::string_view methodOf(const Findings& findings) {
    if (findings.hasHadamard)
        return "LoHa";
    if (findings.hasKronecker)
        return "LoKr";
    if (findings.hasDoraScale)
        return "DoRA";
    return findings.ranks.empty() ? "weight difference" : "LoRA";
}

struct Target {
    std::string_view id;
    std::string_view title;
};

Target targetOf(const Findings& findings) {
    constexpr std::int64_t kLumina2Width = 2304;
    bool isTextEncoder = false;
    bool isOther = false;
    bool isZImage = false;
    bool isLumina2 = findings.attentionWidth == kLumina2Width;
    for (const std::string& original : findings.stems) {
        std::string stem = original;
        std::replace(stem.begin(), stem.end(), '.', '_');
        isTextEncoder |=
            containsAny(stem, {"self_attn_", "mlp_gate_proj", "mlp_up_proj", "mlp_down_proj"});
        isOther |= containsAny(stem, {"single_blocks", "double_blocks", "transformer_blocks",
                                      "down_blocks", "input_blocks", "up_blocks", "output_blocks"});
        isLumina2 |= containsAny(stem, {"layers_0_adaLN_modulation_1"});
        isZImage |= containsAny(stem, {"layers_", "_refiner_"}) &&
                    containsAny(stem, {"attention_to_", "attention_qkv", "attention_out",
                                       "feed_forward_w", "adaLN_modulation_0"});
        isZImage |= containsAny(stem, {"cap_embedder_1", "all_x_embedder", "all_final_layer"});
    }
    if (isOther)
        return {"other", "another model"};
    if (isLumina2)
        return {"lumina2", "Lumina 2"};
    if (isZImage)
        return {"z_image_transformer", "the Z-Image transformer"};
    if (isTextEncoder)
        return {"text_encoder", "a text encoder"};
    return {"unknown", "an unknown model"};
}

} // namespace

std::optional<DetectedModel> detectLora(const ShapeTable& shapes) {
    Findings findings;
    for (const auto& [name, shape] : shapes) {
        if (const auto key = lora::parseKey(name))
            note(findings, *key, shape);
    }
    if (findings.ranks.empty() && !findings.hasKronecker && !findings.hasDifference)
        return std::nullopt;
    const Target target = targetOf(findings);
    const std::string_view method = methodOf(findings);
    std::string rank;
    if (!findings.ranks.empty())
        rank = findings.ranks.size() == 1
                   ? fmt::format("{}", *findings.ranks.begin())
                   : fmt::format("{} to {}", *findings.ranks.begin(), *findings.ranks.rbegin());
    DetectedModel model;
    model.kind = DescribedKind::Lora;
    model.title = fmt::format("{} for {}, {}", method, target.title, findings.dialect->title);
    if (!rank.empty())
        model.title += fmt::format(", rank {}", rank);
    model.title += findings.hasAlpha ? ", with alpha" : ", without alpha";
    model.facts.push_back({"method", std::string(method)});
    model.facts.push_back({"target", std::string(target.id)});
    model.facts.push_back({"dialect", std::string(findings.dialect->id)});
    model.facts.push_back({"prefix", std::string(findings.dialect->prefix)});
    if (!findings.keyForm.empty())
        model.facts.push_back({"key_form", findings.keyForm});
    model.facts.push_back({"modules", static_cast<std::int64_t>(findings.stems.size())});
    if (findings.ranks.size() == 1)
        model.facts.push_back({"rank", *findings.ranks.begin()});
    else if (!rank.empty())
        model.facts.push_back({"rank", rank});
    model.facts.push_back({"alpha", findings.hasAlpha});
    model.facts.push_back({"fused_qkv", findings.hasFusedQkv});
    return model;
}

} // namespace diptych
