#include "core/pipeline/model_folder.h"

#include "core/base/file.h"
#include "core/models/component_config.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace diptych {

namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestConfigBytes = 1 << 20;

struct ComponentPlace {
    const char* folder;
    const char* option; ///< names another place
};

ComponentPlace placeOf(Component component) {
    switch (component) {
    case Component::TextEncoder:
        return {"text_encoder", "--text-encoder-path"};
    case Component::Tokenizer:
        return {"tokenizer", "--tokenizer"};
    case Component::Transformer:
        return {"transformer", "--dit-path"};
    case Component::Autoencoder:
        return {"vae", "--vae-path"};
    }
    return {"", ""};
}

const std::filesystem::path& namedPlace(const ModelLocation& location, Component component) {
    switch (component) {
    case Component::TextEncoder:
        return location.textEncoder;
    case Component::Tokenizer:
        return location.tokenizer;
    case Component::Transformer:
        return location.transformer;
    case Component::Autoencoder:
        return location.autoencoder;
    }
    return location.model;
}

// What the user named for this component alone; it may be the whole checkpoint that holds it.
std::filesystem::path ownPlace(const ModelLocation& location, Component component) {
    const std::filesystem::path& named = namedPlace(location, component);
    if (named.empty())
        return {};
    const std::filesystem::path inside = named / placeOf(component).folder;
    return std::filesystem::is_directory(inside) ? inside : named;
}

// A text encoder from elsewhere brings its tokenizer along, beside it or in the same folder.
std::filesystem::path tokenizerOfTextEncoder(const ModelLocation& location) {
    if (location.textEncoder.empty())
        return {};
    const std::filesystem::path besideFile = std::filesystem::is_regular_file(location.textEncoder)
                                                 ? location.textEncoder.parent_path()
                                                 : location.textEncoder;
    for (const std::filesystem::path& candidate :
         {location.textEncoder / "tokenizer", location.textEncoder,
          location.textEncoder.parent_path() / "tokenizer", besideFile})
        for (const char* file : {"tokenizer.json", "tokenizer.json.gz", "vocab.json"})
            if (std::filesystem::exists(candidate / file))
                return candidate;
    return {};
}

// In a folder the component's folder; a single file holds all weights, and its tokenizer beside it.
std::filesystem::path insideModel(const std::filesystem::path& model, Component component) {
    if (std::filesystem::is_regular_file(model))
        return component == Component::Tokenizer ? model.parent_path() / "tokenizer" : model;
    return model / placeOf(component).folder;
}

Result<json> readJsonObject(const std::filesystem::path& path) {
    DIPTYCH_TRY(const std::string text, readFile(path, kLargestConfigBytes));
    json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return fail(ErrorCode::FileInvalid, fmt::format("{} holds no JSON object", path.string()),
                    "copy or download the file again");
    return object;
}

Result<double> numberOr(const json& object, const char* key, double fallback,
                        const std::filesystem::path& path) {
    if (!object.contains(key) || object[key].is_null())
        return fallback;
    if (!object[key].is_number() || !std::isfinite(object[key].get<double>()))
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{}: '{}' must be a number (found {})", path.string(), key,
                                object[key].dump()),
                    "copy or download the file again");
    return object[key].get<double>();
}

Status readSchedulerConfig(const std::filesystem::path& path, ModelSpec& spec) {
    if (!std::filesystem::exists(path))
        return Done{};
    DIPTYCH_TRY(const json object, readJsonObject(path));
    DIPTYCH_TRY(spec.shift, numberOr(object, "shift", spec.shift, path));
    if (spec.shift <= 0.0)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{}: 'shift' must be greater than 0", path.string()),
                    "copy or download the file again");
    const json dynamic = object.value("use_dynamic_shifting", json(false));
    if (!dynamic.is_boolean())
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{}: 'use_dynamic_shifting' must be true or false", path.string()),
                    "copy or download the file again");
    if (!dynamic.get<bool>())
        return Done{};
    DynamicShift shift;
    DIPTYCH_TRY(shift.baseMu, numberOr(object, "base_shift", shift.baseMu, path));
    DIPTYCH_TRY(shift.largestMu, numberOr(object, "max_shift", shift.largestMu, path));
    DIPTYCH_TRY(shift.baseTokens, numberOr(object, "base_image_seq_len", shift.baseTokens, path));
    DIPTYCH_TRY(shift.largestTokens,
                numberOr(object, "max_image_seq_len", shift.largestTokens, path));
    if (shift.largestTokens <= shift.baseTokens)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{}: 'max_image_seq_len' must be greater than 'base_image_seq_len'",
                                path.string()),
                    "copy or download the file again");
    spec.dynamicShift = shift;
    return Done{};
}

} // namespace

ComponentKind weightsOf(Component component) {
    switch (component) {
    case Component::Transformer:
        return ComponentKind::Transformer;
    case Component::Autoencoder:
        return ComponentKind::Autoencoder;
    case Component::TextEncoder:
    case Component::Tokenizer:
        break;
    }
    return ComponentKind::TextEncoder;
}

std::string_view componentName(Component component) {
    switch (component) {
    case Component::TextEncoder:
        return "text encoder";
    case Component::Tokenizer:
        return "tokenizer";
    case Component::Transformer:
        return "transformer";
    case Component::Autoencoder:
        return "autoencoder";
    }
    return "";
}

std::string_view componentFolder(Component component) {
    return placeOf(component).folder;
}

Result<std::filesystem::path> locateComponent(const ModelLocation& location, Component component) {
    const ComponentPlace place = placeOf(component);
    std::filesystem::path folder = ownPlace(location, component);
    if (folder.empty() && component == Component::Tokenizer)
        folder = tokenizerOfTextEncoder(location);
    if (folder.empty() && !location.model.empty())
        folder = insideModel(location.model, component);
    if (!folder.empty() && std::filesystem::exists(folder))
        return folder;
    const std::string hint = fmt::format(
        "name a checkpoint folder with --model-path, or this component's own {} with {}",
        component == Component::Tokenizer ? "folder" : "folder or file", place.option);
    if (folder.empty())
        return fail(ErrorCode::FileNotFound,
                    fmt::format("no {} was named", componentName(component)), hint);
    return fail(Error{ErrorCode::FileNotFound,
                      fmt::format("the {} is missing: there is nothing at {}",
                                  componentName(component), folder.string()),
                      hint,
                      "",
                      {folder.string()}});
}

Result<ModelSpec> readModelSpec(const ModelLocation& location) {
    ModelSpec spec;
    const std::filesystem::path& named =
        location.model.empty() ? location.transformer : location.model;
    std::error_code ignored;
    if (!named.empty())
        spec.name = std::filesystem::weakly_canonical(named, ignored).filename().string();
    DIPTYCH_TRY_DONE(
        readSchedulerConfig(location.model / "scheduler" / "scheduler_config.json", spec));
    const auto textEncoder = locateComponent(location, Component::TextEncoder);
    if (!textEncoder)
        return spec;
    if (const auto path = configFileOf(*textEncoder)) {
        DIPTYCH_TRY(const std::string text, readFile(*path, kLargestConfigBytes));
        DIPTYCH_TRY(const auto config, models::Qwen3Config::fromJson(text, path->string()));
        spec.textLayerCount = static_cast<int>(config.layerCount);
    } else if (const auto weights =
                   ComponentWeights::open(*textEncoder, ComponentKind::TextEncoder)) {
        // What is wrong with a file that cannot be opened is told when it is needed.
        if (const auto config = models::Qwen3Config::fromWeights(*weights))
            spec.textLayerCount = static_cast<int>(config->layerCount);
    }
    return spec;
}

int readCaptionWidth(const ModelLocation& location) {
    const auto path = locateComponent(location, Component::Transformer);
    if (!path)
        return 0;
    const auto weights = ComponentWeights::open(*path, ComponentKind::Transformer);
    if (!weights)
        return 0;
    const auto config =
        models::readComponentConfig<models::ZImageTransformerConfig>(*path, *weights);
    return config ? static_cast<int>(config->captionDim) : 0;
}

} // namespace diptych
