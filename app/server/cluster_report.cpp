#include "app/server/cluster_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace diptych::server {

using cluster::ClusterStatus;
using cluster::RankState;
using cluster::RankStatus;
using nlohmann::ordered_json;

namespace {

ordered_json inShort(const RankStatus& rank) {
    ordered_json object;
    object["rank"] = rank.rank;
    object["host"] = rank.host;
    object["layers"] = rank.layers ? ordered_json(cluster::toString(*rank.layers)) : nullptr;
    object["state"] = cluster::toString(rank.state);
    object["last_heartbeat_seconds"] =
        rank.secondsSinceBeat < 0.0 ? ordered_json() : ordered_json(rank.secondsSinceBeat);
    if (!rank.message.empty())
        object["message"] = rank.message;
    return object;
}

ordered_json inFull(const RankStatus& rank) {
    ordered_json object = inShort(rank);
    object["weight_bytes"] = rank.weightBytes;
    object["memory_bytes"] = rank.memoryBytes;
    object["starts"] = rank.starts;
    object["layer_forwards"] = rank.work.layerForwards;
    object["tokens"] = rank.work.tokens;
    object["compute_seconds"] = rank.work.computeSeconds;
    object["send_seconds"] = rank.work.sendSeconds;
    object["serialisation_seconds"] = rank.work.serialisationSeconds;
    object["frames_sent"] = rank.work.frames;
    object["state_bytes_sent"] = rank.work.stateBytes;
    object["result_bytes_sent"] = rank.work.resultBytes;
    object["frames_waiting"] = rank.work.waiting;
    object["texts"] = rank.work.texts;
    object["kept_bytes"] = rank.work.keptBytes;
    return object;
}

std::string escaped(const std::string& label) {
    std::string text;
    for (const char c : label) {
        if (c == '\\' || c == '"')
            text += '\\';
        text += c == '\n' ? ' ' : c;
    }
    return text;
}

template <typename Number>
std::string single(const char* name, const char* help, const char* type, Number value) {
    return fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, value);
}

template <typename ValueOf>
std::string perRank(const ClusterStatus& status, const char* name, const char* help,
                    const char* type, ValueOf valueOf) {
    std::string text = fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    for (const RankStatus& rank : status.ranks)
        text += fmt::format("{}{{rank=\"{}\",host=\"{}\"}} {}\n", name, rank.rank,
                            escaped(rank.host), std::invoke(valueOf, rank));
    return text;
}

std::string rankMetrics(const ClusterStatus& status) {
    std::string text =
        perRank(status, "diptych_rank_up", "Whether the rank takes part.", "gauge",
                [](const RankStatus& rank) { return rank.state == RankState::Online ? 1 : 0; });
    text += perRank(status, "diptych_rank_heartbeat_age_seconds",
                    "Since the rank was heard last; -1 = never.", "gauge",
                    [](const RankStatus& rank) { return rank.secondsSinceBeat; });
    text += perRank(status, "diptych_rank_stage_seconds_total", "Spent computing.", "counter",
                    [](const RankStatus& rank) { return rank.work.computeSeconds; });
    text += perRank(status, "diptych_rank_send_seconds_total", "Spent handing over frames.",
                    "counter", [](const RankStatus& rank) { return rank.work.sendSeconds; });
    text += perRank(status, "diptych_rank_serialisation_seconds_total",
                    "Spent on headers and sums of frames.", "counter",
                    [](const RankStatus& rank) { return rank.work.serialisationSeconds; });
    text += perRank(status, "diptych_rank_layer_forwards_total", "Steps times layers.", "counter",
                    [](const RankStatus& rank) { return rank.work.layerForwards; });
    text += perRank(status, "diptych_rank_tokens_total", "That ran through the rank's layers.",
                    "counter", [](const RankStatus& rank) { return rank.work.tokens; });
    text += perRank(status, "diptych_rank_state_bytes_total", "Of states that were sent.",
                    "counter", [](const RankStatus& rank) { return rank.work.stateBytes; });
    text += perRank(status, "diptych_rank_result_bytes_total",
                    "Of hidden states and scores that were sent.", "counter",
                    [](const RankStatus& rank) { return rank.work.resultBytes; });
    text += perRank(status, "diptych_rank_queue", "Frames that wait for the rank.", "gauge",
                    [](const RankStatus& rank) { return rank.work.waiting; });
    text += perRank(status, "diptych_rank_weight_bytes", "Of the rank's layers.", "gauge",
                    [](const RankStatus& rank) { return rank.weightBytes; });
    return text;
}

} // namespace

bool isWhole(const ClusterStatus& status) {
    return status.isReady &&
           std::all_of(status.ranks.begin(), status.ranks.end(),
                       [](const RankStatus& rank) { return rank.state == RankState::Online; });
}

std::string clusterHealth(const ClusterStatus& status) {
    return isWhole(status) ? "ok" : "degraded";
}

ordered_json ranksInShort(const ClusterStatus& status) {
    ordered_json list = ordered_json::array();
    for (const RankStatus& rank : status.ranks)
        list.push_back(inShort(rank));
    return list;
}

ordered_json clusterStatus(const ClusterStatus& status) {
    ordered_json object;
    object["status"] = clusterHealth(status);
    object["ready"] = status.isReady;
    object["message"] = isWhole(status) ? std::string() : status.message;
    object["generation"] = status.generation;
    object["layer_count"] = status.layerCount;
    object["split"] = status.split;
    object["ranks"] = ordered_json::array();
    for (const RankStatus& rank : status.ranks)
        object["ranks"].push_back(inFull(rank));
    object["requests"] = {{"in_flight", status.requestsInFlight},
                          {"done", status.requestsDone},
                          {"failed", status.requestsFailed}};
    object["tokens_read"] = status.tokensRead;
    object["tokens_written"] = status.tokensWritten;
    object["tokens_per_second"] = status.stepsPerSecond;
    object["history"] = ordered_json::array();
    for (const cluster::RequestRecord& record : status.recent)
        object["history"].push_back({{"kind", record.isText ? "text" : "encoding"},
                                     {"tokens", record.tokens},
                                     {"seconds", record.seconds},
                                     {"ok", record.succeeded}});
    return object;
}

std::string clusterMetrics(const ClusterStatus& status) {
    std::string text = single("diptych_cluster_ready", "Whether the cluster works.", "gauge",
                              status.isReady ? 1 : 0);
    text += single("diptych_cluster_generation", "Goes up when ranks are lost or found.", "gauge",
                   status.generation);
    text += single("diptych_cluster_requests_in_flight", "Steps on their way through the ranks.",
                   "gauge", status.requestsInFlight);
    text += single("diptych_cluster_requests_total", "Steps that were answered.", "counter",
                   status.requestsDone);
    text += single("diptych_cluster_failures_total", "Steps that failed.", "counter",
                   status.requestsFailed);
    text += single("diptych_cluster_tokens_per_second", "Of the text that was continued last.",
                   "gauge", status.stepsPerSecond);
    return text + rankMetrics(status);
}

} // namespace diptych::server
