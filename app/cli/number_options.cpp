#include "app/cli/number_options.h"

#include "app/cli/option.h"
#include "core/pipeline/sampling_choices.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace diptych::cli {

namespace {

// "flow_euler = first order, …; flow_heun = … (default flow_euler)"
std::string describeChoices(const std::vector<SamplingChoice>& choices, std::string_view chosen) {
    std::string text;
    for (const SamplingChoice& choice : choices)
        text += fmt::format("{}{} = {}", text.empty() ? "" : "; ", choice.id, choice.description);
    return fmt::format("{} (default {})", text, chosen);
}

void addGuidanceOptions(CLI::App& app, const std::string& group, GenerationRequest& request) {
    addOption(app,
              {"--guidance-scale", "X", group,
               "how strongly to steer away from the negative prompt, 0 = off; doubles the time of "
               "a step"},
              request.guidanceScale);
    addOption(app, {"--negative-prompt", "TEXT", group, "what to steer away from"},
              request.negativePrompt);
    addOption(app,
              {"--cfg-normalization", "X", group,
               "guidance makes a prediction at most X times as large as it was, 0 = no limit "
               "(default 0)"},
              request.cfgNormalization);
    addOption(app,
              {"--cfg-truncation", "X", group,
               "guidance ends at this time between 0 (noise) and 1 (picture), which makes the "
               "steps after it twice as fast; 1 = never (default 1)"},
              request.cfgTruncation);
}

} // namespace

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
    addGuidanceOptions(app, group, request);
    addOption(app,
              {"--shift", "X", group,
               "shift of the noise schedule, above 0; higher spends more steps on the composition "
               "(default: the checkpoint's)"},
              request.shift);
    addOption(app,
              {"--scheduler", "NAME", group,
               "how steps are taken: " + describeChoices(listSchedulers(), request.scheduler)},
              request.scheduler);
    addOption(app,
              {"--sigma-spacing", "NAME", group,
               "how noise levels are spaced: " +
                   describeChoices(listSigmaSpacings(), request.sigmaSpacing)},
              request.sigmaSpacing);
    addHiddenLayerOption(app, request.hiddenLayer);
}

} // namespace diptych::cli
