// The encoder's role: POST /v1/hidden_states, and GET /v1/models, which the chat has too.
#pragma once

#include "app/server/router.h"
#include "app/server/server_context.h"

#include <optional>
#include <string>

namespace diptych::server {

/// `context` is borrowed, here and in all functions of this kind.
void addEncoderEndpoints(Router& router, ServerContext& context);
void addModelList(Router& router, ServerContext& context);

/// The answer to a request for a model that is not this server's; nothing when it is.
std::optional<HttpReply> refuseOtherModel(const ServerContext& context, const std::string& model);

} // namespace diptych::server
