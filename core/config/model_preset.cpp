#include "core/config/model_preset.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/config/profile_reader.h"
#include "core/config/toml_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace diptych::config {

namespace {

// '*' stands for any text, also none.
bool fits(std::string_view pattern, std::string_view name) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == name;
    if (!name.starts_with(pattern.substr(0, star)))
        return false;
    for (std::size_t from = star; from <= name.size(); ++from)
        if (fits(pattern.substr(star + 1), name.substr(from)))
            return true;
    return false;
}

std::string plainName(std::string name) {
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        else if (c == '_' || c == ' ')
            c = '-';
    }
    for (const std::string_view ending : {".safetensors", ".gguf"})
        if (name.ends_with(ending))
            name.resize(name.size() - ending.size());
    return name;
}

std::optional<double> shiftOf(const std::filesystem::path& model) {
    constexpr std::uint64_t kLargest = std::uint64_t{1} << 20;
    const auto text = readFile(model / "scheduler" / "scheduler_config.json", kLargest);
    if (!text)
        return std::nullopt;
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    const auto dynamic = json.find("use_dynamic_shifting");
    if (dynamic != json.end() && *dynamic == true)
        return 0.0;
    const auto shift = json.find("shift");
    if (shift == json.end() || !shift->is_number())
        return std::nullopt;
    return shift->get<double>();
}

tl::unexpected<Error> failPreset(const std::filesystem::path& path, const std::string& what) {
    return fail(ErrorCode::ConfigInvalid, fmt::format("{}: {}", path.string(), what),
                "this file belongs to the program: install it again");
}

Status readMatch(const std::filesystem::path& path, const TomlNode& node, ModelPreset& preset) {
    for (const TomlNode& child : node.children) {
        const Value value = valueOf(child);
        const bool isNames = value.is_array() &&
                             std::all_of(value.begin(), value.end(),
                                         [](const Value& element) { return element.is_string(); });
        if (child.key == "names" && isNames)
            preset.patterns = value.get<std::vector<std::string>>();
        else if (child.key == "shift" && value.is_number())
            preset.shift = value.get<double>();
        else
            return failPreset(
                path, fmt::format("[match] cannot hold {} = {}", child.key, shortToml(value)));
    }
    return Done{};
}

Result<ModelPreset> readPreset(const std::filesystem::path& path, const Schema& schema) {
    DIPTYCH_TRY(const std::string text, readFile(path, kLargestConfigFile));
    DIPTYCH_TRY(TomlNode root, parseToml(text, path.string()));
    ModelPreset preset;
    preset.name = path.stem().string();
    TomlNode settings;
    for (TomlNode& node : root.children) {
        if (node.key == "match") {
            DIPTYCH_TRY_DONE(readMatch(path, node, preset));
        } else if (node.key == "description" && node.plain.is_string()) {
            preset.description = node.plain.get<std::string>();
        } else {
            settings.children.push_back(std::move(node));
        }
    }
    ValueSource source;
    source.kind = SourceKind::Preset;
    source.file = path.string();
    Profile profile;
    readProfile({schema, {path.parent_path(), {}}, source, "", profile}, settings, "");
    if (!profile.problems.empty())
        return failPreset(path, describe(profile.problems.front()));
    for (Setting& setting : profile.settings)
        setting.source.name = preset.name;
    preset.settings = std::move(profile.settings);
    return preset;
}

} // namespace

Result<std::vector<ModelPreset>> readModelPresets(const std::filesystem::path& folder,
                                                  const Schema& schema) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == ".toml")
            files.push_back(entry->path());
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.stem() < b.stem(); });
    std::vector<ModelPreset> presets;
    for (const std::filesystem::path& file : files) {
        DIPTYCH_TRY(ModelPreset preset, readPreset(file, schema));
        presets.push_back(std::move(preset));
    }
    return presets;
}

ModelIdentity identifyModel(const ModelPaths& paths) {
    const std::filesystem::path& named =
        paths.transformer.empty() ? paths.model : paths.transformer;
    if (named.empty())
        return {};
    std::error_code ignored;
    std::filesystem::path place = std::filesystem::absolute(named, ignored).lexically_normal();
    if (!place.has_filename()) // a slash at the end
        place = place.parent_path();
    ModelIdentity identity;
    const std::filesystem::path folder = place.parent_path();
    identity.name = plainName(
        (folder.filename() == "snapshots" ? folder.parent_path() : place).filename().string());
    identity.shift = shiftOf(place);
    return identity;
}

const ModelPreset* matchPreset(std::span<const ModelPreset> presets, const ModelIdentity& model) {
    const ModelPreset* byShift = nullptr;
    for (const ModelPreset& preset : presets) {
        const bool hasShift = preset.shift && model.shift;
        if (hasShift && *preset.shift != *model.shift)
            continue;
        if (std::any_of(preset.patterns.begin(), preset.patterns.end(),
                        [&](const std::string& pattern) { return fits(pattern, model.name); }))
            return &preset;
        if (hasShift && !byShift)
            byShift = &preset;
    }
    return byShift;
}

} // namespace diptych::config
