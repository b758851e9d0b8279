// The JSON header of a safetensors file, read event by event so that duplicate names are seen.
// Private to the module.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/safetensors.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

struct SafetensorsHeader {
    std::vector<TensorInfo>
        tensors; ///< in header order; begin and end still relative to the data section
    std::map<std::string, std::string> metadata;
};

/// Checks names, dtypes, shapes and that offsets are a pair of numbers, not yet where they point.
/// Messages lack the file's name: the caller puts it in front. Errors: FileInvalid, Unsupported
/// (dtype).
Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json);

/// A tensor's name for a message: valid UTF-8, control characters replaced, cut when very long, in
/// double quotes.
std::string quotedName(std::string_view name);

} // namespace diptych
