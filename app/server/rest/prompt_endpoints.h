// Prompts without pictures: /api/encode, /api/format-prompt, /api/save-embeddings, and the lists of
// what there is to choose from.
#pragma once

#include "app/server/router.h"
#include "app/server/server_context.h"

namespace diptych::server {

void addPromptEndpoints(Router& router, ServerContext& context);
void addChoiceLists(Router& router, ServerContext& context);

} // namespace diptych::server
