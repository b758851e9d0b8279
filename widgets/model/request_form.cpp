#include "widgets/model/request_form.h"

#include "core/base/text.h"
#include "core/image/picture_metadata.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kFormVersion = 1;

std::string_view thinkModeName(ThinkMode mode) {
    switch (mode) {
    case ThinkMode::Off:
        return "off";
    case ThinkMode::Empty:
        return "empty";
    case ThinkMode::Text:
        return "text";
    }
    return "off";
}

ThinkMode thinkModeOf(std::string_view name) {
    if (name == "empty")
        return ThinkMode::Empty;
    return name == "text" ? ThinkMode::Text : ThinkMode::Off;
}

// A request without what the form keeps beside it.
GenerationRequest plain(GenerationRequest request) {
    request.conversation.thinking.clear();
    request.conversation.forceThinkBlock = false;
    request.loras.clear();
    return request;
}

RequestForm readForm(const nlohmann::json& object) {
    const auto metadata = metadataFromJson(object.at("request").dump());
    RequestForm form;
    form.request = plain(valueOrThrow(metadata).request);
    // The metadata of pictures tells names only; here the same files are wanted again.
    form.request.source.path = object.at("source").get<std::string>();
    form.request.source.mask = object.at("mask").get<std::string>();
    // Older forms have no embeddings.
    form.request.embeddings = {object.value("embeddings", std::string()),
                               object.value("negative_embeddings", std::string())};
    form.thinkMode = thinkModeOf(object.at("think_mode").get<std::string>());
    form.thinkingText = object.at("thinking").get<std::string>();
    form.thinkRefused = object.value("think_refused", false); // older forms do not have it
    for (const nlohmann::json& lora : object.at("loras"))
        form.loras.push_back({lora.at("path").get<std::string>(), lora.at("strength").get<double>(),
                              lora.at("enabled").get<bool>()});
    return form;
}

} // namespace

GenerationRequest toRequest(const RequestForm& form) {
    GenerationRequest request = form.request;
    request.conversation.forceThinkBlock = form.thinkMode != ThinkMode::Off;
    request.conversation.thinking =
        form.thinkMode == ThinkMode::Text ? form.thinkingText : std::string();
    request.loras.clear();
    for (const LoraItem& lora : form.loras)
        if (lora.enabled)
            request.loras.push_back({lora.path, lora.strength});
    return request;
}

RequestForm formOf(const GenerationRequest& request) {
    RequestForm form;
    form.request = plain(request);
    form.thinkingText = request.conversation.thinking;
    if (!form.thinkingText.empty())
        form.thinkMode = ThinkMode::Text;
    else if (request.conversation.forceThinkBlock)
        form.thinkMode = ThinkMode::Empty;
    for (const LoraRequest& lora : request.loras)
        form.loras.push_back({lora.path, lora.strength, true});
    return form;
}

std::string formToJson(const RequestForm& form) {
    PictureMetadata metadata;
    metadata.request = plain(form.request);
    nlohmann::ordered_json object;
    object["form_version"] = kFormVersion;
    object["request"] = nlohmann::ordered_json::parse(metadataToJson(metadata));
    object["source"] = toValidUtf8(form.request.source.path);
    object["mask"] = toValidUtf8(form.request.source.mask);
    object["embeddings"] = toValidUtf8(form.request.embeddings.prompt);
    object["negative_embeddings"] = toValidUtf8(form.request.embeddings.negative);
    object["think_mode"] = thinkModeName(form.thinkMode);
    object["thinking"] = toValidUtf8(form.thinkingText);
    object["think_refused"] = form.thinkRefused;
    object["loras"] = nlohmann::ordered_json::array();
    for (const LoraItem& lora : form.loras)
        object["loras"].push_back({{"path", toValidUtf8(lora.path)},
                                   {"strength", lora.strength},
                                   {"enabled", lora.enabled}});
    return object.dump();
}

Result<RequestForm> formFromJson(std::string_view json) {
    try {
        return readForm(nlohmann::json::parse(json));
    } catch (const std::exception& exception) {
        return fail(ErrorCode::FileInvalid, "this is no saved form", "", exception.what());
    }
}

} // namespace diptych::widgets
