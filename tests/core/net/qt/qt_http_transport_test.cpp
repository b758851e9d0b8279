// The real network against a server on this machine that misbehaves in every way that we know of:
// each ends in its own named error, none hangs.
#include "core/net/qt/qt_http_transport.h"

#include "core/net/hidden_states_client.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <nlohmann/json.hpp>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace diptych::net {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr int kWidth = 8;
constexpr int kTokens = 3;

} // namespace

class QtHttpTransportTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void everyMisbehaviourHasItsName_data();
    void everyMisbehaviourHasItsName();
    void aGoodServerIsUnderstoodInEveryForm_data();
    void aGoodServerIsUnderstoodInEveryForm();
    void aBusyServerIsAskedAgain();
    void aServerWithoutSafetensorsIsAskedForBase64();
    void theKeyOpensTheServerAndIsNotRepeated();
    void connectionsAreKept();
    void stoppingTakesLessThanHalfASecond_data();
    void stoppingTakesLessThanHalfASecond();
    void severalThreadsMayAskAtOnce();
    void anAnswerIsHandedOnInPieces();
    void aFileWithoutCertificatesIsRefused();

  private:
    std::string address(const std::string& behaviour, const char* port = "http",
                        const char* scheme = "http") const;
    HiddenStatesOptions optionsFor(const std::string& url) const;
    Result<HiddenStates> encode(HiddenStatesOptions options, const RunContext& context = {});
    json stats();

    QProcess stub_;
    std::map<std::string, int> ports_;
    std::shared_ptr<HttpTransport> transport_;
};

void QtHttpTransportTest::initTestCase() {
    stub_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    stub_.start("python3",
                {DIPTYCH_STUB_SERVER, "--certificates", DIPTYCH_CERTIFICATES, "--key", "s3cret"});
    QVERIFY(stub_.waitForStarted());
    while (!stub_.canReadLine())
        QVERIFY2(stub_.waitForReadyRead(10'000), "the stub server did not start");
    ports_ = json::parse(stub_.readLine().toStdString()).get<std::map<std::string, int>>();
    auto transport = QtHttpTransport::create({DIPTYCH_CERTIFICATES "/authority.pem"});
    QVERIFY(transport);
    transport_ = std::move(*transport);
}

void QtHttpTransportTest::cleanupTestCase() {
    transport_.reset();
    stub_.closeWriteChannel(); // which ends it
    if (!stub_.waitForFinished(5'000))
        stub_.kill();
}

std::string QtHttpTransportTest::address(const std::string& behaviour, const char* port,
                                         const char* scheme) const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(ports_.at(port)) + "/" +
           behaviour;
}

HiddenStatesOptions QtHttpTransportTest::optionsFor(const std::string& url) const {
    HiddenStatesOptions options;
    options.access.address = valueOrThrow(parseServerAddress(url));
    options.access.retry.mostAttempts = 2;
    options.access.retry.firstPause = milliseconds(1);
    options.model = "stub-encoder";
    options.mostBytes = 1 << 20;
    return options;
}

Result<HiddenStates> QtHttpTransportTest::encode(HiddenStatesOptions options,
                                                 const RunContext& context) {
    HiddenStatesClient client(transport_, std::move(options));
    return client.encode({"A cat", -2, kTokens, kWidth, 0}, context);
}

json QtHttpTransportTest::stats() {
    HttpRequest request;
    request.url = address("stats");
    const auto response = transport_->send(request, {}, {});
    return response ? json::parse(response->body) : json();
}

void QtHttpTransportTest::everyMisbehaviourHasItsName_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("fault");
    const std::pair<const char*, const char*> cases[] = {
        {"status-400", "bad_request"},
        {"status-401", "unauthorized"},
        {"status-403", "forbidden"},
        {"status-404", "not_found"},
        {"status-413", "request_too_large"},
        {"status-422", "unprocessable"},
        {"status-429", "too_many_requests"},
        {"status-500", "server_fault"},
        {"status-502", "server_fault"},
        {"status-503", "overloaded"},
        {"status-503-hour", "overloaded"},
        {"status-503-date", "overloaded"},
        {"status-299", "not_json"},
        {"status-600", "unexpected_status"},
        {"status-204", "wrong_content_type"},
        {"web-page", "wrong_content_type"},
        {"gzip", "wrong_content_type"},
        {"half-json", "not_json"},
        {"json-list", "not_json"},
        {"deep-json", "not_json"},
        {"empty", "not_json"},
        {"not-utf8", "not_json"},
        {"no-shape", "wrong_field"},
        {"shape-of-text", "wrong_field"},
        {"shape-of-halves", "wrong_field"},
        {"no-hidden-states", "wrong_field"},
        {"null-hidden-states", "wrong_field"},
        {"no-model", "wrong_field"},
        {"no-layer", "wrong_field"},
        {"no-numbers", "wrong_field"},
        {"other-format", "wrong_field"},
        {"zero-tokens", "wrong_shape"},
        {"negative-shape", "wrong_shape"},
        {"flat-shape", "wrong_shape"},
        {"vast-shape", "wrong_shape"},
        {"too-few-bytes", "wrong_byte_count"},
        {"too-many-bytes", "wrong_byte_count"},
        {"odd-bytes", "wrong_byte_count"},
        {"ragged-rows", "wrong_byte_count"},
        {"bad-base64", "bad_base64"},
        {"cut-base64", "bad_base64"},
        {"nan", "not_finite"},
        {"infinity", "not_finite"},
        {"python-nan", "not_finite"},
        {"other-width", "wrong_width"},
        {"other-model", "wrong_model"},
        {"other-layer", "wrong_layer"},
        {"other-type", "wrong_type"},
        {"truncated-prompt", "wrong_token_count"},
        {"redirect-elsewhere", "redirect_refused"},
        {"redirect-nowhere", "redirect_refused"},
        {"redirect-loop", "redirect_refused"},
        {"safetensors-cut", "bad_safetensors"},
        {"safetensors-i32", "wrong_type"},
        {"safetensors-other-layer", "wrong_layer"},
        {"safetensors-flat", "wrong_shape"},
        {"safetensors-web-page", "bad_safetensors"},
        {"huge", "too_large"},
        {"endless-body", "too_large"},
        {"truncated", "closed_early"},
        {"truncated-chunks", "closed_early or not_json"},
        {"closes", "connection_reset"},
        {"reset", "connection_reset"},
        {"half-closed", "connection_reset"},
        {"status-line-cut", "connection_reset"},
        {"silent", "first_byte_timed_out"},
        {"silent-middle", "idle_timed_out"},
        {"slow-drip", "too_slow"},
        {"endless-headers", "first_byte_timed_out"},
        {"ssh", "connection_reset"},
        {"garbage", "connection_reset"},
        {"ssh-open", "connection_reset"},
    };
    for (const auto& [behaviour, fault] : cases)
        QTest::newRow(behaviour) << QString::fromStdString(address(behaviour)) << fault;
    const auto tls = [this](const char* port, const char* scheme = "https") {
        return QString::fromStdString(address("good", port, scheme));
    };
    QTest::newRow("wrong name in the certificate") << tls("tls_wrong_name") << "tls_wrong_name";
    QTest::newRow("expired certificate") << tls("tls_expired") << "tls_expired";
    QTest::newRow("certificate of a stranger") << tls("tls_untrusted") << "tls_untrusted";
    QTest::newRow("https to a server without") << tls("http") << "tls_failed";
    QTest::newRow("http to a server with TLS") << tls("tls_good", "http") << "connection_reset";
    QTest::newRow("closed port") << tls("closed", "http") << "connection_refused";
    QTest::newRow("full port") << tls("full", "http") << "connect_timed_out";
    QTest::newRow("unknown name") << "http://no-such-machine.invalid:1"
                                  << "name_not_found";
    QTest::newRow("impossible name")
        << QString("http://%1:1").arg(QString(70, 'a')) << "name_not_found";
}

void QtHttpTransportTest::everyMisbehaviourHasItsName() {
    QFETCH(QString, url);
    QFETCH(QString, fault);
    QElapsedTimer clock;
    clock.start();
    HiddenStatesOptions options = optionsFor(url.toStdString());
    // Only where a limit is to be reached, so that a busy machine makes no difference elsewhere.
    if (fault.endsWith("timed_out") || fault == "too_slow")
        options.access.timeouts = {milliseconds(1000), milliseconds(400), milliseconds(300),
                                   milliseconds(1200)};
    const auto states = encode(options);
    QVERIFY(!states);
    const Error& error = states.error();
    const auto found = faultOf(error);
    const std::string text = error.message + " (" + error.detail + ")";
    QVERIFY2(found, text.c_str());
    // Qt does not always tell that a body in chunks ended too early.
    QVERIFY2(fault.split(" or ").contains(QString::fromUtf8(faultName(*found))),
             (std::string(faultName(*found)) + ": " + text).c_str());
    QVERIFY(error.message.find("127.0.0.1") != std::string::npos ||
            error.message.find("http://") != std::string::npos);
    QVERIFY(!error.hint.empty());
    QVERIFY2(clock.elapsed() < 8'000, "it took too long");
}

void QtHttpTransportTest::aGoodServerIsUnderstoodInEveryForm_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("format");
    for (const Choice<WireFormat>& choice : choicesOf<WireFormat>())
        QTest::newRow(std::string(choice.name).c_str())
            << QString::fromStdString(address("good")) << static_cast<int>(choice.value);
    QTest::newRow("over TLS") << QString::fromStdString(address("good", "tls_good", "https"))
                              << static_cast<int>(WireFormat::Auto);
    QTest::newRow("after a redirect")
        << QString::fromStdString(address("redirect-here")) << static_cast<int>(WireFormat::Auto);
}

void QtHttpTransportTest::aGoodServerIsUnderstoodInEveryForm() {
    QFETCH(QString, url);
    QFETCH(int, format);
    HiddenStatesOptions options = optionsFor(url.toStdString());
    options.format = static_cast<WireFormat>(format);
    const auto states = encode(options);
    QVERIFY2(states, states ? "" : states.error().message.c_str());
    for (int i = 0; i < kTokens * kWidth; ++i) {
        float value = 0.0F;
        std::memcpy(&value, states->values.bytes.data() + i * sizeof(float), sizeof(float));
        QCOMPARE(value, 0.25F * static_cast<float>(i) - 1.0F);
    }
}

void QtHttpTransportTest::aBusyServerIsAskedAgain() {
    if (stats().at("requests").get<int>() % 2 == 1)
        stats(); // the stub is busy at every second request
    const auto states = encode(optionsFor(address("busy-first")));
    QVERIFY2(states, states ? "" : states.error().message.c_str());
}

void QtHttpTransportTest::aServerWithoutSafetensorsIsAskedForBase64() {
    HiddenStatesOptions options = optionsFor(address("refuses-formats"));
    options.format = WireFormat::Safetensors;
    const auto states = encode(options);
    QVERIFY2(states, states ? "" : states.error().message.c_str());
}

void QtHttpTransportTest::theKeyOpensTheServerAndIsNotRepeated() {
    HiddenStatesOptions options = optionsFor(address("wants-key"));
    options.access.key = "s3cret";
    QVERIFY(encode(options));
    options.access.key = "wr0ng-key";
    const auto states = encode(options);
    QVERIFY(!states);
    const Error& error = states.error();
    QVERIFY((error.message + error.hint + error.detail).find("wr0ng") == std::string::npos);
}

void QtHttpTransportTest::connectionsAreKept() {
    QVERIFY(encode(optionsFor(address("good"))));
    const int before = stats().at("connections").get<int>();
    for (int i = 0; i < 5; ++i)
        QVERIFY(encode(optionsFor(address("good"))));
    QCOMPARE(stats().at("connections").get<int>(), before);
}

void QtHttpTransportTest::stoppingTakesLessThanHalfASecond_data() {
    QTest::addColumn<QString>("url");
    QTest::newRow("while connecting") << QString::fromStdString(address("good", "full"));
    QTest::newRow("while waiting") << QString::fromStdString(address("silent"));
    QTest::newRow("while reading") << QString::fromStdString(address("silent-middle"));
}

void QtHttpTransportTest::stoppingTakesLessThanHalfASecond() {
    QFETCH(QString, url);
    HiddenStatesOptions options = optionsFor(url.toStdString());
    std::stop_source stop;
    QElapsedTimer sinceStop;
    std::mutex mutex;
    std::condition_variable never;
    const std::jthread user([&] {
        std::unique_lock lock(mutex);
        never.wait_for(lock, milliseconds(100));
        sinceStop.start();
        stop.request_stop();
    });
    const auto states = encode(options, RunContext{stop.get_token(), nullptr, nullptr});
    QVERIFY(!states);
    QVERIFY(states.error().code == ErrorCode::Cancelled);
    QVERIFY(sinceStop.elapsed() < 500);
}

void QtHttpTransportTest::severalThreadsMayAskAtOnce() {
    HiddenStatesOptions options = optionsFor(address("good"));
    HiddenStatesClient client(transport_, options);
    std::atomic<int> served = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                for (int k = 0; k < 4; ++k)
                    if (client.encode({"A cat", -2, kTokens, kWidth, 0}, {}))
                        ++served;
            });
    }
    QCOMPARE(served.load(), 32);
}

void QtHttpTransportTest::anAnswerIsHandedOnInPieces() {
    HttpRequest request;
    request.url = address("slow-drip/v1/hidden_states");
    request.method = "POST";
    request.body = "{}";
    int pieces = 0;
    const auto response =
        transport_->send(request, [&](std::string_view) { return ++pieces < 4; }, {});
    QVERIFY(!response);
    QVERIFY(response.error().cancelled);
    QCOMPARE(pieces, 4);
}

void QtHttpTransportTest::aFileWithoutCertificatesIsRefused() {
    QVERIFY(QtHttpTransport::create({DIPTYCH_STUB_SERVER}).error().code == ErrorCode::FileInvalid);
    QVERIFY(QtHttpTransport::create({"/nowhere.pem"}).error().code == ErrorCode::FileNotFound);
}

} // namespace diptych::net

QTEST_GUILESS_MAIN(diptych::net::QtHttpTransportTest)
#include "qt_http_transport_test.moc"
