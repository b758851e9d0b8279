#include "core/history/entry_text.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace diptych::history {

namespace {

using nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

std::string textAt(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

template <typename Number> void readNumber(const json& object, const char* key, Number& number) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_number())
        number = found->get<Number>();
}

void readDevice(const json& object, const char* key, DeviceName& device) {
    if (const auto parsed = parseDeviceName(textAt(object, key)))
        device = *parsed;
}

} // namespace

std::string placementToJson(const Placement& placement) {
    OrderedJson object;
    object["text_encoder"] = toString(placement.textEncoder);
    object["transformer"] = toString(placement.transformer);
    object["autoencoder"] = toString(placement.autoencoder);
    object["weight_format"] = toString(placement.weightFormat);
    object["tiling"] = toString(placement.tiles.tiling);
    object["tile_pixels"] = placement.tiles.tilePixels;
    object["overlap_pixels"] = placement.tiles.overlapPixels;
    object["threads"] = placement.threads;
    return object.dump();
}

Placement placementFromJson(std::string_view text) {
    Placement placement;
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return placement;
    readDevice(object, "text_encoder", placement.textEncoder);
    readDevice(object, "transformer", placement.transformer);
    readDevice(object, "autoencoder", placement.autoencoder);
    if (const auto format = parseWeightFormat(textAt(object, "weight_format")))
        placement.weightFormat = *format;
    if (const auto tiling = parseChoice<Tiling>(textAt(object, "tiling"), "tiling"))
        placement.tiles.tiling = *tiling;
    readNumber(object, "tile_pixels", placement.tiles.tilePixels);
    readNumber(object, "overlap_pixels", placement.tiles.overlapPixels);
    readNumber(object, "threads", placement.threads);
    return placement;
}

std::string phaseTimesToJson(const PhaseTimes& seconds) {
    OrderedJson object;
    object["load"] = seconds.load;
    object["encode"] = seconds.encode;
    object["sample"] = seconds.sample;
    object["decode"] = seconds.decode;
    return object.dump();
}

PhaseTimes phaseTimesFromJson(std::string_view text) {
    PhaseTimes seconds;
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return seconds;
    readNumber(object, "load", seconds.load);
    readNumber(object, "encode", seconds.encode);
    readNumber(object, "sample", seconds.sample);
    readNumber(object, "decode", seconds.decode);
    return seconds;
}

std::string promptText(const Conversation& conversation) {
    return conversation.user + '\n' + conversation.system + '\n' + conversation.thinking + '\n' +
           conversation.assistant;
}

std::vector<std::string> tidyTags(const std::vector<std::string>& tags) {
    std::vector<std::string> result;
    for (const std::string& tag : tags)
        if (const std::string_view kept = trimmed(tag); !kept.empty())
            result.push_back(toValidUtf8(kept));
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

std::string joined(const std::vector<std::string>& tags) {
    std::string result;
    for (const std::string& tag : tags)
        result += tag + ' ';
    return result;
}

} // namespace diptych::history
