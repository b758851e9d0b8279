// A trained model as a checkpoint that every program for the architecture reads.
#pragma once

#include "app/train/training_log.h"
#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace diptych::train {

/// Writes the run in `folder` as a diffusers folder: averaged weights in bfloat16, configurations,
/// the tokenizer. Files that are there are replaced. Errors: FileNotFound (nothing trained there),
/// FileInvalid, FileWrite.
Status exportFlatland(const std::filesystem::path& folder, const std::string& tokenizerJson,
                      const std::filesystem::path& target);

} // namespace diptych::train
