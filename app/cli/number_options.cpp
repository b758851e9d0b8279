#include "app/cli/number_options.h"

#include "app/cli/option.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <string>

namespace diptych::cli {

void addHiddenLayerOption(CLI::App& app, int& hiddenLayer) {
    addOption(app,
              {"--hidden-layer", "N", "Numbers",
               "which hidden states of the text encoder are used, numbered as in Hugging Face: 0 = "
               "embeddings, -1 = after the last layer"},
              hiddenLayer);
}

void addNumberOptions(CLI::App& app, GenerationRequest& request) {
    const std::string group = "Numbers";
    const std::string side = fmt::format("in pixels, a multiple of {} from {} to {}", kSizeMultiple,
                                         kSmallestSide, kLargestSide);
    addOption(app, {"--width", "N", group, "width " + side}, request.width);
    addOption(app, {"--height", "N", group, "height " + side}, request.height);
    addOption(app,
              {"--steps,--num-inference-steps", "N", group,
               fmt::format("updates from noise to picture, 1 to {}", kLargestSteps)},
              request.steps);
    addOption(app,
              {"--seed", "N", group,
               "the same seed draws the same picture, 0 or more (default: drawn at random and "
               "shown)"},
              request.seed);
    addOption(
        app,
        {"--count", "N", group, "pictures to draw; the seed goes up by one from each to the next"},
        request.count);
    addOption(app,
              {"--guidance-scale", "X", group,
               "how strongly to steer away from the negative prompt, 0 = off; doubles the time of "
               "a step"},
              request.guidanceScale);
    addOption(app, {"--negative-prompt", "TEXT", group, "what to steer away from"},
              request.negativePrompt);
    addOption(app,
              {"--shift", "X", group,
               "shift of the noise schedule, above 0; higher spends more steps on the composition "
               "(default: the checkpoint's)"},
              request.shift);
    addOption(app,
              {"--scheduler", "NAME", group,
               fmt::format("how steps are taken (default {})", request.scheduler)},
              request.scheduler);
    addHiddenLayerOption(app, request.hiddenLayer);
}

} // namespace diptych::cli
