#include "app/cli/common_options.h"

#include "app/cli/option.h"

#include <CLI/CLI.hpp>

#include <string>
#include <utility>

namespace diptych::cli {

namespace {

std::string checkNotNegative(const std::string& text) {
    return text.starts_with('-') ? "must not be negative (got '" + text + "')" : "";
}

AcceptValue acceptDevice(std::optional<DeviceName>& target) {
    return [&target](const std::string& text) -> Status {
        DIPTYCH_TRY(target, parseDeviceName(text));
        return Done{};
    };
}

} // namespace

Placement ModelOptions::placement() const {
    const DeviceName common = device.value_or(DeviceName{});
    Placement placement;
    placement.textEncoder = textEncoderDevice.value_or(common);
    placement.transformer = transformerDevice.value_or(common);
    placement.autoencoder = autoencoderDevice.value_or(common);
    placement.weightFormat = weightFormat;
    placement.threads = threads;
    return placement;
}

void addCommonOptions(CLI::App& app, CommonOptions& options) {
    const std::string group = "Output and messages";
    addSwitch(app, {"--json", "", group, "print the result, or the error, as JSON"}, options.json);
    addSwitch(app, {"-v,--verbose", "", group, "also print how long each phase took"},
              options.verbose);
    addSwitch(app, {"--debug", "", group, "also print where in the program an error arose"},
              options.debug);
    addSwitch(app, {"-q,--quiet", "", group, "print errors only: no progress, notes or summary"},
              options.quiet);
}

void addModelOptions(CLI::App& app, ModelOptions& options, Shown shown) {
    const std::string modelGroup = shown != Shown::Nothing ? "Model" : kHidden;
    const std::string machineGroup = shown == Shown::Everything ? "Machine" : kHidden;
    addOption(app,
              {"--model-path", "PATH", modelGroup,
               "checkpoint folder in the diffusers layout, or a single file with all weights "
               "(default: $DIPTYCH_MODEL_PATH, else the bundled demo model)"},
              options.location.model);
    addOption(app,
              {"--text-encoder-path", "PATH", modelGroup,
               "take the text encoder from this folder or file (safetensors, GGUF)"},
              options.location.textEncoder);
    addOption(app,
              {"--dit-path,--transformer-path", "PATH", modelGroup,
               "take the transformer from this folder or file (safetensors, GGUF)"},
              options.location.transformer);
    addOption(app,
              {"--vae-path", "PATH", modelGroup,
               "take the autoencoder from this folder or file (safetensors)"},
              options.location.autoencoder);
    addOption(
        app,
        {"--tokenizer", "DIR", modelGroup, "take the tokenizer from here instead of the model's"},
        options.location.tokenizer);
    addOption(app,
              {"--dtype,--torch-dtype", "FORMAT", modelGroup,
               "how weights are held: auto, float32 or bfloat16 (default auto)"},
              [&options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options.weightFormat, parseWeightFormat(text));
                  return Done{};
              });
    addOption(app,
              {"--device", "D", machineGroup,
               "where everything runs: auto, cpu, cuda, cuda:N or mps (default auto)"},
              acceptDevice(options.device));
    addOption(app, {"--text-encoder-device", "D", machineGroup, "where the text encoder runs"},
              acceptDevice(options.textEncoderDevice));
    addOption(app, {"--dit-device", "D", machineGroup, "where the transformer runs"},
              acceptDevice(options.transformerDevice));
    addOption(app, {"--vae-device", "D", machineGroup, "where the autoencoder runs"},
              acceptDevice(options.autoencoderDevice));
    addOption(app, {"--threads", "N", machineGroup, "processor threads, 0 = all cores"},
              options.threads)
        ->check(checkNotNegative);
}

} // namespace diptych::cli
