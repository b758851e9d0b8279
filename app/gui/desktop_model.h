// The model that the window works with: from settings to a place, its numbers, what is recommended
// for it.
#pragma once

#include "app/gui/desktop_environment.h"
#include "core/config/effective_config.h"
#include "core/pipeline/model_choice.h"
#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
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
    std::uint64_t keyVersion = 0;  ///< of the servers' key with which the remote encoder was opened
};

/// Reads small files only. A configuration that cannot be used is told as a notice and left aside.
/// `modelPath` empty = as configured.
DesktopModel loadDesktopModel(const config::Schema& schema, const DesktopEnvironment& environment,
                              const DesktopOptions& options,
                              const std::filesystem::path& modelPath);

/// The key for the configured servers: the one that was entered in the window, else what the
/// environment variable of the settings holds; empty = none. Any thread. Errors: InvalidInput (the
/// variable is not set).
Result<std::string> serversKey(const RemoteEncoderSettings& settings,
                               const DesktopEnvironment& environment);

/// Opens what encodes prompts on another machine, if one is configured; no server is asked yet.
/// Null = none. Errors: InvalidInput (an address, a key that is not there), Unsupported.
Result<std::shared_ptr<net::HiddenStatesService>>
openRemoteEncoder(const config::EffectiveConfig& config, const DesktopEnvironment& environment);

/// The tokenizer that the model's text encoder uses.
Result<Tokenizer> loadTokenizer(const ModelLocation& location);

} // namespace diptych::gui
