#include "core/comparison/grid_field.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <utility>

namespace diptych {

namespace {

constexpr std::string_view kLoraScale = "lora-scale";
constexpr std::string_view kArrow = "=>";

// Sections of settings that lie in a request, but for a few of their keys.
constexpr std::array kSections = {"generation", "scheduler", "encoder",  "prompt",
                                  "variety",    "slg",       "two_pass", "source"};
constexpr std::array kExcluded = {"generation.count", "generation.seed_rule", "prompt.template",
                                  "prompt.templates_dir", "prompt.expand"};
constexpr std::array kSpecial = {"prompt",           "replace",           "template",
                                 "thinking-content", "assistant-content", "lora-scale"};

tl::unexpected<Error> invalid(std::string message, std::string hint) {
    return fail(ErrorCode::InvalidInput, std::move(message), std::move(hint));
}

// "--Guidance_Scale" stays as it is but for the dashes in front and the underscores.
std::string plainName(std::string_view name) {
    name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
    std::string plain(name);
    std::replace(plain.begin(), plain.end(), '_', '-');
    return plain;
}

bool isVaried(const config::Field& field) {
    const std::string_view section = config::sectionOf(field.name);
    return field.parse && field.assign &&
           std::find(kSections.begin(), kSections.end(), section) != kSections.end() &&
           std::find(kExcluded.begin(), kExcluded.end(), field.name) == kExcluded.end();
}

std::string nameOf(const config::Field& field) {
    const std::string flag = config::flagName(field);
    return plainName(flag.empty() ? std::string(config::lastPart(field.name)) : flag);
}

// By its flags, else by its key, else by the last part of its key, which several may share.
const config::Field* findField(std::string_view name, const GridRules& rules) {
    if (name == "think-block")
        return rules.schema->find("prompt.force_think_block");
    const config::Field* byKey = nullptr;
    const config::Field* byLastPart = nullptr;
    for (const config::Field& field : rules.schema->fields()) {
        if (!isVaried(field))
            continue;
        const std::string flags = "," + field.flag + ",";
        if (flags.find(fmt::format(",--{},", name)) != std::string::npos)
            return &field;
        if (!byKey && plainName(field.name) == name)
            byKey = &field;
        if (!byLastPart && plainName(config::lastPart(field.name)) == name)
            byLastPart = &field;
    }
    return byKey ? byKey : byLastPart;
}

bool isSpecial(std::string_view name) {
    return std::find(kSpecial.begin(), kSpecial.end(), name) != kSpecial.end() ||
           name.starts_with(fmt::format("{}:", kLoraScale));
}

Result<GenerationRequest> replaceWord(GenerationRequest request, const std::string& value) {
    const std::size_t arrow = value.find(kArrow);
    if (arrow == std::string::npos || arrow == 0)
        return invalid(fmt::format("'{}' does not say what becomes of which word", value),
                       "write word=>other, for example cat=>dog");
    const std::string word = value.substr(0, arrow);
    const std::string other = value.substr(arrow + kArrow.size());
    std::string& prompt = request.conversation.user;
    std::size_t at = prompt.find(word);
    if (at == std::string::npos)
        return invalid(fmt::format("the prompt does not have '{}'", word),
                       "capitals count; look at the prompt");
    for (; at != std::string::npos; at = prompt.find(word, at + other.size()))
        prompt.replace(at, word.size(), other);
    return request;
}

Result<GenerationRequest> scaleLoras(GenerationRequest request, std::string_view name,
                                     const std::string& value) {
    double strength = 0.0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), strength);
    if (error != std::errc{} || end != value.data() + value.size() ||
        !(std::abs(strength) <= kLargestLoraStrength))
        return invalid(
            fmt::format("the strength of an adapter needs a number (got '{}')", value),
            fmt::format("1 is what an adapter was trained for; {} at most", kLargestLoraStrength));
    const bool all = name == kLoraScale;
    const std::string wanted(all ? "" : name.substr(kLoraScale.size() + 1));
    bool found = false;
    for (LoraRequest& lora : request.loras)
        if (all || std::filesystem::path(lora.path).stem() == wanted) {
            lora.strength = strength;
            found = true;
        }
    if (!found)
        return invalid(all ? "there is no adapter whose strength could be varied"
                           : fmt::format("there is no adapter '{}'", wanted),
                       "name it with --lora too");
    return request;
}

Result<GenerationRequest> setSpecial(GenerationRequest request, const std::string& name,
                                     const std::string& value, const GridRules& rules) {
    if (name == "replace")
        return replaceWord(std::move(request), value);
    if (name.starts_with(kLoraScale))
        return scaleLoras(std::move(request), name, value);
    if (name == "template") {
        if (!rules.chooseTemplate)
            return fail(ErrorCode::Unsupported, "templates cannot be varied here");
        return rules.chooseTemplate(std::move(request), value);
    }
    Conversation& conversation = request.conversation;
    (name == "prompt"             ? conversation.user
     : name == "thinking-content" ? conversation.thinking
                                  : conversation.assistant) = value;
    return request;
}

Result<GenerationRequest> setField(const GenerationRequest& request, const config::Field& field,
                                   const std::string& value) {
    const std::string name = nameOf(field);
    config::AppConfig settings;
    settings.request = request;
    settings.skipLayers.enabled = request.skipLayers.scale != 0.0;
    if (settings.skipLayers.enabled)
        settings.skipLayers.scale = request.skipLayers.scale;
    auto parsed = field.parse(value);
    if (parsed && field.check) {
        const Status checked = field.check(*parsed);
        if (!checked)
            return fail(checked.error());
    }
    if (!parsed) {
        Error error = std::move(parsed.error());
        error.message = fmt::format("{}: {}", name, error.message);
        if (error.hint.empty())
            error.hint = field.accepts.empty() ? field.help : field.accepts;
        return fail(std::move(error));
    }
    field.assign(settings, *parsed);
    return config::requestOf(settings);
}

} // namespace

std::vector<std::string> fieldNames(const GridRules& rules) {
    std::vector<std::string> names(kSpecial.begin(), kSpecial.end());
    for (const config::Field& field : rules.schema->fields())
        if (isVaried(field))
            names.push_back(nameOf(field));
    return names;
}

Result<std::string> fieldName(std::string_view name, const GridRules& rules) {
    const std::string plain = plainName(name);
    if (isSpecial(plain))
        return plain;
    if (const config::Field* field = findField(plain, rules))
        return nameOf(*field);
    const std::vector<std::string> names = fieldNames(rules);
    const std::vector<std::string> nearest = nearestNames(plain, names, 2);
    return invalid(fmt::format("a grid cannot vary '{}'", toValidUtf8(name)),
                   nearest.empty() ? fmt::format("fields are {}", fmt::join(names, ", "))
                                   : fmt::format("did you mean {}?", fmt::join(nearest, " or ")));
}

Result<GenerationRequest> withField(GenerationRequest request, std::string_view name,
                                    const std::string& value, const GridRules& rules) {
    DIPTYCH_TRY(const std::string field, fieldName(name, rules));
    if (isSpecial(field))
        return setSpecial(std::move(request), field, value, rules);
    return setField(request, *findField(field, rules), value);
}

Result<GenerationRequest> withFields(GenerationRequest request,
                                     const std::vector<std::pair<std::string, std::string>>& fields,
                                     const GridRules& rules) {
    const auto rank = [](const std::string& name) {
        return name == "template" ? 0 : name == "prompt" ? 1 : 2;
    };
    for (int turn = 0; turn < 3; ++turn)
        for (const auto& [name, value] : fields)
            if (rank(name) == turn) {
                DIPTYCH_TRY(request, withField(std::move(request), name, value, rules));
            }
    return request;
}

const config::Field* settingOf(std::string_view name, const GridRules& rules) {
    return isSpecial(name) ? nullptr : findField(name, rules);
}

std::string fieldLabel(std::string_view name, const std::string& value) {
    if (value.empty())
        return "(none)";
    const std::size_t arrow = value.find(kArrow);
    if (name != "replace" || arrow == std::string::npos)
        return value;
    return value.substr(0, arrow) + " → " + value.substr(arrow + kArrow.size());
}

} // namespace diptych
