// Says what a file is that was given for something else.
#include "core/checkpoint/component_weights.h"
#include "core/checkpoint/inspect.h"

#include <fmt/format.h>

#include <algorithm>

namespace diptych {

namespace fs = std::filesystem;

namespace {

struct Place {
    const char* noun;
    const char* option;
};

std::optional<Place> placeOf(DescribedKind kind) {
    switch (kind) {
    case DescribedKind::ZImageTransformer:
        return Place{"a transformer", "--dit-path"};
    case DescribedKind::Qwen3TextEncoder:
        return Place{"a text encoder", "--text-encoder-path"};
    case DescribedKind::AutoencoderKL:
        return Place{"an autoencoder", "--vae-path"};
    case DescribedKind::Lora:
        return Place{"an adapter", "--lora"};
    case DescribedKind::Latents:
        return Place{"a file of latents", "--init-latents or decode --latents"};
    case DescribedKind::Embeddings:
        return Place{"a file of prompt embeddings", "--prompt-embeds"};
    case DescribedKind::CheckpointFolder:
        return Place{"a whole checkpoint", "--model-path"};
    case DescribedKind::Tokenizer:
        return Place{"a tokenizer", "--tokenizer"};
    case DescribedKind::Png:
    case DescribedKind::Jpeg:
    case DescribedKind::WebP:
        return Place{"a picture", "--image"};
    default:
        return std::nullopt;
    }
}

const char* optionOf(ComponentKind kind) {
    switch (kind) {
    case ComponentKind::Transformer:
        return "--dit-path";
    case ComponentKind::TextEncoder:
        return "--text-encoder-path";
    case ComponentKind::Autoencoder:
        return "--vae-path";
    }
    return "";
}

DescribedKind wantedKind(ComponentKind kind) {
    switch (kind) {
    case ComponentKind::Transformer:
        return DescribedKind::ZImageTransformer;
    case ComponentKind::TextEncoder:
        return DescribedKind::Qwen3TextEncoder;
    case ComponentKind::Autoencoder:
        return DescribedKind::AutoencoderKL;
    }
    return DescribedKind::Other;
}

// A GGUF file says in a fact which model it holds.
DescribedKind kindOf(const FileDescription& description) {
    if (description.kind != DescribedKind::Gguf)
        return description.kind;
    const auto fact = std::find_if(description.facts.begin(), description.facts.end(),
                                   [](const Fact& entry) { return entry.key == "model"; });
    if (fact == description.facts.end())
        return DescribedKind::Gguf;
    for (const DescribedKind kind :
         {DescribedKind::ZImageTransformer, DescribedKind::Qwen3TextEncoder,
          DescribedKind::AutoencoderKL, DescribedKind::Lora})
        if (std::get<std::string>(fact->value) == toString(kind))
            return kind;
    return DescribedKind::Gguf;
}

} // namespace

std::optional<Error> describeWrongComponent(const fs::path& path, ComponentKind kind) {
    const auto description = describeFile(path);
    if (!description)
        return std::nullopt;
    const DescribedKind found = kindOf(*description);
    const std::optional<Place> place = placeOf(found);
    if (!place || found == wantedKind(kind))
        return std::nullopt;
    return Error{ErrorCode::InvalidInput,
                 fmt::format("{} cannot be the {}: this is {} ({}), it belongs to {}",
                             path.string(), componentKindName(kind), place->noun,
                             description->title, place->option),
                 fmt::format("name the {} with {}", componentKindName(kind), optionOf(kind)),
                 "",
                 {path.string()}};
}

std::optional<fs::path> configFileOf(const fs::path& path) {
    std::error_code ignored;
    fs::path folder = path;
    if (!fs::is_directory(path, ignored)) {
        folder = path.parent_path();
        const auto weights = Checkpoint::locate(folder.empty() ? "." : folder);
        if (!weights || !fs::equivalent(*weights, path, ignored))
            return std::nullopt;
    }
    const fs::path config = folder / "config.json";
    return fs::exists(config, ignored) ? std::optional(config) : std::nullopt;
}

} // namespace diptych
