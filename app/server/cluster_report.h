// What a server tells about the machines that its model is spread over.
#pragma once

#include "core/cluster/cluster_status.h"

#include <nlohmann/json.hpp>

#include <string>

namespace diptych::server {

/// Whether every rank takes part.
bool isWhole(const cluster::ClusterStatus& status);

/// "ok", or "degraded" while a rank is missing or nothing works.
std::string clusterHealth(const cluster::ClusterStatus& status);

/// The ranks in short, for /health: rank, host, layers, state, last_heartbeat_seconds.
nlohmann::ordered_json ranksInShort(const cluster::ClusterStatus& status);

/// Everything, for /cluster/status.
nlohmann::ordered_json clusterStatus(const cluster::ClusterStatus& status);

/// Further lines for /metrics, text format 0.0.4.
std::string clusterMetrics(const cluster::ClusterStatus& status);

} // namespace diptych::server
