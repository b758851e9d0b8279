// Whether a server can encode prompts, stage by stage: the first that fails is named with its cause
// and what to do.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/net/hidden_states_client.h"
#include "core/net/remote_fault.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::net {

/// In the order in which a connection comes about.
enum class ConnectionStage {
    Name,          ///< the host's name leads to an address
    Connection,    ///< the port accepts
    Tls,           ///< certificate and encryption
    Http,          ///< what answers speaks HTTP
    Authorisation, ///< the key is accepted, or none is wanted
    Endpoint,      ///< /v1/models and /v1/hidden_states are there and answer sensibly
    Model,         ///< the model is there and gives hidden states of the layer
    Width,         ///< which fit the transformer
    RoundTrip,     ///< whole, finite, in time
};

/// "name", "connection", "tls", "http", "authorisation", "endpoint", "model", "width",
/// "round_trip".
std::string_view stageName(ConnectionStage stage);

/// The stage that a fault belongs to.
ConnectionStage stageOf(RemoteFault fault);

enum class StageState { Passed, Failed, Skipped };

struct StageResult {
    ConnectionStage stage = ConnectionStage::Name;
    StageState state = StageState::Skipped;
};

struct ConnectionReport {
    std::vector<StageResult> stages; ///< all nine, in order; Tls is skipped for http://
    std::optional<Error> error;      ///< of the stage that failed
    std::string model;
    int tokens = 0;
    int width = 0;
    std::string dtype;
    std::uint64_t bytes = 0;     ///< of the answer
    double seconds = 0.0;        ///< of the round trip
    double latencySeconds = 0.0; ///< of the small request before it

    bool ok() const { return !error; }
};

/// Hears each stage as soon as its outcome is known, in order, on the thread that tests; one that
/// passed is told again where a later request fails at it.
using StageListener = std::function<void(const StageResult&)>;

/// Asks for the models, then for the hidden states of `query`. Stops at the first failure;
/// `listener` may be empty.
ConnectionReport testConnection(HiddenStatesClient& client, const HiddenStatesQuery& query,
                                const RunContext& context, const StageListener& listener = {});

/// One small question to see whether a server answers: its list of models. Returns the seconds that
/// it took. Errors: Network, Remote, Cancelled.
Result<double> measureLatency(const HttpExchange& exchange, const RunContext& context);

} // namespace diptych::net
