// All layers of settings put together: built-in < environment < model preset < configuration file
// (profile default, then the chosen one) < flags. Every value remembers where it comes from.
#pragma once

#include "core/base/result.h"
#include "core/config/config_file.h"

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::config {

struct EffectiveConfig {
    AppConfig values;
    std::map<std::string, ValueSource, std::less<>> sources; ///< by field; absent = built in
    std::vector<InertSetting> inert; ///< of the profiles in use, the later one last
    std::vector<Notice> notices;     ///< what the user should hear about the file
    std::filesystem::path file;      ///< empty = none was read
    std::string profile;             ///< of the file
    std::string preset;              ///< empty = none
    std::string presetDescription;

    ValueSource sourceOf(std::string_view field) const;
    /// By the user, in a file or as a flag.
    bool isChosen(std::string_view field) const;
    /// By the user, and at least as closely as `other`: a flag counts before a profile, and a
    /// profile before the one that it inherits from.
    bool isChosenOver(std::string_view field, std::string_view other) const;
};

/// The layers, each over the one before.
EffectiveConfig mergeLayers(const Schema& schema, std::span<const std::vector<Setting>> layers);

struct ConfigInputs {
    std::vector<Setting> environment;
    std::vector<Setting> flags;
    std::filesystem::path file;         ///< empty = none
    std::string profile;                ///< empty = default
    bool strict = false;                ///< a fault in the file is an error
    std::filesystem::path presetFolder; ///< empty = no presets
    std::filesystem::path demoModel;    ///< what is used when no model is named; may be empty
    std::filesystem::path home;         ///< what `~` in the file stands for
};

/// Errors: as readConfigFile; ConfigInvalid (no such profile, a fault of a strict file);
/// InvalidInput (a flag out of range, an unknown preset).
Result<EffectiveConfig> loadConfig(const Schema& schema, const ConfigInputs& inputs);

} // namespace diptych::config
