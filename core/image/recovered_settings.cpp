#include "core/image/recovered_settings.h"

#include "core/image/foreign_settings.h"
#include "core/image/infotext.h"
#include "core/image/picture_metadata.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace diptych {

namespace {

using nlohmann::json;

constexpr std::size_t kShortText = 120; // bytes, about

const std::string* textOf(const std::vector<TextEntry>& texts, std::string_view keyword) {
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const TextEntry& entry) {
        return entry.keyword == keyword;
    });
    return found == texts.end() ? nullptr : &found->text;
}

json objectOf(const std::vector<TextEntry>& texts, std::string_view keyword) {
    const std::string* const text = textOf(texts, keyword);
    json object = text ? json::parse(*text, nullptr, false) : json();
    return object.is_object() ? object : json();
}

// What a file does not tell stays as it is; a file without the prompt says nothing about it.
std::optional<RecoveredSettings> readOwn(const std::string& text, const GenerationRequest& base) {
    auto metadata = metadataFromJson(text);
    const json object = json::parse(text, nullptr, false);
    if (!metadata || !object.is_object())
        return std::nullopt;
    RecoveredSettings settings{"Diptych", std::move(metadata->request), {}};
    if (!object.contains("prompt")) {
        settings.request.conversation = base.conversation;
        settings.request.negativePrompt = base.negativePrompt;
    }
    settings.request.count = base.count;
    settings.request.seedRule = base.seedRule;
    return settings;
}

// The settings of the readable text that metadataFromInfotext takes over, or that tell nothing.
constexpr std::array<std::string_view, 12> kInfotextNames = {
    "Steps",   "CFG scale",       "Seed",          "Size",         "Denoising strength",
    "Shift",   "Prompt template", "Hires upscale", "Hires resize", "Hires upscaler",
    "Version", "Model hash"};

std::string infotextProgram(const Infotext& infotext) {
    const std::string* const version = infotext.find("Version");
    if (!version)
        return "AUTOMATIC1111";
    if (version->starts_with("Diptych"))
        return "Diptych";
    if (version->find("stable-diffusion.cpp") != std::string::npos)
        return "stable-diffusion.cpp";
    return version->starts_with("f") ? "Forge" : "AUTOMATIC1111";
}

std::optional<RecoveredSettings> readInfotext(const std::string& text,
                                              const GenerationRequest& base) {
    const Infotext infotext = parseInfotext(text);
    if (infotext.settings.empty())
        return std::nullopt; // a caption, not settings
    RecoveredSettings settings{
        infotextProgram(infotext), metadataFromInfotext(text, base).request, {}};
    for (const auto& [name, value] : infotext.settings) {
        if (std::find(kInfotextNames.begin(), kInfotextNames.end(), name) != kInfotextNames.end())
            continue;
        const std::string_view scheduler =
            name == "Sampler" ? image::schedulerOf(value) : std::string_view();
        if (scheduler.empty())
            settings.unknown.push_back({name, image::shortText(value)});
        else
            settings.request.scheduler = scheduler;
    }
    return settings;
}

} // namespace

namespace image {

std::string_view schedulerOf(std::string_view sampler) {
    std::string plain;
    for (const char c : sampler)
        if (c != ' ' && c != '_' && c != '-')
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kNames = {
        {{"euler", "flow_euler"},
         {"floweuler", "flow_euler"},
         {"heun", "flow_heun"},
         {"flowheun", "flow_heun"},
         {"dpm++2m", "dpm_solver"},
         {"dpmpp2m", "dpm_solver"},
         {"dpmsolver", "dpm_solver"},
         {"unipc", "unipc"},
         {"unipcbh1", "unipc"},
         {"unipcbh2", "unipc"},
         {"unipctrailing", "unipc"}}};
    for (const auto& [theirs, ours] : kNames)
        if (plain == theirs)
            return ours;
    return {};
}

void takeGuidance(double scale, GenerationRequest& request) {
    request.guidanceScale = scale > 1.0 ? scale - 1.0 : 0.0;
}

std::string shortText(const json& value) {
    std::string text = value.is_string()
                           ? value.get<std::string>()
                           : value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() <= kShortText)
        return text;
    std::size_t end = kShortText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // not inside a character
    return text.substr(0, end) + "…";
}

} // namespace image

std::optional<RecoveredSettings> recoverSettings(const std::vector<TextEntry>& texts,
                                                 const GenerationRequest& base) {
    if (const std::string* const own = textOf(texts, kDiptychKeyword))
        if (auto settings = readOwn(*own, base))
            return settings;
    RecoveredSettings settings{"", base, {}};
    if (const json object = objectOf(texts, "invokeai_metadata");
        image::readInvoke(object, settings))
        return settings;
    if (const json object = objectOf(texts, kParametersKeyword); object.is_object()) {
        if (image::readSwarm(object, settings))
            return settings;
    } else if (const std::string* const infotext = textOf(texts, kParametersKeyword)) {
        if (auto read = readInfotext(*infotext, base))
            return read;
    }
    if (const json graph = objectOf(texts, "prompt"); image::readComfyGraph(graph, settings))
        return settings;
    return std::nullopt;
}

} // namespace diptych
