// Other machines in the whole window: encoder servers behind a transport that a test plays, and
// this window as a server.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_avahi_bus.h"
#include "tests/support/fake_image_pipeline.h"
#include "tests/support/fake_secret_store.h"

#include "app/gui/diagnostics.h"
#include "core/net/base64.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/panels/connection_panel.h"
#include "widgets/panels/sharing_panel.h"

#include <nlohmann/json.hpp>

#include <QCheckBox>
#include <QDialog>
#include <QDirIterator>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace diptych::gui {

namespace {

constexpr int kPatience = 10'000; // ms
constexpr const char* kSecret = "kettle-on-the-stove-4711";

/// Two servers, "mac" and "tower", that can be switched off.
class StubTransport final : public net::HttpTransport {
  public:
    net::TransportResult<net::HttpResponse> send(const net::HttpRequest& request,
                                                 const net::BodyHandler& /*onBody*/,
                                                 const std::stop_token& /*stop*/) override {
        const std::lock_guard lock(mutex_);
        ++asked_[request.url];
        for (const auto& [name, value] : request.headers)
            if (name == "Authorization")
                keys_.insert(value);
        for (const std::string& host : down_)
            if (request.url.find(host) != std::string::npos)
                return tl::unexpected(
                    net::TransportFailure{false, net::RemoteFault::ConnectionRefused, "", ""});
        net::HttpResponse response;
        response.status = status_;
        response.headers = {{"Content-Type", "application/json"}};
        if (request.url.ends_with("/v1/models"))
            response.body = R"({"data": [{"id": "qwen"}]})";
        else
            response.body = hiddenStates();
        return response;
    }

    void setDown(std::set<std::string> hosts) {
        const std::lock_guard lock(mutex_);
        down_ = std::move(hosts);
    }
    void setStatus(int status) {
        const std::lock_guard lock(mutex_);
        status_ = status;
    }
    void setWidth(int width) {
        const std::lock_guard lock(mutex_);
        width_ = width;
    }
    int asked(const std::string& part) const {
        const std::lock_guard lock(mutex_);
        int count = 0;
        for (const auto& [url, times] : asked_)
            if (url.find(part) != std::string::npos)
                count += times;
        return count;
    }
    bool sawKey(const std::string& key) const {
        const std::lock_guard lock(mutex_);
        return keys_.contains("Bearer " + key);
    }

  private:
    std::string hiddenStates() const {
        const HostTensor values = test::filledTensor({1, width_}, 1.0F);
        return nlohmann::json({{"hidden_states", net::toBase64(values.bytes)},
                               {"shape", {1, width_}},
                               {"model", "qwen"},
                               {"layer", -2},
                               {"dtype", "bfloat16"},
                               {"encoding_format", "base64"}})
            .dump();
    }

    mutable std::mutex mutex_;
    std::map<std::string, int> asked_;
    std::set<std::string> down_;
    std::set<std::string> keys_;
    int status_ = 200;
    int width_ = 3;
};

/// Draws plain pictures, but encodes its prompts where the options say.
class EncodingFake final : public test::FakeImagePipeline {
  public:
    EncodingFake(std::shared_ptr<test::FakePipelineState> state,
                 std::shared_ptr<net::HiddenStatesService> encoder)
        : FakeImagePipeline(std::move(state)), encoder_(std::move(encoder)) {}

    Result<GenerationReport> generate(const ResolvedRequest& request,
                                      const GenerationInputs& inputs,
                                      const PictureHandler& onPicture,
                                      const RunContext& context) override {
        if (encoder_)
            DIPTYCH_TRY_DONE(encoder_->encode({"p"}, context));
        return FakeImagePipeline::generate(request, inputs, onPicture, context);
    }

  private:
    std::shared_ptr<net::HiddenStatesService> encoder_;
};

struct Bench {
    std::shared_ptr<StubTransport> network = std::make_shared<StubTransport>();
    std::shared_ptr<test::FakePipelineState> state = std::make_shared<test::FakePipelineState>();
    std::shared_ptr<test::FakeKeychain> keychain = std::make_shared<test::FakeKeychain>();
    test::FakeAvahiBus::Daemon avahi;
    test::DesktopFixture fixture; ///< goes first: it uses the others

    Bench() {
        DesktopEnvironment& environment = fixture.environment;
        environment.openPipeline =
            [this](const PipelineOptions& options) -> Result<std::unique_ptr<ImagePipeline>> {
            return std::make_unique<EncodingFake>(state, options.remoteEncoder);
        };
        environment.openTransport =
            [this](const std::filesystem::path&) -> Result<std::shared_ptr<net::HttpTransport>> {
            return network;
        };
        environment.openSecrets = [this] {
            return std::make_unique<test::FakeSecretStore>(keychain);
        };
        environment.openAvahi = [this] { return std::make_unique<test::FakeAvahiBus>(&avahi); };
    }

    /// Both servers are configured and used.
    void useServers() {
        const std::filesystem::path file = fixture.configFolder() / "api.toml";
        std::filesystem::create_directories(file.parent_path());
        QFile out(QString::fromStdString(file.string()));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("[default.api]\nurl = [\"http://mac:1\", \"http://tower:1\"]\n"
                  "model = \"qwen\"\n");
        fixture.options.configFile = file;
    }
    widgets::ConnectionModel& model() { return fixture.desktop().connections().servers().model(); }
    worker::GenerationQueue& queue() { return fixture.desktop().queue(); }
    int pictures() { return fixture.desktop().results().rowCount(); }
    QString notices() {
        return fixture.child<widgets::NoticeBar>("noticeBar")->texts().join(QLatin1Char('\n'));
    }
    void click(const char* button) {
        QTest::mouseClick(fixture.child<QPushButton>(button), Qt::LeftButton);
    }
    GenerationRequest request() {
        GenerationRequest plain = fixture.desktop().form().request();
        plain.conversation.user = "A cat";
        plain.width = plain.height = 16;
        plain.steps = 1;
        plain.count = 1;
        return plain;
    }
    void draw(int jobs) {
        for (int job = 0; job < jobs; ++job)
            QVERIFY(queue().add(request()).has_value());
    }
};

QToolButton* cell(test::DesktopFixture& fixture, const char* name) {
    return fixture.child<QToolButton>(name);
}

bool holdsSecret(const std::filesystem::path& folder) {
    QDirIterator files(QString::fromStdString(folder.string()), QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(kSecret))
            return true;
    }
    return false;
}

} // namespace

class ConnectionsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void nobodyIsAskedBeforeTheUserSaysSo();
    void theTestShowsStageCauseAndFix();
    void theKeyIsInTheKeychainAndNowhereElse();
    void aLockedKeychainLeavesTheKeyForTheSession();
    void aFailingServerMidQueueLosesNoJob();
    void whatWaitsGoesOnWhenAServerAnswers();
    void theEncoderIsSharedAndTheNetworkToldOfIt();
    void theNetworkNeedsAKey();
};

void ConnectionsTest::nobodyIsAskedBeforeTheUserSaysSo() {
    Bench bench;
    bench.fixture.open();
    QVERIFY(!cell(bench.fixture, "encoderCell")->isVisible());
    QVERIFY(bench.avahi.calls.isEmpty());
    bench.fixture.trigger(Command::EncoderServers);
    auto* const address = bench.fixture.child<QLineEdit>("serverAddress");
    auto* const empty = bench.fixture.child<QLabel>("serversEmpty");
    QVERIFY2(empty->isVisible() && !empty->text().isEmpty(), "an empty list says what to do");
    QTest::keyClicks(address, QStringLiteral("mac:1"));
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(!bench.fixture.child<QLabel>("serverRefusal")->text().isEmpty());
    address->clear();
    QTest::keyClicks(address, QStringLiteral("http://mac:1/"));
    bench.click("addServer");
    QTRY_COMPARE_WITH_TIMEOUT(bench.model().servers(), QStringList{QStringLiteral("http://mac:1")},
                              kPatience);
    QVERIFY(!empty->isVisible());
    QTest::qWait(50);
    QCOMPARE(bench.network->asked(""), 0);
    QCOMPARE(bench.model().state(), widgets::ConnectionState::Idle);
    auto* const use = bench.fixture.child<QCheckBox>("useServers");
    QVERIFY(use->isEnabled() && !use->isChecked());
    use->click();
    QTRY_COMPARE_WITH_TIMEOUT(bench.model().state(), widgets::ConnectionState::Ready, kPatience);
    QVERIFY(bench.network->asked("/v1/models") > 0);
    QCOMPARE(bench.network->asked("/v1/hidden_states"), 0);
    QVERIFY(cell(bench.fixture, "encoderCell")->isVisible());
    QVERIFY(cell(bench.fixture, "encoderCell")->text().contains(QStringLiteral("ms")));
    bench.network->setDown({"mac"});
    bench.fixture.desktop().connections().servers().checkAll();
    QTRY_COMPARE_WITH_TIMEOUT(bench.model().state(), widgets::ConnectionState::Lost, kPatience);
    use->click();
    QTRY_COMPARE_WITH_TIMEOUT(bench.model().state(), widgets::ConnectionState::Idle, kPatience);
    QVERIFY(!cell(bench.fixture, "encoderCell")->isVisible());
    // What announced itself is offered, and one step away.
    auto* const offered = bench.fixture.child<QListWidget>("offeredServers");
    QCOMPARE(offered->count(), 1);
    Q_EMIT offered->itemActivated(offered->item(0));
    QTRY_COMPARE_WITH_TIMEOUT(bench.model().servers().size(), 2, kPatience);
}

void ConnectionsTest::theTestShowsStageCauseAndFix() {
    Bench bench;
    bench.useServers();
    bench.network->setStatus(401);
    bench.fixture.open();
    bench.fixture.trigger(Command::EncoderServers);
    bench.click("testServer");
    auto* const summary = bench.fixture.child<QLabel>("testSummary");
    widgets::ConnectionTestModel& stages = bench.fixture.desktop().connections().servers().stages();
    QTRY_VERIFY_WITH_TIMEOUT(!stages.isRunning(), kPatience);
    QVERIFY(!stages.succeeded());
    QVERIFY(summary->text().startsWith(QStringLiteral("Key: ")));
    QVERIFY(summary->text().contains(QStringLiteral("Enter the server's key below.")));
    QVERIFY(bench.fixture.child<QListView>("testStages")->isVisible());
    bench.network->setStatus(200);
    bench.click("testServer"); // too narrow for the transformer
    QTRY_VERIFY_WITH_TIMEOUT(!stages.isRunning(), kPatience);
    QVERIFY2(summary->text().startsWith(QStringLiteral("Width: ")), qPrintable(summary->text()));
    ModelLocation demo;
    demo.model = demoModelFolder(bench.fixture.environment.resources);
    bench.network->setWidth(readCaptionWidth(demo));
    bench.click("testServer");
    QTRY_VERIFY_WITH_TIMEOUT(!stages.isRunning(), kPatience);
    QVERIFY2(stages.succeeded(), qPrintable(stages.summary()));
}

void ConnectionsTest::theKeyIsInTheKeychainAndNowhereElse() {
    Bench bench;
    bench.useServers();
    bench.fixture.open();
    bench.fixture.trigger(Command::EncoderServers);
    auto* const key = bench.fixture.child<QLineEdit>("serverKey");
    QCOMPARE(key->echoMode(), QLineEdit::Password);
    QVERIFY(!bench.fixture.child<QPushButton>("forgetKey")->isEnabled());
    QTest::keyClicks(key, QString::fromLatin1(kSecret));
    QTest::keyClick(key, Qt::Key_Return);
    QVERIFY(key->text().isEmpty());
    QCOMPARE(bench.keychain->secrets.value(connection::kServersKey), std::string(kSecret));
    QVERIFY(bench.fixture.child<QLabel>("keyState")->text().contains(QStringLiteral("keychain")));
    bench.fixture.desktop().connections().servers().checkAll();
    QTRY_VERIFY_WITH_TIMEOUT(bench.network->sawKey(kSecret), kPatience);
    bench.draw(1);
    QTRY_COMPARE_WITH_TIMEOUT(bench.pictures(), 1, kPatience);
    bench.fixture.trigger(Command::Diagnostics);
    QVERIFY(!bench.fixture.child<QPlainTextEdit>("diagnosticsText")
                 ->toPlainText()
                 .contains(QLatin1String(kSecret)));
    bench.fixture.close();
    QVERIFY(!holdsSecret(bench.fixture.configFolder()));
    QVERIFY(!holdsSecret(bench.fixture.dataFolder())); // pictures, history, session
    // Another session, another process: only the keychain knows.
    bench.fixture.environment.serversKey = std::make_shared<connection::SessionKey>();
    bench.network = std::make_shared<StubTransport>();
    bench.fixture.open();
    bench.draw(1);
    QTRY_COMPARE_WITH_TIMEOUT(bench.pictures(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(bench.network->sawKey(kSecret), kPatience);
    bench.fixture.trigger(Command::EncoderServers);
    bench.click("forgetKey");
    QVERIFY(bench.keychain->secrets.isEmpty());
    QVERIFY(bench.fixture.environment.serversKey->get().empty());
    QVERIFY(!bench.fixture.child<QPushButton>("forgetKey")->isEnabled());
}

void ConnectionsTest::aLockedKeychainLeavesTheKeyForTheSession() {
    Bench bench;
    bench.useServers();
    bench.keychain->locked = true;
    bench.fixture.open();
    bench.fixture.trigger(Command::EncoderServers);
    auto* const key = bench.fixture.child<QLineEdit>("serverKey");
    QTest::keyClicks(key, QStringLiteral("two words"));
    QTest::keyClick(key, Qt::Key_Return);
    QVERIFY(bench.fixture.environment.serversKey->get().empty()); // cannot stand in a header
    QTest::keyClicks(key, QString::fromLatin1(kSecret));
    QTest::keyClick(key, Qt::Key_Return);
    QVERIFY(bench.fixture.child<QLabel>("keyState")
                ->text()
                .contains(QStringLiteral("this session only")));
    QCOMPARE(bench.fixture.environment.serversKey->get(), std::string(kSecret));
}

void ConnectionsTest::aFailingServerMidQueueLosesNoJob() {
    Bench bench;
    bench.useServers();
    int steps = 0;
    bench.state->beforeStep = [&](int, const RunContext&) -> Status {
        if (++steps == 2) // the second picture is drawn: then the first server dies
            bench.network->setDown({"mac"});
        if (steps == 4) // and two pictures later the other one
            bench.network->setDown({"mac", "tower"});
        return Done{};
    };
    bench.fixture.open();
    constexpr int kJobs = 6;
    bench.draw(kJobs);
    EncoderFallback& fallback = bench.fixture.desktop().connections().fallback();
    QTRY_COMPARE_WITH_TIMEOUT(bench.pictures(), 4, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(bench.queue().isPaused(), kPatience);
    QCOMPARE(bench.queue().waitingCount(), 2);
    QVERIFY(bench.network->asked("tower:1/v1/hidden_states") >= 2);
    QVERIFY2(bench.notices().contains(QStringLiteral("Encode on this machine")),
             qPrintable(bench.notices()));
    QCOMPARE(fallback.answer(), EncoderFallback::Answer::None);
    QTRY_COMPARE_WITH_TIMEOUT(bench.model().state(), widgets::ConnectionState::Lost, kPatience);
    auto* const here = bench.fixture.child<QAbstractButton>("encodeHere");
    QVERIFY(here);
    here->click();
    QTRY_COMPARE_WITH_TIMEOUT(bench.pictures(), kJobs, kPatience);
    QCOMPARE(fallback.answer(), EncoderFallback::Answer::EncodeHere);
    // The answer holds: nobody is asked again, neither the user nor a server.
    const int before = bench.network->asked("");
    bench.draw(1);
    QTRY_COMPARE_WITH_TIMEOUT(bench.pictures(), kJobs + 1, kPatience);
    QVERIFY(!bench.notices().contains(QStringLiteral("Encode on this machine")));
    QCOMPARE(bench.network->asked(""), before);
    QCOMPARE(bench.model().state(), widgets::ConnectionState::Idle);
}

void ConnectionsTest::whatWaitsGoesOnWhenAServerAnswers() {
    Bench bench;
    bench.useServers();
    bench.network->setDown({"mac", "tower"});
    bench.fixture.open();
    EncoderFallback& fallback = bench.fixture.desktop().connections().fallback();
    fallback.setPatience(0);
    bench.draw(1);
    QTRY_VERIFY_WITH_TIMEOUT(bench.queue().isPaused(), kPatience);
    auto* const wait = bench.fixture.child<QAbstractButton>("waitForServer");
    QVERIFY(wait);
    wait->click();
    QCOMPARE(fallback.answer(), EncoderFallback::Answer::Wait);
    QTRY_COMPARE_WITH_TIMEOUT(bench.model().state(), widgets::ConnectionState::Lost, kPatience);
    QTest::qWait(20);
    bench.network->setDown({});
    bench.fixture.desktop().connections().servers().checkAll();
    QTRY_COMPARE_WITH_TIMEOUT(bench.pictures(), 1, kPatience);
    QVERIFY(!bench.queue().isPaused());
    // A second time nothing is asked: it waits at once.
    bench.network->setDown({"mac", "tower"});
    bench.draw(1);
    QTRY_VERIFY_WITH_TIMEOUT(bench.queue().isPaused(), kPatience);
    QVERIFY(!bench.notices().contains(QStringLiteral("Encode on this machine")));
    QVERIFY(bench.notices().contains(QStringLiteral("the job waits")));
}

void ConnectionsTest::theEncoderIsSharedAndTheNetworkToldOfIt() {
    Bench bench;
    bench.fixture.open();
    SharingController& sharing = bench.fixture.desktop().connections().sharing();
    bench.fixture.trigger(Command::ShareEncoder);
    QVERIFY(bench.fixture.child<QDialog>("connectionDialog")->isVisible());
    widgets::SharingSettings settings = sharing.settings();
    QCOMPARE(settings.host, QStringLiteral("127.0.0.1"));
    settings.port = 0;
    sharing.setSettings(settings);
    auto* const on = bench.fixture.child<QCheckBox>("shareEncoder");
    on->click();
    QTRY_VERIFY_WITH_TIMEOUT(sharing.isOn(), kPatience);
    QVERIFY(cell(bench.fixture, "sharingCell")->isVisible());
    QVERIFY(bench.fixture.child<QLabel>("sharingStatus")->text().contains(sharing.address()));
    QVERIFY(bench.avahi.announced.isEmpty()); // nobody else could reach it
    bench.draw(1);                            // the window goes on drawing
    QTRY_COMPARE_WITH_TIMEOUT(bench.pictures(), 1, kPatience);
    on->click();
    QTRY_VERIFY_WITH_TIMEOUT(!sharing.isOn(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!cell(bench.fixture, "sharingCell")->isVisible(), kPatience);
    // The server finishes first.
    QTRY_VERIFY_WITH_TIMEOUT(bench.fixture.child<QPushButton>("newSharingKey")->isEnabled(),
                             kPatience);
    bench.click("newSharingKey");
    settings = sharing.settings();
    QCOMPARE(settings.key.size(), 48);
    QCOMPARE(bench.keychain->secrets.value(connection::kSharingKey), settings.key.toStdString());
    settings.host = QStringLiteral("0.0.0.0");
    sharing.setSettings(settings);
    sharing.setOn(true);
    QTRY_VERIFY_WITH_TIMEOUT(sharing.isOn(), kPatience);
    QVERIFY(bench.avahi.announced.startsWith(QStringLiteral("Diptych on ")));
    QVERIFY(bench.avahi.port > 0);
    sharing.setOn(false);
    QTRY_VERIFY_WITH_TIMEOUT(!sharing.isOn(), kPatience);
    QVERIFY(bench.avahi.calls.contains(QStringLiteral("/group EntryGroup.Free")));
}

void ConnectionsTest::theNetworkNeedsAKey() {
    Bench bench;
    bench.fixture.open();
    SharingController& sharing = bench.fixture.desktop().connections().sharing();
    bench.fixture.trigger(Command::ShareEncoder);
    widgets::SharingSettings settings = sharing.settings();
    settings.host = QStringLiteral("0.0.0.0");
    settings.port = 0;
    sharing.setSettings(settings);
    sharing.setOn(true);
    QVERIFY(!sharing.isOn());
    QVERIFY(bench.fixture.child<QLabel>("sharingTrouble")->text().contains(QStringLiteral("key")));
    QVERIFY(!bench.fixture.child<QCheckBox>("shareEncoder")->isChecked());
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::ConnectionsTest)

#include "connections_test.moc"
