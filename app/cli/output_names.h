// Which files a command will write: names from a pattern, and the checks that come before hours of
// work.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/domain/generation_request.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace diptych::cli {

/// The names of `count` pictures. `{seed}` is the picture's seed by `rule`, `{index}` its index
/// from 0. A pattern without a placeholder gets `-{index}` before the extension when there are
/// several pictures.
std::vector<std::filesystem::path> expandPattern(const std::string& pattern, int count,
                                                 std::int64_t firstSeed,
                                                 SeedRule rule = SeedRule::Increment);

/// Checks that all of these can be written: no two are the same file, none is a folder, none exists
/// unless overwriting is allowed, their folders can be written to. Writes nothing. Errors:
/// FileWrite, Usage (the same name twice).
Status checkOutputs(std::span<const std::filesystem::path> paths, Overwrite overwrite);

/// Checks that every extension is one of a picture format. Errors: InvalidInput.
Status checkPictureNames(std::span<const std::filesystem::path> paths);

} // namespace diptych::cli
