#include "core/checkpoint/model_detection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace diptych {

namespace {

enum class Role {
    Down,
    Up,
    Alpha,
    DoraScale,
    HadamardRank,
    Hadamard,
    KroneckerRank,
    Kronecker,
    Difference
};

struct KeyForm {
    std::string_view mark; ///< between the stem and the end of the name
    Role role;
};

// A mark that ends in a dot may be followed by an adapter's name before "weight"; the others end
// the name. The longer of two marks that share an ending comes first.
constexpr std::array kKeyForms{
    KeyForm{".lora_linear_layer.down.", Role::Down},
    KeyForm{".lora_linear_layer.up.", Role::Up},
    KeyForm{".lora_down.", Role::Down},
    KeyForm{".lora_up.", Role::Up},
    KeyForm{".lora_A.", Role::Down},
    KeyForm{".lora_B.", Role::Up},
    KeyForm{".lora.down.", Role::Down},
    KeyForm{".lora.up.", Role::Up},
    KeyForm{"_lora.down.", Role::Down},
    KeyForm{"_lora.up.", Role::Up},
    KeyForm{".alpha", Role::Alpha},
    KeyForm{".dora_scale", Role::DoraScale},
    KeyForm{".hada_w1_b", Role::HadamardRank},
    KeyForm{".hada_w1_a", Role::Hadamard},
    KeyForm{".hada_w2_a", Role::Hadamard},
    KeyForm{".hada_w2_b", Role::Hadamard},
    KeyForm{".lokr_w1_b", Role::KroneckerRank},
    KeyForm{".lokr_w2_b", Role::KroneckerRank},
    KeyForm{".lokr_w1_a", Role::Kronecker},
    KeyForm{".lokr_w2_a", Role::Kronecker},
    KeyForm{".lokr_w1", Role::Kronecker},
    KeyForm{".lokr_w2", Role::Kronecker},
    KeyForm{".diff", Role::Difference},
    KeyForm{".diff_b", Role::Difference},
    KeyForm{".set_weight", Role::Difference},
};

struct Key {
    std::string_view stem;
    Role role;
    std::string_view mark;
    std::string_view adapter; ///< "default" in x.lora_A.default.weight
};

std::optional<Key> parseKey(std::string_view name) {
    constexpr std::string_view kWeight = "weight";
    for (const KeyForm& form : kKeyForms) {
        if (form.mark.back() != '.') {
            if (name.ends_with(form.mark))
                return Key{
                    name.substr(0, name.size() - form.mark.size()), form.role, form.mark, {}};
            continue;
        }
        const std::size_t at = name.rfind(form.mark);
        if (at == std::string_view::npos || !name.ends_with(kWeight))
            continue;
        std::string_view adapter = name.substr(at + form.mark.size());
        adapter.remove_suffix(kWeight.size());
        if (!adapter.empty() && adapter.back() != '.')
            continue;
        if (!adapter.empty())
            adapter.remove_suffix(1);
        return Key{name.substr(0, at), form.role, form.mark, adapter};
    }
    return std::nullopt;
}

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

Dialect dialectOf(const Key& key) {
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

void note(Findings& findings, const Key& key, const std::vector<std::int64_t>& shape) {
    findings.stems.emplace(key.stem);
    if (!findings.dialect)
        findings.dialect = dialectOf(key);
    const std::int64_t rank = shape.empty() ? 0 : shape[0];
    findings.hasFusedQkv |=
        key.stem.ends_with("attention.qkv") || key.stem.ends_with("attention_qkv");
    switch (key.role) {
    case Role::Down:
        findings.ranks.insert(rank);
        findings.keyForm = std::string(key.mark.substr(1, key.mark.size() - 2));
        if (shape.size() == 2 && containsAny(key.stem, {"attention.to_q", "attention_to_q",
                                                        "attention.qkv", "attention_qkv"}))
            findings.attentionWidth = shape[1];
        break;
    case Role::HadamardRank:
        findings.ranks.insert(rank);
        [[fallthrough]];
    case Role::Hadamard:
        findings.hasHadamard = true;
        break;
    case Role::KroneckerRank:
        findings.ranks.insert(rank);
        [[fallthrough]];
    case Role::Kronecker:
        findings.hasKronecker = true;
        break;
    case Role::Alpha:
        findings.hasAlpha = true;
        break;
    case Role::DoraScale:
        findings.hasDoraScale = true;
        break;
    case Role::Difference:
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
        if (const auto key = parseKey(name))
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
