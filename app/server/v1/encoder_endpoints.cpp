#include "app/server/v1/encoder_endpoints.h"

#include "app/server/encoding.h"
#include "app/server/v1/hidden_states_body.h"

#include <fmt/format.h>

#include <utility>

namespace diptych::server {

namespace {

HttpReply hiddenStates(ServerContext& context, const HttpCall& call) {
    BodyReader body(call.body);
    const HiddenStatesRequest request = readHiddenStatesRequest(body, call.header("accept"));
    if (!body.problems().empty())
        return problemReply(body.problems(), Family::V1);
    if (auto refusal = refuseOtherModel(context, request.model))
        return std::move(*refusal);
    const auto layer = engineLayerFor(request.layer, request.huggingFaceNumbering,
                                      context.engine->spec().textLayerCount);
    if (!layer)
        return errorReply(layer.error(), Family::V1);
    const auto encoded = encodeText(context, call, Family::V1, request.input, request.maxLength,
                                    layer->hiddenLayer, layer->last);
    if (!encoded)
        return encoded.error();
    auto reply = hiddenStatesReply(*encoded, request);
    if (!reply)
        return errorReply(reply.error(), Family::V1);
    reply->prompt = request.input;
    return std::move(*reply);
}

HttpReply models(const ServerContext& context) {
    nlohmann::ordered_json capabilities = nlohmann::ordered_json::array();
    if (context.options.roles.encoder && context.encodes)
        capabilities.push_back("hidden_states");
    if (context.options.roles.chat && context.encodesHere)
        for (const char* capability : {"chat", "thinking"})
            capabilities.push_back(capability);
    nlohmann::ordered_json model;
    model["id"] = context.modelId;
    model["object"] = "model";
    model["owned_by"] = "user";
    model["provider"] = "diptych";
    model["modalities"] = {"text"};
    model["capabilities"] = std::move(capabilities);
    if (const int layers = context.engine->spec().textLayerCount; layers > 0)
        model["layer_count"] = layers;
    if (const int width = context.encoderWidth; width > 0)
        model["hidden_size"] = width;
    nlohmann::ordered_json list;
    list["object"] = "list";
    list["data"] = nlohmann::ordered_json::array({std::move(model)});
    return jsonReply(list);
}

} // namespace

std::optional<HttpReply> refuseOtherModel(const ServerContext& context, const std::string& model) {
    if (model == context.modelId)
        return std::nullopt;
    return errorReply(400, fmt::format("Model '{}' not found or disabled. Available: ['{}']", model,
                                       context.modelId));
}

void addEncoderEndpoints(Router& router, ServerContext& context) {
    router.add("POST", "/v1/hidden_states", [&context](const HttpCall& call, const std::string&) {
        return hiddenStates(context, call);
    });
}

void addModelList(Router& router, ServerContext& context) {
    router.add("GET", "/v1/models",
               [&context](const HttpCall&, const std::string&) { return models(context); });
}

} // namespace diptych::server
