// The configuration of a component, from its config.json or, where there is none, from its tensors.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/component_weights.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace diptych::models {

inline constexpr std::uint64_t kLargestConfigBytes = 1 << 20;

/// `path` is what `weights` were opened from. Errors: those of Config::fromJson and
/// Config::fromWeights.
template <typename Config>
Result<Config> readComponentConfig(const std::filesystem::path& path,
                                   const ComponentWeights& weights) {
    const auto configPath = configFileOf(path);
    if (!configPath)
        return Config::fromWeights(weights);
    DIPTYCH_TRY(const std::string json, readFile(*configPath, kLargestConfigBytes));
    return Config::fromJson(json, configPath->string());
}

} // namespace diptych::models
