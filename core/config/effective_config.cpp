#include "core/config/effective_config.h"

#include "core/base/text.h"
#include "core/config/model_preset.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace diptych::config {

namespace {

using Layer = std::vector<Setting>;

struct FileLayers {
    Layer base; ///< of the profile that the others inherit from
    Layer chosen;
    std::vector<InertSetting> inert;
    std::vector<Problem> problems;
    std::vector<Notice> notices;
};

// How closely the user has chosen a value: by the default profile, by another one, by a flag.
int closenessOf(const ValueSource& source) {
    switch (source.kind) {
    case SourceKind::Flag:
        return 3;
    case SourceKind::File:
        return source.profile == kDefaultProfile ? 1 : 2;
    case SourceKind::BuiltIn:
    case SourceKind::Environment:
    case SourceKind::Preset:
        break;
    }
    return 0;
}

tl::unexpected<Error> failProfile(const ConfigFile& file, const std::string& profile) {
    const std::vector<std::string> names = file.profileNames();
    std::string hint = names.empty()
                           ? "the file has no profiles: it needs a table such as [default]"
                           : fmt::format("it has {}", fmt::join(names, ", "));
    if (const auto nearest = nearestNames(profile, names, 1); !nearest.empty())
        hint = fmt::format("did you mean {}? {}", nearest.front(), hint);
    return fail(ErrorCode::ConfigInvalid,
                fmt::format("there is no profile '{}' in {}", profile, file.path.string()), hint);
}

void take(const Profile& profile, Layer& layer, FileLayers& layers) {
    layer = profile.settings;
    layers.inert.insert(layers.inert.end(), profile.inert.begin(), profile.inert.end());
    layers.problems.insert(layers.problems.end(), profile.problems.begin(), profile.problems.end());
}

Result<FileLayers> readLayers(const Schema& schema, const ConfigInputs& inputs) {
    FileLayers layers;
    DIPTYCH_TRY(const ConfigFile file, readConfigFile(inputs.file, schema, inputs.home));
    const Profile* base = file.find(kDefaultProfile);
    const bool isOther = !inputs.profile.empty() && inputs.profile != kDefaultProfile;
    const Profile* chosen = isOther ? file.find(inputs.profile) : base;
    if (!inputs.profile.empty() && !chosen)
        return failProfile(file, inputs.profile);
    Layer shared;
    take(file.shared, shared, layers);
    if (base)
        take(*base, layers.base, layers);
    else if (!isOther && !file.profiles.empty())
        layers.notices.push_back(
            {"config_no_default",
             fmt::format("{} has no [default]: choose a profile with --profile ({})",
                         inputs.file.string(), fmt::join(file.profileNames(), ", "))});
    if (isOther)
        take(*chosen, layers.chosen, layers);
    return layers;
}

Result<Layer> presetLayer(const Schema& schema, const ConfigInputs& inputs,
                          const EffectiveConfig& without, ModelPreset& used) {
    const std::string& wish = without.values.preset;
    if (wish == "none")
        return Layer();
    DIPTYCH_TRY(const std::vector<ModelPreset> presets,
                readModelPresets(inputs.presetFolder, schema));
    const ModelPreset* preset = nullptr;
    if (wish == "auto") {
        ModelPaths paths = without.values.model;
        if (paths.model.empty())
            paths.model = inputs.demoModel;
        preset = matchPreset(presets, identifyModel(paths));
    } else {
        std::vector<std::string> names = {"auto", "none"};
        for (const ModelPreset& candidate : presets) {
            names.push_back(candidate.name);
            if (candidate.name == wish)
                preset = &candidate;
        }
        if (!preset)
            return fail(ErrorCode::InvalidInput, fmt::format("there is no preset '{}'", wish),
                        fmt::format("use one of: {}", fmt::join(names, ", ")));
    }
    if (preset)
        used = *preset;
    return used.settings;
}

Status checkFlags(const Layer& flags) {
    for (const Setting& setting : flags)
        if (setting.field->check && !setting.value.is_null())
            DIPTYCH_TRY_DONE(setting.field->check(setting.value));
    return Done{};
}

std::vector<Value> shownBy(const Schema& schema, std::span<const std::string> names,
                           const AppConfig& settings) {
    std::vector<Value> values;
    for (const std::string& name : names) {
        const Field* const field = schema.find(name);
        values.push_back(field && field->show ? field->show(settings) : Value());
    }
    return values;
}

// A shorthand decides what it stands for even where it says what was there already; a switch that
// is off, and a setting beside others that leaves them as they were, do not.
bool isShorthandInUse(const Setting& setting) {
    return !setting.field->show && setting.value != Value(false);
}

} // namespace

ValueSource EffectiveConfig::sourceOf(std::string_view field) const {
    const auto found = sources.find(field);
    return found == sources.end() ? ValueSource{} : found->second;
}

bool EffectiveConfig::isChosen(std::string_view field) const {
    return sourceOf(field).kind >= SourceKind::File;
}

bool EffectiveConfig::isChosenOver(std::string_view field, std::string_view other) const {
    const int closeness = closenessOf(sourceOf(field));
    return closeness > 0 && closeness >= closenessOf(sourceOf(other));
}

EffectiveConfig mergeLayers(const Schema& schema, std::span<const std::vector<Setting>> layers) {
    EffectiveConfig result;
    for (const Layer& layer : layers) {
        // In the table's order: a shorthand stands before what it covers, a switch behind.
        for (const Field& field : schema.fields())
            for (const Setting& setting : layer) {
                if (setting.field != &field)
                    continue;
                const std::vector<Value> before = shownBy(schema, field.sets, result.values);
                field.assign(result.values, setting.value);
                result.sources[field.name] = setting.source;
                const std::vector<Value> after = shownBy(schema, field.sets, result.values);
                for (std::size_t i = 0; i < field.sets.size(); ++i)
                    if (isShorthandInUse(setting) || after[i] != before[i])
                        result.sources[field.sets[i]] = setting.source;
            }
    }
    return result;
}

Result<EffectiveConfig> loadConfig(const Schema& schema, const ConfigInputs& inputs) {
    FileLayers file;
    if (!inputs.file.empty()) {
        DIPTYCH_TRY(file, readLayers(schema, inputs));
    } else if (!inputs.profile.empty() && inputs.profile != kDefaultProfile) {
        return fail(
            ErrorCode::ConfigInvalid,
            fmt::format("there is no configuration file with a profile '{}'", inputs.profile),
            "name the file with --config");
    }
    if (inputs.strict)
        DIPTYCH_TRY_DONE(refuseFaults(file.problems));
    DIPTYCH_TRY_DONE(checkFlags(inputs.flags));
    std::vector<Layer> layers = {inputs.environment, {}, file.base, file.chosen, inputs.flags};
    ModelPreset preset;
    DIPTYCH_TRY(layers[1], presetLayer(schema, inputs, mergeLayers(schema, layers), preset));
    EffectiveConfig result = mergeLayers(schema, layers);
    result.inert = std::move(file.inert);
    result.notices = noticesOf(file.problems);
    result.notices.insert(result.notices.end(), file.notices.begin(), file.notices.end());
    result.file = inputs.file;
    if (!inputs.file.empty())
        result.profile = inputs.profile.empty() ? kDefaultProfile : inputs.profile;
    result.preset = preset.name;
    result.presetDescription = preset.description;
    return result;
}

} // namespace diptych::config
