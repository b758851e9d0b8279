#include "app/cli/configuration.h"

#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace diptych::cli {

namespace {

constexpr const char* kModelPathVariable = "DIPTYCH_MODEL_PATH";
constexpr const char* kConfigVariable = "DIPTYCH_CONFIG";

std::string variable(CommandContext& context, const char* name) {
    return context.environment().variable(name).value_or("");
}

std::vector<config::Setting> environmentSettings(CommandContext& context) {
    const std::string path = variable(context, kModelPathVariable);
    if (path.empty())
        return {};
    config::Setting setting;
    setting.field = context.schema().find("model.path");
    setting.value = path;
    setting.source.kind = config::SourceKind::Environment;
    setting.source.name = kModelPathVariable;
    return {std::move(setting)};
}

std::filesystem::path presetFolder(CommandContext& context) {
    return context.environment().resources / "models";
}

} // namespace

std::filesystem::path homeFolder(CommandContext& context) {
    return variable(context, "HOME");
}

std::filesystem::path findConfigFile(CommandContext& context) {
    if (!context.common().configFile.empty())
        return context.common().configFile;
    if (const auto named = context.environment().variable(kConfigVariable))
        return *named;
    std::filesystem::path folder = variable(context, "XDG_CONFIG_HOME");
    if (!folder.is_absolute() && !homeFolder(context).empty()) // as the XDG specification says
        folder = homeFolder(context) / ".config";
    if (!folder.is_absolute())
        return {};
    std::filesystem::path file = folder / "diptych" / "config.toml";
    std::error_code ignored;
    return std::filesystem::exists(file, ignored) ? file : std::filesystem::path();
}

std::filesystem::path userTemplatesFolder(CommandContext& context) {
    std::filesystem::path folder = variable(context, "XDG_DATA_HOME");
    if (!folder.is_absolute() && !homeFolder(context).empty()) // as the XDG specification says
        folder = homeFolder(context) / ".local" / "share";
    return folder.is_absolute() ? folder / "diptych" / "templates" : std::filesystem::path();
}

Status loadConfiguration(CommandContext& context) {
    config::ConfigInputs inputs;
    inputs.environment = environmentSettings(context);
    inputs.flags = context.settings().settings();
    inputs.file = findConfigFile(context);
    inputs.profile = context.common().profile;
    inputs.strict = context.common().strictConfig;
    inputs.presetFolder = presetFolder(context);
    inputs.demoModel = context.environment().resources / "models" / "tiny";
    inputs.home = homeFolder(context);
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
