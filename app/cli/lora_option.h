// The flag that names adapter files.
#pragma once

#include "core/domain/lora.h"

#include <string>
#include <string_view>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

/// "style.safetensors:0.8": what stands behind the last colon is the strength if it is a number and
/// belongs to the path if not ("C:\\loras\\style.safetensors"). Without one the strength is 1.
LoraRequest parseLora(std::string_view text);

/// Adds --lora, which may be given several times. `target` must outlive the parsing.
void addLoraOption(CLI::App& app, std::vector<LoraRequest>& target);

} // namespace diptych::cli
