// From adapters as a user names them to the files of a request.
#pragma once

#include "core/base/result.h"
#include "core/config/app_config.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::config {

/// "style.safetensors:0.8": what stands behind the last colon is the strength if it is a number and
/// belongs to the path if not ("C:\\loras\\style.safetensors"). Without one the strength is 1.
LoraEntry parseLora(std::string_view text);

/// The entries that are enabled. A relative name is looked up in the settings' folder, as it stands
/// and with .safetensors, then where it was written. Errors: FileNotFound when there is a folder
/// and neither it nor the place of writing has such a file; similar names are suggested.
Result<std::vector<LoraRequest>> findLoras(const LoraSettings& settings);

/// The trigger words of the enabled entries, in their order.
std::vector<std::string> triggerWordsOf(const LoraSettings& settings);

} // namespace diptych::config
