// Everything a user can set once and for all: where models lie, where they run, and the numbers
// that a request begins with. The member initialisers, here and in core/domain, are the defaults.
#pragma once

#include "core/domain/generation_request.h"
#include "core/domain/lora.h"
#include "core/domain/placement.h"
#include "core/domain/remote_encoder.h"
#include "core/domain/text_sampling.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych::config {

/// Where the components of a model lie; empty paths are open.
struct ModelPaths {
    std::filesystem::path model = {};       ///< a checkpoint folder, or a file with all weights
    std::filesystem::path textEncoder = {}; ///< these instead of the ones in `model`
    std::filesystem::path transformer = {};
    std::filesystem::path autoencoder = {};
    std::filesystem::path tokenizer = {};

    bool operator==(const ModelPaths&) const = default;
};

/// An adapter as the user wrote it; `findLoras` turns it into a LoraRequest.
struct LoraEntry {
    std::string file;             ///< a path, or a name in LoraSettings::folder
    std::filesystem::path folder; ///< where a relative `file` begins; empty = the working folder
    std::string name;             ///< what the user calls it; may be empty
    double strength = 1.0;
    std::string triggerWords; ///< put before the prompt; may be empty
    bool enabled = true;

    bool operator==(const LoraEntry&) const = default;
};

struct LoraSettings {
    std::filesystem::path folder; ///< where names are looked up; empty = nowhere
    std::vector<LoraEntry> entries;

    bool operator==(const LoraSettings&) const = default;
};

/// Skip-layer guidance has a switch of its own, so that it can be turned on and off without
/// forgetting its scale.
struct SkipLayerSwitch {
    bool enabled = false;
    double scale = 2.5; ///< what the predecessor used with Z-Image

    bool operator==(const SkipLayerSwitch&) const = default;
};

/// What becomes of prompts before they are formatted.
struct PromptSettings {
    std::filesystem::path templatesFolder; ///< the user's; empty = the place of the platform
    bool expand = false;                   ///< pick from {a|b}

    bool operator==(const PromptSettings&) const = default;
};

/// How prompts are rewritten.
struct RewriterSettings {
    std::string templateName = "scene_expander"; ///< of a rewriter; "none" or empty = none
    bool thinking = true;
    TextSampling sampling;

    bool operator==(const RewriterSettings&) const = default;
};

struct AppConfig {
    ModelPaths model;
    PromptSettings prompt;
    std::string preset = "auto"; ///< "auto" = the one that fits the checkpoint, "none", or a name
    GenerationRequest request;   ///< its `loras` and `skipLayers.scale` come from below
    SkipLayerSwitch skipLayers;
    LoraSettings lora;
    RewriterSettings rewriter;
    Placement placement;
    RemoteEncoderSettings remote;
};

/// The request that these settings ask for, without a prompt and without adapters.
GenerationRequest requestOf(const AppConfig& settings);

} // namespace diptych::config
