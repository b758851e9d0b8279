// Where the components of a model lie: one checkpoint folder, or each from another place.
#pragma once

#include "core/base/result.h"
#include "core/domain/generation_request.h"

#include <filesystem>
#include <string>

namespace diptych {

/// What the user named; empty paths are open.
struct ModelLocation {
    std::filesystem::path
        model; ///< a diffusers folder: transformer/, vae/, text_encoder/, tokenizer/, scheduler/
    std::filesystem::path textEncoder; ///< instead of model/text_encoder: a folder, or a folder
                                       ///< that holds text_encoder/
    std::filesystem::path tokenizer;   ///< instead of model/tokenizer
};

enum class Component { TextEncoder, Tokenizer, Transformer, Autoencoder };

/// "text encoder", "tokenizer", "transformer", "autoencoder".
std::string_view componentName(Component component);

/// The folder of a component. Errors: FileNotFound, naming the component, where it was looked for
/// and which option would name another place.
Result<std::filesystem::path> locateComponent(const ModelLocation& location, Component component);

/// Name and schedule numbers of a checkpoint; what is missing keeps its default. `textLayerCount`
/// is 0 when there is no text encoder. Errors: FileInvalid (scheduler_config.json or
/// text_encoder/config.json is damaged), Unsupported.
Result<ModelSpec> readModelSpec(const ModelLocation& location);

} // namespace diptych
