// docs/configuration.md, made from the table of settings.
#pragma once

#include "core/config/model_preset.h"
#include "core/config/schema.h"

#include <span>
#include <string>

namespace diptych::config {

/// Markdown with a line end at the end.
std::string configurationPage(const Schema& schema, std::span<const ModelPreset> presets);

} // namespace diptych::config
