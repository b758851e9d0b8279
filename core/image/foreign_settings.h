// The parts of recoverSettings that read other programs' JSON. Private to core/image.
#pragma once

#include "core/image/recovered_settings.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace diptych::image {

/// Our scheduler for another program's sampler, in any spelling of it; empty = none.
std::string_view schedulerOf(std::string_view sampler);

/// Puts another program's guidance scale, where 1 means off, into the request.
void takeGuidance(double scale, GenerationRequest& request);

/// The value as a short text.
std::string shortText(const nlohmann::json& value);

/// Each returns false when the object is not what that program writes.
bool readInvoke(const nlohmann::json& object, RecoveredSettings& settings);
bool readSwarm(const nlohmann::json& object, RecoveredSettings& settings);
/// ComfyUI's `prompt`: the graph that was run. Found are the sampler with all that leads to it.
bool readComfyGraph(const nlohmann::json& graph, RecoveredSettings& settings);

} // namespace diptych::image
