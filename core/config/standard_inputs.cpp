#include "core/config/standard_inputs.h"

#include <system_error>
#include <utility>
#include <vector>

namespace diptych::config {

namespace {

constexpr const char* kModelPathVariable = "DIPTYCH_MODEL_PATH";
constexpr const char* kConfigVariable = "DIPTYCH_CONFIG";

std::vector<Setting> environmentSettings(const Schema& schema, const VariableReader& variable) {
    const std::string path = variable(kModelPathVariable).value_or("");
    if (path.empty())
        return {};
    Setting setting;
    setting.field = schema.find("model.path");
    setting.value = path;
    setting.source.kind = SourceKind::Environment;
    setting.source.name = kModelPathVariable;
    return {std::move(setting)};
}

// "diptych" in the folder that the variable names, else in `inHome`, as the XDG specification says.
std::filesystem::path ownFolder(const VariableReader& variable, const char* name,
                                const char* inHome) {
    std::filesystem::path folder = variable(name).value_or("");
    const std::filesystem::path home = homeFolder(variable);
    if (!folder.is_absolute() && !home.empty())
        folder = home / inHome;
    return folder.is_absolute() ? folder / "diptych" : std::filesystem::path();
}

} // namespace

std::filesystem::path homeFolder(const VariableReader& variable) {
    return variable("HOME").value_or("");
}

std::filesystem::path userConfigFile(const VariableReader& variable) {
    if (const auto named = variable(kConfigVariable))
        return *named;
    const std::filesystem::path folder = ownFolder(variable, "XDG_CONFIG_HOME", ".config");
    if (folder.empty())
        return {};
    std::filesystem::path file = folder / "config.toml";
    std::error_code ignored;
    return std::filesystem::exists(file, ignored) ? file : std::filesystem::path();
}

std::filesystem::path userDataFolder(const VariableReader& variable) {
    return ownFolder(variable, "XDG_DATA_HOME", ".local/share");
}

ConfigInputs standardInputs(const Schema& schema, const VariableReader& variable,
                            const std::filesystem::path& resources,
                            const std::filesystem::path& demoModel) {
    ConfigInputs inputs;
    inputs.environment = environmentSettings(schema, variable);
    inputs.file = userConfigFile(variable);
    inputs.presetFolder = resources / "models";
    inputs.demoModel = demoModel;
    inputs.home = homeFolder(variable);
    return inputs;
}

} // namespace diptych::config
