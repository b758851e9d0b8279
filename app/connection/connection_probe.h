// Asks encoder servers away from the GUI thread: whether they answer and how fast, the test stage
// by stage, and whether their numbers are the right ones.
#pragma once

#include "app/worker/pipeline_loan.h"
#include "core/domain/remote_encoder.h"
#include "core/net/connection_test.h"
#include "core/net/remote_encoder.h"
#include "core/pipeline/parity.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace diptych::connection {

/// One server, and how it is asked.
struct ProbeTarget {
    std::string url;
    RemoteEncoderSettings settings; ///< its `urls` do not count
    std::string key;
};

/// Lives on the GUI thread and tells on it.
class ConnectionProbe : public QObject {
    Q_OBJECT

  public:
    /// What the stages are tested with; called away from the GUI thread.
    using QueryMaker = std::function<net::HiddenStatesQuery()>;

    /// `open` empty = there is no network: everything fails with Unsupported.
    explicit ConnectionProbe(net::TransportOpener open, QObject* parent = nullptr);
    /// Stops what is under way and waits for it, some hundred milliseconds at most.
    ~ConnectionProbe() override;

    /// Asks one small question; a server that is being asked already is not asked twice.
    void check(const ProbeTarget& target);
    /// The nine stages. A test that runs is stopped.
    void test(const ProbeTarget& target, QueryMaker query);
    /// Compares with the text encoder of this machine, which is borrowed. One that runs is stopped.
    void compare(const ProbeTarget& target, worker::PipelineLender lender, PipelineOptions options);
    /// Stops test and comparison.
    void stop();

  Q_SIGNALS:
    /// `error` is null after success.
    void checked(const QString& url, double seconds, const diptych::Error* error);
    void stageTold(const diptych::net::StageResult& result);
    void tested(const diptych::net::ConnectionReport& report);
    void compared(const diptych::ParityReport& report);
    void comparisonFailed(const diptych::Error& error);

  private:
    Result<std::shared_ptr<net::HttpTransport>> transport(const std::filesystem::path& file);
    Result<net::HiddenStatesOptions> optionsFor(const ProbeTarget& target) const;
    template <typename Work> void post(Work work);
    template <typename Tell> void tell(Tell tell);
    std::stop_token renew(std::stop_source& source);

    net::TransportOpener open_;
    std::mutex mutex_;
    std::shared_ptr<net::HttpTransport> transport_; // guarded by mutex_, as below
    std::filesystem::path certificates_;
    QStringList asked_; ///< servers that are being asked
    std::stop_source end_;
    std::stop_source test_;
    std::stop_source comparison_;
    QThreadPool pool_;
};

} // namespace diptych::connection
