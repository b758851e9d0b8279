#include "core/net/connection_test.h"

#include "core/base/stopwatch.h"

#include <array>
#include <utility>

namespace diptych::net {

namespace {

constexpr std::array kStages = {
    ConnectionStage::Name,  ConnectionStage::Connection,    ConnectionStage::Tls,
    ConnectionStage::Http,  ConnectionStage::Authorisation, ConnectionStage::Endpoint,
    ConnectionStage::Model, ConnectionStage::Width,         ConnectionStage::RoundTrip,
};

// Everything before the stage that failed went well, everything behind it was not tried.
void settleStages(ConnectionReport& report, bool isSecure, std::optional<ConnectionStage> failed) {
    for (const ConnectionStage stage : kStages) {
        StageState state = StageState::Passed;
        if (failed && stage == *failed)
            state = StageState::Failed;
        else if ((failed && stage > *failed) || (stage == ConnectionStage::Tls && !isSecure))
            state = StageState::Skipped;
        report.stages.push_back({stage, state});
    }
}

} // namespace

std::string_view stageName(ConnectionStage stage) {
    switch (stage) {
    case ConnectionStage::Name:
        return "name";
    case ConnectionStage::Connection:
        return "connection";
    case ConnectionStage::Tls:
        return "tls";
    case ConnectionStage::Http:
        return "http";
    case ConnectionStage::Authorisation:
        return "authorisation";
    case ConnectionStage::Endpoint:
        return "endpoint";
    case ConnectionStage::Model:
        return "model";
    case ConnectionStage::Width:
        return "width";
    case ConnectionStage::RoundTrip:
        return "round_trip";
    }
    return "";
}

ConnectionStage stageOf(RemoteFault fault) {
    switch (fault) {
    case RemoteFault::NameNotFound:
        return ConnectionStage::Name;
    case RemoteFault::ConnectionRefused:
    case RemoteFault::Unreachable:
    case RemoteFault::ProxyFailed:
    case RemoteFault::ConnectTimedOut:
    case RemoteFault::TransportFailed:
        return ConnectionStage::Connection;
    case RemoteFault::TlsUntrusted:
    case RemoteFault::TlsWrongName:
    case RemoteFault::TlsExpired:
    case RemoteFault::TlsFailed:
        return ConnectionStage::Tls;
    case RemoteFault::NotHttp:
    case RemoteFault::ConnectionReset:
    case RemoteFault::RedirectRefused:
        return ConnectionStage::Http;
    case RemoteFault::Unauthorized:
    case RemoteFault::Forbidden:
        return ConnectionStage::Authorisation;
    case RemoteFault::NotFound:
    case RemoteFault::BadRequest:
    case RemoteFault::RequestTooLarge:
    case RemoteFault::UnexpectedStatus:
    case RemoteFault::WrongContentType:
    case RemoteFault::NotJson:
    case RemoteFault::WrongField:
        return ConnectionStage::Endpoint;
    case RemoteFault::Unprocessable:
    case RemoteFault::WrongModel:
    case RemoteFault::WrongLayer:
    case RemoteFault::LayerUnavailable:
    case RemoteFault::ModelNotChosen:
        return ConnectionStage::Model;
    case RemoteFault::WrongWidth:
        return ConnectionStage::Width;
    case RemoteFault::FirstByteTimedOut:
    case RemoteFault::IdleTimedOut:
    case RemoteFault::TooSlow:
    case RemoteFault::ClosedEarly:
    case RemoteFault::TooLarge:
    case RemoteFault::TooManyRequests:
    case RemoteFault::ServerFault:
    case RemoteFault::Overloaded:
    case RemoteFault::WrongType:
    case RemoteFault::WrongShape:
    case RemoteFault::WrongByteCount:
    case RemoteFault::WrongTokenCount:
    case RemoteFault::BadBase64:
    case RemoteFault::BadSafetensors:
    case RemoteFault::NotFinite:
    case RemoteFault::StreamBroken:
        return ConnectionStage::RoundTrip;
    }
    return ConnectionStage::RoundTrip;
}

ConnectionReport testConnection(HiddenStatesClient& client, const HiddenStatesQuery& query,
                                const RunContext& context) {
    ConnectionReport report;
    const bool isSecure = client.exchange().access().address.isSecure();
    const auto failed = [&](Error error, bool listed) {
        const auto fault = faultOf(error);
        ConnectionStage stage = fault ? stageOf(*fault) : ConnectionStage::RoundTrip;
        // A server that listed its models has everything up to there; what is missing is the model.
        if (listed && fault == RemoteFault::NotFound)
            stage = ConnectionStage::Model;
        settleStages(report, isSecure, stage);
        report.error = std::move(error);
        return report;
    };
    const Stopwatch latency;
    const auto models = listModels(client.exchange(), context);
    if (!models)
        return failed(models.error(), false);
    report.latencySeconds = latency.seconds();
    const auto model = client.model(context);
    if (!model)
        return failed(model.error(), true);
    report.model = model->id;
    const auto states = client.encode(query, context);
    if (!states)
        return failed(states.error(), false);
    report.tokens = static_cast<int>(states->values.shape[0]);
    report.width = static_cast<int>(states->values.shape[1]);
    report.dtype = states->dtype;
    report.bytes = states->bytesReceived;
    report.seconds = states->seconds;
    settleStages(report, isSecure, std::nullopt);
    return report;
}

} // namespace diptych::net
