#include "app/cli/common_options.h"

#include "app/cli/option.h"
#include "app/cli/setting_flags.h"

#include <CLI/CLI.hpp>

#include <string>

namespace diptych::cli {

void addCommonOptions(CLI::App& app, CommonOptions& options) {
    const std::string group = "Output and messages";
    addSwitch(app, {"--json", "", group, "print the result, or the error, as JSON"}, options.json);
    addSwitch(app, {"-v,--verbose", "", group, "also print how long each phase took"},
              options.verbose);
    addSwitch(app, {"--debug", "", group, "also print where in the program an error arose"},
              options.debug);
    addSwitch(app, {"-q,--quiet", "", group, "print errors only: no progress, notes or summary"},
              options.quiet);
    const std::string configGroup = "Configuration";
    addOption(app,
              {"--config", "FILE", configGroup,
               "configuration file (default: $DIPTYCH_CONFIG, else ~/.config/diptych/config.toml "
               "if it is there)"},
              options.configFile);
    addOption(app,
              {"--profile", "NAME", configGroup,
               "which profile of the configuration file to use (default: default)"},
              options.profile);
    addSwitch(app,
              {"--strict-config", "", configGroup,
               "what is wrong in the configuration file is an error, not a note"},
              options.strictConfig);
}

void addModelOptions(CLI::App& app, SettingFlags& settings, Shown shown) {
    const std::string modelGroup = shown != Shown::Nothing ? "Model" : kHidden;
    const std::string machineGroup = shown == Shown::Everything ? "Machine" : kHidden;
    settings.add(app, modelGroup,
                 {"model.path", "model.text_encoder", "model.dit", "model.vae", "model.tokenizer",
                  "model.dtype", "model.quantization"});
    // Commands with a prompt have it among the prompt's flags.
    if (!app.get_option_no_throw("--templates-dir"))
        settings.add(app, kHidden, {"prompt.templates_dir"});
    settings.add(app, machineGroup,
                 {"devices.all", "devices.text_encoder", "devices.dit", "devices.vae",
                  "devices.threads", "residency.all", "residency.text_encoder", "residency.dit",
                  "residency.vae"});
    addSwitch(app,
              {"--cpu-offload", "", machineGroup,
               "free each component after its use, as --residency offload"},
              [&settings](bool on) {
                  settings.set("residency.all", on ? "offload" : "auto", "--cpu-offload");
              });
    addRemoteOptions(app, settings,
                     shown == Shown::Everything ? "Text encoder on another machine" : kHidden);
}

void addRemoteOptions(CLI::App& app, SettingFlags& settings, const std::string& group) {
    settings.add(app, group,
                 {"api.url", "api.model", "api.key_env", "api.encoding_format", "api.timeout",
                  "api.ca_file", "api.enabled"});
    addSwitch(app, {"--local-encoder", "", group, "encode here although a server is configured"},
              [&settings](bool on) { settings.set("api.enabled", !on, "--local-encoder"); });
}

} // namespace diptych::cli
