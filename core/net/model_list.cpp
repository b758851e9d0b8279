#include "core/net/model_list.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace diptych::net {

namespace {

using nlohmann::json;

int numberIn(const json& object, const char* key) {
    constexpr std::int64_t kLargest = 1 << 20;
    if (!object.contains(key) || !object[key].is_number_integer())
        return 0;
    return static_cast<int>(std::clamp<std::int64_t>(object[key].get<std::int64_t>(), 0, kLargest));
}

RemoteModel readModel(const json& entry) {
    RemoteModel model{entry["id"].get<std::string>(),
                      {},
                      numberIn(entry, "layer_count"),
                      numberIn(entry, "hidden_size")};
    if (entry.contains("capabilities") && entry["capabilities"].is_array())
        for (const json& capability : entry["capabilities"])
            if (capability.is_string())
                model.capabilities.push_back(capability.get<std::string>());
    return model;
}

std::string namesOf(const std::vector<RemoteModel>& models) {
    constexpr std::size_t kMost = 12;
    std::vector<std::string> names;
    for (const RemoteModel& model : models)
        if (names.size() < kMost)
            names.push_back(toValidUtf8(model.id));
    return fmt::format("{}{}", fmt::join(names, ", "), models.size() > kMost ? ", …" : "");
}

} // namespace

bool RemoteModel::mayHave(std::string_view capability) const {
    return capabilities.empty() ||
           std::find(capabilities.begin(), capabilities.end(), capability) != capabilities.end();
}

Result<std::vector<RemoteModel>> listModels(const HttpExchange& exchange,
                                            const RunContext& context) {
    EndpointCall call;
    call.endpoint = "/v1/models";
    DIPTYCH_TRY(const HttpResponse response, exchange.call(call, context));
    DIPTYCH_TRY_DONE(requireJson(response, exchange.server()));
    const json object = json::parse(response.body, nullptr, false);
    if (object.is_discarded())
        return fail(remoteError(RemoteFault::NotJson, exchange.server()));
    if (!object.is_object() || !object.contains("data") || !object["data"].is_array())
        return fail(remoteError(RemoteFault::WrongField, exchange.server(), "data"));
    std::vector<RemoteModel> models;
    for (const json& entry : object["data"]) {
        if (!entry.is_object() || !entry.contains("id") || !entry["id"].is_string())
            return fail(remoteError(RemoteFault::WrongField, exchange.server(), "id"));
        models.push_back(readModel(entry));
    }
    return models;
}

Result<RemoteModel> chooseModel(const std::vector<RemoteModel>& models, const std::string& id,
                                std::string_view capability, const std::string& server) {
    std::vector<RemoteModel> suitable;
    for (const RemoteModel& model : models) {
        if (!id.empty() && model.id == id)
            return model;
        if (model.mayHave(capability))
            suitable.push_back(model);
    }
    if (!id.empty())
        return fail(remoteError(
            RemoteFault::NotFound, server,
            fmt::format("model '{}'; it has {}", id, models.empty() ? "none" : namesOf(models))));
    if (suitable.size() == 1)
        return suitable.front();
    return fail(remoteError(RemoteFault::ModelNotChosen, server,
                            suitable.empty() ? "it has none" : namesOf(suitable)));
}

} // namespace diptych::net
