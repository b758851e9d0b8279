#include "app/cli/number_options.h"

#include "app/cli/setting_flags.h"

#include <CLI/CLI.hpp>

namespace diptych::cli {

void addNumberOptions(CLI::App& app, SettingFlags& settings) {
    settings.add(app, "Numbers",
                 {"generation.width", "generation.height", "generation.steps", "generation.seed",
                  "generation.count", "generation.guidance_scale", "prompt.negative_prompt",
                  "variety.strength", "model.preset"});
    settings.add(app, "Picture to start from",
                 {"source.image", "source.strength", "source.mask", "source.fit",
                  "source.background", "source.sample_posterior"});
    settings.add(app, "Large pictures",
                 {"two_pass.enabled", "two_pass.base_size", "two_pass.strength"});
    addTileOptions(app, settings);
    settings.add(app, "More numbers",
                 {"scheduler.type", "scheduler.shift", "scheduler.sigma_spacing",
                  "generation.seed_rule", "variety.fraction", "generation.cfg_normalization",
                  "generation.cfg_truncation", "slg.enabled", "slg.scale", "slg.layers",
                  "slg.start", "slg.stop", "encoder.hidden_layer", "encoder.long_prompt_mode",
                  "encoder.max_tokens"});
}

void addTileOptions(CLI::App& app, SettingFlags& settings) {
    settings.add(app, "Large pictures", {"tiles.mode", "tiles.size", "tiles.overlap"});
}

} // namespace diptych::cli
