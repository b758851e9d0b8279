// A build with Qt.
#include "app/cli/program/transport.h"

#include "core/net/qt/qt_http_transport.h"

#include <QCoreApplication>

#include <clocale>
#include <utility>

namespace diptych::cli {

namespace {

/// Qt's event loops need an application object. It is made only when the network is, so that other
/// commands start without.
class TransportWithApplication final : public net::HttpTransport {
  public:
    TransportWithApplication() {
        // The application object has switched to the user's locale, in which numbers may be written
        // with commas.
        std::setlocale(LC_NUMERIC, "C");
    }

    Status open(const std::filesystem::path& certificates) {
        DIPTYCH_TRY(transport_, net::QtHttpTransport::create({certificates}));
        return Done{};
    }

    net::TransportResult<net::HttpResponse> send(const net::HttpRequest& request,
                                                 const net::BodyHandler& onBody,
                                                 const std::stop_token& stop) override {
        return transport_->send(request, onBody, stop);
    }

  private:
    char name_[12] = "diptych-cli";
    char* arguments_[2] = {name_, nullptr};
    int argumentCount_ = 1;
    QCoreApplication application_{argumentCount_, arguments_};
    std::unique_ptr<net::QtHttpTransport> transport_; // goes before the application
};

} // namespace

Result<std::shared_ptr<net::HttpTransport>>
openTransport(const std::filesystem::path& certificates) {
    auto transport = std::make_shared<TransportWithApplication>();
    DIPTYCH_TRY_DONE(transport->open(certificates));
    return transport;
}

} // namespace diptych::cli
