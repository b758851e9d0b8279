// Which model is used: the one that is configured, or the demo model that comes with the program.
#pragma once

#include "core/base/result.h"
#include "core/pipeline/model_folder.h"

#include <filesystem>

namespace diptych {

/// The folder of the demo model in `resources`.
std::filesystem::path demoModelFolder(const std::filesystem::path& resources);

/// Where the tokenizer lies that needs no model: the bundled one of Qwen3.
std::filesystem::path bundledTokenizer(const std::filesystem::path& resources);

struct ChosenModel {
    ModelLocation location;
    bool isDemo = false;
};

/// The configured place, else the bundled demo model, unless a transformer is named.
ChosenModel chooseModel(const ModelLocation& configured, const std::filesystem::path& resources);

/// The choice as the pipeline takes it: a model that is not there is refused, and single files,
/// which bring no tokenizer along, get the bundled one. Errors: FileNotFound.
Result<ModelLocation> completeLocation(const ChosenModel& chosen,
                                       const std::filesystem::path& resources);

} // namespace diptych
