#include "app/gui/desktop_model.h"

#include "core/config/lora_settings.h"

#include <string>
#include <utility>

namespace diptych::gui {

namespace {

config::ConfigInputs inputsFor(const config::Schema& schema, const DesktopEnvironment& environment,
                               const DesktopOptions& options,
                               const std::filesystem::path& modelPath) {
    config::ConfigInputs inputs =
        config::standardInputs(schema, environment.variable, environment.resources,
                               demoModelFolder(environment.resources));
    if (!options.configFile.empty())
        inputs.file = options.configFile;
    inputs.profile = options.profile;
    inputs.flags = options.preferences;
    if (!modelPath.empty()) {
        config::Setting chosen;
        chosen.field = schema.find("model.path");
        chosen.value = modelPath.string();
        chosen.source.kind = config::SourceKind::Flag;
        chosen.source.name = "the window";
        inputs.flags.push_back(std::move(chosen));
    }
    return inputs;
}

config::EffectiveConfig readConfig(const config::Schema& schema, config::ConfigInputs inputs,
                                   std::vector<Notice>& notices) {
    auto loaded = config::loadConfig(schema, inputs);
    if (!loaded) {
        notices.push_back({"configuration_not_used", loaded.error().message});
        inputs.file.clear();
        inputs.profile.clear();
        loaded = config::loadConfig(schema, inputs);
    }
    if (!loaded) {
        inputs.presetFolder.clear();
        loaded = config::loadConfig(schema, inputs);
    }
    return loaded.value_or(config::EffectiveConfig{});
}

void placeOnProcessor(Placement& placement) {
    placement.textEncoder = placement.transformer = placement.autoencoder =
        DeviceName{DeviceKind::Cpu, 0};
}

} // namespace

DesktopModel loadDesktopModel(const config::Schema& schema, const DesktopEnvironment& environment,
                              const DesktopOptions& options,
                              const std::filesystem::path& modelPath) {
    DesktopModel model;
    model.config =
        readConfig(schema, inputsFor(schema, environment, options, modelPath), model.notices);
    model.notices.insert(model.notices.end(), model.config.notices.begin(),
                         model.config.notices.end());
    const config::ModelPaths& paths = model.config.values.model;
    model.chosen = chooseModel(
        {paths.model, paths.textEncoder, paths.tokenizer, paths.transformer, paths.autoencoder},
        environment.resources);
    model.recommended = config::requestOf(model.config.values);
    model.recommended.templateName.clear(); // its texts come from the library: ConfiguredTemplate
    if (auto loras = config::findLoras(model.config.values.lora))
        model.recommended.loras = std::move(*loras);
    else
        model.notices.push_back({"loras_not_found", loras.error().message});
    model.options.placement = model.config.values.placement;
    if (options.safeMode)
        placeOnProcessor(model.options.placement);
    auto location = completeLocation(model.chosen, environment.resources);
    if (!location) {
        model.problem = location.error();
        return model;
    }
    model.options.location = std::move(*location);
    auto spec = readModelSpec(model.options.location);
    if (spec)
        model.spec = std::move(*spec);
    else
        model.problem = spec.error();
    return model;
}

Result<std::string> serversKey(const RemoteEncoderSettings& settings,
                               const DesktopEnvironment& environment) {
    std::string entered = environment.serversKey->get();
    if (!entered.empty() || settings.keyVariable.empty())
        return entered;
    const auto found = environment.variable(settings.keyVariable);
    if (!found)
        return fail(ErrorCode::InvalidInput,
                    "the environment variable " + settings.keyVariable +
                        ", which is to hold the server's key, is not set",
                    "enter the key on the page of encoder servers, or set the variable before "
                    "Diptych is started");
    return *found;
}

Result<std::shared_ptr<net::HiddenStatesService>>
openRemoteEncoder(const config::EffectiveConfig& config, const DesktopEnvironment& environment) {
    const RemoteEncoderSettings& remote = config.values.remote;
    if (!remote.isUsed())
        return nullptr;
    if (!environment.openTransport)
        return fail(ErrorCode::Unsupported, "this build has no network",
                    "encode prompts on this machine");
    DIPTYCH_TRY(const std::string key, serversKey(remote, environment));
    return net::openRemoteEncoder(remote, key, environment.openTransport);
}

Result<Tokenizer> loadTokenizer(const ModelLocation& location) {
    DIPTYCH_TRY(const auto folder, locateComponent(location, Component::Tokenizer));
    return Tokenizer::load(folder);
}

} // namespace diptych::gui
