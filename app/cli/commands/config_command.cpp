#include "app/cli/commands/config_command.h"

#include "app/cli/configuration.h"
#include "app/cli/lora_option.h"
#include "app/cli/option.h"
#include "core/base/text.h"
#include "core/config/config_file.h"
#include "core/config/configuration_page.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

using config::Field;
using config::Value;

struct ConfigOptions {
    std::string action;
    std::string argument;
    std::vector<std::string> triggerWords; // of a flag that is no setting
};

nlohmann::ordered_json orNull(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

nlohmann::ordered_json toJson(const config::ValueSource& source) {
    nlohmann::ordered_json object;
    object["kind"] = config::sourceKindName(source.kind);
    object["name"] = orNull(source.name);
    object["file"] = orNull(source.file);
    object["profile"] = orNull(source.profile);
    object["line"] = source.line > 0 ? nlohmann::ordered_json(source.line) : nullptr;
    object["column"] = source.column > 0 ? nlohmann::ordered_json(source.column) : nullptr;
    return object;
}

nlohmann::ordered_json toJson(const config::InertSetting& setting) {
    return {{"key", setting.key->name},
            {"value", setting.value},
            {"reason", setting.key->reason},
            {"source", toJson(setting.source)}};
}

std::string_view kindName(config::ProblemKind kind) {
    switch (kind) {
    case config::ProblemKind::UnknownKey:
        return "unknown_key";
    case config::ProblemKind::WrongValue:
        return "wrong_value";
    case config::ProblemKind::NoEffect:
        return "without_effect";
    case config::ProblemKind::Replaced:
        return "replaced";
    }
    return "";
}

nlohmann::ordered_json toJson(const config::Problem& problem) {
    return {{"kind", kindName(problem.kind)}, {"file", problem.file}, {"line", problem.line},
            {"column", problem.column},       {"key", problem.key},   {"message", problem.message},
            {"hint", orNull(problem.hint)}};
}

nlohmann::ordered_json configurationAsJson(CommandContext& context) {
    const config::EffectiveConfig& config = context.config();
    nlohmann::ordered_json object;
    object["file"] = orNull(config.file.string());
    object["profile"] = orNull(config.profile);
    object["preset"] = orNull(config.preset);
    object["values"] = nlohmann::ordered_json::object();
    for (const Field& field : context.schema().fields())
        if (field.show)
            object["values"][field.name] = {{"value", field.show(config.values)},
                                            {"source", toJson(config.sourceOf(field.name))}};
    object["without_effect"] = nlohmann::ordered_json::array();
    for (const config::InertSetting& setting : config.inert)
        object["without_effect"].push_back(toJson(setting));
    object["notices"] = context.noticesAsJson();
    return object;
}

Status show(CommandContext& context) {
    DIPTYCH_TRY_DONE(loadConfiguration(context));
    if (context.common().json) {
        context.writeJson(configurationAsJson(context));
        return Done{};
    }
    const config::EffectiveConfig& config = context.config();
    std::ostream& output = context.environment().output;
    output << fmt::format(
        "# file: {}\n", config.file.empty()
                            ? "none"
                            : fmt::format("{}, profile {}", config.file.string(), config.profile));
    output << fmt::format("# preset: {}\n",
                          config.preset.empty()
                              ? "none"
                              : fmt::format("{} ({})", config.preset, config.presetDescription));
    std::string_view section;
    for (const Field& field : context.schema().fields()) {
        if (!field.show)
            continue;
        if (config::sectionOf(field.name) != section) {
            section = config::sectionOf(field.name);
            output << fmt::format("\n[{}]\n", section);
        }
        const std::string line = fmt::format("{} = {}", config::lastPart(field.name),
                                             config::toToml(field.show(config.values)));
        output << fmt::format("{:<40} # {}\n", line, describe(config.sourceOf(field.name)));
    }
    if (!config.inert.empty())
        output << "\n# without effect\n";
    for (const config::InertSetting& setting : config.inert)
        output << fmt::format("# {} = {}, {}: {}\n", setting.key->name,
                              config::shortToml(setting.value), describe(setting.source),
                              setting.key->reason);
    return Done{};
}

// "generation.width", an older name, "default.generation.width", "--width" "tiled-vae" or plain
// "width".
const Field* findField(const config::Schema& schema, const std::string& key) {
    if (const Field* field = schema.findKey(key))
        return field;
    const std::size_t dot = key.find('.');
    if (dot != std::string::npos && !schema.isSection(key.substr(0, dot)))
        if (const Field* field = schema.findKey(key.substr(dot + 1)))
            return field;
    const Field* found = nullptr;
    for (const Field& field : schema.fields()) {
        const std::string flags = "," + field.flag + ",";
        const bool isFlag = flags.find("," + key + ",") != std::string::npos ||
                            flags.find(",--" + key + ",") != std::string::npos;
        if (!isFlag && config::lastPart(field.name) != key)
            continue;
        if (found)
            return nullptr; // several have that name
        found = &field;
    }
    return found;
}

std::vector<std::string> aliasNames(const Field& field) {
    std::vector<std::string> names;
    for (const config::Alias& alias : field.aliases)
        names.push_back(alias.name);
    return names;
}

void explainField(CommandContext& context, const Field& field) {
    const config::EffectiveConfig& config = context.config();
    const Value value = field.show ? field.show(config.values) : Value();
    const config::ValueSource source = config.sourceOf(field.name);
    if (context.common().json) {
        nlohmann::ordered_json choices = nlohmann::ordered_json::array();
        for (const config::NamedChoice& choice : field.choices)
            choices.push_back({{"name", choice.name}, {"description", choice.description}});
        context.writeJson({{"key", field.name},
                           {"value", value},
                           {"default", defaultOf(field)},
                           {"source", toJson(source)},
                           {"help", field.help},
                           {"accepts", orNull(field.accepts)},
                           {"choices", std::move(choices)},
                           {"open", orNull(field.open)},
                           {"other_names", aliasNames(field)},
                           {"flag", orNull(field.flag)},
                           {"sets", field.sets}});
        return;
    }
    std::ostream& output = context.environment().output;
    const auto line = [&output](std::string_view label, const std::string& text) {
        if (!text.empty())
            output << fmt::format("  {:<12} {}\n", label, text);
    };
    output << fmt::format("{}: {}\n", field.name, field.help);
    if (field.show) {
        line("value", config::toToml(value));
        line("source", describe(source));
        line("default", config::toToml(defaultOf(field)));
    } else {
        line("sets", fmt::format("{}", fmt::join(field.sets, ", ")));
    }
    line("left open", field.open);
    line("values", field.accepts);
    for (const config::NamedChoice& choice : field.choices)
        line("", fmt::format("{}: {}", choice.name, choice.description));
    line("other names", fmt::format("{}", fmt::join(aliasNames(field), ", ")));
    line("flag", field.flag);
}

Status explainInert(CommandContext& context, const config::InertKey& key) {
    const auto& inert = context.config().inert;
    const auto found = std::find_if(inert.rbegin(), inert.rend(),
                                    [&](const auto& setting) { return setting.key == &key; });
    if (context.common().json) {
        nlohmann::ordered_json object = {{"key", key.name}, {"value", nullptr}};
        object["reason"] = key.reason;
        if (found != inert.rend())
            object = toJson(*found);
        context.writeJson(object);
        return Done{};
    }
    std::ostream& output = context.environment().output;
    output << fmt::format("{}: no effect: {}\n", key.name, key.reason);
    if (found != inert.rend())
        output << fmt::format("  {:<12} {}\n  {:<12} {}\n", "value",
                              config::shortToml(found->value), "source", describe(found->source));
    return Done{};
}

Status explain(CommandContext& context, const std::string& key) {
    if (key.empty())
        return fail(ErrorCode::Usage, "no key was named",
                    "for example: diptych-cli config explain generation.steps");
    DIPTYCH_TRY_DONE(loadConfiguration(context));
    const config::Schema& schema = context.schema();
    if (const Field* field = findField(schema, key)) {
        explainField(context, *field);
        return Done{};
    }
    if (const config::InertKey* inert = schema.findInert(key))
        return explainInert(context, *inert);
    std::vector<std::string> similar = schema.similarKeys(key);
    if (schema.isSection(key)) {
        similar.clear();
        for (const Field& field : schema.fields())
            if (config::sectionOf(field.name) == key)
                similar.push_back(field.name);
    }
    return fail(ErrorCode::InvalidInput, fmt::format("unknown key '{}'", toValidUtf8(key)),
                similar.empty() ? "'diptych-cli config show' lists every key"
                                : fmt::format("did you mean {}?", fmt::join(similar, " or ")));
}

Status check(CommandContext& context, const std::string& argument) {
    const std::filesystem::path path =
        argument.empty() ? findConfigFile(context) : std::filesystem::path(argument);
    if (path.empty())
        return fail(ErrorCode::Usage, "no file was named",
                    "for example: diptych-cli config check studio.toml");
    DIPTYCH_TRY(const config::ConfigFile file,
                config::readConfigFile(path, context.schema(), homeFolder(context)));
    std::vector<config::Problem> problems = file.shared.problems;
    for (const config::Profile& profile : file.profiles)
        problems.insert(problems.end(), profile.problems.begin(), profile.problems.end());
    std::stable_sort(problems.begin(), problems.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    const auto faults = std::count_if(problems.begin(), problems.end(),
                                      [](const auto& problem) { return problem.isFault(); });
    if (context.common().json) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const config::Problem& problem : problems)
            list.push_back(toJson(problem));
        context.writeJson({{"file", path.string()},
                           {"profiles", file.profileNames()},
                           {"ok", faults == 0},
                           {"problems", std::move(list)}});
    } else {
        for (const config::Problem& problem : problems)
            context.environment().output << (problem.isFault() ? "" : "note: ")
                                         << config::describe(problem) << '\n';
    }
    if (faults > 0)
        return fail(
            ErrorCode::ConfigInvalid,
            fmt::format("{} has {} {}", path.string(), faults, faults == 1 ? "fault" : "faults"),
            "they are listed above; without --strict-config such keys are left out");
    context.summary(fmt::format("{}: no faults; profiles: {}", path.string(),
                                fmt::join(file.profileNames(), ", ")));
    return Done{};
}

Status run(CommandContext& context, const ConfigOptions& options) {
    const std::vector<std::string> actions = {"show", "explain", "check", "reference"};
    if (options.action == "explain")
        return explain(context, options.argument);
    if (options.action == "check")
        return check(context, options.argument);
    if (!options.argument.empty() && (options.action == "show" || options.action == "reference"))
        return fail(ErrorCode::Usage, fmt::format("unexpected argument '{}'", options.argument),
                    "'config explain KEY' tells about one setting");
    if (options.action == "show")
        return show(context);
    if (options.action == "reference") {
        DIPTYCH_TRY(const std::vector<config::ModelPreset> presets, bundledPresets(context));
        context.environment().output << config::configurationPage(context.schema(), presets);
        return Done{};
    }
    const auto nearest = nearestNames(options.action, actions, 1);
    return fail(ErrorCode::Usage,
                options.action.empty() ? "config was not told what to do"
                                       : fmt::format("config cannot '{}'", options.action),
                nearest.empty() ? fmt::format("use one of: {}", fmt::join(actions, ", "))
                                : fmt::format("did you mean {}?", nearest.front()));
}

} // namespace

CommandBody makeConfigCommand(CLI::App& command, CommandContext& context) {
    command.description("Show the settings in force, explain one, check a configuration file");
    command.footer("Takes every flag that generate has for a setting, and counts it in.\n\n"
                   "Examples:\n"
                   "  diptych-cli config show --config studio.toml --profile large\n"
                   "  diptych-cli config explain generation.steps\n"
                   "  diptych-cli config check studio.toml\n"
                   "  diptych-cli config reference > docs/configuration.md");
    auto options = std::make_shared<ConfigOptions>();
    addOption(command,
              {"action", "", "What",
               "show (every setting and its source), explain, check, or reference (the page "
               "docs/configuration.md)"},
              options->action);
    addOption(command, {"argument", "", "What", "explain: a key or a flag's name; check: a file"},
              options->argument);
    addLoraOptions(command, kHidden, context.settings(), options->triggerWords);
    addRemoteOptions(command, context.settings(), kHidden);
    context.settings().addRemaining(command);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli
