// Which tokens end a text that the model of a checkpoint writes.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace diptych {

/// `eos_token_id` of generation_config.json and config.json beside the weights at `path`, a number
/// or a list each; empty where neither is there. Errors: FileInvalid (damaged, or another type).
Result<std::vector<std::int32_t>> readStopIds(const std::filesystem::path& path);

} // namespace diptych
