// Which settings a command works with: the environment, the model preset, the configuration file
// and the flags, put together.
#pragma once

#include "app/cli/command.h"
#include "core/config/effective_config.h"
#include "core/config/model_preset.h"

#include <filesystem>
#include <vector>

namespace diptych::cli {

/// --config, else $DIPTYCH_CONFIG (set but empty = none), else the user's own file if it is there.
/// Empty = none.
std::filesystem::path findConfigFile(CommandContext& context);

/// The user's home folder; empty when the environment does not tell.
std::filesystem::path homeFolder(CommandContext& context);

/// Where the user's own templates lie unless a setting says otherwise; empty when the environment
/// does not tell.
std::filesystem::path userTemplatesFolder(CommandContext& context);

/// Reads everything once; notes what the user should know about the file. Errors: as
/// config::loadConfig.
Status loadConfiguration(CommandContext& context);

/// The presets that come with the program. Errors: ConfigInvalid.
Result<std::vector<config::ModelPreset>> bundledPresets(CommandContext& context);

} // namespace diptych::cli
