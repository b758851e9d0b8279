#include "app/connection/connection_probe.h"

#include "core/net/hidden_states_client.h"
#include "core/net/server_address.h"
#include "core/pipeline/parity_probe.h"
#include "core/prompt/chat_format.h"

#include <chrono>
#include <utility>

namespace diptych::connection {

namespace {

constexpr int kThreads = 4;
constexpr std::chrono::seconds kCheckTime{5}; // a server that computes answers this at once

net::ConnectionReport failedReport(Error error) {
    net::ConnectionReport report;
    report.error = std::move(error);
    return report;
}

} // namespace

ConnectionProbe::ConnectionProbe(net::TransportOpener open, QObject* parent)
    : QObject(parent), open_(std::move(open)) {
    pool_.setMaxThreadCount(kThreads);
}

ConnectionProbe::~ConnectionProbe() {
    end_.request_stop();
    stop();
    pool_.waitForDone();
}

void ConnectionProbe::stop() {
    test_.request_stop();
    comparison_.request_stop();
}

std::stop_token ConnectionProbe::renew(std::stop_source& source) {
    source.request_stop();
    source = std::stop_source();
    return source.get_token();
}

// The pool is waited for before this object goes.
template <typename Work> void ConnectionProbe::post(Work work) {
    pool_.start(std::function<void()>(std::move(work)));
}

template <typename Tell> void ConnectionProbe::tell(Tell tell) {
    QMetaObject::invokeMethod(this, std::move(tell), Qt::QueuedConnection);
}

Result<std::shared_ptr<net::HttpTransport>>
ConnectionProbe::transport(const std::filesystem::path& file) {
    const std::lock_guard lock(mutex_);
    if (!open_)
        return fail(ErrorCode::Unsupported, "this build has no network",
                    "encode prompts on this machine");
    if (!transport_ || certificates_ != file) {
        DIPTYCH_TRY(transport_, open_(file));
        certificates_ = file;
    }
    return transport_;
}

Result<net::HiddenStatesOptions> ConnectionProbe::optionsFor(const ProbeTarget& target) const {
    net::HiddenStatesOptions options;
    DIPTYCH_TRY(options.access.address, net::parseServerAddress(target.url));
    if (!target.key.empty())
        DIPTYCH_TRY_DONE(net::checkKey(target.key));
    options.access.key = target.key;
    options.access.timeouts.firstByte = std::chrono::seconds(target.settings.timeoutSeconds);
    options.model = target.settings.model;
    options.format = target.settings.format;
    return options;
}

void ConnectionProbe::check(const ProbeTarget& target) {
    const QString url = QString::fromStdString(target.url);
    if (asked_.contains(url))
        return;
    asked_ << url;
    post([this, target, url, token = end_.get_token()] {
        const auto ask = [&]() -> Result<double> {
            DIPTYCH_TRY(net::HiddenStatesOptions options, optionsFor(target));
            options.access.timeouts = {kCheckTime, kCheckTime, kCheckTime, 2 * kCheckTime};
            options.access.retry.mostAttempts = 1;
            DIPTYCH_TRY(const auto network, transport(target.settings.certificates));
            return net::measureLatency(net::HttpExchange(network, options.access), {token});
        };
        tell([this, url, seconds = ask()] {
            asked_.removeAll(url);
            Q_EMIT checked(url, seconds.value_or(0.0), seconds ? nullptr : &seconds.error());
        });
    });
}

void ConnectionProbe::test(const ProbeTarget& target, QueryMaker query) {
    post([this, target, query = std::move(query), token = renew(test_)] {
        const auto ask = [&]() -> Result<net::ConnectionReport> {
            DIPTYCH_TRY(net::HiddenStatesOptions options, optionsFor(target));
            options.access.retry.mostAttempts = 1;
            DIPTYCH_TRY(const auto network, transport(target.settings.certificates));
            net::HiddenStatesClient client(network, std::move(options));
            const auto listener = [this, &token](const net::StageResult& result) {
                tell([this, result, token] {
                    if (!token.stop_requested())
                        Q_EMIT stageTold(result);
                });
            };
            return net::testConnection(client, query(), {token}, listener);
        };
        auto report = ask();
        tell([this, token,
              told = report ? std::move(*report) : failedReport(std::move(report.error()))] {
            if (!token.stop_requested())
                Q_EMIT tested(told);
        });
    });
}

void ConnectionProbe::compare(const ProbeTarget& target, worker::PipelineLender lender,
                              PipelineOptions options) {
    options.remoteEncoder = nullptr;
    post([this, target, lender = std::move(lender), options = std::move(options),
          token = renew(comparison_)] {
        const auto ask = [&]() -> Result<ParityReport> {
            DIPTYCH_TRY(net::HiddenStatesOptions access, optionsFor(target));
            DIPTYCH_TRY(const auto network, transport(target.settings.certificates));
            const Conversation conversation = parityConversation();
            ParityReference reference;
            DIPTYCH_TRY_DONE(lender(
                options,
                [&](ImagePipeline& pipeline) -> Status {
                    DIPTYCH_TRY(reference, makeParityReference(pipeline, conversation,
                                                               kDefaultHiddenLayer, {token}));
                    return Done{};
                },
                token));
            net::HiddenStatesClient client(network, std::move(access));
            return probeParity(client, reference, formatChat(conversation).text, {token});
        };
        tell([this, token, report = ask()] {
            if (token.stop_requested())
                return;
            if (report)
                Q_EMIT compared(*report);
            else
                Q_EMIT comparisonFailed(report.error());
        });
    });
}

} // namespace diptych::connection
