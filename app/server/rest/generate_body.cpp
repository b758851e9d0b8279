#include "app/server/rest/generate_body.h"

#include "app/server/rest/prompt_fields.h"
#include "core/base/text.h"
#include "core/config/lora_settings.h"
#include "core/pipeline/sampling_choices.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <utility>
#include <vector>

namespace diptych::server {

using nlohmann::json;

namespace {

std::string textOf(const Error& error) {
    return error.hint.empty() ? error.message : fmt::format("{}: {}", error.message, error.hint);
}

int intWithin(BodyReader& body, const char* field, int fallback) {
    constexpr std::int64_t kLeast = std::numeric_limits<int>::min();
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    return static_cast<int>(body.integerWithin(field, kLeast, kMost).value_or(fallback));
}

void readChoice(BodyReader& body, const char* field, const std::vector<SamplingChoice>& choices,
                std::string& target) {
    const std::optional<std::string> given = body.text(field);
    if (!given)
        return;
    std::vector<std::string> names;
    names.reserve(choices.size());
    for (const SamplingChoice& choice : choices)
        names.push_back(choice.id);
    if (std::find(names.begin(), names.end(), *given) == names.end())
        body.addProblem(field,
                        fmt::format("unknown {} '{}': use one of {}", field,
                                    toValidUtf8(given->substr(0, 64)), fmt::join(names, ", ")));
    else
        target = *given;
}

void readNumbers(BodyReader& body, GenerationRequest& request) {
    request.width = intWithin(body, "width", request.width);
    request.height = intWithin(body, "height", request.height);
    request.steps = intWithin(body, "steps", request.steps);
    if (const auto seed = body.integer("seed"))
        request.seed = *seed;
    request.count =
        static_cast<int>(body.integerWithin("count", 1, kMostPictures).value_or(request.count));
    request.guidanceScale = body.number("guidance_scale").value_or(request.guidanceScale);
    if (const auto shift = body.number("shift"))
        request.shift = *shift;
    if (const auto limit = body.number("cfg_normalization"))
        request.cfgNormalization = *limit;
    if (const auto end = body.number("cfg_truncation"))
        request.cfgTruncation = *end;
    request.hiddenLayer = intWithin(body, "hidden_layer", request.hiddenLayer);
    request.negativePrompt = body.text("negative_prompt").value_or(request.negativePrompt);
    readChoice(body, "scheduler", listSchedulers(), request.scheduler);
    readChoice(body, "sigma_spacing", listSigmaSpacings(), request.sigmaSpacing);
    if (const auto mode = body.text("long_prompt_mode")) {
        const auto chosen = parseChoice<LongPromptMode>(*mode, "long_prompt_mode");
        if (chosen)
            request.longPromptMode = *chosen;
        else
            body.addProblem("long_prompt_mode", textOf(chosen.error()));
    }
}

void readSkipLayers(BodyReader& body, GenerationRequest& request) {
    SkipLayerGuidance& skip = request.skipLayers;
    skip.scale = body.number("slg_scale").value_or(skip.scale);
    skip.start = body.number("slg_start").value_or(skip.start);
    skip.stop = body.number("slg_stop").value_or(skip.stop);
    const json* layers = body.value("slg_layers");
    if (!layers)
        return;
    const bool isList = layers->is_array() && layers->size() <= 256 &&
                        std::all_of(layers->begin(), layers->end(), [](const json& layer) {
                            return layer.is_number_unsigned() && layer.get<std::uint64_t>() < 4096;
                        });
    if (!isList) {
        body.addProblem("slg_layers", "slg_layers must be a list of whole numbers from 0",
                        "type_error");
        return;
    }
    skip.layers = layers->get<std::vector<int>>();
}

// What the predecessor had and this program has not: off is fine.
void refuseMissingFeatures(BodyReader& body) {
    body.allow({"fmtt_start", "fmtt_stop", "fmtt_normalize", "fmtt_decode_scale",
                "fmtt_siglip_model", "fmtt_siglip_device"});
    if (const json* dype = body.value("dype"))
        if (!dype->is_object() || dype->value("enabled", json(false)) != json(false))
            body.addProblem("dype", "dynamic position extrapolation is not available here: leave "
                                    "dype out");
    if (body.number("fmtt_scale").value_or(0.0) != 0.0)
        body.addProblem("fmtt_scale", "reward guidance is not available here: leave it out");
}

// {"path", "scale"}, or "path:scale".
std::optional<config::LoraEntry> loraFrom(const json& value) {
    if (value.is_string())
        return config::parseLora(value.get_ref<const std::string&>());
    if (!value.is_object() || !value.contains("path") || !value["path"].is_string())
        return std::nullopt;
    config::LoraEntry entry;
    entry.file = value["path"].get<std::string>();
    const json scale = value.value("scale", json(1.0));
    const json enabled = value.value("enabled", json(true));
    if (!scale.is_number() || !enabled.is_boolean())
        return std::nullopt;
    entry.strength = scale.get<double>();
    entry.enabled = enabled.get<bool>();
    return entry;
}

bool staysInFolder(const std::string& file) {
    const std::filesystem::path path(file);
    return !path.is_absolute() &&
           std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

void readLoras(BodyReader& body, const config::AppConfig& settings, LoraPaths paths,
               GenerationRequest& request) {
    config::LoraSettings wanted = settings.lora;
    if (const json* list = body.value("loras")) {
        constexpr std::size_t kMost = 32;
        if (!list->is_array() || list->size() > kMost) {
            body.addProblem("loras", "loras must be a list of at most 32 files", "type_error");
            return;
        }
        wanted.entries.clear();
        for (const json& value : *list) {
            auto entry = loraFrom(value);
            if (!entry || entry->file.empty() || entry->file.find('\0') != std::string::npos) {
                body.addProblem("loras", "each of loras must be {\"path\": …, \"scale\": …}",
                                "type_error");
                return;
            }
            const bool isAllowed = paths == LoraPaths::Anywhere ||
                                   (!wanted.folder.empty() && staysInFolder(entry->file));
            if (!isAllowed) {
                body.addProblem("loras", "loras must be names in the server's LoRA folder");
                return;
            }
            if (paths == LoraPaths::InFolder) // and not in the folder that the server runs in
                entry->folder = wanted.folder;
            wanted.entries.push_back(std::move(*entry));
        }
    }
    const auto found = config::findLoras(wanted);
    if (!found) {
        body.addProblem("loras", textOf(found.error()));
        return;
    }
    request.loras = *found;
    std::error_code ignored;
    for (const LoraRequest& lora : request.loras)
        if (!std::filesystem::is_regular_file(lora.path, ignored))
            body.addProblem("loras",
                            fmt::format("there is no LoRA file '{}'", toValidUtf8(lora.path)));
}

} // namespace

GenerationRequest readGenerateBody(BodyReader& body, const TemplateLibrary& templates,
                                   const config::AppConfig& settings, const ModelSpec& model,
                                   LoraPaths loraPaths) {
    GenerationRequest request = config::requestOf(settings);
    const PromptFields prompt =
        readPromptFields(body, templates, request.conversation, request.templateName);
    request.conversation = prompt.conversation;
    request.templateName = prompt.templateName;
    readNumbers(body, request);
    readSkipLayers(body, request);
    refuseMissingFeatures(body);
    readLoras(body, settings, loraPaths, request);
    body.refuseOthers();
    if (!body.problems().empty())
        return request;
    if (const auto resolved = resolve(request, model)) {
        request = resolved->request;
    } else {
        const Error& error = resolved.error();
        body.addProblem(error.args.empty() ? "" : error.args.front(), textOf(error));
    }
    return request;
}

} // namespace diptych::server
