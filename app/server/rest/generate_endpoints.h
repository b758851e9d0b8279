// Pictures: POST /api/generate, which waits, and /api/jobs, which does not.
#pragma once

#include "app/server/rest/job_registry.h"
#include "app/server/rest/server_history.h"
#include "app/server/router.h"
#include "app/server/server_context.h"

namespace diptych::server {

/// What is passed is borrowed.
void addGenerateEndpoint(Router& router, ServerContext& context, ServerHistory& history);
void addJobEndpoints(Router& router, ServerContext& context, ServerHistory& history,
                     JobRegistry& jobs);

} // namespace diptych::server
