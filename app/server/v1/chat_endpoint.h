// The chat's role: POST /v1/chat/completions, whole or as a stream of events.
#pragma once

#include "app/server/router.h"
#include "app/server/server_context.h"

namespace diptych::server {

void addChatEndpoint(Router& router, ServerContext& context);

} // namespace diptych::server
