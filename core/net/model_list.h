// GET /v1/models: what a server has.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/net/http_exchange.h"

#include <string>
#include <vector>

namespace diptych::net {

struct RemoteModel {
    std::string id;
    std::vector<std::string> capabilities; ///< "hidden_states", "chat", …; empty = not told
    int layerCount = 0;                    ///< "layer_count"; 0 = not told
    int width = 0;                         ///< "hidden_size"; 0 = not told

    /// By what the server tells; where it tells nothing, every model may.
    bool mayHave(std::string_view capability) const;

    bool operator==(const RemoteModel&) const = default;
};

/// Errors: Network, Remote, Cancelled.
Result<std::vector<RemoteModel>> listModels(const HttpExchange& exchange,
                                            const RunContext& context);

/// The model that is meant: the one named `id`, with what the server tells about it; where `id` is
/// empty the only one that may have the capability. Errors: Remote (not_found with the names that
/// there are, model_not_chosen).
Result<RemoteModel> chooseModel(const std::vector<RemoteModel>& models, const std::string& id,
                                std::string_view capability, const std::string& server);

} // namespace diptych::net
