// InvokeAI and SwarmUI: flat objects, one key after another. The keys are those of InvokeAI 5 and 6
// (`invokeai_metadata`) and of SwarmUI (`sui_image_params`).
#include "core/image/foreign_settings.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace diptych::image {

namespace {

using nlohmann::json;

/// Takes one value into the request; false = it is not understood.
using Take = std::function<bool(const json& value, RecoveredSettings& settings)>;
using Table = std::map<std::string, Take, std::less<>>;

template <typename Access> Take text(Access access) {
    return [access](const json& value, RecoveredSettings& settings) {
        if (!value.is_string())
            return false;
        access(settings.request) = value.get<std::string>();
        return true;
    };
}

template <typename Access> Take whole(Access access) {
    return [access](const json& value, RecoveredSettings& settings) {
        if (!value.is_number_integer() || value.get<std::int64_t>() < 0 ||
            value.get<std::int64_t>() > kLargestSide)
            return false;
        access(settings.request) = value.get<int>();
        return true;
    };
}

bool takeSeed(const json& value, RecoveredSettings& settings) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0)
        return false;
    settings.request.seed = value.get<std::int64_t>();
    return true;
}

bool takeScale(const json& value, RecoveredSettings& settings) {
    if (!value.is_number())
        return false;
    takeGuidance(value.get<double>(), settings.request);
    return true;
}

bool takeSampler(const json& value, RecoveredSettings& settings) {
    const std::string_view scheduler =
        value.is_string() ? schedulerOf(value.get_ref<const std::string&>()) : std::string_view();
    if (scheduler.empty())
        return false;
    settings.request.scheduler = scheduler;
    return true;
}

bool takeShift(const json& value, RecoveredSettings& settings) {
    if (!value.is_number() || value.get<double>() <= 0.0)
        return false;
    settings.request.shift = value.get<double>();
    return true;
}

bool takeStrength(const json& value, RecoveredSettings& settings) {
    if (!value.is_number() || value.get<double>() < 0.0 || value.get<double>() > 1.0)
        return false;
    settings.request.source.strength = value.get<double>();
    return true;
}

bool takeInvokeLoras(const json& value, RecoveredSettings& settings) {
    if (!value.is_array())
        return false;
    std::vector<LoraRequest> loras;
    for (const json& lora : value) {
        if (!lora.is_object() || !lora.contains("model") || !lora["model"].is_object())
            return false;
        const json name = lora["model"].value("name", json());
        const json weight = lora.value("weight", json(1.0));
        if (!name.is_string() || !weight.is_number())
            return false;
        loras.push_back({name.get<std::string>(), weight.get<double>()});
    }
    settings.request.loras = std::move(loras);
    return true;
}

Table commonTable() {
    Table table;
    table["width"] = whole([](GenerationRequest& r) -> int& { return r.width; });
    table["height"] = whole([](GenerationRequest& r) -> int& { return r.height; });
    table["steps"] = whole([](GenerationRequest& r) -> int& { return r.steps; });
    table["seed"] = takeSeed;
    return table;
}

// Keys that tell nothing about the picture's content stay unmentioned.
void readTable(const json& object, const Table& table, const std::map<std::string, int>& silent,
               RecoveredSettings& settings) {
    for (const auto& [name, value] : object.items()) {
        const auto take = table.find(name);
        const bool taken = take != table.end() && take->second(value, settings);
        if (!taken && !value.is_null() && !silent.contains(name))
            settings.unknown.push_back({name, shortText(value)});
    }
}

} // namespace

bool readInvoke(const json& object, RecoveredSettings& settings) {
    if (!object.is_object() || !object.contains("positive_prompt"))
        return false;
    Table table = commonTable();
    table["positive_prompt"] =
        text([](GenerationRequest& r) -> std::string& { return r.conversation.user; });
    table["negative_prompt"] =
        text([](GenerationRequest& r) -> std::string& { return r.negativePrompt; });
    table["cfg_scale"] = takeScale;
    table["scheduler"] = takeSampler;
    table["strength"] = takeStrength;
    table["shift"] = takeShift;
    table["loras"] = takeInvokeLoras;
    settings.program = "InvokeAI";
    readTable(object, table, {{"generation_mode", 0}, {"app_version", 0}, {"rand_device", 0}},
              settings);
    return true;
}

bool readSwarm(const json& object, RecoveredSettings& settings) {
    const json parameters = object.is_object() ? object.value("sui_image_params", json()) : json();
    if (!parameters.is_object())
        return false;
    Table table = commonTable();
    table["prompt"] =
        text([](GenerationRequest& r) -> std::string& { return r.conversation.user; });
    table["negativeprompt"] =
        text([](GenerationRequest& r) -> std::string& { return r.negativePrompt; });
    table["cfgscale"] = takeScale;
    table["sampler"] = takeSampler;
    table["sigmashift"] = takeShift;
    table["initimagecreativity"] = takeStrength;
    settings.program = "SwarmUI";
    readTable(parameters, table, {{"swarm_version", 0}, {"aspectratio", 0}, {"images", 0}},
              settings);
    return true;
}

} // namespace diptych::image
