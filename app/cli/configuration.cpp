#include "app/cli/configuration.h"

#include "core/config/standard_inputs.h"
#include "core/pipeline/model_choice.h"

#include <system_error>
#include <utility>

namespace diptych::cli {

namespace {

std::filesystem::path presetFolder(CommandContext& context) {
    return context.environment().resources / "models";
}

} // namespace

std::filesystem::path homeFolder(CommandContext& context) {
    return config::homeFolder(context.environment().variable);
}

std::filesystem::path findConfigFile(CommandContext& context) {
    if (!context.common().configFile.empty())
        return context.common().configFile;
    return config::userConfigFile(context.environment().variable);
}

std::filesystem::path userTemplatesFolder(CommandContext& context) {
    const std::filesystem::path folder = config::userDataFolder(context.environment().variable);
    return folder.empty() ? folder : folder / "templates";
}

Status loadConfiguration(CommandContext& context) {
    const std::filesystem::path& resources = context.environment().resources;
    config::ConfigInputs inputs = config::standardInputs(
        context.schema(), context.environment().variable, resources, demoModelFolder(resources));
    inputs.flags = context.settings().settings();
    inputs.file = findConfigFile(context);
    inputs.profile = context.common().profile;
    inputs.strict = context.common().strictConfig;
    Result<config::EffectiveConfig> loaded = config::loadConfig(context.schema(), inputs);
    std::error_code ignored;
    if (!loaded && !inputs.file.empty() && !std::filesystem::exists(inputs.file, ignored))
        loaded.error().hint = "check --config, or the variable DIPTYCH_CONFIG";
    if (!loaded)
        return fail(std::move(loaded.error()));
    context.note(loaded->notices);
    context.setConfig(std::move(*loaded));
    return Done{};
}

Result<std::vector<config::ModelPreset>> bundledPresets(CommandContext& context) {
    return config::readModelPresets(presetFolder(context), context.schema());
}

} // namespace diptych::cli
