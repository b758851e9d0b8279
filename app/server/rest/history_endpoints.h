// What was drawn: /api/history.
#pragma once

#include "app/server/rest/server_history.h"
#include "app/server/router.h"

namespace diptych::server {

/// `history` is borrowed.
void addHistoryEndpoints(Router& router, ServerHistory& history);

} // namespace diptych::server
