// Where the components of a model lie: one checkpoint folder or file, or each from another place.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/component_weights.h"
#include "core/domain/generation_request.h"

#include <filesystem>
#include <string>

namespace diptych {

/// What the user named; empty paths are open.
struct ModelLocation {
    /// A diffusers folder (transformer/, vae/, text_encoder/, tokenizer/, scheduler/), or a single
    /// file that holds the weights of several components.
    std::filesystem::path model;
    /// Instead of the one in `model`, each: a folder, a folder that holds the component's folder,
    /// or a file in any dialect that docs/checkpoints.md lists.
    std::filesystem::path textEncoder;
    std::filesystem::path tokenizer; ///< a folder
    std::filesystem::path transformer = {};
    std::filesystem::path autoencoder = {};
};

enum class Component { TextEncoder, Tokenizer, Transformer, Autoencoder };

/// "text encoder", "tokenizer", "transformer", "autoencoder".
std::string_view componentName(Component component);

/// Its folder in the diffusers layout: "text_encoder", "tokenizer", "transformer", "vae".
std::string_view componentFolder(Component component);

/// What weights a component has. Not for the tokenizer, which has none.
ComponentKind weightsOf(Component component);

/// The folder or file of a component. Errors: FileNotFound, naming the component, where it was
/// looked for and which option would name another place.
Result<std::filesystem::path> locateComponent(const ModelLocation& location, Component component);

/// Name and schedule numbers of a checkpoint; what is missing keeps its default. `textLayerCount`
/// is 0 when there is no text encoder. Errors: FileInvalid (scheduler_config.json or
/// text_encoder/config.json is damaged), Unsupported.
Result<ModelSpec> readModelSpec(const ModelLocation& location);

/// How wide the hidden states are that the transformer takes, as far as its small files tell; 0 =
/// not known.
int readCaptionWidth(const ModelLocation& location);

} // namespace diptych
