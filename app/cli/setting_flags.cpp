#include "app/cli/setting_flags.h"

#include "app/cli/option.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych::cli {

namespace {

// "width of the picture; pixels, a multiple of 16 from 16 to 8192 (default 1024)"
std::string helpOf(const config::Field& field) {
    std::string help = field.help;
    if (!field.choices.empty() && !field.isSwitch) {
        std::string choices;
        for (const config::NamedChoice& choice : field.choices)
            choices += fmt::format("{}{} = {}", choices.empty() ? "" : "; ", choice.name,
                                   choice.description);
        help += ": " + choices;
    } else if (!field.accepts.empty() && !field.isSwitch) {
        help += "; " + field.accepts;
    }
    if (!field.show)
        return help;
    if (!field.open.empty())
        return help + fmt::format(" (default: {})", field.open);
    const config::Value value = defaultOf(field);
    if (value.is_boolean() || value.empty() || config::isEmptyText(value))
        return help;
    return help + fmt::format(" (default {})",
                              value.is_string() ? value.get<std::string>() : value.dump());
}

bool hasFlag(const CLI::App& app, const config::Field& field) {
    return app.get_option_no_throw(flagName(field)) != nullptr;
}

} // namespace

void SettingFlags::add(CLI::App& app, const std::string& group,
                       std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const config::Field* field = schema_->find(name); field && !hasFlag(app, *field))
            addFlag(app, group, *field);
}

void SettingFlags::addRemaining(CLI::App& app) {
    for (const config::Field& field : schema_->fields())
        if (field.parse && !field.flag.empty() && !hasFlag(app, field))
            addFlag(app, kHidden, field);
}

void SettingFlags::addFlag(CLI::App& app, const std::string& group, const config::Field& field) {
    const OptionInfo info{field.flag, field.value, group, helpOf(field)};
    const auto accept = [this, &field](const std::string& text) -> Status {
        DIPTYCH_TRY(config::Value value, field.parse(text));
        set(field.name, std::move(value), flagName(field));
        return Done{};
    };
    if (!field.isSwitch) {
        addOption(app, info, accept);
        return;
    }
    addSwitch(app, info, [accept](bool on) { valueOrThrow(accept(on ? "true" : "false")); });
}

void SettingFlags::set(std::string_view name, config::Value value, std::string flag) {
    config::Setting setting;
    setting.field = schema_->find(name);
    setting.value = std::move(value);
    setting.source.kind = config::SourceKind::Flag;
    setting.source.name = std::move(flag);
    std::erase_if(settings_,
                  [&](const config::Setting& other) { return other.field == setting.field; });
    settings_.push_back(std::move(setting));
}

const config::Value* SettingFlags::find(std::string_view name) const {
    const auto found =
        std::find_if(settings_.begin(), settings_.end(),
                     [&](const config::Setting& setting) { return setting.field->name == name; });
    return found == settings_.end() ? nullptr : &found->value;
}

} // namespace diptych::cli
