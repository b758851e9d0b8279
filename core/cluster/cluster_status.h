// How a cluster is at a moment, for those who show it.
#pragma once

#include "core/cluster/layer_split.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::cluster {

enum class RankState {
    Offline, ///< never seen, gone, or silent for too long
    Waiting, ///< here, until the others are
    Loading, ///< binds its layers
    Online,  ///< works
    Refused, ///< does not fit the others: other weights, another version, another key
};

/// "offline", "waiting", "loading", "online", "refused".
std::string_view toString(RankState state);

/// What one rank has done since it was started.
struct RankWork {
    std::uint64_t layerForwards = 0; ///< steps times layers
    std::uint64_t tokens = 0;        ///< that ran through its layers
    double computeSeconds = 0.0;
    double sendSeconds = 0.0;
    double serialisationSeconds = 0.0; ///< headers and sums
    std::uint64_t frames = 0;          ///< sent
    std::uint64_t stateBytes = 0;      ///< of states that were sent
    std::uint64_t resultBytes = 0;     ///< of hidden states and scores that were sent
    std::uint64_t waiting = 0;         ///< frames that wait for its processor now
    std::uint64_t texts = 0;           ///< whose keys and values it keeps now
    std::uint64_t keptBytes = 0;       ///< of these
};

struct RankStatus {
    int rank = 0;
    std::string host;
    std::optional<LayerRange> layers;
    RankState state = RankState::Offline;
    std::string message;            ///< why it is not online; may be empty
    double secondsSinceBeat = -1.0; ///< negative = never seen; 0 for the coordinator itself
    std::uint64_t weightBytes = 0;  ///< of its layers, as held
    std::uint64_t memoryBytes = 0;  ///< of its machine; 0 = not known
    int starts = 0;                 ///< how often it has come (again)
    RankWork work;
};

/// A request that is over.
struct RequestRecord {
    bool isText = false; ///< else an encoding
    std::uint64_t tokens = 0;
    double seconds = 0.0;
    bool succeeded = false;
};

struct ClusterStatus {
    bool isReady = false;
    std::string message; ///< why it is not ready; empty when it is
    std::uint64_t generation = 0;
    std::int64_t layerCount = 0;
    std::int64_t hiddenSize = 0;
    std::string split; ///< "0-13,14-27"; empty while there is none
    std::vector<RankStatus> ranks;
    std::uint64_t requestsInFlight = 0;
    std::uint64_t requestsDone = 0;
    std::uint64_t requestsFailed = 0;
    std::uint64_t tokensRead = 0;      ///< of prompts, encoded or continued
    std::uint64_t tokensWritten = 0;   ///< scores given
    double stepsPerSecond = 0.0;       ///< of the text that was continued last
    std::vector<RequestRecord> recent; ///< the last 100, oldest first
};

} // namespace diptych::cluster
