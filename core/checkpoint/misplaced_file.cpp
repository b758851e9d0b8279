#include "core/checkpoint/misplaced_file.h"

#include "core/checkpoint/component_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

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

// What a place takes, in words and as kinds of files.
struct Slot {
    const char* noun;
    const char* option;
    std::vector<DescribedKind> kinds;
};

Slot slotOf(FilePlace place) {
    switch (place) {
    case FilePlace::Lora:
        return {"an adapter", "--lora", {DescribedKind::Lora}};
    case FilePlace::Latents:
        return {"a file of latents", "--init-latents", {DescribedKind::Latents}};
    case FilePlace::Embeddings:
        return {"a file of prompt embeddings", "--prompt-embeds", {DescribedKind::Embeddings}};
    case FilePlace::Picture:
        return {
            "a picture", "--image", {DescribedKind::Png, DescribedKind::Jpeg, DescribedKind::WebP}};
    case FilePlace::Tokenizer:
        return {"a tokenizer", "--tokenizer", {DescribedKind::Tokenizer}};
    }
    return {};
}

std::optional<Error> describeWrongFile(const fs::path& path, const std::string& wantedNoun,
                                       const char* wantedOption,
                                       const std::vector<DescribedKind>& wanted) {
    const auto description = describeFile(path);
    if (!description)
        return std::nullopt;
    const DescribedKind found = kindOf(*description);
    const std::optional<Place> place = placeOf(found);
    if (!place || std::find(wanted.begin(), wanted.end(), found) != wanted.end())
        return std::nullopt;
    return Error{ErrorCode::InvalidInput,
                 fmt::format("{} cannot be {}: this is {} ({}), it belongs to {}", path.string(),
                             wantedNoun, place->noun, description->title, place->option),
                 fmt::format("name {} with {}", wantedNoun, wantedOption),
                 "",
                 {path.string()}};
}

} // namespace

std::optional<Error> describeWrongComponent(const fs::path& path, ComponentKind kind) {
    return describeWrongFile(path, fmt::format("the {}", componentKindName(kind)), optionOf(kind),
                             {wantedKind(kind)});
}

std::optional<Error> describeMisplacedFile(const fs::path& path, FilePlace place) {
    const Slot slot = slotOf(place);
    return describeWrongFile(path, slot.noun, slot.option, slot.kinds);
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
