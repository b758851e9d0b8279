// JSON files of checkpoints, read with limits on size and depth. Private to the module.
#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace diptych {

/// The object in a JSON file. Duplicate keys of the object itself and of the objects directly in it
/// are refused: two answers to one question. Errors: FileNotFound; FileInvalid (not JSON, not an
/// object, a key twice, nested too deeply, larger than 64 MiB).
Result<nlohmann::json> readJsonObject(const std::filesystem::path& path);

} // namespace diptych
