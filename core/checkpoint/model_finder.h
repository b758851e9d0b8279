// Models that are on this machine already, for whichever program they were fetched: folders in the
// diffusers layout, Hugging Face's cache, ComfyUI's folders of single files. Reads tables only,
// writes nothing.
#pragma once

#include "core/base/run_context.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych {

enum class ModelOrigin { Folder, HuggingFaceCache, ComfyUi };

/// A model that can be drawn with, or nearly.
struct FoundModel {
    ModelOrigin origin = ModelOrigin::Folder;
    std::string name;                       ///< "Z-Image-Turbo"
    std::filesystem::path model;            ///< a checkpoint folder; empty = single files:
    std::filesystem::path transformer = {}; ///< these three, empty = not there
    std::filesystem::path textEncoder = {};
    std::filesystem::path autoencoder = {};
    std::vector<std::string> lacks = {}; ///< components that are missing or cannot be used

    bool isComplete() const { return lacks.empty(); }
};

/// Where such programs keep models. `home` is the user's; `huggingFace` is $HF_HOME, which may be
/// empty.
std::vector<std::filesystem::path> usualModelFolders(const std::filesystem::path& home,
                                                     const std::filesystem::path& huggingFace);

/// Everything in these folders and a few levels below, complete ones first. Takes seconds where
/// there is much; ends early when a stop is requested.
std::vector<FoundModel> findModels(const std::vector<std::filesystem::path>& folders,
                                   const RunContext& context);

} // namespace diptych
