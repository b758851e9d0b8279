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

/// Fills the report stage by stage and tells each.
class StageTeller {
  public:
    StageTeller(ConnectionReport& report, bool isSecure, const StageListener& listener)
        : report_(report), isSecure_(isSecure), listener_(listener) {}

    /// Everything that is not told yet, up to this stage, went well.
    void passUpTo(ConnectionStage last) {
        while (report_.stages.size() < kStages.size() && kStages[report_.stages.size()] <= last)
            tell(kStages[report_.stages.size()]);
    }
    /// What comes behind was not tried, or is told anew: a later request may fail earlier.
    void failAt(ConnectionStage failed) {
        while (!report_.stages.empty() && report_.stages.back().stage >= failed)
            report_.stages.pop_back();
        for (std::size_t i = report_.stages.size(); i < kStages.size(); ++i)
            tell(kStages[i], failed);
    }

  private:
    void tell(ConnectionStage stage, std::optional<ConnectionStage> failed = std::nullopt) {
        StageState state = StageState::Passed;
        if (failed && stage == *failed)
            state = StageState::Failed;
        else if ((failed && stage > *failed) || (stage == ConnectionStage::Tls && !isSecure_))
            state = StageState::Skipped;
        report_.stages.push_back({stage, state});
        if (listener_)
            listener_(report_.stages.back());
    }

    ConnectionReport& report_;
    bool isSecure_;
    const StageListener& listener_;
};

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
                                const RunContext& context, const StageListener& listener) {
    ConnectionReport report;
    StageTeller teller(report, client.exchange().access().address.isSecure(), listener);
    const auto failed = [&](Error error, bool listed) {
        const auto fault = faultOf(error);
        ConnectionStage stage = fault ? stageOf(*fault) : ConnectionStage::RoundTrip;
        // A server that listed its models has everything up to there; what is missing is the model.
        if (listed && fault == RemoteFault::NotFound)
            stage = ConnectionStage::Model;
        teller.failAt(stage);
        report.error = std::move(error);
        return report;
    };
    const Stopwatch latency;
    const auto models = listModels(client.exchange(), context);
    if (!models)
        return failed(models.error(), false);
    report.latencySeconds = latency.seconds();
    // The other endpoint may want a key or be missing although this one is there.
    teller.passUpTo(ConnectionStage::Http);
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
    teller.passUpTo(ConnectionStage::RoundTrip);
    return report;
}

Result<double> measureLatency(const HttpExchange& exchange, const RunContext& context) {
    const Stopwatch watch;
    DIPTYCH_TRY_DONE(listModels(exchange, context));
    return watch.seconds();
}

} // namespace diptych::net
