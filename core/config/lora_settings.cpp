#include "core/config/lora_settings.h"

#include "core/base/text.h"
#include "core/config/request_field.h"
#include "core/config/schema_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace diptych::config {

namespace {

constexpr const char* kEnding = ".safetensors";

bool isFile(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

std::optional<std::filesystem::path> findIn(const std::filesystem::path& folder,
                                            const std::string& file) {
    for (const std::filesystem::path& path : {folder / file, folder / (file + kEnding)})
        if (isFile(path))
            return path;
    return std::nullopt;
}

std::vector<std::string> namesIn(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == kEnding)
            names.push_back(toValidUtf8(entry->path().stem().string()));
    std::sort(names.begin(), names.end());
    return names;
}

tl::unexpected<Error> failMissing(const std::filesystem::path& folder, const std::string& file) {
    const std::vector<std::string> names = namesIn(folder);
    const std::vector<std::string> nearest =
        nearestNames(std::filesystem::path(file).stem().string(), names);
    std::string hint = "check --loras-dir, or give the whole path";
    if (!nearest.empty())
        hint = fmt::format("did you mean {}?", fmt::join(nearest, " or "));
    else if (!names.empty())
        hint = fmt::format("the folder has {}", fmt::join(names, ", "));
    return fail(ErrorCode::FileNotFound,
                fmt::format("there is no LoRA '{}' in {}", file, folder.string()), hint);
}

Result<Value> readPaths(const Value& value, const ReadPlace& place) {
    constexpr std::string_view kExpected = "a list of texts";
    if (!value.is_array())
        return failValue(kExpected, value);
    Value entries = Value::array();
    for (const Value& element : value) {
        if (!element.is_string())
            return failValue(kExpected, value);
        if (isEmptyText(element))
            return fail(ErrorCode::InvalidInput, "one of the paths is empty");
        entries.push_back({{"path", element}, {"folder", place.folder.string()}});
    }
    return entries;
}

// "~/x" is written out here, other relative names later: they may lie in the folder of adapters.
std::string expandHome(const std::string& file, const ReadPlace& place) {
    return file.starts_with("~/") && !place.home.empty() ? (place.home / file.substr(2)).string()
                                                         : file;
}

Result<Value> readEntry(const Value& value, const ReadPlace& place) {
    if (!value.is_object())
        return failValue("a list of tables", value);
    Value entry = {{"folder", place.folder.string()}};
    for (const auto& [key, element] : value.items()) {
        if (key == "folder") // ours, and already set
            continue;
        const bool isText = key == "path" || key == "name" || key == "trigger_words";
        Result<Value> read = element;
        if (isText)
            read = readText(element);
        else if (key == "scale")
            read = readNumber(element);
        else if (key == "enabled")
            read = readSwitch(element);
        if (!read)
            return fail(ErrorCode::InvalidInput, fmt::format("{} {}", key, read.error().message));
        entry[key] = std::move(*read);
    }
    if (entry.value("path", "").empty())
        entry["path"] = entry.value("name", "");
    if (isEmptyText(entry["path"]))
        return fail(ErrorCode::InvalidInput, "an entry has no path");
    entry["path"] = expandHome(entry["path"].get<std::string>(), place);
    return entry;
}

Result<Value> readEntries(const Value& value, const ReadPlace& place) {
    if (!value.is_array())
        return failValue("a list of tables", value);
    Value entries = Value::array();
    for (const Value& element : value) {
        DIPTYCH_TRY(Value entry, readEntry(element, place));
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<LoraEntry> entriesOf(const Value& value) {
    std::vector<LoraEntry> entries;
    for (const Value& element : value) {
        LoraEntry entry;
        entry.file = element.value("path", "");
        entry.folder = element.value("folder", "");
        entry.name = element.value("name", "");
        entry.strength = element.value("scale", 1.0);
        entry.triggerWords = element.value("trigger_words", "");
        entry.enabled = element.value("enabled", true);
        entries.push_back(std::move(entry));
    }
    return entries;
}

Value showEntry(const LoraEntry& entry) {
    Value value = {{"path", entry.file}, {"scale", entry.strength}};
    if (!entry.name.empty() && entry.name != entry.file)
        value["name"] = entry.name;
    if (!entry.triggerWords.empty())
        value["trigger_words"] = entry.triggerWords;
    if (!entry.enabled)
        value["enabled"] = false;
    return value;
}

Status checkStrengths(const Value& entries) {
    GenerationRequest request;
    for (const LoraEntry& entry : entriesOf(entries))
        request.loras.push_back({entry.file, entry.strength});
    DIPTYCH_TRY([[maybe_unused]] const ResolvedRequest resolved, resolve(request, ModelSpec{}));
    return Done{};
}

Field pathsField() {
    Field paths{.name = "lora.paths",
                .help = "LoRA files, all of strength 1 unless lora.scales says otherwise",
                .accepts = "a list of paths, or of names in lora.loras_dir",
                .sets = {"lora.entries"}};
    paths.read = [](const Value& value, const ReadPlace& place) -> Result<Value> {
        DIPTYCH_TRY(Value entries, readPaths(value, place));
        return readEntries(entries, place);
    };
    paths.assign = [](AppConfig& settings, const Value& value) {
        settings.lora.entries = entriesOf(value);
    };
    return paths;
}

Field scalesField() {
    Field scales{.name = "lora.scales",
                 .help = "strengths of lora.paths, in their order",
                 .accepts = "a list of numbers from -1000 to 1000",
                 .sets = {"lora.entries"}};
    scales.read = [](const Value& value, const ReadPlace&) -> Result<Value> {
        constexpr std::string_view kExpected = "a list of numbers";
        if (!value.is_array())
            return failValue(kExpected, value);
        for (const Value& element : value)
            if (!element.is_number())
                return failValue(kExpected, value);
        return value;
    };
    scales.check = [](const Value& value) {
        Value entries = Value::array();
        for (const Value& scale : value)
            entries.push_back({{"path", "x"}, {"scale", scale}});
        return checkStrengths(entries);
    };
    scales.assign = [](AppConfig& settings, const Value& value) {
        std::vector<LoraEntry>& entries = settings.lora.entries;
        for (std::size_t i = 0; i < std::min(entries.size(), value.size()); ++i)
            entries[i].strength = value[i].get<double>();
    };
    return scales;
}

Field entriesField() {
    Field entries{.name = "lora.entries",
                  .flag = "--lora",
                  .value = "FILE[:SCALE]",
                  .help = "a LoRA file and its strength (default 1); may be given several times, "
                          "and replaces those of the configuration file",
                  .accepts = "a list of tables with path, scale, name, trigger_words (put before "
                             "the prompt) and enabled",
                  .elementKeys = {"path", "scale", "name", "trigger_words", "enabled"}};
    entries.read = readEntries;
    entries.check = checkStrengths;
    entries.assign = [](AppConfig& settings, const Value& value) {
        settings.lora.entries = entriesOf(value);
    };
    entries.show = [](const AppConfig& settings) {
        Value value = Value::array();
        for (const LoraEntry& entry : settings.lora.entries)
            value.push_back(showEntry(entry));
        return value;
    };
    return entries;
}

} // namespace

LoraEntry parseLora(std::string_view text) {
    LoraEntry entry;
    entry.file = text;
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return entry;
    std::string_view number = text.substr(colon + 1);
    if (number.starts_with('+'))
        number.remove_prefix(1);
    double strength = 0.0;
    const char* end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, strength);
    if (error != std::errc() || stop != end)
        return entry;
    entry.file = text.substr(0, colon);
    entry.strength = strength;
    return entry;
}

Result<std::vector<LoraRequest>> findLoras(const LoraSettings& settings) {
    std::vector<LoraRequest> requests;
    for (const LoraEntry& entry : settings.entries) {
        if (!entry.enabled)
            continue;
        const std::filesystem::path written = entry.folder / entry.file;
        std::filesystem::path path = written;
        if (!settings.folder.empty() && !std::filesystem::path(entry.file).is_absolute()) {
            if (const auto found = findIn(settings.folder, entry.file))
                path = *found;
            else if (!isFile(written))
                return failMissing(settings.folder, entry.file);
        }
        requests.push_back({path.lexically_normal().string(), entry.strength});
    }
    return requests;
}

std::vector<std::string> triggerWordsOf(const LoraSettings& settings) {
    std::vector<std::string> words;
    for (const LoraEntry& entry : settings.entries)
        if (entry.enabled && !entry.triggerWords.empty())
            words.push_back(entry.triggerWords);
    return words;
}

std::vector<Field> loraFields() {
    std::vector<Field> fields;
    fields.push_back(field(
        {.name = "lora.loras_dir",
         .flag = "--loras-dir",
         .value = "DIR",
         .help = "folder in which LoRA names are looked up, with and without "
                 ".safetensors"},
        [](auto& settings) -> auto& { return settings.lora.folder; }));
    fields.push_back(pathsField());
    fields.push_back(scalesField());
    fields.push_back(entriesField()); // behind the paths: both in one file mean these
    fields.push_back(field(
        {.name = "lora.trigger_words",
         .flag = "--lora-trigger-words",
         .help = "put the trigger words that LoRA files name before the prompt"},
        [](auto& settings) -> auto& { return settings.request.loraTriggerWords; }));
    return fields;
}

} // namespace diptych::config
