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

} // namespace

std::filesystem::path homeFolder(const VariableReader& variable) {
    return variable("HOME").value_or("");
}

std::filesystem::path userConfigFile(const VariableReader& variable) {
    if (const auto named = variable(kConfigVariable))
        return *named;
    std::filesystem::path folder = variable("XDG_CONFIG_HOME").value_or("");
    const std::filesystem::path home = homeFolder(variable);
    if (!folder.is_absolute() && !home.empty()) // as the XDG specification says
        folder = home / ".config";
    if (!folder.is_absolute())
        return {};
    std::filesystem::path file = folder / "diptych" / "config.toml";
    std::error_code ignored;
    return std::filesystem::exists(file, ignored) ? file : std::filesystem::path();
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
