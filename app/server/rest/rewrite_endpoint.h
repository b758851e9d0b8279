// Better prompts: POST /api/rewrite and what it uses when nothing is said.
#pragma once

#include "app/server/router.h"
#include "app/server/server_context.h"

namespace diptych::server {

void addRewriteEndpoints(Router& router, ServerContext& context);

} // namespace diptych::server
