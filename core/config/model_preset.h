// Model presets: the generation numbers that suit a checkpoint, from files beside the program.
#pragma once

#include "core/base/result.h"
#include "core/config/config_file.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::config {

/// A file of the preset folder: settings as in a profile, and which checkpoints they are for.
struct ModelPreset {
    std::string name; ///< the file's, without its ending
    std::string description;
    std::vector<std::string> patterns; ///< of names, `*` = anything
    std::optional<double> shift;       ///< that the checkpoint's scheduler has
    std::vector<Setting> settings;
};

/// Every .toml file of `folder`, by name; none when there is no such folder. Errors: ConfigInvalid
/// (a file that does not hold what a preset holds).
Result<std::vector<ModelPreset>> readModelPresets(const std::filesystem::path& folder,
                                                  const Schema& schema);

/// What a checkpoint shows without being opened.
struct ModelIdentity {
    std::string name; ///< in small letters, without ending, `_` and blanks as `-`
    std::optional<double>
        shift; ///< of scheduler/scheduler_config.json; 0 = it varies with the size
};

/// Of the transformer's place, else the model's. A folder of the Hugging Face cache
/// (models--NAME/snapshots/HASH) has its model's name.
ModelIdentity identifyModel(const ModelPaths& paths);

/// The preset that fits: none whose shift is not the checkpoint's; among the others the first whose
/// pattern fits the name, else the first that has the checkpoint's shift. Null when there is none.
const ModelPreset* matchPreset(std::span<const ModelPreset> presets, const ModelIdentity& model);

} // namespace diptych::config
