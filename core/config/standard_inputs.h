// Where every program of Diptych looks for its settings: variables, the user's file, what comes
// with the program.
#pragma once

#include "core/config/effective_config.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace diptych::config {

/// The value of an environment variable.
using VariableReader = std::function<std::optional<std::string>(const std::string& name)>;

/// The user's home folder; empty when the environment does not tell.
std::filesystem::path homeFolder(const VariableReader& variable);

/// $DIPTYCH_CONFIG (set but empty = none), else the user's own file if it is there. Empty = none.
std::filesystem::path userConfigFile(const VariableReader& variable);

/// Where what the user makes is kept: $XDG_DATA_HOME/diptych, else .local/share/diptych in the home
/// folder. Empty when the environment tells neither.
std::filesystem::path userDataFolder(const VariableReader& variable);

/// Inputs without flags. `resources` holds the presets; `demoModel` is used when no model is named.
ConfigInputs standardInputs(const Schema& schema, const VariableReader& variable,
                            const std::filesystem::path& resources,
                            const std::filesystem::path& demoModel);

} // namespace diptych::config
