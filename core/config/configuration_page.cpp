#include "core/config/configuration_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::config {

namespace {

constexpr std::string_view kIntroduction = R"(# Configuration

<!-- Made by `diptych-cli config reference > docs/configuration.md`; change the table of settings
     in core/config instead. -->

A configuration file keeps what would otherwise be typed as flags every time:

    diptych-cli generate "A cat" --config studio.toml --profile large
    diptych-cli config show --config studio.toml --profile large
    diptych-cli config explain generation.steps --config studio.toml
    diptych-cli config check studio.toml

[diptych.example.toml](diptych.example.toml) has every setting with its default. A short one:

```toml
[default]
model_path = "~/models/Z-Image-Turbo"

[default.generation]
width = 768

[large]                      # has everything of [default], and
[large.generation]
width = 2048
height = 2048
[large.two_pass]
enabled = true
```

## Which file, which profile

The file is that of `--config FILE`, else of the environment variable `DIPTYCH_CONFIG` (set but empty = none), else
`$XDG_CONFIG_HOME/diptych/config.toml`, which usually is `~/.config/diptych/config.toml`, if it is there.

Each table at the top is a profile. `--profile NAME` chooses one, and what it does not say it inherits from `[default]`; without
the flag `[default]` itself is used. `[server]` stands outside the profiles and is shared by all of them.

## What wins

1. a flag on the command line
2. the chosen profile
3. the profile `default`
4. the [model preset](#model-presets)
5. the environment: `DIPTYCH_MODEL_PATH` for `model.path`
6. the built-in default

`config show` prints every setting with its value and where it comes from, `config explain KEY` everything about one of them;
flags given with the command count.

## How a file is read

- TOML 1.0 in UTF-8, up to 1 MiB. What is not TOML is an error with line and column, exit status 3.
- An unknown key and a value of the wrong type or out of range are told with file, line, column and a suggestion; they are
  ignored, and the rest applies. With `--strict-config` they are errors, exit status 3.
- Relative paths are relative to the folder of the file; `~/` is the home folder. Paths given as flags are relative to the
  working folder.
- The other names in the tables are older spellings; where a profile has both, the first name counts. Two of them mean
  something else: `pytorch.tiled_vae = false` leaves the choice to the program (`tiles.mode = "off"` takes it away), and
  `float16` as a `torch_dtype` becomes bfloat16.
- A list of LoRA files replaces that of a profile below it; `lora.entries` beside `lora.paths` replaces these. A relative
  file is looked for in `lora.loras_dir`, then in the folder of the configuration file.

## Settings
)";

constexpr std::string_view kPresetIntroduction = R"(
## Model presets

A preset holds the numbers that suit a model. They lie in `resources/models/*.toml` and replace built-in defaults only: a
file and flags win. `--preset NAME` chooses one, `--preset none` switches them off. By itself the program takes the one
that fits the checkpoint (of the transformer's own place, if it has one, else of the model):

1. A preset whose shift differs from that in the checkpoint's `scheduler/scheduler_config.json` does not fit.
2. Of the others, the first whose pattern fits the name of the folder or file. Capital letters, `_` for `-` and the file's
   ending make no difference; `*` stands for any text.
3. Otherwise the first with the checkpoint's shift.
)";

constexpr std::string_view kInertIntroduction = R"(
## Keys without effect

These keys of the predecessor's files are understood. A note says that they have no effect when they ask for something
else than what happens anyway.

| Keys | Why |
|---|---|
)";

// In a table a bar would end the cell.
std::string cell(std::string_view text) {
    std::string result;
    for (const char c : text)
        result += c == '|' ? "\\|" : std::string(1, c);
    return result;
}

std::string code(std::string_view text) {
    return text.empty() ? "" : fmt::format("`{}`", cell(text));
}

// "`auto`: the checkpoint's"
std::string defaultText(const Field& field) {
    if (!field.show)
        return "";
    const Value value = defaultOf(field);
    const bool isOpen = value.is_null() || (isEmptyText(value) && !field.open.empty());
    if (!isOpen)
        return code(toToml(value));
    const std::string word = value.is_null() ? "`\"auto\"`: " : "";
    return word + cell(field.open);
}

std::string valuesOf(const Field& field) {
    if (field.choices.empty())
        return field.isSwitch && field.accepts.empty() ? "true or false" : cell(field.accepts);
    std::vector<std::string> choices;
    for (const NamedChoice& choice : field.choices)
        choices.push_back(fmt::format("`{}` ({})", choice.name, cell(choice.description)));
    return fmt::format("{}", fmt::join(choices, ", "));
}

std::string flagsOf(const Field& field) {
    if (field.flag.empty())
        return "";
    std::string text;
    std::string_view rest = field.flag;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        text += (text.empty() ? "" : ", ") + code(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return text;
}

std::string namesOf(const Field& field) {
    std::string text = code(field.name);
    std::vector<std::string> aliases;
    for (const Alias& alias : field.aliases)
        aliases.push_back(code(alias.name));
    if (!aliases.empty())
        text += fmt::format("<br>also {}", fmt::join(aliases, ", "));
    return text;
}

// A section of shorthands only gets no heading of its own.
bool hasOwnValues(const Schema& schema, std::string_view section) {
    const std::vector<Field>& fields = schema.fields();
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
        return sectionOf(field.name) == section && field.show;
    });
}

std::string settingsTables(const Schema& schema) {
    std::string page;
    std::string_view section;
    for (const Field& field : schema.fields()) {
        if (sectionOf(field.name) != section && hasOwnValues(schema, sectionOf(field.name))) {
            section = sectionOf(field.name);
            page += fmt::format("\n### [{}]\n\n| Key | Flag | Means | Values | Default |\n"
                                "|---|---|---|---|---|\n",
                                section);
        }
        page += fmt::format("| {} | {} | {} | {} | {} |\n", namesOf(field), flagsOf(field),
                            cell(field.help), valuesOf(field), defaultText(field));
    }
    return page;
}

std::string presetTable(std::span<const ModelPreset> presets) {
    std::string page = "\n| Preset | For | Names | Shift | Sets |\n|---|---|---|---|---|\n";
    for (const ModelPreset& preset : presets) {
        std::vector<std::string> patterns;
        for (const std::string& pattern : preset.patterns)
            patterns.push_back(code(pattern));
        std::vector<std::string> settings;
        for (const Setting& setting : preset.settings)
            settings.push_back(
                code(fmt::format("{} = {}", setting.field->name, toToml(setting.value))));
        page += fmt::format("| {} | {} | {} | {} | {} |\n", code(preset.name),
                            cell(preset.description), fmt::join(patterns, ", "),
                            preset.shift ? toToml(*preset.shift) : "", fmt::join(settings, ", "));
    }
    return page;
}

std::string inertTable(const Schema& schema) {
    std::vector<std::string> reasons; // in the table's order
    std::map<std::string, std::vector<std::string>> keysOfReason;
    for (const InertKey& key : schema.inertKeys()) {
        std::vector<std::string>& keys = keysOfReason[key.reason];
        if (keys.empty())
            reasons.push_back(key.reason);
        keys.push_back(code(key.name));
    }
    std::string page;
    for (const std::string& reason : reasons)
        page += fmt::format("| {} | {} |\n", fmt::join(keysOfReason[reason], ", "), cell(reason));
    return page;
}

} // namespace

std::string configurationPage(const Schema& schema, std::span<const ModelPreset> presets) {
    std::string page(kIntroduction);
    page += settingsTables(schema);
    page += kPresetIntroduction;
    page += presetTable(presets);
    page += kInertIntroduction;
    page += inertTable(schema);
    return page;
}

} // namespace diptych::config
