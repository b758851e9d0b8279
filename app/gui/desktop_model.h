// The model that the window works with: from settings to a place, its numbers, what is recommended
// for it.
#pragma once

#include "app/gui/desktop_environment.h"
#include "core/config/effective_config.h"
#include "core/pipeline/model_choice.h"
#include "core/tokenizer/tokenizer.h"

#include <memory>
#include <optional>
#include <vector>

namespace diptych::gui {

struct DesktopModel {
    config::EffectiveConfig config;
    ChosenModel chosen;
    PipelineOptions options;
    ModelSpec spec;
    GenerationRequest recommended; ///< without a prompt of its own
    std::vector<Notice> notices;   ///< about the configuration
    std::optional<Error> problem;  ///< why nothing can be drawn with it
};

/// Reads small files only. A configuration that cannot be used is told as a notice and left aside.
/// `modelPath` empty = as configured.
DesktopModel loadDesktopModel(const config::Schema& schema, const DesktopEnvironment& environment,
                              const DesktopOptions& options,
                              const std::filesystem::path& modelPath);

/// Opens what encodes prompts on another machine, if one is configured; no server is asked yet.
/// Null = none. Errors: InvalidInput (an address, a key that is not there), Unsupported.
Result<std::shared_ptr<net::HiddenStatesService>>
openRemoteEncoder(const config::EffectiveConfig& config, const DesktopEnvironment& environment);

/// The tokenizer that the model's text encoder uses.
Result<Tokenizer> loadTokenizer(const ModelLocation& location);

} // namespace diptych::gui
